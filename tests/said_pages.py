"""Transcripts of pages and refusals for `said.py`: sites that are built, what is refused and in which words, a learner."""

from __future__ import annotations

import json
import logging
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from lstm_docs import myst
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.practice.fsrs import AGAIN
from lstm_docs.practice.plan import answered, grade, next_turn
from lstm_docs.practice.session import Answer, coming_back, known, to_read
from lstm_docs.practice.state import Progress, as_json, merged, parse
from lstm_docs.quiz import load_bank
from lstm_docs.site.fences import experiment_numbers, kinds
from lstm_docs.site.fences.context import LOG, Context
from lstm_docs.site.hosts import notebooks

from .said_tools import KEPT, OWN, brief, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PLUGIN = """\
site_name: Said
site_url: https://example.org/sub/
theme: {name: null, custom_dir: theme}
markdown_extensions: [admonition, pymdownx.superfences]
plugins:
  - lstm-docs:
      bank: BANK
      input: 5
      hidden: 3
      steps: 2
"""
PLAIN = PLUGIN + "      pages: [worked-run]\n      nav_position: 1\nnav: [index.md, {Other: other.md}]\n"
MENDED = PLUGIN + "".join(
    f"      {line}\n"
    for line in (
        "formulas: true", "glossary: glossary.md", "mend_search: true", "mend_theme: true", "inline_scripts: true",
        "signed: true", "checked: 2026-01-02", "report: https://example.org/report", "words: de",
    )
)  # fmt: skip
THEME = """\
<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="own.css">
<div data-md-component="search" role="dialog"></div>{% for item in nav %}{{ item }}{% endfor %}
<main>{{ page.content }}</main><script src="x/assets/javascripts/bundle.1.min.js"></script>
"""
PAGES = {
    "index": """# Home

A forget gate, a forget gate and a [cell](other.md): `lstm-fact parameters input=5 hidden=3`, $h_t$ for 5 $.

- In a list:

    ```lstm-facts
    input: 5
    hidden: 3
    show: [parameters]
    ```

$$
h = o
$$
""",
    "other": """# Other

```lstm-quiz
topic: said
```

!!! note

    ```lstm-shapes
    input: 5
    hidden: 3
    gate: f
    ```

```{ .lstm-inspect }
```

```lstm-live
show: held
```

45×25, and `lstm-fact` alone.
""",
    "wrong": """# Wrong

```lstm-facts
input: 5
hiden: 3
```

`lstm-fact nothing input=1 hidden=1`

```lstm-facts
input: 1
""",
    "plain": """# Plain

    ```lstm-facts
    input: 5
    ```

Nothing of ours.
""",
    "glossary": "# Glossary\n\nThe forget gate.\n",
}


def sites() -> str:
    """Two small sites: what stands on their pages, which files lie beside them, and of what their author is warned."""
    Path("docs").mkdir()
    Path("theme").mkdir()
    for name, text in PAGES.items():
        Path("docs", f"{name}.md").write_text(text, encoding="utf-8")
    for name in ("main", "404"):
        Path("theme", f"{name}.html").write_text(THEME, encoding="utf-8")
    return "\n".join(f"=== {name}\n{_built(name, config)}" for name, config in {"plain": PLAIN, "mended": MENDED}.items())


def _built(name: str, settings: str) -> str:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    Path("mkdocs.yml").write_text(settings, encoding="utf-8")
    config = load_config("mkdocs.yml", site_dir=name)
    config.plugins.on_startup(command="build", dirty=False)
    with _Told() as told:
        build(config)
    files = [file for file in sorted(Path(name).rglob("*")) if file.is_file()]
    pages = [f"{file}: {_of_page(file)[:4000]}" for file in files if file.suffix in (".html", ".txt")]
    data = [f"{file}: {brief(file.read_text(encoding='utf-8'))[:200]}" for file in files if file.parent.name == "quiz"]
    beside = [str(file) for file in files if file.suffix not in (".js", ".css")]
    return "\n".join([*told.lines, *beside, *pages, *data])


LEFT = re.compile(r"(<script\b[^>]*>).*?</script>|<style>.*?</style>|<template\b.*?</template>|<svg\b.*?</svg>", re.DOTALL)


def _of_page(file: Path) -> str:
    """A page without drawings and what is in it for our scripts, or how many of them a policy allows."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".txt":
        return str(text.count("sha256-"))
    return brief(LEFT.sub(r"\1…", text))


class _Told(logging.Handler):
    """The warnings while this lasts."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def __enter__(self) -> _Told:
        LOG.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        LOG.removeHandler(self)


