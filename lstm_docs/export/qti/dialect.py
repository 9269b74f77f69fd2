"""The two dialects: QTI 2.1 as the items are written, and QTI 3, which spells the same words another way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .markup import document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

XSI = "http://www.w3.org/2001/XMLSchema-instance"
HTML = frozenset(("p", "div", "pre", "code", "span", "ul", "li"))
# QTI 3 wants their content in a body of its own.
WRAPPED = frozenset(("modalFeedback", "rubricBlock"))
# Words of its shared vocabulary: a table to tick, which needs no mouse, and a field of some lines.
CLASSES = {"matchInteraction": "qti-match-tabular", "extendedTextInteraction": "qti-height-lines-15"}
# Every < and > of a text, and every " of a value, is escaped: these find tags, and the names of attributes, and nothing else.
_TAG = re.compile(r"<math .*?</math>|<(/?)([A-Za-z]+)([^>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(?<= )\w+(?==")')


@dataclass(frozen=True)
class Dialect:
    """A version of QTI: its namespace and schema, what a package's manifest says, and how a root is spelt."""

    version: str
    namespace: str
    xsd: str
    manifest: str
    schema: str
    schema_version: str
    spelt: Callable[[str], str]
    scored_by_hand: Mapping[str, str] = field(default_factory=dict)

    def document(self, name: str, *children: Markup, **attributes: str) -> str:
        """A file, spelt in this dialect, with its namespace."""
        schema = {"xmlns": self.namespace, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{self.namespace} {self.xsd}"}
        return self.spelt(document(name, *children, **attributes, **schema, **{"xml:lang": "en"}))

    def resource(self, kind: str) -> str:
        """The type of a resource, `item` or `test`."""
        return f"imsqti_{kind}_xmlv{self.version}"


def _as_qti3(text: str) -> str:
    """The same file with QTI 3's names: `modalFeedback` is `qti-modal-feedback`. HTML and MathML keep theirs."""
    return _TAG.sub(_spelt, text)


def _spelt(match: re.Match[str]) -> str:
    closes, name, attributes = match.groups()
    if name is None or name in HTML:
        return match[0]
    renamed = _ATTRIBUTE.sub(lambda m: _kebab(m[0]), attributes)
    if name in CLASSES and not closes:
        renamed += f' class="{CLASSES[name]}"'
    tag, body = f"<{closes}qti-{_kebab(name)}{renamed}>", f"<{closes}qti-content-body>" if name in WRAPPED else ""
    return body + tag if closes else tag + body


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda m: f"-{m[0].lower()}", name)


QTI21 = Dialect(
    version="2p1",
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    xsd="http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    manifest="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema="QTIv2.1 Package",
    schema_version="1.0.0",
    spelt=str,
)
QTI3 = Dialect(
    version="3p0",
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    xsd="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    manifest="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema="QTI Package",
    schema_version="3.0.0",
    spelt=_as_qti3,
    scored_by_hand={"externalScored": "human"},
)
