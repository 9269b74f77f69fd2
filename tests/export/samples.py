"""Papers to write in every format: of the bank that ships, and of a bank whose texts are awkward."""

from __future__ import annotations

from functools import cache

from lstm_docs.quiz import load_bank, make_paper
from lstm_docs.quiz.papers.plan import ALL, Selection

SEED = "tell-no-one-of-this"


@cache
def one_of_each_family():
    """A paper with a question of every family of the bank."""
    bank = load_bank()
    return make_paper(bank, Selection((ALL,), len(bank.families.read)), SEED, candidate="Ada & Søn <b>")


@cache
def small():
    """A paper with a question of every kind."""
    bank = load_bank()
    first = {family.kind: family.id for family in reversed(list(bank.families.read.values()))}
    return make_paper(bank, Selection(tuple(sorted(first.values())), len(first)), SEED)
