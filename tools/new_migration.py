"""Write the next migration of the site from its models: ``python -m tools.new_migration 0007 "what changes"``.

What alembic writes is cut into one function a table, so that a person can read it; look at it before committing it.
"""

from __future__ import annotations

import re
import tempfile
from importlib import import_module

import click

from consult_web.storage import Keyring, latest_revision, new_data_key, new_revision, open_database, upgrade

ROOMS = ("audit", "background", "accounts", "consultations", "filings")
_TABLE = re.compile(r"op\.(create_table|drop_table)\(\s*'(\w+)'|batch_alter_table\('(\w+)'")


@click.command()
@click.argument("number")
@click.argument("message")
@click.option("--only", multiple=True, help="Modules whose models count; all rooms where none is given.")
def main(number: str, message: str, only: tuple[str, ...]) -> None:
    """Write the migration NUMBER (four digits) that does what MESSAGE says."""
    for name in only or [f"consult_web.{room}" for room in ROOMS]:
        import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/new.db", Keyring([new_data_key()]))
        if latest_revision():
            upgrade(database)
        path = new_revision(database, number, message)
        database.close()
    path.write_text(rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")
    click.echo(path)


def rewrite(text: str) -> str:
    """One function for each table of the upgrade; the downgrade of new tables drops them.

    >>> rewrite("def upgrade() -> None:\\n    '''x'''\\n    op.create_table('a',\\n    )\\n\\n\\ndef downgrade() -> None:\\n    pass\\n").count("def ")
    3
    """
    head, _, rest = text.partition("def upgrade() -> None:\n")
    body, _, down = rest.partition("\n\ndef downgrade() -> None:\n")
    doc, *lines = [line for line in body.splitlines() if "###" not in line]
    tables: dict[str, list[str]] = {}
    table = ""
    for line in lines:
        if found := _TABLE.search(line):
            table = found[2] or found[3]
        if line.strip():
            tables.setdefault(table, []).append(line)
    made = [name for name, code in tables.items() if "create_table" in code[0]]
    functions = [f"def _{name}() -> None:\n" + "\n".join(code) for name, code in tables.items()]
    calls = "\n".join(f"    _{name}()" for name in tables)
    if len(made) == len(tables):
        drops = ", ".join(f'"{name}"' for name in reversed(made))
        down = f'    """Drop what this version made."""\n    for name in ({drops},):\n        op.drop_table(name)\n'
    parts = [f"{head}def upgrade() -> None:\n{doc}\n{calls}", f"def downgrade() -> None:\n{down.rstrip()}", *functions]
    return "\n\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
