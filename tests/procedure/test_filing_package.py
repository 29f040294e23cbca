"""The electronic filing package: what is built agrees with its schema and its check; every damage is found."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lawcheck.errors import UnreadableFile, UsageError
from lawcheck.procedure import MANIFEST, build_package, check_package, schema_faults
from lawcheck.readers import PackedFile, Role, main_text, open_filing, unpack, zip_entries

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "package.schema.json").read_text("utf-8"))
LAW = (
    "湖州市停车场管理办法\n第一条　为了规范停车，根据《中华人民共和国道路交通安全法》和《浙江省停车条例》，制定本办法。\n"
    "第二条　停车应当有序。\n第三条　本办法自2026年9月1日起施行，《湖州市停车暂行办法》同时废止。\n"
).encode()
FILES = (
    PackedFile("材料/湖州市停车场管理办法.txt", LAW, Role.TEXT, "name"),
    PackedFile("备案报告.txt", "关于报送备案的报告".encode(), Role.REPORT, "name"),
    PackedFile("说明.txt", "起草说明".encode(), Role.EXPLANATION, "name"),
    PackedFile("附/说明.txt", "附件".encode(), Role.ANNEX, "name"),
)
Entries = dict[str, bytes]


def entries(data: bytes | None = None) -> Entries:
    return dict(zip_entries(data or build_package(FILES, text=FILES[0]), "报备包.zip"))


def manifest(held: Entries) -> dict[str, Any]:
    value = json.loads(held[MANIFEST])
    assert isinstance(value, dict)
    return value


def test_a_built_package_agrees_with_the_published_schema_and_passes_its_check() -> None:
    held = entries()
    jsonschema.validate(manifest(held), SCHEMA)
    assert check_package(held) == ()


def test_the_schema_itself_is_valid_and_closed() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["additionalProperties"] is False


def test_the_manifest_tells_what_the_text_says() -> None:
    told = manifest(entries())
    assert told["document"]["title"] == "湖州市停车场管理办法"
    assert told["document"]["effective"] == "2026-09-01"
    assert [basis["title"] for basis in told["basis"]] == ["中华人民共和国道路交通安全法", "浙江省停车条例"]
    assert told["relation"]["repeals"] == ["湖州市停车暂行办法"]


def test_originals_are_kept_byte_for_byte_with_their_hashes_and_names_do_not_collide() -> None:
    held = entries()
    told = {file["path"]: file for file in manifest(held)["files"]}
    assert set(told) == set(held) - {MANIFEST}
    assert held["originals/湖州市停车场管理办法.txt"] == LAW
    assert {"originals/说明.txt", "originals/说明（2）.txt"} <= set(held)
    for path, file in told.items():
        assert file["sha256"] == hashlib.sha256(held[path]).hexdigest()


def test_equal_input_gives_equal_bytes_in_any_order_of_the_files() -> None:
    assert build_package(FILES, text=FILES[0]) == build_package(tuple(reversed(FILES)), text=FILES[0])


def test_details_fill_what_no_text_tells() -> None:
    details = {"filer": "湖州市人民政府", "document": {"field": "城市管理", "keywords": ["停车"]}}
    told = manifest(entries(build_package(FILES, text=FILES[0], details=details)))
    assert (told["filer"], told["document"]["field"]) == ("湖州市人民政府", "城市管理")
    assert told["document"]["title"] == "湖州市停车场管理办法"


@pytest.mark.parametrize(
    "details", [{"filed": "x"}, {"filer": 3}, {"document": {"adopted": "2026年"}}, {"consultation": {"from": None}}]
)
def test_details_that_do_not_fit_are_refused_with_the_field(details: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=f"E271.*{next(iter(details))}"):
        build_package(FILES, text=FILES[0], details=details)


def test_a_package_is_itself_a_filing_that_can_be_reviewed() -> None:
    data = build_package(FILES, text=FILES[0])
    filing = open_filing("报备包.zip", data=data)
    assert filing.data == LAW
    assert main_text(unpack("报备包.zip", data=data), "报备包.zip").how == "manifest"


def without(path: str) -> Callable[[Entries], None]:
    return lambda held: held.pop(path) and None


def replaced(path: str, data: bytes) -> Callable[[Entries], None]:
    return lambda held: held.update({path: data})


def edited(change: Callable[[dict[str, Any]], object]) -> Callable[[Entries], None]:
    def edit(held: Entries) -> None:
        told = manifest(held)
        change(told)
        held[MANIFEST] = json.dumps(told).encode()

    return edit


def forged(path: str, data: bytes) -> Callable[[Entries], None]:
    """Another content whose hash and size stand in the manifest."""

    def forge(held: Entries) -> None:
        told = manifest(held)
        row = next(file for file in told["files"] if file["path"] == path)
        told["package_id"] = _id_after(told, row, data)
        held |= {path: data, MANIFEST: json.dumps(told).encode()}

    return forge


def _id_after(told: dict[str, Any], row: dict[str, Any], data: bytes) -> str:
    row |= {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    listed = sorted(f"{file['sha256']} {file['path']}\n" for file in told["files"])
    return "lawcheck-" + hashlib.sha256("".join(listed).encode()).hexdigest()[:32]


AKN, JSON, TEXT = "text/document.akn.xml", "text/document.json", "originals/湖州市停车场管理办法.txt"


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        pytest.param(without(MANIFEST), {"M270"}, id="no manifest"),
        pytest.param(replaced(MANIFEST, b"{"), {"M271"}, id="manifest no json"),
        pytest.param(replaced(MANIFEST, b"[" * 100_000), {"M271"}, id="manifest nested"),
        pytest.param(replaced(MANIFEST, b"[]"), {"M272", "M274", "M279", "M280", "M283"}, id="manifest a list"),
        pytest.param(edited(lambda told: told.pop("filer")), {"M272"}, id="field missing"),
        pytest.param(edited(lambda told: told.update(more=1)), {"M272"}, id="field too many"),
        pytest.param(without("originals/说明.txt"), {"M273"}, id="file missing"),
        pytest.param(replaced("originals/y.txt", b"y"), {"M274"}, id="file too many"),
        pytest.param(replaced("originals/说明.txt", "起草说朋".encode()), {"M275"}, id="content changed"),
        pytest.param(replaced("originals/说明.txt", b"x"), {"M275", "M276"}, id="size changed"),
        pytest.param(replaced("originals/说明.txt", b"%PDF-1.7"), {"M275", "M276", "M277"}, id="format changed"),
        pytest.param(edited(lambda told: told["files"].append(told["files"][0])), {"M278", "M279"}, id="listed twice"),
        pytest.param(edited(lambda told: told["files"][1].update(role="附件")), {"M280"}, id="no report"),
        pytest.param(edited(lambda told: told.update(package_id="lawcheck-" + "0" * 32)), {"M281"}, id="identity"),
        pytest.param(forged(AKN, b"<a/>"), {"M282", "M277"}, id="other akn"),
        pytest.param(forged(JSON, b"{}"), {"M282", "M277"}, id="other json"),
        pytest.param(forged(TEXT, LAW.replace("有序".encode(), "无序".encode())), {"M282"}, id="other text"),
        pytest.param(edited(lambda told: told["document"].update(title="别的")), {"M284"}, id="title"),
    ],
)
def test_every_damage_is_found(damage: Callable[[Entries], None], codes: set[str]) -> None:
    held = entries()
    damage(held)
    faults = check_package(held)
    assert {fault.code for fault in faults} <= codes
    assert {fault.code for fault in faults}
    assert all(fault.message for fault in faults)


def test_a_text_that_cannot_be_read_is_a_fault_not_a_crash() -> None:
    def refuse(*_path: object, **_more: object) -> Any:
        raise UnreadableFile("E105", name="x", pictures_zh="", pictures_en="")

    assert [fault.code for fault in check_package(entries(), reader=refuse)] == ["M285"]


def test_schema_faults_are_chinese_and_name_their_place() -> None:
    told = manifest(entries())
    told["files"][0]["sha256"] = "x"
    told["document"]["effective"] = 7
    del told["basis"]
    faults = schema_faults(told)
    assert any(fault.startswith("files/0/sha256：") and "格式不对" in fault for fault in faults)
    assert any(fault.startswith("document/effective：类型应为") for fault in faults)
    assert "缺少“basis”" in faults


def test_the_zip_is_one_that_other_programs_open() -> None:
    with zipfile.ZipFile(io.BytesIO(build_package(FILES, text=FILES[0]))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == MANIFEST
