"""Our fences: short YAML in, HTML out. One function for each."""

from __future__ import annotations

import json
from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ...formulas.mathml import inline_html, symbol_class
from ...ground.errors import LstmDocsError, one_of
from ...ground.located import Located, load
from ..figures.style_attributes import painted
from . import arithmetic_tables, experiment_numbers, experiment_tables, tables, template_values, timing_tables
from . import options as given
from .context import Context
from .inline_kinds import INLINE
from .own_cell import with_its_cell
from .worked_run import run, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Fence = Callable[[Located, Context], Markup]

MOST_STEPS, MOST_UNITS = 200, 64
"""The longest run and the widest state that a page shows in full."""


def render(kind: str, body: str, context: Context, first_line: int) -> Markup:
    """The HTML of a fence called `kind` whose body begins on `first_line` of the page.

    Raises `LstmDocsError` with file:line for an unknown fence, bad YAML, or an option that is refused.
    """
    fence = FENCES[one_of(kind, FENCES, "block")]
    options = load(body, context.source, context.first_line + first_line - 1)
    options = with_its_cell(options, context)
    try:
        return painted(fence(options, context))
    except LstmDocsError as error:
        raise error.at(options.where) from None


def equations(options: Located, context: Context) -> Markup:
    """`lstm-equations`: the equations, with the shape under each symbol."""
    given.require(options, (*given.NETWORK, "gate", "shapes"))
    network = given.network(options) if "input" in options.value or "hidden" in options.value else None
    cell = network.equations if network else given.cell(options)
    letters = [equation.name.partition("_")[0] for equation in cell.equations]
    chosen = given.choices(options, "gate", letters, letters)
    kind = given.choice(options, "shapes", ("numbers", "sizes", "none"), "numbers" if network else "sizes")
    if kind == "numbers" and not network:
        raise options["shapes"].error("shapes: numbers needs input and hidden")
    return _filled("equations", math=template_values.equations(cell, chosen, kind, network), cell=cell, context=context)


def gradient(options: Located, context: Context) -> Markup:
    """`lstm-gradient`: the equations of the backward pass of one step."""
    given.require(options, ("cell", "projection", "bias", "show"))
    cell = given.cell(options)
    chosen = given.choices(options, "show", template_values.BACKWARD, template_values.BACKWARD)
    return _filled("gradient", math=template_values.gradient(cell, chosen), cell=cell, context=context)


def shapes(options: Located, context: Context) -> Markup:
    """`lstm-shapes`: every symbol with its shape, drawn to scale, and why; or a framework's tensors."""
    given.require(options, (*given.NETWORK, "layer", "gate", "framework"), "input", "hidden")
    network = given.network(options)
    framework = given.framework(options)
    if framework:
        return _filled("tensors", view=template_values.tensors(network, framework), context=context)
    letters = [equation.name.partition("_")[0] for equation in network.equations.equations]
    chosen = given.choices(options, "gate", letters, letters)
    layer = options["layer"].whole(0, network.layers - 1) if "layer" in options.value else 0
    view = template_values.shapes(network, layer, chosen, drawn="gate" in options.value)
    return _filled("shapes", view=view, context=context)


def facts(options: Located, context: Context) -> Markup:
    """`lstm-facts`: formula, number, unit and explanation of each fact."""
    given.require(options, (*given.NETWORK, *given.RUN, "show"), "input", "hidden")
    known = given.known_facts(options)
    names = given.choices(options, "show", known, known)
    return _filled("facts", rows=[template_values.fact(known[name]) for name in names], context=context)


def trace(options: Located, context: Context) -> Markup:
    """`lstm-trace`: every gate and state of every step as numbers."""
    given.require(options, (*given.NETWORK, "steps", "name", "seed"), "input", "hidden")
    network, name = given.network(options), given.name(options, "")
    if max(network.widths[0], network.input) > MOST_UNITS:
        raise options["hidden"].error(f"a trace shows at most {MOST_UNITS} inputs and units")
    steps = given.size(options, "steps", 10, MOST_STEPS) or 1
    seed = options["seed"].whole(0, 2**32 - 1) if "seed" in options.value else 1
    if name and "steps" in options.value:
        raise options["steps"].error("a name has as many steps as letters; leave out steps")
    traced = spelled(network, name, seed) if name else run(network, steps, seed)
    return _filled("trace", view=template_values.trace(traced, name), context=context)


