"""What a 修改决定 says, as values: each instruction with its place in the text of the decision."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lawcheck.document import Address, Span
from lawcheck.laws.records import RawArticle

__all__ = ["AmendedLaw", "Deed", "Fault", "Instruction", "Part", "Result"]


class Deed(StrEnum):
    """What an instruction does."""

    REPLACE = "修改"
    RENUMBER = "调整条号"
    INSERT = "增加"
    DELETE = "删去"
    SUBSTITUTE = "替换词语"
    ADD_WORDS = "增加词语"
    DELETE_WORDS = "删去词语"
    MERGE = "合并"
    SPLIT = "拆分"
    DIVISION = "增加章节"
    ORDER = "顺序调整"


class Part(StrEnum):
    """A part of a text that has no number of its own."""

    NONE = ""
    TITLE = "名称"
    PREAMBLE = "引言"
    LEAD = "条首部分"
    HEADING = "章名"
    PREFACE = "序言"
    START = "开始部分"
    END = "末尾"
    BEFORE = "之前"
    AFTER = "之后"
    ANNEX = "附件"
    WHOLE = "全文"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction. ``span`` are offsets in the text of the decision; ``places`` count as the old text does,
    ``targets`` as the new one; ``old`` are words of the old text, ``text`` what is to stand instead or be added;
    ``label`` names the annex (``附件二``) or chapter (``第三章``) that is meant."""

    deed: Deed
    span: Span
    places: tuple[Address, ...] = ()
    targets: tuple[Address, ...] = ()
    old: str = ""
    text: str = ""
    part: Part = Part.NONE
    label: str = ""


@dataclass(frozen=True, slots=True)
class AmendedLaw:
    """What a decision says of one law: its title ("" where the decision is about one and names it in its own title),
    the instructions in their order, and the stretches that were not understood."""

    title: str
    instructions: tuple[Instruction, ...]
    unread: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an instruction was not carried out, or a stretch not understood (Chinese); ``quote`` are its first words."""

    span: Span
    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class Result:
    """The amended articles, and all that was not carried out: ``complete`` only where nothing is missing. ``done`` counts
    instructions; ``followed`` lists the references to own articles that were given the new numbers, which decisions
    leave to 作相应调整 (``第三十六条：第二十一条→第二十三条``)."""

    articles: tuple[RawArticle, ...]
    title: str
    preamble: str
    done: int
    followed: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def complete(self) -> bool:
        """Every instruction was understood and carried out."""
        return not self.faults
