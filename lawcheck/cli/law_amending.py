"""``lawcheck laws amend``: a 修改决定 carried out on the text that it amends."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final, NamedTuple

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
from lawcheck.cli.naming import one_law
from lawcheck.document import Document, parse
from lawcheck.errors import UsageError
from lawcheck.laws import Library, find_version, iso, normalise_title, raw_articles
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
    note: str = ""


class _Decision(NamedTuple):
    """The words that instruct, the day it was made ("": not known), and the titles that its own title names."""

    words: str
    day: str
    named: tuple[str, ...]


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
    read = _decision(held, decision)
    words = read.words
    law_base = _base(held, base, base_version, read.day)
    law = _part(read_decision(words), law_base.title, read.named)
    result = amend(law_base.articles, law, words, title=law_base.title, preamble=law_base.preamble)
    refused = out is not None and not result.complete and not partial
    files = _write(out, result, law_base.note, decision, base) if out and not refused else []
    if as_json:
        emit_json(_record(law, words, law_base, result, files))
    else:
        _show(law, words, law_base, result)
    if refused:
        click.echo(str(UsageError("E518", count=len(result.faults))), err=True)
    click.get_current_context().exit(0 if result.complete else EXIT_FAILED_ON)


def _decision(library: Library, name: str) -> _Decision:
    if names_file(name):
        document = read_document(Path(name))
        return _Decision(_instructing(document), "", _named(document.title))
    law = one_law(library, name)
    versions = library.versions(law.law_id) if law else ()
    if law is None or not versions:
        raise UsageError("E509", title=name, hint="")
    articles = library.articles(versions[-1].version_id)
    text = "\n".join(a.text if a.label[:2] in ("条目", "全文") else f"{a.label}　{a.text}" for a in articles)
    return _Decision(text, iso(versions[-1].adopted), _named(law.title))


_NO_INSTRUCTION: Final = frozenset({"furniture", "title", "note", "toc", "conclusion", "annex", "aside"})


def _instructing(document: Document) -> str:
    """The text of a decision with blanks for its head, its signature and what is printed behind it; places stay."""
    text = document.source.text
    kept = [re.sub(r"\S", " ", text[s.start : s.end]) if s.role in _NO_INSTRUCTION else text[s.start : s.end]
            for s in document.segments]  # fmt: skip
    return "".join(kept) or text


def _named(title: str) -> tuple[str, ...]:
    """The laws that the title of a decision names.

    >>> _named("某市人民政府关于修改《甲办法》《乙规定》的决定"), _named("甲条例修正案")
    (('甲办法', '乙规定'), ())
    """
    return tuple(re.findall(r"[《〈]([^《》〈〉]+)[》〉]", title.partition("关于修")[2]))


def _base(library: Library, name: str, wanted: str | None, day: str) -> _Base:
    if names_file(name):
        document = read_document(Path(name))
        return _Base(document.title, raw_articles(document), document.preamble, Path(name).name, document.note)
    law = one_law(library, name)
    versions = library.versions(law.law_id) if law else ()
    if law is None or not versions:
        raise UsageError("E509", title=name, hint="")
    before = [v for v in versions if not day or iso(v.adopted) < day] or list(versions)
    version = find_version(library, law, wanted) if wanted else before[-1]
    articles = tuple(RawArticle(a.number, a.label, a.heading, a.text) for a in library.articles(version.version_id))
    return _Base(law.title, articles, "", f"{iso(version.adopted)}文本（{version.source}）")


def _part(laws: tuple[AmendedLaw, ...], title: str, named: tuple[str, ...]) -> AmendedLaw:
    """What the decision says of this law; a decision about one law names it in its own title only."""
    wanted = normalise_title(title)
    told = [law.title for law in laws if law.title] or list(named)
    if told and wanted and wanted not in map(normalise_title, told):
        raise UsageError("E519", title=title, titles="、".join(f"《{one}》" for one in told))
    law = next(law for law in laws if not law.title or not wanted or normalise_title(law.title) == wanted)
    if not law.instructions and not law.unread:
        raise UsageError("E540", title=title)
    return law


def _text(result: Result, note: str) -> str:
    """The amended law as plain text, headings where they change."""
    lines = [result.title, note, result.preamble]
    heading: list[str] = []
    for article in result.articles:
        own = _headings(article.heading)
        lines += [part for part in own if part not in heading]
        heading = own
        lines += ["", article.label, article.text] if _is_annex(article) else [f"{article.label}　{article.text}"]
    return "\n".join(line for at, line in enumerate(lines) if line or at > 2)


def _is_annex(article: RawArticle) -> bool:
    return article.number is None and article.label.startswith("附")


def _headings(heading: str) -> list[str]:
    """第一章 总则 第一节 一般规定 → its lines."""
    lines: list[str] = []
    for word in heading.split():
        if word[:1] == "第" and word[-1:] in "编章节":
            lines.append(word)
        elif lines:
            lines[-1] += f"　{word}"
    return lines


def _write(path: Path, result: Result, note: str, *sources: str) -> list[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    ending = path.suffix.lower().removeprefix(".")
    content = write(parse(_text(result, note)), "text" if ending == "txt" else ending)
    return write_results(path.parent, {path.name: content}, *sources)


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
    unread = f"，另有 {len(law.unread)} 处没有识别" if law.unread else ""
    click.echo(
        f"{result.title}：旧文本 {base.origin}；指令 {len(law.instructions)} 条，已执行 {result.done} 条{unread}。"
    )
    failed = {fault.span for fault in result.faults}
    for one in law.instructions:
        state = "未执行" if one.span in failed else "已执行"
        said = words[one.span.start : one.span.end].replace("\n", " ")
        click.echo(f"  {state}\t{one.deed.value}\t{said[:50]}")
    for line in result.followed:
        click.echo(f"  随条号调整\t{line}")
    if base.note:
        click.echo("  题注\t照旧文本写出；请按本决定补写通过（批准）日期和“修正”")
    for fault in result.faults:
        click.echo(f"未执行：{fault.reason}。{fault.quote}", err=True)
