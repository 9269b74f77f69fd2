"""The two dialects: QTI 2.1 as the items are written, and QTI 3, which spells the same words another way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .markup import element

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Callable

XSI = "http://www.w3.org/2001/XMLSchema-instance"
HTML = frozenset(("p", "div", "pre", "code", "span", "ul", "li"))
# QTI 3 wants their content in a body of its own.
WRAPPED = frozenset(("modalFeedback", "rubricBlock"))
# Words of its shared vocabulary: a table to tick, which needs no mouse, and a field of some lines.
CLASSES = {"matchInteraction": "qti-match-tabular", "extendedTextInteraction": "qti-height-lines-15"}


@dataclass(frozen=True)
class Dialect:
    """A version of QTI: its namespace and schema, what a package's manifest says, and how a root is spelt."""

    version: str
    namespace: str
    xsd: str
    manifest: str
    schema: str
    schema_version: str
    spelt: Callable[[ET.Element], ET.Element]

    def root(self, written: ET.Element) -> ET.Element:
        """The root of a file, spelt in this dialect, with its namespace."""
        root = self.spelt(written)
        root.attrib |= {
            "xmlns": self.namespace,
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": f"{self.namespace} {self.xsd}",
            "xml:lang": "en",
        }
        return root

    def resource(self, kind: str) -> str:
        """The type of a resource, `item` or `test`."""
        return f"imsqti_{kind}_xmlv{self.version}"


def _as_written(root: ET.Element) -> ET.Element:
    return root


def _as_qti3(root: ET.Element) -> ET.Element:
    """The same element with QTI 3's names: `modalFeedback` is `qti-modal-feedback`. HTML and MathML keep theirs."""
    if root.tag == "math" or root.tag in HTML:
        renamed = element(root.tag, **root.attrib)
    else:
        renamed = element(f"qti-{_kebab(root.tag)}", **{_kebab(name): value for name, value in root.attrib.items()})
    renamed.text, renamed.tail = root.text, root.tail
    renamed.extend(list(root) if root.tag == "math" else [_as_qti3(child) for child in root])
    if root.tag in CLASSES:
        renamed.set("class", CLASSES[root.tag])
    if root.tag in WRAPPED:
        renamed[:] = [element("qti-content-body", *renamed)]
    elif root.tag == "assessmentItem" and root.find(".//extendedTextInteraction") is not None:
        _scored_by_hand(renamed)
    return renamed


def _scored_by_hand(item: ET.Element) -> None:
    for declared in item.iter("qti-outcome-declaration"):
        if declared.get("identifier") == "SCORE":
            declared.set("external-scored", "human")


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda m: f"-{m[0].lower()}", name)


QTI21 = Dialect(
    version="2p1",
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    xsd="http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    manifest="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema="QTIv2.1 Package",
    schema_version="1.0.0",
    spelt=_as_written,
)
QTI3 = Dialect(
    version="3p0",
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    xsd="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    manifest="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema="QTI Package",
    schema_version="3.0.0",
    spelt=_as_qti3,
)
