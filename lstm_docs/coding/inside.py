"""What runs inside the closed room: it binds itself, loads a candidate's code, calls its functions and sends back arrays.

The candidate's code runs in this very process and may do with it what it likes: it knows inputs, and nothing of what is
expected. Nothing but Python and NumPy is installed here.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

NOBODY = 65534


def main() -> None:
    """Bind this process, say so, load the answer, say so, and answer calls until there are no more."""
    source, sink = os.dup(0), os.dup(1)
    _bind(json.loads(sys.argv[1]))
    sys.path[:0] = ["/room", "/packages"]
    import carried  # type: ignore[import-not-found]  # a file of ours, beside this one

    null = os.open("/dev/null", os.O_RDWR)
    for known in (0, 1, 2):
        os.dup2(null, known)
    with os.fdopen(source, "rb") as calls, os.fdopen(sink, "wb", buffering=0) as replies:
        replies.write(carried.packed({"state": "ready"}, []))
        try:
            answer = _loaded(Path("/room/answer.py"))
            replies.write(carried.packed({"state": "loaded"}, []))
        except BaseException as error:
            replies.write(carried.packed({"state": "raised", "said": _told(error)}, []))
            return
        while length := calls.read(carried.LENGTH.size):
            head, arrays = carried.unpacked(calls.read(*carried.LENGTH.unpack(length)))
            replies.write(_reply(answer, head, arrays, carried.packed))


def _bind(limits: dict[str, int]) -> None:
    """No other user's rights, no other process, no file larger than nothing, no more memory and work than allowed."""
    if os.getuid() == 0:  # whom the system lets start processes without end
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    for name, value in limits.items():
        most = value + 1 if name == "RLIMIT_CPU" else value
        resource.prlimit(0, getattr(resource, name), (value, most))


def _loaded(file: Path) -> Any:  # noqa: ANN401 - a module
    spec = importlib.util.spec_from_file_location("answer", file)
    if spec is None or spec.loader is None:
        raise ImportError(file)
    module = importlib.util.module_from_spec(spec)
    module.np = importlib.import_module("numpy")  # type: ignore[attr-defined]  # whoever writes by hand leaves that line out
    spec.loader.exec_module(module)
    return module


def _reply(answer: Any, head: dict[str, Any], arrays: list[Any], packed: Any) -> bytes:  # noqa: ANN401
    try:
        function = getattr(answer, head["function"])
        value = function(*(_argument(one, arrays) for one in head["arguments"]))
        returned = _arrays(value, head["returns"])
    except BaseException as error:
        return bytes(packed({"state": "raised", "said": _told(error)}, []))
    if isinstance(returned, str):
        return bytes(packed({"state": "misshapen", "said": returned}, []))
    return bytes(packed({"state": "returned"}, returned))


def _argument(one: Any, arrays: list[Any]) -> Any:  # noqa: ANN401
    """A number or text as it is; `{"array": n}`, `{"list": …}` and `{"dict": …}` made of arrays."""
    if not isinstance(one, dict):
        return one
    if "array" in one:
        return arrays[one["array"]].copy()
    if "list" in one:
        return [_argument(item, arrays) for item in one["list"]]
    return {name: _argument(item, arrays) for name, item in one["dict"].items()}


def _arrays(value: Any, names: list[str] | str) -> list[Any] | str:  # noqa: ANN401
    """The arrays of what was returned: one, a tuple of as many as there are names, or a dict that has the names."""
    if isinstance(names, str):
        return _numbers([names], [value])
    if isinstance(value, dict):
        missing = [name for name in names if name not in value]
        return f"the dict that was returned lacks {', '.join(missing)}" if missing else _numbers(names, map(value.get, names))
    if not isinstance(value, tuple | list) or len(value) != len(names):
        count = f"{len(value)} values" if isinstance(value, tuple | list) else f"one value, of type {type(value).__name__}"
        return f"expected {len(names)} values ({', '.join(names)}), and {count} came"
    return _numbers(names, value)


def _numbers(names: Iterable[str], values: Iterable[Any]) -> list[Any] | str:
    """The values as arrays, or which of them is none."""
    import numpy as np

    arrays = []
    for name, value in zip(names, values, strict=True):
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            return f"{name} is no array of numbers, but of type {type(value).__name__}"
        arrays.append(array.astype(float) if array.dtype.itemsize > 8 else array)
    return arrays


def _told(error: BaseException) -> str:
    """The error with the line of the answer where it arose."""
    lines = []
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "/room/answer.py":
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.lineno:
        lines = [error.lineno]
    place = f"line {lines[-1]}: " if lines else ""
    return f"{place}{type(error).__name__}: {error}"[:300]


if __name__ == "__main__":
    main()
