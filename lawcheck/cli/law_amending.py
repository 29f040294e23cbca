"""``lawcheck laws amend``: a 修改决定 carried out on the text that it amends."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import click

from lawcheck.cli.common import (
    EXIT_FAILED_ON,
    emit_json,
    json_option,
    lang_option,
    library_option,
    load_library,
    read_document,
    write_results,
)
from lawcheck.cli.naming import iso, one_law
from lawcheck.document import parse
from lawcheck.errors import UsageError
from lawcheck.laws import Library, find_version, normalise_title, raw_articles
from lawcheck.laws.amending import AmendedLaw, Instruction, Result, amend, read_decision
from lawcheck.laws.records import RawArticle
from lawcheck.resources import names_file
from lawcheck.writers import write

__all__ = ["amend_law"]


class _Base(NamedTuple):
    title: str
    articles: tuple[RawArticle, ...]
    preamble: str
    origin: str


@click.command("amend")
@click.argument("decision")
@click.argument("base")
@click.option("--base-version", help="库中旧文本的年份或日期；默认是决定之前的一个。")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="写出修改后的文本：docx、md、txt 或 html。"
)
@click.option("--partial", is_flag=True, help="有没执行的内容也写出文本。")
@library_option
@json_option
@lang_option
def amend_law(
    decision: str, base: str, base_version: str | None, out: Path | None, partial: bool, library: Path | None,
    as_json: bool, lang: str,
) -> None:  # fmt: skip
    """按修改决定修改一部法，例如：lawcheck laws amend 决定.docx 某某条例 --out 修改后.docx。

    DECISION 和 BASE 是文件，或者库中的标题。没有识别和没有执行的内容逐条列出；有这样的内容时不写文件，退出码为 1。
    """
    held = load_library(library, quiet=as_json)
    words, day = _decision(held, decision)
    law_base = _base(held, base, base_version, day)
    law = _part(read_decision(words), law_base.title)
    result = amend(law_base.articles, law, words, title=law_base.title, preamble=law_base.preamble)
    refused = out is not None and not result.complete and not partial
    files = _write(out, result) if out and not refused else []
    if as_json:
        emit_json(_record(law, words, law_base, result, files))
    else:
        _show(law, words, law_base, result)
    if refused:
        click.echo(str(UsageError("E518", count=len(result.faults))), err=True)
    click.get_current_context().exit(0 if result.complete else EXIT_FAILED_ON)


def _decision(library: Library, name: str) -> tuple[str, str]:
    """The text of the decision, and the day it was made ("" where that is not known)."""
    if names_file(name):
        return read_document(Path(name)).source.text, ""
    law = one_law(library, name)
    versions = library.versions(law.law_id) if law else ()
    if not versions:
        raise UsageError("E509", title=name, hint="")
    articles = library.articles(versions[-1].version_id)
    text = "\n".join(a.text if a.label[:2] in ("条目", "全文") else f"{a.label}　{a.text}" for a in articles)
    return text, iso(versions[-1].adopted)


def _base(library: Library, name: str, wanted: str | None, day: str) -> _Base:
    if names_file(name):
        document = read_document(Path(name))
        return _Base(document.title, raw_articles(document), document.preamble, Path(name).name)
    law = one_law(library, name)
    versions = library.versions(law.law_id) if law else ()
    if law is None or not versions:
        raise UsageError("E509", title=name, hint="")
    before = [v for v in versions if not day or iso(v.adopted) < day] or list(versions)
    version = find_version(library, law, wanted) if wanted else before[-1]
    articles = tuple(RawArticle(a.number, a.label, a.heading, a.text) for a in library.articles(version.version_id))
    return _Base(law.title, articles, "", f"{iso(version.adopted)}文本（{version.source}）")


def _part(laws: tuple[AmendedLaw, ...], title: str) -> AmendedLaw:
    """What the decision says of this law; a decision about one law does not repeat its title."""
    wanted = normalise_title(title)
    found = [law for law in laws if not law.title or normalise_title(law.title) == wanted]
    if not found:
        raise UsageError("E519", title=title, titles="、".join(f"《{law.title}》" for law in laws))
    return found[0]


def _text(result: Result) -> str:
    """The amended law as plain text, headings where they change."""
    lines = [result.title, *([result.preamble] if result.preamble else [])]
    heading: list[str] = []
    for article in result.articles:
        own = _headings(article.heading)
        lines += [part for part in own if part not in heading]
        heading = own
        lines.append(f"{article.label}　{article.text}")
    return "\n".join(lines)


def _headings(heading: str) -> list[str]:
    """第一章 总则 第一节 一般规定 → its lines."""
    lines: list[str] = []
    for word in heading.split():
        if word[:1] == "第" and word[-1:] in "编章节":
            lines.append(word)
        elif lines:
            lines[-1] += f"　{word}"
    return lines


def _write(path: Path, result: Result) -> list[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_results(path.parent, {path.name: write(parse(_text(result)), path.suffix.lower().removeprefix("."))})


def _record(law: AmendedLaw, words: str, base: _Base, result: Result, files: list[Path]) -> dict[str, Any]:
    return {
        "command": "laws amend",
        "title": result.title,
        "base": base.origin,
        "complete": result.complete,
        "done": result.done,
        "instructions": [_instruction(one, words) for one in law.instructions],
        "faults": [{"start": f.span.start, "end": f.span.end, "reason": f.reason, "quote": f.quote} for f in result.faults],
        "followed": list(result.followed),
        "articles": [{"label": a.label, "heading": a.heading, "text": a.text} for a in result.articles],
        "outputs": [str(file) for file in files],
    }  # fmt: skip


def _instruction(one: Instruction, words: str) -> dict[str, Any]:
    return {
        "deed": one.deed.value,
        "start": one.span.start,
        "end": one.span.end,
        "words": words[one.span.start : one.span.end],
        "places": [str(place) for place in one.places],
        "targets": [str(target) for target in one.targets],
    }


def _show(law: AmendedLaw, words: str, base: _Base, result: Result) -> None:
    click.echo(f"{result.title}：旧文本 {base.origin}；指令 {len(law.instructions)} 条，已执行 {result.done} 条。")
    failed = {fault.span for fault in result.faults}
    for one in law.instructions:
        state = "未执行" if one.span in failed else "已执行"
        said = words[one.span.start : one.span.end].replace("\n", " ")
        click.echo(f"  {state}\t{one.deed.value}\t{said[:50]}")
    for line in result.followed:
        click.echo(f"  随条号调整\t{line}")
    for fault in result.faults:
        click.echo(f"未执行：{fault.reason}。{fault.quote}", err=True)
