"""What the hints are learnt from is read rightly, and what is learnt is what the program reads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from benchmarks.wordings_fit import GOLD, NONE, Row, filings, learn, learnable, stored_as, taught, usable, written


def rows() -> list[Row]:
    faults = [Row(f"外地{what}进入本县应当先到县里登记领卡才能经营", ("R03",), "x") for what in "甲乙丙丁戊"]
    taxes = [Row(f"本县{what}企业缴纳的税款由县财政如数退还给企业", ("A30",), "x") for what in "甲乙丙丁戊"]
    lawful = [Row(f"县人民政府应当加强对{what}工作的领导和监督检查", (), "x") for what in "甲乙丙丁戊己庚辛"]
    return [*faults, *taxes, *lawful]


def test_what_is_learnt_is_read_back_and_tells_the_rules_apart(tmp_path: Path) -> None:
    model = stored_as(tmp_path / "small.npz", learn(rows(), rare=2, weight=30.0), floors=np.zeros(2))
    told = [model.judge(row.text, {"R03", "A30"}) for row in rows()]
    assert [one.rule for one, row in zip(told, rows(), strict=True) if one and row.rules] == ["R03"] * 5 + ["A30"] * 5
    assert all(one is not None and (one.odds > 0) == bool(row.rules) for one, row in zip(told, rows(), strict=True))


def test_a_sentence_of_a_filing_has_the_rules_of_the_faults_that_it_holds(tmp_path: Path) -> None:
    text = "第一条　本县以外的企业应当重新登记。县人民政府负责本办法的组织实施工作。\n"
    (tmp_path / "1.txt").write_text(text, "utf-8")
    fault = {"file": "1.txt", "quote": "第一条　本县以外的企业应当重新登记", "rules": ["R03"]}
    (tmp_path / "truth.jsonl").write_text(json.dumps(fault, ensure_ascii=False), "utf-8")
    assert [(row.text, row.rules) for row in filings(tmp_path)] == [
        ("本县以外的企业应当重新登记", ("R03",)),
        ("县人民政府负责本办法的组织实施工作", ()),
    ]


def test_faults_of_rules_that_are_not_learnt_are_neither_example_nor_faultless() -> None:
    kept = list(usable([Row("甲", ("A06",), "x"), Row("乙", (), "x"), Row("丙", ("A06", "A03"), "x")]))
    assert [(row.text, row.rule) for row in kept] == [("乙", NONE), ("丙", "A03")]


def test_every_rule_learnt_has_sentences_of_two_writers_at_least() -> None:
    files = ("writer-*.jsonl", "author-*.jsonl", "third-*.jsonl")
    found = [{row.rule for row in written(GOLD / "sentences", name)} for name in files]
    assert {rule for rule in learnable() if sum(rule in rules for rules in found) < 2} == set()


def test_what_is_held_out_is_not_learnt_from() -> None:
    held = {row.text for row in written(GOLD / "sentences", "held-*.jsonl")}
    assert len(held) > 500
    assert held.isdisjoint(row.text for row in taught(GOLD / "sentences"))
