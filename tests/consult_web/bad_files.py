"""Files that went wrong on their way: spoiled with a seed, each by one of the ways in which files really spoil, or were forged."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import escape

from docx import Document as WordFile
from filing_stands import RULES, good_files, package

__all__ = ["bad_files", "good_samples"]

Spoil = Callable[[bytes, random.Random], bytes]


def good_samples() -> dict[str, bytes]:
    """Small whole files of several formats, fictional."""
    word, buffer = WordFile(), io.BytesIO()
    for line in RULES.splitlines():
        word.add_paragraph(line)
    word.save(buffer)
    page = "".join(f"<p>{escape(line)}</p>" for line in RULES.splitlines())
    letter = "From: a@example.org\r\nSubject: 报备\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return {
        "办法.docx": _repack(buffer.getvalue(), lambda *entry: entry),
        "办法.txt": RULES.encode("gb18030"),
        "办法.md": RULES.encode(),
        "办法.html": f"<html><head><meta charset='utf-8'></head><body>{page}</body></html>".encode(),
        "报备包.zip": _repack(package(good_files()), lambda *entry: entry),
        "报备.eml": (letter + RULES).encode(),
    }


def bad_files(sources: Mapping[str, bytes], count: int, seed: int = 9) -> Iterator[tuple[str, bytes]]:
    """``count`` names and contents: the sources in turn, the ways of spoiling by chance; the same ones for the same seed."""
    chance, names = random.Random(seed), sorted(sources)
    for number in range(count):
        name = names[number % len(names)]
        data = sources[name]
        ways = [*_ANY, *(_ARCHIVE if data.startswith(b"PK") else ()), *(_TEXT if _is_text(data) else ())]
        spoiled = chance.choice(ways)(data, chance)
        kept = name if chance.random() > 0.1 else f"{name}{chance.choice(_LIES)}"
        yield f"{number:03} {kept}", spoiled


_LIES = (".docx", ".pdf", ".doc", ".zip", ".txt", ".ofd", ".eml", "", ".rtf")


def _is_text(data: bytes) -> bool:
    return b"\x00" not in data[:4096]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data or b"x")
    for _ in range(chance.choice((1, 8, 64, 512))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _blank(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    size = chance.choice((16, 512, 4096))
    return data[:start] + b"\x00" * len(data[start : start + size]) + data[start + size :]


def _double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[: start + chance.choice((16, 512, 8192))] + data[start:]


def _noise(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.choice((0, 4, 64, 1024))] + chance.randbytes(chance.choice((0, 200, 5000)))


def _empty(_data: bytes, _chance: random.Random) -> bytes:
    return b""


def _repack(data: bytes, spoil: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The archive with each entry as ``spoil`` makes it; unchanged where it is none."""
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                name, content = spoil(entry.filename, source.read(entry))
                target.writestr(zipfile.ZipInfo(name), content)  # without the hour: the same bytes tomorrow
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError):
        return data[::-1]
    return buffer.getvalue()


def _one_entry(data: bytes, chance: random.Random) -> bytes:
    """What is inside is spoiled, the archive is whole."""
    way = chance.choice((*_ANY, _markup, _markup, _markup))
    share = chance.random()
    return _repack(data, lambda name, content: (name, way(content, chance) if chance.random() < share else content))


def _entry_names(data: bytes, chance: random.Random) -> bytes:
    names = (
        "../../etc/passwd",
        "/tmp/x",
        "长" * 80 + ".docx",
        "a\u202ecod.exe",
        "机密/",
        "con.txt",
        "..\\..\\x.txt",
        "\ud800.txt",
    )

    def rename(name: str, content: bytes) -> tuple[str, bytes]:
        return (chance.choice(names[:-1]) if chance.random() < 0.3 else name), content

    return _repack(data, rename)


def _nest(data: bytes, chance: random.Random) -> bytes:
    for level in range(chance.choice((1, 3, 12))):
        data = _repack(package({f"{level}.zip": data, "说明.txt": b"x"}), lambda *entry: entry)
    return data


def _markup(data: bytes, chance: random.Random) -> bytes:
    """XML that lost a mark, got an entity, or has numbers that nobody can mean."""
    text = data.decode("utf-8", "replace")
    ways: tuple[Callable[[str], str], ...] = (
        lambda words: re.sub(r"</w:p>", "", words, count=1),
        lambda words: re.sub(r'"(\d+)"', lambda _: f'"{chance.choice((-1, 10**12, 0, 99999999))}"', words),
        lambda words: words.replace("<w:t>", "<w:t>&nope;", 1),
        lambda words: words.replace("?>", '?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', 1),
        lambda words: words.replace("<w:p>", "<w:p>" * 3000, 1),
        lambda words: words.replace("第", "第\ufffe", 3),
    )
    return chance.choice(ways)(text).encode("utf-8", "replace")


def _days(data: bytes, chance: random.Random) -> bytes:
    """Days and numbers that do not exist."""
    text = data.decode("utf-8" if b"\xe7" in data[:400] else "gb18030", "replace")
    made = re.sub(r"\d+", lambda found: str(chance.choice((0, 13, 45, 9999, 10**9, int(found[0])))), text)
    return made.replace(
        "有效期五年", chance.choice(("有效期至2024年13月45日", "有效期九十九年", "有效期至9999年12月31日"))
    ).encode()


def _signs(data: bytes, chance: random.Random) -> bytes:
    """Characters that no text should have, and far too many of one."""
    text, at = data.decode("utf-8", "replace"), chance.randrange(40)
    odd = chance.choice(
        ("\x00", "\ud83d", "\u202e", "\ufeff", "（" * 20_000, "一" * 50_000, "第一条\n" * 3_000, "\x1b[2J")
    )
    made = text[:at] + odd + text[at:]
    return made.encode(chance.choice(("utf-8", "utf-16-le", "utf-16")), "surrogatepass")


_ANY: tuple[Spoil, ...] = (_cut, _flip, _blank, _double, _noise, _empty, _cut, _flip)
_ARCHIVE: tuple[Spoil, ...] = (_one_entry, _one_entry, _one_entry, _one_entry, _entry_names, _nest)
_TEXT: tuple[Spoil, ...] = (_days, _days, _signs, _signs)