def plot(options: Located, context: Context) -> Markup:
    """`lstm-plot`: a figure by its name."""
    from .. import plots

    return _filled("figure", picture=plots.draw(options)) + context.script("symbols.js")


def unrolled(options: Located, context: Context) -> Markup:
    """`lstm-unrolled`: the loop over time as a picture."""
    given.require(options, ("cell", "steps"), "steps")
    return _filled(
        "figure", picture=template_values.unrolled(given.cell(options), given.size(options, "steps") or 1), context=context
    )


def explore(options: Located, context: Context) -> Markup:
    """`lstm-explore`: an explorer by its name."""
    from .. import explore as explorers

    view = explorers.view(options)
    html = _filled("explore", view=view, id=context.unique(f"explore-{view.name}"))
    sheet = context.sheet("explore-small.css" if "fields" in view.order else "explore.css")
    return sheet + html + context.module(f"explore-{view.name}.js")


def quiz(options: Located, context: Context) -> Markup:
    """`lstm-quiz`: questions to answer on the page."""
    from . import quiz_block

    html = quiz_block.render(options, context)
    return _filled("quiz", html=Markup(html), context=context)  # noqa: S704 - made by our own renderer


def model(options: Located, context: Context) -> Markup:
    """`lstm-model`: the recurrent layer of a model file."""
    from . import model_block

    return context.sheet("model.css") + _filled("model", view=model_block.view(options, context), context=context)


def inspect(options: Located, context: Context) -> Markup:
    """`lstm-inspect`: a field for a model file of the reader's."""
    given.require(options, ())
    colours = json.dumps({letter: kind for letter in ascii_lowercase if (kind := symbol_class(f"W_{letter}"))})
    return context.sheet("model.css") + _filled("inspect", id=context.unique("inspect"), colours=colours, context=context)


def own_cell(options: Located, context: Context) -> Markup:
    """`lstm-cell`: a field for the equations of a cell, and what follows from them."""
    from . import cell_block

    html = _filled("cell", view=cell_block.view(options), id=context.unique("cell"), context=context)
    return context.sheet("cell.css") + html + context.script("symbols.js")


def explain(options: Located, context: Context) -> Markup:
    """`lstm-explain`: a field for a printed summary, which is explained line by line."""
    from . import explain_block

    return context.sheet("explain.css") + _filled(
        "explain", **explain_block.values(options), id=context.unique("explain"), context=context
    )


def live(options: Located, context: Context) -> Markup:
    """`lstm-live`: a network that runs in the page, or what was measured of it."""
    from . import live_block

    shown = live_block.show(options)
    if shown in live_block.LIVING:
        html = _filled(f"live_{shown}", view=live_block.LIVING[shown](), id=context.unique(shown), context=context)
        return context.sheet("explore.css") + context.sheet("live.css") + html
    return _filled(f"live_{shown}", rows=live_block.MEASURED[shown]())


def table(options: Located, context: Context) -> Markup:
    """`lstm-table`: facts of several networks side by side."""
    return _filled("table", table=tables.compared(options))


def family(options: Located, context: Context) -> Markup:
    """`lstm-family`: a member of the family with its equations and its picture, or the family side by side."""
    from . import cell_block, family_block

    if "show" in options.value:
        return _filled("table", table=family_block.table(options))
    told = family_block.member(options)
    cell = given.cell(options)
    letters = [equation.name.partition("_")[0] for equation in cell.equations]
    math = template_values.equations(cell, letters, "none", None)
    html = _filled("equations", math=math, cell=cell, context=context)
    html += _filled("family", told=told, view=cell_block.at_work(cell.name), context=context)
    return context.sheet("explore.css") + html


def experiment(options: Located, context: Context) -> Markup:
    """`lstm-experiment`: what was measured about the number of units."""
    return _filled("table", table=experiment_tables.table(options))


def timings(options: Located, context: Context) -> Markup:
    """`lstm-timings`: what machines did with recurrent layers."""
    return _filled("table", table=timing_tables.table(options, context))


def arithmetic(options: Located, context: Context) -> Markup:
    """`lstm-arithmetic`: what cheaper functions and narrow integers do to h."""
    return _filled("table", table=arithmetic_tables.table(options))


