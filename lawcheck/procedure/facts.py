"""Facts of a filed document: kind, territory, maker, dates, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from lawcheck.laws.model import DocumentKind

__all__ = ["Facts"]


_NATIONAL = re.compile(
    r"(?:国务院|国家|全国|中国|中华人民共和国)|(?:(?![省市县区州旗盟委])[\u4e00-\u9fff]){1,10}(?:部|总局|总署|署)(?:办公厅)?(?:、|$)"
)
"""An office of the State Council, and what it has in the provinces (国家税务总局某省税务局)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts read from the filed file; dates are None where the text does not say. ``amended`` is the
    last amendment of the 题注; the other dates are the first ones.

    ``kind_how`` and ``territory_how`` tell how they were found (``用户指定``, ``标题``, ``题注`` …); ``territory`` is a
    GB/T 2260 code (six digits, province = ``330000``) or "" when unknown; ``territory_name`` what the text says.
    ``kind_certain`` is False where nothing decides the kind and ``kind`` is only the one that forbids the most (K12).
    ``published_how`` is ``题注``, ``公告``, ``落款`` (the date that signs a document numbered in its year), ``文中日期``
    (another date standing alone) or empty; ``published_certain`` is False
    where the day was not stated as that of publication, or lies more than a year after the approval.
    """

    title: str
    kind: DocumentKind
    kind_how: str
    territory: str
    territory_name: str
    territory_how: str
    maker: str
    document_no: str
    adopted: date | None
    approved: date | None
    published: date | None
    effective: date | None
    articles: int
    characters: int
    amended: date | None = None
    kind_certain: bool = True
    published_how: str = ""
    published_certain: bool = True

    @property
    def made(self) -> date | None:
        """The day from which the document's words date: its last amendment, else publication, approval or adoption."""
        return self.amended or self.published or self.approved or self.adopted

    @property
    def national_paper(self) -> bool:
        """Whether an office of the State Council issued it as a 规范性文件: what places rule of theirs does not bind it."""
        return self.kind is DocumentKind.K12 and _NATIONAL.match(self.maker) is not None
