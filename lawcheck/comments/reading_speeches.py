"""Words of several people in one text, each behind a name and a colon (何小满：太贵): the minutes of a meeting, a chat that
was pasted without its times → one comment each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from lawcheck.comments.lexicon import read_words
from lawcheck.comments.model import CHAT, Comment, Unusable
from lawcheck.comments.naming import names_somebody, standing_name
from lawcheck.comments.reading_columns import field_of
from lawcheck.comments.reading_rows import person_key
from lawcheck.messages.comment_input import REASONS

__all__ = ["read_speeches"]

_HEAD: Final = re.compile(
    r"^\s*(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）.．、]\s*)?(?P<who>[^：:，,。；;！!？?《》“”\"「」\n]{2,30})[：:](?P<words>.*)$"
)
_REPLY: Final = re.compile(r"[ \u3000]*(?:(?:回复|@)[ \u3000]*.*|认为|提出|表示|建议|发言|指出|的?意见)$")
_ADDRESSED: Final = re.compile(
    r"^\s*(?:尊敬的|敬爱的|亲爱的|各位|致)[^：:\n]{1,24}[：:]", re.MULTILINE
)  # a letter, whatever it repeats
_ASIDE: Final = re.compile(r"[（(][^）)]*[）)]")
_MEETING: Final = re.compile(r"(?:座谈|听证|论证|征求意见|讨论|协商)会|(?:会议|发言|听证)(?:记录|纪要|实录|笔录)")
_CHAIRS: Final = re.compile(r"(?:主持人?|记录人?|听证员|书记员|出席(?:人员)?|参会人员?|列席(?:人员)?|地点|时间|议题)$")
_FEWEST: Final = 3  # speeches that make a text a list of them
_NAMED: Final = 2  # people among them that have a name
_SHARE: Final = 0.6  # of the lines below the first speech, at least, begin one
_PREFACE: Final = 60  # characters above the first speech, at most: more are a letter with names below it …
_MINUTES_HEAD: Final = 600  # … or the head of minutes, with those who were there
_WORDS: Final = 2  # Chinese characters that say something
_TOP: Final = 6  # lines in which minutes call themselves so
_NEARLY: Final = 0.9
_NICK: Final = 10  # characters of a nickname
_ARGUMENT: Final = re.compile(
    r"建议|意见|理由|问题|回答|提问|答复|原因|依据|现状|对策|措施|目的|优点|缺点|好处|坏处|原文|修改|草案|条例|办法|规定|总之|其[一二三他次]|补充|结论|附|"
    r"第.{1,4}[条款项章]|^[一二三四五六七八九十\d、.]+$|费|款|时间|期限|标准|范围|区域|人群|部门"
)
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_MINUTES: Final = "座谈会"


class _Speech(NamedTuple):
    line: int
    who: str
    words: list[str]


def read_speeches(text: str, name: str) -> tuple[list[Comment], list[Unusable]] | None:
    """The speeches of ``text``; None for a text in which not three lines begin with somebody's name or post and a colon.

    >>> told = "座谈会记录\\n居民代表何小满：第三条太严。\\n林一苇：票价高。\\n物业公司负责人：同意。"
    >>> comments, unusable = read_speeches(told, "会.txt")
    >>> [(c.author, c.identity, c.text) for c in comments]
    [('何小满', '居民代表', '第三条太严。'), ('林一苇', '', '票价高。'), ('物业公司负责人', '', '同意。')]
    >>> unusable[0].text, read_speeches("建议：降价\\n理由：太贵\\n依据：价格法", "信.txt")
    ('座谈会记录', None)
    """
    lines = text.split("\n")
    meeting = bool(_MEETING.search("\n".join(lines[:_TOP])) or _MEETING.search(name))
    before, *speeches = _speeches(lines, nicks=not meeting)
    share = len(speeches) / max(_below(before, speeches, lines), 1)
    told = _is_told(before, speeches, share, meeting) or (not meeting and _is_chat(before, speeches, share))
    if _ADDRESSED.search(text) or not told:
        return None
    above = "\n".join(before.words).strip()
    unusable = [Unusable(f"{name} 第 1 行", REASONS["preface"][0], above)] if above else []
    silent = [speech for speech in speeches if not "\n".join(speech.words).strip()]
    unusable += [Unusable(f"{name} 第 {speech.line} 行", REASONS["no_text"][0], speech.who) for speech in silent]
    channel = _MINUTES if meeting else CHAT
    return [_comment(speech, name, channel) for speech in speeches if speech not in silent], unusable


def _is_told(before: _Speech, speeches: Sequence[_Speech], share: float, meeting: bool) -> bool:
    """Whether most lines are speeches and some who speak have a name; a long text above is a letter."""
    found = [_post_and_name(speech.who) for speech in speeches]
    named = {name for _, name in found if names_somebody(name)}
    return (
        len(speeches) >= _FEWEST
        and share >= _SHARE
        and any(names_somebody(name, sure=not post) for post, name in found)
        and len(named) >= _NAMED
        and len("\n".join(before.words).strip()) <= (_MINUTES_HEAD if meeting else _PREFACE)
        and _say_something(speeches)
    )


def _is_chat(before: _Speech, speeches: Sequence[_Speech], share: float) -> bool:
    """Whether people under nicknames talk: nearly every line has one, two at least do, and one of them again."""
    counts = Counter(speech.who for speech in speeches)
    return (
        len(speeches) > _FEWEST
        and share >= _NEARLY
        and 1 < len(counts) < len(speeches)
        and not "".join(before.words).strip()
        and _say_something(speeches)
    )


def _below(before: _Speech, speeches: Sequence[_Speech], lines: Sequence[str]) -> int:
    """Lines from the first speech on, without those that only have the words of the name above them."""
    alone = sum(not speech.words[0] and len(speech.words) > 1 for speech in speeches)
    return sum(bool(line.strip()) for line in lines[before.line :]) - alone


def _say_something(speeches: Sequence[_Speech]) -> bool:
    """Whether most have words: names with their numbers below a letter are its signatures."""
    told = [speech for speech in speeches if len(_HAN.findall("".join(speech.words))) >= _WORDS]
    return len(told) >= _SHARE * len(speeches)


def _speeches(lines: Sequence[str], *, nicks: bool = False) -> list[_Speech]:
    """What stands above the first speech (with the number of its lines), then each with the number of its first line."""
    found = [_Speech(0, "", [])]
    for number, line in enumerate(lines, 1):
        head = _HEAD.match(line)
        if head and (who := _speaker(head["who"], nicks=nicks)):
            found.append(_Speech(number, who, [head["words"].strip()]))
        else:
            found[-1].words.append(line)
    first = found[1].line - 1 if len(found) > 1 else len(lines)
    return [found[0]._replace(line=first), *found[1:]]


def _speaker(label: str, *, nicks: bool = False) -> str:
    """Who speaks, if ``label`` is a person, a post or (``nicks``) what may be a nickname; 时间, 地点, 主持人 and the labels of
    a form or an argument are none."""
    who = _REPLY.sub("", label).strip()
    plain = re.sub(r"\s", "", _ASIDE.sub("", who))
    post = _posts().search(plain)
    titled = field_of(plain) and not (post and len(plain) > len(post[0]))  # 负责人 is one, 水库管理单位负责人 a person
    if titled or _CHAIRS.search(plain) or not plain:
        return ""
    known = post or standing_name(plain, _posts()) or names_somebody(_post_and_name(who)[1])
    return who if known or (nicks and len(plain) <= _NICK and not _ARGUMENT.search(plain)) else ""


def _post_and_name(who: str) -> tuple[str, str]:
    """居民代表何小满 → 居民代表, 何小满; what has no post is a name."""
    plain = re.sub(r"\s", "", who)
    aside = "".join(match[0].strip("（）()") for match in _ASIDE.finditer(plain))
    plain = _ASIDE.sub("", plain)
    name = standing_name(plain, _posts())
    return (aside or plain[: len(plain) - len(name)], name) if name else (aside, plain)


@cache
def _posts() -> re.Pattern[str]:
    """The posts that end a label: 居民代表, 物业公司负责人."""
    data = read_words("framing")
    return re.compile(rf"(?:{data['roles']}|{data['titles']}|{data['speakers']})$")


def _comment(speech: _Speech, name: str, channel: str) -> Comment:
    post, author = _post_and_name(speech.who)
    return Comment(
        f"{name}#{speech.line}",
        "\n".join(speech.words).strip(),
        person=person_key(author, region=name),
        author=author,
        channel=channel,
        identity=post,
        source=f"{name} 第 {speech.line} 行",
    )
