"""Messages of the checks: E40x for wrong rule files."""

MESSAGES = {
    "E401": (
        "规则文件 {file} 第 {line} 行，字段 {field}：{problem}。请按 docs/rules.md 改正后重试。",
        "Rule file {file}, line {line}, field {field}: {problem}. Correct it (see docs/rules.md) and try again.",
    ),
    "E402": (
        "规则目录 {file} 中没有规则文件（第 {line} 行，字段 {field}：{problem}）。请检查目录是否正确。",
        "The rule directory {file} holds no rule file (line {line}, field {field}: {problem}). Check the path.",
    ),
}
