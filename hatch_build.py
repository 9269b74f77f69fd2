"""What the wheel carries ready, made when it is built: our scripts and style sheets minified, and the font of formulas cut."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = Path("lstm_docs/site/assets")
KINDS = {".css": "text/css", ".js": "application/javascript"}


def minified(file: Path) -> str:
    """A script or a style sheet without what browsers do not need. Raises `ImportError` where there is no minifier."""
    import minify

    return f"{minify.string(KINDS[file.suffix], file.read_text(encoding='utf-8'))}\n"


class ReadyHook(BuildHookInterface[Any]):
    """Puts minified files in the place of those written, and the font beside the module that cuts it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Nothing for an editable install: it shows the files as they are written."""
        if version == "editable":
            return
        self.made = tempfile.TemporaryDirectory()
        for place, content in (self._small() | self._font()).items():
            file = Path(self.made.name, place.name)
            file.write_bytes(content)
            build_data["force_include"][str(file)] = place.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        if version != "editable":
            self.made.cleanup()

    def _small(self) -> dict[Path, bytes]:
        files = sorted(file for file in Path(self.root, ASSETS).iterdir() if file.suffix in KINDS)
        try:
            return {ASSETS / file.name: minified(file).encode() for file in files}
        except ImportError:
            self.app.display_warning("scripts and style sheets stay as written: no minifier on this platform")
            return {}

    def _font(self) -> dict[Path, bytes]:
        sys.path.insert(0, self.root)
        from lstm_docs import mathfont

        return {Path("lstm_docs", mathfont.FILE): mathfont.woff2()}
