"""The review report in Word, in the order of domain.md 5.1; the parts for people are left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lawcheck.checks import RuleRun, State
from lawcheck.document import format_numeral
from lawcheck.reports.card_groups import Group
from lawcheck.reports.cards import Card
from lawcheck.reports.compared_rows import Comparison
from lawcheck.reports.differences import Piece, compare
from lawcheck.reports.followed import ChangedClause
from lawcheck.reports.labels import counted, text
from lawcheck.reports.summary import finding_line, leading_cards
from lawcheck.reports.view import ReportView
from lawcheck.reports.wordkit import Cell, WordReport
from lawcheck.reviewing import Review

__all__ = ["comparison_docx", "docx_of", "review_docx"]

_COMPARISON = (  # columns of domain.md 5.2 with their widths in millimetres
    ("序号", 9.0), ("报备文件条款", 15.0), ("条文原文", 60.0), ("对应上位法名称（版本/施行日期）", 24.0),
    ("上位法条款", 14.0), ("上位法原文", 60.0), ("关系", 10.0), ("差异要点（槽位）", 21.0), ("规则编号", 10.0),
    ("严重程度", 10.0), ("审查意见", 12.0), ("处理结果", 12.0),
)  # fmt: skip
_NEAREST = "最接近的是"  # the part of a reason that differs from clause to clause
_TEXT_SHOWN = 400  # characters of an article in the table of changed clauses
_LEADING = 8  # of the gravest findings, told on the first page
_TOLD_APART = (State.PROBLEM, State.DOUBTFUL)
_MANY_RULES = 4  # rules of one state and note from which on they are one row
_FIELDS_OF_PEOPLE = ("备案登记号", "报备日期", "是否迟报")
_PROCESS = ("审查方式", "审查程序", "征求意见", "说明复函")
_MATERIALS = ("备案报告", "正式文本", "起草说明", "制定依据", "其他材料")


def review_docx(review: Review) -> bytes:
    """The report as a Word file, to be completed and signed by people; equal input gives equal bytes."""
    return docx_of(ReportView(review))


def comparison_docx(view: ReportView) -> bytes:
    """The 条款比对表 (domain.md 5.2) as a file of its own, with the reviewer's verdicts in the column 审查意见."""
    word = WordReport(f"{view.title} 条款比对表", view.review.as_of)
    word.landscape()
    word.paragraph(f"《{view.title}》条款比对表", "Title")
    word.paragraph(
        f"共 {len(view.comparisons)} 款。{view.copied_sentence}{view.uncompared_sentence}{text('relation_note')}",
        "提示",
    )
    names, widths = zip(*_COMPARISON, strict=True)
    said = {card.number: f"{card.finding.rule} {card.finding.verdict}" for card in view.cards if card.finding.verdict}
    rows = [_judged_row(row, said) for row in view.comparisons if row.upper]
    word.table(widths, rows, header=names, small=True)
    _unmatched(word, [row for row in view.comparisons if not row.upper])
    return word.to_bytes()


def _judged_row(row: Comparison, said: Mapping[int, str]) -> list[Cell]:
    lines = dict.fromkeys(said[number] for number, _ in row.findings if number in said)
    return [*_comparison_row(row)[:-2], Cell.of(*lines), Cell.of("")]


def docx_of(view: ReportView) -> bytes:
    """The Word report of a view that other formats share."""
    word = WordReport(f"{view.title} 备案审查报告", view.review.as_of)
    word.paragraph(f"《{view.title}》\n备案审查报告", "Title")
    word.paragraph(f"（{text('aid')}稿）", "副标题")
    for part in (
        _coverage,
        _facts,
        _process,
        _higher,
        _findings,
        _opinion,
        _comparison,
        _rules,
        _citations,
        _materials,
    ):
        part(word, view)
    return word.to_bytes()


