"""What the site says to citizens who send opinions, E860–E869 and E950–E959."""

MESSAGES = {
    "E860": (
        "这次征求意见已于 {closes}（北京时间）截止，不能再提交或者修改。您写的内容都在下面，可以复制保存；仍想反映的，请联系承办机构。",
        "This consultation closed at {closes} (Beijing time); nothing can be sent or changed any more. All you wrote is below, to be copied; you may still write to the office in charge.",
    ),
    "E861": (
        "请写下您的意见，一句话就可以；或者直接改一改条文。",
        "Please write your opinion, one sentence is enough; or edit the words of the clause.",
    ),
    "E862": ("最多 {limit} 字，现在是 {count} 字。", "At most {limit} characters; there are {count}."),
    "E863": (
        "没有找到这个回执号对应的意见。请核对回执号（24 位字母和数字，中间的短横线可以不输）。",
        "No opinion was found for this receipt code. Please check it (24 letters and digits; hyphens may be left out).",
    ),
    "E864": (
        "图片“{name}”没有保存：只收能正常打开的 JPG、PNG、WebP、GIF 图片，每张不超过 {limit} MB。请换一张或者转换格式后再传。",
        "The picture “{name}” was not kept: only JPG, PNG, WebP and GIF pictures that open, up to {limit} MB each. Choose another or convert it.",
    ),
    "E865": ("图片最多 {limit} 张。", "At most {limit} pictures."),
    "E866": (
        "这条意见已经撤回，不能再修改。想重新提的，请在截止前再提交一次。",
        "This opinion was withdrawn and cannot be changed. You may send a new one before the closing date.",
    ),
    "E867": (
        "为了防止机器批量提交，请再等 {seconds} 秒，然后再按一次“提交”。您写的内容都还在。",
        "To keep robots out, wait {seconds} more seconds, then press “Send” again. All you wrote is still here.",
    ),
    "E868": (
        "还没有处理结果或者答复，暂时不能评价。",
        "There is no result or reply yet, so it cannot be rated.",
    ),
    "E869": (
        "这次征求意见还没有开始（{opens} 起，北京时间）。",
        "This consultation has not begun yet (from {opens}, Beijing time).",
    ),
    "E950": (
        "还没有写意见。请先写一条意见或者回答焦点问题，再提交。",
        "There is nothing to send yet. Write an opinion or answer a question first.",
    ),
    "E951": ("电话号码格式不对；可以不填。", "The telephone number is malformed; it may be left empty."),
    "E952": ("邮箱格式不对；可以不填。", "The e-mail address is malformed; it may be left empty."),
    "E953": (
        "一次最多提交 {limit} 条意见。请先提交这些，再写其余的。",
        "At most {limit} opinions at a time. Send these first, then write the others.",
    ),
    "E954": (
        "引用的文字在这一条中没有找到。请从条文中原样复制，或者留空。",
        "The quoted words do not stand in this clause. Copy them as they are, or leave this empty.",
    ),
    "E955": ("没有这次征求意见，或者还没有公布。", "There is no such consultation, or it is not published yet."),
    "E956": ("这个版本的草案中没有这一条。", "This version of the draft has no such clause."),
    "E958": (
        "“还涉及哪些条款”里有没看明白的。{problem}请写条款的号，如“第五条、第十二条第二款”，或者“三（五）”。",
        "Not all clauses that it is about were understood. {problem} Write their numbers, as 第五条、第十二条第二款 or 三（五）.",
    ),
    "E959": (
        "这次征求意见全部公开，公开意见要先核实身份。请先用统一身份认证核实，或者不勾选“同意公开”再提交。",
        "All of this consultation is public: have your identity confirmed first, or send it without having it published.",
    ),
    "E957": ("这个链接上的焦点问题或者选项不存在。", "There is no such question or option."),
}
