"""Groups whose commands are imported when they are called: `--help` needs no SymPy."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

Lazy = tuple[str, str]
"""The module below `lstm_docs.cli` that has the command under its own name, and the first sentence of its help."""


class LazyGroup(click.Group):
    """A group that is given `lazy`: its commands by name, each told before it is imported."""

    def __init__(self, *args: Any, lazy: Mapping[str, Lazy], **settings: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*args, **settings)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted, as click has them."""
        return sorted(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in self.lazy:
            return None
        module = import_module(f".{self.lazy[cmd_name][0]}", __package__)
        commands = (value for value in vars(module).values() if isinstance(value, click.Command))
        return next(command for command in commands if command.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the commands do, in a line each."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.lazy[name][1]) for name in self.list_commands(ctx)])
