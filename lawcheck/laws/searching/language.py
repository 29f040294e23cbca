"""The query language: words, "phrases", fields and AND, OR, NOT become a tree of Whoosh queries.

A word that is only a Chinese run of more than four characters is cut into words (the run itself counts extra);
everything else is looked for as written, so nothing that is in a text is out of reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple, NoReturn

from whoosh import query as q

from lawcheck.errors import UsageError
from lawcheck.laws.searching.folding import fold, runs

__all__ = ["FIELD_NAMES", "Named", "Near", "QueryText", "parse_query"]

MOST_CHARACTERS: Final = 500  # a longer text is a document; the clause matcher is made for those
DEEPEST: Final = 20
_UNCUT: Final = 4  # 高空抛物, 行政处罚: a run this short is looked for as it stands
_EMPTY_WORDS: Final = frozenset("的地得了和与及或在是为对将把被由于以其之个")

# Chinese name (shown in messages) and the other ways to write a field.
FIELD_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("正文", "内容", "text"),
    "title": ("标题", "名称", "title"),
    "article": ("条", "条号", "article"),
    "chapter": ("章", "章节", "chapter"),
    "kind": ("种类", "类别", "kind"),
    "level": ("层级", "效力级别", "level"),
    "territory": ("地区", "地域", "territory"),
    "maker": ("机关", "制定机关", "maker"),
    "status": ("效力", "状态", "status"),
}
_FIELDS: Final = {name: field for field, names in FIELD_NAMES.items() for name in names}
_WORDED: Final = frozenset({"any", "text", "chapter"})  # fields whose words are cut and folded
_OPERATORS: Final = {"AND": "AND", "且": "AND", "OR": "OR", "或": "OR", "NOT": "NOT", "非": "NOT"}
_CLOSING: Final = {'"': '"', "“": "”", "《": "》", "＂": "＂"}
_TOKEN: Final = re.compile(
    r"(?P<blank>\s+)|(?P<open>[(（])|(?P<close>[)）])|(?P<quote>[\"“”＂])|(?P<title>《)|(?P<minus>[-－](?=[^\s-]))"
    r"|(?P<field>[^\s\"“”＂()（）《》:：]+[:：])|(?P<word>[^\s\"“”＂()（）《》]+)"
)
_LABEL: Final = re.compile(
    r"(?P<law>.*?)(?P<label>第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十\d]+)?)"
)


class QueryText(NamedTuple):
    """A parsed query: as written, its tree, and its words if it is nothing but words (then it may be relaxed)."""

    text: str
    tree: q.Query
    words: tuple[q.Query, ...]


class Near(q.Term):
    """A title that may be misspelt or incomplete (标题:道路交通管理法~)."""


class Named(q.Term):
    """A law called by its title: 《消防法》, 消防法第五条."""


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def parse_query(text: str) -> QueryText:
    """The tree of a query; leaves are ``Term(field, value)`` with fields of :data:`FIELD_NAMES` or ``any``.

    >>> parse_query("标题:消防 (火灾 OR 火警) NOT 森林").tree
    And([Term('title', '消防'), Or([Term('any', '火灾'), Term('any', '火警')]), Not(Term('any', '森林'))])

    Raises:
        UsageError: E320–E325, E328: what is wrong, at which character, what to do.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError("E328", length=len(text), most=MOST_CHARACTERS, deepest=DEEPEST)
    parser = _Parser(text)
    parts = parser.either("any", 0)
    if parser.token.kind == "close":
        parser.fail("E321")
    if parts is None:
        raise UsageError("E324", query=text)
    return QueryText(text, parts, _plain_words(parts))


def _plain_words(tree: q.Query) -> tuple[q.Query, ...]:
    parts = tuple(tree.subqueries) if isinstance(tree, q.And) else (tree,)
    parts = tuple(part for whole in parts for part in _needed(whole))
    return parts if all(isinstance(part, q.Term) and part.fieldname == "any" for part in parts) else ()


def _needed(tree: q.Query) -> tuple[q.Query, ...]:
    """The words of a run that was cut, else the query itself."""
    if not isinstance(tree, q.AndMaybe):
        return (tree,)
    required = tree.a
    return tuple(required.subqueries) if isinstance(required, q.And) else (required,)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while match := _TOKEN.match(text, at):
        kind = match.lastgroup or ""
        start, at = match.span()
        if kind in ("quote", "title"):
            end = text.find(_CLOSING.get(match[0], "\0"), at)
            if end < 0:
                raise UsageError("E320", query=text, at=start + 1)
            yield _Token(kind, text[at:end], start)
            at = end + 1
        elif kind == "word" and match[0] in _OPERATORS:
            yield _Token(_OPERATORS[match[0]], match[0], start)
        elif kind != "blank":
            yield _Token(kind, match[0], start)
    yield _Token("end", "", len(text))


