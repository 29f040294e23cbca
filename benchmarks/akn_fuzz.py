"""Akoma Ntoso of texts that nobody would write: is every export valid, complete, and read back as the same tree?

    python benchmarks/akn_fuzz.py [--runs 2000] [--seed 1] [--data DIR]

Each run makes a text: words of the grammar in any order (第X条（一）附则 前款 …, brackets, blanks, markup, characters that
XML forbids) or, with ``--data``, a real text whose lines were dropped, doubled, moved, torn or spliced. The export must
follow the strict OASIS schema, hold every visible character, and come back equal. What fails is kept as
``akn-fuzz-<seed>-<run>.txt`` in the current folder. Ends with one line of JSON, exit status 1 if anything failed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lawcheck.document import Document, SourceText, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import read
from lawcheck.writers import akn_errors, differences, visible, write

sys.path[:0] = [str(Path(__file__).parents[1])]
from benchmarks.akn import compare  # noqa: E402  (a benchmark is a script, its folder is not on the path)
from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

_WORDS = (
    "第一条 第二条 第三条 第十二条之一 第１２条 第九百九十九条 第一章 第二章　责任 第一节 第一编 第一分编 第一条　 总则 "
    "附　则 附则 附件 附件1： 附件二　某表 目录 （一） （二） (三) ㈣ 1. ２． 3、 （4） ① ⒉ 一、 二、 前款 前两款 本条例 "
    "《某法》 《某 〈某〉 》 “ ” 【目的】 下列情形： 。 ； ： ， 某市某条例 关于修改某条例的决定 2026年9月31日 二〇二六年九月一日 "
    "云政发〔2026〕3号 第5号 某市人民政府 （2020年1月2日某市第一届人民代表大会常务委员会第三次会议通过） & < > ]]> <!-- --> "
    "<?xml &amp; &#0; \" ' abc # * | 甲乙丙 丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
)
_GRAMMAR = _WORDS.split(" ")
_BLANKS = ("\n", "\n", "\n", "\n\n", "\u3000", "\t", " ", "\xa0")
# What XML 1.0 forbids, what its parsers normalise, and what fonts and regular expressions trip over.
_ODD = [*map(chr, (0, 1, 8, 0xB, 0xC, 0xD, 0x1F, 0x7F, 0x85, 0x9F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0xFEFF, 0x200B))]
_ODD += ["\u2028", "\ue010", "𠮷", "\U0010ffff", "\u202e"]
# Control characters that count as blanks: layout at the ends of lines, pictures of themselves inside. The brackets of a
# 条旨 are its element.
_LAYOUT = dict.fromkeys(map(ord, "【】\u240b\u240c\u240d\u241c\u241d\u241e\u241f"))
_CHECKED = set("\r\x0b\x0c\x1f\x85\u2028\ufeff\u200b")


def words(chance: random.Random) -> str:
    """Words of the grammar in any order."""
    pool = [*_GRAMMAR, *_BLANKS * 4, *(_ODD if chance.random() < 0.5 else ())]
    return "".join(chance.choices(pool, k=chance.randrange(1, 120)))


def damaged(text: str, chance: random.Random) -> str:
    """A real text with its lines dropped, doubled, moved, torn or spliced, several times."""
    lines = text.split("\n")
    for _ in range(chance.randrange(1, 12)):
        at, to, kind = chance.randrange(len(lines)), chance.randrange(len(lines)), chance.randrange(6)
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines.insert(to, lines[at])
        elif kind == 2:
            lines[at], lines[to] = lines[to], lines[at]
        elif kind == 3:
            cut = chance.randrange(len(lines[at]) + 1)
            lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
        elif kind == 4:
            lines[at] += chance.choice([*_GRAMMAR, *_ODD]) + lines[to]
        else:
            lines[at] = chance.choice(_GRAMMAR) + lines[at]
    return "\n".join(lines)


def failure(text: str) -> str:
    """What is wrong with the export of ``text``; empty when nothing is."""
    document = parse(SourceText.from_text(text))
    xml = write(document, "akn")
    if errors := akn_errors(xml):
        return f"invalid: {errors[0]}"
    lost, gained = compare(_shown(document), xml)
    if lost.translate(_LAYOUT) or gained.translate(_LAYOUT):
        return f"text lost or gained: {lost[:20]!r}, {gained[:20]!r}"
    try:
        again = parse(read("a.akn.xml", data=xml))
    except UnreadableFile as error:
        return "" if error.code == "E105" and not document.title and not text.split() else f"not read: {error}"
    if _CHECKED & set(text):  # control characters and zero-width blanks at the edges of lines are layout
        return ""
    differ = differences(document, again)
    return f"read back differently: {', '.join(differ[:6])}" if differ else ""


def _shown(document: Document) -> Document:
    """The document with its source as XML can show it."""
    return parse(SourceText.from_text(visible(document.source.text)))


@in_words()
def main() -> int:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--data", type=folder_with_files)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    real = sorted(chosen.data.rglob("*.md")) if chosen.data else []
    found: Counter[str] = Counter()
    for run in range(chosen.runs):
        make: Callable[[], str] = lambda: words(chance)  # noqa: E731
        if real and run % 2:
            make = lambda: damaged(read(chance.choice(real)).text, chance)  # noqa: E731
        text = make()
        fault = failure(text)
        found[fault.partition(":")[0] or "ok"] += 1
        if fault:
            kept = Path(f"akn-fuzz-{chosen.seed}-{run}.txt")
            kept.write_text(text, "utf-8", "surrogatepass")
            print(f"{kept}: {fault}")
    bad = found.total() - found["ok"]
    print(json.dumps({"benchmark": "akn_fuzz", "runs": chosen.runs, "seed": chosen.seed, "bad": bad, **found}))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
