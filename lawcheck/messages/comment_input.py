"""Messages of comments coming in: E7xx an input that holds no comments at all, and why a row or a file was left out."""

MESSAGES = {
    "E701": (
        "{name}：没有找到意见。请检查文件；表格请用 --columns 指明意见所在的列，例如 --columns 内容=D。{hint}",
        "{name}: no comments found. Check the file; for a table name the column with --columns text=D. {hint}",
    ),
    "E702": (
        "{name}：没有列“{column}”。表中的列：{known}。",
        "{name}: no column “{column}”. Columns of the table: {known}.",
    ),
    "E703": (
        "“{value}”不是列的说明。请写成 栏目=列名 或者 栏目=列号，例如 内容=意见建议,姓名=B。栏目有：{known}。",
        "“{value}” does not name a column. Write field=header or field=letter, for example text=意见建议,author=B. "
        "Fields: {known}.",
    ),
    "E704": (
        "{name}：无法作为表格读取（{detail}）。请用 Excel 或者 WPS 打开并另存为 .xlsx。",
        "{name}: cannot be read as a table ({detail}). Open it in Excel or WPS and save it as .xlsx.",
    ),
}

REASONS = {
    "blank": ("空行", "blank row"),
    "no_text": ("没有意见内容", "no comment in the row"),
    "header": ("重复的表头", "repeated header"),
    "total": ("小计、合计行", "row of totals"),
    "test": ("测试数据", "test data"),
    "above": ("表头以上的标题、说明", "title above the header"),
    "unused_column": ("没有使用的列", "a column that was not used"),
    "no_column": ("没有找到意见内容一列", "no column of comments found"),
    "bad_json": ("不是完整的 JSON", "not valid JSON"),
    "no_object": ("不是一件意见（JSON 对象）", "not a JSON object"),
    "empty_file": ("文件中没有文字", "no text in the file"),
    "system": ("群聊中的系统提示", "system message of a chat"),
    "picture": ("只有图片、语音、文件，没有文字", "a picture, voice or file without words"),
    "auto_reply": ("自动回复", "automatic reply"),
    "quoted_mail": ("引用的以前的邮件，不是来信人的话", "quoted earlier mail, not the sender's words"),
    "quoted_message": ("引用的别人的话，不是本人的", "quotes another message, not the sender's words"),
    "forwarding": ("转发时写的话，意见在转发的邮件中", "words with a forwarded mail; the opinion is in that mail"),
    "handled": ("办理情况，不是来电来访人的话", "how it was handled, not the caller's words"),
    "notes_sheet": ("填表说明一类的工作表", "a sheet of notes on the form"),
    "not_readable": ("无法读取", "cannot be read"),
    "preface": ("群聊、来电来访记录开头的说明", "preface of a chat export or of records"),
}
