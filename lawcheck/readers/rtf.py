"""Rich Text Format (RTF 1.9.1), as Word, WPS and LibreOffice write it; numbers as the writing program left them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lawcheck.document import SourceText
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.flow import FlowWriter, Grid, Item, Line, Note
from lawcheck.readers.sequence import settle_sequence
from lawcheck.readers.styles import style_kind

__all__ = ["read_rtf"]

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.S
)
# Destinations with text that a reader of the document sees, and the part they belong to.
_PARTS = {
    "header": "header", "headerl": "header", "headerr": "header", "headerf": "header",
    "footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer",
    "footnote": "footnote", "annotation": "comment", "shptxt": "textbox", "dptxbxtext": "textbox",
}  # fmt: skip
_ORDER = ("body", "textbox", "footnote", "endnote", "header", "footer", "comment")
_TABLES = frozenset({"fonttbl", "stylesheet"})
_LABELS = frozenset({"listtext", "pntext"})
# Destinations without visible text that are not marked with \*, so that an old program would show them.
_SKIPPED = frozenset({
    "author", "buptim", "category", "colortbl", "comment", "company", "creatim", "doccomm", "fldinst", "info",
    "keywords", "manager", "nonesttables", "nonshppict", "object", "objdata", "operator", "pict", "printim", "private",
    "revtim", "rxe", "shprslt", "sp", "subject", "tc", "title", "txe", "upr", "xe", "filetbl", "listtable", "revtbl",
})  # fmt: skip
_MARKED = frozenset({"shpinst", "shppict", "pict", "fldrslt", "shptxt", "dptxbxtext", "do"})
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_ESCAPES = {b"~": "\xa0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
# Code pages of \fcharset; the others follow \ansicpg.
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254", 204: "cp1251"}
_SYMBOL_CHARSET = 2
_EXCERPT = 40


class _State(NamedTuple):
    """What a group inherits and restores: where its text goes, and its properties."""

    target: str = "body"
    skip: int = 1
    font: int = -1
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    style: int = 0
    alignment: str = ""
    outline: int | None = None
    in_table: bool = False
    list_id: int = 0


class _Story:
    """The paragraphs and tables of one part, and what is open in it."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.rows: list[list[list[Line]]] = []
        self.row: list[list[Line]] = []
        self.cell: list[Line] = []
        self.start()

    def start(self) -> None:
        """Begin a paragraph."""
        self.text: list[str] = []
        self.hidden: list[str] = []
        self.label: list[str] = []
        self.revised = False

    def end_table(self) -> None:
        """Close the table that is open, if any."""
        self.end_row()
        if self.rows:
            self.items.append(Grid(self.rows))
            self.rows = []

    def end_row(self) -> None:
        """Close the row that is open, if any."""
        if self.cell:
            self.row.append(self.cell)
            self.cell = []
        if self.row:
            self.rows.append(self.row)
            self.row = []


def read_rtf(data: bytes, name: str) -> SourceText:
    """Read an RTF file: visible text, changes accepted, numbers from ``\\listtext``.

    >>> read_rtf(rb"{\\rtf1\\ansi\\ansicpg936 {\\listtext\\'b5\\'da\\'d2\\'bb\\'cc\\'f5\\tab}\\'bc\\'d7\\par}", "a.rtf").text
    '第一条\\u3000甲\\n'
    """
    reader = _Reader()
    reader.walk(data)
    out = TextBuilder(name)
    writer = FlowWriter(out)
    for part in _ORDER:
        if part in reader.stories:
            items = reader.finished(part)
            # The same header for left, right and first pages is one text.
            writer.write(_distinct(items) if part in ("header", "footer") else items, part)
    if reader.pictures:
        out.note("P213", count=reader.pictures)
    if reader.unnumbered and not reader.labelled:
        out.note("P203", number=reader.unnumbered)
    return settle_sequence(out.build(data, "rtf"))


def _distinct(items: list[Item]) -> list[Item]:
    return [item for i, item in enumerate(items) if item not in items[:i]]


