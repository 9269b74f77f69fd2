"""The command `lstm-docs`. Exit status: 0; 1 a check failed; 2 bad usage or input."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from ..errors import LstmDocsError
from .experiments import experiments
from .numbers import facts, trace
from .pages import pages
from .quiz import quiz
from .units import units


class _Group(click.Group):
    """Errors of ours become one line on stderr and exit status 2, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except LstmDocsError as error:
            click.echo(f"lstm-docs: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # Whoever read our output has had enough; say nothing more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="lstm-docs")
def main() -> None:
    """LSTMs by the numbers: facts, traces and quizzes, every figure computed."""


for command in (facts, trace, units, quiz, pages, experiments):
    main.add_command(command)
