"""YAML that means harm is refused in a line, in little time and memory."""

from __future__ import annotations

import pytest

from lstm_docs.ground import located
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.located import LONGEST, load

LAUGHS = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"{copy}: &{copy} [{', '.join([f'*{of}'] * 10)}]\n" for of, copy in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "aliases of aliases": (LAUGHS, r"x.yml:\d+: more than 65,536 values"),
    "an alias within itself": ("a: &a [*a]", "x.yml:1: nested more than 20 levels deep"),
    "brackets": ("a:\n - " + "[" * 100_000, "x.yml:2: not valid YAML: nested more than 20 levels deep"),
    "indents": ("".join(" " * n + "a:\n" for n in range(400)), "x.yml:21: not valid YAML: nested more than 20 levels deep"),
    "length": ("a: " + "b" * LONGEST, "longer than 131,072 characters"),
    "a number in hexadecimal": ("a: 0x" + "f" * 5000, "x.yml:1: a number of more than 40 characters"),
    "a number in sixties": ("a: 1" + ":59" * 40_000, "x.yml:1: a number of more than 40 characters"),
    "no number after all": ("a: 0b_", "x.yml:1: not a value: '0b_'"),
    "no day of any month": ("a: 2026-99-99", "x.yml:1: not a value: '2026-99-99'"),
    "a value of its own kind": ("a: =", "x.yml:1: not a value: '='"),
    "a tag": ("a: 1\nb: !!bool maybe", "x.yml:2: not valid YAML: tags such as !!str are not read"),
    "a program": ("a: !!python/object/apply:os.system [ls]", "tags such as !!str are not read"),
    "a character that is no text": ("a: 1\nb: \0", "x.yml:2: not valid YAML: it holds a character that is no text"),
    "half a character": ("a: 1\nb: \udcff", "x.yml:2: not valid YAML: it holds a character that is no text"),
    "no single document": ("a: 1\n---\nb: 1\n", "x.yml:2: not valid YAML"),
}


@pytest.fixture(autouse=True, params=["libyaml", "PyYAML alone"])
def _reader(request, monkeypatch):
    """What is read and refused is the same where libyaml is not there."""
    if request.param == "PyYAML alone":
        monkeypatch.setattr(located, "QUICK", None)


@pytest.mark.parametrize(("text", "message"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_a_line(text, message):
    with pytest.raises(LstmDocsError, match=message) as caught:
        load(text, "x.yml")
    assert "\n" not in str(caught.value)


def test_an_alias_stands_for_its_copy():
    read = load("a: &one [1, {b: 2}]\nc: *one\n", "x.yml")
    assert read.plain() == {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}
