"""Each host: what its author writes, and the command that builds it. A new host is one entry."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from . import bodies

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".cache" / "hosts"
"""The environment of `requirements/hosts.txt`, where the hosts are that `make test` has not."""
NODE = HOME / "node"
MYSTMD = "mystmd@1.8.3"

BELOW = "a/base/"
MODEL = ROOT / "docs" / "models" / "anna.safetensors"
MATERIAL = {"name": "material", "font": False}
AUTHORING = ROOT / "docs" / "authoring.md"


def recipe(heading: str, language: str) -> str:
    """The first block of code in that language below a heading of the authors' page."""
    _, found, below = AUTHORING.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    section = re.split(r"^##+ ", below, flags=re.MULTILINE)[0]
    block = re.search(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    assert found, f"{AUTHORING.name} has no {heading}"
    assert block, f"{heading} has no block in {language}"
    return block[1]


@dataclass(frozen=True)
class Host:
    """`files` by their path; `command` is run among them and writes to `out`; `text`, with every fence, becomes `page`."""

    command: str
    files: dict[str, str]
    text: str = field(default_factory=bodies.markdown)
    source: str = "docs/deep/page.md"
    page: str = "deep/page/index.html"
    home: bool = True


def _mkdocs(program: str = "mkdocs", heading: str = "## With MkDocs", **settings: object) -> Host:
    said = yaml.safe_load(recipe(heading, "yaml"))
    said |= {"site_name": "Host", "site_url": f"http://127.0.0.1/{BELOW}", **settings}
    return Host(f"{program} build --strict -q -d out/{BELOW}", {"mkdocs.yml": json.dumps(said), "docs/index.md": "# Home\n"})


def _theme(name: str, **settings: object) -> Host:
    return _mkdocs(theme={"name": name, **settings})


ZENSICAL = {
    **yaml.safe_load(recipe("### Zensical", "yaml")),
    "site_name": "Host",
    "site_url": f"http://127.0.0.1/{BELOW}",
    "site_dir": f"out/{BELOW}",
    "theme": {"font": False},
}
CONVERT = f"""
import pathlib
out = pathlib.Path("out/{BELOW}index.html")
out.parent.mkdir(parents=True)
text = pathlib.Path("docs/page.md").read_text(encoding="utf-8")
{recipe("## Without MkDocs", "py")}
out.write_text("<!doctype html><meta charset=utf-8><title>Page</title>" + html, encoding="utf-8")
"""
SPHINX = {"conf.py": recipe("### Sphinx", "python"), "index.md": "# Home\n\n```{toctree}\ndeep/page\n```\n"}
PANDOC = " && ".join(recipe("### Pandoc and Quarto", "sh").splitlines())
MYST = Host(
    "chmod +x lstm.py && myst build --site --strict",
    {"lstm.py": recipe("### MyST and Jupyter Book", "python"), "myst.yml": recipe("### MyST and Jupyter Book", "yaml")},
    bodies.myst("lstm-equations", "lstm-facts", "lstm-shapes", "lstm-quiz"),
    "page.md",
    "_build/site/content/*.json",
)
"""Its HTML needs a template from a server; the tree of the page is there without."""

HOSTS = {
    # MaterialX takes the name of Material in the environment that has it.
    "MkDocs, material": replace(_theme("material", font=False), home=False),
    "MkDocs, mkdocs": _theme("mkdocs", highlightjs=False),
    "MkDocs, readthedocs": _theme("readthedocs", highlightjs=False),
    "MkDocs, MaterialX": _theme("materialx", font=False),
    "ProperDocs": _mkdocs("properdocs", theme=MATERIAL),
    "MkDocs, a notebook": replace(
        _mkdocs(heading="### Notebooks", theme=MATERIAL), text=bodies.notebook(), source="docs/deep/page.ipynb"
    ),
    "Zensical": Host(
        "lstm-docs pages docs --page parameters && zensical build --strict --clean",
        {"mkdocs.yml": json.dumps(ZENSICAL), "docs/index.md": "# Home\n"},
    ),
    "Sphinx": Host(f"sphinx-build -q -W -b dirhtml . out/{BELOW}", SPHINX, bodies.myst(), "deep/page.md", home=False),
    "Python-Markdown": Host(
        f"python convert.py && lstm-docs pages out/{BELOW} --page parameters",
        {"convert.py": CONVERT},
        source="docs/page.md",
        page="index.html",
    ),
    "Pandoc": Host(
        f"{PANDOC} && mkdir -p out/{BELOW} && cp -r page.html assets out/{BELOW}",
        {"lstm-docs.lua": recipe("### Pandoc and Quarto", "lua")},
        source="page.md",
        page="page.html",
    ),
}
NAMES = {name.lower().replace(", ", "-").replace(" ", "-"): name for name in (*HOSTS, "MyST")}
"""What each host is called where a name is one word: its job and its picture."""


def build(host: Host, folder: Path) -> subprocess.CompletedProcess[str]:
    """Write what the author writes into `folder`, and run the host there."""
    for path, text in {**host.files, host.source: host.text}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for place in {(folder / host.source).parent, folder / "docs"}:
        place.mkdir(exist_ok=True)
        shutil.copy(MODEL, place)
    return run(host.command, folder, home=host.home)


def run(command: str, folder: Path, *, home: bool = True) -> subprocess.CompletedProcess[str]:
    """A command among the programs of the hosts, or among those of `make test`, with this tree of the package."""
    programs = HOME / "bin" if home else Path(sys.executable).parent
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONPATH": str(ROOT)}
    path = os.pathsep.join([str(programs), str(NODE / "node_modules" / ".bin"), os.environ["PATH"]])
    surroundings = {**os.environ, **quiet, "PATH": path}
    return subprocess.run(command, shell=True, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


def install() -> None:
    """The environment of the hosts, if `requirements/hosts.txt` has changed since."""
    wanted = ROOT / "requirements" / "hosts.txt"
    kept = HOME / "installed.txt"
    if kept.is_file() and kept.read_text(encoding="utf-8") == wanted.read_text(encoding="utf-8"):
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)
    pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, "-r", str(wanted)], check=True)
    subprocess.run([*pip, "--no-deps", "-e", str(ROOT)], check=True)
    pandoc = next(HOME.glob("lib/python*/site-packages/pypandoc/files/pandoc"))
    (HOME / "bin" / "pandoc").unlink(missing_ok=True)
    (HOME / "bin" / "pandoc").symlink_to(pandoc)
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(NODE), MYSTMD]
    subprocess.run(npm, check=True)
    kept.write_text(wanted.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    print(*(f"host-{name}" for name in NAMES)) if "--jobs" in sys.argv else install()
