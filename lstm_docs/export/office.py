"""Documents of office programs, written by libraries, and the same bytes whenever they are made."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from .qti.markup import zipped

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
DATE = b"2000-01-01T00:00:00Z"


def repeatable(save: Callable[[io.BytesIO], object]) -> bytes:
    """What `save` writes, a ZIP file, without the time at which it was written; compressed, so the same by one zlib."""
    written = io.BytesIO()
    save(written)
    with zipfile.ZipFile(written) as archive:
        files = {name: _DATE.sub(rb"\g<1>" + DATE, archive.read(name)) for name in archive.namelist()}
    return zipped(files, zipfile.ZIP_DEFLATED)
