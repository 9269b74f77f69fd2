"""Recurrent layers timed on one CUDA card: each point as an eager call and as a replayed CUDA graph, in two passes.

    python benchmarks/gpu_recurrent.py --out card.json
    python benchmarks/gpu_recurrent.py --out processor.json --device cpu

It needs PyTorch and nothing else of this repository, so it can be copied to a machine that has a card. If JAX is
installed, its scan is timed too.

The file has a list of rows for each section. A row names its point (T steps, B sequences, I inputs, H units, L layers,
P units after a projection) with the multiply-accumulates `macs` of one forward call, and holds each result as a list of
two: what the first pass found and what the second did. Compare the passes before you believe a time: the quartiles of
one pass are narrower than the distance between two. A pass visits a section's points in an order of its own. Times are
milliseconds. `eager` contains what the host needs to launch the call; `graph` is the same call, captured once and
replayed, so the host is left out. Where no graph can be captured, `no_graph` says why.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime
import gc
import importlib.util
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
import warnings
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.autograd import DeviceType
from torch.profiler import ProfilerActivity, profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Call = Callable[[], Any]
    Result = dict[str, Any]
    Measure = Callable[["Machine", "Point"], Result]

PASSES = 2
SAVE_EVERY = 20.0
"""Seconds after which a long section is saved before it ends."""

GATES = {"LSTM": 4, "GRU": 3, "RNN": 1}
DTYPES = {"float32": torch.float32, "tf32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
FLOAT32, TF32, FLOAT16, BFLOAT16 = DTYPES


class NoGraph(Exception):
    """A call cannot be captured, or its replay gave another output; the message says why."""


# --- what is measured ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """One call: what is called, on which sizes, in which precision.

    `call` is forward, training (forward, then the gradients of weights and input), loop (a Python loop over the steps of a
    single cell) or packed (sequences of 1 to T steps, evenly spread). A `kind` of matmul is the product (B, I)·(I, H).
    """

    T: int = 100
    B: int = 1
    I: int = 256  # noqa: E741 - the field's name
    H: int = 256
    L: int = 1
    P: int = 0
    bi: bool = False
    kind: str = "LSTM"
    dtype: str = FLOAT32
    call: str = "forward"

    @property
    def lengths(self) -> list[int]:
        """Steps of each sequence, the longest first."""
        if self.call != "packed":
            return [self.T] * self.B
        return [max(1, round(self.T * place / self.B)) for place in range(self.B, 0, -1)]

    @property
    def macs(self) -> int:
        """Multiply-accumulates of one forward call; steps that packing leaves out are not counted."""
        if self.kind == "matmul":
            return self.B * self.I * self.H
        ways, shown, inputs, each = 1 + self.bi, self.P or self.H, self.I, 0
        for _ in range(self.L):
            each += ways * (GATES[self.kind] * self.H * (inputs + shown) + self.P * self.H)
            inputs = ways * shown
        return each * sum(self.lengths)


SIZES = ((80, 12), (45, 25), *((size, size) for size in (64, 128, 256, 512, 1024, 2048)))
"""Inputs and units."""

WIDTHS = (96, 100, 120, 128, 192, 250, 255, 256, 257, 260, 264, 384, 500)
WIDTHS += (504, 508, 511, 512, 513, 520, 640, 768, 1000, 1023, 1024, 1025, 1032, 1536)
BOTH = (FLOAT32, FLOAT16)
SQUARES = ((128, 128), (512, 512), (1024, 1024))


def grid(sizes: Iterable[tuple[int, int]], **axes: Iterable[Any]) -> list[Point]:
    """A point for each pair of inputs and units and each choice on the other axes."""
    return [
        Point(I=inputs, H=units, **dict(zip(axes, choice, strict=True)))
        for inputs, units in sizes
        for choice in product(*axes.values())
    ]


def plan() -> dict[str, list[Point]]:
    """The points of each section, sections by priority."""
    batches = (1, 4, 16, 64, 256)
    steps = grid([(256, 256), (1024, 1024)], T=(1, 10, 400), B=(1, 64), dtype=BOTH)
    projected = [replace(point, B=32) for point in grid([(512, 512)], P=(0, 128), dtype=BOTH)]
    projected += [replace(point, B=32) for point in grid([(512, 2048)], P=(0, 512), dtype=BOTH)]
    spent = [((80, 12), 1), ((256, 256), 1), ((256, 256), 64), *(((1024, 1024), size) for size in (1, 16, 64, 256))]
    spent += [((2048, 2048), 256)]
    products = grid([(4096, 4096)], T=(1,), B=(4096,), kind=("matmul",), dtype=BOTH)
    return {
        "forward": grid(SIZES, B=batches, dtype=BOTH) + grid(SIZES, B=(1, 16, 256), dtype=(BFLOAT16, TF32)) + steps,
        "memory": memory(),
        "training": grid([SIZES[0], *SIZES[3:7]], B=(1, 16, 64, 256), dtype=BOTH, call=("training",)),
        "layers": grid(SQUARES, L=(1, 2, 4, 8), B=(1, 32), dtype=BOTH),
        "directions": grid(SQUARES, bi=(False, True), B=(1, 32), dtype=BOTH),
        "cells": grid(SQUARES, kind=GATES, B=(1, 32), dtype=BOTH),
        "stepwise": grid([(80, 12), (256, 256), (1024, 1024)], B=(1, 32), dtype=BOTH, call=("loop", "forward")),
        "projection": projected,
        "widths": grid([(size, size) for size in WIDTHS], B=(64,), dtype=BOTH),
        "energy": [point for size, batch in spent for point in grid([size], B=(batch,), dtype=BOTH)] + products,
        "lengths": grid(SQUARES, T=(200,), B=(64,), dtype=BOTH, call=("forward", "packed")),
        "kernels": traced(),
        "jax_scan": grid(SQUARES, B=(1, 32), dtype=BOTH),
    }


def memory() -> list[Point]:
    """One point, and those that differ from it in one thing, in two precisions."""
    base = Point(B=32, call="training")
    change: list[dict[str, Any]] = [{}, {"L": 2}, {"bi": True}, {"T": 400}, {"B": 128}, {"I": 1024, "H": 1024}]
    change += [{"kind": "GRU"}, {"kind": "RNN"}]
    return [replace(base, dtype=dtype, **each) for dtype in BOTH for each in change]


def traced() -> list[Point]:
    """The points beside which time jumps: on either side of each jump."""
    base = Point(B=32, I=512, H=512, dtype=FLOAT16)
    change: list[dict[str, Any]] = [{}, {"L": 2}, {"bi": True}, {"P": 128}, {"kind": "GRU"}, {"kind": "RNN"}]
    change += [{"call": "packed"}, {"call": "loop"}, {"call": "training"}, {"B": 1}, {"B": 256}]
    change += [{"I": size, "H": size} for size in (508, 1024, 1025, 2048)]
    points = [replace(base, **each) for each in change]
    points += grid([SIZES[0], *SIZES[3:6]], B=(32,), dtype=(*BOTH, BFLOAT16))
    return list(dict.fromkeys(points))


def small(sections: dict[str, list[Point]]) -> dict[str, list[Point]]:
    """Three points of each section, shrunk, to see that all of it runs."""
    least = {"T": 4, "B": 3, "I": 9, "H": 8, "L": 2}
    shrunk = {}
    for name, points in sections.items():
        cut = [
            replace(point, P=min(point.P, 4), **{size: min(getattr(point, size), most) for size, most in least.items()})
            for point in points
        ]
        different = list(dict.fromkeys(cut))
        shrunk[name] = different[:: max(1, len(different) // 3)][:3]
    return shrunk


def in_order(points: list[Point], seed: int, turn: int) -> list[Point]:
    """The points as a pass visits them: by chance, the same for the same seed and pass."""
    order = list(points)
    random.Random(f"{seed} {turn}").shuffle(order)
    return order


# --- the machines -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Effort:
    """How long a point is timed: seconds aimed at, and how many calls at least and at most."""

    seconds: float = 0.08
    fewest: int = 9
    most: int = 120
    energy: float = 1.2
    product: int = 8192
    copied: int = 2**28

    def calls(self, once: float) -> int:
        """How many calls to time if one takes so many seconds."""
        return int(min(self.most, max(self.fewest, self.seconds / max(once, 1e-7))))


PROCESSOR = Effort(fewest=5, product=512, copied=2**25)
QUICK = Effort(seconds=0.001, fewest=3, most=5, energy=0.2, product=32, copied=2**10)


class Machine:
    """A processor, timed by the clock; the base of what a card does in its own way."""

    device = "cpu"
    dtypes = (FLOAT32, FLOAT16, BFLOAT16)
    most_macs = 2 * 10**9
    activities, events = (ProfilerActivity.CPU,), DeviceType.CPU
    joules: Callable[[], float] | None = None
    no_joules = "the energy that a processor uses is not read"

    def __init__(self, effort: Effort) -> None:
        self.effort = effort

    def about(self) -> Result:
        """What was measured on."""
        return {"device": _cpu_name(), "cores": os.cpu_count(), "threads": torch.get_num_threads()}

    def wait(self) -> None:
        """Until all that was called is done."""

    def times(self, call: Call, count: int) -> list[float]:
        """Milliseconds of each of so many calls, one after another."""
        milliseconds = []
        for _ in range(count):
            start = time.perf_counter()
            call()
            milliseconds.append(1000 * (time.perf_counter() - start))
        return milliseconds

    def captured(self, call: Call) -> Call | None:
        """The call as a graph to replay, checked against it; None where the machine has no graphs."""
        del call

    def bytes_kept(self, call: Call, own: Iterable[torch.Tensor]) -> Result:
        """Bytes that stay for the gradients after a forward call, its outputs among them, what it was given left out."""
        given = {tensor.untyped_storage().data_ptr() for tensor in own}
        bytes_at: dict[int, int] = {}

        def keep(tensor: torch.Tensor) -> torch.Tensor:
            bytes_at[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
            return tensor

        with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
            outputs = tensors(call())
        for tensor in outputs:
            keep(tensor)
        return {"kept": sum(size for place, size in bytes_at.items() if place not in given), "outputs": sizes(outputs)}


class Card(Machine):
    """A CUDA card, timed by its own events."""

    device = "cuda"
    dtypes = tuple(DTYPES)
    most_macs = 10**15
    activities, events = (ProfilerActivity.CPU, ProfilerActivity.CUDA), DeviceType.CUDA

    def __init__(self, effort: Effort) -> None:
        super().__init__(effort)
        self.defaults = {"cudnn": torch.backends.cudnn.allow_tf32, "matmul": torch.backends.cuda.matmul.allow_tf32}
        self.broken = ""
        self.aside = torch.cuda.Stream()
        try:
            self.joules = energy_counter()
        except OSError as error:
            self.no_joules = str(error)

    def about(self) -> Result:
        """The card, its limits, and what drives it."""
        card = torch.cuda.get_device_properties(0)
        return {
            "device": card.name,
            "driver": smi("driver_version"),
            "power_limit": smi("power.limit"),
            "most_sm_clock": smi("clocks.max.sm"),
            "most_memory_clock": smi("clocks.max.memory"),
            "multiprocessors": card.multi_processor_count,
            "memory_bytes": card.total_memory,
            "l2_bytes": getattr(card, "L2_cache_size", None),
            "cuda": torch.version.cuda,
            "cudnn": torch.backends.cudnn.version(),
            "tf32": "off, except in rows whose dtype is tf32",
            "tf32_by_default": self.defaults,
        }

    def wait(self) -> None:
        """Until the card has done all that was launched."""
        torch.cuda.synchronize()

    def times(self, call: Call, count: int) -> list[float]:
        """Milliseconds between two events around each call; the host does not wait in between."""
        pairs = []
        for _ in range(count):
            start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            start.record()
            call()
            end.record()
            pairs.append((start, end))
        torch.cuda.synchronize()
        return [start.elapsed_time(end) for start, end in pairs]

    def captured(self, call: Call) -> Call:
        """The call as a graph to replay. Raises NoGraph if it cannot be captured or gives something else."""
        if self.broken:
            raise NoGraph(f"not tried: since a capture failed, the card captures nothing any more ({self.broken})")
        try:
            graph, output = capture(call, self.aside)
        except RuntimeError as error:
            self.broken = self._unable()
            raise NoGraph(reason(first_of(error))) from None
        output.fill_(torch.nan)  # so that what the replay does not write is seen
        graph.replay()
        expected = call().float()
        if not (output.float() - expected).norm() <= 1e-2 * expected.norm():
            raise NoGraph("the replay gave another output than the eager call")
        return graph.replay

    def _unable(self) -> str:
        # A capture that fails can leave PyTorch's allocator inside it: see whether the simplest one still works.
        torch.cuda.set_stream(torch.cuda.default_stream())
        try:
            one = torch.zeros(1, device=self.device)
            capture(lambda: one.add_(1), self.aside)[0].replay()
            torch.cuda.synchronize()
        except RuntimeError as error:
            torch.cuda.set_stream(torch.cuda.default_stream())
            return reason(first_of(error))
        return ""

    def bytes_kept(self, call: Call, own: Iterable[torch.Tensor]) -> Result:
        """Bytes that a forward call leaves allocated, its outputs among them; and the most during the backward call."""
        del own  # was there before
        tensors(call())  # what libraries take once and keep is not counted
        gc.collect()
        torch.cuda.synchronize()
        before = torch.cuda.memory_allocated()
        outputs = tensors(call())
        allocated = torch.cuda.memory_allocated() - before
        torch.cuda.reset_peak_memory_stats()
        torch.autograd.backward(outputs[0], torch.ones_like(outputs[0]))
        torch.cuda.synchronize()
        return {"kept": allocated, "outputs": sizes(outputs), "peak": torch.cuda.max_memory_allocated() - before}


def capture(call: Call, aside: torch.cuda.Stream) -> tuple[torch.cuda.CUDAGraph, torch.Tensor]:
    """A call's graph, captured on a stream of its own, and the output that a replay writes.

    Raises RuntimeError if a part of it cannot be captured.
    """
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):
        for _ in range(3):
            call()
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, stream=aside):
        output = call()
    return graph, output


def energy_counter() -> Callable[[], float]:
    """A function that gives the joules the first visible card has used since its driver was loaded.

    Raises OSError if the driver's library (NVML) or the counter is not there.
    """
    nvml = ctypes.CDLL("libnvidia-ml.so.1")
    handle, used = ctypes.c_void_p(), ctypes.c_ulonglong()
    identity = f"GPU-{getattr(torch.cuda.get_device_properties(0), 'uuid', '')}".encode()
    if nvml.nvmlInit_v2() != 0:
        raise OSError("NVML cannot be started")
    if nvml.nvmlDeviceGetHandleByUUID(identity, ctypes.byref(handle)) != 0:
        if torch.cuda.device_count() > 1:
            raise OSError("which of NVML's cards is the one that is measured cannot be told")
        if nvml.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(handle)) != 0:
            raise OSError("NVML does not find the card")

    def read() -> float:
        if nvml.nvmlDeviceGetTotalEnergyConsumption(handle, ctypes.byref(used)) != 0:
            raise OSError("the card has no counter of energy")
        return used.value / 1000

    read()
    return read


def smi(field: str) -> str | None:
    """What nvidia-smi says of the first card, with its unit; None where it is not installed."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return None
    said = subprocess.run(
        [program, f"--query-gpu={field}", "--format=csv,noheader"], capture_output=True, text=True, check=False
    )
    return said.stdout.partition("\n")[0].strip() or None


