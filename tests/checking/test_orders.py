"""What is said to mend an order of gates does mend it, however they were moved."""

from __future__ import annotations

from itertools import permutations

import pytest

from lstm_docs.checking.orders import mending, misplaced, standing


@pytest.mark.parametrize("stand", list(permutations("ifgo")), ids="".join)
def test_blocks_taken_as_told_stand_where_they_should(stand):
    sources = {gate: source for gate, source in zip("ifgo", stand, strict=True) if gate != source}
    assert standing("ifgo", sources) == "".join(stand)
    assert "".join(stand[place - 1] for place in mending("ifgo", sources)) == "ifgo"
    assert misplaced("ifgo", sources).endswith(f"where i f g o should stand, {' '.join(stand)} stands")
