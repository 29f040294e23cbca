"""Planted errors of references of the fourth injector: to the text's own articles, to laws, to the constitution."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

from benchmarks.fourth_injector_base import NUMERAL, TABLES, Edit, Laws, numeral
from benchmarks.fourth_injector_scene import Match, Scene, Substitution, matches, replaced

TITLE = re.compile("《(中华人民共和国)?([^《》]{4,24})》")
TITLE_TO_BREAK = re.compile("《(?:中华人民共和国)?([^《》]{3,24})》")
TITLE_WITH_ARTICLE = re.compile(f"《(?:中华人民共和国)?([^《》]{{2,24}})》第({NUMERAL})条(?!至|、|和|之)")
CONSTITUTION = "《中华人民共和国宪法》"


def absent_article(scene: Scene) -> Edit | None:
    """A reference to an article of the text that does not exist."""
    last = scene.last

    def other(rng: Random, match: Match) -> str:
        numbers = (last + rng.randint(2, 30), last * 2 + rng.randint(1, 9), last + rng.randint(31, 60))
        return rng.choice([f"{match[1]}第{numeral(number)}条" for number in numbers])

    pattern = f"({scene.own})第{NUMERAL}条(?!第|至|、|和|之)"
    return Substitution("internal_ref", ("C09",), "内部引用的条文不存在", pattern, other)(scene)


def absent_paragraph(scene: Scene) -> Edit | None:
    """A reference to a 款 of the text that does not exist."""

    def other(rng: Random, match: Match) -> str:
        return f"{match[1]}第{rng.choice(['八', '九', '十', '十一'])}款"

    pattern = f"({scene.own}第{NUMERAL}条)第([一二三四五])款"
    return Substitution("internal_para", ("C09",), "内部引用的款不存在", pattern, other)(scene)


def beyond_law(scene: Scene) -> Edit | None:
    """An article of a law beyond its last one."""
    found = matches(scene, TITLE_WITH_ARTICLE, lambda line, match: scene.laws.usable(match[1]))
    if not found:
        return None
    line, match = scene.rng.choice(found)
    number = scene.laws.last_article(match[1]) + scene.rng.randint(25, 70)
    new = f"{match[0][: match.start(2) - match.start()]}{numeral(number)}条"
    why = "引用的法律条文不存在（超出该法条文总数）"
    return replaced("law_noart_edit", ("C04",), why, line, match.span(), new)


def wrong_titles(name: str, rng: Random, laws: Laws) -> list[str]:
    """Titles near that of a law that are no law's: a word like another, a character left out or moved, 管理 put in."""
    found = [name.replace(right, wrong, 1) for right, wrong in TABLES["title_slips"] if right in name]
    at = rng.randint(1, len(name) - 3)
    found += [
        name[:at] + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        re.sub("(?<!管理)(法|条例)$", r"管理\1", name),
    ]
    return [
        other for other in found if other != name and other not in laws and (other[-1] == name[-1] or "规定" in other)
    ]


def wrong_title(scene: Scene) -> Edit | None:
    """A law's title written wrongly."""
    found = matches(scene, TITLE, lambda line, match: scene.laws.usable(match[2]))
    scene.rng.shuffle(found)
    for line, match in found:
        if others := wrong_titles(match[2], scene.rng, scene.laws):
            new = f"《{match[1] or ''}{scene.rng.choice(others)}》"
            why = "法律、行政法规名称写错"
            return replaced("law_title_bad", ("C02",), why, line, match.span(), new)
    return None


def broken_title(scene: Scene) -> Edit | None:
    """A space or a line break within a law's title."""
    found = matches(scene, TITLE_TO_BREAK, lambda line, match: match[1] in scene.laws)
    if not found:
        return None
    line, match = scene.rng.choice(found)
    at = scene.rng.randint(3, len(match[0]) - 3)
    new = match[0][:at] + scene.rng.choice([" ", "\u3000", "\n\n", "  ", "\n"]) + match[0][at:]
    why = "法律名称中断行或者夹有空格"
    return replaced("law_title_break", ("C16",), why, line, match.span(), new)


def constitution(scene: Scene) -> Edit | None:
    """The constitution with its full name between title marks, before the first law that the text rests on."""
    line = scene.text.articles[0].lines[0]
    match = re.search("(根据|依据)《", line.text)
    if not match or "宪法" in line.text or not scene.free(line):
        return None
    new = match[1] + CONSTITUTION + scene.rng.choice(["、", "", "和"])
    why = "引用宪法直接写“宪法”，不加书名号和“中华人民共和国”"
    return replaced("constitution", ("C08",), why, line, match.span(1), new)


EDITS: Mapping[str, Callable[[Scene], Edit | None]] = {
    "internal_ref": absent_article,
    "internal_para": absent_paragraph,
    "law_noart_edit": beyond_law,
    "law_title_bad": wrong_title,
    "law_title_break": broken_title,
    "constitution": constitution,
}
