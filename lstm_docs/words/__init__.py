"""What readers see around formulas and questions, in another language: one table of texts that a site can replace."""

from .table import LANGUAGES, Words, english, table_of, words

__all__ = ["LANGUAGES", "Words", "english", "table_of", "words"]
