"""The scripts under the type checker and the linter. Run as a module it says what they find:

python -m tests.js.lint
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .install import CACHE, HERE, NoPackages, packages
from .modules import ASSETS

CONFIGURED = ("tsconfig.json", "eslint.config.mjs")
COMMANDS = (["tsc", "-p", "tsconfig.json"], ["eslint", "lint"])


def faults() -> str:
    """What TypeScript, by the types in comments and in contracts.d.ts, and ESLint find; nothing if all is well."""
    programs = packages() / ".bin"
    with TemporaryDirectory(dir=CACHE) as temporary:
        copies = Path(temporary, "lint")
        copies.mkdir()
        for file in (*ASSETS.glob("*.js"), *ASSETS.glob("*.d.ts")):
            shutil.copy(file, copies)
        for name in CONFIGURED:
            shutil.copy(HERE / name, temporary)
        output = "".join(_told([programs / name, *arguments], temporary) for name, *arguments in COMMANDS)
    return output.replace(f"{copies}/", "lint/").replace("lint/", "lstm_docs/site/assets/")


def _told(command: list[str | Path], folder: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def main() -> int:
    """0 if nothing is found."""
    try:
        lines = faults()
    except NoPackages as error:
        lines = str(error)
    print(lines, end="", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
