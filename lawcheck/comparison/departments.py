"""Departments by what they have in charge, whatever they are called and however they are run together with other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lawcheck.document import Span
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["Department", "departments_in", "same_charge"]


@cache
def _charges() -> tuple[tuple[str, ...], ...]:
    """The rows of ``corpus/slots/departments.yaml``: names of one row may be one department."""
    data = load_yaml((corpus_dir() / "slots" / "departments.yaml").read_text(encoding="utf-8"))
    return tuple(tuple(row) for row in data["charges"])


@cache
def _institutions() -> tuple[str, ...]:
    """What is in charge of a 机构 of the government by law, whatever it does (统计机构)."""
    data = load_yaml((corpus_dir() / "slots" / "departments.yaml").read_text(encoding="utf-8"))
    return tuple(data["institutions"])


@cache
def _department() -> re.Pattern[str]:
    names = sorted({name for row in _charges() for name in row}, key=lambda name: (-len(name), name))
    institution = "|".join(f"(?<={name})" for name in _institutions())
    return re.compile(
        rf"(?<![、和及与])(?P<charge>{'|'.join(names)})(?:工作)?(?:行政)?(?:监督)?(?:主管|管理|执法)?(?:职责的|的(?=部门))?"
        rf"(?P<ending>部门|机关(?!交通管理)|主管机构|管理机构|(?:{institution})机构|机构(?=依法|应当|负责|可以))"
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
    >>> [d.charge for d in departments_in("统计机构会同教育机构调查")]
    ['统计']
    """
    for found in _department().finditer(text):
        yield Department(found["charge"], found[0], Span(*found.span()))


def same_charge(one: str, other: str) -> bool:
    """Whether two charges may be of one department.

    >>> same_charge("工商", "市场监督"), same_charge("公安机关交通管理", "交通运输")
    (True, False)
    """
    return one == other or bool(_rows(one) & _rows(other))


@cache
def _rows(charge: str) -> frozenset[int]:
    return frozenset(number for number, row in enumerate(_charges()) if charge in row)
