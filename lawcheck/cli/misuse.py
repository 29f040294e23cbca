"""What is said of a command that is written wrong: click's errors in the words of the messages."""

from __future__ import annotations

from difflib import get_close_matches

import click

from lawcheck.cli.helping import in_chinese
from lawcheck.messages import render

__all__ = ["misuse"]


def misuse(error: click.ClickException, lang: str) -> str:
    """One paragraph on what was wrong, and where the usage is shown.

    >>> misuse(click.NoSuchOption("--ot", possibilities=["--out"]), "zh")
    '[E536] 没有 --ot 这个选项（是不是 --out？）。用法见 lawcheck --help。'
    """
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "lawcheck"
    code, details = _details(error, lang)
    return render(code, lang, command=command, **details)


def _details(error: click.ClickException, lang: str) -> tuple[str, dict[str, str]]:
    if isinstance(error, click.NoSuchOption):
        return "E536", {"name": error.option_name, "alike": _alike(error.possibilities, lang)}
    if isinstance(error, click.exceptions.NoSuchCommand):
        return "E537", {"name": error.command_name, "alike": _alike(_commands_like(error), lang)}
    if isinstance(error, click.BadOptionUsage):
        detail = error.format_message().rstrip(".") if lang == "en" else "后面没有写值，或者不能写值"
        return "E538", {"name": error.option_name, "wanted": detail}
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx).strip("'") if error.ctx else str(error.param.name)
        if isinstance(error, click.MissingParameter):
            return "E535", {"name": in_chinese(name).removesuffix("...") if lang == "zh" else name}
        return "E538", {"name": name, "wanted": _wanted(error.param.type, error.message, lang)}
    return "E539", {"detail": error.format_message().rstrip(".")}


def _commands_like(error: click.exceptions.NoSuchCommand) -> list[str]:
    """Names near the one written, of all commands: click looks among those that are loaded."""
    group = error.ctx.command if error.ctx else None
    names = group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx else []
    return get_close_matches(error.command_name, names)


def _alike(possible: list[str] | None, lang: str) -> str:
    if not possible:
        return ""
    return f"（是不是 {'、'.join(possible)}？）" if lang == "zh" else f" (did you mean {', '.join(possible)}?)"


def _wanted(kind: click.ParamType[object], message: str, lang: str) -> str:
    """What the option takes."""
    if lang != "zh":
        return message.rstrip(".")
    if isinstance(kind, click.Choice):
        return f"应为 {'、'.join(map(str, kind.choices))} 之一"
    if isinstance(kind, click.IntRange):
        bounds = [f"不小于 {kind.min}"] if kind.min is not None else []
        bounds += [f"不大于 {kind.max}"] if kind.max is not None else []
        return "应为整数" + "".join(f"，{bound}" for bound in bounds)
    if isinstance(kind, click.Path):
        return "应为存在的文件夹" if not kind.file_okay else "应为存在、可以读取的文件"
    return message.rstrip(".")
