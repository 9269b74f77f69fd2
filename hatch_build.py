"""What the wheel carries ready, made when it is built: our scripts and style sheets minified, the font of formulas cut, and
what the fences of this site and the quizzes give."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("lstm_docs")
ASSETS = PACKAGE / "site/assets"
SITE = ("docs", "lstm_docs", "quizzes")
PLUGIN = "lstm-docs = lstm_docs.site.hosts.plugin:LstmDocsPlugin"
BUILD = "import sys; sys.path[:] = {}; from mkdocs.__main__ import cli; cli(['build', '-q'])"
KINDS = {".css": "text/css", ".js": "application/javascript"}


def minified(file: Path) -> str:
    """A script or a style sheet without what browsers do not need. Raises `ImportError` where there is no minifier."""
    import minify

    return f"{minify.string(KINDS[file.suffix], file.read_text(encoding='utf-8'))}\n"


def site_cache(root: Path) -> dict[str, object]:
    """What a build of the site in `root` keeps, from nothing; its theme makes no difference to that."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        for name in SITE:
            shutil.copytree(root / name, home / name)
        settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
        (home / "mkdocs.yml").write_text(settings.replace("  name: material\n", "  name: mkdocs\n"), encoding="utf-8")
        dist_info = home / "lstm_docs-0.dist-info"
        dist_info.mkdir()
        (dist_info / "METADATA").write_text("Metadata-Version: 2.1\nName: lstm-docs\nVersion: 0\n", encoding="utf-8")
        (dist_info / "entry_points.txt").write_text(f"[mkdocs.plugins]\n{PLUGIN}\n", encoding="utf-8")
        path = [str(home), *sys.path]  # with the tools that were installed for building alone
        subprocess.run([sys.executable, "-c", BUILD.format(path)], cwd=home, check=True)
        (file,) = home.glob(".cache/plugin/lstm-docs/made-*.json")
        contents: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))["made"]
        return contents


class ReadyHook(BuildHookInterface[Any]):
    """Puts minified files in the place of those written, and what is ready beside the modules that would make it."""

    def dependencies(self) -> list[str]:
        """What builds the site, but on musl, where a package of MkDocs' takes a compiler."""
        return [] if "musl" in str(sysconfig.get_config_var("HOST_GNU_TYPE")) else ["mkdocs>=1.6,<2", "pymdown-extensions>=10"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Nothing for an editable install: it shows the files as they are written."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        self.temporary = tempfile.TemporaryDirectory()
        small = self._small() | self._font()
        for place, content in (small | self._ready(small)).items():
            file = Path(self.temporary.name, place.name)
            file.write_bytes(content)
            build_data["force_include"][str(file)] = place.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        if version != "editable":
            self.temporary.cleanup()

    def _small(self) -> dict[Path, bytes]:
        files = sorted(file for file in Path(self.root, ASSETS).iterdir() if file.suffix in KINDS)
        try:
            return {ASSETS / file.name: minified(file).encode() for file in files}
        except ImportError:
            self.app.display_warning("scripts and style sheets stay as written: no minifier on this platform")
            return {}

    def _font(self) -> dict[Path, bytes]:
        from lstm_docs.formulas import mathfont

        return {PACKAGE / mathfont.FILE: mathfont.woff2()}

    def _ready(self, small: dict[Path, bytes]) -> dict[Path, bytes]:
        """What is kept, in the name of the package as the wheel will hold it."""
        from lstm_docs.site.build import wheel_cache

        if not find_spec("mkdocs"):
            self.app.display_warning("a first build of a site computes everything: no MkDocs on this platform")
            return {}
        bank = {f"bank/{name}": content for name, content in wheel_cache.contents(Path(self.root, "quizzes")).items()}
        changed = {place.relative_to(PACKAGE).as_posix(): content for place, content in small.items()}
        package = wheel_cache.named(wheel_cache.contents(Path(self.root, PACKAGE)) | bank | changed)
        return {PACKAGE / wheel_cache.FILE: wheel_cache.packed(site_cache(Path(self.root)), package)}
