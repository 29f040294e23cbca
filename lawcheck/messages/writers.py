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
}
