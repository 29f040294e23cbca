"""The slow, obvious finder and the fast one agree on every row of the tests and on made texts."""

from __future__ import annotations

import random
import re

import pytest
from oracle import Found, slow_find
from test_finder import test_reads

from lawcheck.references import find_references
from lawcheck.resources import corpus_dir

ROWS = [row[0] for mark in test_reads.pytestmark if mark.name == "parametrize" for row in mark.args[1]]
WORDS = [
    *(
        "第",
        "一",
        "十二",
        "条",
        "款",
        "项",
        "目",
        "之一",
        "（三）",
        "、",
        "和",
        "至",
        "的",
        " ",
        "\n",
        "《某法》",
        "本条例",
    ),
    *(
        "本条",
        "本章",
        "前款",
        "前两款",
        "前项",
        "该法",
        "但书",
        "第三条",
        "第二款",
        "第（一）项",
        "第五、六项",
        "上述规定",
    ),
]


def fast(text: str) -> list[Found]:
    """References that bear a mark; the law of one without 《》 is not compared."""
    rows = [r for r in find_references(text) if r.how != "number" and not (r.how == "unmarked" and r.address.is_empty)]
    unmarked = [r.how == "unmarked" or (r.how == "elided" and r.title_span is None) for r in rows]
    shown = [
        re.sub("^《.*》", "《?》", str(r.address)) if u else str(r.address) for r, u in zip(rows, unmarked, strict=True)
    ]
    return [
        Found(r.span.start, r.span.end, r.kind.value, address, r.back, r.level, r.part)
        for r, address in zip(rows, shown, strict=True)
    ]


def slow(text: str) -> list[Found]:
    return list(slow_find(text))


@pytest.mark.parametrize("text", ROWS)
def test_both_agree_on_every_row(text: str) -> None:
    assert loose(fast(text)) == loose(slow(text))


def loose(rows: list[Found]) -> list[Found]:
    return [r._replace(address=re.sub("^《[^《》]*》(?=第)", "《?》", r.address)) for r in rows]


@pytest.mark.parametrize("seed", range(40))
def test_both_agree_on_made_texts(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        text = "".join(chance.choices(WORDS, k=chance.randint(2, 14)))
        assert loose(fast(text)) == loose(slow(text)), text


def test_both_agree_on_the_sample() -> None:
    from lawcheck.readers import read

    text = read(corpus_dir() / "samples" / "sample-filing.docx").text
    assert loose(fast(text)) == loose(slow(text))
