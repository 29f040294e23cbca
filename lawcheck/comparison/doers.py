"""Who is to act, as far as the words before a place of a sentence name anybody."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["by_citizen", "by_organ", "organ_has_to"]

_ORGAN: Final = re.compile("部门|机关|机构|政府|委员会|法院|检察院|局|厅|主席团|执法人员|机关工作人员")
_CITIZEN: Final = re.compile(
    "当事人|企业|公司|单位|[^或再]者|[^他何负]人(?!民|大|代)|[^委议会]员(?!会)|职工|学校|医院|机构|户|业主|用户|农民|家长"
)
_TO_ORGANS: Final = re.compile(
    "(?:[向到报由给从交]|经(?![营济过费常]))(?:[^，。；]{0,24}?(?:部门|机关|机构|政府|委员会|法院|局|厅))+"
)
"""An organ that something is brought to, or that gave an order, does not do what the sentence asks."""
_OFFICE_WORK: Final = re.compile(
    "[^，。；]{0,8}?(?:作出|予以|给予)?(?:[^，。；]{0,8}(?:决定|答复|批复)|办结|办理完毕|核发|颁发|审结|审查完毕|予以登记|准予)"
)


def by_organ(words: str) -> bool:
    """Whether an organ is to do what follows ``words``.

    >>> by_organ("登记机关应当自受理申请之日起"), by_organ("经营者应当向登记机关提出申请，")
    (True, False)
    """
    return _ORGAN.search(_TO_ORGANS.sub("", words)) is not None


def by_citizen(words: str) -> bool:
    """Whether a person or firm is named there, and no organ.

    >>> by_citizen("经营者应当向登记机关提出申请，")
    True
    """
    return not by_organ(words) and _CITIZEN.search(_TO_ORGANS.sub("", words)) is not None


def organ_has_to(before: str, behind: str) -> bool:
    """Whether the time between the two is certainly an organ's own: it alone is named, or what it alone does follows.

    >>> organ_has_to("登记机关应当自受理之日起", "作出决定"), organ_has_to("应当自收到申请之日起", "内答复申请人")
    (True, True)
    >>> organ_has_to("当事人应当自收到行政机关决定之日起", "申请复核")
    False
    """
    doers = _TO_ORGANS.sub("", before)
    return _CITIZEN.search(doers) is None and (
        _ORGAN.search(doers) is not None or _OFFICE_WORK.match(behind) is not None
    )
