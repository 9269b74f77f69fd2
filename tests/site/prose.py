"""The sentences that a person has typed on a page, and which of them claim a number or a strong word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<marks>```+|~~~+)(?P<text>.*?)^(?P=indent)(?P=marks)[ \t]*$", re.DOTALL | re.MULTILINE
)
_COMMENT = re.compile(r"<!--.*?-->|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)|(\{\{.*?\}\})", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_URL = re.compile(r"<?https?://\S+")
_ATTRIBUTES = re.compile(r"\{[:#.][^{}]*\}$", re.MULTILINE)
_MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
_TITLE = re.compile(r"^\s*(?:#+(?:\s+\d+[.)])?|[!?]{3}\+?\s+[\w-]+|={3}\+?)(?:\s+|$)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)]|>|:)(?:\s+|$)")
_END = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!cf\.)(?<!vs\.)(?<!Fig\.)(?<!\b[A-Z]\.)[\"”’)*_]*\s+(?=[\"“(*_\[$\x00A-Z0-9])"
)
_MARKS = re.compile(r"[*`$_\\{}]")

_NAMED = (
    r"\b(?:step|layer|block|part|level|question|batch|row|column|sequence|revision|version|axis)s?"
    r"(?: \d+(?:(?:, | and | to | or )\d+)*)"
)
"""A number that names one of several, as in "step 1", measures nothing."""
_VERSION = (
    r"\b(?:TensorFlow(?: Lite)?|Keras|PyTorch|Python|cuDNN|CUDA|ONNX(?: Runtime)?|Flax|Candle|Haiku|MXNet|Chainer|OpenVINO"
    r"|MkDocs|Material|Moodle|QTI|Windows|macOS|Ubuntu|Chromium|Firefox|WebKit|Typst|NumPy|SymPy|Unicode|schema|opset|UTF|TF)"
    r"[ -]?\d[\w.]*(?:(?:, | and | to | or )\d+(?:\.\d+)+)*"
)
"""A version is part of a name."""
_NAMES = re.compile(rf"{_NAMED}|{_VERSION}|\b\d+\.\d+\.\d+\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w^.])[−-]?\d[\d  .,]*(?!\w)")
_MEASURE = re.compile(
    r"\b(?:twice|half|times) (?:as|the|of|what|more|less|longer|larger|smaller)\b|\bper ?cent\b"
    r"|\b(?:a|one|two|three)[ -](?:third|quarter|fifth|tenth|twentieth|hundredth|thousandth)s?\b",
    re.IGNORECASE,
)
"""A number in words counts where it measures: "four gates" can be seen, "four times as many" has to be shown."""
_STRONG = re.compile(r"\b(?:never|always|only|every|no framework)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"[_^](?:\{[^{}]*\}|\\?\w+)|\\[,;:! ]")
_FORMULA_NUMBER = re.compile(r"(?<![\w.])(?:[2-9]|\d\d+|\d+\.\d+)")
_SIZE = r"(?<![\w.])({}) (?:inputs?|units?|steps?|sequences?|features?|samples?|layers?|words?|numbers|letters|epochs)\b"


@dataclass(frozen=True)
class Sentence:
    """`text` is what stands there; `typed` is that without what is code, computed, or given to a fence in it."""

    line: int
    text: str
    typed: str
    given: frozenset[str]

    @property
    def claims(self) -> str:
        """What in it has to be known: a strong word, or a number; empty if nothing, as in a question.

        A size that a fence of the page is given states the example.
        """
        if self.text.endswith("?"):
            return ""
        formulas = " ".join(a or b for a, b in _MATH.findall(self.typed))
        words = _NAMES.sub(" ", _MATH.sub(" ", self.typed))
        words = re.sub(_SIZE.format("|".join(self.given)), " ", words) if self.given else words
        match = _STRONG.search(words) or _MEASURE.search(words) or _NUMBER.search(words)
        match = match or _FORMULA_NUMBER.search(_SCRIPT.sub("", formulas))
        return match[0].strip() if match else ""


def plain(text: str) -> str:
    """A text without Markdown's marks, its white space single."""
    return " ".join(_MARKS.sub("", text).split())


def fences(page: str) -> list[str]:
    """What the fences of a page ask for, in blocks and in lines, white space single."""
    blocks = [match["text"] for match in _FENCE.finditer(page)]
    return [" ".join(text.split()) for text in [*blocks, *(match[2] or "" for match in _CODE.finditer(_FENCE.sub("", page)))]]


def sentences(page: str) -> list[Sentence]:
    """The sentences of a page in Markdown, or of a template of one; each heading, item and row of a table by itself."""
    given = frozenset(re.findall(r"\b\d+\b", " ".join(fence for fence in fences(page) if fence.startswith("lstm-"))))
    codes: list[str] = []

    def kept(match: re.Match[str]) -> str:
        codes.append(match[2] or match[3])
        return f"\0{len(codes) - 1}\0" + "\n" * match[0].count("\n")

    for pattern in (_FRONT, _FENCE, _COMMENT):
        page = pattern.sub(lambda match: "\n" * match[0].count("\n"), page)
    page = _CODE.sub(kept, page)
    for pattern, by in ((_LINK, r"\1"), (_URL, ""), (_TAG, ""), (_ATTRIBUTES, "")):
        page = pattern.sub(by, page)
    return [
        Sentence(line, _read(part, codes), _typed(part, codes), given)
        for line, block in _blocks(page)
        for part in ([block] if block.startswith("|") else _END.split(block))
        if re.search(r"\w", part)
    ]


def _read(part: str, codes: list[str]) -> str:
    return plain(re.sub(r"\0(\d+)\0", lambda match: codes[int(match[1])], part))


def _typed(part: str, codes: list[str]) -> str:
    """What is left of a sentence without its code, and without the numbers that a fence in it is given."""
    asked = " ".join(codes[int(code)] for code in re.findall(r"\0(\d+)\0", part) if codes[int(code)].startswith("lstm-"))
    part = re.sub(r"\0\d+\0", " … ", part)
    given = "|".join(re.findall(r"\b\d+\b", asked))
    return re.sub(rf"(?<![\w.])(?:{given})(?![\w.]*\d)", " ", part) if given else part


def _blocks(page: str) -> Iterator[tuple[int, str]]:
    """Paragraphs, headings, items and rows, each with the line where it begins."""
    start, lines = 0, list[str]()
    for number, line in enumerate([*page.split("\n"), ""], 1):
        alone = line.lstrip().startswith("|") or _TITLE.match(line)
        if lines and (alone or not line.strip() or _ITEM.match(line)):
            yield start, " ".join(lines)
            lines = []
        if alone:
            yield number, _TITLE.sub("", line).strip()
        elif line.strip():
            start, lines = (start, lines) if lines else (number, [])
            lines.append(_ITEM.sub("", line).strip())
