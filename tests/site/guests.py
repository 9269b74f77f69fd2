"""Twelve sites of other people, shaped after real ones, and the same with our plugin among theirs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import yaml

from .building import ENVIRONMENT

if TYPE_CHECKING:
    from pathlib import Path

FENCE = "# Ours\n\n```lstm-facts\ninput: 80\nhidden: 12\nshow: parameters\n```\n"

# Words of our glossary, code in two languages, formulas of other renderers, signs of money, classes that begin like ours.
PROSE = r"""# Guide

The gate opens when a batch arrives; a hidden state, a unit and an epoch are words of this project too.

Set `$HOME and $PATH`, or $HOME and $PATH; it costs $5 and $6.

```python
response.raise_for_status()
```

    indented.raise_for_status()

$$
E = mc^2 \label{eq:mass} \ce{H2O} \own{macro}
$$

Inline $\RR$ and \$ signs.

<svg viewBox="0 0 1 1"><title>A batch</title></svg> <math><mi>x</mi></math> <b class="lstm-model">bold</b>

- `- lstm-docs` is a line of a configuration: `src="lstm-docs.css"`.
"""
PAGES = {"index": "# Home\n\nA [guide](guide.md).\n", "guide": PROSE, "glossary": "# Words\n\nGate: a door.\n", "ours": FENCE}
POST = "---\ndate: 2024-01-31\n---\n\n# Post\n\nA batch of $5.\n\n<!-- more -->\n\n```python\nraise_for_status()\n```\n"
MATERIAL = {"name": "material", "font": False}
EVERYDAY = ["admonition", "attr_list", "md_in_html", "tables", "pymdownx.details", "pymdownx.superfences"]

# Each: the settings that differ, and the pages that only it has.
SITES: dict[str, tuple[dict[str, object], dict[str, str]]] = {
    "plain": ({"theme": "mkdocs"}, {}),
    "read the docs": ({"theme": "readthedocs", "markdown_extensions": ["admonition", "codehilite"]}, {}),
    "an HTTP client": (
        {"theme": MATERIAL, "markdown_extensions": ["admonition", {"codehilite": {"css_class": "highlight"}}]},
        {"api": "# API\n\n```python\nclient.raise_for_status()\n```\n"},
    ),
    "a web framework": (
        {
            "theme": {**MATERIAL, "features": ["navigation.instant", "navigation.tabs", "content.code.copy"]},
            "markdown_extensions": [*EVERYDAY, "pymdownx.highlight", "pymdownx.snippets", {"toc": {"permalink": True}}],
            "nav": [{"Start": "index.md"}, {"Learn": ["guide.md", "glossary.md", "ours.md"]}],
        },
        {},
    ),
    "a numeric library": (
        {
            "theme": MATERIAL,
            "markdown_extensions": [*EVERYDAY, {"pymdownx.arithmatex": {"generic": True}}],
            "extra_javascript": ["mathjax.js"],
        },
        {"theory": "# Theory\n\n$x_t$ and \\(y\\)\n\n\\[ z \\]\n\n$$\na\n$$\n"},
    ),
    "its own styles": (
        {"theme": MATERIAL, "extra_css": ["own.css"], "extra_javascript": [{"path": "own.js", "defer": True}]},
        {},
    ),
    "a blog": ({"theme": MATERIAL, "plugins": ["search", "blog", "tags"]}, {"blog/posts/one": POST, "blog/index": "# Blog\n"}),
    "files, not folders": ({"theme": "mkdocs", "use_directory_urls": False, "site_url": ""}, {}),
    "for reading offline": ({"theme": MATERIAL, "plugins": ["search", "offline"], "site_url": ""}, {}),
    "in German": ({"theme": {**MATERIAL, "language": "de"}, "plugins": [{"search": {"lang": "de"}}]}, {}),
    "without a search": ({"theme": "mkdocs", "plugins": []}, {"deep/down/page": "# Deep\n\nEach gate.\n"}),
    "an abbreviated one": (
        {"theme": MATERIAL, "markdown_extensions": ["abbr", "footnotes", "def_list", "smarty", "pymdownx.tilde", "sane_lists"]},
        {"notes": "# Notes\n\nA gate[^1] of an LSTM.\n\n*[LSTM]: long\n\n[^1]: A unit.\n"},
    ),
}

BUILD = """
import sys, yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
for line in sys.stdin:
    file, out = line.rstrip().split("\\t")
    config = load_config(file, site_dir=out)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
"""


def built(folder: Path, ours: object = "lstm-docs") -> tuple[Path, Path]:
    """Where every site lies, built without us and with us; `ours` is what is added to its plugins."""
    jobs = []
    for name, (config, more) in SITES.items():
        for variant, added in (("without", []), ("with", [ours])):
            site = folder / variant / name
            _write(site / "docs", {**PAGES, **more})
            plugins = config.get("plugins", ["search"])
            settings = {"site_name": name, "site_url": "https://example.org/sub/", **config, "plugins": [*plugins, *added]}
            (site / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
            jobs.append(f"{site / 'mkdocs.yml'}\t{site / 'out'}\n")
    command = [sys.executable, "-c", BUILD]
    subprocess.run(command, input="".join(jobs), env=ENVIRONMENT, capture_output=True, text=True, check=True)
    return folder / "without", folder / "with"


def _write(docs: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / f"{name}.md").write_text(text, encoding="utf-8")
    for name in ("own.css", "own.js", "mathjax.js"):
        (docs / name).write_text("/* own */\n", encoding="utf-8")
