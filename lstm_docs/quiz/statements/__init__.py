"""Statements that are true or false, one file per topic; importing this package registers them all.

Each is declared right or wrong and, apart from that, measured: on arrays, on the NumPy reference, or in
the table of the frameworks.
"""

from importlib import import_module
from pkgutil import iter_modules

from .table import STATEMENTS, Shown, Statement, get, statement

__all__ = ["STATEMENTS", "Shown", "Statement", "get", "statement"]

for _module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
