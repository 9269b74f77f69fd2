"""How true `quiz calibrate` is: simulated classes whose difficulties are known. `python benchmarks/calibration.py` prints it.

    python benchmarks/calibration.py [SIMULATIONS]

Each simulation has families of random slope and place, and candidates who are each asked some of them, so that a family
has about 200 answers. In the first design everybody is drawn from one population and is asked a random part; in the second
a weaker class sits one set and a stronger class another, with a third of the families in common.
"""

from __future__ import annotations

import sys
from functools import cache
from statistics import NormalDist

import numpy as np

from lstm_docs.marks.calibration import calibrated

FAMILIES = 24
ANSWERS = 200
MANY = 20_000
APART = 1.0
"""How far the classes of the second design lie apart, in standard deviations of either."""


def simulated(seed: int, design: str) -> tuple[list[dict[str, bool]], dict[str, float]]:
    """The sheets of candidates, and by family the share of all candidates that would answer it rightly."""
    random = np.random.default_rng(seed)
    slopes, places = random.lognormal(0, 0.3, FAMILIES), random.normal(0, 1, FAMILIES)
    asked, ability = (one_population if design == "one" else two_classes)(random)
    chances = 1 / (1 + np.exp(-slopes * (ability[:, None] - places)))
    right = random.random(chances.shape) < chances
    sheets = [{f"f{n:02}": bool(right[row, n]) for n in np.flatnonzero(asked[row])} for row in range(len(ability))]
    everybody = population(design)
    shares = (1 / (1 + np.exp(-slopes * (everybody[:, None] - places)))).mean(axis=0)
    return sheets, {f"f{n:02}": share for n, share in enumerate(shares)}


def one_population(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Twice as many candidates as answers, each asked half of the families."""
    count = 2 * ANSWERS
    order = random.random((count, FAMILIES)).argsort(axis=1)
    return order < FAMILIES // 2, random.normal(0, 1, count)


def two_classes(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """As many candidates in each class as a family has answers; the families in common have twice as many."""
    third = FAMILIES // 3
    asked = np.zeros((2 * ANSWERS, FAMILIES), bool)
    asked[:ANSWERS, : 2 * third] = True
    asked[ANSWERS:, third:] = True
    return asked, random.normal(0, 1, 2 * ANSWERS) + np.repeat([-APART / 2, APART / 2], ANSWERS)


@cache
def population(design: str) -> np.ndarray:
    """Many candidates of all classes, on whom the truth is taken."""
    ability = np.array([NormalDist().inv_cdf((n + 0.5) / MANY) for n in range(MANY)])
    return ability if design == "one" else np.concatenate([ability - APART / 2, ability + APART / 2])


def report(simulations: int, design: str) -> dict[str, float]:
    """Coverage of the 95 % intervals in percent, and root mean square errors, ours and that of plain shares."""
    inside, errors, plain = [], [], []
    for seed in range(simulations):
        sheets, truth = simulated(seed, design)
        for family, one in calibrated(sheets).items():
            low, high = one.difficulty_interval
            inside.append(low <= truth[family] <= high)
            errors.append(one.difficulty - truth[family])
            own = [sheet[family] for sheet in sheets if family in sheet]
            plain.append(sum(own) / len(own) - truth[family])
    return {
        "coverage": 100 * float(np.mean(inside)),
        "error": float(np.sqrt(np.mean(np.square(errors)))),
        "plain": float(np.sqrt(np.mean(np.square(plain)))),
    }


def main() -> None:
    """Print what was found."""
    simulations = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    print(f"{simulations} simulations of {FAMILIES} families with about {ANSWERS} answers each")
    for design, told in (("one", "one population, random halves"), ("two", "two classes, one standard deviation apart")):
        found = report(simulations, design)
        print(
            f"{told}: 95 % intervals cover {found['coverage']:.1f} %, root mean square error {found['error']:.4f} "
            f"(plain shares {found['plain']:.4f})"
        )


if __name__ == "__main__":
    main()
