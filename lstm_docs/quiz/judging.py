"""The verdict on an answer, typed or chosen. The same lines stand in `site/assets/question.js`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .grammar import AnswerError
from .kinds import KINDS, read, shown
from .texts import spoken

if TYPE_CHECKING:
    from .asking import Question

LETTERS = "ABCDEFGHIJKLMNOP"


@dataclass(frozen=True)
class Verdict:
    """`right`, or the `share` of it that is; what was understood; the misconception recognised and what it says."""

    right: bool
    share: Fraction
    understood: str
    said: str = ""
    misconception: str = ""


def answered(question: Question, typed: str) -> Verdict:
    """The verdict on what a person wrote beside a question with options: a letter, or the answer itself.

    Raises `AnswerError` as `judge` does.
    """
    text = typed.strip(" \t().:").upper()
    place = LETTERS.find(text) if len(text) == 1 else -1
    if not KINDS[question.kind].single:
        return judge(question, typed)
    if 0 <= place < len(question.options):
        return judge_places(question, (place,))
    try:
        return judge(question, typed)
    except AnswerError:
        kind = KINDS[question.kind]
        or_typed = f", or {kind.expects}" if kind.typed else ""
        raise AnswerError(f"expected a letter from A to {LETTERS[len(question.options) - 1]}{or_typed}") from None


def judge(question: Question, typed: str) -> Verdict:
    """The verdict on a typed answer, letters included where an answer is chosen.

    Raises `AnswerError`, saying what was expected, if it cannot be read.
    """
    if not KINDS[question.kind].typed:
        return judge_places(question, _letters(question, typed))
    numbers = read(question.kind, question.decimals, typed, question.known)
    understood = typed.strip() if question.kind == "formula" else shown(question.kind, question.decimals, numbers)
    if numbers == question.answer:
        return Verdict(True, Fraction(1), understood)
    for path, wrong in question.paths:
        if wrong == numbers:
            told = spoken(path.said, question.sizes, question.scales)
            return Verdict(False, Fraction(0), understood, told, path.misconception)
    return Verdict(False, Fraction(0), understood)


def judge_places(question: Question, places: tuple[int, ...]) -> Verdict:
    """The verdict on chosen options: one place, all right ones, an order, or a partner for each."""
    wanted = (question.key,) if KINDS[question.kind].single else question.answer
    understood = ", ".join(LETTERS[place] for place in places)
    if places == wanted:
        return Verdict(True, Fraction(1), understood)
    if KINDS[question.kind].single:
        option = question.options[places[0]]
        return Verdict(False, Fraction(0), understood, option.said, option.misconception)
    wrong = _wrong_places(question, places, wanted)
    told = dict.fromkeys(question.options[place].said for place in wrong if question.options[place].said)
    named = next((question.options[place].misconception for place in wrong if question.options[place].misconception), "")
    share = Fraction(len(question.options) - len(wrong), len(question.options))
    return Verdict(False, share, understood, " ".join(told), named)


def right_answer(question: Question) -> str:
    """The key for reading: the text of the right option, or letters."""
    if question.key >= 0:
        return question.options[question.key].text
    if question.kind == "match":
        pairs = zip(question.options, question.answer, strict=True)
        return "; ".join(f"{option.text} — {question.partners[place]}" for option, place in pairs)
    return ", ".join(LETTERS[place] for place in question.answer)


def _wrong_places(question: Question, places: tuple[int, ...], wanted: tuple[int, ...]) -> list[int]:
    """The options that were judged, placed or paired wrongly."""
    everyone = range(len(question.options))
    if question.kind == "several":
        return [n for n in everyone if (n in places) != (n in wanted)]
    if question.kind == "order":
        return [place for place, right in zip(places, wanted, strict=True) if place != right]
    return [n for n in everyone if places[n] != wanted[n]]


def _letters(question: Question, typed: str) -> tuple[int, ...]:
    """Places from letters: `B`, `A, C`, `CABD`; for true or false, the words too."""
    text = typed.strip().upper()
    if question.kind == "truefalse":
        text = {"TRUE": "A", "T": "A", "FALSE": "B", "F": "B"}.get(text, text)
    places = tuple(LETTERS.find(letter) for letter in text if letter not in " ,;.>-→")
    among = len(question.partners or question.options)
    fits = all(0 <= place < among for place in places) and bool(places or question.kind == "several")
    lengths = {"several": len(set(places)), "order": len(question.options), "match": len(question.options)}
    if (
        not fits
        or len(places) != lengths.get(question.kind, 1)
        or (question.kind == "order" and len(set(places)) < len(places))
    ):
        raise AnswerError(f"expected {KINDS[question.kind].expects}")
    return tuple(sorted(places)) if question.kind == "several" else places
