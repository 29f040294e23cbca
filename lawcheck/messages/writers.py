"""Messages of the writers (E2xx)."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "E200": (
        "不支持的输出格式：{format}。可用的格式：{known}。",
        "Unknown output format: {format}. Available formats: {known}.",
    ),
    "E201": (
        "缺少文书版式模板 {path}：安装不完整，请重新安装 lawcheck。",
        "The layout template {path} is missing: the installation is incomplete, please reinstall lawcheck.",
    ),
    "E202": (
        "PDF 排版失败：{detail}。请改用 --to docx，并把出错的文件反馈给我们。",
        "The PDF could not be set: {detail}. Use --to docx and report the file.",
    ),
    "E203": (
        "生成 PDF 需要 Python 包 {package}，本机没有安装。请运行：pip install {package}；其他格式不受影响。",
        "A PDF needs the Python package {package}, which is not installed: pip install {package}. Other formats work.",
    ),
    "E204": (
        "不支持写出 OFD：目前没有长期维护、许可证宽松的 OFD 写入程序库。请改用 --to pdf（版式文件），或者 --to docx 后在 WPS "
        "或者版式软件中另存为 OFD。OFD 文件可以读入、审查和批注。说明见 docs/formats.md。",
        "OFD cannot be written: there is no maintained library with a permissive licence that writes it. Use --to pdf, or "
        "--to docx and save that as OFD in WPS or a layout program. OFD files can be read, reviewed and annotated. See "
        "docs/formats.md.",
    ),
    "E205": (
        "不能生成 PDF：Word 模板中有图片、文本框、自动编号或者脚注（{element}）。请生成 Word 文件，用 Word 或者 WPS 另存为 PDF。",
        "No PDF: the Word template holds a picture, text box, automatic number or note ({element}). Make it from Word.",
    ),
}