def hosts() -> str:
    """Fences for MyST and of notebooks, and what stands in sentences."""
    shown = [json.dumps(myst.announced())]
    for kind, body in (
        ("lstm-facts", "input: 5\nhidden: 3"),
        ("lstm-trace", "input: 1\nhidden: 2\nsteps: 1"),
        ("lstm-plot", "figure: gate"),
    ):
        shown.append(brief(json.dumps(myst.answer("--directive", kind, {"body": body}), ensure_ascii=False)))
    shown.append(json.dumps(myst.answer("--role", "lstm-fact", {"body": "parameters input=5 hidden=3"}), ensure_ascii=False))
    cell = {"cell_type": "markdown", "source": ["```lstm-facts\n", "input: 5\n", "hidden: 3\n", "```\n"]}
    unrendered = f'<div class="highlight"><pre><span class="{notebooks.SIGN}">x</span></pre></div>'
    book = json.dumps({"cells": [{"cell_type": "code"}, cell]})
    shown.append(brief(notebooks.rendered(2 * unrendered, book, Context(assets="a/"))))
    shown += [_said_or_refused(lambda words=words: kinds.inline(words.split(), "page:1", Context())) for words in SENTENCES]
    return "\n".join(shown) + "\n"


SENTENCES = (
    *(f"lstm-experiment names show={show} units=best layers=1" for show in experiment_numbers.NUMBERS),
    *(f"lstm-experiment rate-and-batch show={show}" for show in experiment_numbers.NUMBERS),
    "lstm-experiment names show=baseline of=majority",
    "lstm-experiment names show=rule of=samples-α-5",
    "lstm-experiment names show=gain than=names-by-name units=picked",
    "lstm-experiment rate-and-batch show=share of=rate from=0.001",
    "lstm-experiment not-stopped show=loss of=training at=lowest",
    "lstm-experiment weather show=score units=picked",
    "lstm-experiment names show=score units=7",
    "lstm-experiment names show=nothing",
    "lstm-experiment nowhere show=best",
    "lstm-fact parameters input=5",
    "lstm-fact parameters input=5 hidden=3 show=words",
    "lstm-shape W_q input=5 hidden=3",
    "lstm-fact parameters input=5 hidden=x",
)


def _said_or_refused(say: Callable[[], Any]) -> str:
    try:
        return str(say())
    except LstmDocsError as error:
        return f"refused: {error}"


def refusals() -> str:
    """What is wrong with commands, fences and banks, in the words in which whoever wrote them is told."""
    Path("own.cell").write_text("f = sigmoid(W_f x + U_f h + b_f\n", encoding="utf-8")
    Path("loop.cell").write_text("h = tanh(W x + g)\ng = tanh(h + U h)\n", encoding="utf-8")
    told = [said(*REFUSED)]
    for kind, body in WRONG:
        told.append(
            f"{kind} {body!r}\n{_said_or_refused(lambda kind=kind, body=body: kinds.render(kind, body, Context(), 1))}\n"
        )
    told += _files()
    faults = yaml.safe_load((KEPT.parent / "quiz_faults.yml").read_text(encoding="utf-8"))
    Path("spoilt").mkdir()
    for fault in faults["faults"]:
        text = faults["good"].replace(fault["find"], fault["put"])
        text = text.replace(*fault["and"]) if "and" in fault else text
        Path("spoilt/shapes.yml").write_text(text, encoding="utf-8")
        told.append(f"{fault['put'][:60]!r}: {_said_or_refused(lambda: len(load_bank(Path('spoilt')).families.read))}")
    return "\n".join(told) + "\n"


def _files() -> Iterator[str]:
    """A page in a folder of a site names files: those of the site are read, and none beside it, however it is called."""
    for folder in ("site/deep", "site-not", "site/deep/folder.cell"):
        Path(folder).mkdir(parents=True)
        Path(folder, "own.cell").write_text(OWN, encoding="utf-8")
    Path("site/own.cell").symlink_to("deep/own.cell")
    Path("site/deep/out.cell").symlink_to(Path("own.cell").absolute())
    page = Context(folder=Path("site/deep").absolute(), root=Path("site").absolute())
    for file in FILES:
        told = _said_or_refused(lambda file=file: kinds.render("lstm-facts", f"cell: {file}\ninput: 3\nhidden: 2", page, 1))
        yield f"{file}: {brief(told)[:90]}\n"
    told = _said_or_refused(lambda: kinds.render("lstm-model", "file: ../../site-not/own.cell", page, 1))
    yield f"lstm-model: {told}\n"


