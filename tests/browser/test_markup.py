"""The pages as the Nu HTML checker reads them."""

from __future__ import annotations

from tests.js.markup import faults


def test_no_error_in_markup_of_ours(site):
    assert faults(site.folder) == []
