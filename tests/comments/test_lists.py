"""Opinions in a row with semicolons are points of their own; one thought with semicolons, and proposed words, stay whole."""

from __future__ import annotations

import pytest

from lawcheck.comments import Comment, split_points


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("公厕夜里锁门；饮水点没人管；避雨亭太少", 3),
        ("建议提高绿地比例；建议停车免费；建议多设母婴室。", 3),
        ("罚款太高；避雨亭太少", 2),
        ("公厕太少；你们说“绿地够用；不用再加”；路灯不亮", 3),
        ("三十日太短；应当延长到六十日。", 1),
        ("牵引绳太短；而且导盲犬也应当写清楚。", 1),
        ("反对第十三条，收费不合理；孩子多的家庭负担重；老人花钱更多", 1),
        ("反对收费，理由：公园是公共的；孩子多；老人多", 1),
        ("第二十二条增加：（八）放无人机；（九）放风筝；（十）遛鸟。", 1),
        ("第六条修改为“鼓励捐赠；鼓励认养；鼓励志愿服务”。", 1),
        ("夜里吵；狗叫", 1),
    ],
)
def test_points_in_a_row(text: str, number: int) -> None:
    points = split_points(Comment("c", text))
    assert len(points) == number
    assert all(point.text == text[slice(*point.span)] for point in points)


def test_each_part_of_a_list_keeps_its_clause() -> None:
    text = "第十八条的分贝，晚上应当五十；第二款提前到二十时；第二十八条的罚款拿掉，教育为主。"
    assert [p.text[:3] for p in split_points(Comment("c", text))] == ["第十八", "第二款", "第二十"]
