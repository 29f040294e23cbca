"""General messages, E0xx."""

MESSAGES = {
    "E000": (
        "程序内部错误：{detail}。请连同出错的文件一并反馈。",
        "Internal error: {detail}. Please report it with the file that caused it.",
    ),
}
