"""Mutation testing of what marks and proves: `make mutants`. Each module has a suite of its own, of a few seconds.

    python -m tests.mutants [MODULE ...]

Every function is changed in small ways, one at a time, and its suite must notice: by a test that fails, or by the clock
where the change makes an endless loop. What it did not notice is told, unless `mutants.yml` says why it may live; a reason
that is no longer needed is told too. The outcome is `mutants.md`. Constants outside functions are not changed.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent
TOOL = ROOT / ".cache" / "mutants"
MUTMUT = "mutmut==3.8.1"
NEEDED = ("libcst==1.9.0", "setproctitle==1.3.8", "textual==8.2.8", "rich==15.0.0", "coverage==7.17.5")
"""What it imports besides what the project's tests have."""
REPORT, REASONS = HERE / "mutants.md", HERE / "mutants.yml"
COPIED = ("lstm_docs", "quizzes", "docs", "tests", "pyproject.toml", "README.md", "mkdocs.yml")
SUITES = {
    "formulas/grammar": ("formulas/test_grammar", "quiz/test_expressions"),
    "quiz/engine/check": ("quiz/test_prover", "quiz/test_sweeps"),
    "quiz/engine/judging": ("quiz/test_judging",),
    "marks/marking": ("quiz/test_judging",),
    "ground/streams": ("quiz/test_streams",),
    "quiz/papers/plan": ("quiz/test_codes", "quiz/test_fixed", "quiz/test_shared_statement"),
    "quiz/papers/paper": ("quiz/test_codes", "quiz/test_fixed", "quiz/test_spares"),
}
"""The tests of each module, in `tests`."""
LIVED = ("survived", "no tests", "suspicious", "check was interrupted by user", "not checked")
ENDED = ("timeout", "segfault")
UNDECORATED = {"staticmethod", "classmethod"}


@dataclass(frozen=True)
class Mutant:
    """A change that was tried: in which function, which lines it took away and put, and what became of it."""

    name: str
    function: str
    was: str
    put: str
    status: str


@dataclass(frozen=True)
class Tried:
    """The mutants of a module, and the processor seconds of its suite run once and of all of them."""

    mutants: list[Mutant]
    suite: float
    seconds: float


def main(wanted: list[str]) -> int:
    """0 if every mutant was noticed or has a reason to live."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    reasons = yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {}
    sections, unexplained = _sections(), 0
    for module in wanted or list(SUITES):
        print(f"{module} …", flush=True)
        sections[module], left = told(module, run(module), reasons.get(module) or [])
        unexplained += left
        print(sections[module], flush=True)
        whole = [sections[name] for name in SUITES if name in sections]
        REPORT.write_text("\n".join([HEAD + _total(whole), *whole]), encoding="utf-8")
    return 1 if unexplained else 0


HEAD = """# Mutants

Made by `make mutants`: small changes of what proves and marks, one at a time, and what its tests did not notice.
"""


def _total(sections: list[str]) -> str:
    counts = [re.search(r"^(\d+) of (\d+) noticed", section, re.MULTILINE) for section in sections]
    noticed, tried = (sum(int(one[place]) for one in counts if one) for place in (1, 2))
    return f"{noticed:,} of {tried:,} were noticed.\n"


def _sections() -> dict[str, str]:
    """The report as it is, by module."""
    text = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    parts = re.split(r"^## (\S+)\.py\n", text, flags=re.MULTILINE)
    return {name: f"## {name}.py\n{part.rstrip()}\n" for name, part in zip(parts[1::2], parts[2::2], strict=True)}


def run(module: str) -> Tried:
    """Every mutant of a module, tried in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "lstm-docs"
        copy.mkdir()
        for name in COPIED:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
        changed = copy / "lstm_docs" / f"{module}.py"
        changed.write_text(undecorated(changed.read_text(encoding="utf-8")), encoding="utf-8")
        with (copy / "tests" / "conftest.py").open("a", encoding="utf-8") as file:
            file.write(FORGETTING)
        suites = [f"tests/{name}.py" for name in SUITES[module]]
        with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
            file.write(_settings(f"lstm_docs/{module}.py", suites))
        environment = os.environ | {"PYTHONPATH": str(_tool()), "TMPDIR": folder}
        started = _used()
        _python(copy, environment, "-m", "pytest", *OPTIONS, "-q", *suites)
        suite = _used() - started
        started = _used()
        _python(copy, environment, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 1))
        seconds = _used() - started
        listed = json.loads(_python(copy, environment, "-c", LISTED, *LIVED, *ENDED).splitlines()[-1])
        return Tried([_mutant(*of_it) for of_it in listed], suite, seconds)


