"""Messages about OFD files: E17x not readable, P25x something noticed."""

MESSAGES = {
    "E170": (
        "{name}：OFD 文件已损坏，无法读取{part_zh}（{detail}）。请用 OFD 阅读器打开并另存，或者重新获取文件。",
        "{name}: the OFD file is damaged, cannot read{part_en} ({detail}). Open it in an OFD reader and save it again, "
        "or get it again.",
    ),
    "E171": (
        "{name}：{part} 中含有文档类型定义（DTD）或者外部实体，OFD 文件中不应出现，出于安全考虑已拒绝读取。"
        "请用 OFD 阅读器另存，或者重新获取文件。",
        "{name}: {part} contains a document type definition (DTD) or external entities, which no OFD file should; "
        "refused for safety. Save it again in an OFD reader or get it again.",
    ),
    "E172": (
        "{name}：{part} 的元素嵌套过深（超过 {limit} 层），已拒绝读取。请用 OFD 阅读器另存，或者重新获取文件。",
        "{name}: elements of {part} are nested too deeply (over {limit} levels); refused. Save it again in an OFD reader.",
    ),
    "E173": (
        "{name}：压缩包内有重复的部件 {part}，无法判断以哪一个为准，已拒绝读取。请重新获取文件。",
        "{name}: the package holds {part} twice and it is unclear which one counts; refused. Get the file again.",
    ),
    "E174": (
        "{name}：OFD 文件已加密。请在 OFD 阅读器中用密码打开，取消加密后另存。",
        "{name}: the OFD file is encrypted. Open it in an OFD reader with its password and save it unprotected.",
    ),
    "E175": (
        "{name}：OFD 文件共 {pages} 页，全部是图片或者图形，没有文字层，需要文字识别（OCR），"
        "而图片没有能够识别。请提供 Word（docx）文件；没有安装文字识别组件的，在程序源码的文件夹里执行 pip install '.[ocr]' 后重试。",
        "{name}: all {pages} pages of the OFD file are pictures or drawings without text; they need OCR, "
        "which found nothing. Provide the Word (docx) file; if OCR is not installed, in the source folder run pip install '.[ocr]'.",
    ),
    "E176": (
        "{name}：OFD 文件有 {pages} 页，超出可以处理的范围（{limit} 页）。请拆分后分别提交。",
        "{name}: the OFD file has {pages} pages, more than can be handled ({limit}). Split it.",
    ),
    "E177": (
        "{name}：OFD 文件的 {pages} 页都没有文字、图片和图形（空白页）。请提供含有文字的文件。",
        "{name}: the {pages} pages of the OFD file hold no text, pictures or drawings (blank pages). Provide a file with text.",
    ),
    "P250": (
        "第 {page} 页没有文字，只有图片或者图形，其内容需要文字识别（OCR），未审查。",
        "Page {page} has no text, only pictures or drawings; it needs OCR and was not reviewed.",
    ),
    "P251": (
        "第 {page} 页无法读取（{detail}），其内容未审查。",
        "Page {page} cannot be read ({detail}); its content was not reviewed.",
    ),
    "P252": (
        "有 {count} 个字符是字体私有编码，不能还原为汉字，请对照版面核对。",
        "{count} characters are private codes of a font and cannot be turned into text; check them on the page.",
    ),
    "P253": (
        "文件中的 {count} 处注释（水印、图章、批注等）列在正文之后，不作为正文审查。",
        "The {count} annotations of the file (watermarks, stamps, notes) follow the body and are not part of it.",
    ),
    "P254": (
        "第 {page} 页有设为不可见的文字“{text}”，未计入正文，请核对。",
        "Page {page} has text set invisible (“{text}”), left out of the document. Check it.",
    ),
}
