"""``consult-web desk``: folders into the base, re-review of the base, signed files to and from other installations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

__all__ = ["desk"]


@click.group()
def desk() -> None:
    """备案审查工作台。"""


@desk.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--workers", type=int, default=None, help="读取文件的进程数，0 为不用；默认每核一个。")
@click.option("--scheduler", help="Dask 调度器地址，由其工作进程读取文件。")
def import_documents(folder: Path, workers: int | None, scheduler: str | None) -> None:
    """把文件夹中的全部文件录入文件库；一个坏文件不影响其他文件。中断后再次执行即继续。"""
    from consult_web.filings.bulk import import_folder, journal_path, note_import

    settings, database = _opened()
    journal = journal_path(settings.home, folder)
    with click.progressbar(length=1000, label=str(folder)) as bar:
        done = import_folder(
            database,
            settings.open_files(),
            folder,
            journal=journal,
            workers=workers,
            scheduler=scheduler,
            tell=lambda at, of: bar.update(1000 * at // of - bar.pos),
        )
    with database.saving() as session:
        note_import(session, "program", done)
    for failure in done.failures:
        click.echo(f"{failure.name}: {failure.reason}", err=True)
    click.echo(f"共 {done.total} 个文件：录入 {done.entered}，库中已有 {done.known}，未能录入 {len(done.failures)}。")


@desk.command("clean")
@click.option("--law", default="", help="只审查引用这部法的文件；默认整个文件库。")
@click.option("--day", default="", help="审查基准日（YYYY-MM-DD）；默认今天。")
@click.option("--workers", type=int, default=None, help="进程数，每个约 400 MB；默认每核一个。")
@click.option("--scheduler", help="Dask 调度器地址，由其工作进程审查。")
def clean(law: str, day: str, workers: int, scheduler: str | None) -> None:
    """上位法修改后，重新审查现行有效的文件（集中清理）。中断后再次执行即继续。"""

    from consult_web.filings.cleaning import clean_base, clean_journal
    from consult_web.storage import china_today

    settings, database = _opened()
    on = _day(day) if day else china_today()
    done = clean_base(
        database,
        settings.open_files(),
        on=on,
        law=law,
        journal=clean_journal(settings.home, on, law),
        workers=workers,
        scheduler=scheduler,
    )
    for problem in done.problems:
        click.echo(f"{problem.document_id} {problem.title}: {problem.reason}", err=True)
    click.echo(
        f"共 {done.total} 件：审查 {done.reviewed}，未能审查 {len(done.problems)}；有新问题的 {len(done.found)} 件。"
    )


@desk.command("identity")
def identity() -> None:
    """显示本系统的名称和公钥，供对方执行 desk add-peer。"""
    from consult_web.filings.exchange import identity_of

    with _opened()[1].saving() as session:
        own = identity_of(session)
        click.echo(f"{own.name}  {own.public_key}")


@desk.command("add-peer")
@click.argument("name")
@click.argument("public_key")
@click.option("--organisation", required=True, help="对方在本系统中代表的单位名称。")
def add_peer(name: str, public_key: str, organisation: str) -> None:
    """登记另一个系统；请用电话与对方核对其名称（公钥的校验值）。"""
    from sqlalchemy import select

    from consult_web.accounts import Organisation
    from consult_web.filings.exchange import add_peer as add

    with _opened()[1].saving() as session:
        body = session.scalar(select(Organisation).where(Organisation.name == organisation))
        if body is None:
            raise click.ClickException(f"没有名为“{organisation}”的单位。请先在“单位”页面建立。")
        click.echo(add(session, "program", name=name, public_key=public_key, organisation=body).installation)


@desk.command("export-messages")
@click.argument("installation")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_messages(installation: str, folder: Path) -> None:
    """把尚未告知对方的内容写成带签名的文件，供拷贝带走。"""
    from sqlalchemy import select

    from consult_web.filings import ExchangePeer
    from consult_web.filings.exchange import export_messages as export

    settings, database = _opened()
    with database.saving() as session:
        peer = session.scalar(select(ExchangePeer).where(ExchangePeer.installation == installation))
        if peer is None:
            raise click.ClickException(f"没有登记过系统“{installation}”。请先执行 desk add-peer。")
        made = export(session, settings.open_files(), peer)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in made:
            (folder / name).write_bytes(data)
    click.echo(f"{folder} 中写了 {len(made)} 个文件。")


@desk.command("import-messages")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def import_messages(folder: Path) -> None:
    """按文件名顺序收入文件夹中带签名的文件；被拒收的逐件说明，不影响其他文件。"""
    from consult_web.filings.exchange import import_message
    from lawcheck.errors import LawcheckError

    settings, database = _opened()
    files, refused = settings.open_files(), 0
    for path in sorted(folder.glob("*.lcx")):
        try:
            taken = import_message(database, files, path.read_bytes())
        except LawcheckError as error:
            refused += 1
            click.echo(f"{path.name}: {error.text('zh')}", err=True)
        else:
            click.echo(f"{path.name}: {taken.kind}{'（以前已经收入）' if taken.repeated else ''}")
    if refused:
        raise click.ClickException(f"有 {refused} 个文件被拒收。")


def _day(text: str) -> date:
    from lawcheck.errors import UsageError
    from lawcheck.laws import typed_date

    day = typed_date(text)
    if day is None:
        raise UsageError("E503", value=text)
    return day


def _opened() -> tuple[Any, Any]:
    from consult_web.operating import with_tables

    return with_tables()
