"""Lighthouse over every page of the built site, on a phone: the median of three runs, against what we promise.

python -m tests.browser.audit [PAGE ...]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from .chromium import FLAGS, find
from .served import Site, built, served

LIGHTHOUSE = "12.8.2"
HOME = Path(__file__).parents[2] / ".cache" / "lighthouse"
RUNS = 3
PROMISED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


def scores(url: str) -> dict[str, float]:
    """The score of each category, the median of `RUNS` runs."""
    reports = [_once(url) for _ in range(RUNS)]
    return {name: median(run[name] for run in reports) for name in PROMISED}


def _once(url: str) -> dict[str, float]:
    program = installed() / "lighthouse" / "cli" / "index.js"
    flags = " ".join(("--headless=new", *FLAGS))
    wanted = ",".join(PROMISED)
    command = ["node", str(program), url, "--quiet", "--output=json", f"--chrome-flags={flags}", f"--only-categories={wanted}"]
    audit = subprocess.run(command, env={**os.environ, "CHROME_PATH": str(find())}, capture_output=True, text=True, check=True)
    return {name: 100 * one["score"] for name, one in json.loads(audit.stdout)["categories"].items()}


def installed() -> Path:
    """The packages of Lighthouse, in a folder of their own: only this audit needs them."""
    if not (HOME / "node_modules" / "lighthouse").is_dir():
        HOME.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(HOME), f"lighthouse@{LIGHTHOUSE}"]
        subprocess.run(npm, check=True)
    return HOME / "node_modules"


def main(chosen: list[str]) -> int:
    """Print the scores of every page; 1 if one falls short."""
    short = 0
    with tempfile.TemporaryDirectory() as folder, served(built(Path(folder))) as site:
        for page in chosen or pages(site):
            scored = scores(site + page)
            fails = any(scored[name] < least for name, least in PROMISED.items())
            short += fails
            print(
                f"{page or 'start':<28}", *(f"{name} {score:.0f}" for name, score in scored.items()), "SHORT" if fails else ""
            )
    return 1 if short else 0


def pages(site: Site) -> list[str]:
    """Every page a reader comes to."""
    return [page for page in site.pages if not page.startswith("decisions/")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
