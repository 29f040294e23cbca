"""A citation of a law that was repealed is to be changed to the law of today, not to one that is repealed as well."""

from datetime import date

import pytest

import lawcheck
from lawcheck.laws import Library


@pytest.mark.parametrize(
    ("day", "now"),
    [(date(2023, 6, 1), "《中华人民共和国噪声污染防治法》"), (date(2026, 11, 1), "《中华人民共和国生态环境法典》")],
)
def test_what_has_ended_the_successor_is_the_one_to_cite(day: date, now: str, law_library: Library) -> None:
    text = "青山市安静条例\n第一条　为了防治噪声，根据《中华人民共和国环境噪声污染防治法》，制定本条例。\n第二条　本条例自2019年1月1日起施行。"
    review = lawcheck.review(lawcheck.parse(text), library=law_library, as_of=day)
    (found,) = [finding for finding in review.findings if finding.rule == "C01"]
    assert f"改引{now}的相应规定" in found.suggestion
