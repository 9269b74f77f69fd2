"""What a family's expressions cannot say: words of a case, second roads, answers in code. One file a topic."""

from importlib import import_module
from pkgutil import walk_packages

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
