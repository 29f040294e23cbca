"""Errors of citation, structure, dates and definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from random import Random

from second_injector_base import (
    DATE,
    ITEM,
    NUMERAL,
    Document,
    Kind,
    Library,
    Paragraph,
    Plant,
    bigrams,
    chinese,
    occurrences,
    swap,
    value,
)

TITLE = re.compile(r"《(中华人民共和国)?([\u4e00-\u9fff]{2,24}?(?:法|条例))》")
# Pairs that drafters mix up; both ways are tried and a result that is a real title is thrown away.
CONFUSED = (
    ("权益保障法", "权益保护法"),
    ("权益保护法", "权益保障法"),
    ("保障法", "保护法"),
    ("保护法", "保障法"),
    ("安全法", "安全管理法"),
    ("管理法", "监督管理法"),
    ("防治法", "防制法"),
    ("防治法", "治理法"),
    ("促进法", "发展法"),
    ("委员会组织法", "委员会自治法"),
    ("政府组织法", "政府工作法"),
    ("监督条例", "监察条例"),
    ("保护条例", "保护管理条例"),
    ("处罚法", "处罚管理法"),
    ("复议法", "复议程序法"),
    ("诉讼法", "起诉法"),
    ("合作社法", "合作法"),
    ("合同法", "合约法"),
    ("规划法", "规划管理法"),
    ("突发事件应对法", "突发事件应急法"),
    ("标准化法", "标准法"),
    ("节约能源法", "节约能源管理法"),
    ("水土保持法", "水土保护法"),
    ("档案法", "档案管理法"),
    ("消防法", "消防安全法"),
    ("土地承包法", "土地承包经营法"),
    ("教育法", "教育管理法"),
    ("就业促进法", "促进就业法"),
    ("食品安全法", "食品卫生安全法"),
    ("防震减灾法", "防震抗灾法"),
    ("献血法", "无偿献血法"),
    ("城乡规划法", "城乡建设规划法"),
)


def _titles(doc: Document, library: Library) -> list[re.Match[str]]:
    return [m for m in TITLE.finditer(doc.text, doc.articles[0].start) if m[2] in library.largest]


def title_wrong(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A law's name remembered wrongly, so that no such law exists."""
    for m in _titles(doc, library):
        names = [m[2].replace(a, b) for a, b in CONFUSED if m[2].endswith(a)]
        names = [n for n in names if n not in library.largest and n != m[2]]
        if names:
            new = f"《{m[1] or ''}{rng.choice(names)}》"
            yield swap(m.start(), m.end(), new, f"没有名为{new}的法律法规，应为{m[0]}")


