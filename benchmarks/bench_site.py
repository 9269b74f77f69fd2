"""How long a clean build of the whole site takes, beside the same Markdown in stock Material; and a saved edit.

The stock site has the same pages, the generated ones written out, and shows our fences as code.
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
MOST_RATIO = 1.5
MOST_SECONDS = 2.0


def cpu(command: list[str], folder: Path) -> float:
    """Seconds of processor time of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
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


def build(folder: Path) -> float:
    """A build from nothing but what is installed."""
    shutil.rmtree(folder / ".cache" / "plugin", ignore_errors=True)
    with tempfile.TemporaryDirectory() as out:
        return cpu([sys.executable, "-m", "mkdocs", "build", "-q", "-d", out], folder)


def saved_edit() -> float:
    """Seconds from saving a page until the server answers with it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(ROOT / "docs", folder / "docs")
        shutil.copytree(ROOT / "quizzes", folder / "quizzes")
        shutil.copy(ROOT / "mkdocs.yml", folder)
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", "127.0.0.1:8765"],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait("http://127.0.0.1:8765/lstm-docs/words/", "unit")
            page = folder / "docs" / "words.md"
            page.write_text(page.read_text(encoding="utf-8") + "\nA line that was just saved.\n", encoding="utf-8")
            begun = time.perf_counter()
            _wait("http://127.0.0.1:8765/lstm-docs/words/", "just saved")
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
        plain = stock(Path(temporary))
        pairs = [(build(ROOT), build(plain)) for _ in range(ROUNDS)]
    ratio = sorted(ours / theirs for ours, theirs in pairs)[ROUNDS // 2]
    print("clean build, CPU seconds, ours and stock:", "; ".join(f"{ours:.1f} and {theirs:.1f}" for ours, theirs in pairs))
    print(f"ratio {ratio:.2f} (at most {MOST_RATIO})")
    seconds = saved_edit()
    print(f"a saved edit is served after {seconds:.2f} s (at most {MOST_SECONDS})")
    return 0 if ratio <= MOST_RATIO and seconds <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
