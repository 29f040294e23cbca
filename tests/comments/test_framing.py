"""What surrounds the opinions of a letter makes no point; what reads alike and is an opinion does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.comments import Comment, Stance, analyse, split_points
from lawcheck.comments.framing import without_framing
from lawcheck.document import parse

LETTER = """关于《某市公园管理条例（征求意见稿）》的反馈意见
某市园林局：
　　贵局《关于征求某市公园管理条例意见的函》收悉。经研究，提出以下意见：
一、第三条开放时间太短。
二、第五条答复太慢。
特此函复。
　　联系人：何雁南　联系电话：15400001234
某市公园协会（盖章）
二〇二六年九月一日
此邮件包含保密信息，如误收请删除。"""


def said(text: str) -> list[str]:
    return [point.text for point in split_points(Comment("c", text))]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (LETTER, ["第三条开放时间太短。", "第五条答复太慢。"]),
        ("来信\n太吵。\n退休教师 何雁南 家住南门街28号", ["太吵。"]),
        ("您好，\n本人何雁南，云溪市某律师事务所律师，执业证号10000202010123456。\n太吵。\n何雁南", ["太吵。"]),
        ("太吵。\n签名：林小渡、方一苇（联系15400001234）", ["太吵。"]),
        ("太吵。\n发自我的iPhone", ["太吵。"]),
        ("太吵。\nThis email and any attachment are confidential.", ["太吵。"]),
        ("太吵。谢谢！何雁南 15400001234", ["太吵。"]),
        ("尊敬的市政府：我支持第三条。此致敬礼！何雁南", ["我支持第三条。"]),
        ("某县某局", ["某县某局"]),
        ("致：某市政府办公室\n看了征求意见稿，我想提几点看法。\n太吵。\n某某公司法务部 何雁南", ["太吵。"]),
        ("我是坚决拥护。\n太吵。", ["我是坚决拥护。", "太吵。"]),
        ("我是一名退休教师，家住清溪街道。太吵。", ["太吵。"]),
        ("太吵。\n申请人：何雁南\n附件：身份证复印件", ["太吵。"]),
        ("Dear Sir or Madam,\n\nArticle 3 is too strict.\n\nKind regards,\nDavid Harlow", ["Article 3 is too strict."]),
        ("敬啟者：\n費用太高。\n台商　連志宏　敬上", ["費用太高。"]),
        ("太吵。\n不当之处，请批评指正。\n此致\n敬礼！\n  穆青山\n  2026年9月8日\n  电话：15400001234", ["太吵。"]),
        ("我是一名退休教师，今年六十八岁，姓穆，住在清溪街道。太吵。", ["太吵。"]),
        ("太吵。\n（联系人：何雁南，电话15400001234）\n共12户联名", ["太吵。"]),
    ],
)
def test_what_surrounds_the_opinions_makes_no_point(text: str, points: list[str]) -> None:
    assert said(text) == points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("施行日期改为\n2027年1月1日", ["施行日期改为\n2027年1月1日"]),
        ("主管部门改为：\n某市城市管理局", ["主管部门改为：\n某市城市管理局"]),
        ("太贵\n多建中小学", ["太贵", "多建中小学"]),
        ("摊位上限\n50户", ["摊位上限", "50户"]),
        ("太贵\n方便老人", ["太贵", "方便老人"]),
        ("建议市园林局：加强巡查", ["建议市园林局：加强巡查"]),
        ("我是业主何雁南，反对第三条", ["我是业主何雁南，反对第三条"]),
        ("经研究，建议第三条修改如下：\n公园全天开放。", ["经研究，建议第三条修改如下：\n公园全天开放。"]),
        ("联系电话：应当公布在入口", ["联系电话：应当公布在入口"]),
        ("本邮件地址应当保密，建议删去第五条", ["本邮件地址应当保密，建议删去第五条"]),
        ("你局来函收悉，我局无意见。\n某县某局", ["你局来函收悉，我局无意见。"]),
        ("尊敬的领导，第三条太严。", ["尊敬的领导，第三条太严。"]),
        ("Too strict.\nFire Exits", ["Too strict.", "Fire Exits"]),
    ],
)
def test_an_opinion_that_reads_alike_stays(text: str, points: list[str]) -> None:
    assert said(text) == points


def test_a_letter_is_counted_by_its_opinions_alone() -> None:
    draft = parse("某市公园管理条例\n第三条　公园六时至二十二时开放。\n第五条　园林局三十日内答复。")
    digest = analyse([Comment("c", LETTER)], draft)
    assert len(digest.points) == 2
    assert digest.ledger.reconciles
    assert digest.comments[0].text == LETTER


def test_words_to_a_chosen_clause_are_a_point_whatever_they_are() -> None:
    text = "意见书\n某市某公司"
    assert said(text) == []
    assert split_points(Comment("c", text, chosen=("art_3",), stance=Stance.SUPPORT))


@given(
    st.text("某市局：尊敬的您好第三条太。\n联系人何雁南154000012此致礼（盖章）2026年9月日 　，发自iPhone", max_size=120)
)
@settings(max_examples=200, deadline=None)
def test_offsets_stay(text: str) -> None:
    bare = without_framing(text)
    assert len(bare) == len(text)
    assert all(new in (old, "\n") for old, new in zip(text, bare, strict=True))
