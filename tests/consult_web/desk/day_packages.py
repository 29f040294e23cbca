"""The twelve packages of the scripted day: all fictional, dated from today."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from filing_stands import good_files

from consult_web.storage import china_today
from lawcheck.document import parse
from lawcheck.writers import find_writer, typeset

CITY, COUNTY, CONGRESS = "云溪市人民政府", "青石县人民政府", "青石县人大常委会"
TODAY: Final = china_today()


class Package(NamedTuple):
    """Files of a package, whose they are, when the document was published."""

    filer: str
    files: Mapping[str, str | bytes]
    published: date
    title: str


def written(subject: str, number: int, maker: str = CITY, age: int = 5) -> dict[str, str]:
    """A package that is in order: ``subject`` is what the rules are about, ``age`` how many days ago they were published."""
    published, effective = TODAY - timedelta(days=age), TODAY + timedelta(days=30)
    place = "云溪市" if maker == CITY else "青石县"
    words = {
        "云溪市人大常委会": "@", "云溪市人民政府": maker, "云溪市": place, "@": "云溪市人大常委会", "共享单车": subject,
        "云政发〔2026〕21号": f"{maker[0]}{'人' if '人大' in maker else '政'}发〔{TODAY.year}〕{number}号",
        "云府规备字〔2026〕8号": f"{maker[0]}府规备字〔{TODAY.year}〕{number}号",
        "2026年11月2日": _day(published), "2026年12月1日": _day(effective), "2026年11月10日": _day(TODAY),
        "2026年第11期": f"{TODAY.year}年第{TODAY.month}期",
    }  # fmt: skip
    return {_put(name, words): _put(text, words) for name, text in good_files().items()}


def _put(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def as_word(files: Mapping[str, str], subject: str) -> dict[str, str | bytes]:
    """The document itself as a Word file."""
    name, data = _main(files, subject)
    return {**{one: text for one, text in files.items() if one != name}, name.replace(".txt", ".docx"): data}


def as_scan(files: Mapping[str, str], subject: str) -> dict[str, str | bytes]:
    """The document itself as pictures of its pages in a PDF, as a scanner makes them: no character of it can be copied."""
    import pypdfium2

    name, data = _main(files, subject)
    pages = [page.render(scale=2).to_pil().convert("L") for page in pypdfium2.PdfDocument(typeset(data))]
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=144)
    return {**{one: text for one, text in files.items() if one != name}, name.replace(".txt", ".pdf"): made.getvalue()}


def _main(files: Mapping[str, str], subject: str) -> tuple[str, bytes]:
    name = next(one for one in files if one.endswith(f"{subject}停放管理办法.txt") and "说明" not in one)
    return name, find_writer("docx").render(parse(files[name]))


def packages() -> dict[str, Package]:
    """By what is to be learnt from them. Of one subject each but the duplicate."""
    recent, old = TODAY - timedelta(days=5), TODAY - timedelta(days=45)
    poor = {name: text for name, text in written("三轮车", 27).items() if "说明" not in name}
    elsewhere = {
        name: text.replace("云溪市人大常委会：", "云溪市人民政府：")
        for name, text in written("手推车", 3, COUNTY).items()
    }
    broken: dict[str, str | bytes] = {**written("房车", 29), "附件.docx": b"PK\x03\x04 broken"}
    made: dict[str, tuple[str, Mapping[str, str | bytes], date, str]] = {
        "word": (CITY, as_word(written("共享单车", 21), "共享单车"), recent, "共享单车"),
        "good": (CITY, written("电动车", 22), recent, "电动车"),
        "board": (CITY, written("大货车", 23), recent, "大货车"),
        "clean": (CONGRESS, written("农用车", 7, CONGRESS), recent, "农用车"),
        "above": (CITY, written("出租车", 24), recent, "出租车"),
        "late": (CITY, written("旅游车", 25, age=45), old, "旅游车"),
        "poor": (CITY, poor, recent, "三轮车"),
        "wrong": (COUNTY, elsewhere, recent, "手推车"),
        "scan": (CITY, as_scan(written("校车", 28), "校车"), recent, "校车"),
        "twice": (CITY, written("共享单车", 21), recent, "共享单车"),
        "broken": (CITY, broken, recent, "房车"),
        "waiting": (CONGRESS, written("冷藏车", 8, CONGRESS), recent, "冷藏车"),
    }  # fmt: skip
    places = {CITY: "云溪市"}
    return {
        name: Package(filer, files, day, f"{places.get(filer, '青石县')}{subject}停放管理办法")
        for name, (filer, files, day, subject) in made.items()
    }
