"""The site as a reader gets it: built strictly, once for all workers, served by a plain file server below a path."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.site.building import ROOT, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BELOW = "some/path/"
ADDRESS = f"http://127.0.0.1/{BELOW}"
QUESTION = "lstm-step-by-step/#quiz-shapes"
"""A quiz, scrolled to: it comes alive when it is seen."""


@dataclass(frozen=True)
class Site:
    """`base` is the address of the start page, `folder` where its file lies; `site + "quiz/"` is another page's address."""

    base: str
    folder: Path

    def __add__(self, page: str) -> str:
        return self.base + page

    @property
    def pages(self) -> list[str]:
        """Every page, as it follows the base."""
        folders = (path.parent.relative_to(self.folder).as_posix() for path in self.folder.rglob("index.html"))
        return sorted("" if folder == "." else f"{folder}/" for folder in folders)


def built(shared: Path, name: str = "served", source: Callable[[], Path] = lambda: ROOT) -> Path:
    """A site in a folder that all workers share; the first to come builds it."""
    root, done = shared / name, shared / f"{name}.done"
    try:
        root.mkdir()
    except FileExistsError:
        _wait_for(done)
        return root
    finished = build(source(), root / BELOW, SITE_URL=ADDRESS)
    done.write_text(finished.stderr if finished.returncode else "", encoding="utf-8")
    _wait_for(done)
    return root


def _wait_for(done: Path) -> None:
    deadline = time.monotonic() + 600
    while not done.is_file() and time.monotonic() < deadline:
        time.sleep(0.1)
    problem = done.read_text(encoding="utf-8") if done.is_file() else "the site was not built in three minutes"
    assert not problem, problem


TEXTS = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", "/")


class _Server(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """A file, texts packed as every host packs them.

        In the sitemap the address has this server's port: pages are swapped only at their own address.
        """
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or not urlsplit(self.path).path.endswith(TEXTS):
            super().do_GET()
            return
        content = path.read_bytes()
        if path.name == "sitemap.xml":
            content = content.replace(ADDRESS.encode(), f"http://127.0.0.1:{self.server.server_address[1]}/{BELOW}".encode())
        packed = "gzip" in self.headers.get("Accept-Encoding", "")
        content = gzip.compress(content, 6) if packed else content
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def served(root: Path) -> Iterator[Site]:
    """The site below `root`, while it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Server, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}/{BELOW}", root / BELOW)
    finally:
        server.shutdown()
        server.server_close()
