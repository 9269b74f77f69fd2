"""What was measured about the number of units and about training, drawn, with where the rules of thumb fall."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from ... import experiments, facts
from ...formulas.numbers import in_text
from ...ground.errors import ConformError
from .. import figures
from ..fences import options as given
from ..figures.curves import Curve, Point
from ..figures.epochs import Losses
from ..figures.scores import Line, Marks, Panel
from ..figures.settings import Settings
from .plot import Plot

if TYPE_CHECKING:
    from markupsafe import Markup

    from ...experiments import Experiment
    from ...ground.located import Located

SHOWN = ("names", "copying", "weather", "adding")
MOST = 8
LAYERS = {1: "one layer", 2: "two layers"}
GROUPS = {"S": "samples", "T": "steps"}
"""Rules of thumb by what they look at: samples, steps, and otherwise the sizes of what goes in and out."""


def named(options: Located, key: str = "experiments") -> list[Experiment]:
    """The experiments that the options name. Raises `LstmDocsError` at the line of a name that is not known."""
    names = given.choices(options, key, experiments.names(), SHOWN)
    if not 1 <= len(set(names)) == len(names) <= MOST:
        raise options[key].error(f"name one to {MOST} different experiments")
    return [experiments.stored(name) for name in names]


def chosen(options: Located) -> list[Experiment]:
    """The experiments that the options name, each over numbers of units."""
    return [sized(experiment, options, "experiments") for experiment in named(options)]


def sized(experiment: Experiment, options: Located, key: str) -> Experiment:
    """An experiment over numbers of units. Raises `LstmDocsError` at the line of one over something else."""
    if "units" not in experiment.varied:
        raise options[key].error(f"{experiment.name} was not tried with several numbers of units")
    return experiment


def layers(options: Located, experiment: Experiment) -> list[int]:
    """The numbers of layers to show, one unless said otherwise. Raises `LstmDocsError` for one that was not tried."""
    item = options.get("layers")
    if item is None:
        return [1]
    tried = sorted({row.layers for row in experiment.rows})
    listed = item.sequence() if isinstance(item.value, list) else [item]
    for entry in listed:
        if entry.plain() not in tried:
            raise entry.error(f"{experiment.name} was tried with layers: {', '.join(map(str, tried))}, not {entry.plain()!r}")
    return [int(str(entry.plain())) for entry in listed]


def axis(experiment: Experiment) -> str:
    """What was measured, and in what."""
    words = experiment.metric if experiment.unit in ("1", "share") else f"{experiment.metric}, {experiment.unit}"
    return words if experiment.higher_is_better else f"{words}, less is up"


def _scores(options: Located) -> Markup:
    selected = chosen(options)
    rules, shown = given.flag(options, "rules", True), _baselines(options, selected)
    if given.flag(options, "together", False):
        panels = [_together(selected, options, shown)]
    else:
        panels = [_panel(it, layers(options, it), shown, rules=rules) for it in selected]
    return figures.scores(panels, "Scores over the number of units: " + ", ".join(it.name for it in selected))


def _baselines(options: Located, selected: list[Experiment]) -> list[str]:
    """The baselines to draw: none unless some are named."""
    return given.choices(options, "baselines", dict.fromkeys(what for it in selected for what in it.baselines), ())


def _panel(experiment: Experiment, deep: list[int], shown: list[str], *, rules: bool) -> Panel:
    top, picked = (pick(experiment, deep[0]) for pick in (experiments.best, experiments.one_standard_error))
    return Panel(
        words=experiment.name,
        axis=axis(experiment),
        lines=tuple(_line(experiment, count, LAYERS.get(count, f"{count} layers")) for count in deep),
        up=experiment.higher_is_better,
        marks=_marks(experiment) if rules else (),
        levels=tuple((what, score) for what, score in experiment.baselines.items() if what in shown),
        near=(top.score - top.standard_error, top.score + top.standard_error),
        ring=(picked.units, picked.score),
    )


def _together(selected: list[Experiment], options: Located, shown: list[str]) -> Panel:
    """Several experiments on one scale; they must be judged in the same way."""
    first = selected[0]
    if any((it.metric, it.unit) != (first.metric, first.unit) for it in selected):
        raise options["experiments"].error("experiments on one scale must have one metric and unit")
    lines = tuple(_line(it, 1, it.name, dashed=n % 2 == 1) for n, it in enumerate(selected))
    levels = tuple((what, score) for it in selected for what, score in it.baselines.items() if what in shown)
    return Panel(words="one layer", axis=axis(first), lines=lines, up=first.higher_is_better, levels=levels)


def _line(experiment: Experiment, deep: int, name: str, *, dashed: bool | None = None) -> Line:
    means = tuple((row.units, row.score) for row in experiments.summary(experiment, deep))
    seeds = tuple((row.units, row.score) for row in experiment.rows if row.layers == deep)
    return Line(name, means, seeds, deep > 1 if dashed is None else dashed)


def _marks(experiment: Experiment) -> tuple[Marks, ...]:
    groups: dict[str, list[int]] = {}
    for rule in facts.rules(experiment.input, experiment.output, experiment.train_samples, experiment.steps):
        looked_at = next((words for letter, words in GROUPS.items() if letter in rule.text), "sizes")
        groups.setdefault(looked_at, []).append(rule.value)
    return tuple(Marks(name, tuple(values)) for name, values in groups.items())


def _by_cost(options: Located) -> Markup:
    name = given.choice(options, "experiment", experiments.names(), "names")
    experiment = sized(experiments.stored(name), options, "experiment")
    curves = [
        Curve(
            LAYERS.get(deep, f"{deep} layers"),
            tuple(Point(row.parameters, row.score, row.standard_error) for row in experiments.summary(experiment, deep)),
            dashed=deep > 1,
        )
        for deep in sorted({row.layers for row in experiment.rows})
    ]
    return figures.curves(curves, f"Score over parameters: {name}", x_axis="parameters", y_axis=axis(experiment))


def _settings(options: Located) -> Markup:
    experiment = experiments.stored(given.choice(options, "experiment", experiments.names(), ""))
    try:
        shares = experiments.explained(experiment)
    except ConformError as error:
        raise error.at(options["experiment"].where) from None
    rates, batches = experiment.tried("rate"), experiment.tried("batch")
    means = {(row.batch, row.rate): row.score for row in experiments.summary(experiment)}
    grid = Settings(
        means=[[means[int(batch), rate] for rate in rates] for batch in batches],
        rows=[in_text(int(batch)) for batch in batches],
        columns=[f"{rate:g}" for rate in rates],
        row_axis="batch",
        column_axis="learning rate",
        up=experiment.higher_is_better,
    )
    named_shares = {"the rate": shares.rate, "the batch": shares.batch, "both together": shares.both, "the seed": shares.seeds}
    return figures.settings(grid, named_shares, f"Mean {experiment.metric}, and what it depends on")


def _losses(options: Located) -> Markup:
    experiment = kept_losses(experiments.stored(given.choice(options, "experiment", experiments.names(), "")), options)
    title = f"Losses over the epochs: {experiment.says}"
    if "variant" in experiment.varied:
        lines = [Losses(name, _kept(experiment, 0, name), n) for n, name in enumerate(experiment.tried("variant"))]
        return figures.epochs(lines, title, levels=[(f"ln {experiment.output}: knows nothing", log(experiment.output))])
    lines = [Losses("training", _kept(experiment, 0)), Losses("held out", _kept(experiment, 1), 2)]
    return figures.epochs(lines, title, lowest=lowest_epoch(experiment))


def _kept(experiment: Experiment, place: int, variant: str = "") -> tuple[tuple[float, ...], ...]:
    """The losses of every seed, of training or of held-out data."""
    return tuple(row.losses[place] for row in experiment.rows if row.losses and row.variant == variant)


def kept_losses(experiment: Experiment, options: Located) -> Experiment:
    """An experiment with the losses of every epoch. Raises `LstmDocsError` where they were not kept."""
    if not all(row.losses for row in experiment.rows):
        raise (options.get("experiment") or options).error(f"the losses of {experiment.name} were not kept")
    return experiment


def lowest_epoch(experiment: Experiment) -> int:
    """The epoch, from 1, with the lowest loss on held-out data, in the mean over the seeds."""
    sums = [sum(losses) for losses in zip(*_kept(experiment, 1), strict=True)]
    return sums.index(min(sums)) + 1


PLOTS = {
    "scores": Plot(_scores, ("experiments", "layers", "rules", "baselines", "together")),
    "score-by-cost": Plot(_by_cost, ("experiment",)),
    "settings": Plot(_settings, needed=("experiment",)),
    "losses": Plot(_losses, needed=("experiment",)),
}
