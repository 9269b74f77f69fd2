"""The stored experiments on a page: tables of what was measured, and single numbers in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from .. import experiments, facts
from ..errors import LstmDocsError, one_of
from ..network import Network
from . import options as given
from .numbers import counted, decimal, in_text
from .plots.experiments import LAYERS, axis, chosen, layers
from .tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..experiments import Experiment, Summary
    from ..located import Located

NONE = "–"
SMALL, PLACES = 0.01, 3
ALPHA = 2
"""The factor at which the rule by samples is put beside a count of an LSTM's parameters."""
KEYS = ("experiments", "show", "layers", "baselines")


def table(options: Located) -> Table:
    """`lstm-experiment`: what was measured, as the table that `show` names.

    Raises `LstmDocsError` at the line of an option that is refused.
    """
    given.require(options, KEYS, "show")
    return TABLES[given.choice(options, "show", TABLES, "sizes")](options)


def _one(options: Located) -> Experiment:
    found = chosen(options)
    if len(found) != 1:
        raise options.error("this table is of one experiment: name it under experiments")
    return found[0]


def _sizes(options: Located) -> Table:
    """Every size that was tried, what it takes and how it scored, the best and the one that is picked told."""
    found = _one(options)
    deep = layers(options, found)
    rows = [row for count in deep for row in experiments.summary(found, count)]
    picks = {count: (experiments.best(found, count), experiments.one_standard_error(found, count)) for count in deep}
    columns = ["parameters", "MACs", axis(found).partition(",")[0], "± standard error", "seconds", "note"]
    return Table(
        f"Measured: {found.name}",
        columns,
        [
            _row(
                _size(row, many=len(deep) > 1),
                [*_costs(row), *_score(row), decimal(row.seconds, 1), _told(row, *picks[row.layers])],
            )
            for row in rows
        ],
    )


def _size(row: Summary, *, many: bool) -> str:
    return _units(row.units) + (f", {LAYERS.get(row.layers, row.layers)}" if many else "")


def _units(units: int) -> str:
    return counted(units, "unit").replace(" ", "\u00a0")


def _costs(row: Summary) -> list[str]:
    return [in_text(row.parameters), in_text(row.macs)]


def _score(row: Summary) -> list[str]:
    return [score(row.score), error(row.standard_error)]


def _told(row: Summary, best: Summary, picked: Summary) -> str:
    return " ".join(word for word, other in (("best", best), ("picked", picked)) if row == other)


def _rules(options: Located) -> Table:
    """What every rule asks for in each experiment, beside what was picked of the sizes that were tried."""
    found = chosen(options)
    asked = [{placed.rule.name: placed for placed in experiments.rules_placed(it)} for it in found]
    first = facts.rules(1, 1, 1, 1)
    rows = [_row(rule.name, [in_text(of[rule.name].rule.value) for of in asked]) for rule in first]
    rows.append(_row(f"an LSTM of samples/{ALPHA} parameters", [in_text(_fitting(it)) for it in found]))
    for words, pick in (("tried", _range), ("picked", lambda it: _units_of(it, experiments.one_standard_error(it, 1)))):
        rows.append(_row(words, [pick(it) for it in found]))
    return Table("Units by rule and measured", [it.name for it in found], rows)


def _units_of(found: Experiment, row: Summary) -> str:
    """The units of a size; `≥` where it is the largest that was tried, so that a larger one might be better still."""
    largest = max(other.units for other in experiments.summary(found, row.layers))
    return ("≥\u00a0" if row.units == largest else "") + in_text(row.units)


