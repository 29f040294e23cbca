"""A comment → its opinion points (意见点): enumerations, paragraphs, 另外 …, another cited article; offsets kept.

Most comments make one point, and a point cut in two counts a person's wish twice, so that a new one needs a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lawcheck.comments.framing import SENTENCE, without_framing
from lawcheck.comments.lists import split_list
from lawcheck.comments.model import Comment, Point
from lawcheck.comments.remarks import split_remarks
from lawcheck.document import Span, normalise, parse_numeral

__all__ = ["split_points"]

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_MARKS: Final = (
    rf"{_NUMERAL}[、.．，](?!\d|\s*第?[（(]{_NUMERAL}[)）〉])",
    rf"[（(]{_NUMERAL}[)）](?![中里的])",
    r"\d{1,2}[、．)）]|\d{1,2}[.](?!\d)|\d{1,2}[.](?=12[345]\d\d(?!\d))",  # also before the number of a hotline
    r"[（(]\d{1,2}[)）]",
    "[①-⑳⑴-⒇]",
    rf"第{_NUMERAL}[，,、：:]",
    rf"{_NUMERAL}是",
    r"[-•●◆■▪*][ \t]*",
)
_ENUMERATOR: Final = re.compile("|".join(f"(?P<m{n}>{mark})" for n, mark in enumerate(_MARKS)))
_AT_LINE: Final = frozenset(range(len(_MARKS)))
_ONE: Final = re.compile(r"[一1①⑴]")
_TWO: Final = re.compile(r"[二2②⑵]")
_NEXT: Final = re.compile(
    r"(?:另外|此外|除此之外|除此以外|还有(?!的|些|人)|再有|再者|再就是|其次|再次|最后(?=[，,]|建议|一点|说)|另(?=[，,、]|建议|，)|"
    r"同时[，,]?(?:也)?(?:建议|希望|请)|还(?:建议|希望|请)|也(?:建议|希望)|顺便|对了|P\.?S\b|附带)"
)
_CITED: Final = re.compile(r"^.{0,8}?第\s?[零〇一二三四五六七八九十百\d０-９]{1,5}\s?[条條]")
_NUMBER: Final = re.compile(r"第\s?([零〇一二三四五六七八九十百\d０-９]{1,5})\s?[条條]")
_ARTICLES: Final = re.compile(
    r"第?\s?([零〇一二三四五六七八九十百\d０-９]{1,5})[、，,]\s?([零〇一二三四五六七八九十百\d０-９]{1,5})"
    r"(?:[、，,和及至到]\s?第?[零〇一二三四五六七八九十百\d０-９]{1,5})*\s?[条條]"
)
_MANY: Final = 10  # opinions are hardly counted so far,
_CLOSE: Final = 5  # and articles named in one breath stand near each other
_REASON: Final = re.compile(
    r"\s*(?:[（(【]?(?:修改|建议|主要|具体|提出)?(?:理由|原因|依据)(?:如下|说明|是)?[)）】]?[：:]|理由是|因为|由于|原因是|主要考虑)"
)
# 原文：… above 修改意见：…: the clause as it is, which is no opinion, and what is to be changed.
_COPIED: Final = re.compile(r"\s*[（(【]?(?:条文|草案|条款)?原文[)）】]?[：:]")
_PROPOSED: Final = re.compile(r"\s*[（(【]?(?:修改|建议|具体|反馈)?(?:意见|建议|修改)(?:为|内容)?[)）】]?[：:]")
_FILLER: Final = re.compile(
    r"\s*(?:尊敬的[^，,。：:第]{0,30}|.{0,12}(?:您们?|你们?|大家)好|此致|敬礼|谢谢.{0,12}|感谢.{0,14}|多谢.{0,6}|以上(?:意见|建议|是我)?.{0,24}|"
    r"(?:现|特)?(?:提出|提)(?:如下|以下|几点|一点|几条|\S{1,3}[点条]).{0,10}|(?:总体|具体|主要|其他|修改|文字|个人)?(?:意见|建议|评价)(?:如下|和建议)?|(?:暂|再)?(?:无|没有?)(?:其他|其它|别的|了)(?:意见|建议)?|综上(?:所述)?[，,]?(?:我们?|本人)?(?:的|提出|特)?(?:如下|以下)?建议|望(?:采纳|考虑)|盼(?:复|回复)|"
    r"\d{4}年\d{1,2}月\d{1,2}日|(?:联系人|联系电话|电话|手机|姓名|地址|落款|日期)[：:](?![^\n]*(?:应|建议|希望|不|没|太|请|改|支持|反对|同意|第[零〇一二三四五六七八九十百\d]+[条條])).{0,40})[，,。！!：:、~～ ]*"
)
_OPEN_END: Final = re.compile(
    r"(?:(?:修改为|改为|调整为|表述为)[：:]?|(?:规定|(?:修改|规定|表述|内容|调整|增加)(?:为)?如下|增加|内容为|完善为|即|条款)[：:])\s*$"
)
_ALONE: Final = re.compile(
    r"(?:关于|对于?|针对|就)?(?:草案|条例|办法|规定|本办法|本条例)?(?:第\s?[零〇一二三四五六七八九十百\d]{1,5}\s?[条條][、，和及与])*"
    r"第\s?[零〇一二三四五六七八九十百\d]{1,5}\s?[条條](?:第[一二三四五六七八九十\d]{1,3}款)?"
    r"(?:第?[（(]?[一二三四五六七八九十\d]{1,3}[)）]?项)?(?:[（(【][^）)】\n]{1,24}[）)】])?[：:]?"
)
_ABOUT: Final = re.compile("关于|对于|针对")
_COUNTER: Final = re.compile(r"\s*(?:\d{1,3}|[①-⑳])[.、．)）]?\s*")  # 01 above each of several opinions
_HEADING: Final = 30  # a line of at most this many characters before deeper numbers is their heading, not a point


def split_points(comment: Comment) -> tuple[Point, ...]:
    """The opinion points of ``comment`` in order; spans do not overlap. Greetings and closing words make no point.

    A text that holds no point by itself but a proposed wording in its own field gives one empty point, so that the
    proposal is not lost.

    >>> c = Comment("c1", "您好！一、第三条应当删去。理由：太严。\\n二、罚款太高，建议降低。\\n谢谢！")
    >>> [p.text for p in split_points(c)]
    ['第三条应当删去。理由：太严。', '罚款太高，建议降低。']
    >>> c.text[slice(*split_points(c)[0].reason)]
    '理由：太严。'
    """
    spans = _spans(without_framing(comment.text))
    if not spans and (comment.stance or comment.chosen or comment.anchor):
        spans = _spans(comment.text)
    if not spans and comment.original and comment.text.strip():
        spans = [Span(0, len(comment.text))]
    if not spans and (comment.proposed.strip() or comment.reason.strip()):
        spans = [Span(0, 0)]
    return tuple(
        Point(
            f"{comment.comment_id}#{n}",
            comment.comment_id,
            n,
            span,
            comment.text[slice(*span)],
            _reason(comment.text, span),
        )
        for n, span in enumerate(spans, 1)
    )


def _spans(text: str) -> list[Span]:
    pieces = [span for block in _blocks(text) for span in _pieces(text, block)]
    for split in (split_list, split_remarks):
        pieces = [Span(p.start + at, p.start + end) for p in pieces for at, end in split(text[slice(*p)])]
    if len(pieces) > 1:
        pieces = [piece for piece in pieces if not _COUNTER.fullmatch(text, *piece)]
    return _with_reasons(text, [trimmed for span in pieces if (trimmed := _trim(text, span))])


def _blocks(text: str) -> Iterator[Span]:
    """Stretches between enumerators and line breaks; the number itself stays outside, a lone heading falls away."""
    starts = list(_starts(text))
    ends = [*(at for at, _, _ in starts[1:]), len(text)]
    lines = [text[body:end].strip() for (_, body, _), end in zip(starts, ends, strict=True)]
    for n, (_, body, depth) in enumerate(starts):
        numbered = n + 1 < len(starts) and starts[n + 1][2] > depth
        short = len(lines[n]) <= _HEADING and (depth >= 0 or lines[n].endswith(("：", ":")))
        if not (numbered and short) and not _names_alone(lines[n : n + 2]):
            yield Span(body, ends[n])


def _names_alone(lines: Sequence[str]) -> bool:
    """A line that only names clauses, above one that names none (关于第九条: above any): its heading."""
    if len(lines) < 2 or not lines[1] or not _ALONE.fullmatch(lines[0]):
        return False
    return bool(_ABOUT.match(lines[0])) or not _NUMBER.search(lines[1])


def _starts(text: str) -> Iterator[tuple[int, int, int]]:
    """Start of a block, start of its words, rank of its number (-1: none)."""
    quoted = [match.span() for match in re.finditer("“[^”]{0,600}”", text)]
    inline = _inline(text)
    yield 0, *_worded(text, 0)
    for match in re.finditer(r"\n|(?<=[。；;！!？?：:，, \u3000])(?=[（(\d①-⑳一二三四五六七八九十第首其再最])", text):
        at = match.end()
        if any(start < at < end for start, end in quoted) or not text[at : at + 1].strip():
            continue
        if (match[0] == "\n" and not _goes_on(text, match.start(), at)) or (not match[0] and at in inline):
            yield at, *_worded(text, at)


def _worded(text: str, at: int) -> tuple[int, int]:
    skipped = at + len(text[at:]) - len(text[at:].lstrip())
    mark = _ENUMERATOR.match(text, skipped)
    return (mark.end(), int(mark.lastgroup[1:])) if mark and mark.lastgroup and not _cites(text, skipped) else (at, -1)


def _cites(text: str, at: int) -> bool:
    """Whether the number at ``at`` is no mark of a point but the first of several articles: 第十七、十八条."""
    match = _ARTICLES.match(text, at)
    first, second = (parse_numeral(normalise(part).text) or 0 for part in match.groups()) if match else (0, 0)
    return first < second and (first >= _MANY or second - first <= _CLOSE)


def _goes_on(text: str, end: int, at: int) -> bool:
    """A line that belongs to the one before: words of a proposed clause, or 理由 of the point above."""
    line = text[text.rfind("\n", 0, end) + 1 : end]
    return bool(
        _OPEN_END.search(line)
        or _REASON.match(text, at)
        or (_COPIED.match(line) and _PROPOSED.match(text, at))
        or (_broken(line) and not _ENUMERATOR.match(text, at))
    )


def _broken(line: str) -> bool:
    """A printed line cut inside a sentence: long and without an end mark."""
    return len(line.strip()) >= 15 and line.rstrip()[-1:] not in "。！？!?；;：:…”"


def _inline(text: str) -> frozenset[int]:
    """Offsets of enumerators inside lines, of every kind that counts at least one, two."""
    found: dict[str, list[tuple[int, str]]] = {}
    for match in _ENUMERATOR.finditer(text):
        if (
            match.lastgroup
            and match.lastgroup != "m7"
            and (match.start() == 0 or text[match.start() - 1] in "。；;！!？?：:，, \n\u3000")
        ):
            found.setdefault(match.lastgroup, []).append((match.start(), match[0]))
    counted = [
        marks
        for marks in found.values()
        if any(_ONE.search(m) for _, m in marks) and any(_TWO.search(m) for _, m in marks)
    ]
    return frozenset(at for marks in counted for at, _ in marks)


def _pieces(text: str, block: Span) -> Iterator[Span]:
    """The points of a block: a sentence opens a new one with 另外, 其次 …, or by citing another article first."""
    start, cited = block.start, ""
    for match in SENTENCE.finditer(text, block.start, block.end):
        sentence = match[0].lstrip()
        own = _NUMBER.search(sentence)
        opens = bool(_NEXT.match(sentence)) or bool(cited and own and own[1] != cited and _CITED.match(sentence))
        if opens and text[start : match.start()].strip():
            if not _all_filler(text[start : match.start()]):
                yield Span(start, match.start())
            start, cited = match.start(), ""
        cited = cited or (own[1] if own else "")
    yield Span(start, block.end)


def _all_filler(text: str) -> bool:
    return all(_FILLER.fullmatch(match[0]) for match in SENTENCE.finditer(text) if match[0].strip())


def _trim(text: str, span: Span) -> Span | None:
    """Without blanks and without greeting and closing sentences at both ends; None if nothing is left."""
    sentences = [m.span() for m in SENTENCE.finditer(text, span.start, span.end) if m[0].strip()]
    while sentences and _FILLER.fullmatch(text, *sentences[0]):
        sentences.pop(0)
    while (
        sentences
        and _FILLER.fullmatch(text, *sentences[-1])
        and not _OPEN_END.search(text, span.start, sentences[-1][0])
    ):
        sentences.pop()
    if not sentences:
        return None
    start, end = sentences[0][0], sentences[-1][1]
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return Span(start, end) if any(char.isalnum() for char in text[start:end]) else None


def _with_reasons(text: str, spans: list[Span]) -> list[Span]:
    """A piece that only gives reasons belongs to the point before it."""
    joined: list[Span] = []
    for span in spans:
        if joined and _REASON.match(text, span.start):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _reason(text: str, span: Span) -> Span:
    """From the first sentence that begins with 理由, 因为 … to the end of the point."""
    for match in SENTENCE.finditer(text, *span):
        if found := _REASON.match(text, match.start()):
            start = found.end() - len(found[0].lstrip())
            return Span(start, span.end)
    return Span(0, 0)
