"""款 of a library article, whose text has one 款 or 项 a line."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["split_paragraphs"]

_NUMERAL = r"[一二三四五六七八九十百零〇]{1,4}"
_ITEM: Final = re.compile(rf"[（(](?:{_NUMERAL}|\d{{1,3}})[）)]|{_NUMERAL}、|\d{{1,3}}[.．、](?!\d)|[①-⑳⑴-⒇]")

# A line that ends otherwise was broken inside a sentence by whoever made the text (seen in the packaged laws).
_LINE_ENDS = "。：:；;！？”）)…"


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The 款 of an article; 项 and 目 stay with the 款 that leads them in, and so does a wrap-up after the last 项.

    The rule is that of the parser: text after a 项 that ends in 。 is a new 款, otherwise it wraps the list up.

    >>> split_paragraphs("有下列行为之一的，处罚款：\\n（一）甲；\\n（二）乙。\\n情节严重的，责令停业。")
    ('有下列行为之一的，处罚款：\\n（一）甲；\\n（二）乙。', '情节严重的，责令停业。')
    >>> split_paragraphs("从事垃圾收\\n集、运输的，应当登记。")  # a line broken inside a sentence
    ('从事垃圾收集、运输的，应当登记。',)
    """
    clauses: list[str] = []
    in_list = False
    for line in (stripped for raw in text.split("\n") if (stripped := raw.strip())):
        item = _ITEM.match(line) is not None
        if clauses and not item and clauses[-1][-1] not in _LINE_ENDS:
            clauses[-1] += line
            continue
        if clauses and (item or (in_list and not clauses[-1].endswith("。"))):
            clauses[-1] += "\n" + line
        else:
            clauses.append(line)
        in_list = item
    return tuple(clauses)
