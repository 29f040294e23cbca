"""Messages of the search for people, E32x."""

MESSAGES = {
    "E320": (
        "检索式“{query}”第 {at} 个字处的引号没有配对。请补上另一半引号；要查找引号本身，请去掉它",
        "Unpaired quotation mark at character {at} of {query!r}. Add the other one, or leave it out",
    ),
    "E321": (
        "检索式“{query}”第 {at} 个字处的括号没有配对。请补上另一半括号；要查找括号本身，请把整个词放进引号",
        "Unpaired bracket at character {at} of {query!r}. Add the other one, or put the words in quotation marks",
    ),
    "E322": (
        "检索式“{query}”第 {at} 个字处：“{name}”不是检索字段。可用的字段：{allowed}；要查找冒号本身，请把整个词放进引号",
        "Character {at} of {query!r}: {name!r} is no field. Fields: {allowed}; to look for a colon, use quotation marks",
    ),
    "E323": (
        "检索式“{query}”第 {at} 个字处：“{operator}”缺少要连接的词。请在它前后写上词语；要查找这个字本身，请放进引号",
        "Character {at} of {query!r}: {operator!r} lacks a word beside it. Add one, or quote the operator",
    ),
    "E324": (
        "检索式“{query}”里没有可以查找的字。请输入词语，例如：预防火灾，或者 标题:消防 层级:法律",
        "The query {query!r} has nothing to look for. Enter words, for example: 预防火灾, or 标题:消防 层级:法律",
    ),
    "E325": (
        "检索式“{query}”第 {at} 个字处：“{value}”不是“{field}”的值。可用：{allowed}",
        "Character {at} of {query!r}: {value!r} is no value of {field}. Use: {allowed}",
    ),
    "E326": (
        "页码和每页条数必须在范围内：page={page}（从 1 起），per_page={per_page}（1 到 {most}）。请改正后重试",
        "page={page} must be at least 1 and per_page={per_page} between 1 and {most}",
    ),
    "E327": (
        "检索索引 {path} 已损坏：{detail}。请执行 lawcheck laws index --rebuild 重建",
        "The search index {path} is damaged: {detail}. Build it again with: lawcheck laws index --rebuild",
    ),
    "E328": (
        "检索式太长或嵌套太深（共 {length} 字）：最多 {most} 字、{deepest} 层括号。请缩短后重试",
        "The query is too long or nested too deeply ({length} characters): at most {most} characters, {deepest} levels",
    ),
    "I320": ("没有找到。可以减少词语、去掉引号，或者用 效力:全部 查找已经失效的文本", "Nothing found. Use fewer words"),
    "I321": ("是不是要找：{titles}", "Did you mean: {titles}"),
    "I322": (
        "没有同时含有全部词语的条文；以下条文含有其中一半以上",
        "No article has all the words; these have at least half of them",
    ),
    "I323": (
        "共 {total} 条，第 {page} 页，共 {pages} 页；按 {day} 的法律，库截至 {horizon}",
        "{total} articles, page {page} of {pages}; law of {day}, library as of {horizon}",
    ),
}
