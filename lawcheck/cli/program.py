"""The group of commands, and what becomes of errors and interrupts."""

from __future__ import annotations

import os
import re
import signal
import sys
from contextlib import suppress
from glob import glob
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn, TextIO

import click

import lawcheck
from lawcheck.cli.common import EXIT_CLOSED, EXIT_UNREADABLE, emit_json, lang_option, library_option
from lawcheck.cli.helping import ChineseFormatter
from lawcheck.cli.lazy import Lazy, LazyGroup
from lawcheck.cli.misuse import misuse
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.messages import render

__all__ = ["main"]

_COMMANDS = {
    "review": Lazy("lawcheck.cli.review:review", "审查报备文件，生成批注件、审查报告和标准格式文件。"),
    "convert": Lazy("lawcheck.cli.convert:convert", "把文件转换成标准格式。"),
    "match": Lazy("lawcheck.cli.find:match", "为每一款找出最接近的上位法条款。"),
    "compare": Lazy("lawcheck.cli.compare:compare", "比较两个文件：与上位法逐款比对，或者新旧对照。"),
    "same": Lazy("lawcheck.cli.compare:same", "在许多文件中找与一个问题条款相近的条款。"),
    "digest": Lazy("lawcheck.cli.digest:digest", "把征求到的意见按条款汇总。"),
    "cite": Lazy("lawcheck.cli.cite:cite", "找出文字或文件中的引用，逐条核对。"),
    "search": Lazy("lawcheck.cli.search:search", "在法规库中查找条文。"),
    "ask": Lazy("lawcheck.cli.asking:ask", "用日常的话提问，找出最可能有答案的条文。"),
    "package": Lazy("lawcheck.cli.package:package", "生成和检查电子报备包。"),
    "template": Lazy("lawcheck.cli.template:template", "填写备案报告、审查意见等文书。"),
    "rules": Lazy("lawcheck.cli.rules:rules", "审查规则：列出、查看、试验、新建。"),
    "terms": Lazy("lawcheck.cli.terms:terms", "词表：导入本单位词表、列出、查看。"),
    "laws": Lazy("lawcheck.cli.laws:laws", "查看和扩充法规库。"),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(lawcheck.__version__, prog_name="lawcheck")
def cli() -> None:
    """规范性文件备案审查工具。

    例：lawcheck review 某市某条例.docx --out 结果
    """


@cli.command("serve")
@click.option("--host", default="127.0.0.1", help="监听地址，默认只有本机能访问。")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, help="端口。")
@click.option("--open/--no-open", "open_browser", default=True, help="启动后打开浏览器。")
@library_option
@lang_option
def serve(host: str, port: int, open_browser: bool, library: Path | None, lang: str) -> None:
    """在本机打开审查页面：拖入文件，查看报告，下载结果。"""
    try:
        from consult_web.serving import serve as serve_page
    except ModuleNotFoundError as error:  # of the extra ``web``
        raise UsageError("E673", command="lawcheck serve", name=error.name, extra="web") from error

    serve_page(host=host, port=port, open_browser=open_browser, library=library, lang=lang)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors become one paragraph and exit code 2."""
    words = _expanded(sys.argv[1:]) if arguments is None else arguments
    click.Context.formatter_class = ChineseFormatter
    lang = "en" if "--lang=en" in words or any(a == "--lang" and b == "en" for a, b in pairwise(words)) else "zh"
    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) != signal.SIG_IGN:  # a run in the background is not stopped by Ctrl+C
            signal.signal(number, _interrupt)
    out = sys.stdout
    _never_refused(out, sys.stderr)
    try:
        one_file = words[2:3] and words[2].startswith("-")  # more of them have a pool of processes
        if words[:1] in (["review"], ["convert"]) and one_file:
            from lawcheck.readers import warm_guard

            warm_guard()  # the reading process starts while this one still imports
        code = cli.main(args=words, prog_name="lawcheck", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except (
        SystemExit
    ) as stop:  # where nobody reads on, click wraps the stream and ends with 1, as if something were found
        sys.exit(stop.code if sys.stdout is out else EXIT_CLOSED)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        _fail(misuse(error, lang), words)
    except LawcheckError as error:
        _fail(error.text(lang), words)
    except OSError as error:  # of standard output, or of a file that nobody looked after
        _fail(LawcheckError("E672", cause=error).text(lang), words)
    except (KeyboardInterrupt, click.Abort):
        _end_workers()
        _fail(render("E510", lang), words)


_EXPANDS: Final = os.name != "nt"
"""Whether the shell puts file names in the place of *.docx; that of Windows leaves it to the program."""


def _expanded(words: list[str]) -> list[str]:
    """The words with the files that those with * or ? stand for; options, and those that fit no file, as they are."""
    if _EXPANDS:
        return words
    return [name for word in words for name in _files_like(word) or [word]]


def _files_like(word: str) -> list[str]:
    if word.startswith("-") or not {"*", "?"} & set(word):
        return []
    return sorted(glob(re.sub(r"\[", "[[]", word)))  # noqa: PTH207  (a pattern may be absolute)


def _never_refused(*streams: TextIO) -> None:
    """A character that a console or a file of its encoding has not (Chinese Windows: GBK) is shown escaped and ends nothing."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


_PATIENCE = 3  # seconds for a process to finish the file that it is writing


def _end_workers() -> None:
    """A second Ctrl+C that met the pool while it closed leaves idle processes, for which Python would wait for ever."""
    from multiprocessing import active_children

    for child in active_children():
        child.join(_PATIENCE)
        child.terminate()


def _fail(message: str, words: list[str]) -> NoReturn:
    """Say why on the error stream, with ``--json`` on standard output too, and exit."""
    click.echo(message, err=True)
    if "--json" in words:
        with suppress(OSError):  # standard output itself may be what cannot be written
            emit_json({"error": message})
    sys.exit(EXIT_UNREADABLE)


class _Interrupted(KeyboardInterrupt):
    """A plain KeyboardInterrupt that passes through ``exec`` of a text lets CPython exit by the signal, caught or not."""


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise _Interrupted
