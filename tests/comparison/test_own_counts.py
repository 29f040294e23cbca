"""Numbers of readings and of people that a drafter lowers in his own words."""

import pytest

from lawcheck.comparison import compare_clauses

BILLS = "列入常务委员会会议议程的地方性法规案，一般应当经两次常务委员会会议审议后再交付表决。"
EXPERTS = "医疗损害鉴定应当由三名以上专家组成的鉴定组作出。"


def _told(lower: str, upper: str) -> list[tuple[str, str]]:
    return [(d.relation.value, d.lower) for d in compare_clauses(lower, upper).differences if d.slot == "数额"]


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        ("地方性法规案经一次常务委员会会议审议后即可交付表决。", BILLS, "一次常务委员会会议审议"),
        ("常务委员会对地方性法规案实行一审制。", BILLS, "实行一审制"),
        ("医疗损害由一名专家独立鉴定。", EXPERTS, "由一名专家独立鉴定"),
    ],
)
def test_fewer_are_told(lower: str, upper: str, words: str) -> None:
    assert _told(lower, upper) == [("放宽", words)]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("地方性法规案经三次常务委员会会议审议后交付表决。", BILLS),
        ("地方性法规案一般经两次会议审议后交付表决。", BILLS.replace("两次", "三次").replace("地方性法规案", "法律案")),
        ("医疗损害鉴定由五名专家共同作出。", EXPERTS),
        ("鉴定意见由一名专家执笔，鉴定由三名以上专家作出。", EXPERTS),
    ],
    ids=["more", "another kind of draft", "more experts", "beside the whole number"],
)
def test_as_many_or_another_matter_are_left_alone(lower: str, upper: str) -> None:
    assert _told(lower, upper) == []
