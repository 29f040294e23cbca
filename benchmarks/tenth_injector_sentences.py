"""Sentences of the tenth injector: whole ones that are put in, in turn, and words of the text that are replaced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

from benchmarks.injector_files import Row
from benchmarks.injector_text import han, unhan
from benchmarks.tenth_injector_text import INSERTED, SIGNS, TABLES
from benchmarks.tenth_injector_work import Edit, Work

Match = re.Match[str]
OWN_RULE = re.compile(r"\[(\w+)\] ")
"""Before a sentence that another rule is broken by than by the others of its kind."""
MARKED_TITLE = re.compile("«《(.+?)》")
REPLACED, MISNUMBERED = 0.5, 0.4
"""Such a share of errors replaces words of the text where that can be done, instead of a sentence that is put in."""
BROKEN = "broken-internal-reference"
BEYOND = (3, 20)
"""So much higher than the last article is a number that replaces another one."""


class Replacement(NamedTuple):
    """What is replaced wherever it stands, and by what; titles of laws are left alone or not."""

    pattern: re.Pattern[str]
    new: Callable[[Match], str]
    in_titles: bool = False


def _in_digits(match: Match) -> str:
    return re.sub(rf"[{SIGNS}万]+", lambda number: str(unhan(number[0])), match[0])


REPLACEMENTS = MappingProxyType(
    {
        "ying": Replacement(re.compile(r"应当(?=由|在|按|经|向|自)"), lambda match: "应"),
        "qita": Replacement(re.compile("其他"), lambda match: "其它"),
        "zhang": Replacement(re.compile(r"账(?=户|目|簿|款)|(?<=台)账"), lambda match: "帐"),
        "zuochu": Replacement(re.compile(r"作出(?=[^，。；]{0,8}(?:决定|处罚|答复|裁决))"), lambda match: "做出"),
        "tian": Replacement(re.compile(rf"(?<=[{SIGNS}])日内"), lambda match: "天内"),
        "arabic-numeral": Replacement(re.compile(rf"[{SIGNS}万]+元以上[{SIGNS}万]+元以下"), _in_digits),
        "admin-sanction": Replacement(re.compile(r"(?<=给予)处分"), lambda match: "行政处分"),
        "bracketed-item": Replacement(
            re.compile(rf"(?<=第[{SIGNS}]条)第([{SIGNS}])项|(?<=第[{SIGNS}]{{2}}条)第([{SIGNS}])项"),
            lambda match: f"第（{match[1] or match[2]}）项",
            in_titles=True,
        ),
    }
)


class Turns:
    """The sentences of each kind, mixed; each comes in turn."""

    def __init__(self, rng: Random) -> None:
        self.sentences = {kind: list(table["w"]) for kind, table in INSERTED.items()}
        self.lawful = list(TABLES["harmless"])
        for sentences in (*self.sentences.values(), self.lawful):
            rng.shuffle(sentences)
        self.turns: Counter[str] = Counter()

    def next(self, kind: str) -> str:
        """The sentence of a kind whose turn it is."""
        self.turns[kind] += 1
        sentence: str = self.sentences[kind][(self.turns[kind] - 1) % len(self.sentences[kind])]
        return sentence

    def next_lawful(self) -> dict[str, Any]:
        """The lawful sentence whose turn it is."""
        self.turns["harmless"] += 1
        lawful: dict[str, Any] = self.lawful[(self.turns["harmless"] - 1) % len(self.lawful)]
        return lawful


def _row(work: Work, kind: str, original: str = "", rules: list[str] | None = None) -> Row:
    table = INSERTED[kind]
    return work.row(kind, rules or table["rules"], table["tier"], table["why"], original)


def put_in(work: Work, kind: str, turns: Turns) -> bool:
    """Plant an error of a kind that the tables hold."""
    if INSERTED[kind].get("mindate", "") > work.text.day:
        return False
    if kind in REPLACEMENTS and work.rng.random() < REPLACED and _replace(work, kind):
        return True
    if kind == BROKEN and work.rng.random() < MISNUMBERED and _misnumber(work):
        return True
    return _put_in_sentence(work, kind, turns)


def _put_in_sentence(work: Work, kind: str, turns: Turns) -> bool:
    """Put in the next sentence that the text has a place for."""
    for _ in INSERTED[kind]["w"]:
        rules, sentence = _rules_of(kind, turns.next(kind))
        if kind == "short-name-first" and _names(work, sentence):
            continue
        filled = work.fill(sentence)
        if filled is not None:
            return work.insert(filled, _row(work, kind, rules=rules), INSERTED[kind]["place"])
    return False


def _rules_of(kind: str, sentence: str) -> tuple[list[str] | None, str]:
    """Rules of its own that a sentence has, and the sentence without them."""
    own = OWN_RULE.match(sentence)
    if own:
        return [own[1]], sentence[own.end() :]
    return ["C11"] if kind == "repealed-act" and "条例》»" in sentence else None, sentence


def _names(work: Work, sentence: str) -> bool:
    """Whether a text already names the law that the sentence calls by its short name."""
    title = MARKED_TITLE.search(sentence)
    return bool(title and re.search(f"《(中华人民共和国)?{title[1]}", work.text.raw))


def _replace(work: Work, kind: str) -> bool:
    """Replace words of the text by words of another form."""
    replacement = REPLACEMENTS[kind]
    found: list[tuple[int, int, Match]] = []
    for article in work.free(1):
        for start, end in work.text.articles[article].paragraphs:
            for match in replacement.pattern.finditer(work.text.raw[start:end]):
                before = work.text.raw[start : start + match.start()]
                if replacement.in_titles or not re.search("《[^》]*$", before):
                    found.append((article, start + match.start(), match))
    if not found:
        return False
    article, at, match = work.rng.choice(found)
    edit = Edit(at, at + len(match[0]), replacement.new(match))
    return work.plant(article, edit, _row(work, kind, match[0]))


def _misnumber(work: Work) -> bool:
    """Let a reference to the text itself name an article that it has not."""
    reference = re.compile(rf"(?<={work.text.self_name}第)[{SIGNS}]+(?=条(?!之))")
    found = [
        (article, work.text.articles[article].start + match.start(), match[0])
        for article in work.free(1)
        for match in reference.finditer(work.text.words(article))
    ]
    if not found:
        return False
    article, at, old = work.rng.choice(found)
    new = han(len(work.text.articles) + work.rng.randint(*BEYOND))
    return work.plant(article, Edit(at, at + len(old), new), _row(work, BROKEN, old))


def put_in_lawful(work: Work, turns: Turns) -> bool:
    """Put in the next lawful sentence, with the rules that must not be told of it."""
    table = turns.next_lawful()
    why = "合法表述：不应报告" + "、".join(table["not"])
    row: Row = {
        "file": work.text.path.name, "kind": "harmless", "not_rules": table["not"], "original": "", "why": why,
    }  # fmt: skip
    filled = work.fill(table["t"])
    return filled is not None and work.insert(filled, row, table["p"])
