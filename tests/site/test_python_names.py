"""Every public name is exported, documented, and on the page of the API."""

from __future__ import annotations

import importlib

import pytest

import lstm_docs
from lstm_docs.site.fences import python_names

from .building import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", python_names.MODULES)
def test_every_public_name_says_what_it_is(module):
    part = importlib.import_module(f"lstm_docs.{module}")
    names = python_names.public(module)
    assert [it.name for it in names] == part.__all__
    assert all(it.says for it in names)
    assert f"```lstm-api\nmodule: {module}\n```" in PAGE


def test_functions_and_classes_that_a_package_takes_from_its_files_are_exported():
    """What an `__init__` imports for others, and leaves out of `__all__`, would be public by accident."""
    for module in python_names.MODULES:
        part = importlib.import_module(f"lstm_docs.{module}")
        taken = {name: getattr(value, "__module__", "") for name, value in vars(part).items() if callable(value)}
        ours = {name for name, module in taken.items() if module.startswith(part.__name__) and not name.startswith("_")}
        assert ours <= set(part.__all__)


def test_the_parts_of_the_package_are_on_the_page():
    assert set(lstm_docs.__all__) - {"Network", "render"} <= set(python_names.MODULES)


def test_what_says_nothing_of_itself_is_refused(monkeypatch):
    monkeypatch.setattr(lstm_docs.models.read, "__doc__", None)
    with pytest.raises(ValueError, match="read has no docstring"):
        python_names.public("models")
