"""The Word template of a digest of comments (意见汇总): an overview, then one page for each clause.

Tags as in letters; what they stand for is made in ``lawcheck/reports/digest_word.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tools.word_templates.wordml import CHARACTER, CHARACTERS

BAR = 40  # cells of the bar of stances
AREA = (20, 20, 170, 257)  # a working paper: margins of 20 mm, so that most clauses fit one page
_OUTCOMES = "□采纳　□部分采纳　□未采纳　□已有规定　□转交　□不属于本法"


def digest_body() -> str:
    """The content of ``w:body``."""
    return "".join([*_overview(), *_each("条", "各条", _clause()), *_outside(), *_unusable()])


def _overview() -> list[str]:
    head = ["条款", "人数", "意见点", "支持", "反对", "建议修改", "疑问", "未表明"]
    values = ["名称", "人数", "点数", "支持", "反对", "建议修改", "疑问", "未表明"]
    widths = [8.4, 2.7, 2.9, 2.6, 2.6, 3.6, 2.6, 2.6]
    return [
        _paragraph("Title", "{% filter 分行 %}《{{ 标题 }}》意见汇总{% endfilter %}"),
        *_each("行", "说明", [_paragraph("LawDigestText", "{{ 行 }}")]),
        _paragraph("LawDigestHead", "各条意见多少（按人数）"),
        _table(widths, head, "行", "热度", [f"{{{{ 行.{value} }}}}" for value in values]),
        _paragraph("LawDigestSource", "立场各栏为人数，每人在一条中只计一次。"),
    ]


def _clause() -> list[str]:
    return [
        _paragraph("LawDigestClause", "{{ 条.名称 }}{% if 条.章 %}　{{ 条.章 }}{% endif %}"),
        *_if("条.原文", [_box("{{ 条.原文 }}")]),
        _paragraph("LawDigestCount", "{{ 条.计数 }}"),
        *_if("条.条形", [_bar()]),
        *_section("条.文字建议", "文字建议", _wordings()),
        *_section("条.意见", "主要意见", _quotes("条.意见")),
        *_section("条.少数", "只有一人提出，但引用了法律、标准或者数字", _quotes("条.少数")),
        *_section("条.相反", "方向相反的意见", _conflicts()),
        *_section("条.相近", "文字相近的来信", _families()),
        *_section("条.主题", "集中的话题", _themes()),
        *_if("条.其余", [_paragraph("LawDigestSource", "另有 {{ 条.其余 }} 个意见点，见 Excel 意见汇总表。")]),
        _paragraph("LawDigestHead", "处理意见"),
        _form(
            [
                ("是否采纳", "{% if 条.结果 %}{{ 条.结果 }}{% else %}" + _OUTCOMES + "{% endif %}"),
                ("说明或者理由", "{{ 条.结果理由 }}"),
                ("修改后条文", "{{ 条.修改后 }}"),
            ]
        ),
    ]


def _wordings() -> list[str]:
    values = ["{{ 项.人数 }}", "{{ 项.方式 }}", "{{ 项.原 }}", "{{ 项.新 }}"]
    return [_table([2.5, 6.5, 9.0, 10.0], ["人数", "方式、位置", "原文", "改为"], "项", "条.文字建议", values)]


def _quotes(field: str) -> list[str]:
    values = ["{{ 项.立场 }}", "{{ 项.文字 }}"]
    return [_table([4.0, 24.0], ["立场", "意见（原话）和来源"], "项", field, values)]


def _conflicts() -> list[str]:
    values = ["{{ 项.甲 }}", "{{ 项.乙 }}"]
    return [_table([14.0, 14.0], ["一种意见", "另一种意见"], "项", "条.相反", values)]


def _families() -> list[str]:
    values = ["{{ 项.计数 }}", "{{ 项.范本 }}", "{{ 项.增加 }}"]
    return [_table([4.5, 13.5, 10.0], ["人数", "范本", "各人另加的话；相近而主张不同的"], "项", "条.相近", values)]


def _themes() -> list[str]:
    values = ["{{ 项.点数 }}", "{{ 项.词语 }}", "{{ 项.句子 }}", "{{ 项.来源 }}"]
    return [_table([3.0, 6.0, 13.0, 6.0], ["意见点", "词语", "最有代表性的一句", "来源"], "项", "条.主题", values)]


def _outside() -> list[str]:
    """What no page of a clause has: points without a clause, comments without a point, words in no point."""
    points = ["{{ 项.立场 }}", "{{ 项.文字 }}", "{{ 项.说明 }}"]
    comments = ["{{ 项.归类 }}", "{{ 项.文字 }}", "{{ 项.来自 }}"]
    heads = ["立场", "意见（原话）和来源", "没有对应的原因，可能的条款"]
    beside = _table([19.0, 9.0], ["原话", "来自"], "项", "点外", ["{{ 项.文字 }}", "{{ 项.来自 }}"])
    return _if(
        "未对应 or 其他意见 or 点外",
        [
            _paragraph("LawDigestClause", "未归入条款的意见和文字"),
            _paragraph("LawDigestCount", "{{ 未对应数 }}"),
            *_section("未对应", "未能对应到条款的意见点", [_table([4.0, 15.0, 9.0], heads, "项", "未对应", points)]),
            *_more("未对应其余", "个意见点，见 Excel 的“未归入条款的意见”"),
            *_section("其他意见", "没有意见点的、重复提交的、未予分析的意见", [
                _table([5.0, 14.0, 9.0], ["归类", "意见", "来自"], "项", "其他意见", comments)
            ]),
            *_more("其他意见其余", "件，见 Excel 的“未归入条款的意见”"),
            *_section("点外", "没有列为意见点的文字（称呼、自我介绍、落款、日期等）", [beside]),
            *_more("点外其余", "件，见 Excel 的“意见点以外的文字”"),
        ],
    )  # fmt: skip


def _more(field: str, text: str) -> list[str]:
    return _if(field, [_paragraph("LawDigestSource", f"另有 {{{{ {field} }}}} {text}。")])


def _unusable() -> list[str]:
    values = ["{{ 项.来自 }}", "{{ 项.原因 }}", "{{ 项.内容 }}"]
    table = _table([9.0, 8.0, 11.0], ["来自", "原因", "内容"], "项", "未用", values)
    return _if("未用", [_paragraph("LawDigestClause", "未能使用的行和文件"), table])


# -- pieces ------------------------------------------------------------------------------------------------------------


def _section(field: str, title: str, inner: Sequence[str]) -> list[str]:
    return _if(field, [_paragraph("LawDigestHead", title), *inner])


def _if(expression: str, inner: Sequence[str]) -> list[str]:
    return [_tag(f"if {expression}"), *inner, _tag("endif")]


def _each(name: str, expression: str, inner: Sequence[str]) -> list[str]:
    return [_tag(f"for {name} in {expression}"), *inner, _tag("endfor")]


def _tag(expression: str) -> str:
    return _paragraph("LawDigestText", f"{{%p {expression} %}}")


def _paragraph(style: str, text: str) -> str:
    shown = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{shown}</w:p>'


def _box(text: str) -> str:
    """The clause itself, on a pale ground."""
    return _grid([CHARACTERS], _row([text], [CHARACTERS], "LawDigestText", shade="F4F6F9"))


def _bar() -> str:
    """Cells in the colours of the stances, as many as their shares."""
    width = CHARACTERS / BAR
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * CHARACTER)}" w:type="dxa"/></w:tcPr>'
        + _paragraph("LawDigestBar", f"{{% cellbg 条.条形[{n}] %}}")
        + "</w:tc>"
        for n in range(BAR)
    )
    height = '<w:trPr><w:cantSplit/><w:trHeight w:val="140" w:hRule="exact"/></w:trPr>'
    return _grid([width] * BAR, f"<w:tr>{height}{cells}</w:tr>", style="TableNormal")


def _form(rows: Sequence[tuple[str, str]]) -> str:
    widths = [6.0, CHARACTERS - 6.0]
    return _grid(widths, "".join(_row(row, widths, "LawDigestText") for row in rows))


def _table(widths: Sequence[float], head: Sequence[str], name: str, field: str, values: Sequence[str]) -> str:
    rows = (
        _row(head, widths, "LawDigestTableHead", head=True)
        + _row([f"{{%tr for {name} in {field} %}}", *[""] * (len(widths) - 1)], widths, "LawDigestText")
        + _row(values, widths, "LawDigestText")
        + _row(["{%tr endfor %}", *[""] * (len(widths) - 1)], widths, "LawDigestText")
    )
    return _grid(widths, rows)


def _grid(widths: Sequence[float], rows: str, style: str = "LawGrid") -> str:
    grid = "".join(f'<w:gridCol w:w="{round(width * CHARACTER)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="5000" w:type="pct"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        + _paragraph("LawDigestBar", "")
    )


def _row(texts: Sequence[str], widths: Sequence[float], style: str, *, head: bool = False, shade: str = "") -> str:
    cells = "".join(_cell(text, width, style, shade) for text, width in zip(texts, widths, strict=True))
    mark = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{mark}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: float, style: str, shade: str) -> str:
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    properties = f'<w:tcW w:w="{round(width * CHARACTER)}" w:type="dxa"/>{ground}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(style, text)}</w:tc>"
