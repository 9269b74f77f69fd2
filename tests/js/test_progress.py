"""The tests that Node runs on the site's own modules."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .modules import copy_modules


def test_what_a_browser_keeps_of_a_learner(tmp_path):
    node = shutil.which("node")
    assert node, "npm brings node"
    copy_modules(tmp_path)
    file = Path(__file__).parent / "progress.test.mjs"
    environment = os.environ | {"MODULES": str(tmp_path)}
    done = subprocess.run([node, "--test", str(file)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "# pass 0\n" not in done.stdout
