"""A click group that imports a command only when it is run: `lawcheck --help` must not load numpy."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """Commands named in ``commands_at`` (name → ``module:attribute``) are imported on demand."""

    def __init__(self, *args: Any, commands_at: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted({*super().list_commands(ctx), *self.commands_at})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now if need be."""
        if cmd_name not in self.commands_at:
            return super().get_command(ctx, cmd_name)
        module, attribute = self.commands_at[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        return command if isinstance(command, click.Command) else None
