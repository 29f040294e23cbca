"""Build draft.docx, draft-v2.docx and changes-truth.yaml of the fictional sample consultation from the texts beside this file.

    python tools/sample_consultation/build_draft.py

draft.txt: C chapter, A article (its first 款), P further 款, I 项; ``{17}`` cites an article by its number in the first version.
draft-v2.txt: the same letters; ``=17`` takes article 17 over as it is; within an article ``<17.1`` after A/P/I takes a unit over as it
is, ``~17.1`` before a text means that it was reworded from it (several with commas), ``+`` that it is new.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "corpus" / "samples" / "consultation"
TITLE = "云溪市电动自行车停放充电安全管理条例"
D = "零一二三四五六七八九"


def cn(n: int) -> str:
    """Chinese numeral of 1–99."""
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else D[tens]) + "十" if tens else "") + (D[ones] if ones or not tens else "")


class Unit:
    """An article, 款 or 项 with its text and the units of the first version that it comes from."""

    def __init__(self, text: str, old: tuple[str, ...] = (), how: str = "+") -> None:
        self.text, self.old, self.how, self.subs = text, old, how, []


def load_first() -> list[tuple[str, list[Unit] | str]]:
    """Chapters and articles (lists of 款) of the first version."""
    rows: list[tuple[str, list[Unit] | str]] = []
    for line in (HERE / "draft.txt").read_text("utf-8").splitlines():
        kind, text = line[0], line[2:]
        if kind == "C":
            rows.append(("C", text))
        elif kind == "A":
            rows.append(("A", [Unit(text)]))
        elif kind == "P":
            rows[-1][1].append(Unit(text))
        else:
            rows[-1][1][-1].subs.append(Unit(text))
    return rows


def load_second(first: list) -> list:
    """The second version, with where every unit comes from."""
    arts = [r[1] for r in first if r[0] == "A"]

    def old_unit(key: str) -> Unit:
        a, *rest = (int(x) for x in key.split("."))
        unit = arts[a - 1][rest[0] - 1]
        return unit.subs[rest[1] - 1] if len(rest) == 2 else unit

    def unit(body: str) -> Unit:
        if body[0] == "<":
            return Unit(old_unit(body[1:]).text, (body[1:],), "<")
        if body[0] == "~":
            keys, text = body[1:].split(" ", 1)
            return Unit(text, tuple(keys.split(",")), "~")
        return Unit(body[1:].strip())

    rows: list = []
    for line in (HERE / "draft-v2.txt").read_text("utf-8").splitlines():
        if line.startswith("="):
            spans = line[1:].split("-")
            for number in range(int(spans[0]), int(spans[-1]) + 1):
                paras = []
                for i, para in enumerate(arts[number - 1], 1):
                    new = Unit(para.text, (f"{number}.{i}",), "<")
                    new.subs = [Unit(s.text, (f"{number}.{i}.{j}",), "<") for j, s in enumerate(para.subs, 1)]
                    paras.append(new)
                rows.append(("A", paras))
            continue
        kind, body = line[0], line[2:]
        if kind == "C":
            rows.append(("C", body))
        elif kind == "A":
            rows.append(("A", [unit(body)]))
        elif kind == "P":
            rows[-1][1].append(unit(body))
        elif kind == "I":
            rows[-1][1][-1].subs.append(unit(body))
        elif kind == "*":  # the 项 of a 款 taken over as they are
            rows[-1][1][-1].subs += [Unit(s.text, (f"{body}.{j}",), "<") for j, s in enumerate(old_unit(body).subs, 1)]
    return rows


def eid(key: str) -> str:
    """``18.2.3`` → ``art_18__para_2__point_3``."""
    return "__".join(f"{n}_{v}" for n, v in zip(("art", "para", "point"), key.split("."), strict=False))


def number_map(rows: list) -> dict[str, str]:
    """Where each article of the first version is cited in these rows (its first heir)."""
    found: dict[str, str] = {}
    number = 0
    for kind, body in rows:
        if kind == "A":
            number += 1
            for para in body:
                for key in para.old:
                    found.setdefault(key.split(".")[0], f"第{cn(number)}条")
            found.setdefault(f"n{number}", f"第{cn(number)}条")
    return found


def write(rows: list, cites: dict[str, str], name: str, label: str, note: str, date: str) -> None:
    """Lay the text out like a published draft."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Cm(3.7),
        Cm(3.5),
        Cm(2.8),
        Cm(2.6),
    )
    style = doc.styles["Normal"]
    style.font.name, style.font.size = "FangSong", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    doc.core_properties.author, doc.core_properties.title = (
        "云溪市人民代表大会常务委员会法制工作委员会（虚构样例）",
        TITLE + label,
    )
    doc.core_properties.comments = "虚构样例"

    def line(
        text: str, *, centre: bool = False, bold: bool = False, size: int = 16, indent: bool = True, head: str = ""
    ) -> None:
        p = doc.add_paragraph()
        p.paragraph_format.line_spacing = Pt(28)
        p.paragraph_format.space_after = Pt(0)
        if centre:
            p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif indent:
            p.paragraph_format.first_line_indent = Pt(32)
        if head:
            run = p.add_run(head)
            run.bold = True
            run.font.name = "SimHei"
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
        run = p.add_run(text)
        run.bold, run.font.size = bold, Pt(size)

    section.header.paragraphs[0].text = "虚构样例　不是真实的法规草案"
    line(TITLE, centre=True, bold=True, size=22)
    line(label, centre=True, size=18)
    line(note, centre=True)
    line("")
    line("目　　录", centre=True)
    chapters = [body for kind, body in rows if kind == "C"]
    for i, c in enumerate(chapters, 1):
        line(f"第{cn(i)}章　{'总　　则' if c == '总则' else '附　　则' if c == '附则' else c}", indent=False)
    line("")
    chapter = number = 0
    fix = lambda t: re.sub(r"\{(\w+)\}", lambda m: cites[m[1]], t)  # noqa: E731
    for kind, body in rows:
        if kind == "C":
            chapter += 1
            line(
                f"第{cn(chapter)}章　{'总　　则' if body == '总则' else '附　　则' if body == '附则' else body}",
                centre=True,
                bold=True,
            )
            continue
        number += 1
        for i, para in enumerate(body):
            line(fix(para.text), head=f"第{cn(number)}条　" if i == 0 else "")
            for j, sub in enumerate(para.subs, 1):
                line(f"（{cn(j)}）" + fix(sub.text))
    table = None
    for text in (HERE / "annex.txt").read_text("utf-8").splitlines():
        kind, text = text[0], text[2:]
        if kind == "X":
            head, title = text.split("|")
            doc.add_page_break()
            line(head, indent=False)
            line(title, centre=True, bold=True, size=18)
            table = None
        elif kind in "HR":
            cells = text.split("|")
            if table is None:
                table = doc.add_table(rows=0, cols=len(cells), style="Table Grid")
            row = table.add_row()
            for cell, value in zip(row.cells, cells, strict=False):
                cell.text = value
        else:
            line(text)
    doc.save(OUT / name)
    print(
        name,
        number,
        "articles",
        sum(len(b) for k, b in rows if k == "A"),
        "款",
        sum(len(p.subs) for k, b in rows if k == "A" for p in b),
        "项",
        date,
    )


