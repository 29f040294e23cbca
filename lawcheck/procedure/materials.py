"""The materials of a filing: every file that came with the text, its role and words, and what the manifest tells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.laws import parse_date
from lawcheck.readers import Filing, PackedFile, Role, read, sniff

__all__ = ["Material", "Materials", "Report", "read_materials"]

Read = Callable[..., SourceText]

_FIGURE = r"[\d〇○零一二三四五六七八九十]"
_DATE_LINE = re.compile(rf"[（(]?{_FIGURE}{{4}}年{_FIGURE}{{1,3}}月{_FIGURE}{{1,3}}日[）)]?")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,16}[〔\[［【（(]\s*\d{2,4}\s*[〕\]］】）)]\s*(?:第\s*)?\d+\s*号"  # ×规备字〔2026〕1号
)
_ORGAN = re.compile(r"(?:委员会|常委会|政府|国务院|法院|检察院|办公厅|办公室|部|厅|局|署|院)$")
_HEAD_LINES = 25
_SEAL = re.compile(r"[（(](?:盖章|公章|印章|印|章)[）)]")
MACRO_MARKS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"))
"""What a file of Office with macros contains."""


@dataclass(frozen=True, slots=True)
class Material:
    """One file of a filing. ``text`` is empty where it could not be read, and ``problem`` then says why (Chinese);
    ``format`` is what its bytes are, ``macro`` whether it holds a program."""

    name: str
    role: Role
    text: str = ""
    format: str = ""
    size: int = 0
    problem: str = ""
    macro: bool = False

    @property
    def stem(self) -> str:
        """The bare name of the file.

        >>> Material("材料/1.某市停车条例.docx", Role.TEXT).stem
        '1.某市停车条例'
        """
        return self.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Report:
    """What a 备案报告 says of itself: 文号, the organs it addresses, the line of its signature, its day."""

    number: str
    addressees: tuple[str, ...]
    signed_by: str
    day: date | None
    sealed: bool


@dataclass(frozen=True)
class Materials:
    """The files of one filing, the text among them, and the manifest (empty where the package has none)."""

    files: tuple[Material, ...]
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def of(self, role: Role) -> tuple[Material, ...]:
        """The files of one role."""
        return tuple(file for file in self.files if file.role is role)

    @property
    def beside(self) -> tuple[Material, ...]:
        """All but the text itself and its structured copies."""
        return tuple(file for file in self.files if file.role not in (Role.TEXT, Role.STRUCTURED))

    @property
    def unread(self) -> tuple[Material, ...]:
        """Those that could not be read: no rule may say that something does not stand in them."""
        return tuple(file for file in self.files if file.problem)

    @cached_property
    def words(self) -> str:
        """The words of all files beside the text."""
        return "\n".join(file.text for file in self.beside)

    @cached_property
    def report(self) -> Report | None:
        """What the 备案报告 says; None where there is none or it could not be read."""
        found = next((file for file in self.of(Role.REPORT) if file.text.strip()), None)
        return read_report(found.text) if found else None

    def day(self, name: str) -> date | None:
        """A day of the manifest's ``document`` (``published`` …), None where it tells none."""
        told = self.manifest.get("document")
        value = told.get(name) if isinstance(told, Mapping) else None
        try:
            return date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None

    def told(self, *path: str) -> Any:
        """A value of the manifest, None where any step is missing."""
        value: Any = self.manifest
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value


def read_report(text: str) -> Report:
    """The parts of a 备案报告.

    >>> r = read_report("青府规备字〔2026〕3号\\n关于报送《青山市测试办法》备案的报告\\n国务院、某省人民政府：\\n请予备案。\\n"
    ...     "青山市人民政府\\n2026年3月1日\\n")
    >>> r.number, r.addressees, r.signed_by, str(r.day)
    ('青府规备字〔2026〕3号', ('国务院', '某省人民政府'), '青山市人民政府', '2026-03-01')
    """
    lines = [re.sub(r"\s", "", line) for line in text.splitlines() if line.strip()]
    number = next((m[0] for line in lines[:_HEAD_LINES] if (m := _NUMBER.search(line)) and "《" not in line), "")
    dated = [index for index, line in enumerate(lines) if _DATE_LINE.fullmatch(line)]
    at = dated[-1] if dated else -1
    return Report(
        re.sub(r"\s", "", number),
        tuple(_addressees(lines[:_HEAD_LINES])),
        _signature(lines, at),
        parse_date(lines[at]) if dated else None,
        bool(_SEAL.search(text)),
    )


def _addressees(lines: list[str]) -> Iterable[str]:
    """The organs of the first line that ends in a colon and names some, one line above or below another."""
    for line in lines:
        if line.endswith(("：", ":")) and len(line) <= 80:
            organs = [part for part in re.split("[、，,；;：:]|并报|抄送", line) if part]
            if organs and all(_ORGAN.search(organ) for organ in organs):
                return organs
    return []


def _signature(lines: list[str], dated: int) -> str:
    line = lines[dated - 1] if dated > 0 else ""
    bare = _SEAL.sub("", line)
    return bare if _ORGAN.search(bare) and len(bare) <= 40 else ""


def read_materials(filing: Filing, *, reader: Read = read) -> Materials | None:
    """Read every file of a filing; one that cannot be read is kept with the reason. None for a single file, which is no
    filing.

    >>> text = PackedFile("某市停车条例.txt", "第一条　甲。".encode(), Role.TEXT, "name")
    >>> report = PackedFile("备案报告.txt", "关于报送备案的报告".encode(), Role.REPORT, "name")
    >>> held = read_materials(Filing(read(text.name, data=text.data), text.data, text, (report,)))
    >>> [(file.role.value, file.format, file.text) for file in held.files] if held else []
    [('正式文本', 'txt', '第一条\\u3000甲。'), ('备案报告', 'txt', '关于报送备案的报告')]
    """
    if not filing.packed and not filing.others:
        return None
    told = _material(filing.text, lambda _file: filing.source.text)
    return Materials(
        (told, *(_material(f, lambda f: _words(f, reader)) for f in filing.others)), _manifest(filing.manifest)
    )


def _material(file: PackedFile, words: Callable[[PackedFile], str]) -> Material:
    text, problem = "", ""
    if file.role is not Role.STRUCTURED:
        try:
            text = words(file)
        except UnreadableFile as error:
            problem = error.text("zh")
    macro = any(mark in file.data for mark in MACRO_MARKS)
    kind = sniff(file.data) if file.data else ""
    return Material(file.name, file.role, text, kind, len(file.data), problem, macro)


def _words(file: PackedFile, reader: Read) -> str:
    return reader(file.name, data=file.data, name=file.name.rpartition("/")[2]).text


def _manifest(raw: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(raw) if raw else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
