"""What somebody must look at after marking, in few lines however much it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .wording import listed

if TYPE_CHECKING:
    from .kit_marks import Marks

MOST_LINES = 50


def to_look_at(marks: Marks) -> list[str]:
    """A line for each problem; one that many share is told once with its first places, and a count ends a long list."""
    places: dict[str, list[str]] = {}
    for problem in marks.problems:
        whose = f" ({problem.name[:60]})" if problem.name else ""
        places.setdefault(problem.message, []).append(f"{problem.where}{whose}")
    lines = [f"{listed(where)}: {message}" for message, where in places.items()]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"and {len(lines) - MOST_LINES:,} more; --json and problems.csv, with --out, hold them all"]
    if marks.missing:
        lines.append(f"no response from {listed([(one.name or one.code)[:60] for one in marks.missing])}")
    return lines
