"""Letters of a case begin with the law of their own place, and with an addressee only where it is known."""

from __future__ import annotations

import pytest

from consult_web.filings import suggest_fields
from lawcheck.letters import find_letter
from lawcheck.procedure import Jurisdiction, Step, find_jurisdiction, list_jurisdictions, load_machine

_REGULATIONS = {
    "state_council": "法规规章备案审查条例",
    "beijing": "北京市备案审查条例",
    "shanghai": "上海市人民代表大会常务委员会",
    "shandong": "山东省备案审查规定",
}
_NPC_ONLY = ("立法法》第一百一十一条", "立法法》第一百一十二条", "立法法》第一百一十三条")
_STEPS = [
    step
    for step in load_machine().steps
    if step.document and any(field.name == "ground" for field in find_letter(step.document).fields)
]


def _ground(step: Step, place: Jurisdiction) -> str:
    return str(suggest_fields(step.document, {}, step.basis(place)).get("ground", ""))


@pytest.mark.parametrize("place", list_jurisdictions(), ids=lambda place: place.id)
@pytest.mark.parametrize("step", _STEPS, ids=lambda step: f"{step.event}-{step.sources[0]}")
def test_no_letter_names_the_law_of_another_place(step: Step, place: Jurisdiction) -> None:
    ground = _ground(step, place)
    assert [name for id_, name in _REGULATIONS.items() if id_ != place.id and name in ground] == []
    assert "没有收集到" not in ground
    assert place.id == "npcsc" or not any(article in ground for article in _NPC_ONLY)


def test_a_place_whose_law_is_held_has_it_offered() -> None:
    asked = load_machine().steps_named("supplement_asked")[0]
    found = {place.id: _ground(asked, place) for place in list_jurisdictions()}
    assert found["state_council"] == "《法规规章备案审查条例》第九条第二款"
    assert found["beijing"] == "北京市备案审查条例第十二条"
    assert found["local"] == ""
    assert find_jurisdiction("local").regulation.confirmed is False


def test_the_regulation_of_a_place_stands_in_where_the_article_is_not_confirmed() -> None:
    step, known = load_machine().steps_named("explanation_asked")[0], {"ground": "北京市备案审查条例"}
    bases = step.basis(find_jurisdiction("beijing"))
    assert suggest_fields(step.document, known, bases)["ground"] == "北京市备案审查条例"


@pytest.mark.parametrize(("template", "offered"), [("transfer", False), ("annulment_motion", False), ("urging", True)])
def test_only_letters_to_the_maker_are_addressed_to_it(template: str, offered: bool) -> None:
    values = suggest_fields(template, {"addressee": "某县人民政府", "document_title": "某办法"})
    assert values["document_title"] == "某办法"
    assert ("addressee" in values) is offered
