"""The engine against a slow, obvious oracle; variants, contexts, guards, overlaps."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lawcheck.document import Span, normalise
from lawcheck.errors import RulePackError
from lawcheck.terms import Lexicon, Term, load_lexicon

BASE = Term("", "sensitive", "X06", "technical", "理由", "建议", "来源", date(2026, 11, 22))


def term(text: str, **fields: object) -> Term:
    """A term for a test."""
    return replace(BASE, text=text, entry=text, **fields)  # type: ignore[arg-type]


def lexicon(*terms: Term) -> Lexicon:
    """A lexicon for a test."""
    return Lexicon(terms)


WORDS = lexicon(
    term("其它"),
    term("残废", not_before=("伤",), not_after=("品", "一二")),
    term("残废人"),
    term("帐", not_after=("篷",), not_before=("蚊", "军一")),
    term("废人其"),
    term("WTO"),
)
texts = st.text(alphabet=st.sampled_from("其它残殘废廢人伤品帐帳篷蚊军一二ＷWTＴO  \n\u3000。\u200b"), max_size=30)


def slow(found: Lexicon, text: str) -> list[tuple[Span, str]]:
    """Plain ``str.find`` for every word, then the longest and leftmost by trying all."""
    form = normalise(text)
    places: list[tuple[Span, str]] = []
    for entry in found.entries:
        word = normalise(entry.text).text
        at = form.text.find(word)
        while at >= 0:
            before, after = form.text[:at], form.text[at + len(word) :]
            cut = (re.match("[A-Za-z]", word) and re.search("[A-Za-z]$", before)) or re.match("[A-Za-z]", after)
            if (
                not (word.isascii() and cut)
                and not any(before.endswith(w) for w in entry.not_before)
                and not any(after.startswith(w) for w in entry.not_after)
            ):
                places.append((form.original_span(Span(at, at + len(word))), entry.text))
            at = form.text.find(word, at + 1)
    chosen: list[tuple[Span, str]] = []
    for span, name in sorted(places, key=lambda p: (p[0].start - p[0].end, p[0].start)):
        if not any(span.start < other.end and other.start < span.end for other, _ in chosen):
            chosen.append((span, name))
    return sorted(chosen)


@settings(deadline=None)
@given(texts)
def test_engine_agrees_with_plain_search(text: str) -> None:
    assume(not re.search("[WTOＷＴＯ][ \u3000\u200b]+[WTOＷＴＯ]", text))  # spelt letter by letter: below
    assert [(hit.span, hit.term.text) for hit in WORDS.find(text)] == slow(WORDS, text)


SHIPPED = Lexicon(entry for entry in load_lexicon().entries if not entry.is_pattern)
_FORMS = [entry.text for entry in SHIPPED.entries]
_GUARDS = sorted({word for entry in SHIPPED.entries for word in (*entry.not_before, *entry.not_after)})


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(_FORMS) | st.sampled_from(_GUARDS) | st.sampled_from(["。", "\n", " ", "由", "的"]), max_size=8
    )
)
def test_shipped_words_agree_with_plain_search(parts: list[str]) -> None:
    text = "".join(parts)
    assert [hit.span for hit in SHIPPED.find(text)] == [span for span, _ in slow(SHIPPED, text)]


@settings(deadline=None)
@given(texts)
def test_hits_lie_in_the_text_quote_it_and_do_not_overlap(text: str) -> None:
    hits = WORDS.find(text)
    assert all(text[hit.span.start : hit.span.end] == hit.quote for hit in hits)
    assert all(a.span.end <= b.span.start for a, b in pairwise(hits))


LETTERS = lexicon(term("App"), term("KPI考核"), term("C++证书"), term("WiFi"), term("12345"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("通过APP、ＡＰＰ和aPp办理", ["APP", "ＡＰＰ", "aPp"]),
        ("通过A P P办理，A-P-P也行", ["A P P", "A-P-P"]),
        ("下载app2.0", ["app"]),
        ("kpi考核、KPI 考核、K P I 考核、ＫＰＩ-考核", ["kpi考核", "KPI 考核", "K P I 考核", "ＫＰＩ-考核"]),
        ("c++证书和C证书", ["c++证书"]),
        ("wifi、WIFI、Wi-Fi、Ｗｉ－Ｆｉ", ["wifi", "WIFI", "Wi-Fi", "Ｗｉ－Ｆｉ"]),
        ("Application、Happy、x A P P、apps", []),
        ("拨打12345或者 123456、212345", ["12345"]),
    ],
)
def test_letters_are_found_however_they_are_written_and_never_inside_a_word(text: str, found: list[str]) -> None:
    assert [hit.quote for hit in LETTERS.find(text)] == found


def test_a_word_in_the_letters_of_the_text_goes_first() -> None:
    both = lexicon(term("app", suggestion="小写"), term("App", suggestion="大写"))
    assert [hit.term.suggestion for hit in both.find("App和app")] == ["大写", "小写"]


PATTERNS = lexicon(
    term("甲", regex="做出[^。]{0,5}?决定", anchors=("做出",)),
    term("乙", regex="(?P<hit>残废)(?!人)", anchors=("残废",)),
    term("丙", regex="其[它他]{2}"),
)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("做出决定。残废人其它他 \n"), max_size=300))
def test_patterns_tried_around_anchors_find_what_a_full_scan_finds(text: str) -> None:
    form = normalise(text).text
    full = sum(
        1 for entry in PATTERNS.entries for found in re.finditer(entry.regex, form) if found.end() > found.start()
    )
    separate = sum(len(Lexicon([entry]).find(text)) for entry in PATTERNS.entries)
    assert separate == full


def test_the_term_of_a_pattern_hit_says_what_was_found() -> None:
    (hit,) = PATTERNS.find("依法做 出行政决定")
    assert (hit.term.text, hit.term.entry, hit.quote) == ("做出行政决定", "甲", "做 出行政决定")


@pytest.mark.parametrize(
    ("text", "quote", "variant"),
    [
        ("依法其它规定", "其它", ""),
        ("依法其 它规定", "其 它", "spaced"),
        ("依法其\u200b它规定", "其\u200b它", "spaced"),
        ("依法其\n它规定", "其\n它", "line"),
        ("致人殘廢的", "殘廢", "traditional"),
        ("致人殘 廢的", "殘 廢", "spaced+traditional"),
        ("ＷＴＯ规则", "ＷＴＯ", "width"),
    ],
)
def test_variants_are_found_and_named(text: str, quote: str, variant: str) -> None:
    (hit,) = WORDS.find(text)
    assert (hit.quote, hit.variant) == (quote, variant)


@pytest.mark.parametrize(
    ("text", "exempt"),
    [
        ("由国土资源局办理", ""),
        ("《国土资源局规定》", "title"),
        ("《关于〈国土资源局规定〉的批复》", "title"),
        ("《甲》国土资源局《乙》", ""),
        ("将“国土资源局”修改为“自然资源局”", "quotation"),
        ("将「国土资源局」修改为", "quotation"),
        ('将"国土资源局"修改为', "quotation"),
        ("甲局（以下简称“国土资源局”）", ""),
        ("原国土资源局核发", "historical"),
        ("原市国土资源局核发", "historical"),
        ("原由国土资源局核发", "historical"),
        ("国土资源局（现自然资源局）", "historical"),
        ("按照原则由国土资源局办理", ""),
        ("中原国土资源局", ""),
        ("1988年国土资源局、公安部发布的《办法》", "historical"),
        ("国土资源局令第3号", "historical"),
        ("曾被甲、乙和国土资源局", "historical"),
        ("向原发证的国土资源局申请", ""),
        ("依照中华人民共和国国土资源局组织条例执行", "law-name"),
        ("中华人民共和国境内的国土资源局适用条例", ""),
        ("《没有写完的书名由国土资源局办理", ""),
    ],
)
def test_contexts_excuse_a_hit_but_do_not_hide_it(text: str, exempt: str) -> None:
    found = lexicon(term("国土资源局", exempt=("title", "quotation", "historical", "law-name")))
    (hit,) = found.find(text)
    assert hit.exempt == exempt


def test_a_context_that_the_entry_does_not_name_excuses_nothing() -> None:
    (hit,) = lexicon(term("投机倒把")).find("《投机倒把条例》")
    assert hit.exempt == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("绝密\n关于印发的通知", ["绝密"]),
        ("000012\n机　密 \n通知", ["机　密"]),
        ("绝密、机密\n", []),
        ("属于绝密", []),
        ("绝密", ["绝密"]),
    ],
)
def test_whole_line_patterns_need_a_line_of_their_own(text: str, found: list[str]) -> None:
    marks = lexicon(term("密级", regex="绝密|机密", whole_line=True, anchors=("绝密", "机密")))
    assert [hit.quote for hit in marks.find(text)] == found


def test_a_long_chain_of_overlaps_is_resolved() -> None:
    chain = lexicon(term("甲乙"), term("乙甲"))
    assert [hit.span.start for hit in chain.find("甲乙" * 20_000)] == list(range(0, 40_000, 2))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    load_lexicon().find(text)
    load_lexicon().find_synonyms(text)


def test_lone_surrogates_are_no_obstacle() -> None:
    (hit,) = WORDS.find("\ud800其它")
    assert hit.span == Span(1, 3)


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Lexicon([]).find("任何文字") == ()


def test_patterns_exposes_the_token_patterns() -> None:
    assert all(entry.tokens for entry in load_lexicon().patterns)
    assert len(load_lexicon().patterns) >= 3


def test_an_expression_without_an_end_is_named_instead_of_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lawcheck.terms.engine.OFFICE_SECONDS", 0.2)
    with pytest.raises(RulePackError, match="E461"):
        lexicon(term("坏式子", regex="(?:[一-鿿]+)+!")).find("办" * 60)
    assert lexicon(term("好式子", regex="(?:[一-鿿])+!")).find("办" * 60) == ()
