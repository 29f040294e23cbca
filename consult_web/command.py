"""The command ``consult-web``."""

from __future__ import annotations

import importlib
import os
import re
import signal
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from consult_web.desk_command import desk
from lawcheck.cli.helping import ChineseFormatter
from lawcheck.cli.misuse import misuse
from lawcheck.errors import LawcheckError
from lawcheck.messages import render

if TYPE_CHECKING:
    from consult_web.accounts import Role
    from consult_web.audit import Head

__all__ = ["main"]

_LANG: Final = "zh" if os.environ.get("LANG", "zh").lower().startswith(("zh", "c")) else "en"
_NOTED: Final = re.compile(r"(\d+):([0-9a-f]{64})")


class _Group(click.Group):
    """Errors with a message end the command with that message; its help is Chinese throughout."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the program; ends with 1 or 2 and one paragraph when something is wrong."""
        click.Context.formatter_class = ChineseFormatter
        try:
            ended = super().main(*arguments, **{**options, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.ClickException as error:
            click.echo(misuse(error, _LANG) if isinstance(error, click.UsageError) else error.message, err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo(render("E510", _LANG), err=True)
            sys.exit(1)
        sys.exit(ended if isinstance(ended, int) else 0)

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except ModuleNotFoundError as error:  # of the extra ``web``
            missing = LawcheckError("E673", command="consult-web", name=error.name, extra="web")
            raise click.ClickException(missing.text(_LANG)) from error
        except click.ClickException:
            raise
        except Exception as error:
            raise _in_words(error) from error


def _in_words(error: Exception) -> Exception:
    """The error as a paragraph for the person who runs the command; itself when nobody foresaw it."""
    from consult_web.operating import told

    found = told(error, _LANG)
    return error if found is None else click.ClickException(found.text(_LANG))


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """立法意见征集网站与备案审查工作台。"""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址，默认只有本机能访问。")
@click.option("--port", default=8766, show_default=True, help="端口；0 为任意空闲端口。")
@click.option("--home", type=click.Path(path_type=Path), help="演示数据的文件夹（默认：法规库旁）。")
@click.option("--reset", is_flag=True, help="清除演示中做过的一切，重新开始。")
def demo(host: str, port: int, home: Path | None, reset: bool) -> None:
    """启动整个网站作演示：虚构的草案和意见，每种角色一个用户。"""
    from consult_web.demonstrating import run_demo

    run_demo(host, port, home, reset, _LANG, click.echo)


@main.command()
def upgrade() -> None:
    """把 DATABASE_URL 的表升级到本程序的版本；每次更新程序后执行一次。"""
    from consult_web import storage
    from consult_web.operating import opened

    settings, database = opened()
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    storage.upgrade(database)
    click.echo(f"数据库的结构是第 {storage.revision(database)} 版，与本程序相符。")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址，默认只有本机能访问。")
@click.option("--port", default=8765, show_default=True, help="端口；0 为任意空闲端口。")
@click.option("--home", type=click.Path(path_type=Path), help="上传文件和结果的文件夹。")
@click.option("--library", type=click.Path(path_type=Path), help="法规库的文件夹。")
@click.option("--allow-host", multiple=True, help="另外可以用来访问的主机名。")
def serve(host: str, port: int, home: Path | None, library: Path | None, allow_host: tuple[str, ...]) -> None:
    """在本机打开审查页面，不需要账号，按 Ctrl+C 结束。"""
    from consult_web.serving import serve as serve_desk

    serve_desk(host, port, home, open_browser=False, library=library, lang=_LANG, allowed_hosts=allow_host)


@main.command()
def worker() -> None:
    """做后台工作（分析、到期删除等），直到 Ctrl+C 或 SIGTERM；可以在任何机器上运行一个或几个。"""
    from consult_web.background import Worker, use_wake
    from consult_web.operating import with_tables

    settings, database = with_tables()
    _know_tasks()
    use_wake(database, settings.redis_url)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Worker(database, settings.open_files()).run(stop)


@main.command()
def check() -> None:
    """逐项检查这套网站：设置、数据库、密钥、磁盘、法规库、后台进程；有一项不正常，以 1 退出。"""
    from consult_web.checking import look

    seen = list(look(_LANG))
    for name, is_fine, words in seen:
        click.echo(f"{'正常' if is_fine else '不正常'}　{name}：{words}")
    if not all(found.is_fine for found in seen):
        raise SystemExit(1)


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--keep-days",
    type=click.IntRange(min=1),
    help="每天一份：写到文件夹（备份文件一项写文件夹）里，文件名带当天日期，并删除其中超过这么多天的旧备份。",
)
def backup(target: Path, keep_days: int | None) -> None:
    """把此刻的数据和文件写成一个 zip 备份，只有本用户能读。数据密钥不在其中，请另行保管。"""
    from consult_web.backup import back_up, back_up_of_day
    from consult_web.operating import with_tables
    from consult_web.storage import china_today

    settings, database = with_tables(of_this_program=False)
    files = settings.open_files()
    if keep_days is None:
        made = back_up(database, files, target)
    else:
        made = back_up_of_day(database, files, target, china_today(), keep_days)
    for name in made.get("deleted", ()):
        click.echo(f"已删除旧备份 {name}")
    _tell_backup("E680", made, name=made.get("path", target))


@main.command()
@click.argument("source", metavar="TARGET", type=click.Path(path_type=Path))
def restore(source: Path) -> None:
    """把备份恢复到 DATABASE_URL 的空数据库（SQLite 或者 PostgreSQL）和文件夹 CONSULT_HOME。"""
    from consult_web.backup import restore as put_back
    from consult_web.operating import opened
    from consult_web.ui import moment_text

    settings, database = opened()
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = put_back(database, settings.open_files(), source)
    _tell_backup("E681", made, name=moment_text(datetime.fromisoformat(made["made"])))


def _tell_backup(code: str, made: Mapping[str, Any], name: object) -> None:
    """What is in a backup; E998 when files were lost before it was made."""
    rows = sum(table["rows"] for table in made["tables"].values())
    end = ":".join(map(str, made["audit"]))
    said = LawcheckError(code, name=name, rows=rows, files=made["files"], end=end).text(_LANG)
    click.echo(said.partition("] ")[2])  # good news without a code
    if made["missing"]:
        raise LawcheckError("E998", count=len(made["missing"]), names=" ".join(made["missing"]))


@main.group()
def admin() -> None:
    """账号和密钥。"""


@admin.command("new-key")
def new_key() -> None:
    """生成一个新密钥，供 CONSULT_DATA_KEYS 使用。"""
    from consult_web.storage import new_data_key

    click.echo(new_data_key())


@admin.command("renew-keys")
def renew_keys() -> None:
    """用 CONSULT_DATA_KEYS 的第一个密钥重新加密全部数据；之后可以去掉其余密钥。"""
    from consult_web.operating import with_tables
    from consult_web.storage import renew_sealed

    _know_tasks()
    for table, count in renew_sealed(with_tables()[1]).items():
        click.echo(f"{table}: {count}")


@admin.command("create")
@click.argument("login")
@click.option("--name", required=True, help="姓名。")
@click.option("--organisation", required=True, help="单位名称；没有时新建。")
@click.option("--role", "roles", multiple=True, default=("系统管理员",), show_default=True, help="角色，可以写几次。")
def create_admin(login: str, name: str, organisation: str, roles: tuple[str, ...]) -> None:
    """新建用户（默认系统管理员）；初始密码只显示这一次。"""
    from sqlalchemy import select

    from consult_web.accounts import Organisation, OrganisationKind, create_organisation, create_user
    from consult_web.operating import with_tables

    given = [_role(role) for role in roles]
    with with_tables()[1].saving() as session:
        place = session.scalar(select(Organisation).where(Organisation.name == organisation))
        place = place or create_organisation(session, "program", organisation, OrganisationKind.CONGRESS)
        user, password = create_user(session, "program", login=login, name=name, organisation=place, roles=given)
    click.echo(f"{user.login}  {password}")


def _role(name: str) -> Role:
    from consult_web.accounts import Role

    try:
        return Role(name)
    except ValueError as error:
        raise LawcheckError("E695", name=name, names="、".join(Role)) from error


@main.group()
def audit() -> None:
    """审计日志。"""


@audit.command("verify")
@click.option("--noted", multiple=True, help="以前记下的末尾（序号:校验值），必须仍在日志中。")
def verify_audit(noted: tuple[str, ...]) -> None:
    """核对整条校验链；断开时以 1 退出，否则显示末尾（序号:校验值）。"""
    from consult_web.audit import verify
    from consult_web.operating import with_tables

    ends = [_head(text) for text in noted]
    _, database = with_tables(of_this_program=False)
    with database.reading() as session:
        found = verify(session, ends)
    if found.fault:
        raise LawcheckError("E831", number=found.fault.number, what=found.fault.words(_LANG))
    click.echo(f"{found.head.number}:{found.head.hash}")


def _head(text: str) -> Head:
    from consult_web.audit import Head

    found = _NOTED.fullmatch(text.strip())
    if found is None:
        raise LawcheckError("E696", text=text)
    return Head(int(found[1]), found[2])


main.add_command(desk)


def _know_tasks() -> None:
    """Rooms that have background work or sealed values are known once they are imported."""
    from consult_web.site import ROOMS

    for room in ROOMS:
        importlib.import_module(f"consult_web.{room}")


if __name__ == "__main__":
    main()
