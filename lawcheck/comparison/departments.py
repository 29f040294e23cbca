"""Departments by what they have in charge, whatever they are called and however they are run together with other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from lawcheck.document import Span

__all__ = ["Department", "departments_in", "same_charge"]

_CHARGES: Final = (
    ("公安", "公安机关交通管理", "交通警察", "交警", "交通"),
    ("教育", "教育体育"),
    ("民政",),
    ("司法", "司法行政"),
    ("财政",),
    ("税务",),
    ("审计",),
    ("统计",),
    ("人力资源和社会保障", "人力资源社会保障", "劳动", "劳动保障", "劳动和社会保障", "人事"),
    ("自然资源和规划", "自然资源", "国土资源", "土地", "规划", "城乡规划", "规划建设", "建设规划", "规划资源", "地质矿产", "测绘", "测绘地理信息",
     "林业", "林业和草原", "海洋", "不动产登记"),
    ("农业农村", "农业", "农林", "畜牧", "畜牧兽医", "兽医", "渔业", "农业机械", "林业", "林业和草原", "海洋", "海洋与渔业"),
    ("生态环境", "环境保护", "环保"),
    ("住房和城乡建设", "住房城乡建设", "住建", "建设", "建设交通", "规划建设", "建设规划", "房地产", "房产", "房屋", "市政", "市政公用", "城市管理", "绿化市容", "市容环境卫生",
     "环境卫生", "园林绿化", "园林", "燃气", "规划", "城乡规划", "人民防空", "民防"),
    ("交通运输", "交通", "建设交通", "港口", "海事", "航道", "公路", "道路运输"),
    ("水行政", "水务", "水利", "水"),
    ("商务", "商业", "对外经济贸易"),
    ("文化和旅游", "文化广电旅游", "文化广电和旅游", "文化体育", "文化", "旅游", "文物", "广播电视", "新闻出版"),
    ("卫生健康", "卫生", "卫生计生", "卫生和计划生育", "中医药", "疾病预防控制"),
    ("应急管理", "应急", "安全生产监督", "消防", "地震"),
    ("地震", "地震工作"),
    ("市场监督", "市场监管", "工商行政", "工商", "质量技术监督", "食品药品监督", "食品安全监督", "药品监督", "知识产权", "标准化", "计量",
     "产品质量监督", "价格", "特种设备安全监督"),
    ("发展改革", "发展和改革", "价格", "物价", "粮食", "能源"),
    ("经济和信息化", "经济信息化", "工业和信息化", "信息产业", "能源"),
    ("科学技术", "科技"),
    ("民族", "民族事务", "宗教", "宗教事务", "民族宗教"),
    ("体育", "教育体育", "文化体育"),
    ("气象",),
    ("档案",),
    ("邮政",),
    ("海关",),
    ("退役军人事务",),
    ("医疗保障",),
    ("国家安全",),
    ("保密行政", "保密"),
    ("网信",),
)  # fmt: skip
"""What one department has in charge, or one of its predecessors had, or what falls to it in some places: names of one row
may be one department, so that two are told apart only if no row has both (domain.md 3.8)."""

_NAMES: Final = sorted({name for row in _CHARGES for name in row}, key=len, reverse=True)
_DEPARTMENT: Final = re.compile(
    rf"(?<![、和及与])(?P<charge>{'|'.join(_NAMES)})(?:工作)?(?:行政)?(?:监督)?(?:主管|管理|执法)?(?:职责的)?"
    r"(?P<ending>部门|机关(?!交通管理)|主管机构|管理机构|机构(?=依法|应当|负责|可以))"
)


class Department(NamedTuple):
    """A department: what it has in charge, as named, its name without level, and where it stands."""

    charge: str
    text: str
    span: Span


def departments_in(text: str) -> Iterator[Department]:
    """Every department named by itself (not as one of 公安、民政等部门).

    >>> [d.charge for d in departments_in("由当地公安机关交通管理部门通知各级气象主管机构，公安、民政等部门配合")]
    ['公安机关交通管理', '气象']
    """
    for found in _DEPARTMENT.finditer(text):
        yield Department(found["charge"], found[0], Span(*found.span()))


def same_charge(one: str, other: str) -> bool:
    """Whether two charges may be of one department.

    >>> same_charge("工商", "市场监督"), same_charge("公安机关交通管理", "交通运输")
    (True, False)
    """
    return one == other or bool(_rows(one) & _rows(other))


@cache
def _rows(charge: str) -> frozenset[int]:
    return frozenset(number for number, row in enumerate(_CHARGES) if charge in row)