def _cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def first_of(error: BaseException) -> BaseException:
    """The error that came first, where others came while it was handled."""
    while error.__context__ is not None:
        error = error.__context__
    return error


def reason(error: BaseException) -> str:
    """The first line of an error, short."""
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"[:160]


# --- the calls ----------------------------------------------------------------------------------------------------------


def layer(machine: Machine, point: Point) -> nn.RNNBase:
    """The point's layer with weights by chance."""
    options = {"proj_size": point.P} if point.P else {}
    make = getattr(nn, point.kind)
    return make(
        *(point.I, point.H, point.L),
        bidirectional=point.bi,
        device=machine.device,
        dtype=DTYPES[point.dtype],
        **options,
    )


def inputs(machine: Machine, point: Point) -> torch.Tensor:
    """(T, B, I), normally distributed."""
    return torch.randn(point.T, point.B, point.I, device=machine.device, dtype=DTYPES[point.dtype])


def built(machine: Machine, point: Point) -> Call:
    """The point's call, with everything it needs made; it returns one tensor: the output."""
    x = inputs(machine, point)
    if point.kind == "matmul":
        left, right = x[0], inputs(machine, replace(point, B=point.I, I=point.H))[0]
        return lambda: left @ right
    return {"forward": _forward, "training": _training, "loop": _loop, "packed": _packed}[point.call](machine, point, x)


