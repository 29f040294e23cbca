"""Letters and mails → comments: one a letter, one a mail, one each attachment; a text file may be a chat or records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from itertools import groupby
from typing import Final

from lxml import html

from lawcheck.comments.framing import find_sender, find_signers
from lawcheck.comments.masking import mask_file_name
from lawcheck.comments.model import Comment, Unusable
from lawcheck.comments.reading_chains import read_chain
from lawcheck.comments.reading_chats import read_chat
from lawcheck.comments.reading_columns import Table, TableColumns, find_columns
from lawcheck.comments.reading_records import read_records
from lawcheck.comments.reading_rows import person_key
from lawcheck.comments.reading_speeches import read_speeches
from lawcheck.comments.reading_tables import read_table
from lawcheck.document import Block
from lawcheck.errors import LawcheckError
from lawcheck.messages.comment_input import REASONS
from lawcheck.readers import decode_text, read

__all__ = ["read_letter", "read_mail", "read_plain"]

Found = tuple[list[Comment], list[Unusable]]

_AUTO: Final = re.compile(r"自动回复|自动答复|auto(?:matic)?[- ]?reply|out of office|外出自动", re.IGNORECASE)
_QUOTE_HEAD: Final = re.compile(
    r"^\s*(?:-{2,}\s*(?:原始邮件|Original Message|转发的?邮件|Forwarded message).*|"
    r"(?:在|On)\s.{4,80}(?:写道|wrote)[：:]?)\s*$",
    re.IGNORECASE,
)
_FORWARDED: Final = re.compile(r"^\s*-{2,}\s*(?:转发的?邮件|Forwarded message)", re.IGNORECASE | re.MULTILINE)
_FORWARD_FIELD: Final = re.compile(r"^\s*(?P<name>[\u4e00-\u9fff]{2,4}|[A-Za-z]{2,8})\s*[：:][ \t]*(?P<value>.*)$")
_PASSES_ON: Final = re.compile(r"转发|转交|下面|以下|如下|见附|代(?:为|替|我|父|母)|fwd|forward|below", re.IGNORECASE)
_SAYS_LITTLE: Final = 60  # characters above a forwarded mail, at most, that only pass it on
_JOINT: Final = 3  # names below a letter that make it the letter of many
_WIDE: Final = "\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’"
_SPREAD: Final = re.compile(rf"(?<=[{_WIDE}\d]) (?=[{_WIDE}\d])")
_INNER: Final = str.maketrans("“”", "‘’")  # marks inside other ones
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_SPREAD_SHARE: Final = 0.7  # of the characters have a blank behind them in such a text
_NOT_BODY: Final = ("header", "footer", "comment")
_ANSWERED: Final = re.compile("采纳|吸收情况")
_FEW_ROWS: Final = 2  # opinions from which a table is a summary
_AROUND: Final = 400  # characters around it, at most: more are a letter
_MOST_PARTS: Final = 50  # attachments of a mail that are read


def read_letter(data: bytes, name: str) -> Found:
    """A Word file or another document: its body is one comment, minutes one for each who spoke."""
    try:
        source = read(name, data=data, name=name)
    except LawcheckError as error:
        return [], [Unusable(name, f"{REASONS['not_readable'][0]}：{error}")]
    blocks = [block for block in source.blocks if block.provenance.part not in _NOT_BODY]
    if found := _summary(blocks, name):
        return found
    text = "".join(_told(blocks)).strip()
    if not text:
        return [], [Unusable(name, REASONS["empty_file"][0])]
    return read_speeches(text, name) or ([_letter(text, name)], [])


def _summary(blocks: Sequence[Block], name: str) -> Found | None:
    """The rows of a table that names who says what, or what became of it: a summary of many opinions and no letter; what
    stands around it is listed."""
    comments: list[Comment] = []
    unusable: list[Unusable] = []
    around = ""
    for table, inside in groupby(blocks, key=lambda block: block.provenance.table):
        cells = list(inside)
        grid = [] if table is None else _grid(cells)
        found = find_columns(Table(name, "", grid))
        named = found.header >= 0 and "text" in found.columns and not found.text_guessed
        if named and ("author" in found.columns or any(_ANSWERED.search(one) for one in found.names)):
            own, rest, _ = read_table(Table(name, "", grid), None)
            comments += own
            unusable += rest
        else:
            around += "".join(block.text for block in cells)
    if len(comments) < _FEW_ROWS or len(around.strip()) > _AROUND:
        return None
    return comments, [*([Unusable(name, REASONS["above"][0], around.strip())] if around.strip() else []), *unusable]


def _letter(text: str, name: str) -> Comment:
    """A letter as a comment; its sender is the office or the person that signs it."""
    author, signers = find_sender(text), find_signers(text)
    joint = len(signers) >= _JOINT and author in signers
    return Comment(
        name,
        text,
        person=person_key(author),
        author=signers[0] if joint else author,
        channel=f"信函，联名{len(signers)}人" if joint else "信函",
        source=name,
    )


def _closed(text: str) -> str:
    """``text`` without the blank that the reading of a scan puts between all its characters, where it does.

    >>> _closed("第 三 条 太 严 ， 改 成 十 天 。   何 小 满"), _closed("第三条 太严")
    ('第三条太严，改成十天。   何小满', '第三条 太严')
    """
    spread = len(_SPREAD.findall(text))
    return _SPREAD.sub("", text) if spread >= _SPREAD_SHARE * len(_HAN.findall(text)) else text


def _told(blocks: Sequence[Block]) -> Iterator[str]:
    """The texts of ``blocks``; a table of opinions (条款, 修改意见, 理由) row by row as a person would write it."""
    for table, inside in groupby(blocks, key=lambda block: block.provenance.table):
        cells = list(inside)
        rows = None if table is None else _opinions(cells)
        yield from [block.text for block in cells] if rows is None else rows


def _opinions(cells: Sequence[Block]) -> list[str] | None:
    """第十条：建议…。 理由：… for each row of a table that has columns for the clause and the opinion; else None."""
    grid = _grid(cells)
    found = find_columns(Table("", "", grid))
    if found.header < 0 or not {"chosen", "text"} <= found.columns.keys():
        return None
    above = ["\t".join(filter(None, row)) + "\n" for row in grid[: found.header]]
    return above + [line for row in grid[found.header + 1 :] if (line := _row(row, found))]


def _grid(cells: Sequence[Block]) -> list[list[str]]:
    """The cells of a table in their rows."""
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.provenance.row)]
    texts = [{cell.provenance.column or 0: cell.content.strip() for cell in row} for row in rows]
    width = 1 + max(at for row in texts for at in row)
    return [[row.get(at, "") for at in range(width)] for row in texts]


def _row(row: Sequence[str], found: TableColumns) -> str:
    """One line for the clause and the opinion, one for each other cell that says anything, with the name of its column."""
    cells = {field: row[at].strip() for field, at in found.columns.items()}
    clause, words = cells["chosen"].rstrip("：:。；"), cells["text"]
    skipped = {found.columns.get(field) for field in ("chosen", "text", "comment_id", "original")}
    if words and (original := cells.get("original", "").translate(_INNER)):
        clause = f"{clause}（原文“{original}”）"
    more = [f"{found.names[at]}：{cell}\n" for at, cell in enumerate(row) if cell and at not in skipped]
    return "".join([f"{clause}：{words}\n" if clause else f"{words}\n", *more]) if words or more else ""


def read_plain(data: bytes, name: str) -> Found:
    """A text file: a chat export, the records of a hotline or the speeches of a meeting if it looks like one, else one letter."""
    decoded = decode_text(data)
    if decoded is None:
        return [], [Unusable(name, f"{REASONS['not_readable'][0]}：{name}")]
    text = _closed(re.sub(r"\r\n?", "\n", decoded.text))
    if (
        found := read_chain(text, name)
        or read_chat(text, name)
        or read_records(text, name)
        or read_speeches(text, name)
    ):
        return found
    if not text.strip():
        return [], [Unusable(name, REASONS["empty_file"][0])]
    return [_letter(text.strip(), name)], []


def read_mail(data: bytes, name: str) -> Found:
    """A mail: the sender's own words are one comment, each attachment that can be read another."""
    message = message_from_bytes(data, policy=policy.default)
    if not any(message.get(field) for field in ("from", "subject", "date")):
        return [], [Unusable(name, REASONS["not_readable"][0])]
    subject, body = str(message.get("subject", "")), _body(message)
    automatic = str(message.get("auto-submitted", "no")).lower() != "no" or _AUTO.search(subject)
    if automatic:
        return [], [Unusable(name, REASONS["auto_reply"][0], body)]
    own, quoted = _without_quotes(body)
    if passed := _forwarded(message, own, quoted, name):
        comments = [passed]
        unusable = [Unusable(name, REASONS["forwarding"][0], own)] if own else []
    else:
        comments = [_mailed(message, own, subject, name)] if own else []
        unusable = [Unusable(name, REASONS["quoted_mail"][0], quoted)] if quoted else []
    for attached in list(message.iter_attachments())[:_MOST_PARTS]:
        found = _attachment(attached, name)
        comments += [_sent_by(comment, message) for comment in found[0]]
        unusable += found[1]
    if not comments and not unusable:
        unusable.append(Unusable(name, REASONS["empty_file"][0], subject))
    return comments, unusable


