"""What MyST is told and answered."""

from __future__ import annotations

import io
import json

import pytest

from lstm_docs import myst
from lstm_docs.site.fences.inline_kinds import INLINE
from lstm_docs.site.fences.names import KINDS


def asked(body: str, line: int = 7) -> dict:
    return {"body": body, "node": {"position": {"start": {"line": line}}}}


def run(monkeypatch, capsys, *arguments: str, given: dict | None = None) -> object:
    monkeypatch.setattr("sys.argv", ["lstm.py", *arguments])
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(given)))
    myst.main()
    return json.loads(capsys.readouterr().out)


def test_it_says_what_it_has(monkeypatch, capsys):
    spec = run(monkeypatch, capsys)
    assert [it["name"] for it in spec["directives"]] == list(KINDS)
    assert [it["name"] for it in spec["roles"]] == list(INLINE)


def test_a_directive_and_a_role_are_answered_with_nodes(monkeypatch, capsys):
    (table,) = run(monkeypatch, capsys, "--directive", "lstm-facts", given=asked("input: 80\nhidden: 12\nshow: [macs]"))
    name, count, _ = table["children"][0]["children"]
    assert name["children"] == [{"type": "text", "value": "MACs"}]
    assert count["children"][0] == {"type": "inlineMath", "value": r"4 B H T ( H + I ) = 4\, 416"}
    (number,) = run(monkeypatch, capsys, "--role", "lstm-fact", given=asked("parameters input=80 hidden=12 show=value"))
    assert number["type"] == "inlineMath"
    assert number["value"].replace(r"\, ", "") == "4464"


def test_a_directive_is_answered_in_the_language_asked_for():
    table = myst.answer("--directive", "lstm-facts", asked("input: 80\nhidden: 12\nshow: [parameters]"), "de")
    assert "je Gatter" in json.dumps(table, ensure_ascii=False)


def test_a_mistake_is_told_at_its_line(monkeypatch):
    monkeypatch.setattr("sys.argv", ["lstm.py", "--directive", "lstm-facts"])
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(asked("input: 80\nhiden: 12"))))
    with pytest.raises(SystemExit, match="lstm-docs: page:9: unknown key 'hiden'; did you mean 'hidden'"):
        myst.main()
