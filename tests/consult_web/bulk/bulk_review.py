"""Stands in for the program's review: fast, and it fails where the text says so."""

from __future__ import annotations

from typing import Any

from consult_web.filings.reviews import ReviewResult, ReviewTask


def review(task: ReviewTask) -> Any:
    """One finding, whose key changes with the day; 打不开 is refused, 死机 stands for a process that died."""
    if "死机" in task.tree:
        return None
    return _result(task)


def review_rest(task: ReviewTask) -> Any:
    """The process that died lives now; nothing else may be asked for again."""
    assert "死机" in task.tree
    return _result(task)


def _result(task: ReviewTask) -> Any:
    if "打不开" in task.tree:
        return "E923", {"detail": "x"}
    record = {
        "library_version": "1", "pack_version": "1", "horizon": "2026-11-01", "severity_counts": {}, "state_counts": {},
        "relation_counts": {}, "coverage": {}, "rules": [], "higher_laws": [],
        "findings": [{"key": f"A01:{task.as_of.year}", "rule": "A01", "severity": "advice", "name": "某", "eid": "art_1",
                      "clause": "第一条", "span": [0, 1], "message": "甲"}],
    }  # fmt: skip
    return ReviewResult(record, {}, {}, {".comparison.docx": b"x", ".review.docx": b"y"})
