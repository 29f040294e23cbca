"""What the site says about reviews at the filing desk, E920–E935 and E996."""

MESSAGES = {
    "E920": (
        "审查程序中途停止（可能是内存不足或者服务器重启），没有得到结果。请重新审查；再次出现的，请联系系统管理员。",
        "The review stopped before its end (out of memory, or the server was restarted). Ask for it again; if it happens again, "
        "tell the administrator.",
    ),
    "E921": (
        "审查超过 {minutes} 分钟，已经停止。文件可能过大，请检查文件后重新审查。",
        "The review took more than {minutes} minutes and was stopped. The document may be too large.",
    ),
    "E922": (
        "审查需要的内存超过限制，已经停止。文件可能过大，请联系系统管理员。",
        "The review needed more memory than it may take and was stopped. Tell the administrator.",
    ),
    "E923": (
        "审查程序出错：{detail}。请重新审查；再次出现的，请把这句话告诉系统管理员。",
        "The review failed: {detail}. Ask for it again; if it happens again, tell the administrator these words.",
    ),
    "E924": (
        "这一件还没有读出正式文本，不能审查。请先由备案登记员补正。",
        "The text of this filing was not read yet, so it cannot be reviewed. The registrar has to see to it first.",
    ),
    "E925": (
        "这一条刚刚被别人改过，您的内容没有保存。请看最新的内容后再改。",
        "Somebody else has just changed this; yours was not saved. Look at what it says now and change it again.",
    ),
    "E926": (
        "这一件现在是“{state}”，不能改动审查内容。",
        "This filing is in state “{state}”; its review cannot be changed now.",
    ),
    "E927": (
        "没有这个问题，或者审查结果已经更新，请刷新页面。",
        "There is no such finding, or the review was renewed; reload the page.",
    ),
    "E928": (
        "“抵触”类问题要由两个人分别核对：第二个人不能是第一个人。",
        "A finding of conflict is looked at by two persons; the second must not be the first.",
    ),
    "E929": (
        "还没有第一个人的核对结论，不能复核。",
        "Nobody has given a first verdict yet, so there is nothing to confirm.",
    ),
    "E930": ("核对结论只能是成立、不成立或者待研究。", "A verdict is 成立, 不成立 or 待研究."),
    "E931": ("法律库中没有“{title}”。", "The library has no “{title}”."),
    "E932": (
        "意见已经{state}，不能再改动。",
        "This opinion is “{state}” and cannot be changed any more.",
    ),
    "E933": (
        "审查研究意见由起草人以外的人签发。",
        "An opinion is signed by somebody other than the person who drafted it.",
    ),
    "E935": ("没有这一审查标准：{codes}。", "There is no such criterion: {codes}."),
    "E996": (
        "{codes} 写了说明，但是没有勾选，没有保存。请勾选这一项，或者删去说明。",
        "{codes} has a note but no tick; nothing was saved. Tick the box, or take the note away.",
    ),
}