def _forward(machine: Machine, point: Point, x: torch.Tensor) -> Call:
    module = layer(machine, point).eval()
    return lambda: module(x)[0]


def _training(machine: Machine, point: Point, x: torch.Tensor) -> Call:
    module = layer(machine, point).train()
    wanted = [x.requires_grad_(), *module.parameters()]
    above = torch.randn_like(module(x)[0])

    def call() -> torch.Tensor:
        output = module(x)[0]
        torch.autograd.grad(output, wanted, above)
        return output.detach()

    return call


def _loop(machine: Machine, point: Point, x: torch.Tensor) -> Call:
    cell = getattr(nn, f"{point.kind}Cell")(point.I, point.H, device=machine.device, dtype=x.dtype)
    steps = list(x)

    def call() -> torch.Tensor:
        state = None
        for step in steps:
            state = cell(step, state)
        return tensors(state)[0]

    return call


def _packed(machine: Machine, point: Point, x: torch.Tensor) -> Call:
    module = layer(machine, point).eval()
    packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor(point.lengths))
    return lambda: module(packed)[0].data


def tensors(outputs: Any) -> list[torch.Tensor]:  # noqa: ANN401 - what a layer returns differs by kind
    """The tensors among nested outputs, in order."""
    if isinstance(outputs, torch.Tensor):
        return [outputs]
    return [tensor for each in outputs for tensor in tensors(each)]


def sizes(outputs: list[torch.Tensor]) -> int:
    """Bytes of the tensors' storages."""
    return sum({tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes() for tensor in outputs}.values())


# --- the measurements ---------------------------------------------------------------------------------------------------


def summary(times: list[float]) -> Result:
    """Median and quartiles of milliseconds, and of how many."""
    first, middle, third = statistics.quantiles(times, n=4, method="inclusive")
    return {"ms": round(middle, 6), "q1": round(first, 6), "q3": round(third, 6), "calls": len(times)}


def timed(machine: Machine, call: Call) -> Result:
    """A call's times, after some that are not counted."""
    once = machine.times(call, 3)[-1]
    machine.wait()
    return summary(machine.times(call, machine.effort.calls(once / 1000)))


def each_way(machine: Machine, point: Point, measure: Callable[[Machine, Call], Result]) -> Result:
    """What is measured of the eager call and, where it can be captured, of its graph."""
    with torch.set_grad_enabled(point.call == "training"), precise(point.dtype):
        call = built(machine, point)
        results = {"eager": measure(machine, call)}
        try:
            replay = machine.captured(call)
        except NoGraph as error:
            return results | {"no_graph": str(error)}
        return results | ({"graph": measure(machine, replay)} if replay else {})


def by_time(machine: Machine, point: Point) -> Result:
    """How long the point takes, each way."""
    return each_way(machine, point, timed)


def by_energy(machine: Machine, point: Point) -> Result:
    """What the point uses, each way, called again and again."""
    return each_way(machine, point, used)


def used(machine: Machine, call: Call) -> Result:
    """Joules, seconds and calls between the first and the last change of the counter, which moves in leaps."""
    read, batch = machine.joules, max(1, round(20 / max(machine.times(call, 3)[-1], 1e-3)))
    start, seen, calls = time.monotonic(), None, 0
    changes: list[tuple[float, float, int]] = []
    while (now := time.monotonic() - start) < machine.effort.energy or (len(changes) < 2 and now < 3 * machine.effort.energy):
        for _ in range(batch):
            call()
        machine.wait()
        calls += batch
        joules = read()
        if seen is not None and joules != seen:
            changes.append((time.monotonic(), joules, calls))
        seen = joules
    if len(changes) < 2:
        raise RuntimeError("the counter of energy did not move")
    (began, before, first), (ended, after, last) = changes[0], changes[-1]
    seconds, joules = ended - began, after - before
    figures = {"joules": round(joules, 3), "seconds": round(seconds, 4), "watts": round(joules / seconds, 2)}
    return figures | {"calls": last - first}


def by_memory(machine: Machine, point: Point) -> Result:
    """Bytes that training keeps after the forward call, and its outputs'."""
    with precise(point.dtype):
        module, x = layer(machine, point), inputs(machine, point)
        return {"bytes": machine.bytes_kept(lambda: module(x), [x, *module.parameters()])}


def by_kernel(machine: Machine, point: Point) -> Result:
    """What one eager call launches: how many kernels (on a processor, operators), and which, the most frequent first."""
    with torch.set_grad_enabled(point.call == "training"), precise(point.dtype):
        call = built(machine, point)
        call()
        machine.wait()
        with profile(activities=machine.activities) as trace:
            call()
            machine.wait()
    names = Counter(event.name for event in trace.events() if event.device_type == machine.events)
    return {"traced": {"launches": names.total(), "kernels": [[count, name[:90]] for name, count in names.most_common(3)]}}


def by_scan(machine: Machine, point: Point) -> Result:
    """JAX's scan over the steps of an LSTM, compiled; times by the clock, waiting for each call."""
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    import jax
    from jax import numpy as jnp

    if machine.device == "cuda" and jax.default_backend() != "gpu":
        raise RuntimeError("this JAX does not use the card")
    keys = jax.random.split(jax.random.key(1), 3)
    x, w, u = (
        jax.random.normal(key, shape, jnp.dtype(point.dtype)) / scale
        for key, shape, scale in zip(
            keys,
            ((point.T, point.B, point.I), (point.I, 4 * point.H), (point.H, 4 * point.H)),
            (1, point.I**0.5, point.H**0.5),
            strict=True,
        )
    )

    def layer_of(x: jax.Array, w: jax.Array, u: jax.Array) -> jax.Array:
        def step(state: tuple[jax.Array, jax.Array], at: jax.Array) -> tuple[tuple[jax.Array, jax.Array], jax.Array]:
            h, c = state
            i, f, g, o = jnp.split(at + h @ u, 4, axis=-1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            h = jax.nn.sigmoid(o) * jnp.tanh(c)
            return (h, c), h

        zero = jnp.zeros((x.shape[1], u.shape[0]), x.dtype)
        return jax.lax.scan(step, (zero, zero), x @ w)[1]

    with jax.default_matmul_precision("highest"):  # no TF32
        compiled = jax.jit(layer_of).lower(x, w, u).compile()
    by_clock = Machine(machine.effort)
    return {"compiled": timed(by_clock, lambda: compiled(x, w, u).block_until_ready())}


def idle(machine: Machine) -> Result:
    """What the card uses when it has nothing to do."""
    return {"idle_watts": used(machine, lambda: time.sleep(0.02))["watts"]} if machine.joules else {}


def copies(machine: Machine) -> Result:
    """Bytes a second, read and written, of a large copy."""
    return {"copy_bytes_per_s": round(8e3 * machine.effort.copied / timed(machine, copying(machine))["ms"])}


def products(machine: Machine) -> Result:
    """Operations a second of a product of large matrices, in each precision."""
    size, ceilings = machine.effort.product, {}
    for dtype in machine.dtypes:
        with precise(dtype):
            call = built(machine, Point(T=1, B=size, I=size, H=size, kind="matmul", dtype=dtype))
            ceilings[f"matmul_{dtype}_flop_per_s"] = round(2e3 * size**3 / timed(machine, call)["ms"])
    return ceilings | ({"sm_clock": smi("clocks.sm")} if machine.device == "cuda" else {})


def launches(machine: Machine) -> Result:
    """Milliseconds of the least call, alone and as one of a hundred in a graph."""
    one = torch.zeros(1, device=machine.device)

    def chain() -> torch.Tensor:
        for _ in range(99):
            one.add_(1)
        return one * 0

    ceilings = {"launch_ms": timed(machine, lambda: one.add_(1))["ms"]}
    replay = machine.captured(chain)
    return ceilings | ({"launch_in_graph_ms": round(timed(machine, replay)["ms"] / 100, 6)} if replay else {})


def copying(machine: Machine) -> Call:
    """A copy of many float32, larger than any cache."""
    source = torch.randn(machine.effort.copied, device=machine.device)
    target = torch.empty_like(source)
    return lambda: target.copy_(source)


class precise:
    """TF32 on for the dtype tf32 and off for any other, as it was before afterwards."""

    def __init__(self, dtype: str) -> None:
        self.on = dtype == TF32

    def __enter__(self) -> None:
        self.before = torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = self.on

    def __exit__(self, *_: object) -> None:
        torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32 = self.before


# --- the run ------------------------------------------------------------------------------------------------------------

MEASURES: dict[str, Measure] = {"memory": by_memory, "energy": by_energy, "kernels": by_kernel, "jax_scan": by_scan}
"""How a section is measured, if not by time."""

CEILINGS: tuple[Callable[[Machine], Result], ...] = (idle, copies, products, launches)
"""What the machine can do at best, measured before each pass."""

SHARES = {(False, 0): 0.43, (False, 1): 0.86, (True, 0): 0.93, (True, 1): 1.0}
"""How much of the time may be gone when a pass over early or late points is cut."""


def late(section: str, point: Point) -> bool:
    """Whether a point may change what is measured after it: a profiler, another library, a capture that may fail.

    Both passes over such points come after both passes over all others.
    """
    return section in ("kernels", "jax_scan") or point.call == "packed"


def fitting(sections: dict[str, list[Point]], machine: Machine) -> tuple[dict[str, list[Point]], dict[str, str]]:
    """What this machine can measure, and what it leaves out of each section and why."""
    measurable, left = {}, {}
    for name, points in sections.items():
        measurable[name] = [point for point in points if point.dtype in machine.dtypes and point.macs <= machine.most_macs]
        if len(measurable[name]) < len(points):
            most = f"more than {machine.most_macs:,} multiply-accumulates"
            left[name] = f"{len(points) - len(measurable[name])} points: {most}, or a precision a processor lacks"
    if machine.joules is None:
        measurable["energy"], left["energy"] = [], machine.no_joules
    if importlib.util.find_spec("jax") is None:
        measurable["jax_scan"], left["jax_scan"] = [], "JAX is not installed"
    return measurable, left


def run(
    machine: Machine, sections: dict[str, list[Point]], options: argparse.Namespace, save: Callable[[Result], None]
) -> Result:
    """Measure all sections in two passes, as far as the seconds reach; what the first leaves out the second does too.

    Calls `save` with the results so far, again and again. Raises SystemExit if the machine no longer answers.
    """
    start = time.monotonic()
    sections, left_out = fitting(sections, machine)
    rows: dict[str, dict[Point, Result]] = {name: {point: {} for point in points} for name, points in sections.items()}
    result: Result = {"about": about(machine, options.seed), "ceilings": [None] * PASSES, "sections": rows}
    result["about"]["left_out"] = left_out

    def saved() -> None:
        result["about"]["seconds"] = round(time.monotonic() - start, 1)
        save(result)

    for (is_late, turn), share in SHARES.items():
        if not is_late:
            result["ceilings"][turn] = {}
            for ceiling in CEILINGS:
                result["ceilings"][turn] |= measured(machine, partial(ceiling, machine), options.seed + turn)
        for name, points in sections.items():
            began = time.monotonic()
            for point in in_order([point for point in points if late(name, point) == is_late], options.seed, turn):
                row = rows[name][point]
                if time.monotonic() - start > share * options.seconds or (turn and not row):
                    continue
                work = partial(MEASURES.get(name, by_time), machine, point)
                put(row, turn, measured(machine, work, options.seed + turn))
                if time.monotonic() - began > SAVE_EVERY:
                    began = time.monotonic()
                    saved()
            saved()
        print(progress(result, turn), flush=True)
    return result


def progress(result: Result, turn: int) -> str:
    """How far a pass has come, in a line."""
    sections = result["sections"].items()
    counts = (f"{name} {sum(reached(row, turn) for row in rows.values())}/{len(rows)}" for name, rows in sections)
    return f"{result['about']['seconds']:.0f} s, pass {turn + 1}: " + ", ".join(counts)


def reached(row: Result, turn: int) -> bool:
    """Whether the pass came to the row's point."""
    return any(passes[turn] is not None for passes in row.values())


def measured(machine: Machine, work: Callable[[], Result], seed: int) -> Result:
    """What the work gave, or the error it ended in."""
    torch.manual_seed(seed)
    try:
        return work()
    except (RuntimeError, ImportError, OSError, NoGraph) as error:
        failure = {"error": reason(error)}
    gc.collect()
    try:
        machine.wait()
    except RuntimeError as error:
        raise SystemExit(f"the card no longer answers: {reason(error)}; the file holds what was measured before") from None
    return failure


def put(row: Result, turn: int, results: Result) -> None:
    """Store a pass's results in the row, each under its name at the place of the pass."""
    for name, value in results.items():
        row.setdefault(name, [None] * PASSES)[turn] = value


def about(machine: Machine, seed: int) -> Result:
    """What was measured, on what and when."""
    return machine.about() | {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "jax": metadata.version("jax") if importlib.util.find_spec("jax") else None,
        "seed": seed,
        "effort": asdict(machine.effort),
    }


def text_of(result: Result) -> str:
    """The results as JSON, a row on a line, rows in the order of the plan; points that were not reached are counted."""
    lines = [f'"about":{_json(result["about"])}', f'"ceilings":{_json(result["ceilings"])}']
    cut = {}
    for name, rows in result["sections"].items():
        written = [_json(asdict(point) | {"macs": point.macs} | row) for point, row in rows.items() if row]
        cut[name] = len(rows) - len(written)
        lines.append(f'"{name}":[' + ",".join(f"\n{line}" for line in written) + "]")
    lines.append(f'"not_reached":{_json({name: count for name, count in cut.items() if count})}')
    return "{" + ",\n".join(lines) + "}\n"


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def write(path: Path, result: Result) -> None:
    """The file, whole at any time: written beside its place, then moved there."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(text_of(result), encoding="utf-8")
    beside.replace(path)


def spread(rows: Iterable[Result], way: str) -> str:
    """How the second pass's medians compare with the first's, in a line."""
    pairs = [row[way] for row in rows if all(row.get(way, [None]))]
    ratios = sorted(second["ms"] / first["ms"] for first, second in pairs if "ms" in first)
    if len(ratios) < 2:
        return f"{way}: no point was measured twice"
    tenths = statistics.quantiles(ratios, n=10, method="inclusive")
    return (
        f"{way}: {len(ratios)} points twice, second pass over first: median {statistics.median(ratios):.3f}, "
        f"10 to 90 % {tenths[0]:.3f} to {tenths[-1]:.3f}, extremes {ratios[0]:.3f} and {ratios[-1]:.3f}"
    )


def report(result: Result) -> None:
    """Print what a person looks at first."""
    rows = [row for section in result["sections"].values() for row in section.values()]
    print(_json(result["ceilings"]), spread(rows, "eager"), spread(rows, "graph"), sep="\n")
    for name in ("no_graph", "error"):
        for why, count in Counter(said for row in rows for said in row.get(name, []) if said).most_common(5):
            print(f"{name}, {count} times: {why}")


def arguments(given: list[str] | None) -> argparse.Namespace:
    """The command line's options. Exits with status 2 and a line if one of them cannot be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--seconds", type=float, default=480.0, help="how long to measure at most (default: 480)")
    parser.add_argument("--seed", type=int, default=1, help="what orders and random values are drawn from (default: 1)")
    parser.add_argument("--quick", action="store_true", help="a few tiny points, to see that everything runs")
    options = parser.parse_args(given)
    if not options.seconds > 0:
        parser.error("--seconds must be greater than 0")
    if not options.out.parent.is_dir():
        parser.error(f"there is no folder {options.out.parent} to write {options.out.name} in")
    return options


def main(given: list[str] | None = None) -> None:
    """Measure, write the file and print a summary."""
    options = arguments(given)
    if options.device == "cuda" and not torch.cuda.is_available():
        print("PyTorch finds no CUDA card here; --device cpu measures the processor instead", file=sys.stderr)
        raise SystemExit(2)
    warnings.filterwarnings("ignore", category=UserWarning, module="torch")
    make, usual = (Card, Effort()) if options.device == "cuda" else (Machine, PROCESSOR)
    machine = make(QUICK if options.quick else usual)
    result = run(machine, small(plan()) if options.quick else plan(), options, lambda result: write(options.out, result))
    report(result)
    if options.device == "cuda" and not any("graph" in row for row in result["sections"]["forward"].values()):
        raise SystemExit("no call could be captured as a graph: the reasons stand in the file")


if __name__ == "__main__":
    main()
