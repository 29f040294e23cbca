"""What matching says of a wrong choice, E592."""

MESSAGES = {
    "E592": (
        "法规库中没有《{title}》在审查基准日适用的正文，不能指定或者排除。请核对名称，或者先用 lawcheck laws add 导入。",
        "The library holds no text of 《{title}》 for the day of the review, so it cannot be pinned or left out. "
        "Check the title, or add the law with lawcheck laws add.",
    ),
}
