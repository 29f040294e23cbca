"""Messages about containers: zip packages, mail, saved pages (E18x)."""

MESSAGES = {
    "E180": (
        "{name}：压缩包已损坏，无法读取（{detail}）。请重新压缩或者重新获取文件。",
        "{name}: the archive is damaged ({detail}). Pack it again or get it again.",
    ),
    "E181": (
        "{name}：压缩包设有密码（{part}）。请取消密码后重新压缩。",
        "{name}: the archive is protected by a password ({part}). Pack it again without.",
    ),
    "E182": (
        "{name}：压缩包内有不安全的路径“{part}”（会写到包外），已拒绝读取。请重新压缩，并核实来源。",
        "{name}: the archive holds an unsafe path (“{part}”); refused. Pack it again and check where it came from.",
    ),
    "E183": (
        "{name}：压缩包内还有压缩包“{part}”。请解压后把其中的文件直接放入一个 zip。",
        "{name}: an archive inside the archive (“{part}”). Put its files directly into one zip.",
    ),
    "E184": (
        "{name}：压缩包过大（{detail}），超出可以处理的范围，疑似压缩炸弹的也按此拒绝。请拆分后提交。",
        "{name}: the archive is too large to handle, or a zip bomb ({detail}). Split it.",
    ),
    "E185": (
        "{name}：压缩包内有两个同名文件“{part}”，无法判断以哪一个为准。请重新压缩。",
        "{name}: the archive holds “{part}” twice and it is unclear which one counts. Pack it again.",
    ),
    "E186": (
        "{name}：包内没有可以审查的文件。请把正式文本（docx、pdf、ofd 等）放入压缩包。",
        "{name}: nothing in it can be reviewed. Put the text of the document (docx, pdf, ofd …) into it.",
    ),
    "E187": (
        "{name}：看不出哪一份是正式文本（{candidates}）。请在文件名中写明“正式文本”，或者在 manifest.json 中注明，或者单独提交。",
        "{name}: it is unclear which file is the text of the document ({candidates}). Put “正式文本” into its file name, "
        "name it in manifest.json, or submit it by itself.",
    ),
    "E188": (
        "{name}：网页存档（MHTML）中没有网页正文。请重新保存网页，或者提供 Word（docx）文件。",
        "{name}: the web archive (MHTML) holds no page. Save the page again or provide the Word (docx) file.",
    ),
    "E189": (
        "{name}：包内的 manifest.json 不能读取（{detail}）。请用 lawcheck package check 检查。",
        "{name}: its manifest.json cannot be read ({detail}). Check it with lawcheck package check.",
    ),
}
