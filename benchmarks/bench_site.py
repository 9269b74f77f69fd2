"""How long a clean build of the whole site takes, beside the same Markdown in stock Material; and a saved edit.

The stock site has the same pages, the generated ones written out, and shows our fences as code. A clean build writes
every page anew, from the same Markdown; what its fences gave before is kept. The very first build is timed too: by the wheel,
which carries ready what its fences give, and by a checkout, which computes all of it.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
ROUNDS = 3
MOST_RATIO = 1.3
MOST_FIRST = 4.0
MOST_COMPUTED = 5.0
MOST_SECONDS = 2.0
OWN_BANK = "  - lstm-docs:\n      bank: quizzes\n"
# What is edited: in which file, what is replaced by what; and on which page what is then seen.
EDITS = {
    "a sentence": ("docs/words.md", "\n## ", "\nA line that was just saved.\n\n## ", "words", "just saved"),
    "a figure's size": ("docs/stacking.md", "hidden: 12", "hidden: 29", "stacking", "26 → 29"),
    "a question": ("quizzes/parameters.yml", "How many parameters", "How many numbers", "parameters", "How many numbers"),
}


def cpu(command: list[str], folder: Path, package: Path = ROOT) -> float:
    """Seconds of processor time of a command, with the package that lies in a folder."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env={**ENVIRONMENT, "PYTHONPATH": str(package)}, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def stock(folder: Path) -> Path:
    """The site as stock Material builds it: the same settings and pages without the plugin."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", ""), Loader=yaml.SafeLoader)
    config["site_url"] = "https://example.org/"
    config["plugins"] = ["search"]
    config["validation"] = {}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    shutil.copytree(ROOT / "docs", folder / "docs")
    staged = folder / "staged"
    subprocess.run(
        [sys.executable, "-m", "lstm_docs", "pages", str(staged)], cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True
    )
    for page in staged.glob("*.md"):
        shutil.copy(page, folder / "docs")
    return folder


def own(folder: Path) -> Path:
    """This site without the package beside it, so that the one installed builds it."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def unpacked(folder: Path) -> Path:
    """The package as the wheel installs it."""
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", "-q", "--no-deps", "--target", str(folder / "installed"), str(wheel)], check=True)
    return folder / "installed"


def first(folder: Path, package: Path = ROOT) -> float:
    """A build from nothing but what is installed."""
    shutil.rmtree(folder / ".cache" / "plugin", ignore_errors=True)
    return build(folder, package)


def build(folder: Path, package: Path = ROOT) -> float:
    """A build into an empty folder. Python finds the package beside the settings first, if there is one."""
    with tempfile.TemporaryDirectory() as out:
        return cpu([sys.executable, "-m", "mkdocs", "build", "-q", "-d", out], folder, package)


def saved_edit(file: str, old: str, new: str, page: str, seen: str) -> float:
    """Seconds from saving a file with `old` made `new` until the server answers with what is then seen on a page."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(ROOT / "docs", folder / "docs")
        shutil.copytree(ROOT / "quizzes", folder / "quizzes")
        config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        (folder / "mkdocs.yml").write_text(config.replace("  - lstm-docs:\n", OWN_BANK), encoding="utf-8")
        build(folder)
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", "127.0.0.1:8765"],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(f"http://127.0.0.1:8765/lstm-docs/{page}/", "")
            text = (folder / file).read_text(encoding="utf-8")
            if old not in text:
                raise ValueError(f"{file} no longer says {old!r}")
            (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
            begun = time.perf_counter()
            _wait(f"http://127.0.0.1:8765/lstm-docs/{page}/", seen)
            return time.perf_counter() - begun
        finally:
            server.terminate()
            server.wait()


def _wait(url: str, text: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                if text in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise TimeoutError(url)


def main() -> int:
    """Print the medians; 1 if a claim does not hold."""
    with tempfile.TemporaryDirectory() as temporary:
        homes = [Path(temporary, name) for name in ("own", "wheel", "stock")]
        for home in homes:
            home.mkdir()
        site, wheel, plain = own(homes[0]), unpacked(homes[1]), stock(homes[2])
        rounds = [(first(site, wheel), build(site, wheel), first(site), build(plain)) for _ in range(ROUNDS)]
    ready, ratio, computed = (sorted(taken[which] / taken[-1] for taken in rounds)[ROUNDS // 2] for which in range(3))
    listed = "; ".join(", ".join(f"{seconds:.1f}" for seconds in taken) for taken in rounds)
    print(f"CPU seconds by the wheel, first and later, by a checkout, and stock: {listed}")
    print(f"the very first build, ratio {ready:.2f} (at most {MOST_FIRST})")
    print(f"later ones, ratio {ratio:.2f} (at most {MOST_RATIO})")
    print(f"the very first by a checkout, which computes everything, ratio {computed:.2f} (at most {MOST_COMPUTED})")
    seconds = {what: saved_edit(*edit) for what, edit in EDITS.items()}
    for what, taken in seconds.items():
        print(f"{what}, saved, is served after {taken:.2f} s (at most {MOST_SECONDS})")
    within_limits = ready <= MOST_FIRST and ratio <= MOST_RATIO and computed <= MOST_COMPUTED
    return 0 if within_limits and max(seconds.values()) <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
