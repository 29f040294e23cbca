"""Plain text broken at one width: paragraphs whole again, other texts untouched."""

from collections.abc import Iterable

import pytest

from lawcheck.document import parse
from lawcheck.readers import read
from lawcheck.readers.wrapped import unwrap

PARAGRAPHS = (
    "某市行政处罚程序规定",
    "第一条　为了规范行政处罚程序，保护公民、法人和其他组织的合法权益，根据有关法律、法规，结合本市实际，制定本规定。",
    "第二条　行政机关拟作出较大数额罚款决定的，应当告知当事人有要求听证的权利，依照本规定第三条、第四条和第六条的规定办理。当事人不承担行政机关组织听证的费用。",
    "当事人逾期不履行行政处罚决定的，作出行政处罚决定的行政机关可以采取下列措施：",
    "（一）到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不得超出罚款的数额，法律另有规定的除外；",
    "（二）申请人民法院强制执行，并将申请的时间、理由和依据书面告知当事人，同时报送本级人民政府司法行政部门备案。",
    "第三条　作出罚款决定的行政机关应当与收缴罚款的机构分离，当事人应当自收到行政处罚决定书之日起十五日内到指定的银行缴纳罚款。",
    "第四条　违法行为在二年内未被发现的，不再给予行政处罚；涉及公民生命健康安全、金融安全且有危害后果的，上述期限延长至五年。",
    "第五条　本规定自2026年1月1日起施行。",
)


def _broken(paragraphs: Iterable[str], width: int) -> str:
    return "\n".join(p[at : at + width] for p in paragraphs for at in range(0, len(p), width))


@pytest.mark.parametrize("indent", ["", "　　", "    "])
@pytest.mark.parametrize("width", [24, 35])
def test_paragraphs_come_back(indent: str, width: int) -> None:
    lines = [indent + p if number else p for number, p in enumerate(PARAGRAPHS)]
    broken = _broken(lines, width)
    found = unwrap(broken)
    assert [line.strip() for line in found.text.split("\n")] == list(PARAGRAPHS)
    assert found.joined == broken.count("\n") - found.text.count("\n") > 6


def test_whole_paragraphs_lists_and_chats_stay() -> None:
    chat = "\n".join(f"2026-03-{n:02d} 08:15 三单元住户{n}：电动车不能再停楼道里了大家互相体谅" for n in range(1, 25))
    for text in ("\n".join(PARAGRAPHS * 4), chat, "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n" * 9):
        assert unwrap(text) == (text, 0)


def test_the_reader_says_that_it_joined_lines() -> None:
    broken = _broken(PARAGRAPHS, 24)
    source = read("某规定.txt", data=broken.encode())
    assert [problem.code for problem in source.problems] == ["P223"]
    assert [unit.full_text[-4:] for unit in parse(source).clauses] == [
        *("本规定。", "的费用。", "门备案。", "纳罚款。", "至五年。", "起施行。")
    ]


def test_titles_and_dates_that_stand_alone_do_not_hide_a_broken_width() -> None:
    front = "青浦川市道路照明管理办法\n\n  青浦川市人民政府令\n\n  第23号\n\n  市长\n\n  2024年11月19日\n\n"
    sentence = "市城市管理部门主管本市城市道路照明设施的管理工作，组织养护和检查，处理损坏的设施。"
    paragraphs = [f"  第{n}条{sentence}{sentence}" for n in "一二三四五"]
    broken = "\n\n".join("\n".join(p[at : at + 26] for at in range(0, len(p), 26)) for p in paragraphs)
    unwrapped = unwrap(front + broken + "\n")
    assert unwrapped.joined == 15
    assert unwrapped.text.count("\n\n") == (front + broken).count("\n\n")


def test_a_list_of_names_line_by_line_stays() -> None:
    names = "\n".join(f"青浦川市第{'一二三四五六'[n % 6]}中心{'小学校及其附属幼儿园'[: 2 + n % 5]}" for n in range(12))
    assert unwrap(f"名单\n\n{names}\n\n以上学校按时报到。\n请各校安排。\n").joined == 0
