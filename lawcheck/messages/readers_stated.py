"""Messages of the readers of structured files (Akoma Ntoso, JSON)."""

MESSAGES = {
    "E144": (
        "{name}：这是 Akoma Ntoso 文件，但其中是 {element}（合集、会议记录、裁判文书等），不是一件法规或者规范性文件。"
        "请提供其中单件文本（act、bill 或者 doc）。",
        "{name}: Akoma Ntoso, but a {element} (collection, debate, judgment …), not one normative document. Give the single "
        "act, bill or doc in it.",
    ),
    "E145": (
        "{name}：这是 lawcheck 的 JSON 文件，但内容不符合格式说明（{where}：{detail}）。请重新导出，"
        "或者按照 docs/schema/document.schema.json 改正。",
        "{name}: a JSON file of lawcheck that does not follow its schema ({where}: {detail}). Export it again, or correct it "
        "after docs/schema/document.schema.json.",
    ),
    "E146": (
        "{name}：XML 中含有文档类型定义（DTD）或者外部实体，出于安全考虑已拒绝读取。请去掉 DOCTYPE 后重新导出。",
        "{name}: the XML has a document type definition (DTD) or external entities; refused for safety. Export it again "
        "without DOCTYPE.",
    ),
}