class _Parser:
    """Descends: OR binds least, then words side by side and AND, then NOT."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = _tokens(text)
        self.token = next(self._tokens)

    def fail(self, code: str, token: _Token | None = None, **details: object) -> NoReturn:
        """Raise the error ``code`` for the place of a token (default: the current one)."""
        raise UsageError(code, query=self.text, at=(token or self.token).at + 1, **details)

    def take(self) -> _Token:
        """The current token; go on to the next."""
        token, self.token = self.token, next(self._tokens, self.token)
        return token

    def either(self, field: str, depth: int) -> q.Query | None:
        """``a OR b``; None where there is nothing to look for."""
        if depth > DEEPEST:
            raise UsageError("E328", length=len(self.text), most=MOST_CHARACTERS, deepest=DEEPEST)
        parts = [self._all(field, depth)]
        while self.token.kind == "OR":
            operator = self.take()
            parts.append(self._all(field, depth))
            if parts[-2] is None or parts[-1] is None:
                self.fail("E323", operator, operator=operator.text)
        return parts[0] if len(parts) == 1 else q.Or(parts)

    def _all(self, field: str, depth: int) -> q.Query | None:
        parts: list[q.Query] = []
        pending: _Token | None = None
        while self.token.kind not in ("OR", "close", "end"):
            if self.token.kind == "AND":
                if pending or not parts:
                    self.fail("E323", operator=self.token.text)
                pending = self.take()
            elif (part := self._one(field, depth)) is not None:
                parts.append(part)
                pending = None
        if pending:
            self.fail("E323", pending, operator=pending.text)
        return _joined(parts)

    def _one(self, field: str, depth: int) -> q.Query | None:
        token = self.take()
        if token.kind in ("NOT", "minus"):
            return self._negated(token, field, depth)
        if token.kind == "open":
            return self._group(token, field, depth)
        if token.kind == "field":
            return self._field(token, depth)
        if token.kind == "title":
            return Named("title", token.text)
        return self._phrase(field, token) if token.kind == "quote" else self._word(field, token)

    def _negated(self, operator: _Token, field: str, depth: int) -> q.Query:
        if self.token.kind in ("AND", "OR", "NOT", "close", "end"):
            self.fail("E323", operator, operator=operator.text)
        part = self._one(field, depth)
        if part is None:
            self.fail("E323", operator, operator=operator.text)
        return q.Not(part)

    def _group(self, opening: _Token, field: str, depth: int) -> q.Query | None:
        inner = self.either(field, depth + 1)
        if self.token.kind != "close":
            self.fail("E321", opening)
        self.take()
        return inner

    def _field(self, token: _Token, depth: int) -> q.Query:
        name = token.text[:-1]
        if name.lower() not in _FIELDS:
            self.fail("E322", token, name=name, allowed="、".join(names[0] for names in FIELD_NAMES.values()))
        if self.token.kind not in ("word", "quote", "title", "open"):
            self.fail("E323", token, operator=token.text)
        part = self._one(_FIELDS[name.lower()], depth)
        if part is None:
            self.fail("E323", token, operator=token.text)
        return part

    def _phrase(self, field: str, token: _Token) -> q.Query | None:
        if field not in _WORDED:
            return _valued(field, token.text, token.at)
        phrase = fold(token.text)
        return q.Term(field, phrase) if runs(phrase) else None

    def _word(self, field: str, token: _Token) -> q.Query | None:
        if field not in _WORDED:
            return _valued(field, token.text, token.at)
        if field == "any" and (match := _LABEL.fullmatch(token.text)):
            place = _valued("article", match["label"], token.at)
            return q.And([Named("title", match["law"]), place]) if match["law"] else place
        return _joined([_run(field, run) for run in runs(fold(token.text))])


def _joined(parts: list[q.Query]) -> q.Query | None:
    """All of the parts; inner lists of words become one list."""
    flat = [inner for part in parts for inner in (part.subqueries if isinstance(part, q.And) else (part,))]
    return q.And(flat) if len(flat) > 1 else flat[0] if flat else None


def _valued(field: str, value: str, at: int) -> q.Query:
    """A leaf of a field of the law; ``startchar`` tells a later error where it stands."""
    near = field == "title" and value.endswith("~")
    leaf = Near(field, value.rstrip("~")) if near else q.Term(field, value)
    leaf.startchar = at
    return leaf


@lru_cache(maxsize=1024)
def _run(field: str, run: str) -> q.Query:
    """A run as it stands, or, where it is long, its words with the whole as a bonus."""
    whole = q.Term(field, run)
    if len(run) <= _UNCUT or run.isascii():
        return whole
    import rjieba  # its dictionary takes 33 MB, and processes that only show pages never cut words

    words = [word for word in rjieba.cut(run) if word not in _EMPTY_WORDS]
    if len(words) < 2:
        return whole
    return q.AndMaybe(q.And([q.Term(field, word) for word in dict.fromkeys(words)]), whole)
