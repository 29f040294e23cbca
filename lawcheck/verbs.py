"""The verbs of ``import lawcheck``: each takes a path, a text or a value, and gives a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache, partial
from os import PathLike, fspath
from pathlib import Path
from typing import Final

from lawcheck.arguments import day_given, expect
from lawcheck.citations import Citation, resolve_citations
from lawcheck.comments import Comment, Digest, Jobs, Stance, analyse, read_comments
from lawcheck.comparison import DocumentComparison, compare_versions, compare_with_higher
from lawcheck.document import Document, SourceText, Span
from lawcheck.document import parse as parse_source
from lawcheck.errors import UnreadableFile, UsageError
from lawcheck.laws import DocumentKind, Library, holds_library, open_library, parse_kind
from lawcheck.laws import territory as territory_of
from lawcheck.limits import stoppable
from lawcheck.matching import Match, find_higher_laws, match_document
from lawcheck.procedure import Materials, read_facts, read_materials
from lawcheck.readers import Filing, open_filing
from lawcheck.readers import read as read_file
from lawcheck.references import find_references, looks_normative
from lawcheck.resources import names_file, names_folder
from lawcheck.reviewing import Review, Tools, load_tools, review_document

__all__ = ["cite", "compare", "digest", "match", "names_a_file", "parse", "parse_words", "read", "review"]

FileName = str | PathLike[str]
Input = FileName | SourceText | Document
Holder = Library | FileName | None
"""A library, the folder of one, or None: the user's own (``LAWCHECK_HOME``)."""

# Endings of file names: a one-line ``str`` that ends so is a path even if the file is missing, so that a mistyped path
# is an error and not a text without articles that "passes" every check.
_FILE_ENDINGS = (
    *(".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd", ".html", ".htm", ".mht", ".mhtml"),
    *(".txt", ".md", ".akn", ".xml", ".json", ".zip", ".eml", ".jpg", ".jpeg", ".png", ".tif", ".tiff"),
)


def read(path: FileName, *, data: bytes | None = None, simplify: bool = False) -> SourceText:
    """Read a file of any supported format into text with provenance; of a package (zip, mail) the document in it.

    With ``data`` (an upload, a column of a database) nothing is opened, and ``path`` is only the name that errors tell. With
    ``simplify`` Traditional characters become Simplified ones; the original stays in ``SourceText.original``.
    Raises :class:`~lawcheck.errors.UnreadableFile` (file, cause, remedy) for anything that cannot be read. For files from
    strangers :func:`lawcheck.readers.read_guarded` does the same within limits of time and memory.

    >>> read("条例.txt", data="第一条　甲。".encode("gb18030")).text
    '第一条　甲。'
    """
    return _filing(path, data, simplify).source


def _filing(path: FileName, data: bytes | None = None, simplify: bool = False) -> Filing:
    if data is not None:
        expect(data, bytes, "data", "the bytes of the file")
    return open_filing(_named(path), data=data, reader=partial(read_file, simplify=simplify))


def _named(path: FileName) -> Path:
    """A path that names something: the empty one would be the present folder."""
    if not isinstance(path, str | PathLike):
        raise TypeError(f"expected a path, not {type(path).__name__} (bytes: lawcheck.read(name, data=…))")
    name = fspath(path)
    if not name.strip() or "\0" in name:
        raise UnreadableFile("E101", name=f"“{name}”".replace("\0", "\\0"))
    return Path(name)


