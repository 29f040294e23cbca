"""Importers: idempotent, changed files replace their former content, JSON lines one law a line, each file reported once."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from lawcheck.document import parse
from lawcheck.laws import ImportReport, add_laws, open_library
from lawcheck.laws.reading import raw_law_of

RULE = """某某市虚园条例
（2020年3月1日某某市人大常委会第三次会议通过　2020年5月1日某省人大常委会第二次会议批准）

第一条　为了规范虚园活动，制定本条例。

第二条　本条例自2020年7月1日起施行。
"""


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return len(report.taken), len(report.updated), len(report.unchanged), len(report.refused)


@pytest.fixture
def home(package: Callable[..., Path], tmp_path: Path) -> Path:
    package()
    return tmp_path / "home"


def test_a_changed_file_replaces_what_it_was(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "某某市虚园条例.txt"
    file.write_text(RULE, "utf-8")
    assert counts(add_laws(home, [file])) == (1, 0, 0, 0)
    file.write_text(RULE.replace("规范虚园活动", "促进虚园发展"), "utf-8")
    assert counts(add_laws(home, [file])) == (0, 1, 0, 0)
    library = open_library(home)
    (law,) = library.find_title("某某市虚园条例")
    (version,) = library.versions(law.law_id)
    assert "促进虚园发展" in library.articles(version.version_id)[0].text
    assert counts(add_laws(home, [file])) == (0, 0, 1, 0)


def test_json_lines_are_one_law_a_line(home: Path, tmp_path: Path) -> None:
    rows = [
        {"title": "浙江省虚石条例", "adopted": "2021-05-06", "effective": "2021-08-01", "maker": "浙江省人大常委会",
         "text": "第一条 为了保护虚石，制定本条例。\n\n第二条 县级以上人民政府负责虚石保护工作。"},
        {"title": "湖州市虚竹条例", "note": "（2022年1月2日湖州市人大常委会通过　2022年3月4日浙江省人大常委会批准）",
         "articles": [{"heading": "第一章 总则", "label": "第一条", "text": "为了保护虚竹，制定本条例。"},
                      {"label": "第二条", "text": "本条例自2022年5月1日起施行。"}]},
        {"title": "空的", "text": ""},
    ]  # fmt: skip
    file = tmp_path / "法规.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", "utf-8")
    report = add_laws(home, [file])
    assert counts(report) == (2, 0, 0, 1)
    library = open_library(home)
    (stone,), (bamboo,) = library.find_title("浙江省虚石条例"), library.find_title("湖州市虚竹条例")
    assert (stone.kind.value, stone.territory, stone.maker) == ("K3", "330000", "浙江省人大常委会")
    assert (bamboo.kind.value, bamboo.territory, bamboo.maker) == ("K4", "330500", "湖州市人大常委会")
    assert library.versions(stone.law_id)[0].effective_from == date(2021, 8, 1)
    version = library.versions(bamboo.law_id)[0]
    assert version.effective_from == date(2022, 5, 1)
    assert library.articles(version.version_id)[0].heading.replace("　", " ") == "第一章 总则"
    assert counts(add_laws(home, [file])) == (0, 0, 2, 1)


def test_one_changed_line_updates_one_law(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "法规.jsonl"
    row = {
        "title": "浙江省虚石条例",
        "adopted": "2021-05-06",
        "text": "第一条 为了保护虚石，促进经济社会协调发展，制定本条例。",
    }
    other = {
        "title": "浙江省虚木条例",
        "adopted": "2021-05-06",
        "text": "第一条 为了保护虚木，促进经济社会协调发展，制定本条例。",
    }
    file.write_text("\n".join(json.dumps(r) for r in (row, other)), "utf-8")
    add_laws(home, [file])
    row["text"] = "第一条 为了保护虚石，推动经济社会协调发展，制定本条例。"
    file.write_text("\n".join(json.dumps(r) for r in (row, other)), "utf-8")
    assert counts(add_laws(home, [file])) == (0, 1, 1, 0)


@pytest.mark.parametrize("line", ["不是 JSON", "[1, 2]", '{"text": "第一条 没有标题的法规文本，没有标题。"}'])
def test_a_line_that_is_no_record_is_refused_with_its_number(line: str, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "法规.jsonl"
    file.write_text(line, "utf-8")
    (refused,) = add_laws(home, [file]).refused
    assert "第 1 行" in refused.reason


def test_a_faulty_line_loses_no_line_behind_it(home: Path, tmp_path: Path) -> None:
    good = {"text": "第一条 为了保护虚石，促进经济社会协调发展，制定本条例。"}
    rows = [{"title": "浙江省虚石条例", "adopted": "2021-05-06"}, {"title": ""},
            {"title": "浙江省虚木条例", "adopted": "05/06/2015"}, {"title": "浙江省虚竹条例", "adopted": "2015.6.30"}]  # fmt: skip
    file = tmp_path / "法规.jsonl"
    file.write_text("\n".join([json.dumps({**row, **good}) for row in rows] + ["坏行"]), "utf-8")
    report = add_laws(home, [file])
    assert [item.title for item in report.taken] == ["浙江省虚石条例", "浙江省虚竹条例"]
    assert [item.reason[1:5] for item in report.refused] == ["I303", "I304", "I303"]
    library = open_library(home)
    (bamboo,) = library.find_title("浙江省虚竹条例")
    assert library.versions(bamboo.law_id)[0].adopted == date(2015, 6, 30)


def test_an_order_that_stands_before_the_text_makes_it_a_rule(home: Path, tmp_path: Path) -> None:
    body = "第一条　为了加强虚石管理，根据《虚石条例》，制定本办法。\n第二条　本办法自2026年9月1日起施行。\n"
    order = (
        "湖州市人民政府令\n第41号\n《湖州市虚石办法》已经2026年7月1日市人民政府第七十二次常务会议审议通过，现予公布，自2026年9月1日起施行。\n"
        "市长　某某\n2026年7月12日\n"
    )
    letter = "湖州市人民政府关于印发《湖州市虚木办法》的通知\n湖政发〔2026〕3号\n各区县人民政府：\n现印发给你们。\n湖州市人民政府\n2026年7月12日\n"
    for head, title in ((order, "湖州市虚石办法"), (letter, "湖州市虚木办法")):
        (tmp_path / f"{title}.txt").write_text(f"{head}{title}\n{body}", "utf-8")
    report = add_laws(home, [tmp_path])
    assert {item.title: item.level for item in report.taken} == {
        "湖州市虚石办法": "地方政府规章",
        "湖州市虚木办法": "规范性文件",
    }
    library = open_library(home)
    (stone,) = library.find_title("湖州市虚石办法")
    (version,) = library.versions(stone.law_id)
    assert (version.adopted, version.published, stone.maker) == (date(2026, 7, 1), date(2026, 7, 12), "湖州市人民政府")


def test_a_repealing_decision_ends_the_laws_that_it_lists(home: Path, tmp_path: Path) -> None:
    note = "（2012年4月26日湖州市人大常委会通过　2012年7月27日浙江省人大常委会批准）"
    body = "第一条　为了加强管理，促进经济社会发展，制定本条例。\n第二条　本条例自2012年10月1日起施行。\n"
    for title in ("湖州市虚石条例", "湖州市虚木条例", "湖州市虚竹条例"):
        (tmp_path / f"{title}.txt").write_text(f"{title}\n{note}\n{body}", "utf-8")
    decision = (
        "湖州市人民代表大会常务委员会关于废止《湖州市虚石条例》等两件地方性法规的决定\n"
        "（2025年6月27日湖州市人大常委会通过　2025年7月31日浙江省人大常委会批准）\n湖州市人大常委会决定，对下列地方性法规予以废止：\n"
        "一、《湖州市虚石条例》（2012年4月26日湖州市人大常委会通过）\n二、《湖州市虚木条例》（2012年4月26日湖州市人大常委会通过）\n"
        "依照《湖州市虚竹条例》办理的事项继续有效。\n本决定自公布之日起施行。\n"
    )
    (tmp_path / "决定.txt").write_text(decision, "utf-8")
    add_laws(home, [tmp_path])
    library = open_library(home)
    ends = {}
    for title in ("湖州市虚石条例", "湖州市虚木条例", "湖州市虚竹条例"):
        (law,) = library.find_title(title)
        ends[title[3:5]] = law.repeal.on if law.repeal else None
    assert ends == {"虚石": date(2025, 7, 31), "虚木": date(2025, 7, 31), "虚竹": None}


def test_annexes_keep_their_headings(home: Path, tmp_path: Path) -> None:
    text = "第一条　为了加强虚石管理，制定本办法。\n第二条　收费见附件，本办法自2026年9月1日起施行。\n附件\n收费标准\n每块每年100元。\n"
    (tmp_path / "石.txt").write_text(f"湖州市虚石办法\n\n{text}", "utf-8")
    add_laws(home, [tmp_path])
    library = open_library(home)
    (stone,) = library.find_title("湖州市虚石办法")
    (version,) = library.versions(stone.law_id)
    assert library.articles(version.version_id)[-1].text == "收费标准\n每块每年100元。"


def national_docx(title: str, note: str, articles: list[str]) -> bytes:
    """As 国家法律法规数据库 gives it: title, 题注 in brackets, articles with a wide blank."""
    document = docx.Document()
    for line in [title, note, *articles]:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_folder_as_downloaded_from_the_national_database(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "下载"
    folder.mkdir()
    note = "（2020年3月1日杭州市第十三届人民代表大会常务委员会第三次会议通过　2020年5月1日浙江省第十三届人民代表大会常务委员会第二次会议批准）"
    articles = ["第一条　为了规范虚湖活动，制定本条例。", "第二条　本条例自2020年7月1日起施行。"]
    (folder / "杭州市虚湖条例_20200501.docx").write_bytes(national_docx("杭州市虚湖条例", note, articles))
    (folder / "~$临时.docx").write_bytes(b"x")
    assert counts(add_laws(home, [folder])) == (1, 0, 0, 0)
    library = open_library(home)
    (law,) = library.find_title("杭州市虚湖条例")
    assert (law.kind.value, law.territory, law.maker) == ("K4", "330100", "杭州市人民代表大会常务委员会")
    (version,) = library.versions(law.law_id)
    assert (version.adopted, version.effective_from) == (date(2020, 3, 1), date(2020, 7, 1))


def test_the_day_in_a_downloaded_name_is_the_last_resort(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "某某市虚道条例_20190203.txt"
    file.write_text("某某市虚道条例\n第一条　为了规范虚道活动，促进经济社会协调发展，制定本条例。\n", "utf-8")
    add_laws(home, [file])
    library = open_library(home)
    (law,) = library.find_title("某某市虚道条例")
    assert library.versions(law.law_id)[0].adopted == date(2019, 2, 3)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("第63号\n《青浦川市绿化办法》已经2025年4月1日市人民政府第30次常务会议审议通过，现予公布。\n", "K9"),
        ("第63号\n《青浦川市绿化办法》已经市人民政府同意，现印发给你们。\n", "K12"),
    ],
)
def test_a_rule_whose_order_lost_its_head_is_a_rule(head: str, kind: str) -> None:
    text = f"{head}市长　某某\n2025年4月20日\n青浦川市绿化办法\n第一条　为了加强绿化管理，制定本办法。\n第二条　单位和个人应当爱护城市树木，不得损坏花草。\n"
    law = raw_law_of(parse(text), name="甲.txt", folders=(), sha256="0" * 64)
    assert (law.kind.value, str(law.published)) == (kind, "2025-04-20")
