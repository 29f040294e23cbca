"""Chat exports and threads of a forum → comments: one a message, as WeChat, QQ and boards write them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lawcheck.comments.model import CHAT, Comment, Unusable
from lawcheck.comments.reading_rows import moment, person_key
from lawcheck.messages.comment_input import REASONS

__all__ = ["read_chat"]

_DAY: Final = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?"
_STAMP: Final = rf"{_DAY}\s+{_CLOCK}"
_LATELY: Final = rf"(?:\d{{1,2}}月\d{{1,2}}日|今天|昨天|前天|(?:星期|周)[一二三四五六日天])\s*(?:凌晨|上午|中午|下午|晚上)?\s*{_CLOCK}"
# A line with time and sender (or sender and time), the words below it.
_HEAD: Final = re.compile(rf"^(?:(?P<t1>{_STAMP})\s+(?P<n1>\S.{{0,60}}?)|(?P<n2>\S.{{0,60}}?)\s+(?P<t2>{_STAMP}))\s*$")
# As WeChat mails a chat: a line for the day, then a line with the sender and the hour.
_OF_DAY: Final = re.compile(rf"^[\s—–\-=─*]*(?P<day>{_DAY})(?:\s*(?:星期|周)[一二三四五六日天])?[\s—–\-=─*]*$")
_RECENT: Final = re.compile(rf"^(?P<name>[^\s，。；？！：][^，。；？！：]{{0,30}}?)\s+(?P<time>{_LATELY})\s*$")
_ACCOUNT: Final = re.compile(r"[（(<＜][\w.@+-]{4,60}[）)>＞]$")  # 老何(12345), 阿林<alin@…>
_BRIEF: Final = re.compile(rf"^(?P<name>[^\s，。；？！：][^，。；？！：]{{0,30}}?)\s+(?P<time>{_CLOCK})\s*$")
_FLOOR: Final = re.compile(
    r"^(?:(?:\d{1,4}\s?(?:楼|[#＃])|楼主|层主|沙发|板凳)[：:]?\s*)?(?:(?:回复|发表于|发帖|跟帖)[：:]?\s*)?(?=\S)"
)
_WROTE: Final = re.compile(r"[ \u3000]*(?:发表于|发布于|回复于|评论于|说|写道)[：:]?$")  # of a board: 老何 发表于 …
_NUMBERED: Final = re.compile(r"^(?:(?P<number>\d{1,4})\s?(?:楼|[#＃])|(?P<word>楼主|沙发|板凳|地板))(?=[：:\s])")
_FLOORS: Final = {"楼主": 1, "沙发": 2, "板凳": 3, "地板": 4}
_QUOTE: Final = re.compile(r"\[quote\b[^\]\n]*\](?P<words>.*?)\[/quote\]", re.DOTALL | re.IGNORECASE)
_FEWEST: Final = 3  # heads that make a text a chat
_SYSTEM: Final = re.compile(r"^(?:系统消息|系统提示|微信团队|QQ团队)$")
_NOTICE: Final = re.compile(r"^.{1,30}(?:撤回了一条消息|加入了?群聊|退出了?群聊|修改群名为.*|拍了拍.*)$")
_PICTURE: Final = re.compile(
    r"^(?:\[(?:图片|语音|视频|文件|表情|动画表情|链接|位置)[^\]]*\]\s*(?:\d{1,3}\s?[\"”″'’秒s]{1,2}\s*)?)+$"
)
_REPLIED: Final = re.compile(r"^(?P<quoted>「.+?[：:].*?」)\s*\n\s*[-—–─ ]{5,}\s*\n(?P<own>.*)$", re.DOTALL)


class _Message(NamedTuple):
    line: int
    sender: str
    time: str
    text: str
    floor: str = ""


def read_chat(text: str, name: str) -> tuple[list[Comment], list[Unusable]] | None:
    """The messages of a chat; None for a text that is none.

    >>> chat = "—— 2026-09-01 ——\\n何 09:12\\n票价太高\\n林 09:13\\n[图片]\\n何 09:20\\n「林：挺好」\\n- - - - - - -\\n不好"
    >>> comments, unusable = read_chat(chat, "群.txt")
    >>> [(c.author, str(c.received), c.text) for c in comments]
    [('何', '2026-09-01 09:12:00', '票价太高'), ('何', '2026-09-01 09:20:00', '不好')]
    >>> [item.text for item in unusable]
    ['[图片]', '「林：挺好」']
    """
    plain = _QUOTE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    messages = list(_messages(plain))
    if sum(bool(message.sender) for message in messages) < _FEWEST:
        return None
    comments, unusable = _comments(messages, name)
    return comments, unusable + list(_quoted(text, name))


def _quoted(text: str, name: str) -> Iterator[Unusable]:
    """What a board quotes of another message: [quote]…[/quote]."""
    for match in _QUOTE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Unusable(f"{name} 第 {line} 行", REASONS["quoted_message"][0], match["words"].strip())


def _messages(text: str) -> Iterator[_Message]:
    """The messages of a chat; what stands above the first has no sender."""
    line, sender, time, floor, words = 1, "", "", "", list[str]()
    day = ""
    for number, content in enumerate(text.split("\n"), 1):
        if of_day := _OF_DAY.match(content):
            day = of_day["day"]
        elif head := _head(content, day):
            yield _Message(line, sender, time, "\n".join(words).strip(), floor)
            line, (sender, time), floor, words = number + 1, head, _floor(content), []
        else:
            words.append(content)
    yield _Message(line, sender, time, "\n".join(words).strip(), floor)


def _floor(content: str) -> str:
    """The number of a message on a board, as others call it: 3 of 3楼, 1 of 楼主.

    >>> _floor("板凳 何 发表于 2026-09-01 09:12"), _floor("何 2026-09-01 09:12")
    ('3', '')
    """
    match = _NUMBERED.match(content)
    return match["number"] or str(_FLOORS[match["word"]]) if match else ""


def _head(content: str, day: str) -> tuple[str, str] | None:
    """Sender and time of a message that begins here; the hour alone tells only below the line of a ``day``."""
    if head := _HEAD.match(content):
        return _WROTE.sub("", _FLOOR.sub("", head["n1"] or head["n2"])), head["t1"] or head["t2"]
    if recent := _RECENT.match(content):
        return recent["name"], recent["time"]
    brief = _BRIEF.match(content) if day else None
    return (brief["name"], f"{day} {brief['time']}") if brief else None


def _comments(messages: Sequence[_Message], name: str) -> tuple[list[Comment], list[Unusable]]:
    comments, unusable = [], []
    for message in messages:
        source = f"{name} 第 {message.line} 行"
        if replied := _REPLIED.match(message.text):
            unusable.append(Unusable(source, REASONS["quoted_message"][0], replied["quoted"]))
            message = message._replace(text=replied["own"].strip())
        reason = _no_comment(message)
        if not reason:
            comments.append(_said(message, name, source))
        elif message.text or message.sender:
            unusable.append(Unusable(source, REASONS[reason][0], message.text or message.sender))
    return comments, unusable


def _no_comment(message: _Message) -> str:
    if not message.sender:
        return "preface"
    if _SYSTEM.match(_ACCOUNT.sub("", message.sender)) or _NOTICE.match(message.text):
        return "system"
    if not message.text:
        return "no_text"
    return "picture" if _PICTURE.match(message.text) else ""


def _said(message: _Message, name: str, source: str) -> Comment:
    sender = _ACCOUNT.sub("", message.sender).strip()
    return Comment(
        f"{name}#{message.floor}楼" if message.floor else f"{name}#{message.line}",
        message.text,
        person=person_key(message.sender, region=name),
        author=sender,
        channel=CHAT,
        received=moment(message.time),
        source=source,
    )
