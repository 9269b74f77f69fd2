"""Named wrong paths, one file per topic; importing this package registers them all.

They make the distractors, and they recognise what a learner typed.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
