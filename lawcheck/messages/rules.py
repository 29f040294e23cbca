"""What ``lawcheck rules`` says, E42x and C42x."""

MESSAGES = {
    "E421": ("没有编号为“{value}”的规则。用 lawcheck rules list 查看。", "No rule “{value}”. See lawcheck rules list."),
    "E422": (
        "“{value}”不能作规则编号：这一类以 {letter} 开头，后面两位或者三位数字，例如 {letter}901。",
        "“{value}” is no rule id: this family begins with {letter} and two or three digits, for example {letter}901.",
    ),
    "E423": ("规则文件 {path} 已经存在，没有改动它。", "The rule file {path} exists already and was left alone."),
    "C424": (
        "已经新建 {path}。改好以后试验：lawcheck rules test {rule} --rules {directory}；审查时加 --rules {directory}。",
        "Wrote {path}. Edit it, try it with lawcheck rules test {rule} --rules {directory}, and review with --rules {directory}.",
    ),
    "C425": (
        "已经把随附的规则 {rule} 复制到 {path}，审查时加 --rules {directory}，用它替换随附的。改好以后试验：lawcheck rules test {rule} --rules {directory}。",
        "Copied our rule {rule} to {path}; with --rules {directory} it takes the place of ours. Try it with lawcheck rules test {rule} --rules {directory}.",
    ),
}
