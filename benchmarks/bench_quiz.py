"""How many verified questions a second the Python API makes on one core, each with options, feedback and solution."""

from __future__ import annotations

import time
from statistics import median

from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.asking import question

ROUNDS = 5
EACH = 200


def once(seed: str) -> float:
    """Questions a second over every family of the bank."""
    families = list(load_bank().families.values())
    start = time.perf_counter()
    questions = sum(1 for compiled in families for n in range(EACH) if question(compiled, seed, n).ask)
    return questions / (time.perf_counter() - start)


def main() -> None:
    """Print the median of several rounds, each with a seed of its own, and the slowest families."""
    once("warm")
    rates = [once(f"round {n}") for n in range(ROUNDS)]
    families = len(load_bank().families)
    print(f"{median(rates):,.0f} questions a second ({min(rates):,.0f} to {max(rates):,.0f}), {families} families")
    slowest = []
    for name, compiled in load_bank().families.items():
        start = time.perf_counter()
        for n in range(EACH):
            question(compiled, "each", n)
        slowest.append((EACH / (time.perf_counter() - start), name))
    for rate, name in sorted(slowest)[:5]:
        print(f"  slowest: {name}, {rate:,.0f} a second")


if __name__ == "__main__":
    main()
