"""Gold of the matching benchmarks: the corpus of laws, the documents, and the questions asked of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from lawcheck.document import Document, Number, parse, parse_numeral
from lawcheck.laws import DocumentKind, Law, Level, Library, Rank, normalise_title, rank
from lawcheck.matching import ClauseIndex
from lawcheck.matching.asking import Links, Question, Votes, links, questions, vote
from lawcheck.matching.candidates import Asked, Field, candidates
from lawcheck.matching.clauses import context_of, leading_versions
from lawcheck.matching.features import Clause, Leanings
from lawcheck.matching.query import Query
from lawcheck.matching.ranking import first_look
from lawcheck.matching.subjects import Foundations, founded, subjects
from lawcheck.matching.ways import ways_of
from lawcheck.readers import read

# The gold has the numbers of the newest texts held: 商标法 those of its text that takes effect on this day.
AS_OF = date(2027, 1, 1)
SNAPSHOT = date(2025, 4, 19)  # day of the texts the gold was made from
CODE = "生态环境法典"  # replaces many of the laws that the gold names; left out, as in the published baselines
LEVELS = (Level.CONSTITUTION, Level.LAW, Level.ADMINISTRATIVE)
MASK = "有关法律法规"  # what stands in the masked clauses instead of a reference
KINDS = {"xzfg": DocumentKind.K2, "sfjs": DocumentKind.K10, "guizhang": DocumentKind.K7}


@dataclass(frozen=True)
class Task:
    """One gold clause: the question (``clause`` with its references taken out), the document it stands in, and the rows
    that answer it."""

    group: str
    id: str
    text: str
    clause: str
    regulation: str
    kind: DocumentKind
    gold: frozenset[int]
    unreachable: int


@dataclass(frozen=True)
class Known:
    """What the document of a task contributes: where to look, its clauses, and where they lean."""

    field: Field
    asked: tuple[Question, ...]
    linked: Links
    queries: list[Query]
    leanings: Leanings


class Read(NamedTuple):
    """What is known of a document whose title and 第一条 are hidden, and the laws that rank above it, by version."""

    title: str
    asked: tuple[Question, ...]
    votes: Votes
    laws: dict[int, Law]


class Gold:
    """Corpus, documents and tasks; ``ranked`` keeps only laws that rank above the document."""

    def __init__(self, library: Library, index: ClauseIndex, gold: Path, data: Path, *, ranked: bool) -> None:
        self.library, self.index, self.folder, self.ranked = library, index, gold, ranked
        self.files = {path.name: path for path in sorted(data.rglob("*.md"))}
        self.known: dict[tuple[str, DocumentKind], Known] = {}

    @cached_property
    def laws(self) -> dict[int, tuple[str, DocumentKind]]:
        """Version → key and kind, for the national laws the baselines were measured on."""
        found = {}
        for law in self.library.laws():
            version = self.library.version_at(law.law_id, AS_OF) or self.library.version_at(law.law_id, SNAPSHOT)
            if law.level in LEVELS and law.key != CODE and version is not None:
                found[version.version_id] = (law.key, law.kind)
        return found

    @cached_property
    def by_version(self) -> dict[int, Law]:
        """The same laws."""
        return {version: self.library.law(self.library.version(version).law_id) for version in self.laws}

    @cached_property
    def founded(self) -> Foundations:
        """What they are founded on."""
        return founded(self.library, [(law, self.library.version(v)) for v, law in self.by_version.items()])

    @cached_property
    def rows(self) -> dict[tuple[str, Number], int]:
        """Key and number of each article of the corpus → its row in the index."""
        row_of = {int(article): row for row, article in enumerate(self.index.article_ids)}
        return {
            (self.laws[a.version_id][0], a.number): row_of[a.article_id]
            for a in self.library.articles_for(self.laws)
            if a.number is not None and a.article_id in row_of
        }

    def read(self, name: str) -> list[dict[str, Any]]:
        """The rows of a gold file."""
        return [json.loads(line) for line in (self.folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]

    def tasks(self) -> Iterator[Task]:
        """All clause tasks, by group."""
        for row in self.read("near-copy-clause"):
            yield from self._task(f"near-copy {row['band']}", row, DocumentKind.K3)
        for row in self.read("masked-citation-national"):
            if row["verified"] and row["n_content_chars"] >= 20 and row["src"] in KINDS:
                yield from self._task(f"masked {row['src']}", row, KINDS[row["src"]])
        for row in self.read("masked-citation-article"):
            if row.get("n_content_chars", 20) >= 20:
                yield from self._task("masked local", row, DocumentKind.K3)

    def _task(self, group: str, row: dict[str, Any], kind: DocumentKind) -> Iterator[Task]:
        wanted = [(g["key"], Number(g["no"], parse_numeral(g["zhi"].lstrip("之")) or 0)) for g in row["gold"]]
        found = frozenset(self.rows[key] for key in wanted if key in self.rows)
        if found:
            text = row["masked"].replace(MASK, "")
            yield Task(group, row["id"], text, row["clause"], row["reg"], kind, found, len(set(wanted)) - len(found))

    def document(self, task: Task) -> Document:
        """The regulation that a task is taken from."""
        return parse(read(self.files[task.id.rpartition("#")[0].rpartition("/")[2]]))

    def about(self, task: Task) -> Known:
        """Scope, votes and named laws of a task's document; only its title counts as naming (第一条 holds answers)."""
        key = (task.regulation, task.kind)
        if key not in self.known:
            self.known[key] = self._about(self.document(task), task)
        return self.known[key]

    def _about(self, document: Document, task: Task) -> Known:
        scope = self.index.scope(self._above(normalise_title(task.regulation), task.kind))
        asked = questions(document)
        votes = vote(self.index, asked, (scope,))[0]
        title = normalise_title(task.regulation)
        named = {version for version, (key, _) in self.laws.items() if key in title and version in scope.versions}
        leading = self.index.scope(leading_versions(self.index, votes, named) & scope.versions)
        own = {
            v.version_id for law in self.library.find_title(task.regulation) for v in self.library.versions(law.law_id)
        }
        ways = ways_of(self.index, own)
        field = Field(self.index, scope, leading, context_of(self.index, votes, named), ways)
        linked, queries = links(asked), self.index.queries([q.query for q in asked])
        wanted = [Asked(queries[n], n) for n, q in enumerate(asked) if not q.skipped]
        clauses = candidates(field, wanted, linked, queries)
        return Known(field, asked, linked, queries, first_look(self.index, clauses)[1])

    def clause(self, task: Task) -> tuple[Clause, Leanings]:
        """The question of a task in the place of its clause, and where the other clauses of the document lean."""
        known = self.about(task)
        texts = ["".join(q.text.split()) for q in known.asked]
        own = process.extractOne("".join(task.clause.split()), texts, scorer=fuzz.ratio)[2]
        others = Leanings(*(column[known.leanings.numbers != own] for column in known.leanings))
        query = self.index.query(task.text)
        return candidates(known.field, [Asked(query, own)], known.linked, known.queries)[0], others

    def _above(self, own: str, kind: DocumentKind) -> set[int]:
        return {
            version
            for version, (key, law_kind) in self.laws.items()
            if key != own and (not self.ranked or rank(law_kind, "", kind, "330000") is Rank.ABOVE)
        }

    def parents(self, name: str) -> Iterator[tuple[Read, set[str]]]:
        """Documents with title, 第一条 and all 《》 hidden, and the laws that they are founded on."""
        for row in self.read(name):
            document = parse(read(self.files[Path(row["path"]).name]))
            asked = tuple(q for q in questions(document) if q.article != "第一条")
            versions = self._above(normalise_title(row["reg"]), DocumentKind.K3)
            votes = vote(self.index, asked, (self.index.scope(versions),))[0]
            yield (
                Read(row["reg"], asked, votes, {v: law for v, law in self.by_version.items() if v in versions}),
                set(row["gold"]),
            )

    def ordered(self, document: Read) -> list[str]:
        """Laws that a document is founded on, the likeliest first."""
        found = subjects(self.index, document.asked, document.votes, document.laws, self.founded)
        return [document.laws[subject.version_id].key for subject in found]
