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
}
