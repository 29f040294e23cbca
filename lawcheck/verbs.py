"""The verbs of ``import lawcheck``: each takes a path, a text or a value, and gives a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from lawcheck.citations import Citation, resolve_citations
from lawcheck.comments import Comment, Digest, analyse, read_comments
from lawcheck.document import Document, SourceText
from lawcheck.document import parse as parse_source
from lawcheck.laws import DocumentKind, Library, open_library
from lawcheck.matching import Match, find_higher_laws, match_document
from lawcheck.procedure import read_facts
from lawcheck.readers import read as read_file
from lawcheck.resources import names_file
from lawcheck.reviewing import Review, Tools, load_tools, review_document

__all__ = ["cite", "digest", "match", "parse", "read", "review"]

Input = str | Path | SourceText | Document

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
    return read_file(path, simplify=simplify)


def parse(source: Input) -> Document:
    """Parse a file, a text or a :class:`SourceText` into a :class:`Document`; never refuses a text.

    A ``str`` of one line that names an existing file or ends like a file name (``.docx`` …) is a path, any other ``str``
    is the text itself; a ``Path`` is always a file.

    >>> parse("某市某条例\\n第一条　甲。").articles[0].full_text
    '甲。'
    >>> parse("没有这个文件.docx")
    Traceback (most recent call last):
    lawcheck.errors.UnreadableFile: [E101] 没有这个文件.docx：文件不存在。请检查路径和文件名。
    """
    if isinstance(source, Document):
        return source
    if isinstance(source, str) and not _is_path(source):
        return parse_source(source)
    if isinstance(source, str | Path):
        return parse_source(read_file(source))
    if isinstance(source, SourceText):
        return parse_source(source)
    raise TypeError(f"expected a path, a text, a SourceText or a Document, not {type(source).__name__}")


def _is_path(text: str) -> bool:
    """Whether a string means a file rather than a text."""
    if "\n" in text or not text.strip() or len(text) > 1000:
        return False
    return text.lower().endswith(_FILE_ENDINGS) or names_file(text)


def cite(source: Input, *, as_of: date, library: Library | None = None) -> tuple[Citation, ...]:
    """Every reference in a file or text, resolved against the library as of a day.

    >>> from datetime import date
    >>> [c.state.value for c in cite("第一条　依照《中华人民共和国物权法》。", as_of=date(2026, 11, 22))]
    ['已废止']
    """
    document = parse(source)
    facts = read_facts(document)
    return resolve_citations(document, library or _library(), as_of, facts.made, facts.effective)


def match(source: Input, *, as_of: date, library: Library | None = None) -> tuple[Match, ...]:
    """The best higher clauses for every 款 of a document.

    >>> from datetime import date
    >>> text = "某市防火条例\\n第一条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。"
    >>> best = match(text, as_of=date(2026, 11, 22))[0].clauses[0]
    >>> best.law.title, best.article.label
    ('中华人民共和国消防法', '第五条')
    """
    document = parse(source)
    tools = _tools(library, as_of)
    facts = read_facts(document)
    citations = resolve_citations(document, tools.library, as_of, facts.made, facts.effective)
    higher = find_higher_laws(document, facts, citations, tools.library, tools.index, as_of)
    return match_document(document, facts, higher, tools.library, tools.index, as_of, citations=citations)


def review(
    source: Input,
    *,
    as_of: date,
    library: Library | None = None,
    kind: DocumentKind | None = None,
    territory: str | None = None,
) -> Review:
    """The whole review of one document: coverage, higher laws, matches, citations, terms and the run of every rule.

    >>> from datetime import date
    >>> result = review("某市某条例\\n第一条　销售帐簿。", as_of=date(2026, 11, 22))
    >>> [f.rule for f in result.findings if f.quote == "帐"], sum(result.state_counts.values())
    (['W07'], 189)
    """
    tools = _tools(library, as_of)
    return review_document(parse(source), tools.library, as_of=as_of, kind=kind, territory=territory, tools=tools)


def digest(
    comments: str | Path | Sequence[Comment], draft: Input, *, columns: Mapping[str, str] | None = None
) -> Digest:
    """What people want on each clause of a draft: comments (a workbook, CSV, JSON lines, a folder of letters, or values)
    split into points, mapped to clauses, near-identical texts together; the counts reconcile.

    ``columns`` (field → header or letter) where the columns of a table are guessed wrong. Raises what
    :func:`~lawcheck.comments.read_comments` raises.

    >>> from lawcheck.comments import Comment
    >>> result = digest([Comment("a", "支持第一条。")], "某市停车条例\\n第一条　禁止占用盲道停放车辆。")
    >>> [(page.label, page.persons) for page in result.clauses if page.points], result.ledger.reconciles
    ([('第一条', 1)], True)
    """
    if isinstance(comments, str | Path):
        found, unusable = read_comments(comments, columns)
    else:
        found, unusable = tuple(comments), ()
    return analyse(found, parse(draft), unusable=unusable)


def _library() -> Library:
    """Opened anew each time (milliseconds), so that ``LAWCHECK_HOME`` and added laws count at once."""
    return open_library()


def _tools(library: Library | None, as_of: date) -> Tools:
    held = library or _library()
    return _tools_at(held.path.parent, held.fingerprint, as_of)


@lru_cache(maxsize=2)
def _tools_at(home: Path, fingerprint: str, as_of: date) -> Tools:
    """Kept while neither the library's place nor its content changes."""
    return load_tools(open_library(home), as_of)
