"""The lexicon: all word lists of a directory, and the questions they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from lawcheck.document import Span, collector_held_back, normalise
from lawcheck.errors import RulePackError
from lawcheck.resources import corpus_dir
from lawcheck.terms.engine import Engine, word_automaton
from lawcheck.terms.forms import normalised_forms, searched_forms
from lawcheck.terms.lexicon_files import PlacedTerm, fail, read_long_list, read_terms, read_yaml
from lawcheck.terms.model import Synonym, SynonymCluster, SynonymHit, Term, TermHit
from lawcheck.terms.synonyms import find_relation, read_clusters, read_traps
from lawcheck.terms.tables import Terms, TermTable

__all__ = ["Lexicon", "load_lexicon", "read_lexicon", "with_office_terms"]


class Lexicon:
    """Terms and synonym clusters, ready to search; the automaton is built at the first search.

    >>> hit, = load_lexicon().find("对直接责任人员给予行 政 处分。")
    >>> hit.term.rule, hit.quote, hit.variant, hit.term.suggestion
    ('W27', '行 政 处分', 'spaced', '处分')
    """

    def __init__(
        self,
        entries: Iterable[Term],
        synonyms: Iterable[SynonymCluster] = (),
        tables: Iterable[TermTable] = (),
    ) -> None:
        self.entries = Terms(entries, tables)
        self.synonyms: tuple[SynonymCluster, ...] = tuple(synonyms)

    @property
    def patterns(self) -> tuple[Term, ...]:
        """The terms that are spaCy token patterns (``Term.tokens``)."""
        return tuple(term for term in self.entries.made if term.tokens)

    @property
    def rules_of_terms(self) -> Iterator[tuple[str, str]]:
        """Each rule that reports terms, with one of them."""
        yield from {term.rule: term.text for term in self.entries.made}.items()
        for table in self.entries.tables:
            own = table.values("rule")
            yield from ((rule, table.texts[table.lines.index(table.line_with("rule", rule))]) for rule in sorted(own))
            if table.shared.rule not in own and len(table):
                yield table.shared.rule, table.texts[0]

    def find(self, text: str) -> tuple[TermHit, ...]:
        """Every term in ``text`` in order of place, spans in ``text``; of overlapping ones the longest, then the
        leftmost. Hits that a context excuses are among them, with ``exempt`` set.

        >>> [(h.quote, h.exempt) for h in load_lexicon().find("《投机倒把条例》和投机倒把")]
        [('投机倒把', 'title'), ('投机倒把', '')]
        """
        return self._engine.find(text)

    def find_synonyms(self, text: str) -> tuple[SynonymHit, ...]:
        """Every word of a synonym cluster in ``text``, the longest at each place; a word in two clusters gives two.

        >>> [h.text for h in load_lexicon().find_synonyms("处以罚款或者加处罚款")]
        ['罚款', '加处罚款']
        """
        normalised = normalise(text)
        places: list[tuple[int, int, int]] = []
        for index, start, end in self._synonym_automaton.find_matches_as_indexes(normalised.text, overlapping=True):
            while places and start <= places[-1][1]:
                places.pop()
            if not places or start >= places[-1][2]:
                places.append((index, start, end))
        return tuple(
            SynonymHit(cluster, self._synonym_words[index][0], normalised.original_span(Span(start, end)))
            for index, start, end in places
            for cluster in self._synonym_words[index][1]
        )

    def relation(self, text: str, other: str) -> Synonym | None:
        """How one word relates to another in law, or None if no cluster says.

        >>> found = load_lexicon().relation("非机动车", "车辆")
        >>> found.relation, found.anchor
        ('⊂', '道路交通安全法第一百一十九条')
        """
        return find_relation(self.synonyms, text, other)

    def expand(self, text: str) -> tuple[str, ...]:
        """The words that a search for ``text`` may look for as well: the equal, narrower and near ones.

        >>> load_lexicon().expand("车辆")
        ('机动车', '非机动车')
        """
        return tuple(
            other
            for cluster in self.synonyms
            for other in cluster.members
            if other != text and (found := self.relation(other, text)) and found.relation in "=⊂~"
        )

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self.entries.made, self.entries.tables)

    @cached_property
    def _synonym_words(self) -> list[tuple[str, list[SynonymCluster]]]:
        words: dict[str, list[SynonymCluster]] = {}
        for cluster in self.synonyms:
            for member in cluster.members:
                words.setdefault(normalise(member).text, []).append(cluster)
        return list(words.items())

    @cached_property
    def _synonym_automaton(self) -> AhoCorasick:
        return word_automaton([word for word, _ in self._synonym_words])


@cache
def load_lexicon(directory: str | Path | None = None) -> Lexicon:
    """The lexicon of ``directory`` (``corpus/lexicons`` by default), read once in a process; see :func:`read_lexicon`.

    >>> len(load_lexicon().entries) > 300
    True
    """
    return read_lexicon(directory or corpus_dir() / "lexicons")


def read_lexicon(directory: str | Path) -> Lexicon:
    """The lexicon of ``directory``.

    Raises RulePackError, naming file, line and field, for a file that is wrong and for a form listed twice.
    """
    paths = sorted(Path(directory).glob("*.yaml"))
    if not paths:
        raise RulePackError("E452", file=str(directory))
    with collector_held_back():
        return _read(paths)


def with_office_terms(lexicon: Lexicon, own: Lexicon) -> Lexicon:
    """``lexicon`` with ``own``, the lists of an office: an entry for a word that both have takes the place of ours."""
    words = [term for term in own.entries.made if not term.is_pattern]
    taken = set(searched_forms([term.text for term in words]))
    taken.update(*(table.forms for table in own.entries.tables))
    forms = searched_forms([term.text for term in lexicon.entries.made])
    kept = (t for t, form in zip(lexicon.entries.made, forms, strict=True) if t.is_pattern or form not in taken)
    return Lexicon(
        (*kept, *own.entries.made),
        (*lexicon.synonyms, *own.synonyms),
        (*lexicon.entries.tables, *own.entries.tables),
    )


def _read(paths: list[Path]) -> Lexicon:
    terms: list[Term] = []
    clusters: list[SynonymCluster] = []
    tables: list[TermTable] = []
    owners: dict[str, Path] = {}
    for path in paths:
        file = read_yaml(path)
        clusters += read_clusters(path, file)
        found = [*read_terms(path, file), *read_traps(path, file)]
        _refuse_doubles(found, owners)
        terms += [placed.term for placed in found]
        table = read_long_list(path, file)
        if table is not None:
            _refuse_double_rows(table, owners)
            tables.append(table)
    return Lexicon(terms, clusters, tables)


def _refuse_doubles(found: list[PlacedTerm], owners: dict[str, Path]) -> None:
    """Two entries for one word would say two things about one place."""
    words = [placed for placed in found if not placed.term.is_pattern]
    for placed, form in zip(words, normalised_forms([p.term.text for p in words]), strict=True):
        if form in owners:
            fail(placed.path, placed.line, "text", f"“{placed.term.text}”已见于 {owners[form].name}")
        owners[form] = placed.path


def _refuse_double_rows(table: TermTable, owners: dict[str, Path]) -> None:
    """The same for a table; looked at row by row only where the count says that a word stands twice."""
    known = len(owners)
    before = dict(owners) if known else {}
    owners.update(dict.fromkeys(table.written, table.path))
    if len(owners) == known + len(table):
        return
    for form, text, line in zip(table.written, table.texts, table.lines, strict=True):
        if form in before:
            fail(table.path, line, "text", f"“{text}”已见于 {before[form].name}")
        before[form] = table.path
