"""Sanctions that a drafter adds or lets go."""

import pytest
from differing import alarms as _alarms


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (
            "居民按照规定分类投放生活垃圾，投放错误三次以上的，每次罚五十元。",
            "居民应当按照规定分类投放生活垃圾。",
            ("处罚种类", "增设", "每次罚五十元"),
        ),
        (
            "未按规定悬挂牌照的，由公安机关处二百元罚款，并取消车主当年购车补贴。",
            "未按规定悬挂牌照的，由公安机关处二百元罚款。",
            ("处罚种类", "增设", "取消车主当年购车补贴"),
        ),
        (
            "违反规定排放污水的，责令改正，作出书面保证的免除罚款。",
            "违反规定排放污水的，责令改正，处十万元以上一百万元以下罚款。",
            ("条件", "减轻", "免除罚款"),
        ),
        (
            "工作人员滥用职权的，由单位领导谈话提醒。",
            "工作人员滥用职权的，依法给予处分。",
            ("处罚种类", "减轻", "由单位领导谈话提醒"),
        ),
        (
            "未经消防验收的场所，补办验收期间可以继续营业；逾期的，处罚款。",
            "场所未经消防验收擅自营业的，责令停止营业，并处罚款。",
            ("处罚种类", "减轻", "期间可以继续营业"),
        ),
    ],
)
def test_a_sanction_added_or_let_go_is_told(lower: str, upper: str, told: tuple[str, str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (
            "违反规定排放污水，情节轻微的，可以不予罚款。",
            "违反规定排放污水的，责令改正，处十万元以上一百万元以下罚款。",
        ),
        ("工作人员滥用职权的，依法给予处分，不得以诫勉谈话代替。", "工作人员滥用职权的，依法给予处分。"),
        ("违反规定分类投放生活垃圾的，依照城市生活垃圾管理条例处罚。", "居民应当按照规定分类投放生活垃圾。"),
        ("学校不得张榜公布学生成绩。", "学校不得加重学生学习负担。"),
    ],
)
def test_a_sanction_of_the_law_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []
