"""Prove rows on frameworks of this environment: `python -m tests.frameworks.elsewhere paddle chainer …`."""

import sys
from importlib import import_module
from pathlib import Path

from .. import proofs

KNOWN = sorted(path.stem.removeprefix("probe_") for path in Path(__file__).parent.glob("probe_*.py"))


def measure(name: str) -> None:
    module = import_module(f".probe_{name}", __package__)
    for probe in getattr(module, "PROBES", [module]):
        proofs.prove_orders(probe)
        proofs.prove_states(probe)
        proofs.prove_shapes(probe, 12)
        proofs.prove_outputs(probe, 12)
        print(f"{probe.framework}: orders, states, shapes and outputs are as the row says")


if len(sys.argv) < 2 or not set(sys.argv[1:]) <= set(KNOWN):
    sys.exit(f"name what to measure, among {', '.join(KNOWN)}")
for name in sys.argv[1:]:
    measure(name)