def parse(source: Input) -> Document:
    """Parse a file, a text or a :class:`SourceText` into a :class:`Document`; never refuses a text.

    A ``str`` of one line that names an existing file or folder or ends like a file name (``.docx`` …) is a path, any other ``str``
    is the text itself; a ``Path`` is always a file. Of a package (zip, mail) it is the document in it. For the bytes of a file:
    ``parse(read(name, data=…))``.

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
    if isinstance(source, str | PathLike):
        return parse_source(read(source))
    if isinstance(source, SourceText):
        return parse_source(source)
    wanted = "a path, a text, a SourceText or a Document"
    raise TypeError(f"expected {wanted}, not {type(source).__name__} (bytes: lawcheck.read(name, data=…))")


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
    document, day = parse(source), day_given(as_of)
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
    document, day = parse(source), day_given(as_of)
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
    rules: FileName | None = None,
    terms: FileName | None = None,
) -> Review:
    """The whole review of one document: coverage, higher laws, matches, citations, terms and the run of every rule. Of a
    package (zip, mail) the document in it is reviewed, and the form of the filing by the files beside it.

    ``source`` is what :func:`parse` takes. ``kind`` is a :class:`~lawcheck.laws.DocumentKind`, its code or its name (``"K4"``, ``"部门规章"``); ``territory`` a
    six-digit code of GB/T 2260. ``rules`` and ``terms`` are the folders of an office's own rules and word lists.
    With these a review in another than the main thread runs in a process of its own, so that an expression without end stops.
    :func:`lawcheck.reports.review_json` makes the JSON of ``docs/schema/review.schema.json`` out of the result,
    :func:`lawcheck.reports.render_outputs` all files of the command line.

    >>> from datetime import date
    >>> result = review("某市某条例\\n第一条　销售帐簿。", as_of=date(2026, 11, 22), kind="K4")
    >>> [f.rule for f in result.findings if f.quote == "帐"], sum(result.state_counts.values())
    (['W07'], 190)
    """
    if not isinstance(territory, str | None):
        raise TypeError(f"territory: expected a code of six digits such as '330500', not {territory!r}")
    if territory is not None and territory_of(territory) is None:
        raise UsageError("E513", value=territory)
    day, meant = day_given(as_of), _kind(kind)
    own = [_folder(folder, name) for name, folder in (("rules", rules), ("terms", terms))]
    held = _library(library)
    document, materials = _with_materials(source)
    if any(own):  # expressions of an office need a limit of time
        return stoppable(_reviewed, document, materials, held, day, meant, territory, *own)
    return _reviewed(document, materials, held, day, meant, territory)


def _with_materials(source: Input) -> tuple[Document, Materials | None]:
    """The document, and what came with it in a package."""
    if isinstance(source, PathLike) or (isinstance(source, str) and names_a_file(source)):
        filing = _filing(source)
        return parse_source(filing.source), read_materials(filing)
    return _some_text(parse(source), "source"), None


def _some_text(document: Document, name: str) -> Document:
    """Nothing passes every check; an empty file is refused when it is read (E104)."""
    if not document.source.text.strip():
        raise UsageError("E725", name=name)
    return document


def _folder(given: FileName | None, name: str) -> Path | None:
    if given is None:
        return None
    expect(given, (str, PathLike), name, "the name of a folder")
    if not fspath(given).strip():
        raise UsageError("E720", name=name)
    return Path(given)


def _reviewed(
    document: Document,
    materials: Materials | None,
    library: Library,
    day: date,
    kind: DocumentKind | None,
    territory: str | None,
    rules: Path | None = None,
    terms: Path | None = None,
) -> Review:
    tools = _tools(library, day, rules, terms)
    return review_document(
        document, tools.library, as_of=day, kind=kind, territory=territory, tools=tools, materials=materials
    )


def _kind(given: DocumentKind | str | None) -> DocumentKind | None:
    if given is None or isinstance(given, DocumentKind):
        return given
    if not isinstance(given, str):
        raise TypeError(f"kind: expected a DocumentKind, its code or its name, not {given!r}")
    return parse_kind(given)


def compare(old: Input, new: Input, *, higher: bool = False) -> DocumentComparison:
    """What became of each 条 of ``old`` in ``new``; with ``higher`` each 款 of a lower text (``old``) beside the 款 of the
    higher one (``new``) that is most like it. :func:`lawcheck.reports.compared_record` makes plain values out of the result,
    :func:`lawcheck.reports.compared_outputs` files.

    >>> result = compare("某市某条例\\n第一条　罚款一千元。", "某市某条例\\n第一条　罚款一千元。\\n第二条　自公布之日起施行。")
    >>> [(row.kind, row.lower.label) for row in result.rows if row.lower]
    [('same', '第一条'), ('added', '第二条')]
    """
    first, second = _some_text(parse(old), "old"), _some_text(parse(new), "new")
    return compare_with_higher(first, second) if higher else compare_versions(first, second)


def digest(
    comments: FileName | Sequence[Comment | str],
    draft: Input,
    *,
    columns: Mapping[str, str] | None = None,
    jobs: int = 1,
) -> Digest:
    """What people want on each clause of a draft: comments (a workbook, CSV, JSON lines, a folder of letters, or values: a
    ``str`` among them is the text of one) split into points, mapped to clauses, near-identical texts together; the counts
    reconcile.

    ``columns`` (``{"内容": "意见建议", "姓名": "B"}``: header or letter) where the columns of a table are guessed wrong. ``jobs`` processes for thousands of
    comments; a script that asks for more than one needs ``if __name__ == "__main__"``. Raises what
    :func:`~lawcheck.comments.read_comments` raises. Rows of a database are given as
    :class:`~lawcheck.comments.Comment` values. :func:`lawcheck.reports.digest_record` makes plain values out of the result.

    >>> result = digest(["支持第一条。"], "某市停车条例\\n第一条　禁止占用盲道停放车辆。")
    >>> [(page.label, page.persons) for page in result.clauses if page.points], result.ledger.reconciles
    ([('第一条', 1)], True)
    """
    expect(jobs, int, "jobs", "a number of processes")
    if jobs < 1:
        raise UsageError("E724", jobs=jobs)
    if isinstance(comments, str | PathLike):
        found, unusable = read_comments(_named(comments), columns)
    elif columns is not None:
        raise TypeError("columns: only for a table of comments; values have fields of their own")
    elif isinstance(comments, bytes) or not isinstance(comments, Iterable):
        raise TypeError(f"expected a path, comments or their texts, not {type(comments).__name__}")
    else:
        found, unusable = tuple(_comment(n, given) for n, given in enumerate(comments, 1)), ()
    return analyse(found, _some_text(parse(draft), "draft"), jobs=Jobs(jobs), unusable=unusable)


def _comment(number: int, given: Comment | str) -> Comment:
    if isinstance(given, Comment):
        _check(given)
        return given
    if isinstance(given, str):
        return Comment(f"第{number}件", given)
    raise TypeError(
        f"expected comments or their texts, not {type(given).__name__} (a row: lawcheck.comments.Comment(id, text, …))"
    )


def _check(given: Comment) -> None:
    """A row of a database often has NULL, a number or words where a value is wanted."""
    of = f"comment {given.comment_id!r}"
    for name in ("comment_id", "text", "person", "author", "title", "stated", "proposed", "reason"):
        expect(getattr(given, name), str, f"{of}: {name}", "a str")
    expect(given.received, (datetime, type(None)), f"{of}: received", "a datetime or None")
    expect(given.stance, (Stance, type(None)), f"{of}: stance", "a lawcheck.comments.Stance or None")
    expect(given.chosen, tuple, f"{of}: chosen", "a tuple of eids such as ('art_5',)")


def _library(given: Holder) -> Library:
    """As given, or the one in that folder; opened anew each time (milliseconds), so that ``LAWCHECK_HOME`` and added laws
    count at once: also where the library was opened before they were added. A folder without a library is a mistyped one: building there would be a review without the office's laws."""
    if isinstance(given, Library):
        return given if given.is_current() else open_library(given.path.parent)
    expect(given, (str, PathLike, type(None)), "library", "a Library, a folder or None")
    home = _folder(given, "library")
    if home is not None and not holds_library(home):
        raise UsageError("E723", path=str(home))
    return open_library(home)


def _tools(library: Holder, as_of: date, rules: Path | None = None, terms: Path | None = None) -> Tools:
    held = _library(library)
    if rules or terms:  # read anew each time, since somebody is at work on them
        return load_tools(held, as_of, rules=rules, terms=terms)
    return _tools_at(held, as_of)


@lru_cache(maxsize=2)
def _tools_at(library: Library, as_of: date) -> Tools:
    """Kept while neither the library's place nor its content changes."""
    return load_tools(library, as_of)