def _coverage(word: WordReport, view: ReportView) -> None:
    word.heading("库覆盖与截止日", 1)
    word.labelled(f"{text('horizon', horizon=view.review.horizon)}。", view.horizon_text, "提示")
    rows = [[*map(Cell.of, (c.level, c.number, str(c.with_text), c.horizon, c.note))] for c in view.coverage]
    names = ("层级", "目录和文中所列（件）", "其中有正文（件）", "库截至", "说明")
    word.table((30, 24, 22, 24, 56), rows, header=names, small=True)
    word.gap()
    _reading(word, view)
    word.paragraph(view.findings_sentence + view.states_sentence, "提示")
    _leading(word, view)
    word.paragraph(text("disclaimer"), "提示")


def _reading(word: WordReport, view: ReportView) -> None:
    """What the reader left out or could not be sure of, before anything is said of the text."""
    if view.reading_lines:
        word.labelled(f"{text('reading')}。", "\n".join([text("reading_note"), *view.reading_lines]), "要点")


def _leading(word: WordReport, view: ReportView) -> None:
    """The gravest findings in a line each, so that they are seen before any table."""
    cards = leading_cards(view)
    if not cards:
        return
    lines = [finding_line(card) for card in cards[:_LEADING]]
    left = sum(card.stands_for for card in cards[_LEADING:])
    word.labelled(f"{text('s_top')}：", "\n".join(["", *lines, *([text("s_more", n=left)] if left else [])]), "要点")


def _facts(word: WordReport, view: ReportView) -> None:
    word.heading("一、文件基本情况", 1)
    pairs = [*view.facts, *((label, "") for label in _FIELDS_OF_PEOPLE), *view.versions]
    _pairs(word, pairs)


def _pairs(word: WordReport, pairs: Iterable[tuple[str, str]]) -> None:
    word.table((36, 120), [[Cell.of(label, bold=True), Cell.of(value)] for label, value in pairs])
    word.gap()


def _process(word: WordReport, view: ReportView) -> None:
    word.heading("二、审查过程", 1)
    word.paragraph("（由审查人填写）", "提示")
    _pairs(word, [(label, "") for label in _PROCESS])


def _higher(word: WordReport, view: ReportView) -> None:
    word.heading("三、上位法依据清单", 1)
    if not view.higher:
        word.paragraph("没有找到上位法：条款匹配未进行。", "提示")
        return
    rows = [
        [
            Cell.of(row.title),
            Cell.of(row.level, *filter(None, [row.relation])),
            Cell.of(row.version),
            Cell.of(row.reasons),
        ]
        for row in view.higher
    ]
    names = ("名称", "层级", "版本与施行日期", "列入理由")
    word.table((44, 20, 40, 52), rows, header=names, small=True)
    word.gap()
    _followed(word, view)


def _followed(word: WordReport, view: ReportView) -> None:
    """上位法已改未跟进: the old and the new text of each clause that concerns the document."""
    if not view.changed_laws:
        return
    word.heading(text("followed"), 2)
    word.paragraph(text("followed_note"), "提示")
    for law in view.changed_laws:
        word.paragraph(f"《{law.title}》：{law.summary}")
        if law.clauses:
            word.table(
                (24, 60, 72), map(_followed_row, law.clauses), header=("本文件条款", "修改前", "现行"), small=True
            )
            word.gap()


def _followed_row(clause: ChangedClause) -> list[Cell]:
    shown = [(character, False) for character in clause.old_text[:_TEXT_SHOWN]]
    old, new = compare(shown, clause.new_text[:_TEXT_SHOWN])
    note = [text("followed_copied")] if clause.copied else []
    head = clause.new_label or text("followed_gone")
    return [
        Cell.of(*clause.places, *note),
        Cell.text(old, "del", head=[clause.old_label]),
        Cell.text(new, "ins", head=[head]),
    ]


