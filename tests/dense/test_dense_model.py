"""The language model: refused when it is not the known one, silent when it is not there, sensible when it is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lawcheck.dense import MODEL, drawn, encoder, is_installed, load_asked, open_encoder, weights
from lawcheck.dense.adapter import ADAPTER, adapt, load_adapter
from lawcheck.dense.asked import ASKED
from lawcheck.errors import UsageError
from lawcheck.resources import corpus_dir


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the package were not installed."""
    monkeypatch.setattr(weights, "_PACKAGE", "no-such-package")


@pytest.mark.usefixtures("absent")
def test_without_the_package_nothing_is_found_and_asking_says_how_to_get_it(tmp_path: Path) -> None:
    assert not is_installed(tmp_path)
    with pytest.raises(UsageError, match=r"E330.*'.\[dense\]'"):
        open_encoder(tmp_path)


@pytest.mark.usefixtures("absent")
def test_another_file_of_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / weights.FILE).write_bytes(b"E5S1 but not the known one")
    monkeypatch.setattr(encoder, "_NEEDED", ())
    with pytest.raises(UsageError, match="E331"):
        open_encoder(tmp_path)


def test_the_stored_matrix_turns_questions_and_keeps_their_length() -> None:
    matrix = load_adapter()
    questions = np.eye(384, dtype=np.float32)[:3]
    turned = adapt(questions, matrix)
    assert np.allclose(np.linalg.norm(turned, axis=1), 1, atol=1e-5)
    assert np.array_equal(adapt(questions, np.zeros_like(matrix)), questions)


@pytest.mark.parametrize("name", [ADAPTER, ASKED])
def test_what_is_stored_says_how_it_was_made_and_is_small(name: str) -> None:
    path = corpus_dir() / "models" / name
    with np.load(path, allow_pickle=False) as stored:
        made = json.loads(str(stored["made"]))
    assert path.stat().st_size < 2_000_000
    assert made["model"] == MODEL
    assert made["command"].startswith("benchmarks/")
    assert len(made["sha256"]) == 64


def test_the_stored_vectors_of_questions_are_known_by_the_texts_of_their_articles() -> None:
    asked = load_asked()
    assert np.all(np.diff(asked.keys.astype(object)) > 0)
    assert np.allclose(np.linalg.norm(asked.vectors, axis=1), 1, atol=1e-3)
    articles, before = asked.places(np.array([asked.keys[5], 1, asked.keys[-1]], dtype=np.uint64))
    assert (articles.tolist(), before.tolist()) == ([0, 2], [5, len(asked.keys) - 1])


def test_questions_before_draw_a_like_question_and_leave_another_alone() -> None:
    asked = load_asked().vectors
    assert drawn(asked[:1], asked[:1]) == pytest.approx(1 / 12, abs=1e-4)
    assert drawn(-asked[:1], asked).max() <= drawn(asked[:1], asked).max()
    assert drawn(-asked[:1], asked[:1]) == 0


@pytest.mark.skipif(not is_installed(), reason="the extra lawcheck[dense] is not installed")
def test_texts_of_one_meaning_are_near_and_stand_alone() -> None:
    model = open_encoder()
    texts = ["用人单位应当按月足额支付劳动报酬。", "禁止占用消防车通道。"]
    together = model.passages(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.array_equal(together[1:], model.passages(texts[1:]))
    question = model.questions(["老板不发工资怎么办？"])[0]
    pay, fire = (together @ question).tolist()
    assert pay > fire + 0.02
