"""What the commands share: options, messages, exit codes, writing results whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from lawcheck.cli.results import keep_edited, note_written, own_stem
from lawcheck.errors import LawcheckError, OutputError, UsageError
from lawcheck.messages import render
from lawcheck.resources import json_text, names_file, printable

if TYPE_CHECKING:  # loaded by the commands that need them: half of the start of one that does not
    from lawcheck.document import Document
    from lawcheck.laws import DocumentKind, Library

__all__ = [
    "EXIT_CLOSED",
    "EXIT_FAILED_ON",
    "EXIT_UNREADABLE",
    "as_of_option",
    "effective_option",
    "emit_json",
    "files_in",
    "json_option",
    "keep_apart",
    "kind_option",
    "lang_option",
    "library_option",
    "load_library",
    "placed",
    "prepare_folder",
    "published_option",
    "read_document",
    "read_fields",
    "read_json",
    "report_error",
    "simplify_option",
    "territory_option",
    "write_results",
]

EXIT_FAILED_ON = 1
EXIT_UNREADABLE = 2
EXIT_CLOSED = 141
"""Whoever read standard output went away (``| head``) before all was said; as shells tell of other programs."""


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        from lawcheck.laws import typed_date

        day = typed_date(str(value))
        if day is None:
            raise UsageError("E503", value=value)
        return day


class _Kind(click.ParamType["DocumentKind"]):
    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> DocumentKind:
        from lawcheck.laws import DocumentKind, parse_kind

        return value if isinstance(value, DocumentKind) else parse_kind(str(value))


class _Territory(click.ParamType[str]):
    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from lawcheck.laws import territory

        text = str(value)
        if len(text) != 6 or not (text.isascii() and text.isdigit()):
            raise UsageError("E505", value=value)
        if territory(text) is None:
            raise UsageError("E513", value=value)
        return text


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

lang_option: Decorator = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", help="提示语言 / language of messages."
)
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出到标准输出。")
library_option: Decorator = click.option(
    "--library",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="LAWCHECK_HOME",
    help="法规库所在文件夹（默认：用户数据目录或环境变量 LAWCHECK_HOME）。",
)
as_of_option: Decorator = click.option("--as-of", type=_Day(), help="按哪一天的法律审查（默认：今天），YYYY-MM-DD。")
published_option: Decorator = click.option("--published", type=_Day(), help="文件的公布日期（默认：从文中读出）。")
effective_option: Decorator = click.option("--effective", type=_Day(), help="文件的施行日期（默认：从文中读出）。")
kind_option: Decorator = click.option("--kind", type=_Kind(), help="文件种类：K4 或者 设区的市地方性法规 等。")
simplify_option: Decorator = click.option(
    "--simplify", "simplified", is_flag=True, help="把繁体字转换为简体字后处理（原文保留，批注落在原字上）。"
)
territory_option: Decorator = click.option("--territory", type=_Territory(), help="六位行政区划代码，例如 330500。")


def load_library(home: Path | None, *, quiet: bool = False) -> Library:
    """Open the library, with a progress bar on the first use."""
    from lawcheck.cli.progress import bar
    from lawcheck.laws import open_library

    begun = home is not None and not (home / "library.db").exists()
    with bar(enabled=not quiet) as progress:
        held = open_library(home, progress=progress)
    if begun:  # a mistyped folder is a library of its own, without what the office added to the true one
        click.echo(render("C501", _lang(), path=home), err=True)
    return held


def _lang() -> str:
    context = click.get_current_context(silent=True)
    return str(context.params.get("lang", "zh")) if context else "zh"


def read_document(path: Path, *, simplified: bool = False, show: bool = True) -> Document:
    """Read and parse one file, or the text inside a package; :class:`UnreadableFile` says what is wrong with it."""
    from lawcheck.cli.progress import bar
    from lawcheck.document import parse
    from lawcheck.readers import open_filing, page_progress, read_guarded, simplify

    with bar(enabled=show) as progress, page_progress(lambda done, total: progress("ocr", done, total)):
        source = open_filing(path, reader=read_guarded).source
        return parse(simplify(source) if simplified else source)


def report_error(error: LawcheckError, lang: str) -> None:
    """One paragraph on the error stream."""
    click.echo(error.text(lang), err=True)


def placed(message: str, path: Path | str) -> str:
    """What is said of a file, with its folder unless that is the present one: files of many folders bear one name.

    >>> placed("甲.docx：文件是空的。", "乙县/甲.docx"), placed("甲.docx：文件是空的。", "甲.docx")
    ('甲.docx：文件是空的。（乙县/甲.docx）', '甲.docx：文件是空的。')
    """
    return message if Path(path).parent == Path() else f"{message}（{printable(path)}）"


def read_json(path: Path) -> Any:
    """The JSON of a file that a person made, in whatever encoding their editor saves (Windows: GBK, UTF-16). Raises
    ``OSError`` and ``ValueError``."""
    data = path.read_bytes()
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        from lawcheck.readers import decode_text

        decoded = decode_text(data)
        if decoded is None:
            raise
        return json.loads(decoded.text)


def read_fields(path: Path, code: str) -> Mapping[str, Any]:
    """The JSON object of such a file; raises ``UsageError`` of ``code`` where there is none."""
    try:
        value = read_json(path)
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(code, name=path.name, detail=error) from error
    if not isinstance(value, dict):
        raise UsageError(code, name=path.name, detail=type(value).__name__)
    return value


def emit_json(value: Mapping[str, Any]) -> None:
    """A JSON value on standard output, keys in the given order."""
    click.echo(json_text(value, indent=2, encoding=sys.stdout.encoding or "utf-8"))


_NOT_MEANT: Final = (".", "~$")


def files_in(
    paths: Sequence[Path], *, results: Path | None = None, skipped: tuple[str, ...] = _NOT_MEANT
) -> tuple[Path, ...]:
    """The files named, and all files below the folders named, each once; hidden files, locks of Word (``skipped`` by how their
    names begin) and what lies below ``results`` are not meant. A folder without files stays itself: reading it says so, and
    the others are still read."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(f for f in path.rglob("*") if _is_meant(f, results, skipped)) if path.is_dir() else []
        found |= dict.fromkeys(inside or [path])
    return tuple(found)


