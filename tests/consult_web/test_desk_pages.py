"""The pages without JavaScript: upload, results, downloads, deleting, languages."""

from __future__ import annotations

import io
import re
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from stand_in import StandIn, outcome
from visitor import MakeApp, Visitor

from consult_web.desk import Outcome, Task
from consult_web.desk.texts import OUTPUT_ORDER, TEXTS


def test_page_offers_upload_options_and_an_empty_list(visitor: Visitor) -> None:
    page = visitor.get("/").text
    assert 'type="file" multiple' in page
    assert f'value="{date.today().isoformat()}"' in page
    assert "设区的市地方性法规（K4）" in page
    assert "还没有审查记录" in page


def test_upload_leads_to_a_page_with_summary_and_every_download(visitor: Visitor) -> None:
    page = visitor.get(visitor.review("云湖市养犬管理条例.docx")).text
    assert "云湖市养犬管理条例" in page
    assert "库截至 2026-08-28" in page
    assert "库中没有本省法规正文，未检查" in page
    assert "共 26 个问题" in page
    for suffix in OUTPUT_ORDER:
        assert TEXTS[f"out{suffix}"][0] in page


def test_coverage_comes_before_findings(visitor: Visitor) -> None:
    page = visitor.get(visitor.review()).text
    assert page.index("法律库覆盖") < page.index("共 26 个问题")


@pytest.mark.parametrize("suffix", OUTPUT_ORDER)
def test_each_result_downloads_under_the_uploaded_name(visitor: Visitor, suffix: str) -> None:
    page = visitor.review("养犬条例.docx")
    answer = visitor.get(f"{page}/files/{suffix[1:]}")
    assert answer.status_code == 200
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment")
    assert f"filename*=UTF-8''%E5%85%BB%E7%8A%AC%E6%9D%A1%E4%BE%8B{suffix}" in header


def test_zip_holds_the_original_and_all_results(visitor: Visitor) -> None:
    page = visitor.review("养犬条例.docx", "原文".encode())
    with zipfile.ZipFile(io.BytesIO(visitor.get(f"{page}/all.zip").data)) as archive:
        names = {f"养犬条例{suffix}" for suffix in OUTPUT_ORDER} | {"养犬条例.docx"}
        assert set(archive.namelist()) == names
        assert archive.read("养犬条例.docx").decode() == "原文"


def test_original_comes_back_byte_for_byte(visitor: Visitor) -> None:
    data = bytes(range(256)) * 999
    assert visitor.get(visitor.review("a.docx", data) + "/original").data == data


def test_several_files_are_listed_newest_first(visitor: Visitor) -> None:
    answer = visitor.upload(("甲.docx", b"1"), ("乙.docx", b"2"), ("丙.docx", b"3"))
    assert answer.status_code == 303
    page = visitor.get("/").text
    assert "已收到 3 份文件" in page
    positions = [page.index(f">{name}.docx</a>") for name in "丙乙甲"]
    assert positions == sorted(positions)


def test_long_lists_have_pages_and_every_review_is_on_one(make_app: MakeApp) -> None:
    visitor = Visitor(make_app(START=False))
    visitor.upload(*((f"{number:03}.txt", b"1") for number in range(120)))
    pages = [visitor.get(f"/?page={number}").text for number in (1, 2, 3)]
    assert ["共 120 份" in page for page in pages] == [True] * 3
    assert [page.count("data-job=") for page in pages] == [50, 50, 20]
    assert len({name for page in pages for name in re.findall(r'data-name="(\d+)', page)}) == 120
    assert visitor.get("/?page=99").text.count("data-job=") == 20
    assert visitor.get("/?page=x").text.count("data-job=") == 50


def test_options_reach_the_reviewer(make_app: MakeApp) -> None:
    reviewer = StandIn()
    Visitor(make_app(REVIEWER=reviewer)).review(as_of="2025-03-01", kind="K9", territory="330500")
    options = reviewer.seen[0].options
    assert (options.as_of, options.kind, options.territory) == (date(2025, 3, 1), "K9", "330500")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("as_of", "2026-02-30", "E503"),
        ("kind", "K99", "E309"),
        ("kind", "K1", "E309"),
        ("territory", "33", "E505"),
        ("territory", "899999", "E513"),
    ],
)
def test_wrong_options_keep_the_file_and_say_what_is_wrong(visitor: Visitor, field: str, value: str, code: str) -> None:
    page = visitor.review(**{field: value})
    assert f"[{code}]" in visitor.get(page).text
    assert visitor.get(f"{page}/original").status_code == 200
    assert visitor.post(f"{page}/again", {"as_of": "2026-11-22"}).status_code == 303
    assert visitor.wait(page)["state"] == "done"


def test_unreadable_file_is_one_clear_paragraph_and_is_kept(visitor: Visitor) -> None:
    page = visitor.review("空.docx", b"")
    text = visitor.get(page).text
    assert "空.docx：文件是空的（0 字节）" in text
    assert "未能审查" in text
    assert "[E104]" in visitor.get("/").text
    assert visitor.get(f"{page}/report").status_code == 404


def test_unexpected_error_is_reported_and_the_next_file_is_reviewed(make_app: MakeApp) -> None:
    def reviewer(task: object, step: object) -> object:
        raise KeyError("unforeseen")

    app = make_app(REVIEWER=reviewer)
    visitor = Visitor(app)
    assert "[E508]" in visitor.get(visitor.review("a.txt")).text
    assert "[E508]" in visitor.get(visitor.review("b.txt")).text


