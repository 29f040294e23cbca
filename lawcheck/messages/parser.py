"""What the parser noticed, P1xx."""

MESSAGES = {
    "P101": ("条序不连续：{before}之后是{label}，缺{missing}", "Articles not consecutive: {label} after {before}"),
    "P102": (
        "条序重复或倒退：{before}之后又出现{label}",
        "Article number repeated or going back: {label} after {before}",
    ),
    "P103": ("“之几”条序不连续：{before}之后是{label}", "Inserted article out of order: {label} after {before}"),
    "P104": ("形似条首而未作为条处理：{label}", "Looks like an article start, taken as text: {label}"),
    "P105": ("条号与正文之间没有空格：{label}", "No blank between article number and text: {label}"),
    "P106": ("编章节序不连续：{before}之后是{label}", "Headings not consecutive: {label} after {before}"),
    "P107": ("{label}之下没有条文", "No article under {label}"),
    "P108": ("项序不连续：应为第{expected}项，写作{label}", "Points not consecutive: {label}, expected {expected}"),
    "P109": ("项的编号形式不规范：{label}", "Point numbered in an unusual style: {label}"),
    "P110": ("款不应编号：{label}", "A paragraph (款) must not be numbered: {label}"),
    "P111": ("目录与正文标题不一致：{entry}", "Contents and headings differ: {entry}"),
    "P112": ("没有识别出标题", "No title found"),
    "P113": ("没有识别出条文（第X条）", "No article found"),
    "P114": ("“{quote}”之后应有两项以上", "“{quote}” should be followed by at least two points"),
    "P115": ("{label}没有名称", "{label} has no heading"),
    "P116": (
        "修改决定引号内的条文不作为本文件的条：{label}",
        "Quoted article of an amending decision skipped: {label}",
    ),
    "P118": (
        "{place}中的文字“{quote}”列在正文之后，没有作为条款审查、比对，请人工核对",
        "Words in a {place} (“{quote}”) follow the body and were reviewed as no clause; look at them",
    ),
    "P117": ("{parent}之下只有一个{kind}", "{parent} has a single subdivision ({kind})"),
}
