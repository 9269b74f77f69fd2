"""The verdict on an answer, typed or chosen. The same lines stand in `site/assets/question.js`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.digits import AnswerError
from ...formulas.texts import plain, spoken, wording
from .kinds import KINDS, Values, read, shown
from .letters import LETTERS, chosen, lettered
from .scoring import Scoring, Tally, share, tally

if TYPE_CHECKING:
    from fractions import Fraction

    from .asking import Question


@dataclass(frozen=True)
class Verdict:
    """`right`, or the `tally` of what of it is; what was understood; the misconception recognised and what it says."""

    right: bool
    tally: Tally
    understood: str
    said: str = ""
    misconception: str = ""

    @property
    def share(self) -> Fraction:
        """The share of the marks that it earns where nothing else is said: by the balanced rule."""
        return share(Scoring.BALANCED, self.tally)


def answered(question: Question, typed: str) -> Verdict:
    """The verdict on what a person wrote beside a question with options: a letter, the answer itself, or both if they agree.

    Raises `AnswerError` as `judge` does.
    """
    kind = KINDS[question.kind]
    place, rest = lettered(typed, len(question.options)) if kind.single else (-1, typed)
    try:
        words = _in_words(question, rest)
        if place < 0:
            return judge(question, typed) if words is None else judge_places(question, (words,))
        meant = question.options[place].values if kind.typed else (place,)
        if rest and words != place and _read(question, rest) != meant:
            raise AnswerError("a letter and another answer stand there: write one of them")
    except AnswerError as error:
        if not kind.single:
            raise
        letters = f"a letter from A to {LETTERS[len(question.options) - 1]}"
        raise AnswerError(f"expected {letters}" if question.kind == "choice" else f"{error}; {letters} is read too") from None
    return judge_places(question, (place,))


def _in_words(question: Question, typed: str) -> int | None:
    """The place of the option that is written out, of those among which one is chosen; nothing if it is none of them."""
    if question.kind != "choice":
        return None
    texts = [_bare(option.text) for option in question.options]
    return texts.index(_bare(typed)) if texts.count(_bare(typed)) == 1 else None


def _bare(text: str) -> str:
    """A text in small letters, without marks of code and formulas, a full stop at its end, and more than one space."""
    return " ".join(plain(text).split()).rstrip(". ").casefold()


def judge(question: Question, typed: str) -> Verdict:
    """The verdict on a typed answer, letters included where an answer is chosen.

    Raises `AnswerError`, saying what was expected, if it cannot be read.
    """
    numbers = _read(question, typed)
    if not KINDS[question.kind].typed:
        return judge_places(question, numbers)
    understood = typed.strip() if question.kind == "formula" else shown(question.kind, question.decimals, numbers)
    if numbers == question.answer:
        return Verdict(True, Tally(1, 1), understood)
    for path, wrong in question.paths:
        if wrong == numbers:
            explanation = spoken(path.said, question.sizes, question.scales)
            return Verdict(False, Tally(0, 1), understood, explanation, path.misconception)
    return Verdict(False, Tally(0, 1), understood)


def _read(question: Question, typed: str) -> Values:
    """The values somebody typed, or the places of the options chosen."""
    if KINDS[question.kind].typed:
        return read(question.kind, question.decimals, typed, question.known, wording(question.ask))
    return chosen(question.kind, len(question.options), len(question.partners), typed)


def judge_places(question: Question, places: tuple[int, ...]) -> Verdict:
    """The verdict on chosen options: one place, all right ones, an order, or a partner for each."""
    wanted = (question.key,) if KINDS[question.kind].single else question.answer
    understood = ", ".join(LETTERS[place] for place in places)
    counts = tally(question, places)
    if places == wanted:
        return Verdict(True, counts, understood)
    if KINDS[question.kind].single:
        option = question.options[places[0]]
        return Verdict(False, counts, understood, option.said, option.misconception)
    wrong = _wrong_places(question, places, wanted)
    explanations = dict.fromkeys(question.options[place].said for place in wrong if question.options[place].said)
    named = next((question.options[place].misconception for place in wrong if question.options[place].misconception), "")
    return Verdict(False, counts, understood, " ".join(explanations), named)


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
