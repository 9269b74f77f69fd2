"""The names that programs may rely on, read from the package itself: signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType

from markupsafe import Markup, escape

from ...ground.xml import tag

MODULES = (
    "cells",
    "derive",
    "reference",
    "frameworks",
    "facts",
    "explaining",
    "quiz",
    "marks",
    "models",
    "checking",
    "training",
    "timings",
    "rendering",
)
"""The public parts of `lstm_docs`, from the ground up; each tells in `__all__` what it offers."""


@dataclass(frozen=True)
class PythonName:
    """A public name: how it is called, what its docstring says in paragraphs, and the names that belong to it."""

    name: str
    call: str
    says: tuple[Markup, ...]
    members: tuple[PythonName, ...] = ()


def public(module: str) -> list[PythonName]:
    """What a part offers, in the order of its `__all__`. Raises `ValueError` for a name that says nothing of itself."""
    part = import_module(f"lstm_docs.{module}")
    return [_described(name, getattr(part, name), part) for name in part.__all__]


def _described(name: str, value: object, part: ModuleType) -> PythonName:
    if isinstance(value, ModuleType):
        return PythonName(name, name, _paragraphs(value.__doc__, name))
    if inspect.isclass(value):
        members = (_described(key, item, part) for key, item in _members(value))
        return PythonName(name, _call(name, value), _paragraphs(inspect.getdoc(value), name), tuple(members))
    if isinstance(value, property):
        return PythonName(name, name, _paragraphs(inspect.getdoc(value), name))
    if callable(value):
        return PythonName(name, _call(name, value), _paragraphs(inspect.getdoc(value), name))
    return PythonName(name, name, _paragraphs(_constant(name, part), name))


def _members(owner: type) -> list[tuple[str, object]]:
    """Methods and properties with a docstring, those of the class itself."""
    fields = getattr(owner, "__dataclass_fields__", {})
    own = ((key, item) for key, item in vars(owner).items() if not key.startswith("_") and key not in fields)
    kinds = (property, classmethod, staticmethod)
    return [(key, getattr(owner, key)) for key, item in own if isinstance(item, kinds) or inspect.isfunction(item)]


def _call(name: str, value: object) -> str:
    """`of(network, framework=None)`: parameters with their defaults, without types."""
    try:
        parameters = inspect.signature(value).parameters.values()  # type: ignore[arg-type]
    except ValueError:
        return name
    shown = [str(p.replace(annotation=inspect.Parameter.empty, default=_default(p.default))) for p in parameters]
    return f"{name}({', '.join(text for text in shown if text not in ('self', 'cls'))})"


class _Shown(str):
    """A default as it is written."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _default(value: object) -> object:
    """Defaults that are plain stay; of others nothing but that there is one, since their text differs from run to run."""
    plain = value is inspect.Parameter.empty or value is None or isinstance(value, str | int | float | tuple)
    return value if plain else _Shown("…")


def _constant(name: str, part: ModuleType) -> str | None:
    """The text that stands below a constant, in whichever file of the part gives it its value."""
    for file in sorted(Path(str(part.__file__)).parent.glob("*.py")):
        body = ast.parse(file.read_text(encoding="utf-8")).body
        for line, below in pairwise(body):
            targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
            named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
            if named and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                return str(below.value.value)
    return None


def _paragraphs(docstring: str | None, name: str) -> tuple[Markup, ...]:
    if not docstring:
        raise ValueError(f"{name} has no docstring")
    return tuple(_code(" ".join(text.split())) for text in inspect.cleandoc(docstring).split("\n\n"))


def _code(text: str) -> Markup:
    """A paragraph, what stands between backticks as code."""
    return Markup("").join(tag("code", piece) if n % 2 else escape(piece) for n, piece in enumerate(text.split("`")))
