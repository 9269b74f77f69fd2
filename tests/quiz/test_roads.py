"""Every second road leads to the key, at a question of some cases of each family: seconds, where the proof takes a minute."""

from __future__ import annotations

import pytest

from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.check import measured_anew

CASES = 6


@pytest.mark.parametrize("topic", sorted({family.topic for family in load_bank().families.read.values()}))
def test_roads_lead_to_the_key(topic):
    bank = load_bank()
    for name in (name for name, family in bank.families.read.items() if family.topic == topic):
        compiled = bank.family(name)
        cases = len(compiled.cases)
        each = compiled.family.domain // cases
        for place in sorted({n * (cases - 1) // (CASES - 1) for n in range(CASES)}):
            measured_anew(compiled, place + cases * (each * 3 // 7))
