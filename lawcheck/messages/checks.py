"""Messages of the checks: E40x for wrong rule files."""

MESSAGES = {
    "E401": (
        "规则文件 {file} 第 {line} 行，字段 {field}：{problem}。请按 docs/rules.md 改正后重试。",
        "Rule file {file}, line {line}, field {field}: {problem}. Correct it (see docs/rules.md) and try again.",
    ),
    "E402": (
        "规则目录 {file} 中没有规则文件（应有 wording/W901.yaml 这样的文件）。请检查目录是否正确，或者用 lawcheck rules new 新建。",
        "The rule directory {file} holds no rule file (such as wording/W901.yaml). Check the path, or use lawcheck rules new.",
    ),
    "E403": (
        "规则文件有 {count} 处错误，请按 docs/rules.md 改正后重试：{faults}",
        "{count} faults in the rule files; correct them (see docs/rules.md) and try again:{faults}",
    ),
}
