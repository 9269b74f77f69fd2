"""Scripts written into a page: all that it asks for as one, with the data of its questions, and the hash for a policy.

A script in a page has no modules to import. So the modules stand in one script, each in a function of its own, after those
that it imports. A policy (Content-Security-Policy) lets that script run by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from ..fences.context import asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_FIRST = r"(?:^|(?<=[;}]))"  # of a statement, in a line of its own or minified
_IMPORT = re.compile(_FIRST + r'import ?(?:(\{[^}]*\}) ?from ?)?"\./([\w-]+\.js)";?', re.MULTILINE)
_LATER = re.compile(r'\bimport\("\./([\w-]+\.js)"\)')
_EXPORT = re.compile(_FIRST + r"export (?=(?:const|class|function) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_LISTED = re.compile(_FIRST + r"export ?\{([^}]*)\};?", re.MULTILINE)

# For our modules, in the place of the browser's own: what they would fetch stands in the page.
_FETCH = (
    "const fetch=async url=>({json(){const[,name]=/([\\w-]+)\\.json$/.exec(url);"
    'return JSON.parse(document.querySelector(`template[data-lstm-family="${name}"]`).content.textContent)}});'
)


def inlined(html: str, folder: str, data: Mapping[str, str]) -> tuple[str, str]:
    """The page with the scripts that it loads from `folder` written into it as one; and that script, if there is any.

    `data` is the JSON of each family that the page asks.
    """
    tag = re.compile(rf'<script type="module" src="{re.escape(folder)}([\w-]+\.js)"></script>')
    names = tuple(sorted(set(tag.findall(html))))
    if not names:
        return html, ""
    script = bundle(names)
    held = "".join(f'<template data-lstm-family="{name}">{escape(text, quote=False)}</template>' for name, text in data.items())
    first = f'{held}<script type="module">{script}</script>'
    return tag.sub("", tag.sub(lambda _: first, html, count=1)), script


def policy(scripts: Iterable[str]) -> str:
    """The directive that lets these scripts run and no others, in an order of its own."""
    digests = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    return " ".join(["script-src", *(f"'sha256-{digest}'" for digest in sorted(digests))])


@cache
def bundle(names: tuple[str, ...]) -> str:
    """Our modules of these names, and all that they import, as one script."""
    inside = "".join(map(_wrapped, dict.fromkeys(module for name in names for module in _with_imports(name))))
    return f'(()=>{{"use strict";const modules={{}};\n{_FETCH}\n{inside}}})()'


@cache
def modules_of(name: str) -> tuple[str, ...]:
    """A module after all that it imports."""
    return tuple(dict.fromkeys(_with_imports(name)))


@cache
def alone(name: str) -> str:
    """A module as one script with all that it imports, which fetches as any script does."""
    inside = "".join(map(_wrapped, modules_of(name)))
    return f'(()=>{{"use strict";const modules={{}};\n{inside}}})()\n'


@cache
def joined(name: str, own: tuple[str, ...]) -> str:
    """A module as one with `own`, those of its modules that nothing else imports; it imports the others as before.

    Packed together they weigh a tenth less, and a page asks for one file.
    """
    others = [other for module in own for other in _imported(module) if other not in own]
    imports = "".join(f'import*as m{place} from"./{other}";' for place, other in enumerate(dict.fromkeys(others)))
    known = ",".join(f'"{other}":m{place}' for place, other in enumerate(dict.fromkeys(others)))
    return f"{imports}const modules={{{known}}};\n{''.join(map(_wrapped, own))}"


def own_of(name: str, all_names: Iterable[str]) -> tuple[str, ...]:
    """A module after those of its modules that are imported by no other ones than these."""
    own = modules_of(name)
    importers = {module: {other for other in all_names if module in _imported(other)} for module in own}
    while foreign := {module for module in own if module != name and not importers[module] <= {*own}}:
        own = tuple(module for module in own if module not in foreign)
    return own


def _with_imports(name: str) -> Iterator[str]:
    """A module after all that it imports, at once or later."""
    for imported in _imported(name):
        yield from _with_imports(imported)
    yield name


def _imported(name: str) -> list[str]:
    """What a module imports, at once or later."""
    text = asset(name)
    return [*(match[2] for match in _IMPORT.finditer(text)), *_LATER.findall(text)]


def _wrapped(name: str) -> str:
    """A module as a function that gives what it exports, without lines that are comments."""
    text = _COMMENT.sub("", asset(name))
    exported = [*_EXPORT.findall(text), *(one for listed in _LISTED.findall(text) for one in listed.split(","))]
    for pattern, replacement in ((_LISTED, ""), (_EXPORT, "")):
        text = pattern.sub(replacement, text)
    text = _IMPORT.sub(lambda match: f'const {match[1]}=modules["{match[2]}"];' if match[1] else "", text)
    text = _LATER.sub(r'Promise.resolve(modules["\1"])', text)
    return f'modules["{name}"]=(()=>{{{text}\nreturn{{{",".join(one.strip() for one in exported)}}}}})();\n'
