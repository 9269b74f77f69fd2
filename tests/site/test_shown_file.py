"""What is made of a file in the site's folder is made again when the file was edited."""

from __future__ import annotations

import pytest

from lstm_docs.site.fences.context import Context
from lstm_docs.site.fences.shown_file import UNKNOWN, digest


@pytest.mark.parametrize(("body", "name"), [("file: one.npz", "one.npz"), ("cell: one.cell\ninput: 3", "one.cell")])
def test_a_file_that_a_fence_names_is_known_by_what_it_holds(body, name, tmp_path):
    context = Context(folder=tmp_path, root=tmp_path)
    assert digest(body, context) == UNKNOWN
    said = []
    for text in ("h = tanh(W_h x)", "h = tanh(U_h h)", "h = tanh(W_h x)"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        said.append(digest(body, context))
    assert said[0] == said[2] not in ("", UNKNOWN, said[1])


def test_a_fence_without_a_file_has_nothing_to_read(tmp_path):
    context = Context(folder=tmp_path, root=tmp_path)
    assert digest("cell: lstm\ninput: 3", context) == ""
    assert digest("cell: one.cell", Context()) == UNKNOWN