FILES = (
    "own.cell", "../own.cell", "../deep/own.cell", "folder.cell/own.cell", "../../site-not/own.cell", "../../own.cell",
    "../../site/own.cell", "out.cell", "folder.cell", "none.cell", "own.cell/own.cell", "/etc/own.cell",
)  # fmt: skip
REFUSED = (
    "facts --input 0 --hidden 3",
    "facts --input 3",
    "facts --input 3 --hidden 2,3",
    "facts --input 3 --hidden 2 --projection 2",
    "facts --cell gru --input 3 --hidden 2 --projection 1",
    "facts --cell lstn --input 3 --hidden 2",
    "facts --cell own.cell --input 3 --hidden 2",
    "facts --cell loop.cell --input 3 --hidden 2",
    "facts --input 3 --hidden 2 --framework kera",
    "facts --input 3 --hidden 2 --framework keras --no-bias --lengths 3,x",
    "facts --input 3 --hidden 2 --merge max",
    "trace --input 3 --hidden 2 --steps 0",
    "units --input 3",
    "units --input 3 --budget 1",
    "explain",
    "explain nine",
    "explain 4464 --cell nothing",
    "code --cell nothing",
    "words nowhere",
    "inspect nowhere.npz",
    "check nowhere.npz",
    "experiments show nothing",
    "timings nowhere.json",
    "timings --belief nothing",
    "quiz take --bank nowhere",
    "quiz show nothing --bank BANK --seed x",
    "quiz make --bank BANK --family a-coun --out kit",
    "quiz make --bank BANK --count 0 --seed tell-no-one-of-this --out kit",
    "quiz make --bank BANK --seed short --out kit",
    "quiz make --bank BANK --format pdff --out kit",
    "quiz make --bank BANK --set nothing --out kit",
    "quiz mark nowhere nothing.csv",
    "quiz progress --clear --export x.json",
    "quiz progress --import own.cell",
    "pages out --page nothing",
    "fence nothing",
)
WRONG = (
    ("lstm-facts", "input: 3"),
    ("lstm-facts", "input: three\nhidden: 2"),
    ("lstm-facts", "input: 3\nhidden: 2\nshow: [nothing]"),
    ("lstm-facts", "input: 3\nhidden: 2\nframework: kears"),
    ("lstm-facts", "- a list"),
    ("lstm-facts", "input: 3\ninput: 4"),
    ("lstm-facts", "input: [3"),
    ("lstm-facts", "input: !!int 3"),
    ("lstm-facts", "input: 99999999999999999999\nhidden: 2"),
    ("lstm-shapes", "input: 3\nhidden: 2\ngate: q"),
    ("lstm-trace", "cell: rnn-relu\ninput: 26\nhidden: 2\nname: a1"),
    ("lstm-trace", "input: 3\nhidden: 2\nsteps: 1000"),
    ("lstm-table", "input: 3\nhidden: 2\nvary: nothing\nvalues: [1]\nshow: [parameters]"),
    ("lstm-table", "input: 3\nhidden: 2\nvary: hidden\nvalues: []\nshow: [parameters]"),
    ("lstm-quiz", "topic: nothing"),
    ("lstm-quiz", "family: nothing"),
    ("lstm-quiz", "topic: shapes\nmode: exam"),
    ("lstm-explore", "explorer: nothing"),
    ("lstm-plot", "figure: nothing"),
    ("lstm-model", "file: ../x.npz"),
    ("lstm-experiment", "show: nothing"),
    ("lstm-live", "show: nothing"),
    ("lstm-cell", "equations: h = x +"),
    ("lstm-nothing", ""),
)


def learner() -> str:
    """Forty answers of a learner over some days: which family comes, why, and what is kept; old files taken in."""
    names = ["a", "b", "c", "d"]
    topics = {"one": names[:2], "two": names[2:]}
    draw, progress, last, parts = random.Random(5), Progress(seed="said"), "", []
    for n in range(40):
        day = 20_000 + n // 8 * (1 + n // 16)
        turn = next_turn(progress, names, day, last)
        last = turn.name
        mark = grade(draw.random() < 0.7, 30, draw.choice((None, 10, 40, 100)))
        progress = answered(progress, last, "one" if last in topics["one"] else "two", mark, day)
        parts.append(f"{day} {last} {mark} {turn.why}")
        if n % 8 == 7:
            parts += _end(progress, topics, [Answer(last, "one", mark != AGAIN), Answer("c", "two", False)], day)
    old = {"box": 2, "due": 9, "asked": 4, "right": 3, "topic": "one"}
    texts = [as_json(progress), json.dumps({"version": 1, "asked": 9, "families": {"a": old, "z": {**old, "box": 0}}}), *SPOILT]
    parts += texts[:1]
    for text in texts[1:]:
        parts.append(_said_or_refused(lambda text=text: as_json(merged(progress, parse(text, 20_100)))))
    return "\n".join(parts) + "\n"


def _end(progress: Progress, topics: dict[str, list[str]], answers: Iterable[Answer], day: int) -> list[str]:
    listed = [answer for answer in answers if answer.name in progress.families]
    return [coming_back(progress, listed, day), known(progress, topics, listed), str(to_read(progress, topics, listed))]


SPOILT = (
    "",
    "[]",
    '{"version": 3, "families": {}}',
    '{"version": 2, "families": {"a": {}}}',
    '{"version": 2, "asked": -1, "families": {}}',
    '{"version": 1, "families": {"A b": {"box": 2, "due": 9, "asked": 4, "right": 3, "topic": "one"}}}',
    '{"version": 1, "families": {"a": {"box": 9, "due": 9, "asked": 4, "right": 3, "topic": "one"}}}',
)