def frameworks(options: Located, context: Context) -> Markup:
    """`lstm-frameworks`: what each framework decides."""
    return _filled("table", table=tables.compared_frameworks(options))


def claims(options: Located, context: Context) -> Markup:
    """`lstm-claims`: what is said about LSTMs, and what is right."""
    return _filled("claims", claims=tables.claims(options))


def glossary(options: Located, context: Context) -> Markup:
    """`lstm-glossary`: every term with its meaning."""
    from ...syllabus import glossary as terms

    given.require(options, ())
    return _filled("glossary", terms=terms())


def works(options: Located, context: Context) -> Markup:
    """`lstm-works`: the works of a group with their numbers, or what came after the LSTM as a table."""
    from ... import syllabus

    given.require(options, ("group", "show"))
    group = given.choice(options, "group", syllabus.GROUPS, "cell")
    show = given.choice(options, "show", ("works", "news"), "works")
    return _filled(show, works=[work for work in syllabus.works() if work.group == group])


def api(options: Located, context: Context) -> Markup:
    """`lstm-api`: the public names of a part of the package."""
    from . import python_names

    given.require(options, ("module",), "module")
    module = given.choice(options, "module", python_names.MODULES, "")
    return _filled("python_names", names=python_names.public(module), module=module)


FENCES: dict[str, Fence] = {
    "lstm-api": api,
    "lstm-equations": equations,
    "lstm-gradient": gradient,
    "lstm-shapes": shapes,
    "lstm-facts": facts,
    "lstm-trace": trace,
    "lstm-plot": plot,
    "lstm-unrolled": unrolled,
    "lstm-explore": explore,
    "lstm-table": table,
    "lstm-experiment": experiment,
    "lstm-family": family,
    "lstm-timings": timings,
    "lstm-arithmetic": arithmetic,
    "lstm-frameworks": frameworks,
    "lstm-claims": claims,
    "lstm-glossary": glossary,
    "lstm-works": works,
    "lstm-quiz": quiz,
    "lstm-model": model,
    "lstm-inspect": inspect,
    "lstm-cell": own_cell,
    "lstm-explain": explain,
    "lstm-live": live,
}


def inline(words: Sequence[str], where: str, context: Context | None = None) -> Markup:
    """One fact or shape in a sentence: `lstm-fact parameters input=80 hidden=12 show=value`.

    A `cell=` is a name, or a file of equations from the folder of `context`. Raises `LstmDocsError` at `where`.
    """
    source, _, line = where.rpartition(":")
    options = _assigned(words[2:], source, int(line))
    try:
        if "=" in words[1]:
            raise LstmDocsError(f"{words[0]} wants a name next, then key=value, as in `{INLINE[words[0]]}`")
        named = with_its_cell(options, context or Context())
        return Markup('<span class="lstm">{}</span>').format(_inline(words[0], words[1], named))
    except LstmDocsError as error:
        raise error.at(where) from None


def _inline(kind: str, name: str, options: Located) -> Markup:
    if kind == "lstm-experiment":
        return experiment_numbers.in_a_sentence(name, options)
    run_keys = given.RUN if kind == "lstm-fact" else ()
    given.require(options, (*given.NETWORK, *run_keys, "show"), "input", "hidden")
    show = given.choice(options, "show", ("value", "formula", "both"), "both")
    if kind == "lstm-shape":
        return template_values.shape_in_text(given.network(options), name, show)
    known = given.known_facts(options)
    return template_values.fact_in_text(known[one_of(name, known, "fact")], show)


def _assigned(words: Sequence[str], source: str, line: int) -> Located:
    """`key=value` words as options, each value read as YAML."""
    values: dict[str, Located] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not value:
            raise LstmDocsError(f"expected key=value, not {word[:40]!r}", where=f"{source}:{line}")
        values[key] = load(value, source, line)
    return Located(values, source, line, dict.fromkeys(values, line))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("lstm_docs.site", "templates/fences"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["inline"] = inline_html
    return environment


def _filled(template: str, **values: object) -> Markup:
    html = _templates().get_template(f"{template}.html").render(values)
    # No blank lines: a host that reads blocks of HTML would end one there.
    return Markup("\n".join(line for line in html.splitlines() if line.strip()))  # noqa: S704 - autoescaped
