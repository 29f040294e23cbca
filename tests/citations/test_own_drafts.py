"""A draft names itself with its stage in brackets; its own title has none."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.citations import CitationState
from lawcheck.document import parse
from lawcheck.laws import Library
from lawcheck.verbs import cite

DRAFT = "关于公开征求《青浦川市甲办法（征求意见稿）》意见的公告\n现就《{named}》公开征求意见。\n青浦川市水利局\n2025年9月1日\n青浦川市甲办法\n（征求意见稿）\n第一条　甲。\n第二条　乙。\n"


@pytest.mark.parametrize(
    ("named", "state"),
    [
        ("青浦川市甲办法（征求意见稿）", CitationState.INTERNAL),
        ("青浦川市乙办法（征求意见稿）", CitationState.NOT_IN_LIBRARY),
        ("青浦川市甲办法（试行）", CitationState.NOT_IN_LIBRARY),
    ],
)
def test_a_draft_is_known_by_its_title_without_the_stage(library: Library, named: str, state: CitationState) -> None:
    cited = cite(parse(DRAFT.format(named=named)), library=library, as_of=date(2025, 9, 1))
    assert [c.state for c in cited if c.reference.address.law == named or c.reference.text == f"《{named}》"][
        -1
    ] is state
