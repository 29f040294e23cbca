"""Repeal clauses and amendments, read from the texts of the laws themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from lawcheck.laws.dates import find_effect, parse_date, tidy
from lawcheck.laws.model import Repeal
from lawcheck.laws.records import Amendment, RawArticle, RepealClause
from lawcheck.laws.titles import normalise_title

__all__ = ["QUOTE_LIMIT", "find_amendments", "find_listed_repeals", "find_repeals", "stands_in", "titles_in"]

QUOTE_LIMIT = 120
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_ENDS = re.compile(
    r"(?:同时|即行|相应|一并|随即|亦|均|也)?(?:予以|宣布|自行|停止执行并)?(?:废止|停止执行|停止施行|停止使用|失效)"
)
_PARTIAL = re.compile(
    r"》[^《》]{0,20}?(?:中|第[零一二三四五六七八九十百\d]+[条款项]|有关[^《》]{0,40}规定|部分|以下|与本)"
)
_NOT_A_REPEAL = re.compile(
    r"(?:修改|制定|解释)(?:、|和|或者|或)(?:废止|修改)|废止(?:的|后|前|程序|建议|决定)|废止或者|未废止|不再?废止"
)
_MAX_NAME = 80


def stands_in(repeals: Mapping[str, Repeal], title: str, as_of: date) -> str:
    """The title that stands in for ``title`` on a day: what ended it, or what has ended that in turn; itself if nothing did.

    >>> ended = {"甲法": Repeal("乙法", "", date(2022, 1, 1), ""), "乙法": Repeal("丙法典", "", date(2026, 1, 1), "")}
    >>> [stands_in(ended, "甲法", date(year, 6, 1)) for year in (2021, 2023, 2026)]
    ['甲法', '乙法', '丙法典']
    """
    seen = {normalise_title(title)}
    while True:
        repeal = repeals.get(normalise_title(title))
        if repeal is None or repeal.on is None or repeal.on > as_of or normalise_title(repeal.by_title) in seen:
            return title
        title = repeal.by_title
        seen.add(normalise_title(title))


def titles_in(text: str) -> list[str]:
    """The outermost 《…》 titles of ``text``; nested marks balance, an unclosed one is left out.

    >>> titles_in("依照《关于修改〈甲法〉的决定》和《〈乙法〉办法》")
    ['关于修改〈甲法〉的决定', '〈乙法〉办法']
    >>> titles_in("《关于《甲法》的决定》废止")
    ['关于《甲法》的决定']
    """
    found, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char == "《":
            start = index if depth == 0 else start
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                found.append(text[start + 1 : index])
    return found


def find_repeals(articles: Iterable[RawArticle], own_key: str) -> tuple[RepealClause, ...]:
    """Every law that the articles end as a whole; a former text of the same name is an amendment, not a repeal.

    >>> a = RawArticle(None, "第九条", "", "本法自2020年1月1日起施行。《甲法》、《乙条例》同时废止。")
    >>> [(r.key, str(r.day), r.quote) for r in find_repeals([a], "乙条例")]
    [('甲法', '2020-01-01', '《甲法》、《乙条例》同时废止。')]
    """
    found: dict[str, RepealClause] = {}
    for article in articles:
        if "废止" in article.text or "停止执行" in article.text or "失效" in article.text:
            for clause in _clauses(article):
                if clause.key != own_key:
                    found.setdefault(clause.key, clause)
    return tuple(found.values())


def _clauses(article: RawArticle) -> Iterator[RepealClause]:
    text = tidy(article.text)
    effect = find_effect(text)
    for match in _SENTENCE.finditer(text):
        named = _repealed_part(match[0])
        if named is None:
            continue
        own = (
            parse_date(own_start[0])
            if (own_start := re.search(r"自[^《》]{4,16}起[^《》]{0,6}(?:废止|失效|停止)", match[0]))
            else None
        )
        for title in titles_in(named):
            if (key := normalise_title(title)) and len(title) <= _MAX_NAME:
                yield RepealClause(
                    key=key,
                    title=title,
                    article=article.label,
                    quote=_shorten(match[0].strip(), title),
                    day=own or (effect.day if effect else None),
                    on_publication=own is None and effect is not None and effect.on_publication,
                )


def _repealed_part(sentence: str) -> str | None:
    """The stretch of the sentence whose titles end, or None."""
    ends = [m for m in _ENDS.finditer(sentence) if "》" in sentence[: m.start()]]
    if not ends or _NOT_A_REPEAL.search(sentence):
        return None
    named = sentence[: ends[-1].start()]
    tail = named[named.rfind("》") :]
    if ends[-1][0].endswith("失效") and len(tail) > 1:  # 宣告股票失效 and the like
        return None
    if len(tail) > 60 or _PARTIAL.match(tail) or "不一致" in tail or "抵触" in tail:
        return None
    return _after_other_clause(named)


def _after_other_clause(named: str) -> str:
    """Leave out titles of an earlier clause: 根据《甲法》…，《乙条例》同时废止 ends only the second."""
    head, comma, rest = named.rpartition("，")
    if comma and "《" in rest and re.search(r"依照|按照|根据|依据|适用|执行|施行|修改", _outside(head)):
        return rest
    return named


def _outside(text: str) -> str:
    return re.sub(r"《[^《》]*》", "", text)


def _shorten(sentence: str, title: str) -> str:
    """The sentence, or where it is longer than :data:`QUOTE_LIMIT` the title and the closing words."""
    if len(sentence) <= QUOTE_LIMIT:
        return sentence
    closing = sentence[sentence.rfind("》") + 1 :]
    is_last = sentence.endswith(f"《{title}》{closing}")
    return (f"…《{title}》" + ("" if is_last else "…") + closing)[:QUOTE_LIMIT]


_REPEALING = re.compile(r"关于废止(?P<laws>[^，。]*?)的决定$")
_LISTED = re.compile(
    r"\s*(?:[一二三四五六七八九十百\d]+[、.．]|[（(][一二三四五六七八九十\d]+[）)])?\s*(?:废止)?(?=《)"
)
_REMARK = re.compile(r"[（(][^（）()]*[）)]|[；;。、，\s]|和|予以废止|废止")


def find_listed_repeals(
    title: str, articles: Iterable[RawArticle], own_key: str, day: date | None
) -> tuple[RepealClause, ...]:
    """What a 废止决定 ends: the laws that its title names, and those that its items are (《甲条例》（2003年5月30日通过）).

    ``day`` is that of the decision's effect. A decision that amends as well tells each in its own words, and is left out.

    >>> items = [RawArticle(None, "一、", "", "《甲条例》（2003年5月30日通过）"), RawArticle(None, "二、", "", "依照《乙条例》办理的事项继续有效。")]
    >>> [r.key for r in find_listed_repeals("某市人大常委会关于废止《丙条例》等二件法规的决定", items, "", None)]
    ['丙条例', '甲条例']
    """
    named = _REPEALING.search(title)
    if named is None:
        return ()
    found = {normalise_title(one): (one, "标题", title) for one in titles_in(named["laws"])}
    for article in articles:
        for line in filter(_only_titles, article.text.splitlines()):
            for one in titles_in(line):
                found.setdefault(normalise_title(one), (one, article.label, line.strip()))
    return tuple(
        RepealClause(key, one, label, _shorten(quote, one), day, on_publication=False)
        for key, (one, label, quote) in found.items()
        if key and key != own_key
    )


def _only_titles(line: str) -> bool:
    """Titles with their numbers and remarks in brackets, and no words of their own."""
    listed = _LISTED.match(line)
    return listed is not None and not _REMARK.sub("", _outside(line[listed.end() :]))


_DECISION = re.compile(r"关于修[改正](?:[和、]废止|[和、]宣布失效)?(?P<laws>.+?)的?决定$")
_BY_AMENDMENT = re.compile(r"^(?:中华人民共和国)?(?P<amended>.{1,12}?)修正案(?:（[^）]+）)?$")
_NAMED_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")
_SEVERAL = re.compile(r"等[^《》]{1,8}[件部项个]|部分|一批|有关")
_ITS_PART = re.compile(
    r"(?:对|将)?《[^《》]+(?:《[^《》]*》[^《》]*)*》[^。；：:]{0,40}(?:(?:作出|作如下|作以下|进行|的)修[改正]|修改如下)|^《[^《》]+》$"
)


def find_amendments(title: str, articles: Iterable[RawArticle]) -> tuple[Amendment, ...]:
    """The laws that a 修改决定 or 修正案 changes, by its title and by the parts of one that amends several, with the articles
    that its instructions name.

    >>> one = RawArticle(None, "条目一", "", "将刑法第一百六十五条第一款修改为：“某甲依照第三条处罚。”")
    >>> find_amendments("中华人民共和国刑法修正案（十二）", [one])
    (Amendment(key='刑法', articles=('第一百六十五条',)),)
    >>> two = RawArticle(None, "二、", "", "对《乙条例》作出修改\\n删去第四条。")
    >>> [a.key for a in find_amendments("关于修改《甲条例》等二件法规的决定", [two])]
    ['甲条例', '乙条例']
    """
    whole = _BY_AMENDMENT.search(title)
    decision = _DECISION.search(title)
    if whole:
        return (Amendment(normalise_title(whole["amended"]), _articles_named(articles)),)
    if not decision:
        return ()
    parts = list(articles)
    keys = dict.fromkeys(map(normalise_title, titles_in(_with_outer_marks(decision["laws"]))))
    several = not keys or _SEVERAL.search(decision["laws"]) is not None
    own = {key: part for part in parts for key in _amended_part(part.text)} if several else {}
    keys |= dict.fromkeys(own)
    single = len(keys) == 1
    return tuple(Amendment(key, _articles_named(parts if single else [own[key]] if key in own else [])) for key in keys)


def _with_outer_marks(names: str) -> str:
    """Names that stand inside a title, whose marks are the inner ones."""
    return names if "《" in names else names.replace("〈", "《").replace("〉", "》")


def _amended_part(text: str) -> list[str]:
    """The key of the law that a part of a decision amends: 一、对《甲条例》作出修改."""
    first = text.strip().partition("\n")[0]
    return [normalise_title(name) for name in titles_in(first)[:1]] if _ITS_PART.search(first) else []


def _articles_named(articles: Iterable[RawArticle]) -> tuple[str, ...]:
    """The articles that the instructions name, quoted new text left out."""
    named: dict[str, None] = {}
    for article in articles:
        instruction = re.sub(r"[“\"][^”\"]*[”\"]?", "", article.text.partition("：")[0].partition(":")[0])
        named.update(dict.fromkeys(_NAMED_ARTICLE.findall(instruction)))
    return tuple(named)
