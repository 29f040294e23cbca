"""The verbs of ``import lawcheck``: each takes a path, a text or a value, and gives a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from lawcheck.citations import Citation, resolve_citations
from lawcheck.comments import Comment, Digest, Jobs, analyse, read_comments
from lawcheck.document import Document, SourceText, Span
from lawcheck.document import parse as parse_source
from lawcheck.errors import UnreadableFile, UsageError
from lawcheck.laws import DocumentKind, Library, open_library, parse_kind
from lawcheck.laws import territory as territory_of
from lawcheck.limits import stoppable
from lawcheck.matching import Match, find_higher_laws, match_document
from lawcheck.procedure import read_facts
from lawcheck.readers import read as read_file
from lawcheck.references import find_references, looks_normative
from lawcheck.resources import names_file, names_folder
from lawcheck.reviewing import Review, Tools, load_tools, review_document

__all__ = ["cite", "digest", "match", "names_a_file", "parse", "parse_words", "read", "review"]

Input = str | Path | SourceText | Document
Holder = Library | str | Path | None
"""A library, the folder of one, or None: the user's own (``LAWCHECK_HOME``)."""

# Endings of file names: a one-line ``str`` that ends so is a path even if the file is missing, so that a mistyped path
# is an error and not a text without articles that "passes" every check.
_FILE_ENDINGS = (
    *(".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd", ".html", ".htm", ".mht", ".mhtml"),
    *(".txt", ".md", ".akn", ".xml", ".json", ".zip", ".eml", ".jpg", ".jpeg", ".png", ".tif", ".tiff"),
)


def read(path: str | Path, *, simplify: bool = False) -> SourceText:
    """Read a file of any supported format into text with provenance.

    With ``simplify`` Traditional characters become Simplified ones; the original stays in ``SourceText.original``.
    Raises :class:`~lawcheck.errors.UnreadableFile` (file, cause, remedy) for anything that cannot be read.
    """
    return read_file(_named(path), simplify=simplify)


def _named(path: str | Path) -> str | Path:
    """A path that names something: the empty one would be the present folder."""
    if not isinstance(path, str | Path):
        raise TypeError(f"expected a path, not {type(path).__name__}")
    if isinstance(path, str) and not path.strip():
        raise UnreadableFile("E101", name="“”")
    return path


def parse(source: Input) -> Document:
    """Parse a file, a text or a :class:`SourceText` into a :class:`Document`; never refuses a text.

    A ``str`` of one line that names an existing file or folder or ends like a file name (``.docx`` …) is a path, any other ``str``
    is the text itself; a ``Path`` is always a file.

    >>> parse("某市某条例\\n第一条　甲。").articles[0].full_text
    '甲。'
    >>> parse("没有这个文件.docx")
    Traceback (most recent call last):
    lawcheck.errors.UnreadableFile: [E101] 没有这个文件.docx：文件不存在。请检查路径和文件名。
    """
    if isinstance(source, Document):
        return source
    if isinstance(source, str) and not names_a_file(source):
        return parse_words(source)
    if isinstance(source, str | Path):
        return parse_source(read_file(source))
    if isinstance(source, SourceText):
        return parse_source(source)
    raise TypeError(f"expected a path, a text, a SourceText or a Document, not {type(source).__name__}")


def names_a_file(text: str) -> bool:
    """Whether a string means a file rather than a text: it exists (as a folder too, which is no text without articles), or its
    name ends like one.

    >>> names_a_file("没有这个文件.docx"), names_a_file("依照《立法法》第八条")
    (True, False)
    """
    if "\n" in text or not text.strip() or len(text) > 1000:
        return False
    return text.lower().endswith(_FILE_ENDINGS) or names_file(text) or names_folder(text)


_LONGEST: Final = 15_000_000
"""Characters of a text: as many as the largest text file holds that is read."""


