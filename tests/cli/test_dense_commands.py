"""The dense extra on the command line: what is said where it is missing, and that vectors are used where they are."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest
from runner import Runner

from lawcheck.dense import ArticleVectors, Floats, encoder, weights
from lawcheck.laws import Library
from lawcheck.matching import meaning


def test_where_the_model_is_missing_the_command_says_how_to_get_it(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "_PACKAGE", "no-such-package")
    done = run("laws", "index", "--dense")
    assert done.code == 2
    assert "E330" in done.err


def test_asking_for_vectors_that_nobody_made_is_an_error_and_asking_without_them_is_not(run: Runner) -> None:
    assert "E333" in run("ask", "谁可以成为个体工商户", "--dense").err
    assert run("ask", "谁可以成为个体工商户").code == 0


class _Pointing:
    """An encoder whose questions all point at one article."""

    model = encoder.MODEL

    def questions(self, texts: Sequence[str]) -> Floats:
        return np.ones((len(texts), 1), dtype=np.float32)

    passages = questions


def test_vectors_are_used_where_they_are(run: Runner, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    law = next(law for law in library.laws() if law.key == "民法典")
    wanted = library.articles(library.versions(law.law_id)[-1].version_id)[800]
    ids = np.array(
        sorted(
            a.article_id
            for a in library.articles_for(v.version_id for w in library.laws() for v in library.versions(w.law_id))
        )
    )
    held = ArticleVectors(ids, ids.astype(np.uint64), (ids == wanted.article_id).astype(np.float16)[:, None])
    monkeypatch.setattr(meaning, "is_installed", lambda _home: True)
    monkeypatch.setattr(meaning, "open_vectors", lambda _library, _model: held)
    monkeypatch.setattr(meaning, "open_encoder", lambda _home: _Pointing())
    first = json.loads(run("ask", "谁可以成为个体工商户", "--json").out)["results"][0]
    assert first["article"] == wanted.label
    plain = json.loads(run("ask", "谁可以成为个体工商户", "--json", "--no-dense").out)["results"][0]
    assert plain["article"] != wanted.label
