"""Messages of the readers of printed pages (PDF, scans, pictures): E16x cannot be read, P24x noticed."""

_INSTALL_ZH = "请安装文字识别组件（在程序源码的文件夹里执行 pip install '.[ocr]'），或者提供 Word（docx）文件。"
_INSTALL_EN = "Install the OCR extra (in the source folder run pip install '.[ocr]'), or provide the Word (docx) file."

MESSAGES = {
    "E160": (
        "{name}：PDF 文件已损坏或者内容不完整，无法读取（{detail_zh}）。请重新导出 PDF 或者重新获取文件；有 Word（docx）文件的，请提供该文件。",
        "{name}: the PDF is damaged and cannot be read ({detail}). Export it again or get it again, or provide the "
        "Word (docx) file.",
    ),
    "E161": (
        "{name}：这是扫描件（{count} 页图片，没有文字层），未安装文字识别组件，无法读取。" + _INSTALL_ZH,
        "{name}: a scan ({count} pages of pictures, no text), and no OCR is installed. " + _INSTALL_EN,
    ),
    "E162": (
        "{name}：扫描页共 {count} 页，超过一次识别的上限（{limit} 页）。请拆分后分别提交，或者提供 Word（docx）文件。",
        "{name}: {count} scanned pages, more than the limit of {limit}. Split the file or provide the Word (docx) file.",
    ),
    "E163": (
        "{name}：PDF 设有打开密码。请用 PDF 阅读器输入密码后另存为无密码的文件，或者提供 Word（docx）文件。",
        "{name}: the PDF is protected by a password. Save it without one, or provide the Word (docx) file.",
    ),
    "E164": (
        "{name}：这是图片，未安装文字识别组件，无法读取。" + _INSTALL_ZH,
        "{name}: a picture, and no OCR is installed. " + _INSTALL_EN,
    ),
    "E165": (
        "{name}：图片已损坏或者格式不受支持，无法读取。请重新扫描或者另存为 PNG、JPEG。",
        "{name}: the picture is damaged or of an unknown kind ({detail}). Scan it again or save it as PNG or JPEG.",
    ),
    "E166": (
        "{name}：图片尺寸过大（{detail}），已拒绝读取。请以 200～300 dpi 重新扫描。",
        "{name}: the picture is too large ({detail}); refused. Scan it again at 200 to 300 dpi.",
    ),
    "P240": (
        "第 {pages} 页（共 {count} 页）是图片，没有文字层，未安装文字识别组件，其内容没有读取、未审查。" + _INSTALL_ZH,
        "Pages {pages} ({count} in all) are pictures; no OCR is installed, they were not read. " + _INSTALL_EN,
    ),
    "P241": (
        "第 {pages} 页（共 {count} 页）的文字由图片识别得出，可能有错字，请对照原件核对。",
        "The text of pages {pages} ({count} in all) was recognised from pictures. Check it against the original.",
    ),
    "P242": (
        "第 {pages} 页（共 {count} 页）已损坏，无法读取，其内容未审查。",
        "Pages {pages} ({count} in all) are damaged and could not be read; they were not reviewed.",
    ),
    "P243": (
        "第 {pages} 页（共 {count} 页）是扫描图片，文字取自文件自带的识别层，可能有错字，请对照图片核对。",
        "Pages {pages} ({count} in all) are scans; their text is the layer stored in the file. Check it.",
    ),
    "P244": (
        "第 {pages} 页（共 {count} 页）含有看不见的文字，已按正文读取，请核对。",
        "Pages {pages} ({count} in all) hold invisible text, read as if visible. Check it.",
    ),
    "P245": (
        "第 {pages} 页（共 {count} 页）有无法还原的字符（字体没有编码信息），请对照原件核对。",
        "Pages {pages} ({count} in all) have characters without Unicode. Check them against the original.",
    ),
    "P246": (
        "第 {pages} 页（共 {count} 页）有红色印章，印章内的文字没有读取，印章遮盖处请对照原件核对。",
        "Pages {pages} ({count} in all) bear red seals; their words were not read. Check the text below them.",
    ),
    "P247": (
        "第 {page} 页这一行识别把握不大（{percent}%）：“{text}”，请对照原件核对。",
        "Page {page}: this line was recognised with little confidence ({percent} %): “{text}”. Check it.",
    ),
}
