"""Laws as JSON lines: one object a line, told apart, turned into the Markdown form that the reader of laws knows."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from lawcheck.errors import UsageError
from lawcheck.laws.dates import parse_date
from lawcheck.laws.titles import normalise_title
from lawcheck.readers import decode_text

if TYPE_CHECKING:  # the network modules are loaded only where a source is used
    from lawcheck.laws.sources.model import SourceLaw

__all__ = ["JSON_LINES", "RECORD", "fetched_record", "record_source", "record_text", "split_lines"]

JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
RECORD: Final = ".record"
"""Behind the name under which one line is kept."""
_TITLE: Final = ("title", "name", "标题")
_TEXT: Final = ("text", "content", "正文")
_NOTE: Final = ("note", "题注")
_MAKER: Final = ("maker", "office", "制定机关")
_DAYS: Final = (("adopted", "通过"), ("published", "公布"), ("amended", "修正"), ("effective", "施行"))


def split_lines(name: str, data: bytes) -> Iterator[tuple[str, bytes] | UsageError]:
    """The lines of a file, each under a name made of title and day, so that a changed line replaces the one before.

    A line that is no object with a title (I303) or has a day that is none (I304) gives the error in its place, with its
    number: the lines behind it are not lost.
    """
    for number, line in enumerate(_in_utf8(data).splitlines(), 1):
        if line.strip():
            try:
                yield _named_line(name, line.strip(), number)
            except UsageError as error:
                yield error


def _in_utf8(data: bytes) -> bytes:
    """A file that was saved in another encoding (Windows: GBK, UTF-16), in that of JSON."""
    try:
        data.decode()
    except UnicodeDecodeError:
        decoded = decode_text(data)
        return decoded.text.encode() if decoded else data
    return data.removeprefix(BOM_UTF8)


def _named_line(name: str, line: bytes, number: int) -> tuple[str, bytes]:
    record = _object(line, name, number)
    days = [str(record[key]) for key, _ in _DAYS if record.get(key)]
    if unread := [day for day in days if _day(day) is None]:
        raise UsageError("I304", name=name, line=number, value=unread[0])
    return f"{name}#{normalise_title(_first(record, _TITLE))}#{days[0] if days else ''}{RECORD}", line


def _day(value: str) -> date | None:
    """A day as the record gives it: 2020-01-02, 2020/1/2, 2020.1.2, 2020年1月2日, also with an hour behind it."""
    parts = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)", value.strip())
    try:
        return date(*map(int, parts.groups())) if parts else parse_date(value)
    except ValueError:
        return None


def fetched_record(law: SourceLaw) -> tuple[str, bytes]:
    """The name and the line under which a text fetched from outside is kept."""
    days = {"adopted": law.adopted, "published": law.published, "effective": law.effective_from}
    record = {"title": law.title, "maker": law.maker, "note": law.note, "text": law.text,
              **{key: day.isoformat() for key, day in days.items() if day},
              "source": law.source, "ref": law.ref, "fetched": law.fetched_on.isoformat()}  # fmt: skip
    day = law.adopted or law.effective_from
    name = f"{law.source}#{normalise_title(law.title)}#{day.isoformat() if day else law.ref}{RECORD}"
    return name, json.dumps(record, ensure_ascii=False, sort_keys=True).encode()


def record_source(line: bytes, name: str) -> str:
    """What the library shows as the source of a record: for a fetched one the database and the day.

    >>> record_source(b'{"title": "t", "source": "office", "fetched": "2026-11-22"}', "x.jsonl#t#.record")
    '外部数据库 office，2026-11-22 取得'
    """
    record = _object(line, name, 0)
    if record.get("source") and record.get("fetched"):
        return f"外部数据库 {record['source']}，{record['fetched']} 取得"
    return name.removesuffix(RECORD)


def _object(line: bytes, name: str, number: int) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError("I303", name=name, line=number) from error
    if not isinstance(record, dict) or not _first(record, _TITLE):
        raise UsageError("I303", name=name, line=number)
    return record


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(record[name]).strip() for name in names if record.get(name)), "")


def record_text(line: bytes) -> bytes:
    """One record in the form of LawRefBook: title, 题注, text.

    >>> print(record_text('{"title": "某条例", "adopted": "2020-01-02", "maker": "某市人大常委会",'
    ...                   ' "text": "第一条 甲。"}'.encode()).decode())
    # 某条例
    <BLANKLINE>
    2020年1月2日 某市人大常委会通过
    <BLANKLINE>
    <!-- INFO END -->
    <BLANKLINE>
    第一条 甲。
    """
    record = _object(line, "", 0)
    note = _first(record, _NOTE) or "\n\n".join(_events(record))
    text = _first(record, _TEXT) or "\n\n".join(_articles(record))
    return f"# {_first(record, _TITLE)}\n\n{note}\n\n<!-- INFO END -->\n\n{text}".encode()


def _events(record: Mapping[str, Any]) -> Iterator[str]:
    for key, word in _DAYS:
        if day := _day(str(record.get(key) or "")):
            yield f"{day.year}年{day.month}月{day.day}日 {_first(record, _MAKER) if key in ('adopted', 'amended') else ''}{word}"


def _articles(record: Mapping[str, Any]) -> Iterator[str]:
    """``articles``: strings, or objects with ``label`` (第一条) and ``text``, and ``heading`` where a chapter begins."""
    articles = record.get("articles")
    for article in articles if isinstance(articles, list) else ():
        if isinstance(article, dict):
            if article.get("heading"):
                yield f"## {article['heading']}"
            yield f"{article.get('label') or ''} {article.get('text') or ''}".strip()
        else:
            yield str(article)