def _fitting(found: Experiment) -> int:
    """The most units whose parameters, with the head's, are no more than the samples over `ALPHA`."""
    network = Network(cell="lstm", input=found.input, hidden=1)

    def count(units: int) -> int:
        return facts.cost(replace(network, hidden=units), found.output).parameters

    return facts.largest_within(found.train_samples // ALPHA, count)


def _range(found: Experiment) -> str:
    sizes = [row.units for row in experiments.summary(found, 1)]
    return f"{in_text(sizes[0])} to {in_text(sizes[-1])}"


def _compared(options: Located) -> Table:
    """The scores of one layer of every size in several experiments, and those without a network."""
    found = chosen(options)
    rows = [{row.units: row for row in experiments.summary(it, 1)} for it in found]
    sizes = sorted(set().union(*rows))
    errors = [{units: _with_error(row) for units, row in of.items()} for of in rows]
    named = dict.fromkeys(what for it in found for what in it.baselines)
    shown = given.choices(options, "baselines", named, named)
    return Table(
        "Compared",
        [it.name for it in found],
        [
            *(_row(what, [score(it.baselines[what]) if what in it.baselines else NONE for it in found]) for what in shown),
            *(_row(_units(units), [of.get(units, NONE) for of in errors]) for units in sizes),
        ],
    )


def _with_error(row: Summary) -> str:
    return f"{score(row.score)} ± {error(row.standard_error)}"


def _baselines(options: Located) -> Table:
    """What scores without a network, beside the size that is picked and the best."""
    found = _one(options)
    picked, best = experiments.one_standard_error(found, 1), experiments.best(found, 1)
    rows = [_row(what, [score(value), NONE]) for what, value in found.baselines.items()]
    rows += [
        _row(f"LSTM, {_units(it.units)}", [score(it.score), in_text(it.parameters)]) for it in dict.fromkeys((picked, best))
    ]
    return Table(f"Without a network: {found.name}", [axis(found).removesuffix(", less is up"), "parameters"], rows)


def _about(options: Located) -> Table:
    """What was run."""
    return Table(
        "What was run",
        ["sequences", "steps", "judged on", "learning rate", "batch", "epochs at most", "seeds", "trainings"],
        [
            _row(
                f"{it.name}: {it.says}",
                [
                    in_text(it.train_samples),
                    in_text(it.steps),
                    in_text(it.validation_samples),
                    f"{it.settings['rate']:g}",
                    in_text(it.settings["batch"]),
                    in_text(it.settings["epochs"]),
                    in_text(experiments.summary(it)[0].seeds),
                    in_text(len(it.rows)),
                ],
            )
            for it in chosen(options)
        ],
    )


def _versions(options: Located) -> Table:
    """The versions it ran with."""
    found = {name: version for it in chosen(options) for name, version in it.versions.items()}
    return Table("Versions", ["version"], [_row(name, [version]) for name, version in found.items()])


TABLES: Mapping[str, Callable[[Located], Table]] = {
    "sizes": _sizes,
    "rules": _rules,
    "compared": _compared,
    "baselines": _baselines,
    "about": _about,
    "versions": _versions,
}


def _row(words: str, cells: list[str]) -> Row:
    return Row(Markup("{}").format(words), cells)


def score(value: float) -> str:
    """A score to three decimals; a small one to two digits that count, with a power of ten."""
    return _with_power(value) if 0 < value < SMALL else decimal(value, PLACES)


def error(value: float) -> str:
    """A standard error, to one decimal more than its score."""
    return _with_power(value) if 0 < value < SMALL / 10 else decimal(value, PLACES + 1)


def _with_power(value: float) -> str:
    mantissa, _, power = f"{value:.1e}".partition("e")
    return f"{mantissa}\u00a0·\u00a010{str(int(power)).translate(RAISED)}"


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

NUMBER_KEYS = ("show", "units", "layers", "of", "than")


def number(name: str, options: Located) -> str:
    """One number of an experiment in a sentence: `lstm-experiment names show=picked`.

    Raises `LstmDocsError` at the place of an option that is refused.
    """
    found = experiments.stored(name)
    given.require(options, NUMBER_KEYS, "show")
    return NUMBERS[given.choice(options, "show", NUMBERS, "best")](found, options)


def _summary(found: Experiment, options: Located) -> Summary:
    """The size that the options name: its units, or those of the best or the picked of so many layers."""
    deep = given.size(options, "layers", 1)
    units = options.get("units")
    if units is not None and units.plain() in PICKS:
        return PICKS[str(units.plain())](found, deep)
    known = {row.units: row for row in experiments.summary(found, deep)}
    wanted = given.size(options, "units")
    if wanted not in known:
        raise options.error(f"{found.name} was tried with units {', '.join(map(str, known))}, best or picked, not {wanted}")
    return known[wanted]


PICKS: Mapping[str, Callable[[Experiment, int | None], Summary]] = {
    "best": experiments.best,
    "picked": experiments.one_standard_error,
}


def _of(options: Located, values: Mapping[str, str]) -> str:
    """One of some values by its name, in which anything but letters and digits is a hyphen."""
    known = {slug(key): value for key, value in values.items()}
    return known[one_of(given.text(options, "of", ""), known, "of")]


def slug(words: str) -> str:
    """`the last value` as one word: the-last-value."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in words).split())


def _gain(found: Experiment, options: Located) -> str:
    """By how many hundredths the score is above that of the same size in another experiment."""
    other = experiments.stored(given.text(options, "than", ""))
    return decimal(100 * (_summary(found, options).score - _summary(other, options).score), 0)


def _pick(found: Experiment, options: Located, which: str) -> str:
    return _units_of(found, PICKS[which](found, given.size(options, "layers", 1)))


NUMBERS: Mapping[str, Callable[[Experiment, Located], str]] = {
    "best": lambda it, options: _pick(it, options, "best"),
    "picked": lambda it, options: _pick(it, options, "picked"),
    "score": lambda it, options: score(_summary(it, options).score),
    "error": lambda it, options: error(_summary(it, options).standard_error),
    "parameters": lambda it, options: in_text(_summary(it, options).parameters),
    "samples": lambda it, _: in_text(it.train_samples),
    "validation": lambda it, _: in_text(it.validation_samples),
    "steps": lambda it, _: in_text(it.steps),
    "trainings": lambda it, _: in_text(len(it.rows)),
    "baseline": lambda it, options: _of(options, {what: score(value) for what, value in it.baselines.items()}),
    "rule": lambda it, options: _of(options, dict(_asked(it))),
    "rule-parameters": lambda it, options: _of(options, dict(_taken(it))),
    "fits": lambda it, _: in_text(_fitting(it)),
    "gain": _gain,
}


def _asked(found: Experiment) -> Iterable[tuple[str, str]]:
    return ((placed.rule.name, in_text(placed.rule.value)) for placed in experiments.rules_placed(found))


def _taken(found: Experiment) -> Iterable[tuple[str, str]]:
    """What an LSTM of the units of each rule takes, with the head."""
    for placed in experiments.rules_placed(found):
        network = found.network(placed.rule.value, 1)
        yield placed.rule.name, in_text(facts.cost(network, found.output).parameters)


def in_a_sentence(name: str, options: Located) -> Markup:
    """The HTML of `number`."""
    try:
        return Markup("{}").format(number(name, options))
    except LstmDocsError as error:
        raise error.at(options.where) from None