def test_no_file_chosen_is_said_on_the_page(visitor: Visitor) -> None:
    answer = visitor.upload(("", b""))
    assert answer.status_code == 400
    assert "[E523]" in answer.text
    assert 'type="file"' in answer.text


def test_page_of_a_review_under_way_refreshes_itself_without_scripts(make_app: MakeApp) -> None:
    hold = threading.Event()
    visitor = Visitor(make_app(REVIEWER=StandIn(hold=hold)))
    first = str(visitor.upload(("甲.docx", b"1")).location)
    second = str(visitor.upload(("乙.docx", b"2")).location)
    for path in (first, second, "/"):
        assert '<noscript><meta http-equiv="refresh"' in visitor.get(path).text
    _until(lambda: visitor.get(f"{first}/status.json").json["step"] == 5)
    assert "查找敏感和过时用语" in visitor.get(first).text
    assert "前面还有 1 份" in visitor.get(second).text
    hold.set()
    visitor.wait(second)
    assert "refresh" not in visitor.get(first).text


def test_review_that_waits_for_the_library_says_so(make_app: MakeApp) -> None:
    hold = threading.Event()

    def reviewer(task: Task, step: object) -> Outcome:
        hold.wait(20)
        return outcome(task, b"text")

    visitor = Visitor(make_app(REVIEWER=reviewer))
    page = str(visitor.upload(("甲.docx", b"1")).location)
    _until(lambda: visitor.get(f"{page}/status.json").json["state"] == "running")
    assert "正在打开法律库" in visitor.get(page).text
    hold.set()


def test_status_of_all_reviews_tells_progress(make_app: MakeApp) -> None:
    hold = threading.Event()
    visitor = Visitor(make_app(REVIEWER=StandIn(hold=hold)))
    job_id = str(visitor.upload(("甲.docx", b"1")).location).rsplit("/", 1)[-1]
    _until(lambda: visitor.get("/reviews/status.json").json[job_id]["step"] == 5)
    info = visitor.get("/reviews/status.json").json[job_id]
    assert (info["active"], info["state"], info["total"]) == (True, "running", 9)
    hold.set()


def test_review_again_keeps_old_results_until_new_ones_are_there(make_app: MakeApp) -> None:
    reviewer = StandIn()
    visitor = Visitor(make_app(REVIEWER=reviewer))
    page = visitor.review()
    reviewer.hold = threading.Event()
    assert visitor.post(f"{page}/again", {"as_of": "2024-01-01", "kind": "K8"}).status_code == 303
    assert visitor.get(f"{page}/report").status_code == 200
    assert visitor.post(f"{page}/again").status_code == 400
    reviewer.hold.set()
    visitor.wait(page)
    assert "省级政府规章" in visitor.get(page).text


def test_wrong_options_for_a_second_review_change_nothing(visitor: Visitor) -> None:
    page = visitor.review()
    answer = visitor.post(f"{page}/again", {"territory": "x"})
    assert answer.status_code == 400
    assert "[E505]" in answer.text
    assert visitor.jobs()[0].state.value == "done"


def test_delete_removes_file_results_and_entry(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.review("秘密.docx")
    answer = visitor.post(f"{page}/delete", follow_redirects=True)
    assert "已删除“秘密.docx”" in answer.text
    assert visitor.get(page).status_code == 404
    assert not [path for path in (tmp_path / "desk").rglob("*") if "秘密" in path.name]


def test_delete_of_a_review_under_way_drops_its_result(make_app: MakeApp, tmp_path: Path) -> None:
    hold = threading.Event()
    visitor = Visitor(make_app(REVIEWER=StandIn(hold=hold)))
    page = str(visitor.upload(("甲.docx", b"1")).location)
    _until(lambda: visitor.get(f"{page}/status.json").json["state"] == "running")
    assert visitor.post(f"{page}/delete").status_code == 303
    hold.set()
    visitor.review("乙.docx")
    assert [job.name for job in visitor.jobs()] == ["乙.docx"]
    assert len(list((tmp_path / "desk" / "jobs").iterdir())) == 1


@pytest.mark.parametrize(
    ("path", "headers", "word"),
    [
        ("/", {}, "上传文件"),
        ("/?lang=en", {}, "Upload files"),
        ("/", {"Accept-Language": "en-GB,en;q=0.9"}, "Upload files"),
        ("/", {"Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8"}, "上傳文件"),
        ("/", {"Accept-Language": "fr"}, "上传文件"),
        ("/?lang=xx", {}, "上传文件"),
    ],
)
def test_language_follows_the_wish_of_the_visitor(
    visitor: Visitor, path: str, headers: dict[str, str], word: str
) -> None:
    assert word in visitor.get(path, headers=headers).text


def test_chosen_language_is_remembered_and_errors_are_in_it(visitor: Visitor) -> None:
    visitor.get("/?lang=en")
    page = visitor.review("empty.docx", b"")
    text = visitor.get(page).text
    assert '<html lang="en">' in text
    assert "the file is empty (0 bytes)" in text


def test_every_text_is_in_both_languages() -> None:
    assert all(zh.strip() and en.strip() and zh != en for zh, en in TEXTS.values())


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
