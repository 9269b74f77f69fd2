"""What the page says of the members: everything about each, and what can be read off the equations holds."""

from __future__ import annotations

import importlib
import re

import pytest

from lstm_docs import cells, derive, family, syllabus
from lstm_docs.cells.sizes import H
from lstm_docs.quiz import load_bank

TODAY = [one for one in family.members() if one.today]
NAMES = (
    *("mgu", "ran", "ligru", "janet", "indrnn", "ugrnn", "sru", "qrnn", "mlstm-multiplicative", "nbr", "lstm-layernorm"),
    *("mingru", "minlstm", "slstm", "mlstm"),
)


def test_the_family_is_the_one_that_people_rely_on():
    assert {one.cell for one in TODAY} == set(NAMES)
    assert {one.cell for one in family.members()} == set(cells.CELLS)


@pytest.mark.parametrize("one", TODAY, ids=lambda one: one.cell)
def test_each_is_told_in_full(one):
    text = cells.CELLS[one.cell].text
    assert one.changes
    assert one.costs
    assert one.wrong
    assert one.parent
    assert one.programs
    assert set(one.programs.values()) <= {"runs", "read"}
    number = re.search(r"arXiv (\d{4}\.\d{5})", text.source)[1]
    assert number in {work.arxiv for work in syllabus.works()}


@pytest.mark.parametrize("one", [one for one in family.members() if one.parent], ids=lambda one: one.cell)
def test_nobody_is_older_than_what_it_was_made_from(one):
    assert family.member(one.parent).year <= one.year


def test_cells_with_one_gate_have_half_of_the_lstms_weights():
    for cell in ("mgu", "ugrnn", "janet", "ligru"):
        assert (2 * derive.parameters(cells.build(cell)) - derive.parameters(cells.build("lstm"))).expand() == 0


@pytest.mark.parametrize("name", NAMES)
def test_each_is_asked_about(name):
    drawn = [it.case.cell for it in load_bank().families["family-waiting"].cases]
    assert name in drawn


def test_what_the_texts_say_of_counts():
    waits = {name: derive.waiting_macs(cells.build(name)) for name in cells.CELLS}
    assert {name for name in NAMES if waits[name] == 0} == {"indrnn", "sru", "qrnn", "mingru", "minlstm", "mlstm"}
    assert waits["mlstm-multiplicative"] == 5 * H**2
    assert waits["slstm"] == waits["lstm"] == waits["lstm-layernorm"] == 4 * H**2
    norms = derive.parameters(cells.build("lstm-layernorm")) - derive.parameters(cells.build("lstm"))
    assert (norms - 10 * H).expand() == 0  # nine gains and a bias


@pytest.mark.parametrize(
    "program", [program for one in TODAY for program, how in one.programs.items() if how == "runs" and "xlstm" not in program]
)
def test_what_is_said_to_run_is_here(program):
    package, name = program.split()
    assert hasattr(importlib.import_module(package), name)
