"""The slow, obvious finder and the fast one agree on every row of the tests and on made texts."""

from __future__ import annotations

import random
import re
from itertools import zip_longest

import pytest
from oracle import Found, slow_find
from test_finder import test_reads

from lawcheck.references import Reference, find_references
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
        "《森林法》",
        "（以下简称《森林法》）",
        "（以下简称森林法）",
        "森林法",
        "（二）",
    ),
]


def fast(text: str) -> list[Found]:
    """References that bear a mark: no 文号, and no law known by its name alone."""
    rows = (r for r in find_references(text) if r.how != "number" and not _by_name_alone(r))
    return [Found(r.span.start, r.span.end, r.kind.value, str(r.address), r.back, r.level, r.part) for r in rows]


def _by_name_alone(reference: Reference) -> bool:
    named = reference.how in ("unmarked", "short-name") and reference.title_span is None
    return named and reference.address.is_empty


def assert_agreement(text: str) -> int:
    """Both find the same; the slow one writes ``?`` for a law that only a list of names could tell."""
    ours, theirs = fast(text), list(slow_find(text))
    for a, b in zip_longest(ours, theirs):
        shown = re.sub("^《.*》", "《?》", a.address) if a and b and b.address.startswith("《?》") else a and a.address
        same = a is not None and a._replace(address=shown) == b
        assert same, (a, b, text[max((a or b).start - 60, 0) :][:160])
    return len(ours)


@pytest.mark.parametrize("text", ROWS)
def test_both_agree_on_every_row(text: str) -> None:
    assert_agreement(text)


@pytest.mark.parametrize("seed", range(40))
def test_both_agree_on_made_texts(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        assert_agreement("".join(chance.choices(WORDS, k=chance.randint(2, 14))))


def test_both_agree_on_the_sample() -> None:
    from lawcheck.readers import read

    assert assert_agreement(read(corpus_dir() / "samples" / "sample-filing.docx").text) > 20