def _findings(word: WordReport, view: ReportView) -> None:
    word.heading("四、审查情况", 1)
    word.labelled(f"{text('aid')}。", f"{view.findings_sentence}是否成立，由审查人逐项核对。", "提示")
    for sentence in view.notices():
        word.paragraph(sentence, "提示")
    if view.cards:
        word.paragraph(_legend(), "提示")
    for number, group in enumerate(view.gathered.groups, 1):
        word.heading(_group_title(number, group), 2)
        for card in group.cards:
            _card(word, card)
    if view.review.unmatched:
        word.heading(text("unmatched", n=len(view.review.unmatched)), 2)
        for line in view.unmatched:
            word.paragraph(line)


def _legend() -> list[Piece]:
    return [
        Piece("图例："), Piece("底色", quoted=True), Piece("为规则所指的文字；左栏"), Piece("下划线", differs=True),
        Piece("为上位法没有的字，右栏删除线为报备文件没有的字。两段文字相差过大时不标。"),
    ]  # fmt: skip


def _group_title(number: int, group: Group) -> str:
    return f"（{format_numeral(number)}）{group.label}（{group.total} 个）"


def _card(word: WordReport, card: Card) -> None:
    finding = card.finding
    word.heading(f"{card.shown_number}. {finding.rule} {finding.name}（{card.place}）", 3)
    word.table((78, 78), [*_texts(card), *([note] for note in _notes(card))], flowing=True)
    word.gap()


def _texts(card: Card) -> Iterator[list[Cell]]:
    filed = f"报备文件　{card.place}"
    if card.upper:
        heads = (filed, f"{card.upper_title}{card.upper_clause}")
        yield [Cell.of(head, bold=True)._replace(keep=True) for head in heads]
        yield [Cell.text(card.filed), Cell.text(card.upper, "del")]
    elif card.filed:
        yield [Cell.of(filed, bold=True, span=2)._replace(keep=True)]
        yield [Cell.text(card.filed)._replace(span=2)]


def _notes(card: Card) -> Iterator[Cell]:
    finding = card.finding
    lines = [
        ("说明", card.message),
        *(("也涉及", line) for line in card.also),
        ("出现", card.repeats),
        ("修改提示", card.suggestion),
        ("理由", card.why),
        ("核对要素", card.factors),
    ]
    lines += [("依据", "；".join(card.basis)), ("排除条件", "；".join(card.guards))]
    yield Cell.of(*(f"{label}：{value}" for label, value in lines if value), span=2)
    place = f"，字符 {card.offsets}" if finding.span.length else ""
    sure = f"，{card.confidence}" if card.confidence else ""
    yield Cell.of(
        f"{text('aid')}（{finding.rule} {finding.rule_version}{place}{sure}）",
        f"{card.verdict}　　问题类别：　　　　",
        span=2,
    )


def _opinion(word: WordReport, view: ReportView) -> None:
    word.heading("五、意见和建议", 1)
    word.paragraph("（由审查人填写：修改、废止、提醒、无意见，以及建议修改的文本）", "提示")
    word.paragraph("我们认为：")
    word.paragraph("")
    word.paragraph("建议：")
    word.paragraph("")
    names = [Cell.of("审查人："), Cell.of("复核人："), Cell.of("日期：")]
    word.table((52, 52, 52), [names], borders=False)
    word.paragraph("附件：1. 条款比对表　2. 规则检查清单　3. 引用核对表　4. 材料清单", "提示")


def _comparison(word: WordReport, view: ReportView) -> None:
    word.landscape()
    word.heading("附件1　条款比对表", 1)
    counts = f"：{counted(view.relation_counts)}" if view.comparisons else ""
    word.paragraph(
        f"共 {len(view.comparisons)} 款{counts}。{view.copied_sentence}{view.uncompared_sentence}{text('relation_note')}",
        "提示",
    )
    names, widths = zip(*_COMPARISON, strict=True)
    rows = (_comparison_row(row) for row in view.comparisons if row.upper)
    word.table(widths, rows, header=names, small=True, flowing=True)
    _unmatched(word, [row for row in view.comparisons if not row.upper])


