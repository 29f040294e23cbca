"""Messages of the lexicons: E45x for wrong lexicon files."""

MESSAGES = {
    "E451": (
        "词表文件 {file} 第 {line} 行，字段 {field}：{problem}。请按 docs/lexicons.md 改正后重试。",
        "Lexicon file {file}, line {line}, field {field}: {problem}. Correct it (see docs/lexicons.md) and try again.",
    ),
    "E452": (
        "词表目录 {file} 中没有词表文件（*.yaml）。请检查目录是否正确。",
        "The lexicon directory {file} holds no lexicon (*.yaml). Check the path.",
    ),
}
