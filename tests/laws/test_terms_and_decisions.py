"""What a text says of its own start and end: 有效期, 自公布之日起30日后, and the start that a 修改决定 gives."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lawcheck.citations import CitationState
from lawcheck.document import parse
from lawcheck.laws import DocumentKind, LawVersion, Library, Rank, Validity, add_laws, open_library, rank
from lawcheck.laws.dates import NoteEvent, find_effect, find_term, read_note
from lawcheck.verbs import cite

TODAY = date(2026, 11, 22)
MEASURE = "青浦川市犬只寄养管理办法\n青政规〔2020〕1号\n第一条　为了规范犬只寄养，制定本办法。\n第二条　寄养机构应当有独立场所。\n第三条　{last}\n"


@pytest.fixture
def held(package: Callable[..., Path], tmp_path: Path) -> Callable[..., Library]:
    """A library with the given texts, by their names."""
    package()

    def add(**texts: str) -> Library:
        folder = tmp_path / "added"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        add_laws(tmp_path / "home", [folder])
        return open_library(tmp_path / "home")

    return add


def last_version(library: Library, title: str) -> LawVersion:
    (law,) = library.find_title(title)
    return library.versions(law.law_id)[-1]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("本办法自公布之日起30日后施行。", date(2025, 5, 10)),
        ("本规定自发布之日起满三十日施行。", date(2025, 5, 10)),
        ("本办法自印发之日起一个月后施行，有效期5年。", date(2025, 5, 10)),
        ("本办法自2025年6月1日起施行。", date(2025, 6, 1)),
    ],
)
def test_a_start_some_days_after_publication_is_a_day(words: str, day: date) -> None:
    clause = find_effect(words, date(2025, 4, 10))
    assert clause is not None
    assert clause.day == day


def test_without_the_day_of_publication_there_is_no_day_and_no_immediate_start() -> None:
    clause = find_effect("本办法自公布之日起30日后施行。")
    assert clause is not None
    assert (clause.day, clause.on_publication, clause.waits) == (None, False, True)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("本办法自2020年1月1日起施行，有效期五年。", date(2025, 1, 1)),
        ("本办法自2020年1月1日起施行，有效期至2023年6月30日。", date(2023, 7, 1)),
        ("本办法自2020年1月1日起施行，至2021年12月31日止。", date(2022, 1, 1)),
        ("本规定自2020年1月1日起施行。本规定有效期2年。", date(2022, 1, 1)),
    ],
)
def test_the_end_that_a_text_sets_itself(words: str, end: date) -> None:
    term = find_term(words)
    assert term is not None
    assert term.end(date(2020, 1, 1)) == end


@pytest.mark.parametrize(
    "words",
    [
        "登记证有效期为三年。",
        "本办法自2020年1月1日起施行，依照本办法取得的登记证有效期为三年。",
        "本办法施行前取得的证书，有效期三年。",
    ],
)
def test_the_term_of_a_certificate_is_none_of_the_text(words: str) -> None:
    assert find_term(words) is None


def test_a_text_whose_term_is_over_no_longer_applies(held: Callable[..., Library]) -> None:
    library = held(a=MEASURE.format(last="本办法自2020年1月1日起施行，有效期五年。"))
    version = last_version(library, "青浦川市犬只寄养管理办法")
    assert library.validity(version, date(2024, 12, 31)) is Validity.IN_FORCE
    assert library.validity(version, date(2025, 1, 1)) is Validity.EXPIRED
    (told, *_) = cite("依照《青浦川市犬只寄养管理办法》第二条", library=library, as_of=TODAY)
    assert told.state is CitationState.REPEALED
    assert "有效期已满" in told.reason


def test_a_text_without_a_term_goes_on(held: Callable[..., Library]) -> None:
    library = held(a=MEASURE.format(last="本办法自2020年1月1日起施行。"))
    assert library.validity(last_version(library, "青浦川市犬只寄养管理办法"), TODAY) is Validity.IN_FORCE


def test_a_prolonged_term_is_left_open(held: Callable[..., Library]) -> None:
    notice = "青浦川市人民政府关于延长《青浦川市犬只寄养管理办法》有效期的通知\n《青浦川市犬只寄养管理办法》有效期延长至2028年12月31日，请各单位遵照执行。\n"
    library = held(a=MEASURE.format(last="本办法自2020年1月1日起施行，有效期五年。"), b=notice)
    assert library.validity(last_version(library, "青浦川市犬只寄养管理办法"), TODAY) is Validity.IN_FORCE


def test_a_library_of_a_former_version_learns_the_terms(held: Callable[..., Library], tmp_path: Path) -> None:
    held(a=MEASURE.format(last="本办法自2020年1月1日起施行，有效期五年。"))
    file = tmp_path / "home" / "library.db"
    with sqlite3.connect(file) as store:
        for row, facts in store.execute("SELECT row, facts FROM texts").fetchall():
            old = {name: value for name, value in json.loads(facts).items() if name not in ("term", "approved")}
            store.execute("UPDATE texts SET facts=? WHERE row=?", (json.dumps(old, ensure_ascii=False), row))
        store.execute("UPDATE laws SET repeal_by=NULL, repeal_on=NULL")
        store.execute("DELETE FROM meta WHERE name='derivation'")
    store.close()
    library = open_library(tmp_path / "home")
    assert library.validity(last_version(library, "青浦川市犬只寄养管理办法"), TODAY) is Validity.EXPIRED


AMENDED = (
    "青浦川市公园条例\n（2018年6月1日青浦川市第四届人民代表大会常务委员会第十次会议通过　2018年7月27日望川省第十三届人民代表大会"
    "常务委员会第四次会议批准　根据2025年5月28日青浦川市第六届人民代表大会常务委员会第二十次会议通过　2025年7月30日望川省第十四届"
    "人民代表大会常务委员会第十八次会议批准的《青浦川市人民代表大会常务委员会关于修改〈青浦川市公园条例〉等二件地方性法规的决定》修正）\n"
    "第一条　为了加强公园管理，制定本条例。\n第二条　市园林主管部门负责公园的监督管理。\n第三条　本条例自2018年10月1日起施行。\n"
)
DECISION = (
    "青浦川市人民代表大会常务委员会关于修改《青浦川市公园条例》等二件地方性法规的决定\n"
    "（2025年5月28日青浦川市第六届人民代表大会常务委员会第二十次会议通过　2025年7月30日望川省第十四届人民代表大会常务委员会"
    "第十八次会议批准）\n一、对《青浦川市公园条例》作出修改\n将第二条中的“园林局”修改为“园林主管部门”。\n"
    "二、对《青浦川市水源条例》作出修改\n删去第五条。\n本决定自2025年10月1日起施行。\n"
)
OLD = (
    "青浦川市水源条例\n（2012年3月1日青浦川市第二届人民代表大会常务委员会第三次会议通过）\n第一条　为了保护水源，制定本条例。\n"
    "第二条　市水利主管部门负责水源的保护。\n第三条　本条例自2012年5月1日起施行。\n"
)


def test_a_decision_gives_the_amended_text_its_start(held: Callable[..., Library]) -> None:
    version = last_version(held(a=AMENDED, b=DECISION), "青浦川市公园条例")
    assert (version.effective_from, version.quality) == (date(2025, 10, 1), "decision")


def test_without_the_decision_the_start_is_assumed(held: Callable[..., Library]) -> None:
    assert last_version(held(a=AMENDED), "青浦川市公园条例").quality == "assumed"


def test_a_text_that_lacks_what_a_decision_changed_says_so(held: Callable[..., Library]) -> None:
    library = held(a=AMENDED, b=DECISION, c=OLD)
    assert "本文本未并入" in last_version(library, "青浦川市水源条例").note
    assert "本文本未并入" not in last_version(library, "青浦川市公园条例").note


def test_the_facts_of_a_filing_know_the_day(held: Callable[..., Library]) -> None:
    from lawcheck.procedure import read_facts

    text = "青浦川市人民政府令\n第4号\n《青浦川市甲办法》已经2026年7月1日市人民政府第3次常务会议通过，现予公布。\n2026年7月12日\n青浦川市甲办法\n第一条　甲应当登记。\n第二条　本办法自公布之日起30日后施行。\n"
    assert read_facts(parse(text)).effective == date(2026, 8, 11)


def test_a_date_of_the_note_may_lack_its_last_sign() -> None:
    note = read_note(
        "（2011年3月1日望川省人民代表大会常务委员会通过　根据2020年9月29望川省第十三届人民代表大会常务委员会第三次修正）"
    )
    assert note.version_day == date(2020, 9, 29)


@pytest.mark.parametrize(
    ("second", "approved"),
    [
        ("望川自治区十二届人民代表大会常务委员会第二十二次会议", date(2016, 5, 27)),
        ("云岭市第五届人民代表大会常务委员会第二次会议", None),
    ],
)
def test_what_the_province_adopts_after_its_place_is_the_approval(second: str, approved: date | None) -> None:
    note = read_note(f"2016年1月23日青溪自治县十六届人民代表大会第六次全体会议通过\n2016年5月27日{second}通过\n")
    assert note.day(NoteEvent.APPROVED) == approved
    assert note.adopted == date(2016, 1, 23)


JOINT = (
    "漕湖保护条例\n（2023年9月27日无锡市第十七届人民代表大会常务委员会第十次会议通过　2023年9月28日{other}第十七届人民代表大会"
    "常务委员会第九次会议通过　2023年11月30日江苏省第十四届人民代表大会常务委员会第六次会议批准）\n第一条　为了保护漕湖，制定本条例。\n"
    "第二条　漕湖的保护，适用本条例，两市建立联席会议机制。\n第三条　本条例自2024年3月1日起施行。\n"
)


def test_a_joint_text_is_of_all_its_places(held: Callable[..., Library]) -> None:
    (law,) = held(a=JOINT.format(other="苏州市")).find_title("漕湖保护条例")
    assert law.territory == "320200,320500"
    assert rank(law.kind, law.territory, DocumentKind.K12, "320505") is Rank.ABOVE
    assert rank(law.kind, law.territory, DocumentKind.K4, "320500") is Rank.PEER
    assert rank(law.kind, law.territory, DocumentKind.K12, "320300") is Rank.INCOMPARABLE


def test_two_adoptions_in_one_place_make_no_joint_text(held: Callable[..., Library]) -> None:
    (law,) = held(a=JOINT.format(other="无锡市")).find_title("漕湖保护条例")
    assert law.territory == "320200"


PAPER = (
    "青浦川县人民政府关于印发青浦川县甲办法的通知\n青政发〔2021〕1号\n各镇人民政府：\n《青浦川县甲办法》已经县政府同意，现印发给你们，请遵照执行。\n"
    "{signature}青浦川县甲办法\n第一条　为了加强甲的管理，制定本办法。\n第二条　甲应当向县水利局登记。\n第三条　{last}\n"
)
SIGNED = "青浦川县人民政府\n2021年3月26日\n"


@pytest.mark.parametrize(
    ("signature", "last", "days", "maker"),
    [
        (
            SIGNED,
            "本办法自印发之日起施行，有效期5年。",
            (date(2021, 3, 26), date(2021, 3, 26), date(2026, 3, 26)),
            "青浦川县人民政府",
        ),
        (SIGNED, "本办法自2021年5月1日起施行。", (date(2021, 3, 26), date(2021, 5, 1), None), "青浦川县人民政府"),
        ("", "本办法自印发之日起施行。", (None, None, None), ""),
    ],
)
def test_a_paper_is_dated_by_its_signature(
    held: Callable[..., Library], signature: str, last: str, days: tuple[date | None, ...], maker: str
) -> None:
    library = held(a=PAPER.format(signature=signature, last=last))
    version = last_version(library, "青浦川县甲办法")
    assert (version.published, version.effective_from, version.effective_to) == days
    assert library.law(version.law_id).maker == maker


def test_the_announcement_says_from_when(held: Callable[..., Library]) -> None:
    head = "青浦川市人民政府令\n第15号\n《青浦川市甲规定》已经2010年12月14日市政府第76次常务会议通过，现予公布，自2011年2月1日起施行。\n2010年12月25日\n"
    text = head + "青浦川市甲规定\n第一条　为了加强甲的管理，制定本规定。\n第二条　甲应当登记，登记的办法另定。\n"
    version = last_version(held(a=text), "青浦川市甲规定")
    assert (version.effective_from, version.quality) == (date(2011, 2, 1), "text")


def test_the_term_of_an_annex_is_not_that_of_the_decision(held: Callable[..., Library]) -> None:
    text = (
        "青浦川市人民政府关于修改《青浦川市甲办法》的决定\n一、将第二条修改为：“甲应当登记。”\n二、删去第四条。\n本决定自2020年6月1日起施行。\n"
        "附件1\n青浦川市甲办法\n第一条　甲应当登记。\n第二条　本办法自2018年1月1日起施行，有效期至2023年1月1日。\n"
    )
    version = last_version(held(a=text), "青浦川市人民政府关于修改《青浦川市甲办法》的决定")
    assert (version.effective_from, version.effective_to) == (date(2020, 6, 1), None)


def test_a_decision_on_one_law_amends_no_other_that_it_names(held: Callable[..., Library]) -> None:
    decision = (
        "青浦川市人民代表大会常务委员会关于修改《青浦川市公园条例》的决定\n（2025年5月28日青浦川市人民代表大会常务委员会通过）\n"
        "一、将第二条中的“《青浦川市水源条例》”修改为“有关法规”。\n二、《青浦川市水源条例》\n本决定自2025年10月1日起施行。\n"
    )
    assert "本文本未并入" not in last_version(held(b=decision, c=OLD), "青浦川市水源条例").note


def test_a_start_on_the_day_of_sending_down_is_a_start_on_publication() -> None:
    clause = find_effect("本意见自下发之日起施行。")
    assert clause is not None
    assert clause.on_publication
