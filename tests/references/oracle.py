"""A slow, obvious reference finder: reads character by character, shares no pattern with the fast one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lawcheck.document import Address, Number, NumberRange, parse_numeral
from lawcheck.references import looks_normative

DIGITS = set("零〇○一二三四五六七八九十百千两0123456789０１２３４５６７８９")
LEVELS = ["book", "part", "chapter", "section", "article", "paragraph", "point", "indent"]
UNITS = {"分编": 1, "编": 0, "章": 2, "节": 3, "条": 4, "款": 5, "项": 6, "目": 7}
JOINTS = ["以及", "或者", "、", "和", "或", "及", "与", "至"]
OWN = ["法", "条例", "办法", "规定", "细则", "规则", "决定", "决议", "意见", "通知", "解释"]
SAME = ["法", "条例", "办法", "规定", "细则", "规则", "解释"]
NOT_OWN = "日基资成版根样范文标剧书课读副"
NOT_BEHIND = {"条": "例目件文款理约幅", "款": "项式", "项": "目", "章": "程鱼", "节": "目约能日点水电假制省"}
NAMES = {"款": "paragraph", "条": "article", "项": "point", "章": "chapter", "节": "section"}


class Found(NamedTuple):
    """What both finders must agree on."""

    start: int
    end: int
    kind: str
    address: str
    back: int = 0
    level: str = ""
    part: str = ""


class Place(NamedTuple):
    start: int
    end: int
    address: dict[str, NumberRange]


@dataclass
class Oracle:
    text: str
    found: list[Found] = field(default_factory=list)
    laws: list[tuple[int, str]] = field(default_factory=list)
    titles: list[tuple[int, str]] = field(default_factory=list)
    shorts: dict[str, str] = field(default_factory=dict)

    def run(self) -> list[Found]:
        i = 0
        while i < len(self.text):
            end = self.expression(i)
            i = end if end > i else i + 1
        return self.found

    def at(self, i: int, words: list[str]) -> str:
        return next((w for w in sorted(words, key=len, reverse=True) if self.text.startswith(w, i)), "")

    def char(self, i: int) -> str:
        return self.text[i] if 0 <= i < len(self.text) else ""

    # -- numbers and places ----------------------------------------------------------------------------------------

    def blank(self, i: int) -> bool:
        return self.char(i).isspace() or self.char(i) in ("\u200b", "\ufeff")

    def digits(self, i: int) -> int:
        while self.char(i) in DIGITS and i < len(self.text):
            i += 1
        return i

    def number(self, i: int) -> tuple[int, int | None]:
        """End and value of 十二, （十二） or 十 二; the end is ``i`` where there is none."""
        start = i + 1 if self.char(i) in ("（", "(") else i
        end = self.digits(start)
        if end == start:
            return i, None
        if self.blank(end) and (more := self.digits(end + 1)) > end + 1:
            end = more
        return (end + 1 if self.char(end) in ("）", ")") else end), parse_numeral(self.text[start:end])

    def step(self, i: int, bare: bool = False) -> tuple[int, int, list[NumberRange]]:
        """第十二条之一: end, level, numbers; the end is ``i`` where there is none. ``bare``: 十二条 without 第."""
        j = i
        if not bare:
            if self.char(j) != "第":
                return i, 0, []
            j += 1 + self.blank(j + 1)
        end, value = self.number(j)
        if end == j:
            return i, 0, []
        values, joints = [value], [""]
        while not bare:
            joint = self.char(end)
            beside = self.char(end - 1) in ("）", ")") and joint in ("（", "(")  # （一）（二）
            start = end if beside else end + 1
            if not beside and joint not in ("、", "和", "及", "至"):
                break
            after, value = self.number(start)
            if after == start or (beside and self.char(after - 1) not in ("）", ")")):
                break
            joint = "、" if beside else joint
            values, joints, end = [*values, value], [*joints, joint], after
        end += not bare and self.blank(end)
        unit = self.at(end, list(UNITS))
        if not unit or (bare and unit not in "条款项"):
            return i, 0, []
        end, sub = self.sub(end + len(unit), unit)
        return end, UNITS[unit], ranges(values, joints, sub)

    def sub(self, end: int, unit: str) -> tuple[int, int]:
        if self.char(end) != "之" or unit[-1] not in "编章节条" or re.match("一的[，；,;、。]", self.text[end + 1 :]):
            return end, 0
        after = self.digits(end + 1)
        return (after, parse_numeral(self.text[end + 1 : after]) or 0) if after > end + 1 else (end, 0)

    def steps(self, i: int) -> tuple[int, list[tuple[int, int, list[NumberRange]]]]:
        """第一条第二款: end, and each step with its end."""
        end, level, numbers = self.step(i)
        found = [(end, level, numbers)] if end > i else []
        while found:
            j = end
            if self.char(j) == "的" and re.match(
                "的第[（(]?[零〇○一二三四五六七八九十百千两0-9０-９\\s]+[）)]?[款项目]", self.text[j : j + 20]
            ):
                j += 1
            j += self.char(j) in (" ", "\u3000")
            after, level, numbers = self.step(j)
            if after == j and j > end:  # the blank may belong to nothing
                after, level, numbers = self.step(end)
                j = end
            if after == j:
                break
            found.append((after, level, numbers))
            end = after
        return end, found

    def places(self, i: int) -> tuple[int, list[Place]]:
        """第一条第二款、第三款和第五条: end, and every place, what is left out taken from the one before."""
        end, steps = self.steps(i)
        if not steps:
            return i, []
        done: list[Place] = []
        pending = stack({}, steps, i, [])
        while joint := self.at(end, JOINTS):
            j = end + len(joint)
            after, steps = self.steps(j)
            if not steps:
                after, level, numbers = self.step(j, bare=True)
                steps = [(after, level, numbers)] if after > j else []
                while steps and (more := self.step(after))[0] > after:
                    steps.append(more)
                    after = more[0]
            if not steps:
                break
            if joint == "至":
                pending = stack({}, steps, j, pending, to=True)
            else:
                done += pending
                pending = stack(pending[-1].address, steps, j, [])
            end = after
        return end, done + pending

    # -- expressions -----------------------------------------------------------------------------------------------

    def expression(self, i: int) -> int:
        """The end of the expression that begins here; ``i`` where none does."""
        char = self.char(i)
        before = len(self.found)
        reader = {"《": self.title, "本": self.own, "该": self.same, "前": self.back, "上": self.above, "第": self.bare}
        end = reader[char](i) if char in reader else i
        part = self.at(end, ["但书", "前段", "中段", "后段"]) if end > i else ""
        if part:
            end += len(part)
            if len(self.found) > before:
                self.found[-1] = self.found[-1]._replace(end=end, part=part)
        return end

    def emit(self, start: int, places: list[Place], kind: str, law: str | None, back: int = 0, level: str = "") -> None:
        for index, place in enumerate(places):
            own = back or level
            article = bool(own) and "article" in place.address
            address = str(Address(law=law, **place.address))
            row = Found(start if index == 0 else place.start, place.end, kind, address, back, level)
            self.found.append(row._replace(kind="self", back=0, level="") if article else row)
            if law:
                self.laws.append((row.start, law))

    def title(self, i: int) -> int:
        match = re.compile("《(?:[^《》]|《[^《》]{1,80}》){1,120}》").match(self.text, i)
        if not match:
            return i
        end = match.end()
        bracket = re.compile("[（(](?:[^（）()\n]{0,12}\\d{4}[^（）()\n]{0,12}|试行|暂行|草案)[）)]").match(
            self.text, end
        )
        end = bracket.end() if bracket else end
        short = re.compile("[（(]以下(?:简称|称)[^（）()]{1,30}[）)]").match(self.text, end)
        end = short.end() if short else end
        end += self.char(end) in ("的", "中")
        end += self.char(end) in (" ", "\u3000")
        law = "".join(match[0][1:-1].split())
        after, places = self.places(end)
        if not looks_normative(law):
            return after
        law = self.shorts.get(law, law)
        if short:
            self.define("".join(short[0].split()), law)
        if places:
            self.emit(i, places, "external", law)
            self.titles += [(i, law)] * len(places)
        else:
            self.found.append(Found(i, match.end(), "title", f"《{law}》"))
            self.laws.append((i, law))
            self.titles.append((i, law))
        return after

    def define(self, bracket: str, law: str) -> None:
        """（以下简称《甲法》《乙法》）: as many titles as names, from the back; else one name for the last title."""
        quoted = re.findall("《([^《》]{2,25})》", bracket)
        if len(quoted) > 1:
            titles = [*(title for _, title in self.titles), law][-len(quoted) :]
            self.shorts.update(zip(quoted, titles, strict=False))
            return
        name = bracket[1:-1].removeprefix("以下").removeprefix("简称").removeprefix("称").removeprefix("为")
        name = re.match("[^“”《》\"'）)]*", name.lstrip("“”《\"'"))[0]  # type: ignore[index]
        if 2 <= len(name) <= 25:
            self.shorts[name] = law

    def own(self, i: int) -> int:
        if i and self.text[i - 1] in NOT_OWN:
            return i
        name = self.at(i + 1, OWN)
        if name and not (name == "法" and self.char(i + 2) in tuple("院人律官庭")):
            end = i + 1 + len(name)
            return self.tail(i, end, end + (self.char(end) in ("的", "中")), "self", 0, "")
        unit = self.char(i + 1)
        if unit not in NOT_BEHIND or self.char(i + 2) in tuple(NOT_BEHIND[unit]):
            return i
        return self.tail(i, i + 2, i + 2 + (self.char(i + 2) == "的"), "relative", 0, NAMES[unit])

    def tail(self, start: int, end: int, after: int, kind: str, back: int, level: str) -> int:
        """The places behind a name that may stand alone."""
        last, places = self.places(after)
        if places:
            self.emit(start, places, kind, None, back, level)
            return last
        self.found.append(Found(start, end, kind, "", back, level))
        return end

    def same(self, i: int) -> int:
        name = self.at(i + 1, SAME)
        if not name:
            return i
        end = i + 1 + len(name)
        end += self.char(end) in ("的", "中")
        last, places = self.places(end)
        if not places:
            return i
        line = self.text.rfind("\n", 0, i) + 1
        named = [law for start, law in self.laws if start >= line]
        if named:
            self.emit(i, places, "external", named[-1])
        return last

    def above(self, i: int) -> int:
        word = self.at(i, ["上述规定", "上述条款", "前述规定", "前述条款"])
        if word:
            self.found.append(Found(i, i + len(word), "relative", "", 1, "text"))
        return i + len(word)

    def back(self, i: int) -> int:
        if (end := self.above(i)) > i:
            return end
        if i and self.text[i - 1] in "目提事":
            return i
        digit = self.char(i + 1) if self.char(i + 1) in tuple("两二三四五六七八九23456789") else ""
        unit = self.char(i + 1 + len(digit))
        end = i + 2 + len(digit)
        wrong = {"款": "项", "条": "件例款目", "项": "目"}
        if unit not in wrong or self.char(end) in tuple(wrong[unit]):
            return i
        back = (parse_numeral(digit) or 1) if digit else 1
        return self.tail(i, end, end + (self.char(end) == "的"), "relative", back, NAMES[unit])

    def bare(self, i: int) -> int:
        end, places = self.places(i)
        if not places:
            return i
        line = self.text[self.text.rfind("\n", 0, i) + 1 : i]
        if not line.strip() and self.is_label(i, end):
            return end
        name = re.search("[\u4e00-\u9fff]{1,24}(?:法|法典|条例|办法|规定|细则|规则)$", line[-30:])
        law = next((full for short, full in self.shorts.items() if line.endswith(short)), "?" if name else None)
        self.emit(i, places, "external" if law else "self", law)
        return end

    def is_label(self, i: int, end: int) -> bool:
        following = self.char(end)
        if not re.fullmatch(r"第\s?[^第、和至的款项目（()）]+(?:编|章|节|条)(?:之[^第]+)?", self.text[i:end]):
            return False
        heading = self.text[end - 1] in "编章节" and (not following or following not in "的规至和、，")
        return heading or not following or following.isspace() or following == "【"


def ranges(values: list[int | None], joints: list[str], sub: int) -> list[NumberRange]:
    """第一、三至五: 1 and 3–5; 之N belongs to the last."""
    found: list[list[int | None]] = []
    for value, joint in zip(values, joints, strict=True):
        if joint == "至":
            found[-1].append(value)
        else:
            found.append([value])
    pairs = [(p[0], p[-1]) for p in found]
    out = [NumberRange(Number(a), Number(max(a, b))) for a, b in pairs if a is not None and b is not None]
    if sub and out:
        last = Number(out[-1].last.value, sub)
        out[-1] = NumberRange(out[-1].first if out[-1].first != out[-1].last else last, last)
    return out


def stack(
    current: dict[str, NumberRange],
    steps: list[tuple[int, int, list[NumberRange]]],
    start: int,
    pending: list[Place],
    to: bool = False,
) -> list[Place]:
    """The places of one item of a list."""
    last = 99 if to else -1
    for end, level, numbers in steps:
        name = LEVELS[level]
        if to and pending and numbers:
            place = pending[-1]
            first, upper = place.address.get(name), numbers[-1].last
            if first is not None and upper >= first.first:
                joined = {**place.address, name: NumberRange(first.first, upper)}
                pending = [*pending[:-1], Place(place.start, end, joined)]
            to = False
        elif numbers:
            base = pending[-1].address if pending and level > last else (pending[-1].address if pending else current)
            kept = {n: v for n, v in base.items() if LEVELS.index(n) < level}
            begin = pending[0].start if pending and last >= 0 and last != 99 else start
            pending = [Place(begin, end, {**kept, name: number}) for number in numbers]
        last = level
    return pending


def slow_find(text: str) -> Iterator[Found]:
    """Marked references of ``text``; names without 《》 that it does not define are given as the law ``?``."""
    yield from Oracle(text).run()
