"""YAML that remembers its lines, read by the safe loader, so that an error can say where."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import yaml
from yaml.constructor import SafeConstructor

from .errors import LstmDocsError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@dataclass(frozen=True)
class Located:
    """A YAML value and where it stands: `source` is a file, `line` counts from 1.

    `value` is a scalar, a list of `Located` or a dict of `Located` by string.
    """

    value: Any
    source: str
    line: int
    keys: dict[str, int] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """`file:line`."""
        return f"{self.source}:{self.line}"

    def error(self, message: str) -> LstmDocsError:
        """An error placed here."""
        return LstmDocsError(message, where=self.where)

    def plain(self) -> Any:  # noqa: ANN401 - whatever YAML holds
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return self.value

    def items(self) -> Iterator[tuple[str, Located]]:
        """The pairs of a mapping; raises if it is none."""
        if not isinstance(self.value, dict):
            raise self.error(f"expected a mapping (key: value), not {_kind(self.value)}")
        return iter(self.value.items())

    def sequence(self) -> list[Located]:
        """The items of a list; raises if it is none."""
        if not isinstance(self.value, list):
            raise self.error(f"expected a list, not {_kind(self.value)}")
        return self.value

    def text(self) -> str:
        """A non-empty string; raises otherwise."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.error(f"expected text, not {_kind(self.value)}")
        return self.value

    def whole(self, low: int, high: int) -> int:
        """A whole number in a range; raises otherwise."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not low <= self.value <= high:
            raise self.error(f"expected a whole number from {low:,} to {high:,}, not {str(self.value)[:40]!r}")
        return self.value

    def check_keys(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Raise at the line of the first key that is unknown, or here if one is missing."""
        known = [*required, *optional]
        for key in dict(self.items()):
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else "known keys: " + ", ".join(known)
                raise LstmDocsError(f"unknown key {key!r}; {hint}", where=f"{self.source}:{self.keys[key]}")
        for key in required:
            if key not in self.value:
                raise self.error(f"missing key {key!r}")

    def get(self, key: str) -> Located | None:
        """The value of a key of a mapping, or None."""
        found: Located | None = self.value.get(key)
        return found

    def __getitem__(self, key: str) -> Located:
        found: Located = self.value[key]
        return found


def load(text: str, source: str, first_line: int = 1) -> Located:
    """Parse one YAML document; `first_line` is the line of `source` on which `text` begins.

    Raises `LstmDocsError` with file:line for bad syntax, duplicate keys and keys that are not strings.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "cannot be read"
        raise LstmDocsError(f"not valid YAML: {problem}", where=f"{source}:{line}") from None
    if node is None:
        return Located({}, source, first_line)
    return _locate(node, source, first_line, 0)


def _locate(node: yaml.Node, source: str, first_line: int, depth: int) -> Located:
    line = first_line + node.start_mark.line
    if depth > 20:
        raise LstmDocsError("nested more than 20 levels deep", where=f"{source}:{line}")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, source, first_line, depth)
    if isinstance(node, yaml.SequenceNode):
        return Located([_locate(item, source, first_line, depth + 1) for item in node.value], source, line)
    try:
        return Located(SafeConstructor().construct_object(node), source, line)
    except (yaml.YAMLError, ValueError) as error:
        raise LstmDocsError(f"not a value: {error}", where=f"{source}:{line}") from None


def _mapping(node: yaml.MappingNode, source: str, first_line: int, depth: int) -> Located:
    values: dict[str, Located] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = first_line + key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            raise LstmDocsError("a key must be a word", where=f"{source}:{line}")
        key = str(key_node.value)
        if key in values:
            raise LstmDocsError(f"key {key!r} stands twice, first on line {lines[key]}", where=f"{source}:{line}")
        values[key] = _locate(value_node, source, first_line, depth + 1)
        lines[key] = line
    return Located(values, source, first_line + node.start_mark.line, lines)


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else f"{str(value)[:40]!r}"
