"""The reference is a witness of its own: it runs where the equations and SymPy cannot be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import lstm_docs.reference

ALONE = """
import sys, types
package = types.ModuleType("lstm_docs")
package.__path__ = [sys.argv[1]]
sys.modules["lstm_docs"] = package
for name in ("sympy", "lstm_docs.cells", "lstm_docs.derive", "lstm_docs.network", "lstm_docs.frameworks"):
    sys.modules[name] = None  # importing it now fails
import lstm_docs.reference
print(len(lstm_docs.reference.__all__))
"""


def test_it_needs_neither_the_equations_nor_sympy():
    package = Path(lstm_docs.reference.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", ALONE, str(package)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) == len(lstm_docs.reference.__all__)