class _Reader:
    """Walks the tokens of a file."""

    def __init__(self) -> None:
        self.stories: dict[str, _Story] = {"body": _Story()}
        self.state = _State()
        self.stack: list[_State] = []
        self.encoding = "gb18030"  # what Chinese files mean when they say nothing
        self.fonts: dict[int, int] = {}
        self.default_font = -1
        self.names: dict[int, str] = {}
        self.bytes = bytearray()
        self.surrogate = 0
        self.to_skip = 0
        self.starred = False
        self.pictures = self.unnumbered = 0
        self.labelled = False

    def finished(self, part: str) -> list[Item]:
        """The items of a part, its last paragraph included."""
        story = self.stories[part]
        if story.text or story.label:
            self._end_paragraph(story, _State())
        story.end_table()
        return story.items

    def walk(self, data: bytes) -> None:
        """Read all tokens; what follows the last group does not belong to the document."""
        position, end = 0, len(data)
        while position < end:
            token = _TOKEN.match(data, position)
            if token is None:  # cannot be: the last alternatives take any byte
                break
            position = token.end()
            if token[1] == b"bin" and token[2]:
                position += max(int(token[2]), 0)
            elif self._token(token):
                break
        self._flush()

    def _token(self, token: re.Match[bytes]) -> bool:
        """Handle a token; returns whether the document is over."""
        word, number, byte, escape, brace, text = token.groups()
        if byte is not None:
            self._byte(bytes((int(byte, 16),)))
        elif text is not None:
            self._byte(text)
        elif word is not None:
            self._flush()
            self._word(word.decode("ascii"), int(number) if number else None)
        elif escape is not None:
            self._escape(escape)
        elif brace is not None:
            self._flush()
            return self._brace(brace)
        return False

    def _brace(self, brace: bytes) -> bool:
        self.to_skip = 0
        self.starred = False
        if brace == b"{":
            self.stack.append(self.state)
        elif self.stack:
            self.state = self.stack.pop()
        return not self.stack

    def _escape(self, escape: bytes) -> None:
        if escape == b"*":
            self.starred = True
            return
        self._flush()
        if escape in b"\r\n":
            self._word("par", None)
        else:
            self._put(_ESCAPES.get(escape, ""))

    # -- characters -----------------------------------------------------------------------------------------------

    def _byte(self, piece: bytes) -> None:
        """Bytes of text; those that repeat a Unicode character for old programs are dropped."""
        if self.to_skip:
            dropped = min(self.to_skip, len(piece))
            self.to_skip -= dropped
            piece = piece[dropped:]
        if self.state.target:
            self.bytes += piece

    def _flush(self) -> None:
        if self.bytes:
            text = bytes(self.bytes).decode(self._codec(), "replace")
            self.bytes.clear()
            self._put(text)

    def _codec(self) -> str:
        """The code page of the font, where it names one that is not the Western default."""
        return _CHARSETS.get(self.fonts.get(self.state.font, 0), self.encoding)

    def _unicode(self, value: int) -> None:
        """A character by number; those beyond U+FFFF come as two."""
        value &= 0xFFFF
        self.to_skip = self.state.skip
        if 0xD800 <= value < 0xDC00:
            self.surrogate = value
        elif 0xDC00 <= value < 0xE000:
            pair = self.surrogate
            self.surrogate = 0
            self._put(chr(0x10000 + ((pair - 0xD800) << 10) + value - 0xDC00) if pair else "\ufffd")
        else:
            self._put(chr(value))

    def _put(self, text: str) -> None:
        target, state = self.state.target, self.state
        if target in self.stories:
            story = self.stories[target]
            story.revised = story.revised or state.deleted or state.inserted
            if not state.deleted:
                (story.hidden if state.hidden else story.text).append(text)
        elif target.startswith("label:"):
            if self.fonts.get(state.font) != _SYMBOL_CHARSET and not state.hidden and not state.deleted:
                self.stories[target.partition(":")[2]].label.append(text)
        elif target == "stylesheet":
            self.names[state.style] = self.names.get(state.style, "") + text

    # -- words ----------------------------------------------------------------------------------------------------

    def _word(self, word: str, number: int | None) -> None:
        self.to_skip = 0
        starred, self.starred = self.starred, False
        if word == "u" and number is not None:
            self._unicode(number)
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _ENDS:
            if self.state.target in self.stories:
                _ENDS[word](self, self.stories[self.state.target])
        elif word in _PROPERTIES:
            self.state = _PROPERTIES[word](self, self.state, 1 if number is None else number)
        else:
            self._destination(word, starred)

    def _destination(self, word: str, starred: bool) -> None:
        """Send the text of this group where it belongs; what is unknown and marked to be ignored is."""
        target = self.state.target
        if word == "pict" and target in self.stories:
            self.pictures += 1
        if word in _PARTS:
            self._open(_PARTS[word])
        elif word == "ftnalt" and target == "footnote":
            self._open("endnote")
        elif word in _TABLES:
            self.state = self.state._replace(target=word)
        elif word in _LABELS and target in self.stories:
            self.state = self.state._replace(target=f"label:{target}")
        elif word in _SKIPPED or (starred and word not in _MARKED) or word == "shpinst":
            self.state = self.state._replace(target="")

    def _open(self, part: str) -> None:
        self.stories.setdefault(part, _Story())
        self.state = self.state._replace(target=part, in_table=False)

    # -- paragraphs -----------------------------------------------------------------------------------------------

    def _line(self, story: _Story, state: _State) -> Line:
        label = "".join(story.label).strip(" \t\u3000\xa0")
        if not any(char.isalnum() for char in label):
            label = ""
        self.labelled = self.labelled or bool(label)
        self.unnumbered = self.unnumbered or state.list_id
        hidden = "".join(story.hidden)
        notes = [Note("P207", hidden[:_EXCERPT])] if hidden.strip() else []
        if state.deleted or story.revised:
            notes.append(Note("P202" if state.deleted else "P201"))
        text = "".join(story.text)
        return Line(text, label and label + "\u3000", self._hint(state), tuple(notes), state.deleted)

    def _hint(self, state: _State) -> str:
        if kind := style_kind(self.names.get(state.style, "").strip("; ")):
            return kind
        if state.outline is not None and state.outline <= 8:  # 9 is body text
            return "heading"
        return state.alignment

    def _end_paragraph(self, story: _Story, state: _State) -> None:
        line = self._line(story, state)
        story.start()
        if state.in_table:
            story.cell.append(line)
        else:
            story.end_table()
            story.items.append(line)

    def end_paragraph(self, story: _Story) -> None:
        """``\\par`` and breaks that end a paragraph."""
        self._end_paragraph(story, self.state)

    def end_break(self, story: _Story) -> None:
        """``\\page`` and ``\\sect``: a line ends where one is open."""
        if story.text or story.label:
            self.end_paragraph(story)

    def end_cell(self, story: _Story) -> None:
        """``\\cell``: its last paragraph ends without a mark of its own."""
        if story.text or story.label or not story.cell:
            story.cell.append(self._line(story, self.state))
            story.start()
        story.row.append(story.cell)
        story.cell = []


