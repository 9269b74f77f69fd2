"""Single numbers of the stored experiments, in a sentence: `lstm-experiment names show=picked`."""

from __future__ import annotations

from dataclasses import asdict
from statistics import fmean
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import experiments, facts
from ...formulas.numbers import decimal, in_text
from ...ground.errors import LstmDocsError, one_of
from ..plots.experiments import kept_losses, lowest_epoch
from . import options as given
from .experiment_tables import PLACES, error, fitting, score, tried, units_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ...experiments import Experiment, Summary
    from ...ground.located import Located

KEYS = ("show", "units", "layers", "rate", "batch", "of", "than", "from", "to", "at")


def number(name: str, options: Located) -> str:
    """One number of an experiment in a sentence: `lstm-experiment names show=picked`.

    Raises `LstmDocsError` at the place of an option that is refused.
    """
    experiment = experiments.stored(name)
    given.require(options, KEYS, "show")
    return NUMBERS[given.choice(options, "show", NUMBERS, "best")](experiment, options)


def _summary(experiment: Experiment, options: Located) -> Summary:
    """The size that the options name: its units, or those of the best or the picked of so many layers, or rate and batch."""
    deep = given.size(options, "layers", 1)
    if "units" not in experiment.varied:
        return _setting(experiment, options)
    units = options.get("units")
    if units is not None and units.plain() in PICKS:
        return PICKS[str(units.plain())](experiment, deep)
    known = {row.units: row for row in experiments.summary(experiment, deep)}
    wanted = given.size(options, "units")
    if wanted not in known:
        raise options.error(
            f"{experiment.name} was tried with units {', '.join(map(str, known))}, best or picked, not {wanted}"
        )
    return known[wanted]


def _setting(experiment: Experiment, options: Located) -> Summary:
    """The best place in a grid of rates and batches, or the best of those with the rate or the batch that is named."""
    wanted = {key: _number(options, key, 0) for key in ("rate", "batch") if key in options.value}
    rows = [row for row in experiments.summary(experiment) if all(value == getattr(row, key) for key, value in wanted.items())]
    if not rows:
        raise options.error(
            f"{experiment.name} was tried with " + ", ".join(f"{key} {tried(experiment, key)}" for key in experiment.varied)
        )
    return max(rows, key=lambda row: row.score if experiment.higher_is_better else -row.score)


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


def _gain(experiment: Experiment, options: Located) -> str:
    """By how many hundredths the score is above that of the same size in another experiment."""
    other = experiments.stored(given.text(options, "than", ""))
    return decimal(100 * (_summary(experiment, options).score - _summary(other, options).score), 0)


def _pick(experiment: Experiment, options: Located, which: str) -> str:
    return units_of(experiment, PICKS[which](experiment, given.size(options, "layers", 1)))


def _share(experiment: Experiment, options: Located) -> str:
    """How many hundredths of the spread of scores something explains, over rates `from` … `to`."""
    lowest, highest = (_number(options, key, default) for key, default in (("from", 0.0), ("to", float("inf"))))
    shares = asdict(experiments.explained(experiment, lowest, highest))
    return _of(options, {name: f"{decimal(100 * share, 0)}\u00a0%" for name, share in shares.items()})


def _number(options: Located, key: str, default: float) -> float:
    value = options[key].plain() if key in options.value else default
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise options[key].error(f"{key} must be a number, not {str(value)[:40]!r}")
    return value


def _loss(experiment: Experiment, options: Located) -> str:
    """The mean loss over the seeds: `of` training or held-out data, `at` the first, the lowest or the last epoch."""
    place = {"first": 1, "lowest": lowest_epoch(experiment), "last": max(row.epochs for row in experiment.rows)}
    epoch = place[one_of(given.text(options, "at", "last"), place, "at")]
    means = [fmean(row.losses[n][epoch - 1] for row in experiment.rows if row.losses) for n in (0, 1)]
    return _of(options, {name: decimal(mean, PLACES) for name, mean in zip(("training", "held-out"), means, strict=True)})


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
    "fits": lambda it, _: in_text(fitting(it)),
    "gain": _gain,
    "rate": lambda it, options: f"{_summary(it, options).rate:g}",
    "batch": lambda it, options: in_text(_summary(it, options).batch),
    "share": _share,
    "epoch": lambda it, options: in_text(lowest_epoch(kept_losses(it, options))),
    "epochs": lambda it, _: in_text(max(row.epochs for row in it.rows)),
    "loss": lambda it, options: _loss(kept_losses(it, options), options),
}


def _asked(experiment: Experiment) -> Iterable[tuple[str, str]]:
    return ((placed.rule.name, in_text(placed.rule.value)) for placed in experiments.rules_placed(experiment))


def _taken(experiment: Experiment) -> Iterable[tuple[str, str]]:
    """What an LSTM of the units of each rule takes, with the head."""
    for placed in experiments.rules_placed(experiment):
        network = experiment.network(placed.rule.value, 1)
        yield placed.rule.name, in_text(facts.cost(network, experiment.output).parameters)


def in_a_sentence(name: str, options: Located) -> Markup:
    """The HTML of `number`."""
    try:
        return Markup("{}").format(number(name, options))
    except LstmDocsError as error:
        raise error.at(options.where) from None
