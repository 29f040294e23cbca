"""Vectors of articles: one for each, made once, carried on after an interruption and when laws are added, never half-written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import pytest
from filelock import FileLock

from lawcheck.dense import ArticleVectors, Floats, open_vectors, prepare_vectors, vectors
from lawcheck.errors import LibraryError
from lawcheck.laws import Library


class _Law(NamedTuple):
    law_id: int
    key: str


class _Row(NamedTuple):
    article_id: int
    version_id: int
    text: str


class _Library:
    """As much of a library as vectors need: law n has version n."""

    def __init__(self, home: Path, texts: Sequence[str]) -> None:
        self.path, self.texts = home / "library.db", texts
        self.fingerprint = f"{len(texts)}-texts"

    def laws(self) -> tuple[_Law, ...]:
        return (_Law(1, "某法"),)

    def versions(self, law_id: int) -> tuple[_Row, ...]:
        return (_Row(0, law_id, ""),)

    def articles_for(self, versions: Iterable[int]) -> Iterable[_Row]:
        return [_Row(100 - n, 1, text) for n, text in enumerate(self.texts)]


def library(home: Path, *texts: str) -> Library:
    return cast(Library, _Library(home, texts))


class Counting:
    """An encoder whose vectors tell characters; it fails on the text ``bad``."""

    model = "counting"

    def __init__(self, bad: str = "") -> None:
        self.bad, self.seen = bad, list[str]()

    def passages(self, texts: Sequence[str]) -> Floats:
        if any(self.bad and self.bad in text for text in texts):
            raise KeyboardInterrupt
        self.seen += texts
        table = np.zeros((len(texts), 16), dtype=np.float32)
        for row, text in enumerate(texts):
            np.add.at(table[row], [ord(char) % 16 for char in text], 1)
        found: Floats = table / np.linalg.norm(table, axis=1, keepdims=True)
        return found

    questions = passages


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PART", 2)
    monkeypatch.setattr(vectors, "BLOCK", 2)


def opened(held: Library) -> ArticleVectors:
    found = open_vectors(held, Counting.model)
    assert found is not None
    return found


def test_every_article_has_the_vector_of_its_title_and_text(tmp_path: Path) -> None:
    held, encoder = library(tmp_path, "甲乙", "丙丁", "甲乙", "戊"), Counting()
    prepare_vectors(held, encoder)
    found = opened(held)
    assert found.article_ids.tolist() == [97, 98, 99, 100]
    expected = Counting().passages(["某法 戊", "某法 甲乙", "某法 丙丁", "某法 甲乙"])
    assert np.allclose(found.vectors, expected, atol=1e-3)
    assert len(encoder.seen) == 3  # the same words are encoded once
    question = encoder.questions(["某法 丙丁"])
    assert np.allclose(found.nearness(question), question @ expected.T, atol=2e-3)
    assert found.places(np.array([99, 97])).tolist() == [2, 0]


def test_nothing_is_there_before_and_nothing_is_made_twice(tmp_path: Path) -> None:
    held, encoder = library(tmp_path, "甲", "乙"), Counting()
    assert open_vectors(held, encoder.model) is None
    first = prepare_vectors(held, encoder)
    assert prepare_vectors(held, Counting(bad="某")) == first


def test_an_interrupted_run_leaves_nothing_half_written_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    held = library(tmp_path, *"甲乙丙丁戊")
    first, told = Counting(bad="戊"), list[tuple[int, int]]()
    with pytest.raises(KeyboardInterrupt):
        prepare_vectors(held, first)
    assert open_vectors(held, first.model) is None
    again = Counting()
    prepare_vectors(held, again, progress=lambda _stage, done, total: told.append((done, total)))
    assert sorted(first.seen + again.seen) == [f"某法 {char}" for char in sorted("甲乙丙丁戊")]
    assert told[0] == (len(first.seen), 5)
    assert told[-1] == (5, 5)
    assert len(opened(held).vectors) == 5
    assert not list(tmp_path.glob("*.parts"))


def test_after_laws_were_added_only_new_texts_are_encoded(tmp_path: Path) -> None:
    prepare_vectors(library(tmp_path, "甲", "乙"), Counting())
    encoder, grown = Counting(), library(tmp_path, "甲", "乙", "丙")
    prepare_vectors(grown, encoder)
    assert encoder.seen == ["某法 丙"]
    assert np.allclose(opened(grown).vectors[2], Counting().passages(["某法 甲"])[0], atol=1e-3)
    assert len(list(tmp_path.glob("vectors-*-counting-*"))) == 1


def test_another_model_does_not_take_these_vectors_for_its_own(tmp_path: Path) -> None:
    held = library(tmp_path, "甲")
    prepare_vectors(held, Counting())
    assert open_vectors(held, "another") is None


def test_a_second_process_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_LOCK_SECONDS", 0)
    with FileLock(tmp_path / "vectors.lock"), pytest.raises(LibraryError, match="E332"):
        prepare_vectors(library(tmp_path, "甲"), Counting())


def test_an_empty_library_has_no_vectors(tmp_path: Path) -> None:
    held = library(tmp_path)
    prepare_vectors(held, Counting())
    assert not len(opened(held).vectors)
