"""A realistic review of a fictional city regulation, made by hand: no parser, no library, no rule is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lawcheck.checks import Basis, Evidence, Finding, GuardResult, RuleRun, Severity, State
from lawcheck.document import (
    Block,
    Document,
    Number,
    Provenance,
    Segment,
    SourceText,
    Span,
    Unit,
    UnitKind,
    format_numeral,
)
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level
from lawcheck.matching import Coverage, HigherClause, HigherLaw, Match, MatchState
from lawcheck.procedure import Facts
from lawcheck.reviewing import Review
from lawcheck.terms import Term, TermHit

FAMILIES = {"A": 48, "R": 24, "C": 18, "S": 15, "T": 14, "W": 32, "X": 14, "P": 5, "O": 2, "F": 16}
TITLE = "云泽市公园绿地管理条例"
NOTE = (
    "（2026年6月25日云泽市第九届人民代表大会常务委员会第三十次会议通过　202"
    "6年7月30日江南省第十四届人民代表大会常务委员会第二十一次会议批准）"
)
PHONE = "13800138000"
ARTICLES: tuple[tuple[str, ...], ...] = (
    (
        "为了加强公园绿地的规划、建设和保护，改善人居环境，根据《中华人民共和国绿地法》《江南省绿化条例》等法律、法规，结合本市实际，制定本条例。",
    ),
    ("本市行政区域内公园绿地的规划、建设、保护和管理，适用本条例。", "法律、法规另有规定的，从其规定。"),
    (
        "市、县（市、区）人民政府应当将公园绿地事业纳入国民经济和社会发展规划，所需经费列入本级财政预算。",
        "公园绿地主管部门的咨询电话为" + PHONE + "。",
    ),
    ("市工商行政管理部门、城市管理部门按照各自职责，做好公园绿地管理工作。",),
    ("残废人进入收费的公园，免收门票；弱智人员由监护人陪同的，监护人免收门票。",),
    (
        "在公园绿地内禁止下列行为：\n（一）损毁树木、花草；\n（二）擅自占用公园绿地；\n（三）其它损害公园绿地的行为。",
        "因建设需要临时占用公园绿地的，应当经公园绿地主管部门批准，并按照规定缴纳恢复费、管理费和保证金。",
    ),
    (
        "违反本条例第六条第一款第（二）项规定，擅自占用公园绿地的，由公园绿地主管部门责令限期改正，可以处二万元以上十万元以下罚款；情节严重的，处十万元以上三十万元以下罚款。",
    ),
    ("违反本条例第二十六条规定的，依照《中华人民共和国环境保护法》第六十九条的规定处罚。",),
    ("本条例自公布之日起施行，2026年9月1日起施行。",),
)


def _blocks() -> list[str]:
    lines = [TITLE, NOTE]
    for number, paragraphs in enumerate(ARTICLES, 1):
        first, *rest = paragraphs
        lines += [f"第{format_numeral(number)}条　" + first.split("\n")[0], *first.split("\n")[1:], *rest]
    return lines


def make_source(sha256: str = "5e" * 32) -> SourceText:
    blocks, start = [], 0
    for index, line in enumerate(_blocks()):
        blocks.append(Block(start, line + "\n", provenance=Provenance("body", index, name="word/document.xml")))
        start += len(line) + 1
    return SourceText("".join(b.text for b in blocks), tuple(blocks), "docx", "云泽市公园绿地管理条例.docx", sha256)


def make_units(text: str) -> tuple[Unit, ...]:
    """Articles with 款 and 项, spans found in the text."""
    articles, at, ordinal = [], len(TITLE) + len(NOTE) + 2, 0
    for number, paragraphs in enumerate(ARTICLES, 1):
        label = f"第{format_numeral(number)}条"
        start, ordinal_of_article = at, ordinal
        at, ordinal = at + len(label) + 1, ordinal + 1
        children = []
        for position, paragraph in enumerate(paragraphs, 1):
            span = Span(at, at + len(paragraph))
            head = paragraph.split("\n")[0]
            eid = f"art_{number}__para_{position}"
            children.append(
                Unit(
                    UnitKind.PARAGRAPH,
                    eid,
                    ordinal,
                    span,
                    Number(position),
                    text=head,
                    text_span=Span(at, at + len(head)),
                    children=_points(eid, paragraph, at, ordinal),
                )
            )
            ordinal += 1 + paragraph.count("\n")
            at = span.end + 1
        articles.append(
            Unit(
                UnitKind.ARTICLE,
                f"art_{number}",
                ordinal_of_article,
                Span(start, at),
                Number(number),
                label=label,
                children=tuple(children),
            )
        )
    assert text[articles[-1].span.start :].startswith(articles[-1].label)
    return tuple(articles)


def _points(parent: str, paragraph: str, start: int, ordinal: int) -> tuple[Unit, ...]:
    points, at = [], start + len(paragraph.split("\n")[0]) + 1
    for number, line in enumerate(paragraph.split("\n")[1:], 1):
        points.append(
            Unit(
                UnitKind.POINT,
                f"{parent}__point_{number}",
                ordinal + number,
                Span(at, at + len(line)),
                Number(number),
                label=line[:3],
                text=line[3:],
                text_span=Span(at + 3, at + len(line)),
            )
        )
        at += len(line) + 1
    return tuple(points)


def make_document(source: SourceText | None = None) -> Document:
    source = source or make_source()
    units = make_units(source.text)
    return Document(
        source,
        TITLE,
        Span(0, len(TITLE)),
        NOTE,
        Span(len(TITLE) + 1, len(TITLE) + 1 + len(NOTE)),
        "",
        Span(0, 0),
        units,
        (),
        "",
        Span(0, 0),
        (Segment(0, len(source.text), "body"),),
        (),
    )


LAWS = {
    "绿地法": Law("L1", "中华人民共和国绿地法", "绿地法", DocumentKind.K1, Level.LAW, "全国人民代表大会常务委员会", ""),
    "公园条例": Law("L2", "城市公园条例", "城市公园条例", DocumentKind.K2, Level.ADMINISTRATIVE, "国务院", ""),
    "绿化条例": Law(
        "L3", "江南省绿化条例", "江南省绿化条例", DocumentKind.K3, Level.LOCAL, "江南省人民代表大会常务委员会", "320000"
    ),
}
VERSIONS = {
    "绿地法": LawVersion(
        1,
        "L1",
        "中华人民共和国绿地法",
        date(2024, 10, 30),
        date(2024, 10, 30),
        date(2025, 3, 1),
        None,
        "修订",
        "示例库",
        "text",
        72,
    ),
    "公园条例": LawVersion(
        2,
        "L2",
        "城市公园条例",
        date(2019, 4, 3),
        date(2019, 4, 23),
        date(2019, 6, 1),
        None,
        "公布",
        "示例库",
        "publisher",
        40,
    ),
    "绿化条例": LawVersion(
        3, "L3", "江南省绿化条例", date(2018, 11, 23), None, None, None, "修正", "示例库", "assumed", 51
    ),
}


def make_higher_laws() -> tuple[HigherLaw, ...]:
    reasons = {
        "绿地法": ("第一条明示依据", "引用 3 次"),
        "公园条例": ("题目主题词：公园", "条文相近 4 款"),
        "绿化条例": ("第一条明示依据",),
    }
    scores = {"绿地法": 0.97, "公园条例": 0.71, "绿化条例": 0.88}
    return tuple(
        HigherLaw(LAWS[key], VERSIONS[key], scores[key], reasons[key]) for key in ("绿地法", "绿化条例", "公园条例")
    )


def make_clause(key: str, number: int, paragraph: int, text: str, similarity: float) -> HigherClause:
    article = Article(
        number, VERSIONS[key].version_id, Number(number), f"第{format_numeral(number)}条", "第三章", text + "\n另一款。"
    )
    return HigherClause(
        LAWS[key], VERSIONS[key], article, paragraph, text, similarity, similarity, 0.8, ("公园绿地", "占用")
    )


FINE_ABOVE = (
    "擅自占用公园绿地的，由公园绿地主管部门责令限期改正，可以处五千元以"
    "上五万元以下罚款；情节严重的，处五万元以上二十万元以下罚款。"
)


def make_matches(document: Document) -> tuple[Match, ...]:
    found = {
        "art_2__para_2": ("绿地法", 3, 2, "法律、法规另有规定的，从其规定。", 1.0),
        "art_3__para_1": (
            "绿地法",
            5,
            1,
            "县级以上地方人民政府应当将公园绿地事业纳入国民经济和社会发展规划，所需经费列入本级预算。",
            0.86,
        ),
        "art_6__para_2": (
            "公园条例",
            17,
            2,
            "因建设需要临时占用公园绿地的，应当经公园绿地主管部门批准，并按照规定缴纳恢复费。",
            0.9,
        ),
        "art_7__para_1": ("绿地法", 61, 1, FINE_ABOVE, 0.83),
    }
    return tuple(_match(unit, found) for unit in document.clauses)


def _match(unit: Unit, found: dict[str, tuple[str, int, int, str, float]]) -> Match:
    if unit.eid in found:
        return Match(unit.eid, MatchState.MATCHED, "", (make_clause(*found[unit.eid]),))
    if unit.span.length < 24:
        return Match(unit.eid, MatchState.NOT_CHECKED, "条款过短，不足以比对")
    return Match(unit.eid, MatchState.NONE, "已检索法律、行政法规，无足够相近的条款")


def _term(text: str, category: str, rule: str, suggestion: str) -> Term:
    return Term(
        text, category, rule, "technical", f"“{text}”为不规范称谓", suggestion, "示例词表 2026 年版", date(2026, 10, 1)
    )


def make_terms(text: str) -> tuple[TermHit, ...]:
    hits = []
    for term in (
        _term("残废人", "sensitive", "X06", "残疾人"),
        _term("弱智人员", "sensitive", "X06", "智力残疾人"),
        _term("工商行政管理部门", "outdated-institution", "O01", "市场监督管理部门"),
        _term("其它", "wording", "W06", "其他"),
    ):
        at = text.index(term.text)
        hits.append(TermHit(term, Span(at, at + len(term.text)), term.text))
    hits.append(TermHit(_term("公园条例", "sensitive", "X06", "-"), Span(0, 4), text[:4], exempt="title"))
    return tuple(hits)


MEM = Basis("立法技术规范（试行）（一）", confirmed=False)
LAW_BASIS = Basis("《中华人民共和国绿地法》第六十一条", confirmed=True)


def finding(
    document: Document, rule: str, name: str, severity: Severity, quote: str, message: str, **more: object
) -> Finding:
    at = document.source.text.index(quote) if quote else 0
    unit = document.unit_at(at) if quote else None
    eid = unit.eid if unit else ""
    clause = document.citation_label(unit) if unit else "全文"
    span = Span(at, at + len(quote))
    return Finding(rule, "1.0", name, severity, span, quote, eid, clause, message, **more)  # type: ignore[arg-type]


def make_findings(document: Document) -> tuple[Finding, ...]:
    upper = Evidence(
        "罚款下限、上限均高于上位法",
        "中华人民共和国绿地法",
        "2024-10-30 修订，2025-03-01 施行",
        "第六十一条第一款",
        FINE_ABOVE,
        {"本文件幅度": "2万–10万元；10万–30万元", "上位法幅度": "0.5万–5万元；5万–20万元"},
    )
    repealed = Evidence(
        "该法已被废止",
        "中华人民共和国生态环境示例法典",
        "2026-03-12 通过，2026-08-15 施行",
        "第一千二百四十二条",
        "本法自2026年8月15日起施行。《中华人民共和国环境保护法》同时废止。",
        {"文件公布": "2026-08-05", "废止日": "2026-08-15"},
    )
    return (
        finding(
            document,
            "X10",
            "国家秘密标志",
            Severity.CONFLICT,
            "",
            "文件拟公布，但页眉带有“内部资料”字样，公布前应当核实。",
            basis=(MEM,),
        ),
        finding(
            document,
            "A01",
            "罚款幅度超出上位法",
            Severity.SUSPECTED,
            "可以处二万元以上十万元以下罚款",
            "疑似超出上位法规定的罚款幅度。",
            suggestion="核对上位法第六十一条，在其幅度内规定。",
            basis=(LAW_BASIS,),
            evidence=upper,
            guards=(GuardResult("G3", False, "未见转引处罚"), GuardResult("G4", False, "与上位法不完全相同")),
            confidence=0.72,
        ),
        finding(
            document,
            "C01",
            "引用的法律已废止",
            Severity.TECHNICAL,
            "《中华人民共和国环境保护法》第六十九条",
            "《中华人民共和国环境保护法》已自 2026-08-15 起废止。",
            suggestion="改引现行法律的相应条款。",
            basis=(MEM, LAW_BASIS),
            evidence=repealed,
        ),
        finding(
            document,
            "C09",
            "内部引用的条款不存在",
            Severity.TECHNICAL,
            "本条例第二十六条",
            "本文件共 9 条，没有第二十六条。",
            suggestion="核对应当引用的条款。",
        ),
        finding(
            document,
            "X06",
            "残障与疾病称谓",
            Severity.TECHNICAL,
            "残废人",
            "“残废人”为不当称谓。",
            suggestion="改为“残疾人”。",
            basis=(MEM,),
        ),
        finding(
            document,
            "X06",
            "残障与疾病称谓",
            Severity.TECHNICAL,
            "弱智人员",
            "“弱智人员”为不当称谓。",
            suggestion="改为“智力残疾人”。",
        ),
        finding(
            document,
            "O01",
            "过时机构名称",
            Severity.ADVICE,
            "工商行政管理部门",
            "工商行政管理部门已改为市场监督管理部门。",
            suggestion="改为“市场监督管理部门”。",
            basis=(MEM,),
        ),
        finding(
            document,
            "W06",
            "其它／其他",
            Severity.ADVICE,
            "其它",
            "立法用语一般用“其他”。",
            suggestion="改为“其他”。",
            basis=(MEM,),
        ),
        finding(
            document,
            "P02",
            "电话号码",
            Severity.SUSPECTED,
            PHONE,
            f"文件中出现手机号码 {PHONE}。",
            suggestion="公布前隐去。",
            masked="138****8000",
        ),
        finding(
            document,
            "T02",
            "施行日期矛盾",
            Severity.INFO,
            "自公布之日起施行，2026年9月1日起施行",
            "同一条中有两个施行日期。",
        ),
    )


def make_runs(document: Document, findings: tuple[Finding, ...] | None = None) -> tuple[RuleRun, ...]:
    findings = make_findings(document) if findings is None else findings
    by_rule: dict[str, list[Finding]] = {}
    for item in findings:
        by_rule.setdefault(item.rule, []).append(item)
    return tuple(
        _run(f"{family}{n:02}", family, by_rule) for family, size in FAMILIES.items() for n in range(1, size + 1)
    )


_STATES = {
    "C05": (State.NOT_IN_LIBRARY, "库中没有《江南省湿地条例》"),
    "C06": (State.CATALOGUE_ONLY, "有目无文：《绿化补偿办法》"),
    "T01": (State.NOT_CHECKED, "报备日期未填写"),
    "S01": (State.PASS, ""),
    "S02": (State.PASS, ""),
    "C02": (State.PASS, ""),
    "C03": (State.DOUBTFUL, "审查日晚于库的截止日"),
    "A40": (State.NOT_APPLICABLE, "不是经济特区法规"),
    "R20": (State.NOT_APPLICABLE, "没有许可条款"),
}


def _run(rule: str, family: str, by_rule: dict[str, list[Finding]]) -> RuleRun:
    found = tuple(by_rule.get(rule, ()))
    if found:
        return RuleRun(rule, found[0].name, family, State.PROBLEM, "", found)
    state, reason = _STATES.get(rule, (State.NOT_IMPLEMENTED, "后续版本实现"))
    return RuleRun(rule, f"规则 {rule}", family, state, reason)


def make_facts() -> Facts:
    return Facts(
        TITLE,
        DocumentKind.K4,
        "题注",
        "320900",
        "云泽市",
        "标题",
        "云泽市人民代表大会常务委员会",
        "",
        date(2026, 6, 25),
        date(2026, 7, 30),
        date(2026, 8, 5),
        date(2026, 9, 1),
        len(ARTICLES),
        len(make_source().text),
    )


COVERAGE = (
    Coverage("法律", 1, 1, horizon=date(2026, 8, 28)),
    Coverage("行政法规", 625, 1, horizon=date(2025, 4, 5)),
    Coverage("地方性法规", 1, 0, "目录不全，件数未知；未收录正文", complete=False, lacking=True),
)


def make_review(
    *, findings: tuple[Finding, ...] | None = None, document: Document | None = None, **changes: object
) -> Review:
    """The review of the fictional document, or of ``document`` with nothing known of it but ``findings``."""
    own = document is None
    document = document or make_document()
    review = Review(
        document=document,
        facts=make_facts(),
        as_of=date(2026, 11, 22),
        horizon=date(2026, 8, 28),
        library_version="示例库-7f3a",
        pack_version="规则包 0.1.0",
        coverage=COVERAGE,
        higher_laws=make_higher_laws(),
        citations=(),
        matches=make_matches(document) if own else (),
        terms=make_terms(document.source.text) if own else (),
        runs=make_runs(document, findings if findings is not None or own else ()),
    )
    return replace(review, **changes)  # type: ignore[arg-type]