def truth(first: list, second: list) -> None:
    """Old eId → new eIds and verdict, for articles, 款 and 项."""
    heirs: dict[str, list[tuple[str, str]]] = {}
    number = 0
    sources: dict[str, set[str]] = {}
    for kind, body in second:
        if kind != "A":
            continue
        number += 1
        sources[f"{number}"] = {k.split(".")[0] for p in body for u in (p, *p.subs) for k in u.old}
        for i, para in enumerate(body, 1):
            for key, unit in [(f"{number}.{i}", para)] + [(f"{number}.{i}.{j}", s) for j, s in enumerate(para.subs, 1)]:
                sources[key] = set(unit.old)
                for old in unit.old:
                    heirs.setdefault(old, []).append((key, unit.how))
    _changed_old, rows = 0, []
    arts = [b for k, b in first if k == "A"]
    new_arts = [b for k, b in second if k == "A"]
    for a, body in enumerate(arts, 1):
        units = [f"{a}.{i}" for i in range(1, len(body) + 1)]
        units += [f"{a}.{i}.{j}" for i, p in enumerate(body, 1) for j in range(1, len(p.subs) + 1)]

        def verdict(key: str, news: list[str], same: bool) -> str:
            if not news:
                return "删除"
            if len(news) > 1:
                return "拆分"
            if len(sources[news[0]]) > 1:
                return "合并"
            return ("未变" if news[0] == key else "移动") if same else "改写"

        found = {}
        for key in units:
            news = list(dict.fromkeys(k for k, _ in heirs.get(key, [])))
            if key.count(".") == 1:  # 项 that went elsewhere take their 款 with them
                for j in range(1, len(body[int(key.split(".")[1]) - 1].subs) + 1):
                    news += [
                        n
                        for n in (
                            k.rsplit(".", 1)[0] if k.count(".") == 2 else k for k, _ in heirs.get(f"{key}.{j}", [])
                        )
                        if n not in news
                    ]
            same = all(h == "<" for _, h in heirs.get(key, []))
            para = key.count(".") == 1
            if para and news and same and len(news) == 1:  # a 款 whose 项 changed was reworded
                old_subs = [f"{key}.{j}" for j in range(1, len(body[int(key.split(".")[1]) - 1].subs) + 1)]
                x, y = (int(v) for v in news[0].split("."))
                new_subs = [list(s.old) for s in new_arts[x - 1][y - 1].subs]
                same = new_subs == [[s] for s in old_subs] and all(s.how == "<" for s in new_arts[x - 1][y - 1].subs)
            found[key] = (news, same)
        homes = list(dict.fromkeys(n.split(".")[0] for key in units for n in found[key][0]))
        same = (
            all(found[k][1] and found[k][0] for k in units)
            and len(homes) == 1
            and len(new_arts[int(homes[0]) - 1]) == len(body)
        )
        rows.append({"old": f"art_{a}", "new": [f"art_{h}" for h in homes], "verdict": verdict(str(a), homes, same)})
        for key in sorted(units, key=lambda k: [int(v) for v in k.split(".")]):
            news, same = found[key]
            rows.append({"old": eid(key), "new": [eid(n) for n in news], "verdict": verdict(key, news, same)})
    rows += [{"old": f"att_{i}", "new": [f"att_{i}"], "verdict": "未变"} for i in (1, 2)]
    fresh = [eid(k) for k, s in sources.items() if not s]
    head = "# 虚构样例。修改对照的参考答案：旧条款 eId → 新条款 eId 和结论；口径见 README.md。由 src/build_draft.py 按 draft-v2.txt 中写明的来源生成。\n"
    dump = yaml.safe_dump(
        {"old": "draft.docx", "new": "draft-v2.docx", "units": rows, "added": fresh},
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=200,
    )
    (OUT / "changes-truth.yaml").write_text(head + dump, "utf-8")
    from collections import Counter

    print(
        Counter(r["verdict"] for r in rows if r["old"].count("__") == 0),
        Counter(r["verdict"] for r in rows),
        "added",
        len(fresh),
    )


def main() -> None:
    """Write the three files."""
    first = load_first()
    numbers = {str(i): f"第{cn(i)}条" for i in range(1, 99)}
    write(first, numbers, "draft.docx", "（征求意见稿）", "（虚构样例）", "v1")
    if (HERE / "draft-v2.txt").exists():
        second = load_second(first)
        write(second, number_map(second), "draft-v2.docx", "（草案修改稿）", "（虚构样例）", "v2")
        truth(first, second)


if __name__ == "__main__":
    sys.exit(main())
