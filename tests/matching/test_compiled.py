"""The loops in machine code and what numpy does in their place give the very same results."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from datetime import date
from types import ModuleType

import numba
import pytest

from lawcheck.document import parse
from lawcheck.laws import Library
from lawcheck.matching import ClauseIndex, HigherLaw, Match, compiled, find_higher_laws, match_document
from lawcheck.procedure import read_facts

DAY = date(2026, 11, 22)
ROOMS = ("index", "features", "trees", "citing_index")
TEXT = """某市消防条例
第一条　为了预防火灾和减少火灾危害，保护人身、财产安全，根据《中华人民共和国消防法》，结合本市实际，制定本条例。
第二条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。
任何单位和成年人都有参加有组织的灭火工作的义务。
第三条　本市的猫咪咖啡馆可以在周末为老主顾准备手工饼干。
第四条　单位违反本条例第二条规定，占用、堵塞、封闭疏散通道、安全出口的，处五千元以上五万元以下罚款。
第五条　生产经营单位应当具备安全生产条件，并对从业人员进行安全生产教育和培训。
第六条　龘龘龘龘龘龘龘龘龘龘龘龘。
"""


def found(library: Library, index: ClauseIndex) -> tuple[tuple[HigherLaw, ...], tuple[Match, ...]]:
    """All that is told of the text, computed anew."""
    index.forget()
    document = parse(TEXT)
    facts = read_facts(document)
    laws = find_higher_laws(document, facts, (), library, index, DAY)
    return laws, match_document(document, facts, laws, library, index, DAY)


def as_python(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The loops as they are written, not compiled."""
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    spec = importlib.util.find_spec("lawcheck.matching.loops")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_machine_code(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    from lawcheck.matching import loops

    return loops


@pytest.mark.parametrize("form", [as_python, pytest.param(as_machine_code, marks=pytest.mark.long)])
def test_loops_find_what_numpy_finds(
    form: Callable[[pytest.MonkeyPatch], ModuleType],
    library: Library,
    index: ClauseIndex,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for room in ROOMS:
        monkeypatch.setattr(f"lawcheck.matching.{room}.loops", lambda: None)
    expected = found(library, index)
    module = form(monkeypatch)
    for room in ROOMS:
        monkeypatch.setattr(f"lawcheck.matching.{room}.loops", lambda: module)
    assert found(library, index) == expected


def test_numpy_serves_until_a_process_has_matched_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_expected", 0)
    assert compiled.loops() is None
    monkeypatch.setattr(compiled, "_loaded", lambda: sys)
    compiled.expect(compiled.WORTH_IT)
    assert compiled.loops() is sys


@pytest.mark.parametrize("missing", ["numba", "lawcheck.matching.loops"])
def test_numpy_serves_where_the_extra_is_missing(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "lawcheck.matching.loops", raising=False)
    monkeypatch.delattr("lawcheck.matching.loops", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    assert compiled._loaded.__wrapped__() is None


def test_numpy_serves_where_machine_code_cannot_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that cannot be written, by somebody without a home."""
    monkeypatch.delitem(sys.modules, "lawcheck.matching.loops", raising=False)
    monkeypatch.delattr("lawcheck.matching.loops", raising=False)
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    assert compiled._loaded.__wrapped__() is None
