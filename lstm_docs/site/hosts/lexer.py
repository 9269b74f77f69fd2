"""For Pygments: a fence of ours that its host did not render says so, where it would be shown as raw YAML.

A host that knows neither our plugin nor our extension takes a fence for code in a language, and asks Pygments for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygments.lexer import Lexer
from pygments.token import Comment, Text

from ..fences.names import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.token import _TokenType

NOTICE = "lstm-docs did not render this: the site needs `lstm_docs` among its Markdown (or Sphinx) extensions.\n"


class FenceLexer(Lexer):
    """Shows the lines of a fence behind a notice."""

    name = "lstm-docs"
    aliases = KINDS

    def get_tokens(self, text: str, unfiltered: bool = False) -> Iterator[tuple[_TokenType, str]]:
        """The notice, then the text. A fence inside other code does not come here, and is shown as it is."""
        yield Comment.LstmNotice, NOTICE
        yield Text, text

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The text."""
        yield 0, Text, text
