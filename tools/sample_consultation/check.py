"""Check the sample consultation: counts the draft's units from the docx, then every eId, quote, family and sheet row of the truth.

python tools/sample_consultation/check.py
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections import Counter
from pathlib import Path

import yaml
from docx import Document
from openpyxl import load_workbook

OUT = Path(__file__).parents[2] / "corpus" / "samples" / "consultation"
NUM = "[一二三四五六七八九十]+"


def units(path: Path) -> dict[str, str]:
    """eId → text, counted from the paragraphs of the file."""
    found: dict[str, str] = {}
    article = para = point = 0
    started = False
    for p in Document(path).paragraphs:
        text = p.text
        if m := re.match(r"附件(\d)$", text):
            found[f"att_{m[1]}"] = ""
            started = False
        elif re.match(rf"第{NUM}章　", text):
            continue
        elif m := re.match(rf"第{NUM}条　", text):
            article, para, point, started = article + 1, 1, 0, True
            found[f"art_{article}"] = found[f"art_{article}__para_1"] = text[m.end() :]
        elif not started:
            continue
        elif m := re.match(rf"（{NUM}）", text):
            point += 1
            found[f"art_{article}__para_{para}__point_{point}"] = text[m.end() :]
            found[f"art_{article}__para_{para}"] += text
            found[f"art_{article}"] += text
        elif text.strip():
            para, point = para + 1, 0
            found[f"art_{article}__para_{para}"] = text
            found[f"art_{article}"] += text
    return found


def main() -> None:
    """Print counts; stop at the first thing that does not hold."""
    one, two = units(OUT / "draft.docx"), units(OUT / "draft-v2.docx")
    for name, u in (("draft", one), ("draft-v2", two)):
        print(name, Counter(k.count("__") for k in u if k.startswith("art")), [k for k in u if k.startswith("att")])
    changes = yaml.safe_load((OUT / "changes-truth.yaml").read_text("utf-8"))
    assert {r["old"] for r in changes["units"]} == set(one), set(one) ^ {r["old"] for r in changes["units"]}
    used = set()
    for r in changes["units"]:
        assert all(n in two for n in r["new"]), r
        assert bool(r["new"]) == (r["verdict"] != "删除"), r
        used |= set(r["new"])
        a, b = one[r["old"]], two[r["new"][0]] if r["new"] else ""
        plain = lambda t: re.sub(rf"第{NUM}条", "第X条", t)  # noqa: E731
        if r["verdict"] in ("未变", "移动") and r["old"].startswith("art"):
            assert plain(a) == plain(b), r
            assert (r["old"] == r["new"][0]) == (r["verdict"] == "未变"), r
        if r["verdict"] == "改写":
            assert a != b, r
    missing = {k for k in two if k.startswith("art_")} - used - set(changes["added"])
    assert not missing, missing
    print(
        "changes",
        Counter(r["verdict"] for r in changes["units"]),
        "articles",
        Counter(r["verdict"] for r in changes["units"] if "__" not in r["old"]),
    )
    truth = yaml.safe_load((OUT / "truth.yaml").read_text("utf-8"))
    rows = {r["id"]: r for r in truth["comments"]}
    comments = [json.loads(line) for line in (OUT / "comments.jsonl").read_text("utf-8").splitlines()]
    text = {c["id"]: c["text"] for c in comments}
    assert len(text) == len(comments)
    assert set(text) == {i for i in rows if i.startswith("c")}
    for i, r in rows.items():
        if i in text:
            continue
        path = OUT / r["source"]
        if path.suffix == ".docx":
            text[i] = "\n".join(p.text for p in Document(path).paragraphs)
        elif path.suffix == ".eml":
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            text[i] = mail.get_body(("plain",)).get_content().replace("\r", "")
        else:
            text[i] = path.read_text("utf-8").split("\n")[r["line"] - 1]
    points = wordings = 0
    soft = []
    for i, r in rows.items():
        for p in r["points"]:
            points += 1
            assert len(p["starts"]) <= 12, (i, p)
            assert p["starts"] in text[i], (i, p)
            assert "offset" not in p or text[i].startswith(p["starts"], p["offset"]), (i, p)
            for t in [*p["targets"], *p.get("also_ok", [])]:
                assert t in one or t in ("全文", "新增条款"), (i, t)
            assert not set(p["targets"]) & set(p.get("also_ok", [])), (i, p)
            for w in p.get("wordings", []):
                wordings += 1
                assert w["target"] in one or w["target"] == "新增条款", (i, w)
                if w["new"] and not w["new_in_comment"]:
                    soft.append((i, w["new"]))
                if w["old"] and not w["old_in_target"]:
                    soft.append((i, "old", w["old"]))
        for pii in r["personal_data"]:
            assert pii in text[i], (i, pii)
        if r["bucket"] == "重复提交":
            assert r["same_as"] in rows, i
            assert r["same_as"] < i, i
        if r.get("is_essay"):
            print("essay", i, len(text[i]))
    book = load_workbook(OUT / "comments.xlsx")
    for i, r in rows.items():
        if "xlsx" in r:
            sheet = book[r["xlsx"]["sheet"]]
            at = r["xlsx"]["row"]
            assert str(sheet.cell(at, 1).value) == i
            assert sheet.cell(at, 4 if sheet.title == "网上意见" else 3).value == text[i], i
    assert {r["id"] for r in truth["comments"] if "xlsx" in r} == {c["id"] for c in comments}
    groups = Counter(r["family"] for r in rows.values() if r["family"])
    print(
        "comments",
        len(comments),
        "letters etc.",
        len(rows) - len(comments),
        "points",
        points,
        "wordings",
        wordings,
        "persons",
        len({c.get("phone") or c.get("author", c["id"]) for c in comments}),
    )
    print("buckets", Counter(r["bucket"] for r in rows.values()), "families", groups)
    print(
        "stances",
        Counter(p["stance"] for r in rows.values() for p in r["points"]),
        "personal data",
        sum(len(r["personal_data"]) for r in rows.values()),
        "outliers",
        sum(r["is_outlier"] for r in rows.values()),
        "unusable rows",
        len(truth["unusable_rows"]),
        "merged",
        [str(m) for s in book for m in s.merged_cells.ranges],
    )
    print(
        "channels",
        Counter(c["channel"] for c in comments),
        "chips",
        sum("stance" in c for c in comments),
        "chosen",
        sum("chosen" in c for c in comments),
    )
    targets = {t for r in rows.values() for p in r["points"] for t in p["targets"]}
    print(
        "articles hit",
        len({t.split("__")[0] for t in targets if t.startswith("art")}),
        sorted({k for k in one if k.startswith("art") and "__" not in k} - {t.split("__")[0] for t in targets}),
    )
    print("to look at", soft)


if __name__ == "__main__":
    main()
