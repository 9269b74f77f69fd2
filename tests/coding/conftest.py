from __future__ import annotations

import pytest

from lstm_docs.coding import check_room
from lstm_docs.ground.errors import LstmDocsError


@pytest.fixture(scope="session")
def room():
    """Where systems forbid user namespaces there is no closed room; that this is told is tested everywhere."""
    try:
        check_room()
    except LstmDocsError as error:
        pytest.skip(str(error))
