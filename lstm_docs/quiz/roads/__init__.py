"""What a family's expressions cannot say: words of a case, second roads, answers in code. One file a topic."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
