"""Run a script of this folder with the packages, on a text."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from .install import packages


def run(script: str, text: str):
    """What the script prints as JSON when it is given the text."""
    node = shutil.which("node")
    assert node, "npm brings node"
    environment = os.environ | {"NODE_PATH": str(packages())}
    command = [node, str(Path(__file__).parent / script)]
    done = subprocess.run(command, input=text.encode(), env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
