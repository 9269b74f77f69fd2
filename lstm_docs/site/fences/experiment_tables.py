"""The stored experiments on a page, as tables of what was measured."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING

from ... import experiments, facts
from ...formulas.numbers import counted, decimal, in_text
from ...network import Network
from ..plots.experiments import LAYERS, axis, chosen, layers, named, sized
from . import options as given
from .tables import Table, plain_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...experiments import Experiment, Summary
    from ...ground.located import Located

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
    return sized(_of_one(options), options, "experiments")


def _of_one(options: Located) -> Experiment:
    selected = named(options)
    if len(selected) != 1:
        raise options.error("this table is of one experiment: name it under experiments")
    return selected[0]


def _sizes(options: Located) -> Table:
    """Every size that was tried, what it takes and how it scored, the best and the one that is picked told."""
    experiment = _one(options)
    deep = layers(options, experiment)
    rows = [row for count in deep for row in experiments.summary(experiment, count)]
    picks = {count: (experiments.best(experiment, count), experiments.one_standard_error(experiment, count)) for count in deep}
    columns = ["parameters", "MACs", axis(experiment).partition(",")[0], "± standard error", "seconds", "note"]
    return Table(
        f"Measured: {experiment.name}",
        columns,
        [
            plain_row(
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
    selected = chosen(options)
    asked = [{placed.rule.name: placed for placed in experiments.rules_placed(it)} for it in selected]
    first = facts.rules(1, 1, 1, 1)
    rows = [plain_row(rule.name, [in_text(of[rule.name].rule.value) for of in asked]) for rule in first]
    rows.append(plain_row(f"an LSTM of samples/{ALPHA} parameters", [in_text(fitting(it)) for it in selected]))
    for words, pick in (("tried", _range), ("picked", lambda it: units_of(it, experiments.one_standard_error(it, 1)))):
        rows.append(plain_row(words, [pick(it) for it in selected]))
    return Table("Units by rule and measured", [it.name for it in selected], rows)


def units_of(experiment: Experiment, row: Summary) -> str:
    """The units of a size; `≥` where it is the largest that was tried, so that a larger one might be better still."""
    largest = max(other.units for other in experiments.summary(experiment, row.layers))
    return ("≥\u00a0" if row.units == largest else "") + in_text(row.units)


def fitting(experiment: Experiment) -> int:
    """The most units whose parameters, with the head's, are no more than the samples over `ALPHA`."""
    network = Network(cell="lstm", input=experiment.input, hidden=1)

    def count(units: int) -> int:
        return facts.cost(replace(network, hidden=units), experiment.output).parameters

    return facts.largest_within(experiment.train_samples // ALPHA, count)


def _range(experiment: Experiment) -> str:
    sizes = [row.units for row in experiments.summary(experiment, 1)]
    return f"{in_text(sizes[0])} to {in_text(sizes[-1])}"


def _compared(options: Located) -> Table:
    """The scores of one layer of every size in several experiments, and those without a network."""
    selected = chosen(options)
    rows = [{row.units: row for row in experiments.summary(it, 1)} for it in selected]
    sizes = sorted(set().union(*rows))
    errors = [{units: _with_error(row) for units, row in of.items()} for of in rows]
    named = dict.fromkeys(what for it in selected for what in it.baselines)
    shown = given.choices(options, "baselines", named, named)
    return Table(
        "Compared",
        [it.name for it in selected],
        [
            *(
                plain_row(what, [score(it.baselines[what]) if what in it.baselines else NONE for it in selected])
                for what in shown
            ),
            *(plain_row(_units(units), [of.get(units, NONE) for of in errors]) for units in sizes),
        ],
    )


def _with_error(row: Summary) -> str:
    return f"{score(row.score)} ± {error(row.standard_error)}"


def _baselines(options: Located) -> Table:
    """What scores without a network, beside the size that is picked and the best."""
    experiment = _one(options)
    picked, best = experiments.one_standard_error(experiment, 1), experiments.best(experiment, 1)
    rows = [plain_row(what, [score(value), NONE]) for what, value in experiment.baselines.items()]
    rows += [
        plain_row(f"LSTM, {_units(it.units)}", [score(it.score), in_text(it.parameters)])
        for it in dict.fromkeys((picked, best))
    ]
    return Table(f"Without a network: {experiment.name}", [axis(experiment).removesuffix(", less is up"), "parameters"], rows)


def _about(options: Located) -> Table:
    """What was run."""
    return Table(
        "What was run",
        ["sequences", "steps", "judged on", "learning rate", "batch", "epochs at most", "seeds", "trainings"],
        [
            plain_row(
                f"{it.name}: {it.says}",
                [
                    in_text(it.train_samples),
                    in_text(it.steps),
                    in_text(it.validation_samples),
                    tried(it, "rate"),
                    tried(it, "batch"),
                    in_text(it.settings["epochs"]),
                    in_text(experiments.summary(it)[0].seeds),
                    in_text(len(it.rows)),
                ],
            )
            for it in named(options)
        ],
    )


def tried(experiment: Experiment, name: str) -> str:
    """The one value of a setting that was tried, or from which to which."""
    values = [f"{value:g}" if value < 1 else in_text(int(value)) for value in experiment.tried(name)]
    return values[0] if len(values) == 1 else f"{values[0]} to {values[-1]}"


def _variants(options: Located) -> Table:
    """What came of each variant: the losses of its first and last epoch, in training, and its score."""
    experiment = _of_one(options)
    trainings = {name: [row for row in experiment.rows if row.variant == name] for name in experiment.tried("variant")}
    scores = {row.variant: row for row in experiments.summary(experiment)}
    rows = []
    for name in sorted(trainings, key=lambda name: -scores[name].score):
        first, last = ([row.losses[0][place] for row in trainings[name] if row.losses] for place in (0, -1))
        rows.append(plain_row(name, [decimal(fmean(first), PLACES), decimal(fmean(last), PLACES), *_score(scores[name])]))
    return Table(
        experiment.says, ["loss at first", "loss at last", axis(experiment).partition(",")[0], "± standard error"], rows
    )


def _versions(options: Located) -> Table:
    """The versions it ran with."""
    versions = {name: version for it in named(options) for name, version in it.versions.items()}
    return Table("Versions", ["version"], [plain_row(name, [version]) for name, version in versions.items()])


TABLES: Mapping[str, Callable[[Located], Table]] = {
    "sizes": _sizes,
    "rules": _rules,
    "compared": _compared,
    "baselines": _baselines,
    "about": _about,
    "versions": _versions,
    "variants": _variants,
}


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
