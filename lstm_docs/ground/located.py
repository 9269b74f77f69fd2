"""YAML that remembers its lines, read by the safe loader, so that an error can say where."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import yaml
from yaml.composer import Composer, ComposerError
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from .errors import LstmDocsError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST = 2**17
DEEPEST = 20
MOST_NODES = 2**16
LONGEST_NUMBER = 40
NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


_UNQUOTED = re.compile(r"(?:^\s*(?:- )?|^\s*(?:- )?\w+:\s+|[\[{,]\s*\w+:\s+|^\s*- )([*&%@`]|\{(?=[A-Za-z]\w*(?::\w+)?\}))")
"""A value that begins with a sign of YAML's: `*H`, `{H} rows`."""


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

    @property
    def shown(self) -> str:
        """The value as an error names it."""
        if isinstance(self.value, dict):
            return "a mapping"
        return "a list" if isinstance(self.value, list) else f"{str(self.value)[:40]!r}"

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
            raise self.error(f"expected a mapping (key: value), not {self.shown}")
        return iter(self.value.items())

    def sequence(self) -> list[Located]:
        """The items of a list; raises if it is none."""
        if not isinstance(self.value, list):
            raise self.error(f"expected a list, not {self.shown}")
        return self.value

    def below(self) -> Iterator[Located]:
        """This and all that stands within it."""
        yield self
        for item in self.value.values() if isinstance(self.value, dict) else self.value if isinstance(self.value, list) else ():
            yield from item.below()

    def text(self) -> str:
        """A non-empty string; raises otherwise."""
        if not isinstance(self.value, str) or not self.value.strip():
            braces = isinstance(self.value, dict) and any(item.value is None for item in self.value.values())
            raise self.error(f"expected text, not {self.shown}{'; put it into quotes' * braces}")
        return self.value

    def whole(self, low: int, high: int) -> int:
        """A whole number in a range; raises otherwise."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not low <= self.value <= high:
            raise self.error(f"expected a whole number from {low:,} to {high:,}, not {self.shown}")
        return self.value

    def check_keys(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Raise at the line of the first key that is unknown, or here if one is missing."""
        known = [*required, *optional]
        for key in dict(self.items()):
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else "known keys: " + ", ".join(known)
                raise LstmDocsError(f"unknown key {key[:40]!r}; {hint}", where=f"{self.source}:{self.keys[key]}")
        for key in required:
            if key not in self.value:
                raise self.error(f"missing key {key!r}")

    def get(self, key: str) -> Located | None:
        """The value of a key of a mapping, or None."""
        child: Located | None = self.value.get(key)
        return child

    def __getitem__(self, key: str) -> Located:
        child: Located = self.value[key]
        return child


def load(text: str, source: str, first_line: int = 1) -> Located:
    """Parse one YAML document; `first_line` is the line of `source` on which `text` begins.

    Raises `LstmDocsError` with file:line for bad syntax, duplicate keys, keys that are not strings, and a document that
    is too long, too deep or, with its aliases put in, too large to be meant.
    """
    places = _Places(source, first_line)
    if len(text) > LONGEST:
        raise places.error(0, f"longer than {LONGEST:,} characters; split the file")
    try:
        node = _composed(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        raise places.error(line, "not valid YAML: it holds a character that is no text") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise places.error(line, _cure(text, error) or f"not valid YAML: {error.problem or 'cannot be read'}") from None
    return Located({}, source, first_line) if node is None else places.of(node, 0)


def _cure(text: str, error: yaml.MarkedYAMLError) -> str:
    """What to do about a value that YAML takes for its own signs, in the words of who wrote it; empty for other faults."""
    lines = text.splitlines()
    marks = (mark for mark in (error.problem_mark, error.context_mark) if mark)
    for written in (lines[mark.line] for mark in marks if mark.line < len(lines)):
        value = _UNQUOTED.search(written)
        if value:
            return f"put the value into quotes: to YAML, {value[1]!r} at its beginning is a sign of its own"
    if "mapping values" in (error.problem or ""):
        return "put the text into quotes: to YAML, ': ' within it begins another value"
    return ""


class _Untagged(Composer):
    """Composes nodes without tags, which nothing here needs, and never deeper than `DEEPEST`."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401 - PyYAML's signature
        """The next node."""
        event = self.peek_event()  # type: ignore[attr-defined]  # of the parser that is mixed in
        if getattr(event, "tag", None) is not None:
            raise ComposerError(None, None, "tags such as !!str are not read; leave them out", event.start_mark)
        if self.depth > DEEPEST:
            raise ComposerError(None, None, f"nested more than {DEEPEST} levels deep", event.start_mark)
        self.depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Loader(_Untagged, yaml.SafeLoader):
    """PyYAML's reader, scanner and parser."""


QUICK: Any = None
with suppress(ImportError):
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class _Quick(_Untagged, CParser, Resolver):
        """The same over libyaml's."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            Composer.__init__(self)
            Resolver.__init__(self)

    QUICK = _Quick


def _composed(text: str) -> yaml.Node | None:
    """The document's node. Where libyaml is there and reads it, in a tenth of the time; PyYAML tells what is wrong."""
    if QUICK is not None:
        with suppress(yaml.YAMLError, UnicodeError):
            return yaml.compose(text, Loader=QUICK)
    return yaml.compose(text, Loader=_Loader)


@dataclass
class _Places:
    """Nodes as values with their places. An alias stands for a copy: copies of copies are counted before they are many."""

    source: str
    first_line: int
    nodes: int = 0

    def error(self, line: int, message: str) -> LstmDocsError:
        """An error on a line of the text, counted from 0."""
        return LstmDocsError(message, where=f"{self.source}:{self.first_line + line}")

    def of(self, node: yaml.Node, depth: int) -> Located:
        """The value of a node, and of those below it."""
        line = node.start_mark.line
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            excess = f"nested more than {DEEPEST} levels deep" if depth > DEEPEST else f"more than {MOST_NODES:,} values"
            raise self.error(line, excess)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return Located([self.of(item, depth + 1) for item in node.value], self.source, self.first_line + line)
        return Located(self._scalar(node), self.source, self.first_line + line)

    def _scalar(self, node: yaml.Node) -> Any:  # noqa: ANN401 - whatever YAML holds
        if node.tag in NUMBERS and len(node.value) > LONGEST_NUMBER:
            raise self.error(node.start_mark.line, f"a number of more than {LONGEST_NUMBER} characters")
        try:
            return SafeConstructor().construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError):
            raise self.error(node.start_mark.line, f"not a value: {node.value[:40]!r}") from None

    def _mapping(self, node: yaml.MappingNode, depth: int) -> Located:
        values: dict[str, Located] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line
            if not isinstance(key_node, yaml.ScalarNode):
                raise self.error(line, "a key must be a word")
            key = str(key_node.value)
            if key in values:
                raise self.error(line, f"key {key[:40]!r} stands twice, first on line {lines[key]}")
            values[key] = self.of(value_node, depth + 1)
            lines[key] = self.first_line + line
        return Located(values, self.source, self.first_line + node.start_mark.line, lines)