FORGETTING = """

def _forget() -> None:
    '''What was computed before a mutant was made does not speak for it; what was read from files does.'''
    import functools
    import sys

    for name, module in list(sys.modules.items()):
        if name.startswith(("lstm_docs.formulas", "lstm_docs.quiz")) and not name.endswith((".bank", ".registry", ".seeds")):
            for thing in vars(module).values():
                if isinstance(thing, functools._lru_cache_wrapper):
                    thing.cache_clear()


import os  # noqa: E402

os.register_at_fork(after_in_child=_forget)
"""
LISTED = """
import json, sys
from mutmut.__main__ import SourceFileMutationData, get_diff_for_mutant, status_by_exit_code, walk_mutatable_files
found = []
for path in walk_mutatable_files():
    data = SourceFileMutationData(path=path)
    data.load()
    for name, code in data.exit_code_by_key.items():
        status = status_by_exit_code[code]
        found.append((name, status, get_diff_for_mutant(name, path=path) if status in sys.argv[1:] else ""))
print(json.dumps(found))
"""


def undecorated(text: str) -> str:
    """The same module with decorators put after their functions, as what is decorated is not changed by the tool."""
    lines = text.splitlines()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(functions, key=lambda node: -node.lineno):
        decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
        if not decorators or {*decorators} & UNDECORATED:
            continue
        wrapped = node.name
        for decorator in reversed(decorators):
            wrapped = f"{decorator}({wrapped})"
        lines.insert(node.end_lineno or 0, f"{' ' * node.col_offset}{node.name} = {wrapped}")
        del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "\n".join(lines) + "\n"


def _used() -> float:
    """The processor seconds of all that was run."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _settings(module: str, suites: list[str]) -> str:
    """What the tool needs to know. A mutant has the time of its tests and a second, six times over, before it is ended."""
    return f"""
[tool.mutmut]
source_paths = ["{Path(module).parent}/"]
only_mutate = ["{module}"]
also_copy = ["lstm_docs", "quizzes", "docs", "README.md", "mkdocs.yml"]
pytest_add_cli_args_test_selection = {suites}
pytest_add_cli_args = {OPTIONS}
timeout_multiplier = 6.0
"""


OPTIONS = ["-p", "no:cacheprovider", "-p", "no:xdist"]


def _mutant(name: str, status: str, difference: str) -> Mutant:
    function = re.sub(r"__mutmut_\d+$", "", name).rpartition(".")[2].replace("xǁ", "").replace("ǁ", ".").removeprefix("x_")
    shown = difference.splitlines()[2:]  # after the names of the files
    was, put = (" ".join(line[1:].strip() for line in shown if line.startswith(sign)) for sign in "-+")
    return Mutant(name, function, was, put, status)


def told(module: str, tried: Tried, reasons: list[dict[str, str]]) -> tuple[str, int]:
    """A section of the report, and how many mutants live without a reason."""
    alive = [mutant for mutant in tried.mutants if mutant.status in LIVED]
    killed = len(tried.mutants) - len(alive)
    lines = [
        f"## {module}.py",
        "",
        f"{killed} of {len(tried.mutants)} noticed by {' and '.join(SUITES[module])}. "
        f"The suite takes {tried.suite:.1f} s of a processor, all mutants {tried.seconds:.0f} s.",
        "",
    ]
    lines += [f"- {_change(mutant)}: ended by the clock" for mutant in tried.mutants if mutant.status in ENDED]
    used, unexplained = set(), 0
    for mutant in alive:
        place = next((n for n, reason in enumerate(reasons) if _is_of(reason, mutant)), None)
        why = "**no reason given**" if place is None else reasons[place]["why"]
        used.add(place)
        unexplained += place is None
        lines.append(f"- {_change(mutant)} ({mutant.status}): {why}")
    lines += [f"- needless reason: {reason}" for n, reason in enumerate(reasons) if n not in used]
    return "\n".join(lines).rstrip() + "\n", unexplained


def _change(mutant: Mutant) -> str:
    was, put = (text.replace("`", "'") for text in (mutant.was, mutant.put))
    return f"`{mutant.function}`: `{was}` → `{put}`"


def _is_of(reason: dict[str, str], mutant: Mutant) -> bool:
    return reason["in"] == mutant.function and reason["put"] in mutant.put


def _python(copy: Path, environment: dict[str, str], *arguments: str) -> str:
    """What Python says, run in the copy. It has a group of processes of its own, which ends with it, however it ends."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(
        command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        sys.exit(f"{' '.join(arguments[:3])}: {said[-2000:]}")
    return said


def _tool() -> Path:
    """mutmut in a folder of its own: its versions are not those of the project."""
    stamp = TOOL / f".{MUTMUT}"
    if not stamp.exists():
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(TOOL), MUTMUT, *NEEDED]
        subprocess.run(command, check=True)
        stamp.touch()
    return TOOL


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
