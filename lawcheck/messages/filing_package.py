"""Messages of the electronic filing package: E27x it cannot be built, M27x what a check finds."""

MESSAGES = {
    "E270": (
        "填报信息“{name}”不能读取（{detail}）。请提供 JSON 对象，字段见 docs/schema/package.schema.json。",
        "The details in “{name}” cannot be read ({detail}). Give a JSON object with the fields of docs/schema/package.schema.json.",
    ),
    "E271": (
        "填报信息不符合规定：{detail}。",
        "The details do not agree with the schema: {detail}.",
    ),
    "E272": (
        "“{value}”不能作为角色说明。请写成 文件名=角色，角色为：{roles}。",
        "“{value}” names no role. Write FILE=ROLE, with one of the roles {roles}.",
    ),
    "M270": ("清单 manifest.json 缺失。", "manifest.json is missing."),
    "M271": ("清单 manifest.json 不是 JSON（{detail}）。", "manifest.json is not JSON ({detail})."),
    "M272": ("清单不符合规定：{detail}。", "The manifest does not agree with the schema: {detail}."),
    "M273": ("缺少文件“{path}”：清单中有，包里没有。", "“{path}” is missing: listed, but not in the package."),
    "M274": ("多余文件“{path}”：包里有，清单中没有。", "“{path}” is extra: in the package, but not listed."),
    "M275": (
        "文件“{path}”的校验值不符：清单为 {expected}，实际为 {actual}。",
        "“{path}” has another SHA-256: listed {expected}, found {actual}.",
    ),
    "M276": (
        "文件“{path}”的大小不符：清单为 {expected} 字节，实际为 {actual} 字节。",
        "“{path}” has another size: listed {expected} bytes, found {actual}.",
    ),
    "M277": (
        "文件“{path}”的格式不符：清单为 {expected}，按内容识别为 {actual}。",
        "“{path}” has another format: listed {expected}, found {actual}.",
    ),
    "M278": ("文件“{path}”在清单中列了 {count} 次。", "“{path}” is listed {count} times."),
    "M279": ("清单中有 {count} 份“正式文本”，应当有且只有一份。", "{count} files are 正式文本, not exactly one."),
    "M280": ("缺少报备材料：{role}。", "Missing material: {role}."),
    "M281": (
        "包标识不符：清单为 {expected}，按文件算出为 {actual}。",
        "Another package_id: listed {expected}, computed {actual}.",
    ),
    "M282": (
        "结构化文本“{path}”与正式文本“{text}”不一致（{detail}）。请重新生成报备包。",
        "The structured text “{path}” does not agree with “{text}” ({detail}). Build the package again.",
    ),
    "M283": ("缺少结构化文本（Akoma Ntoso 和 JSON）。", "The structured text (Akoma Ntoso and JSON) is missing."),
    "M284": (
        "清单中的名称“{expected}”与正式文本的标题“{actual}”不一致。",
        "The title in the manifest, “{expected}”, is not that of the text, “{actual}”.",
    ),
    "M285": ("文件“{path}”不能读取：{detail}", "“{path}” cannot be read: {detail}"),
}
