"""Letters, mails and chat exports → comments: one a letter, one a mail, one a message of a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final, NamedTuple

from lxml import html

from lawcheck.comments.masking import mask_file_name
from lawcheck.comments.model import Comment, Unusable
from lawcheck.comments.reading_rows import moment, person_key
from lawcheck.errors import LawcheckError
from lawcheck.messages.comment_input import REASONS
from lawcheck.readers import decode_text, read

__all__ = ["read_letter", "read_mail", "read_plain"]

Found = tuple[list[Comment], list[Unusable]]

_STAMP: Final = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?"
# WeChat and QQ: a line with time and sender (or sender and time), the words below it.
_HEAD: Final = re.compile(rf"^(?:(?P<t1>{_STAMP})\s+(?P<n1>\S.{{0,60}}?)|(?P<n2>\S.{{0,60}}?)\s+(?P<t2>{_STAMP}))\s*$")
_FEWEST: Final = 3  # heads that make a text a chat
_SYSTEM: Final = re.compile(r"^(?:系统消息|系统提示|微信团队|QQ团队)$")
_NOTICE: Final = re.compile(r"^.{1,30}(?:撤回了一条消息|加入了?群聊|退出了?群聊|修改群名为.*|拍了拍.*)$")
_PICTURE: Final = re.compile(r"^(?:\[(?:图片|语音|视频|文件|表情|动画表情|链接|位置)[^\]]*\]\s*)+$")
_AUTO: Final = re.compile(r"自动回复|自动答复|auto(?:matic)?[- ]?reply|out of office|外出自动", re.IGNORECASE)
_QUOTE_HEAD: Final = re.compile(
    r"^\s*(?:-{2,}\s*(?:原始邮件|Original Message|转发的?邮件|Forwarded message).*|"
    r"(?:在|On)\s.{4,80}(?:写道|wrote)[：:]?)\s*$",
    re.IGNORECASE,
)
_NOT_BODY: Final = ("header", "footer", "comment")
_MOST_PARTS: Final = 50  # attachments of a mail that are read


def read_letter(data: bytes, name: str) -> Found:
    """A Word file or another document: its body is one comment."""
    try:
        source = read(name, data=data, name=name)
    except LawcheckError as error:
        return [], [Unusable(name, f"{REASONS['not_readable'][0]}：{error}")]
    text = "".join(block.text for block in source.blocks if block.provenance.part not in _NOT_BODY).strip()
    if not text:
        return [], [Unusable(name, REASONS["empty_file"][0])]
    return [Comment(name, text, channel="信函", source=name)], []


def read_plain(data: bytes, name: str) -> Found:
    """A text file: a chat export if it looks like one, else one letter."""
    decoded = decode_text(data)
    if decoded is None:
        return [], [Unusable(name, f"{REASONS['not_readable'][0]}：{name}")]
    text = re.sub(r"\r\n?", "\n", decoded.text)
    messages = list(_messages(text))
    if sum(bool(message.sender) for message in messages) >= _FEWEST:
        return _chat(messages, name)
    if not text.strip():
        return [], [Unusable(name, REASONS["empty_file"][0])]
    return [Comment(name, text.strip(), channel="信函", source=name)], []


class _Message(NamedTuple):
    line: int
    sender: str
    time: str
    text: str


def _messages(text: str) -> Iterator[_Message]:
    """The messages of a chat; what stands above the first has no sender."""
    line, sender, time, words = 1, "", "", list[str]()
    for number, content in enumerate(text.split("\n"), 1):
        if head := _HEAD.match(content):
            yield _Message(line, sender, time, "\n".join(words).strip())
            line, sender, time = number + 1, head["n1"] or head["n2"], head["t1"] or head["t2"]
            words = []
        else:
            words.append(content)
    yield _Message(line, sender, time, "\n".join(words).strip())


def _chat(messages: list[_Message], name: str) -> Found:
    comments, unusable = [], []
    for message in messages:
        source = f"{name} 第 {message.line} 行"
        reason = _no_comment(message)
        if not reason:
            comments.append(_said(message, name, source))
        elif message.text or message.sender:
            unusable.append(Unusable(source, REASONS[reason][0], message.text or message.sender))
    return comments, unusable


def _no_comment(message: _Message) -> str:
    if not message.sender:
        return "preface"
    if _SYSTEM.match(message.sender) or _NOTICE.match(message.text):
        return "system"
    if not message.text:
        return "no_text"
    return "picture" if _PICTURE.match(message.text) else ""


def _said(message: _Message, name: str, source: str) -> Comment:
    return Comment(
        f"{name}#{message.line}",
        message.text,
        person=person_key(message.sender, region=name),
        author=message.sender,
        channel="群聊",
        received=moment(message.time),
        source=source,
    )


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
    comments = [_mailed(message, own, subject, name)] if own else []
    unusable = [Unusable(name, REASONS["quoted_mail"][0], quoted)] if quoted else []
    for attached in list(message.iter_attachments())[:_MOST_PARTS]:
        found = _attachment(attached, name)
        comments += found[0]
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