def _unmatched(word: WordReport, rows: list[Comparison]) -> None:
    """款 without a higher clause by the reason why, counted: their words stand in the filed text."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        shared = "；".join(part for part in row.reason.split("；") if not part.startswith(_NEAREST))
        groups.setdefault((row.relation, shared), []).append(row.clause)
    if groups:
        word.gap()
        word.paragraph(
            f"没有列出上位条款的 {len(rows)} 款，按原因合并：", "提示"
        )  # the nearest one of each: in the page and the workbook
        cells = [[*map(Cell.of, (*key, str(len(named)), "、".join(named)))] for key, named in groups.items()]
        word.table((30, 70, 14, 143), cells, header=("关系", "说明", "款数", "条款"), small=True)


def _comparison_row(row: Comparison) -> list[Cell]:
    return [
        Cell.of(str(row.number)),
        Cell.of(row.clause),
        Cell.text(row.filed),
        Cell.of(*filter(None, (row.upper_title, row.upper_version))),
        Cell.of(row.upper_clause),
        Cell.text(row.upper, "del") if row.upper else Cell.of(f"（{row.reason}）"),
        Cell.of(row.relation),
        Cell.of(row.difference),
        Cell.of(*row.rules),
        Cell.of(row.severity.label if row.severity else ""),
        Cell.of(""),
        Cell.of(""),
    ]


def _rules(word: WordReport, view: ReportView) -> None:
    word.portrait()
    word.heading("附件2　规则检查清单", 1)
    word.paragraph(view.states_sentence, "提示")
    rows = [row for runs in _alike(view) for row in _run_rows(view, runs)]
    rows += [
        [Cell.of(f"{fold.state.value}：{len(fold.runs)} 条" + (f"（{fold.ids}）" if fold.runs else ""), span=4)]
        for fold in view.folds
    ]
    word.table((18, 48, 22, 68), rows, header=("规则", "名称", "状态", "说明"), small=True, flowing=True)
    word.gap()


def _alike(view: ReportView) -> Iterator[tuple[RuleRun, ...]]:
    """The listed rules, those of one state with the same note together."""
    groups: dict[tuple[str, str], list[RuleRun]] = {}
    for run in view.listed_runs:
        groups.setdefault((run.state.value, view.run_note(run)), []).append(run)
    return map(tuple, groups.values())


def _run_rows(view: ReportView, runs: tuple[RuleRun, ...]) -> Iterator[list[Cell]]:
    """A row for each of a few rules, one for many that say the same."""
    state, note = runs[0].state.value, view.run_note(runs[0])
    if len(runs) >= _MANY_RULES and runs[0].state not in _TOLD_APART:
        named = "；".join(f"{run.rule} {run.name}" for run in runs)
        yield [Cell.of(f"{state}：{len(runs)} 条" + (f"（{note}）" if note else ""), named, span=4)]
        return
    for run in runs:
        yield [Cell.of(run.rule), Cell.of(run.name), Cell.of(state), Cell.of(note)]


def _citations(word: WordReport, view: ReportView) -> None:
    word.heading("附件3　引用核对表", 1)
    counts = f"：{counted(view.citation_counts)}" if view.citations else ""
    word.paragraph(f"共 {len(view.citations)} 处引用{counts}。", "提示")
    if view.citations:
        rows = [[Cell.of(*value.split("\n")) for value in row] for row in view.citations]
        names = ("条款", "引用", "公布、施行时", "审查日", "说明")
        word.table((28, 44, 26, 18, 40), rows, header=names, small=True)
        word.gap()


def _materials(word: WordReport, view: ReportView) -> None:
    word.heading("附件4　材料清单", 1)
    word.paragraph("（由审查人填写）", "提示")
    rows = [[Cell.of(str(n)), Cell.of(name), Cell.of(""), Cell.of("")] for n, name in enumerate(_MATERIALS, 1)]
    word.table((16, 60, 30, 50), rows, header=("序号", "材料", "份数", "备注"))
