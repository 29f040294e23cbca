"""Learns how questions in plain words are turned towards their articles, and what is asked of which article:
``corpus/models/dense-questions.npz`` and ``dense-asked.npz``.

    python benchmarks/dense_fit.py --gold DIR [--home DIR] [--cache FILE] [--write]

Gold: ``DIR/lay-question-article.jsonl`` (training questions of STARD, MIT licence). Vectors of articles stay as they are;
a matrix added to the vector of a question makes its right articles the likeliest among the right articles of all
questions and half of the others of the laws that are asked about. The middle of the turned questions that an article
answers is kept as its second vector. ``--cache`` keeps vectors between runs (the articles
take minutes). ``--write`` stores what all questions teach; what it is worth ``lay_questions.py --dense`` and
``comment_mapping.py --dense`` tell, by folds. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import blake2b, sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matching_gold import AS_OF, SNAPSHOT
from scipy.optimize import minimize

from lawcheck.dense import MODEL, Asked, Floats, open_encoder
from lawcheck.dense.adapter import ADAPTER, adapt
from lawcheck.dense.asked import ASKED, centres
from lawcheck.dense.encoder import E5
from lawcheck.dense.vectors import text_key
from lawcheck.document import Number, parse_numeral
from lawcheck.laws import Library, open_library
from lawcheck.resources import corpus_dir

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, in_words  # noqa: E402  (a script: only its own folder is on the path)

GOLD = "lay-question-article.jsonl"
FOLDS = 5
SHARP, HELD, STEPS = 40.0, 0.004, 60  # of the likelihood, towards no change at all, of the optimiser
OTHERS = 2  # one of so many articles that answer no question is learnt from
PART = 512


class Kept:
    """The encoder with vectors kept in a file, and with a matrix of one's choice for questions."""

    model = MODEL

    def __init__(self, encoder: E5, path: Path | None, matrix: Floats | None = None) -> None:
        self._encoder, self._path, self.matrix = encoder, path, matrix
        self._held: dict[bytes, Floats] = {}
        if path and path.is_file():
            with np.load(path, allow_pickle=False) as stored:
                keys, vectors = stored["keys"], stored["vectors"]
                self._held = {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    def passages(self, texts: Sequence[str]) -> Floats:
        """Vectors of articles."""
        return self._kept("passage", texts)

    def questions(self, texts: Sequence[str]) -> Floats:
        """Vectors of questions, turned by the matrix if there is one."""
        plain = self._kept("question", texts)
        return plain if self.matrix is None else adapt(plain, self.matrix)

    def _kept(self, kind: str, texts: Sequence[str]) -> Floats:
        keys = [blake2b(f"{kind} {text}".encode(), digest_size=16).digest() for text in texts]
        new = list({key: text for key, text in zip(keys, texts, strict=True) if key not in self._held}.items())
        encode = self._encoder.passages if kind == "passage" else self._encoder.plain_questions
        for first in range(0, len(new), PART):
            chosen = new[first : first + PART]
            vectors = encode([text for _, text in chosen]).astype(np.float16)
            self._held.update((key, vector) for (key, _), vector in zip(chosen, vectors, strict=True))
            self._save()
            print(f"   {min(first + PART, len(new)):,} of {len(new):,} texts encoded", flush=True)
        if not keys:
            return np.zeros((0, 384), dtype=np.float32)
        return np.stack([self._held[key] for key in keys]).astype(np.float32)

    def _save(self) -> None:
        if self._path:
            keys = np.frombuffer(b"".join(self._held), dtype="u1").reshape(-1, 16)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self._path.with_suffix(".tmp")
            with temporary.open("wb") as file:
                np.savez(file, keys=keys, vectors=np.stack(list(self._held.values())))
            temporary.replace(self._path)


class Lessons(NamedTuple):
    """Questions with their laws and the numbers of their right articles, the vectors of both sides, and the keys of the
    articles' texts."""

    texts: list[str]
    laws: list[frozenset[str]]
    right: list[tuple[int, ...]]
    wanted: list[int]
    questions: Floats
    articles: Floats
    keys: npt.NDArray[np.uint64]


def answers(row: dict[str, object]) -> list[tuple[str, Number]]:
    """Law and number of the articles that a row of the gold holds."""
    held = [g for g in row["gold"] if g.get("key") and g.get("no") is not None]  # type: ignore[attr-defined]
    return [(g["key"], Number(g["no"], parse_numeral(str(g["zhi"]).lstrip("之")) or 0)) for g in held]


def lessons(library: Library, gold: Path, encoder: Kept) -> Lessons:
    """Every question that has a right article in the library."""
    rows = [json.loads(line) for line in (gold / GOLD).read_text(encoding="utf-8").splitlines()]
    asked = {key for row in rows for key, _ in answers(row)}
    versions = {
        version.version_id: law.key
        for law in library.laws()
        if law.key in asked
        and (version := library.version_at(law.law_id, AS_OF) or library.version_at(law.law_id, SNAPSHOT))
    }
    articles = list(library.articles_for(versions))
    place = {(versions[a.version_id], a.number): n for n, a in enumerate(articles) if a.number is not None}
    found = [(row, tuple(place[answer] for answer in answers(row) if answer in place)) for row in rows]
    found = [(row, right) for row, right in found if right]
    texts = [row["query"] for row, _ in found]
    encoder.matrix = None
    passages = [f"{versions[a.version_id]} {a.text}" for a in articles]
    return Lessons(
        texts,
        [frozenset(key for key, _ in answers(row)) for row, _ in found],
        [right for _, right in found],
        [len(row["gold"]) for row, _ in found],
        encoder.questions(texts),
        encoder.passages(passages),
        np.array([text_key(text) for text in passages], dtype=np.uint64),
    )


def fit(told: Lessons, chosen: npt.NDArray[np.int64]) -> Floats:
    """The matrix that makes the right articles of the ``chosen`` questions likeliest (softmax over articles)."""
    plain = told.questions[chosen]
    meant = np.stack([told.articles[list(told.right[n])].mean(axis=0) for n in chosen])
    answering = {row for right in told.right for row in right}
    articles = told.articles[sorted(answering | set(range(0, len(told.articles), OTHERS)))]
    width = plain.shape[1]

    def loss(values: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        turned = plain + plain @ values.reshape(width, width).astype(np.float32)
        length = np.linalg.norm(turned, axis=1, keepdims=True)
        unit = turned / length
        odds = SHARP * (unit @ articles.T)
        most = odds.max(axis=1, keepdims=True)
        shares = np.exp(odds - most)
        total = shares.sum(axis=1, keepdims=True)
        value = float((most[:, 0] + np.log(total[:, 0]) - SHARP * (unit * meant).sum(axis=1)).mean())
        slope = SHARP * ((shares / total) @ articles - meant) / len(plain)
        slope = (slope - unit * (slope * unit).sum(axis=1, keepdims=True)) / length
        return value + HELD * float(values @ values), (plain.T @ slope).ravel() + 2 * HELD * values

    options = {"maxiter": STEPS}
    found = minimize(loss, np.zeros(width * width), jac=True, method="L-BFGS-B", options=options).x
    return np.asarray(found.reshape(width, width), dtype=np.float32)


def remember(told: Lessons, chosen: npt.NDArray[np.int64], matrix: Floats) -> Asked:
    """The middle of what the ``chosen`` questions, turned, ask of each article."""
    articles, vectors = centres(adapt(told.questions[chosen], matrix), [told.right[n] for n in chosen])
    keys = told.keys[articles]
    order = np.argsort(keys)
    return Asked(keys[order], vectors[order])


def write(matrix: Floats, asked: Asked, gold: Path, count: int) -> int:
    """Store both, how they were made and from what; their bytes."""
    made = {
        "command": "benchmarks/dense_fit.py --write",
        "source": "training questions of STARD (MIT)",
        "questions": count,
        "sha256": sha256((gold / GOLD).read_bytes()).hexdigest(),
        "model": MODEL,
    }
    files = {
        ADAPTER: {"matrix": matrix.astype(np.float16)},
        ASKED: {"keys": asked.keys, "vectors": asked.vectors.astype(np.float16)},
    }
    paths = [corpus_dir() / "models" / name for name in files]
    for path, arrays in zip(paths, files.values(), strict=True):
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays, made=json.dumps(made))
    return sum(path.stat().st_size for path in paths)


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, required=True)
    parser.add_argument("--home", type=Path, help="library folder (default: the user's)")
    parser.add_argument("--cache", type=Path, help="file that keeps vectors")
    parser.add_argument("--write", action="store_true", help="store what all questions teach")
    arguments = parser.parse_args()
    library = open_library(arguments.home)
    told = lessons(library, arguments.gold, Kept(open_encoder(arguments.home), arguments.cache))
    everything = np.arange(len(told.texts))
    matrix = fit(told, everything)
    change = float(np.linalg.norm(told.questions @ matrix, axis=1).mean())
    result = {"questions": len(told.texts), "articles": len(told.articles), "added, mean length": round(change, 3)}
    if arguments.write:
        asked = remember(told, everything, matrix)
        result |= {"asked": len(asked.keys), "bytes": write(matrix, asked, arguments.gold, len(told.texts))}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
