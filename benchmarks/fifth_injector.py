"""The fifth injector: errors and lawful sentences planted in local regulations, many in each text.

    python benchmarks/fifth_injector.py --data DIR --out DIR [--texts 60] [--seed 1]

Written on 2026-11-23 by an author who had seen only the reference book of the field and the data (regulations below
``local/``, laws below ``laws/``), neither the program nor the other injectors; brought into this form afterwards, with
the same texts for the same seed. ``benchmarks/fifth_injector.yaml`` holds the author's sentences and words.

About one text in seven becomes a rule of a government or a normative document, which must say less than a regulation.
Each text gets eight to fourteen errors of 155 kinds, those planted least and those that fit its words first, and three
to five lawful sentences with the rules that must not be told of them. Beside the texts stand ``truth.jsonl`` and
``harmless.jsonl``, one planted place a line.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.fifth_injector_copies import planter
from benchmarks.fifth_injector_structure import KINDS as STRUCTURE
from benchmarks.fifth_injector_text import TABLES, Text, pairs, read
from benchmarks.fifth_injector_work import DOCUMENT, RULE, New, Row, Uses, Work
from benchmarks.injector_files import run_injector, write_planted

Kind = Mapping[str, Any]
NOT_CHOSEN = re.compile("|".join(TABLES["not_chosen"]))
TOUCHY = re.compile("罚款|没收|吊销|扣押|查封|许可|审批|拆除|刑事|国务院")
"""What no rule of a government and no normative document may hold."""
LAST_DAY = re.compile(r"自\s*\d{4}年\s*\d+月\s*\d+日\s*起施行")
EFFECT = re.compile(r"[自从]\s*\d{4}年\s*\d+月\s*\d+日\s*起施行|自公布之日起施行")
NOT_IN_RULES = ("S07", "T13", "T01", "T02", "A06", "A07", "A08", "A10", "310")
MADE = re.compile("自2020年3月1日起施行(，有效期五年)?")
RULE_ENDS = (
    "自2020年1月20日起施行", "自公布之日起施行", "自2020年1月11日起施行", "自发布之日起施行", "自2020年2月1日起施行",
)  # fmt: skip
DOCUMENT_ENDS = tuple(f"自2020年3月1日起{word}" for word in ("试行", "施行", "实施", "执行", "暂行实施"))
EDITS: Mapping[str, tuple[str, New]] = MappingProxyType(
    {
        "W02_应": ("(?<!不)应当(?=由|在|按|经|向|对)", "应"),
        "W03_不准严禁": ("(?<=[人员位者])不得", ("不准", "不许", "不能")),
        "W05_但书": ("(?<=，)但是，?(?=[^。]{2,40}除外)", "但"),
        "W06_其它": ("其他(?!人身)", "其它"),
        "W08_做出": ("作出(?=[^，。]{0,12}(决定|答复|处理))", "做出"),
        "W17_天": ("(?<=[二三五十])日(?=内)", "天"),
        "W09_第括号项": ("第([一二三四五六七八九十]+)项", lambda match: f"第（{match[1]}）项"),
        "W10_或": ("(?<=[\u4e00-\u9fff])或者(?=[\u4e00-\u9fff]{2})", "或"),
        "W14_交纳罚款": ("缴纳罚款", "交纳罚款"),
    }
)
"""Words that half of the times are changed where they stand, and else come with a sentence."""


def plant_sentence(work: Work, kind: Kind) -> bool:
    """Plant a kind that is a sentence, if the text has a place for it."""
    name, place = kind["kind"], kind["place"]
    if _is_excused(work, name, place):
        return False
    row = {"kind": name, "rules": kind["rules"], "tier": kind["tier"], "why": kind["why"], "original": ""}
    if place == "k9title":
        return _statute_title(work, row)
    if place in ("k9final", "k12final"):
        return _last_day(work, place, row)
    if name in EDITS and work.rng.random() < 0.5 and work.edit(*EDITS[name], row):
        return True
    if place in HEADS:
        return HEADS[place](work, kind, row)
    article = _place_of(work, name, place)
    sentence = None if article is None else work.best(kind["texts"], name)
    if article is None or sentence is None or (name[:3] == "C03" and _title_in(sentence) in work.text.plain):
        return False
    sentence = work.text.fill(sentence, work.rng)
    if name == "S10_定义未使用" and sentence.partition("“")[2].partition("”")[0] in work.text.plain:
        return False
    work.append(article, work.put(sentence, row))
    return True


def _is_excused(work: Work, name: str, place: str) -> bool:
    """Whether what the text says elsewhere, or what kind of text it is, makes the sentence lawful or out of place."""
    plain, rule = work.text.plain, name[:3]
    organ_is_said = r"规定的行政处罚[^。]{0,14}由|行政处罚[^。]{0,10}由[^。]{2,20}(实施|行使)"
    return bool(
        (rule == "A13" and re.search("赋权|事项清单|综合行政执法条例", plain))
        or (rule in ("A12", "W26") and re.search(organ_is_said, plain))
        or (rule == "C14" and work.mode != DOCUMENT)
        or (work.mode and name[0] == "A" and place not in ("k9", "k12", "k9title"))
        or (place.startswith("k9") and work.mode != RULE)
        or (place.startswith("k12") and work.mode != DOCUMENT)
    )


def _title_in(sentence: str) -> str:
    return sentence.partition("《")[2].partition("》")[0]


def _place_of(work: Work, name: str, place: str) -> int | None:
    if place != "final":
        places = work.free(place)
        return work.rng.choice(places) if places else None
    last, plain = work.line_of(work.last), work.text.plain
    fitting = work.is_free_line(work.last) and "施行" in last
    said = (name[:3] == "T06" and "废止" in last) or (name[:3] == "R20" and "施行前" in plain)
    return work.last if fitting and not said else None


def _statute_title(work: Work, row: Row) -> bool:
    """A rule of a government that calls itself 条例 (A44)."""
    if any(other["kind"].startswith(("S07", "T13")) for other in work.rows) or "条例" not in work.text.title:
        return False
    work.text.header[0] = "# " + work.mark(work.text.title, row)
    return True


def _last_day(work: Work, place: str, row: Row) -> bool:
    """A rule that takes effect too early (T03), a normative document without an end (T07)."""
    line = work.text.articles[-1].first
    match = MADE.search(work.text.lines[line])
    if work.last in work.used or not match:
        return False
    new = work.rng.choice(RULE_ENDS if place == "k9final" else DOCUMENT_ENDS)
    row["original"] = match[0]
    work.replace(line, *match.span(), new, row)
    work.used.add(work.last)
    return True


def _number(work: Work, kind: Kind, row: Row) -> bool:
    """A 发文字号 in another form (F06)."""
    at = next((number for number, line in enumerate(work.text.header) if "〔2020〕" in line), None)
    sentence = None if at is None else work.best(kind["texts"], kind["kind"])
    if at is None or sentence is None:
        return False
    row["original"] = work.text.header[at]
    work.text.header[at] = work.mark(work.text.fill(sentence, work.rng).strip("«»"), row)
    return True


def _header(work: Work, kind: Kind, row: Row) -> bool:
    """A line below the title (X10)."""
    sentence = work.best(kind["texts"], kind["kind"])
    work.text.header.insert(1, work.mark((sentence or "").strip("«»"), row))
    return True


def _basis(work: Work, kind: Kind, row: Row) -> bool:
    """A first article with another basis (C14)."""
    if 0 in work.used:
        return False
    sentence = work.best(kind["texts"], kind["kind"])
    words = work.text.fill(sentence or "", work.rng)
    first = work.text.articles[0]
    if first.first != first.last:
        return False
    row["original"] = work.text.lines[first.first]
    work.text.lines[first.first] = f"第一条 {work.put(words, row)}"
    work.used.add(0)
    return True


HEADS = MappingProxyType({"k12no": _number, "header": _header, "k12basis": _basis})
"""How what stands before the second article is planted, by its place."""


def plant_made(work: Work, kind: Kind) -> bool:
    """Plant a kind that is made of the text or of a law, if the text has a place for it."""
    name = kind["kind"]
    if work.mode and name[:3] in NOT_IN_RULES:
        return False
    row = {"kind": name, "rules": kind["rules"], "tier": kind["tier"], "why": kind["why"], "original": ""}
    return STRUCTURE.get(name[:3], planter(name))(work, row)


def becomes_rule(text: Text, mode: str) -> Text:
    """A regulation without penalties and permits as a rule of the city government or a normative document."""
    kept = mode == RULE and text.title.endswith("条例") and text.called_statute
    title = text.title if kept else re.sub("(条例|规定|办法)$", "办法", text.title)
    own = "本条例" if title.endswith("条例") else "本办法"
    end = "自2020年3月1日起施行" + ("，有效期五年" if mode == DOCUMENT else "")
    text.lines = [EFFECT.sub(end, line.replace(text.self_name, own)) for line in text.lines]
    text.self_name, text.title, text.day = own, title, "2020-01-10"
    text.plain = "\n".join(text.lines)
    if mode == RULE:
        passed = f"2019年12月26日{text.place}人民政府第五十次常务会议审议通过"
        text.header = [f"# {title}", passed, f"2020年1月10日{text.place}人民政府令第258号公布"]
    else:
        text.header = [f"# {title}", f"{text.place}人民政府办公室印发", "政办发〔2020〕12号", "2020年1月10日"]
    text.read_articles()
    return text


def choose(data: Path, texts: int, rng: Random) -> list[tuple[Text, str]]:
    """The texts, those that become rules or normative documents last, each with what it becomes."""
    paths = [path for path in sorted((data / "local").glob("**/*.md")) if not NOT_CHOSEN.search(path.stem)]
    rng.shuffle(paths)
    chosen: list[Text] = []
    rules: list[Text] = []
    names: set[str] = set()
    wanted = max(1, texts // 7)
    for path in paths:
        name = re.sub(r"\(.*", "", path.stem)
        text = None if name in names else read(path)
        if not text or not text.is_sound() or text.self_name[1:] not in text.title:
            continue
        if len(rules) < wanted and _can_be_rule(text):
            rules.append(text)
            names.add(name)
        elif len(chosen) < texts:
            chosen.append(text)
            names.add(name)
        if len(chosen) >= texts and len(rules) >= wanted:
            break
    for number, text in enumerate(rules):
        text.called_statute = number % 2 == 1
    modes = [RULE if number % 3 else DOCUMENT for number in range(len(rules))]
    made = [(becomes_rule(text, mode), mode) for text, mode in zip(rules, modes, strict=True)]
    return [*((text, "") for text in chosen[: texts - len(rules)]), *made]


def _can_be_rule(text: Text) -> bool:
    named = text.is_city and text.title.endswith(text.self_name[1:]) and len(text.articles) <= 50
    return named and not TOUCHY.search(text.plain) and bool(LAST_DAY.search(text.lines[-1]))


class Kinds:
    """All kinds, how often each was planted, and the pairs of characters of their sentences."""

    def __init__(self) -> None:
        self.planted: Counter[str] = Counter()
        self.all = [*((k, plant_sentence) for k in TABLES["kinds"]), *((k, plant_made) for k in TABLES["structure"])]
        self.pairs = {
            kind["kind"]: [pairs(re.sub("[«»$]|~.*~", "", text)) for text in kind["texts"]]
            for kind in TABLES["kinds"]
            if kind["texts"] != ["auto"]
        }

    def plant(self, work: Work) -> None:
        """Plant eight to fourteen errors."""
        wanted = work.rng.randint(8, 14)
        chance = [(self._rank(work, kind), work.rng.random()) for kind, _ in self.all]
        for i in sorted(range(len(self.all)), key=chance.__getitem__):
            kind, plant = self.all[i]
            departures = sum(row["kind"].startswith("310") for row in work.rows)
            if not wanted:
                break
            if not (kind["kind"].startswith("310") and departures >= 3) and plant(work, kind):
                wanted -= 1
                self.planted[kind["kind"]] += 1

    def _rank(self, work: Work, kind: Kind) -> float:
        """The lower the sooner: planted seldom, a departure, of words that the text has, fitting a rule."""
        name: str = kind["kind"]
        own = self.pairs.get(name)
        departs = name.startswith("310")
        fit = max(len(p & work.pairs) / len(p) for p in own) if own else 0.35
        special = bool(work.mode) and kind.get("place", "")[:2] in ("k9", "k1")
        times = self.planted[name] * (0.6 if departs else 1.0)
        return times - departs - 2.5 * fit - 1.5 * special


def plant_harmless(work: Work) -> None:
    """Put in three to five lawful sentences."""
    rows = TABLES["harmless"]
    wanted = work.rng.randint(3, 5)
    chance = [(work.uses["harmless", number], work.rng.random()) for number in range(len(rows))]
    for number in sorted(range(len(rows)), key=chance.__getitem__):
        if wanted and work.harmless(rows[number], number):
            wanted -= 1


def planted(data: Path, texts: int, seed: int) -> Iterator[tuple[str, str, list[Row]]]:
    """The name, the words and the rows of each text."""
    rng, uses, kinds = Random(seed), Uses(), Kinds()
    for text, mode in choose(data, texts, rng):
        work = Work(text, rng, data / "laws", uses, mode)
        kinds.plant(work)
        plant_harmless(work)
        words, rows = work.finish()
        name = re.sub("[^\u4e00-\u9fff]", "", text.title) if mode else re.sub(r"\(.*", "", text.path.stem)
        yield f"{name}.md", words, rows


def write(data: Path, out: Path, texts: int = 60, seed: int = 1) -> tuple[list[Row], list[Row]]:
    """Plant in so many regulations: the rows of errors, those of lawful sentences."""
    texts_of = (
        (name, words, [{"file": name, **row} for row in rows]) for name, words, rows in planted(data, texts, seed)
    )
    return write_planted(texts_of, out)


if __name__ == "__main__":
    run_injector(__doc__, write)