def _mailed(message: EmailMessage, text: str, subject: str, name: str) -> Comment:
    author, address = parseaddr(str(message.get("from", "")))
    return Comment(
        name,
        text,
        person=person_key(author, address),
        author=author,
        channel="电子邮件",
        received=_sent(message),
        title=subject,
        source=name,
    )


def _forwarded(message: EmailMessage, own: str, quoted: str, name: str) -> Comment | None:
    """The mail that the sender only passes on, as a comment of whoever wrote it; None for one that the office wrote itself
    and for one below words of the sender's own."""
    if not _FORWARDED.match(quoted) or len(own) > _SAYS_LITTLE or (own and not _PASSES_ON.search(own)):
        return None
    _, *lines = quoted.strip().split("\n")
    fields: dict[str, str] = {}
    while lines and (not lines[0].strip() or _FORWARD_FIELD.match(lines[0])):
        if field := _FORWARD_FIELD.match(lines.pop(0)):
            fields[field["name"].lower()] = field["value"].strip()
        elif fields:
            break
    author, address = parseaddr(fields.get("发件人") or fields.get("from", ""))
    words = "\n".join(lines).strip()
    if not words or (address and address == parseaddr(str(message.get("to", "")))[1]):
        return None
    subject = fields.get("主题") or fields.get("subject", "")
    return replace(_mailed(message, words, subject, name), person=person_key(author, address), author=author)


