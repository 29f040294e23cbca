"""What the site says about consultations, comments and dispositions, E84x–E85x."""

MESSAGES = {
    "E840": (
        "在您打开页面之后，别人已经改动了这一项，您的改动没有保存。请刷新后核对新的内容，再决定是否改动。",
        "Somebody else changed this after you opened the page; your change was not saved. Reload, look at it, and decide again.",
    ),
}