def title_short(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The first citation of a law without 中华人民共和国."""
    del rng
    seen: set[str] = set()
    for m in _titles(doc, library):
        if m[1] and m[2].endswith("法") and m[2] not in seen and f"《{m[2]}》" not in doc.text:
            yield swap(m.start(), m.end(), f"《{m[2]}》", "首次引用法律未用全称")
        seen.add(m[2])


def title_broken(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """Blanks or a line break inside a title."""
    for m in _titles(doc, library):
        cut = rng.randrange(3, len(m[0]) - 1)
        gap = rng.choice((" ", "\u3000", "\n", "\n\n"))
        yield swap(m.start(), m.end(), m[0][:cut] + gap + m[0][cut:], "法律名称中间有空格或者断行")


CITED = re.compile(r"《(?:中华人民共和国)?([\u4e00-\u9fff]{2,24}?(?:法|条例))》(的?(?:有关|相关)?规定)")


def article_beyond(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """An article that the law does not have: its number lies well beyond the last article of any version."""
    for m in CITED.finditer(doc.text, doc.articles[0].start):
        most = library.largest.get(m[1], 0)
        if most < 20:
            continue
        number = most * 7 // 5 + rng.randrange(6, 40)
        part = rng.choice(("", "", "第一款", "第二款"))
        new = f"第{chinese(number)}条{part}"
        at = m.start(2)
        yield swap(at, at, new, f"《{m[1]}》没有第{chinese(number)}条（库中各版本至多{most}条）")
    for m, law, number in _numbered(doc, library):
        new = chinese(library.largest[law] * 7 // 5 + rng.randrange(6, 40))
        yield swap(m.start(2), m.end(2), new, f"《{law}》没有第{new}条，原文引用第{chinese(number)}条")


NUMBERED = re.compile(rf"《(?:中华人民共和国)?([\u4e00-\u9fff]{{2,24}}?(?:法|条例))》第({NUMERAL})条")


def _numbered(doc: Document, library: Library) -> list[tuple[re.Match[str], str, int]]:
    found = NUMBERED.finditer(doc.text, doc.articles[0].start)
    return [(m, m[1], value(m[2])) for m in found if library.largest.get(m[1], 0) >= value(m[2])]


def article_other(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A true article number turned into one whose article speaks of something else."""
    for m, law, number in _numbered(doc, library):
        line = doc.paragraph_at(m.start())
        here = bigrams(line.text if line else "")
        others = [
            n
            for n, t in library.texts[law].items()
            if n > 4 and abs(n - number) > 2 and len(bigrams(t)) > 20 and len(bigrams(t) & here) < 5
        ]
        related = len(bigrams(library.texts[law].get(number, "")) & here) > 5
        if others and line and related:
            wrong = rng.choice(others)
            note = f"条文内容与《{law}》第{chinese(wrong)}条（{library.texts[law][wrong][:60]}…）无关，应为第{m[2]}条"
            yield swap(m.start(2), m.end(2), chinese(wrong), note)


def clause_beyond(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A 款 or 项 that the cited article of the law does not have."""
    for m, law, number in _numbered(doc, library):
        if re.match(r"[第之]", doc.text[m.end() :]):
            continue
        text = library.texts[law].get(number, "")
        clauses = sum(1 for p in text.split("\n") if p.strip() and not ITEM.match(p))
        if clauses and doc.text[m.end() : m.end() + 1] not in "第之":
            wrong = chinese(clauses + rng.randrange(3, 6))
            note = f"《{law}》第{m[2]}条只有{clauses}款"
            yield swap(m.end(), m.end(), f"第{wrong}款", note)


# Laws and regulations that no longer apply: what the text must speak of, since when, and what followed.
# Days that neither domain.md nor the catalogue gives are the author's own knowledge (依据待核); they only keep a title out of
# texts made before it ended, and no product code reads them.
REPEALED = (
    ("中华人民共和国物权法", "物业|业主|建筑物|房屋", date(2021, 1, 1), "民法典"),
    ("中华人民共和国合同法", "合同|租赁|买卖", date(2021, 1, 1), "民法典"),
    ("中华人民共和国侵权责任法", "损害|赔偿|侵害", date(2021, 1, 1), "民法典"),
    ("中华人民共和国民法通则", "民事", date(2021, 1, 1), "民法典"),
    ("中华人民共和国婚姻法", "婚姻|家庭|妇女|老年人", date(2021, 1, 1), "民法典"),
    ("中华人民共和国执业医师法", "医师|医务|医疗机构", date(2022, 3, 1), "医师法"),
    ("中华人民共和国城市规划法", "规划", date(2008, 1, 1), "城乡规划法"),
    ("中华人民共和国行政监察法", "监察", date(2018, 3, 20), "监察法"),
    ("中华人民共和国环境噪声污染防治法", "噪声", date(2022, 6, 5), "噪声污染防治法"),
    ("中华人民共和国外资企业法", "外商|外资", date(2020, 1, 1), "外商投资法"),
    ("中华人民共和国治安管理处罚条例", "公安|治安", date(2006, 3, 1), "治安管理处罚法"),
    ("中华人民共和国公司登记管理条例", "企业登记|商事|市场主体", date(2022, 3, 1), "市场主体登记管理条例"),
    ("中华人民共和国食品卫生法", "食品", date(2009, 6, 1), "食品安全法"),
    ("中华人民共和国经济合同法", "合同", date(1999, 10, 1), "民法典"),
    ("中华人民共和国道路交通管理条例", "机动车|道路交通", date(2004, 5, 1), "道路交通安全法"),
    ("企业劳动争议处理条例", "劳动者|用人单位|职工", date(2011, 1, 8), "劳动争议调解仲裁法"),
    ("行政复议条例", "行政复议", date(1999, 10, 1), "行政复议法"),
    ("信访条例", "信访|投诉", date(2022, 5, 1), "信访工作条例"),
    ("城市房屋拆迁管理条例", "拆迁|房屋征收", date(2011, 1, 21), "国有土地上房屋征收与补偿条例"),
    ("无照经营查处取缔办法", "无照|摊贩|摊点", date(2017, 10, 1), "无证无照经营查处办法"),
    ("法规规章备案条例", "备案", date(2024, 11, 1), "法规规章备案审查条例"),
    ("城市流浪乞讨人员收容遣送办法", "流浪乞讨|救助管理", date(2003, 8, 1), "城市生活无着的流浪乞讨人员救助管理办法"),
)
BASIS = re.compile(r"根据(《[^》]{3,30}》(?:[、和以及]*《[^》]{3,30}》)*)")


def repealed_basis(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A repealed law among the bases of 第一条, in a text later than the repeal."""
    del library
    first = next((p for p in doc.paragraphs if p.article == doc.articles[0]), None)
    m = BASIS.search(first.text) if first else None
    for name, topic, day, heir in rng.sample(REPEALED, len(REPEALED)):
        late = doc.published > date(day.year + 1, day.month, day.day)
        if not (
            first
            and m
            and late
            and name not in doc.text
            and len(re.findall(topic, doc.text)) > (25 if topic == "规划" else 4)
        ):
            continue
        at = first.start + m.start(1)
        alone = "》" not in m[1][:-1] and not first.text[m.end() :].startswith(("等", "、"))
        new = f"《{name}》" + ("和" if alone else "、")
        yield swap(at, at, new, f"《{name}》已于{day}废止，应为《{heir}》", span=(0, len(new) - 1))


def repealed_duty(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A repealed law cited in an operative clause in the place of the law in force."""
    heirs = {heir: (name, day) for name, _, day, heir in REPEALED}
    civil = ("中华人民共和国侵权责任法", "中华人民共和国民法总则", "中华人民共和国物权法", "中华人民共和国合同法")
    heirs["民法典"] = (rng.choice(civil), date(2021, 1, 1))
    heirs["出境入境管理法"] = ("中华人民共和国外国人入境出境管理法", date(2013, 7, 1))
    for m in _titles(doc, library):
        name, day = heirs.get(m[2], ("", date.max))
        if name and name not in doc.text and doc.published > day and m.start() > doc.articles[0].end:
            yield swap(m.start(), m.end(), f"《{name}》", f"《{name}》已于{day}废止，应为{m[0]}")


def constitution_form(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The constitution cited like an ordinary law."""
    del library
    for m in occurrences(doc, r"(?<=根据)宪法(?=[、和的])"):
        yield swap(m.start(), m.end(), rng.choice(("《中华人民共和国宪法》", "《宪法》")), "引用宪法直接写“宪法”")


SECRET_BASIS = (
    "根据{here}人民政府专题会议纪要〔2019〕18号的要求",
    "依照上级内部通报的精神",
    "根据主管部门未公开印发的内部文件",
    "按照联席会议第三次会议纪要的规定",
    "按照{here}人民政府办公会议纪要（〔2020〕7号）",
    "依据有关部门内部掌握的标准",
    "根据有关领导讲话和内部文件的要求",
)


def secret_basis(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """An unpublished paper as the basis of a duty."""
    del library
    for p in _middle(doc, r"^.{8,60}应当"):
        at = p.start + p.text.index("应当")
        words = rng.choice(SECRET_BASIS).format(here=doc.here)
        lead = "" if doc.text[at - 1] in "，；。" else "，"
        span = (len(lead), len(words))
        yield swap(at, at, f"{lead}{words}，", "以未公开的文件、会议纪要作为依据", span=span)


def _middle(doc: Document, pattern: str) -> list[Paragraph]:
    """Lines of the body that match, the first and the last three articles left out."""
    last = doc.articles[-3].number
    return [p for p in doc.paragraphs if p.article and 3 < p.article.number < last and re.search(pattern, p.text)]


def reference_broken(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """An internal reference to an article, 款 or 项 that is not there."""
    del library
    last = doc.articles[-1].number
    for m in occurrences(doc, rf"本{doc.self_name}第({NUMERAL})条(?:第({NUMERAL})款)?(?:第({NUMERAL})项)?"):
        article = next((a for a in doc.articles if a.number == value(m[1])), None)
        if not article:
            continue
        lines = [p for p in doc.paragraphs if p.article == article]
        clauses = sum(1 for p in lines if not ITEM.match(p.text))
        items = len(lines) - clauses
        if rng.random() < 0.4:
            new = chinese(last + rng.randrange(2, 20))
            yield swap(m.start(1), m.end(1), new, f"本{doc.self_name}只有{last}条")
        elif m[3] and value(m[3]) <= items:
            new = chinese(items + rng.randrange(2, 5))
            yield swap(m.start(3), m.end(3), new, f"第{m[1]}条只有{items}项")
        elif m[2] and not m[3] and value(m[2]) <= clauses:
            new = chinese(clauses + rng.randrange(1, 4))
            yield swap(m.start(2), m.end(2), new, f"第{m[1]}条只有{clauses}款")


def self_name_wrong(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The document calls itself by another kind of name."""
    del library
    others = [n for n in ("条例", "规定", "办法", "细则", "法") if n != doc.self_name]
    for m in occurrences(doc, f"(?<![根基])本{doc.self_name}(?=第|规定|所称|自|的|施行|，|。)"):
        yield swap(m.start(), m.end(), "本" + rng.choice(others), f"本文件名称为“{doc.self_name}”，自称不一致")


def article_repeated(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The number of the next or of the previous article: one number twice, one missing."""
    del library
    for a in doc.articles[3:-1]:
        wrong = f"第{chinese(a.number + rng.choice((-1, 1)))}条"
        yield swap(a.start, a.start + len(a.label), wrong, f"应为{a.label}，条序重复并且缺号")


def article_lost(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A whole article left out, so that the numbers jump."""
    del library, rng
    for a, after in zip(doc.articles[3:-2], doc.articles[4:], strict=False):
        if a.end == after.start and a.label not in doc.text[a.end :] and a.label not in doc.text[: a.start]:
            yield swap(a.start, after.start + len(after.label), after.label, f"缺{a.label}，条序不连续")


def item_jump(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """An item whose number skips or repeats."""
    del library
    for p in doc.paragraphs:
        m = ITEM.match(p.text)
        if m and 2 < value(m[1]) < 9:
            wrong = f"（{chinese(value(m[1]) + rng.choice((-1, 1)))}）"
            yield swap(p.start, p.start + len(m[0]), wrong, f"项序应为{m[0]}")


def item_form(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """An item numbered as no item may be."""
    del library
    for p in doc.paragraphs:
        m = ITEM.match(p.text)
        if m and value(m[1]) < 10:
            number = value(m[1])
            wrong = rng.choice((f"{number}、", f"({number})", "①②③④⑤⑥⑦⑧⑨"[number - 1], f"{number}．"))
            yield swap(p.start, p.start + len(m[0]), wrong, "项的序号用中文数字加圆括号")


def chapter_jump(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A chapter whose number skips or repeats."""
    del library
    for m in re.finditer(rf"(?m)^(?:#+ )?(第({NUMERAL})章)(?= )", doc.text[doc.articles[0].start :]):
        if value(m[2]) > 1:
            at = doc.articles[0].start + m.start(1)
            wrong = f"第{chinese(value(m[2]) + rng.choice((-1, 1)))}章"
            yield swap(at, at + len(m[1]), wrong, f"章序应为{m[1]}")


EFFECT = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|生效|实施)")


def effect_missing(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """No clause says when the text takes effect; the span is what now stands last."""
    del library, rng
    last, before = doc.articles[-1], doc.articles[-2]
    text = doc.text[last.start : last.end]
    if "施行" in text and len(text.strip()) < 120 and last.end == len(doc.text) and last.start == before.end:
        line = [p for p in doc.paragraphs if p.article == before][-1]
        elsewhere = re.search("起施行|之日起生效", doc.text[doc.articles[0].start : last.start])
        if not elsewhere:
            yield Plant(line.start, last.end, line.text, "没有施行日期的规定")


def effect_early(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The text takes effect before it was passed and published."""
    del library
    last = doc.articles[-1]
    m = EFFECT.search(doc.text, last.start)
    if not m or not doc.dates or (int(m[1]), int(m[2]), int(m[3])) < doc.dates[0].timetuple()[:3]:
        return
    year = doc.dates[0].year - rng.choice((1, 1, 2, 10))
    for new in (f"{year}年{m[2]}月{m[3]}日", f"{year}年{rng.randrange(1, 13)}月1日"):
        yield swap(m.start() + 1, m.end() - 3, new, f"施行日期早于{doc.dates[0]}通过的日期")


def approval_early(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The higher congress approved the regulation before the city had passed it."""
    del library
    lines = list(re.finditer(r"(?m)^(\d{4})年\d{1,2}月\d{1,2}日(?=[^\n]*批准)", doc.text[: doc.body]))
    if len(lines) == 1 and len(DATE.findall(doc.text[: doc.body])) == 2:
        new = f"{doc.dates[0].year - 1}年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日"
        yield swap(lines[0].start(), lines[0].end(), new, f"批准日期早于{doc.dates[0]}通过的日期")


def short_form_lost(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A short form used throughout whose definition is gone."""
    del rng, library
    for m in occurrences(doc, r"([\u4e00-\u9fff、]{6,30})（以下(?:统)?简称(?:“)?([\u4e00-\u9fff]{2,8})(?:”)?）"):
        used = doc.text[m.end() :].count(m[2])
        if used > 3 and m[2] not in doc.text[doc.articles[0].start : m.start()] + m[1] and m[2] not in doc.title:
            yield swap(m.start(), m.end(), m[1], f"下文使用简称“{m[2]}”{used}次，没有定义")


def short_form_twice(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """One thing given a second short form further down."""
    del library
    for m in occurrences(doc, r"（以下(?:统)?简称“?([\u4e00-\u9fff]{3,10})”?）"):
        later = list(
            re.finditer(rf"(?<=[。，；\n]){m[1]}(?=应当|可以|不得|负责|按照|根据|有权)", doc.text[m.end() + 400 :])
        )
        if later:
            at = m.end() + 400 + rng.choice(later).end()
            yield swap(at, at, f"（以下简称{m[1]}）", f"“{m[1]}”前文已经是简称，重复定义")


def annex_missing(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """An annex cited that the document does not have."""
    del library
    if re.search("附件|附表|附录|附：", doc.text):
        return
    nouns = (
        "(?:收费|补偿|补助|分级|技术|质量|服务|救助|设置)标准|(?:管理|保护|重点|分类|禁止)(?:目录|名录|清单)|保护范围"
    )
    forms = ("（见附件二）", "（具体内容见附件1）", f"（见本{doc.self_name}附件）", "（详见附表）")
    for p in _middle(doc, f"(?:{nouns})(?=[，。])"):
        m = re.search(f"(?:{nouns})(?=[，。])", p.text)
        if m:
            at = p.start + m.end()
            yield swap(at, at, rng.choice(forms), "文件没有附件")


def quotes_broken(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A title whose marks do not pair, or another mark in the place of 《》."""
    for m in _titles(doc, library):
        name = m[0][1:-1]
        new = rng.choice((f"《{name}", f"{name}》", f"《{name}〉", f"《《{name}》", f"<{name}》"))
        yield swap(m.start(), m.end(), new, "书名号不配对")


KINDS = (
    Kind("title_wrong", ("C02",), title_wrong),
    Kind("title_short", ("C03",), title_short),
    Kind("title_broken", ("C16",), title_broken),
    Kind("article_beyond", ("C04",), article_beyond),
    Kind("article_other", ("C05",), article_other, 2),
    Kind("clause_beyond", ("C06",), clause_beyond, 2),
    Kind("repealed_basis", ("C01", "C11"), repealed_basis),
    Kind("repealed_duty", ("C01", "C11"), repealed_duty, 2),
    Kind("constitution_form", ("C08",), constitution_form),
    Kind("secret_basis", ("C12",), secret_basis),
    Kind("reference_broken", ("C09",), reference_broken),
    Kind("self_name_wrong", ("C10",), self_name_wrong),
    Kind("article_repeated", ("S01",), article_repeated),
    Kind("article_lost", ("S01",), article_lost),
    Kind("item_jump", ("S04",), item_jump),
    Kind("item_form", ("S03",), item_form),
    Kind("chapter_jump", ("S02",), chapter_jump),
    Kind("effect_missing", ("T01",), effect_missing),
    Kind("effect_early", ("T02",), effect_early),
    Kind("approval_early", ("T13",), approval_early),
    Kind("short_form_lost", ("S11",), short_form_lost),
    Kind("short_form_twice", ("S11",), short_form_twice),
    Kind("annex_missing", ("S12",), annex_missing),
    Kind("quotes_broken", ("S13",), quotes_broken),
)
