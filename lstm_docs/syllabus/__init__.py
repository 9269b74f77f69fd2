"""What is said about LSTMs, claim by claim, with a verdict: `claims.yml`.

Every claim stands there by its idea, with what is right, the pages it belongs on and the question families that
ask about it. Numbers in a statement are computed where they are stated; see `computations.py`.
"""

from .claim import PAGES, VERDICTS, Claim
from .glossary import Term, glossary
from .loading import claims, claims_for, read
from .works import GROUPS, Work, works

__all__ = ["GROUPS", "PAGES", "VERDICTS", "Claim", "Term", "Work", "claims", "claims_for", "glossary", "read", "works"]
