"""A file that the HTML paper saved; it came from outside, so nothing of it is taken on trust."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..ground.errors import LstmDocsError, reason
from .response import Problem, Response, answers_once, tidy
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE = 2**22
NONE = "is not a file that a paper saved: "
NO_PLACE = 10**9


class _Object(list[tuple[str, Any]]):
    """A JSON object as the pairs that stand in it; a key may stand twice."""

    def one(self, key: str, kind: type, otherwise: object = None) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The value of a key. Raises `LstmDocsError` if it is of another kind, or stands twice with other values."""
        values = [value for name, value in self if name == key] or [otherwise]
        if any(value != values[0] for value in values):
            raise LstmDocsError(f"{NONE}it has two values of {key!r}")
        if not isinstance(values[0], kind):
            raise LstmDocsError(f"{NONE}expected code, candidate and answers")
        return values[0]


def saved(path: Path) -> Iterator[Response | Problem]:
    """The response in a file, and what must be looked at in it."""
    try:
        yield from _response(str(path), _content(path))
    except LstmDocsError as error:
        yield Problem(str(path), error.message)
    except RecursionError:
        yield Problem(str(path), f"{NONE}brackets inside brackets without end")


def _content(path: Path) -> _Object:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise LstmDocsError("larger than an answer file can be")
        parsed = json.loads(content, object_pairs_hook=_Object)
    except OSError as error:
        raise LstmDocsError(f"cannot be read: {reason(error)}") from None
    except ValueError:
        raise LstmDocsError(f"{NONE}no JSON in UTF-8") from None
    if not isinstance(parsed, _Object):
        raise LstmDocsError(f"{NONE}expected code, candidate and answers")
    return parsed


def _response(where: str, content: _Object) -> Iterator[Response | Problem]:
    code, candidate = content.one("code", str), content.one("candidate", str, "")
    pairs = content.one("answers", _Object)
    if not all(key.isascii() and key.isdigit() and isinstance(text, str) for key, text in pairs):
        raise LstmDocsError("its answers are not texts by the number of the question")
    given = [(_place(key), text) for key, text in pairs]
    answers, twice = answers_once(given)
    yield Response(where, tidy(code), candidate, answers, twice)
    again = [place for place, count in Counter(place for place, _ in given).items() if count > 1 and place not in twice]
    if again:
        yield Problem(where, f"question {listed(again)} is given twice, and not differently: it counts once")


def _place(key: str) -> int:
    """The number of a question; one that no paper can have is not made a number of a million digits."""
    digits = key.lstrip("0") or "0"
    return int(digits) if len(digits) < len(str(NO_PLACE)) else NO_PLACE
