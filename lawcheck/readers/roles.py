"""What a file of a filing is: the text itself, the report, the explanation, the basis, an annex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

from lawcheck.errors import UnreadableFile

__all__ = ["PackedFile", "Role", "guess_by_name", "guess_by_text", "main_text"]


class Role(StrEnum):
    """The part a file plays in a filing (domain: 备案材料)."""

    TEXT = "正式文本"
    REPORT = "备案报告"
    EXPLANATION = "说明"
    BASIS = "制定依据"
    NOTICE = "公告"
    ANNEX = "附件"
    OTHER = "其他"
    STRUCTURED = "结构化文本"


class PackedFile(NamedTuple):
    """A file of a container: name (path with ``/``), bytes, role, and how the role is known.

    ``how`` is ``manifest``, ``name`` (of the file), ``content`` (its first lines, its articles) or ``only``.
    """

    name: str
    data: bytes
    role: Role
    how: str


# The first that fits decides: 关于《某条例》的说明 is an explanation, 报送《某条例》备案的报告 a report.
_NAMES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.TEXT, re.compile("正式文本|法规文本|规章文本|文件文本")),
    (Role.REPORT, re.compile("备案报告|报备报告|备案的?函|备案的?请示|报[送请].*备案|备案.*报告")),
    (Role.BASIS, re.compile("制定依据|依据|上位法|参考资料|^中华人民共和国")),
    (Role.EXPLANATION, re.compile("说明|起草情况|修改情况|审议结果|解读")),
    (Role.ANNEX, re.compile("附件|附表|附图|附录|对照[表稿]|目录|清单|意见汇总|登记表")),
    (Role.NOTICE, re.compile("公告|公布令|令第|发布令|^.{0,20}令$")),
)
_TITLE = re.compile("(?:条例|规定|办法|细则|规则|决定|通知|意见|方案|规程|标准|决议|正文|文本)(?:[（(].{1,12}[）)])?$")
_LAW = re.compile(r"^[\s\u3000]*第[零〇一二三四五六七八九十百千]+条[\s\u3000]*\S", re.M)
# Fewer articles than this are quoted ones.
_ENOUGH = 3
# Characters of the beginning in which a document says what it is.
_HEAD = 300
_HEADS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.REPORT, re.compile("备案报告|备案的报告|报送备案|报请备案|现予备案|予以备案")),
    (Role.EXPLANATION, re.compile("的说明|起草说明|制定说明")),
    (Role.BASIS, re.compile("制定依据|依据目录")),
    (Role.BASIS, re.compile(r"^[\s\u3000]*中华人民共和国\S{1,30}法[\s\u3000]*$", re.M)),
)


def guess_by_name(name: str) -> Role | None:
    """The role that a file name tells, else None; the folder counts when the name says nothing.

    >>> guess_by_name("2.关于《某市停车条例》的说明.docx"), guess_by_name("某市停车条例.docx"), guess_by_name("1.docx")
    (<Role.EXPLANATION: '说明'>, <Role.TEXT: '正式文本'>, None)
    """
    path = PurePosixPath(name)
    stem = re.sub(r"^[\s\d.、_（）()-]+", "", path.stem)
    named = _first(stem)
    if named is None and _TITLE.search(stem):
        return Role.TEXT
    return named or _first(path.parent.name)


def _first(words: str) -> Role | None:
    return next((role for role, pattern in _NAMES if pattern.search(words)), None)


def guess_by_text(text: str) -> Role | None:
    """The role that the beginning of a text, or its articles, tell.

    >>> guess_by_text("某市人民政府关于报送备案的报告")
    <Role.REPORT: '备案报告'>
    """
    head = text[:_HEAD]
    role = next((role for role, pattern in _HEADS if pattern.search(head)), None)
    return role or (Role.TEXT if len(_LAW.findall(text)) >= _ENOUGH else None)


def main_text(files: Sequence[PackedFile], container: str) -> PackedFile:
    """The one file that is the text of the document.

    Raises :class:`~lawcheck.errors.UnreadableFile` E186 when there is none, E187 when more than one could be.
    """
    texts = [file for file in files if file.role is Role.TEXT]
    sure = [file for file in texts if file.how == "manifest"] or [f for f in texts if "正式文本" in f.name] or texts
    if not sure:
        raise UnreadableFile("E186", name=container)
    if len(sure) > 1:
        raise UnreadableFile("E187", name=container, candidates="、".join(file.name for file in sure))
    return sure[0]