def _is_meant(path: Path, results: Path | None, skipped: tuple[str, ...]) -> bool:
    outside = results is None or results.absolute() not in path.absolute().parents
    return outside and path.is_file() and not path.name.startswith(skipped)


def prepare_folder(folder: Path) -> None:
    """Make the output folder and prove that it can be written, before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError("E502", path=folder, cause=error.strerror or error) from error


def file_named(target: Path, name: str, *sources: Path) -> Path:
    """The file that a person means by ``--out``: its extension where they gave none; in a folder ``name``, or a name beside it
    where that one was made of other ``sources``.

    >>> file_named(Path("结果/函"), "备案报告.docx").name
    '函.docx'
    """
    extension = Path(name).suffix
    if target.is_dir():
        return target / (own_stem(target, extension, sources, [Path(name).stem], [extension]) + extension)
    return target if target.suffix.lower() == extension else target.with_name(target.name + extension)


def keep_apart(target: Path, *sources: Path | str) -> None:
    """E504 where a result would take the place of a file that it was made from."""
    for source in sources:
        if names_file(str(target)) and names_file(str(source)) and target.samefile(source):
            raise OutputError("E504", path=target)


def write_results(folder: Path, files: Mapping[str, bytes], *sources: Path | str) -> list[Path]:
    """Write all files or none: into a hidden folder first, then moved into place; never over one of ``sources``, the files
    that they were made from, nor over what somebody wrote into an earlier result."""
    for name in files:
        keep_apart(folder / name, *sources)
    try:
        with _staging(folder) as staging:
            for name, data in files.items():
                (staging / name).write_bytes(data)
            _refuse_open(folder / name for name in files)
            for path, kept in keep_edited(folder, files).items():
                click.echo(render("C674", _lang(), name=path.name, kept=kept.name), err=True)
            for name in files:
                (staging / name).replace(folder / name)
            note_written(folder, files)
    except OSError as error:
        if (held := _held(error, folder, files)) is not None:
            raise OutputError("E705", name=held) from error
        raise OutputError("E502", path=folder, cause=error.strerror or error) from error
    return [folder / name for name in files]


_OPEN_FILES_STAY: Final = os.name == "nt"
"""Windows lets nobody replace a file that another program has open; elsewhere even one that is read-only may be replaced."""


def _refuse_open(paths: Iterable[Path]) -> None:
    """``PermissionError`` for a file that cannot be replaced, before any other is."""
    for path in paths if _OPEN_FILES_STAY else ():
        with suppress(FileNotFoundError), path.open("r+b"):
            pass


def _held(error: OSError, folder: Path, files: Iterable[str]) -> str | None:
    """The result of before that another program holds, where that is what went wrong."""
    if not (_OPEN_FILES_STAY and isinstance(error, PermissionError)):
        return None
    told = {Path(str(name)).name for name in (error.filename, error.filename2) if name}
    return next((name for name in files if name in told and (folder / name).exists()), None)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    staging = Path(tempfile.mkdtemp(prefix=".lawcheck-", dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def interactive() -> bool:
    """Whether a person is looking at the error stream."""
    return sys.stderr.isatty()
