"""What the mapping of comments says, P401 to P412, E650 and E730: citations that the draft does not have, why it abstains, what is
not certain."""

MESSAGES = {
    "P401": ("草案没有{place}。", "The draft has no {place}."),
    "P402": ("草案{place}没有{number}。", "{place} of the draft has no {number}."),
    "P403": ("没有找到用语足够相近的条款。", "No clause is near enough in its words."),
    "P404": (
        "写明的条款草案中没有，文字也没有指向别的条款。",
        "The clause named is not in the draft, and the words point to no other.",
    ),
    "P405": ("没有可以用来查找的文字。", "There are no words to look for."),
    "P406": (
        "“第{number}款”可以是{place}中的第（{number}）项，也可以是它的另一段，没有再往下对应。",
        "“Paragraph {number}” may be item ({number}) of {place} or another paragraph of it; the part as a whole is taken.",
    ),
    "P407": ("没有写明{place}在哪一部分。", "It is not said in which part {place} stands."),
    "P408": ("“{place}”没有对应到草案的条款。", "“{place}” is no clause of the draft."),
    "P409": ("草案的{place}不在{chapter}。", "{place} of the draft does not stand in {chapter}."),
    "P410": (
        "说的是另一份意见（同上、附议），没有自动对应，请看前面的意见。",
        "It refers to another opinion (as above, seconded); nothing was matched, see the opinion before it.",
    ),
    "P411": (
        "外文意见，没有自动对应，请读懂后人工对应。",
        "An opinion in a foreign language; nothing was matched, it needs to be read by a person.",
    ),
    "E650": (
        "“楼上”“附议”按表中的次序归到前面一件意见，没有时间可以核对，请看原文。",
        "“The one above” is taken for the opinion before it in the file; no times tell whether that is right, see the text.",
    ),
    "E730": (
        "“原文”一栏的文字不在草案中，可能抄自另一稿，请核对。",
        "The words copied as the draft's are not in it, perhaps from another version; please check.",
    ),
    "P412": (
        "说的是另一稿的{place}，不是这一稿的条号。",
        "It names {place} of another draft, not a number of this one.",
    ),
}