def _sent_by(attached: Comment, message: EmailMessage) -> Comment:
    """An attachment that nobody else signs is the sender's own."""
    mail = _mailed(message, attached.text, "", attached.comment_id)
    if attached.author and attached.author != mail.author:
        return replace(attached, received=mail.received)
    return replace(mail, source=attached.source)


def _sent(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).replace(tzinfo=None)
    except (TypeError, ValueError):
        return None


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or ""
    text = _decoded(data, charset)
    if part.get_content_subtype() == "html" and text.strip():
        text = _from_html(text)
    return re.sub(r"\r\n?", "\n", text).strip()


def _decoded(data: bytes, charset: str) -> str:
    """In the stated encoding (GB 2312 means its superset), else in the one that it reads best in."""
    stated = {"gb2312": "gb18030", "gbk": "gb18030"}.get(charset.lower(), charset)
    try:
        return data.decode(stated or "utf-8")
    except (LookupError, UnicodeDecodeError):
        found = decode_text(data)
        return found.text if found else data.decode("utf-8", errors="replace")


def _from_html(text: str) -> str:
    tree = html.fromstring(text)
    for node in tree.iter("script", "style"):
        node.clear()
    for node in tree.iter("br", "p", "div", "li", "tr"):
        node.tail = "\n" + (node.tail or "")
    return "".join(str(part) for part in tree.itertext())


def _without_quotes(body: str) -> tuple[str, str]:
    """The sender's words, and earlier mails quoted in them (``>`` lines, everything under 原始邮件)."""
    own: list[str] = []
    quoted: list[str] = []
    under = False
    for line in body.split("\n"):
        under = under or bool(_QUOTE_HEAD.match(line))
        (quoted if under or line.lstrip().startswith((">", "＞")) else own).append(line)
    return "\n".join(own).strip(), "\n".join(quoted).strip()


def _attachment(part: EmailMessage, name: str) -> Found:
    payload = part.get_payload(decode=True)
    shown = f"{name}/{mask_file_name(part.get_filename() or part.get_content_type())}"
    if not isinstance(payload, bytes) or not payload:
        return [], [Unusable(shown, REASONS["empty_file"][0])]
    return read_letter(payload, shown)
