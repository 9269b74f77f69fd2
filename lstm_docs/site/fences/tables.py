"""Fences that put computed things side by side: facts of several networks, frameworks, and what is said about LSTMs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import facts, frameworks, syllabus
from ...formulas.mathml import inline_html
from ...formulas.numbers import in_text
from . import options as given
from .template_values import by, called

if TYPE_CHECKING:
    from ...facts import Fact
    from ...frameworks import Convention, Form
    from ...ground.located import Located
    from ...syllabus import Claim

OPTIONS = (*given.NETWORK, *given.RUN)


@dataclass(frozen=True)
class Row:
    """A row of a table: its heading and its cells."""

    label: Markup
    cells: list[str]


def plain_row(words: str, cells: list[str]) -> Row:
    """A row whose heading is plain text."""
    return Row(Markup("{}").format(words), cells)


@dataclass(frozen=True)
class Table:
    """Headings of columns, rows, and what the table is called for who cannot see it."""

    name: str
    columns: list[str]
    rows: list[Row]


def compared(options: Located) -> Table:
    """`lstm-table`: the facts of `show`, for several networks; see `_settings`.

    Raises `LstmDocsError` at the line of an option that is refused.
    """
    given.require(options, (*OPTIONS, "show", "vary", "values", "rows"))
    settings = list(_settings(options))
    known = [given.known_facts(setting) for _, setting in settings]
    of_all = [name for name in known[0] if all(name in facts for facts in known)]
    names = given.choices(options, "show", of_all, ("parameters",))
    rows = [Row(label, [_value(by_name[name]) for name in names]) for (label, _), by_name in zip(settings, known, strict=True)]
    return Table("Compared", [_heading(known[0][name]) for name in names], rows)


def _settings(options: Located) -> list[tuple[Markup, Located]]:
    """The networks of the rows: `vary: steps` with `values: [1, 10]`, or `rows`, each with a `label` and options."""
    base = {key: item for key, item in options.value.items() if key in OPTIONS}
    if ("vary" in options.value) == ("rows" in options.value):
        raise options.error("expected vary and values, or rows")
    if "vary" in options.value:
        key = given.choice(options, "vary", OPTIONS, "steps")
        if "values" not in options.value:
            raise options["vary"].error("missing key 'values'")
        rows = [(_varied(key, item), {key: item}, item) for item in options["values"].sequence()]
    else:
        rows = [_row(item) for item in options["rows"].sequence()]
    if not rows:
        raise options["values" if "vary" in options.value else "rows"].error("a table has at least one row")
    return [(label, _laid(options, base | more, item)) for label, more, item in rows]


def _varied(key: str, item: Located) -> Markup:
    value = item.plain()
    return Markup("{} = {}").format(key, in_text(value) if isinstance(value, int) else str(value))


def _row(item: Located) -> tuple[Markup, dict[str, Located], Located]:
    item.check_keys(("label",), OPTIONS)
    return inline_html(item["label"].text()), {key: value for key, value in item.value.items() if key != "label"}, item


def _laid(options: Located, values: dict[str, Located], item: Located) -> Located:
    return type(options)(values, options.source, item.line, {key: value.line for key, value in values.items()})


def _heading(fact: Fact) -> str:
    name = called(fact)
    return name if fact.unit in name or not fact.unit else f"{name} ({fact.unit})"


def _value(fact: Fact) -> str:
    return in_text(fact.value)


COLUMNS = {
    "order": "gates",
    "layout": "gates lie in",
    "joined": "one matrix for",
    "biases": "biases per gate",
    "forget": "forget bias starts at",
    "input": "axes of the input",
    "state": "states",
    "projection": "projection",
    "evidence": "how it is known",
    "version": "version",
    "parameters": "parameters",
    "shape": "input matrix",
}
"""What `lstm-frameworks` can show: the key, and the heading."""

NO_BREAK = "\u00a0"
TIME = {"step": "one step at a time"}
EVIDENCE = {
    "tests": "tested",
    "measured": "measured",
    "read": "read",
}


def compared_frameworks(options: Located) -> Table:
    """`lstm-frameworks`: what each framework decides, for those that can hold the network."""
    given.require(options, (*given.NETWORK, "show", "frameworks"))
    cell = given.cell(options)
    columns = given.choices(options, "show", COLUMNS, ("order", "layout", "biases"))
    chosen = given.choices(options, "frameworks", frameworks.FRAMEWORKS, frameworks.FRAMEWORKS)
    able = [frameworks.get(name) for name in chosen if cell.name in frameworks.get(name).cells]
    needs_sizes = {"parameters", "shape"} & set(columns)
    if needs_sizes:
        given.require(options, (*given.NETWORK, "show", "frameworks"), "input", "hidden")
        network = given.network(options)
        able = [convention for convention in able if frameworks.refusal(convention.id, network) is None]
    rows = [Row(Markup("{}").format(c.name), [_decided(c, cell.name, column, options) for column in columns]) for c in able]
    return Table("Frameworks", [COLUMNS[column] for column in columns], rows)


def _decided(convention: Convention, cell: str, column: str, options: Located) -> str:
    form = next(form for form in convention.forms if cell in form.cells)
    if column == "parameters":
        return in_text(facts.of(given.network(options), framework=convention.id)["parameters"].value)
    if column == "shape":
        name, shape = next(iter(frameworks.tensor_shapes(convention.id, given.network(options)).items()))
        return f"{name} {by(shape)}"
    return {
        "order": NO_BREAK.join(form.gates.lower()),
        "layout": form.layout,
        "joined": form.joined or "–",
        "biases": str(form.biases),
        "forget": _forget(form),
        "input": TIME.get(convention.time, convention.time),
        "state": convention.state.replace(" ", ", "),
        "projection": "yes" if form.projects else "no",
        "evidence": EVIDENCE[convention.evidence],
        "version": convention.version,
    }[column]


def _forget(form: Form) -> str:
    """What the forget gate's bias starts at, as stored, and what is added to it when the cell runs."""
    stored = "like the others" if form.forget_initial is None else in_text(int(form.forget_initial))
    return f"{stored}, and {in_text(int(form.forget_added))} is added" if form.forget_added else stored


def claims(options: Located) -> list[tuple[Claim, str]]:
    """`lstm-claims`: what is said, and what is right, for a `page` of the syllabus, or one claim by its `id`."""
    given.require(options, ("page", "id", "verdict"))
    known = {claim.id: claim for claim in syllabus.claims()}
    if "id" in options.value:
        selected = [known[name] for name in given.choices(options, "id", known, ())]
    else:
        page = given.choice(options, "page", syllabus.PAGES, syllabus.PAGES[0])
        selected = [claim for claim in known.values() if claim.pages[0] == page]
    verdicts = given.choices(options, "verdict", syllabus.VERDICTS, syllabus.VERDICTS)
    return [(claim, syllabus.VERDICTS[claim.verdict]) for claim in selected if claim.verdict in verdicts]