_ENDS: Mapping[str, Callable[[_Reader, _Story], None]] = {
    "par": _Reader.end_paragraph,
    "sect": _Reader.end_break,
    "page": _Reader.end_break,
    "cell": _Reader.end_cell,
    "nestcell": _Reader.end_break,
    "row": lambda _, story: story.end_row(),
}


def _code_page(reader: _Reader, state: _State, number: int) -> _State:
    name = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8"}.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return state
    reader.encoding = name
    return state


def _font(reader: _Reader, state: _State, number: int) -> _State:
    return state._replace(font=number)


def _charset(reader: _Reader, state: _State, number: int) -> _State:
    if state.target == "fonttbl":
        reader.fonts[state.font] = number
    return state


def _default_font(reader: _Reader, state: _State, number: int) -> _State:
    reader.default_font = number
    return state._replace(font=number)


def _set(**values: object) -> Callable[[_Reader, _State, int], _State]:
    return lambda _, state, __: state._replace(**values)  # type: ignore[arg-type]


def _switch(name: str) -> Callable[[_Reader, _State, int], _State]:
    return lambda _, state, number: state._replace(**{name: bool(number)})  # type: ignore[arg-type]


def _value(name: str) -> Callable[[_Reader, _State, int], _State]:
    return lambda _, state, number: state._replace(**{name: number})  # type: ignore[arg-type]


def _plain(reader: _Reader, state: _State, number: int) -> _State:
    return state._replace(font=reader.default_font, hidden=False, deleted=False, inserted=False)


_PROPERTIES: Mapping[str, Callable[[_Reader, _State, int], _State]] = {
    "ansicpg": _code_page,
    "deff": _default_font,
    "f": _font,
    "fcharset": _charset,
    "uc": lambda _, state, number: state._replace(skip=max(number, 0)),
    "v": _switch("hidden"),
    "deleted": _switch("deleted"),
    "revised": _switch("inserted"),
    "plain": _plain,
    "pard": _set(style=0, alignment="", outline=None, in_table=False, list_id=0),
    "s": _value("style"),
    "ls": _value("list_id"),
    "outlinelevel": _value("outline"),
    "qc": _set(alignment="centered"),
    "qr": _set(alignment="right"),
    "ql": _set(alignment=""),
    "qj": _set(alignment=""),
    "intbl": _switch("in_table"),
}
