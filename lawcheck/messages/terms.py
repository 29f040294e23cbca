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
    "E453": (
        "词表中“{term}”的规则 {rule} 不按词表检查。请改用 X、O、W 类中按词表检查的编号，或者用单位自己的编号（例如 X901）。",
        "The rule {rule} of the term “{term}” does not work by word lists. Use another, or one of your own (say X901).",
    ),
    "E455": ("词表 {name} 读不出来：{cause}。", "The word list {name} cannot be read: {cause}."),
    "E456": (
        "在 {name} 中没有找到放词语的一列（现有各列：{columns}）。请用 --column text=列名 指明。",
        "No column of {name} holds the words (columns: {columns}). Name it with --column text=NAME.",
    ),
    "E457": (
        "“{value}”不能用。规则编号为 X、P、O、W 加两位或者三位数字，并且是按词表检查的（例如 X901）；列为 词、建议、理由、级别、规则、来源、变更日期、前面不能有、后面不能有。",
        "“{value}” cannot be used. A rule id is X, P, O or W and two or three digits (X901), of a rule that works by word lists; a column is text, suggestion, reason, severity, rule, source, since, not_before or not_after.",
    ),
    "E458": ("{path} 已经存在。要换掉它，请加 --replace。", "{path} exists already. Add --replace to replace it."),
    "E459": ("词表中没有“{value}”。用 lawcheck terms list 查看。", "No term “{value}”. See lawcheck terms list."),
    "E460": (
        "{name} 已经是词表文件的格式（有 entries），不用导入：把它复制到本单位词表的目录就能使用，格式见 docs/lexicons.md。",
        "{name} is a lexicon already (it has entries): copy it to the folder of your word lists; see docs/lexicons.md.",
    ),
    "E461": (
        "词表中“{term}”的正则表达式在这个文件上用时超过 {seconds} 秒，已经停止，文件没有审查。请改写它，不要在重复里再套重复，例如“(…+)+”。",
        "The expression of “{term}” in the word list took more than {seconds} seconds on this document and was stopped; the "
        "document was not reviewed. Do not repeat a repetition in it, as in “(…+)+”.",
    ),
    "C451": ("列：{sheet}{name} → {label}（{field}）", "Column: {sheet}{name} → {field}"),
    "C456": (
        "没有使用的列（原样保留，审查时不起作用）：{names}",
        "Columns that nothing looks at (kept as they are): {names}",
    ),
    "C457": (
        "这些语境里的词不报：{contexts}（用 --exempt 改）。",
        "Words are not reported in: {contexts} (change it with --exempt).",
    ),
    "C452": (
        "收入 {taken} 个词：{path}。审查时加 --terms {directory}。",
        "Took {taken} words: {path}. Review with --terms {directory}.",
    ),
    "C453": ("  另有 {rest} 行", "  {rest} more rows"),
    "C454": ("没有收入的 {number} 行存在 {path}。", "{number} rows were not taken; they are in {path}."),
    "C455": (
        "{number} 个词随附词表中也有，审查时以本单位的为准：{words}",
        "{number} words are in lawcheck's own lists too, yours go first: {words}",
    ),
}
