"""What the site says about consultations, comments and dispositions, E84x–E85x."""

MESSAGES = {
    "E840": (
        "在您打开页面之后，别人已经改动了这一项，您的改动没有保存。请刷新后核对新的内容，再决定是否改动。",
        "Somebody else changed this after you opened the page; your change was not saved. Reload, look at it, and decide again.",
    ),
    "E841": (
        "要恢复到的数据库不是空的，没有作任何改动。请换一个空的数据库（或者空的文件夹）再恢复。",
        "The database to restore into is not empty; nothing was changed. Name an empty one.",
    ),
    "E842": (
        "备份文件不能用（{cause}）：已损坏，或者由更新的程序生成。请换一份备份，或者先更新本程序。",
        "The backup cannot be used ({cause}): damaged, or made by a newer program. Take another one, or update this program.",
    ),
}
