"""The command `lstm-docs`. Exit status: 0; 1 a check failed; 2 bad usage or input."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from ..ground.errors import LstmDocsError, UnknownNameError, reason
from .lazy import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Iterable


INTERRUPTED = 130
LISTS = {"family": "lstm-docs quiz list", "topic": "lstm-docs quiz list"}
COMMANDS = {
    "check": ("check", "Whether a port is the network that it was made from, and if not, what is wrong with it."),
    "code": ("code", "A cell as a program: functions in NumPy, or a PyTorch module, with weights named as in its equations."),
    "convert": ("convert", "The same weights for another framework, with every setting that they need."),
    "experiments": ("experiments", "What was measured about the number of units, learning rate and batch size."),
    "explain": ("explain", "What a printed COUNT means, or a summary on the standard input, line by line."),
    "facts": ("facts", "Every fact of a network: formula, number, unit."),
    "fence": ("fence", "Render the fence called KIND, with or without lstm-, whose YAML is read from standard input."),
    "inspect": ("inspect", "The recurrent layers of a model FILE: cells, sizes, gate order, and how each is known."),
    "pages": ("pages", "Write the generated pages and their assets below OUT."),
    "quiz": ("quiz", "Questions with fresh numbers and verified answers."),
    "timings": ("timings", "Recurrent layers measured on the machines whose files are in the package, and on those of FILES."),
    "trace": ("trace", "Every gate and state of every step, on random weights and inputs."),
    "words": ("words", "The words that readers see around formulas and questions, as a table to say them in another language."),
    "units": ("units", "Numbers of units to try, by the rules of thumb that give them, or what a budget of parameters buys."),
}


class _Group(LazyGroup):
    """Whatever the user can mend becomes one line on stderr and exit status 2, never a traceback."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember all arguments, to look at them when faults are told in a line."""
        ctx.meta[__name__] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command."""
        for stream in (sys.stdin, sys.stdout):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # what is typed, and names of files, may be no text
        try:
            _check_text(ctx.meta[__name__])
            return super().invoke(ctx)
        except LstmDocsError as error:
            click.echo(f"lstm-docs: {error}{_listing(error)}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # Whoever read our output has had enough; say nothing more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            place = f"{str(error.filename)[:200]}: " if error.filename else ""
            click.echo(f"lstm-docs: {place}{reason(error)}", err=True)
            ctx.exit(2)
        except (KeyboardInterrupt, click.Abort) as error:
            if not isinstance(error.__context__, EOFError):
                ctx.exit(INTERRUPTED)
            click.echo("\nlstm-docs: the input ended before the last answer", err=True)
            ctx.exit(2)


def _listing(error: LstmDocsError) -> str:
    """How to see all names of which one was unknown, where none is near it and there are many."""
    listed = LISTS.get(error.what) if isinstance(error, UnknownNameError) and not error.near else None
    return f"; {listed} lists them" if listed else ""


def _check_text(arguments: Iterable[str]) -> None:
    """Refuse arguments that are no text, unless they name a file that is there."""
    for argument in arguments:
        value = argument.partition("=")[2] if argument.startswith("--") else argument
        if any("\ud800" <= letter <= "\udfff" for letter in value) and not os.path.lexists(value):
            raise LstmDocsError(f"{argument[:80]!r} is not UTF-8 text")


@click.group(cls=_Group, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="lstm-docs")
def main() -> None:
    """LSTMs by the numbers: facts, traces and quizzes, every figure computed."""
