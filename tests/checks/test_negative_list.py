"""The negative list of domain.md 7.2, item by item: what only looks like an error raises nothing at S1–S3.

Each clause is worded after the law that the named regulation restates; the document around it is fictional.
"""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.checks import Severity
from lawcheck.document import parse
from lawcheck.laws import DocumentKind, Library
from lawcheck.reviewing import review_document

GRAVE = {Severity.CONFLICT, Severity.SUSPECTED, Severity.TECHNICAL}
FRAME = (
    "青山省测试条例\n（2026年9月1日青山省第一届人民代表大会常务委员会第一次会议通过）\n"
    "第一条　为了规范管理，制定本条例。\n第二条　{}\n第三条　本条例自2026年12月1日起施行。\n"
)

CLAUSES = {
    "山东省节约用水条例 46: 产品质量法 53 allows it": (
        "违反本条例规定，伪造节水产品产地的，伪造或者冒用他人厂名、厂址的，伪造或者冒用节水认证标志等质量标志的，"
        "由市场监督管理部门责令改正，没收违法生产、销售的产品，并处违法生产、销售产品货值金额等值以下的罚款；"
        "有违法所得的，并处没收违法所得；情节严重的，吊销营业执照。"
    ),
    "重庆市水资源管理条例 43: the rate is that of 水法 70": (
        "拒不缴纳、拖延缴纳或者拖欠水资源费的，由县级以上人民政府水行政主管部门责令限期缴纳；逾期不缴纳的，"
        "从滞纳之日起按日加收滞纳部分千分之二的滞纳金，并处应缴或者补缴水资源费一倍以上五倍以下的罚款。"
    ),
    "山东省安全生产条例 45: units in danger, 安全生产法 70": (
        "生产经营单位拒不执行停产停业、停止施工的决定，有发生生产安全事故的现实危险的，在保证安全的前提下，"
        "经本部门主要负责人批准，负有安全生产监督管理职责的部门可以采取通知有关单位停止供电、停止供应民用爆炸物品等措施，"
        "强制生产经营单位履行决定。"
    ),
    "广东省机动车排气污染防治条例 28: it forbids the very thing": (
        "生态环境主管部门及其工作人员不得要求机动车所有人到指定的单位购买、安装排气净化装置或者维修机动车。"
    ),
    "重庆市土地登记条例 42: a law of the past": (
        "本条例施行前依照原《中华人民共和国城市规划法》取得建设用地规划许可证的，继续有效。"
    ),
    "上海市未成年人保护条例 60: a concession, no proviso": (
        "监护人接受家庭教育指导，但未能改变不当管教方式的，社区居民委员会应当继续给予帮助。"
    ),
}  # fmt: skip


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=CLAUSES.keys())
def test_an_item_of_the_negative_list_raises_nothing_grave(clause: str, library: Library) -> None:
    review = review_document(parse(FRAME.format(clause)), library, as_of=date(2026, 11, 22), kind=DocumentKind.K3)
    assert [(f.rule, f.quote) for f in review.findings if f.severity in GRAVE] == []
