"""What the site says about pages, accounts and rights, E81x–E82x, and about the audit log and background work, E83x."""

MESSAGES = {
    "E811": (
        "页面出现内部错误，这次操作没有保存。请返回重试；仍然出错的，请告诉管理员出错的时间和正在做的事。",
        "The page met an internal error and nothing was saved. Go back and try again, or tell the operators when it happened.",
    ),
    "E812": (
        "提交的内容太大：一次合计不能超过 {limit}。没有保存。请减少文件后重试。",
        "The request is too large: at most {limit} at a time. Nothing was saved; send fewer or smaller files.",
    ),
    "E813": (
        "这个请求无法处理（{cause}）。请返回重试。",
        "This request cannot be handled ({cause}). Go back and try again.",
    ),
    "E831": (
        "审计日志不完整：第 {number} 条记录有问题（{what}）。请保留现场，不要继续写入，并核对备份。",
        "The audit log does not hold: event {number} is {what}. Keep everything as it is and compare with a backup.",
    ),
}