def parse_words(text: str) -> Document:
    """Parse words that somebody typed: a first line that cites and is not called like a document is a sentence, no title.
    Halves of characters (lone surrogates), which no file can hold, become �.

    >>> parse_words("依照《立法法》第八条").title, parse_words("关于执行《立法法》的通知").title
    ('', '关于执行《立法法》的通知')
    """
    if len(text) > _LONGEST:
        raise UnreadableFile("E117", name="-", detail=f"{len(text):,} > {_LONGEST:,} characters")
    document = parse_source(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return _without_title(document) if _begins_with_a_sentence(document) else document


def _begins_with_a_sentence(document: Document) -> bool:
    cited = find_references(document.title)
    if not cited or document.articles or looks_normative(document.title):
        return False
    return not document.units or any(reference.address.article for reference in cited)


def _without_title(document: Document) -> Document:
    """The words of the title as the beginning of the preamble."""
    span = Span(document.title_span.start, max(document.title_span.end, document.preamble_span.end))
    parts = tuple(s._replace(role="preamble") if s.role == "title" else s for s in document.segments)
    words = document.source.text[slice(*span)]
    return replace(document, title="", title_span=Span(0, 0), preamble=words, preamble_span=span, segments=parts)


def cite(source: Input, *, as_of: date, library: Holder = None) -> tuple[Citation, ...]:
    """Every reference in a file or text, resolved against the library as of a day.

    >>> from datetime import date
    >>> [c.state.value for c in cite("第一条　依照《中华人民共和国物权法》。", as_of=date(2026, 11, 22))]
    ['已废止']
    """
    document, day = parse(source), _day(as_of)
    facts = read_facts(document)
    return resolve_citations(document, _library(library), day, facts.made, facts.effective)


def match(source: Input, *, as_of: date, library: Holder = None) -> tuple[Match, ...]:
    """The best higher clauses for every 款 of a document.

    >>> from datetime import date
    >>> text = "某市防火条例\\n第一条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。"
    >>> best = match(text, as_of=date(2026, 11, 22))[0].clauses[0]
    >>> best.law.title, best.article.label
    ('中华人民共和国消防法', '第五条')
    """
    document, day = parse(source), _day(as_of)
    tools = _tools(library, day)
    facts = read_facts(document)
    citations = resolve_citations(document, tools.library, day, facts.made, facts.effective)
    higher = find_higher_laws(document, facts, citations, tools.library, tools.index, day)
    return match_document(document, facts, higher, tools.library, tools.index, day, citations=citations)


def review(
    source: Input,
    *,
    as_of: date,
    library: Holder = None,
    kind: DocumentKind | str | None = None,
    territory: str | None = None,
    rules: str | Path | None = None,
    terms: str | Path | None = None,
) -> Review:
    """The whole review of one document: coverage, higher laws, matches, citations, terms and the run of every rule.

    ``kind`` is a :class:`~lawcheck.laws.DocumentKind`, its code or its name (``"K4"``, ``"部门规章"``); ``territory`` a
    six-digit code of GB/T 2260. ``rules`` and ``terms`` are the folders of an office's own rules and word lists.
    With these a review in another than the main thread runs in a process of its own, so that an expression without end stops.
    :func:`lawcheck.reports.review_json` makes the JSON of ``docs/schema/review.schema.json`` out of the result.

    >>> from datetime import date
    >>> result = review("某市某条例\\n第一条　销售帐簿。", as_of=date(2026, 11, 22), kind="K4")
    >>> [f.rule for f in result.findings if f.quote == "帐"], sum(result.state_counts.values())
    (['W07'], 190)
    """
    if not isinstance(territory, str | None):
        raise TypeError(f"territory: expected a code of six digits such as '330500', not {territory!r}")
    if territory is not None and territory_of(territory) is None:
        raise UsageError("E513", value=territory)
    document, day, meant = parse(source), _day(as_of), _kind(kind)
    own = [Path(folder) if folder else None for folder in (rules, terms)]
    held = _library(library)
    if any(own):  # expressions of an office need a limit of time
        return stoppable(_reviewed, document, held, day, meant, territory, *own)
    return _reviewed(document, held, day, meant, territory)


def _reviewed(
    document: Document,
    library: Library,
    day: date,
    kind: DocumentKind | None,
    territory: str | None,
    rules: Path | None = None,
    terms: Path | None = None,
) -> Review:
    tools = _tools(library, day, rules, terms)
    return review_document(document, tools.library, as_of=day, kind=kind, territory=territory, tools=tools)


def _kind(given: DocumentKind | str | None) -> DocumentKind | None:
    if given is None or isinstance(given, DocumentKind):
        return given
    if not isinstance(given, str):
        raise TypeError(f"kind: expected a DocumentKind, its code or its name, not {given!r}")
    return parse_kind(given)


def digest(
    comments: str | Path | Sequence[Comment | str],
    draft: Input,
    *,
    columns: Mapping[str, str] | None = None,
    jobs: int = 1,
) -> Digest:
    """What people want on each clause of a draft: comments (a workbook, CSV, JSON lines, a folder of letters, or values: a
    ``str`` among them is the text of one) split into points, mapped to clauses, near-identical texts together; the counts
    reconcile.

    ``columns`` (field → header or letter) where the columns of a table are guessed wrong. ``jobs`` processes for thousands of
    comments; a script that asks for more than one needs ``if __name__ == "__main__"``. Raises what
    :func:`~lawcheck.comments.read_comments` raises.

    >>> result = digest(["支持第一条。"], "某市停车条例\\n第一条　禁止占用盲道停放车辆。")
    >>> [(page.label, page.persons) for page in result.clauses if page.points], result.ledger.reconciles
    ([('第一条', 1)], True)
    """
    if isinstance(comments, str | Path):
        found, unusable = read_comments(_named(comments), columns)
    elif isinstance(comments, bytes) or not isinstance(comments, Iterable):
        raise TypeError(f"expected a path, comments or their texts, not {type(comments).__name__}")
    else:
        found, unusable = tuple(_comment(n, given) for n, given in enumerate(comments, 1)), ()
    return analyse(found, parse(draft), jobs=Jobs(jobs), unusable=unusable)


def _comment(number: int, given: Comment | str) -> Comment:
    if isinstance(given, Comment):
        return given
    if isinstance(given, str):
        return Comment(f"第{number}件", given)
    raise TypeError(f"expected comments or their texts, not {type(given).__name__}")


def _day(as_of: date) -> date:
    """The day alone; the clock of a ``datetime`` says nothing of the law."""
    if isinstance(as_of, datetime):
        return as_of.date()
    if not isinstance(as_of, date):
        raise TypeError(f"as_of: expected a datetime.date such as date(2026, 11, 22), not {as_of!r}")
    return as_of


def _library(given: Holder) -> Library:
    """As given, or the one in that folder; opened anew each time (milliseconds), so that ``LAWCHECK_HOME`` and added laws
    count at once."""
    if isinstance(given, Library):
        return given
    if given is not None and not isinstance(given, str | Path):
        raise TypeError(f"library: expected a Library, a folder or None, not {given!r}")
    return open_library(given)


def _tools(library: Holder, as_of: date, rules: Path | None = None, terms: Path | None = None) -> Tools:
    held = _library(library)
    if rules or terms:  # read anew each time, since somebody is at work on them
        return load_tools(held, as_of, rules=rules, terms=terms)
    return _tools_at(held.path.parent, held.fingerprint, as_of)


@lru_cache(maxsize=2)
def _tools_at(home: Path, fingerprint: str, as_of: date) -> Tools:
    """Kept while neither the library's place nor its content changes."""
    return load_tools(open_library(home), as_of)
