"""Clauses as a person writes them into a field: 第五条、第十二条第二款, and in a notice 三（五）, 三、（五）, 第三部分第（五）项."""

from __future__ import annotations

import re
from typing import Final

from consult_web.errors import Refused
from lawcheck.comments import Draft, find_stated

__all__ = ["read_places"]

_JOINED: Final = re.compile("[，,；;。]|以及|还有|[和及与]")
_MOST: Final = 20


def read_places(typed: str, draft: Draft, within: str = "") -> list[str]:
    """The eIds that ``typed`` (Simplified) names, as far down as it says; ``within`` is the part that （五） alone belongs to.

    :class:`Refused` E958 with what is not in the draft or was not understood.

    >>> from lawcheck.comments import open_draft
    >>> from lawcheck.document import parse
    >>> draft = open_draft(parse("某通知\\n一、收费\\n（一）首小时五元。\\n（二）夜间免费。\\n二、管理\\n（一）严查。\\n（二）清理。\\n"))
    >>> [read_places(one, draft) for one in ("一（二）", "二、（一）和一（一）", "第一部分第（二）项")]
    [['cl_1__para_1__point_2'], ['cl_2__para_1__point_1', 'cl_1__para_1__point_1'], ['cl_1__para_1__point_2']]
    """
    found: list[str] = []
    for words in filter(None, _JOINED.split("".join(typed.split())[:200])):
        places = find_stated(words, draft, within)
        unknown = [place.problem for place in places if place.problem]
        if unknown or not places:
            raise Refused("E958", problem=" ".join(unknown))
        found += [eid for place in places for eid in place.targets]
        within = found[-1].partition("__")[0] if found else within
    return list(dict.fromkeys(found))[:_MOST]
