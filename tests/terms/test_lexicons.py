"""The lexicons that ship: every example of every entry holds."""

from __future__ import annotations

from itertools import groupby

import pytest

from lawcheck.checks.model import Severity
from lawcheck.terms import Lexicon, Term, TermHit, load_lexicon

LEXICON = load_lexicon()
ENTRIES = [
    next(forms) for _, forms in groupby(LEXICON.entries, key=lambda t: (t.rule, t.category, t.entry, t.hits, t.misses))
]
HITS = [pytest.param(e, text, id=f"{e.rule}-{e.entry}-{text}") for e in ENTRIES for text in e.hits]
MISSES = [pytest.param(e, text, id=f"{e.rule}-{e.entry}-{text}") for e in ENTRIES for text in e.misses]


def reported(lexicon: Lexicon, entry: Term, text: str) -> list[TermHit]:
    """The hits of an entry that no context excuses."""
    return [
        hit
        for hit in lexicon.find(text)
        if not hit.exempt and (hit.term.rule, hit.term.entry) == (entry.rule, entry.entry)
    ]


@pytest.mark.parametrize(("entry", "text"), HITS)
def test_entry_is_found_in_its_example(entry: Term, text: str) -> None:
    assert reported(LEXICON, entry, text)


@pytest.mark.parametrize(("entry", "text"), MISSES)
def test_entry_is_not_reported_in_its_look_alike(entry: Term, text: str) -> None:
    assert not reported(LEXICON, entry, text)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e.rule}-{e.entry}")
def test_every_entry_has_examples_source_date_and_reason(entry: Term) -> None:
    assert entry.hits
    assert entry.misses
    assert entry.source
    assert entry.reason
    assert entry.as_of
    assert entry.severity in set(Severity)


@pytest.mark.parametrize(
    "rule", ["X01", "X02", "X04", "X05", "X06", "X07", "X08", "X10", "X13", "X14", "W06", "W07", "W08", "W27", "O01"]
)
def test_each_rule_has_terms(rule: str) -> None:
    assert any(term.rule == rule for term in LEXICON.entries)


@pytest.mark.parametrize(
    "text",
    [
        "帐篷",
        "做出突出贡献的单位和个人",
        "精神病人的监护人",
        "相应措施、应急预案和反应机制",
        "负有安全生产监督管理职责的部门",
        "农业部门、文化部门、卫生部门、建设部门、交通部门",
        "国家机关、社会团体、企业事业单位",
        "依照《中华人民共和国环境影响评价法》和《国土资源部门规章》",
        "农民工工资支付",
        "药品监督管理部门、生态环境主管部门、自然资源主管部门",
        "住房和城乡建设主管部门、交通运输主管部门、文化和旅游主管部门",
        "人力资源和社会保障部门、卫生健康主管部门、应急管理部门、消防救援机构",
        "退役军人事务部门、医疗保障部门、林业和草原主管部门",
        "国家秘密、商业秘密和个人隐私",
    ],
)
def test_innocent_words_raise_nothing(text: str) -> None:
    assert [hit for hit in LEXICON.find(text) if not hit.exempt] == []
