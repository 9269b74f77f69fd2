"""A what-if: the candidate's own question with one size or convention changed, and what tells understanding in the answer.

The changed question is a neighbour of the own one, in the domain over which its family is proved; its key is found again
by the second road, where the family has one, before it is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from ..formulas.texts import spoken
from ..ground.errors import LstmDocsError
from ..quiz.engine.asking import at
from ..quiz.engine.check import measured_anew
from ..quiz.engine.judging import right_answer
from ..quiz.engine.kinds import KINDS, shown
from ..quiz.engine.letters import LETTERS
from .neighbours import Change, index_of, with_anything_else, with_other_case, with_other_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Exam
    from .seen import Seen


MOST_WRONG = 3
_CODE = re.compile("`[^`]*`")
_WORDS = re.compile("[a-z]{3}")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Believed:
    """What somebody with a misconception would answer to the changed question, and what that shows.

    Of several options, of an order or a matching it is about one option, which need not be `wrong` to choose. `letter` is
    that of the option with this answer, if there is one.
    """

    misconception: str
    answer: str
    said: str
    letter: str
    wrong: bool = True


@dataclass(frozen=True)
class WhatIf:
    """A question about question `place` of a paper.

    `asked` is `own` with one `change`; without a change it is the own question, whose answer is to be explained. `aimed`
    is the misconception that it tells from the key. `measured` says that the key was found by a second road. `new`, that
    the changed size stands in no paper. `typed` is the own answer, `said` what a misconception in it was told.
    """

    place: int
    own: Question
    asked: Question
    change: Change | None
    aimed: str
    measured: bool
    new: bool
    typed: str = ""
    said: str = ""

    def about(self, typed: str, said: str) -> WhatIf:
        """The what-if with the own answer, and what that had shown."""
        return replace(self, typed=typed, said=said)

    @property
    def opening(self) -> str:
        """The sentence that leads from the paper to the question."""
        if self.change is None:
            return f"Question {self.place} of your paper again. Say what is right and what decides it, in your own words."
        if self.change.kind in ("form", "other") or not self.change.before:
            asked = f"What if question {self.place} of your paper had been this one?"
        else:
            asked = f"What if question {self.place} of your paper had said {self.change.after} instead of {self.change.before}?"
        if not self.stays:
            return asked
        number = "" if right_answer(self.asked) == right_answer(self.own) else " but for a number"
        return f"{asked} The right answer stays as it is there{number}: say which it is, and why."

    @property
    def stays(self) -> bool:
        """Whether the change leaves the answer as it was."""
        return self.change is not None and right(self.asked) == right(self.own)

    @property
    def key(self) -> str:
        """The right answer; of a matching the letters of the partners, which the options are listed with."""
        asked = self.asked
        return "".join(LETTERS[place] for place in asked.answer) if asked.kind == "match" else right_answer(asked)

    @property
    def letter(self) -> str:
        """The letter of the right option, where there is one."""
        return LETTERS[self.asked.key] if self.asked.key >= 0 else ""

    @property
    def listed(self) -> tuple[tuple[str, str, str], ...]:
        """Each option: its letter, its text, and what the key says of it: `right`, a place in the order, a partner's letter."""
        return tuple((LETTERS[n], option.text, _by_key(self.asked, n)) for n, option in enumerate(self.asked.options))

    @property
    def good(self) -> tuple[str, ...]:
        """What a good answer says, step by step."""
        return self.asked.solution or tuple(dict.fromkeys(option.said for option in self.asked.options if option.said))

    @property
    def rubric(self) -> tuple[tuple[str, int], ...]:
        """What earns the `POINTS`."""
        key, own = (text.removesuffix(".") for text in (self.key, right_answer(self.own)))
        if self.change is None:
            first = "says which answer is right"
            third = "gives a case of their own in which it shows"
        elif self.stays:
            first = f"says that the answer stays as it was: {key}"
            third = "says what the change touches, and why that leaves the answer alone"
        else:
            first = f"gives the new answer: {key}"
            before = f"the answer of the paper ({own})" if self.own.key >= 0 else "the answer of the paper"
            third = f"says why {before} no longer holds: what the change touches, and what it leaves alone"
        if self.said:
            third = "says what their own answer on the paper had taken for granted, and what is wrong with it"
        return (first, 1), ("gives the reason, as in the steps, and not the answer alone", 1), (third, 1)

    @property
    def wrong(self) -> tuple[Believed, ...]:
        """What wrong beliefs would answer; the one aimed at comes first."""
        wrong = (one for one in _beliefs(self.asked) if one.wrong)
        return tuple(islice(sorted(wrong, key=lambda one: one.misconception != self.aimed), MOST_WRONG))


def what_if(sitting: Exam, seen: Seen, place: int, own: Question, aimed: str = "") -> WhatIf | None:
    """The what-if of a question: the first neighbour that tells the misconception `aimed` from the key, and is new.

    New are its wording and its answer; a size that stands in no paper goes before a convention, a convention before a size
    that stands in no paper of the family, that before a form, and a form before any other question of the family. One that
    changes the answer goes before all that do not; whatever is asked then `stays`.
    None where the family has no such neighbour.
    Raises `LstmDocsError` where the second road contradicts the key.
    """
    compiled = sitting.bank.family(own.family)
    alike: WhatIf | None = None
    for change in _changes(sitting, seen, own):
        asked = at(compiled, sitting.secret, change.index)
        if seen.is_new(asked) and separates(asked, aimed) and _sound(asked):
            new = change.kind != "size" or (change.thing, change.value) not in seen.sizes
            one = WhatIf(place, own, asked, change, aimed, measured=False, new=new)
            if right(asked) != right(own):
                return _proved(sitting, one)
            alike = alike or one
    return alike and _proved(sitting, alike)


def explained(sitting: Exam, place: int, own: Question, aimed: str = "") -> WhatIf:
    """The own question again, to be explained: where a family has nothing to change."""
    return _proved(sitting, WhatIf(place, own, own, None, aimed, measured=False, new=False))


def _proved(sitting: Exam, one: WhatIf) -> WhatIf:
    """The what-if, its key found again where its family has a second road."""
    return replace(one, measured=measured_anew(sitting.bank.family(one.asked.family), index_of(one.asked)))


def separates(asked: Question, misconception: str) -> bool:
    """Whether a question tells a misconception from the key; none is told by every question."""
    return not misconception or any(one.misconception == misconception for one in _beliefs(asked))


def _changes(sitting: Exam, seen: Seen, own: Question) -> Iterator[Change]:
    compiled, secret, frameworks = sitting.bank.family(own.family), sitting.secret, sitting.plan.frameworks
    sizes = list(with_other_size(compiled, own, secret))
    unseen = [change for change in sizes if (change.thing, change.value) not in seen.sizes]
    elsewhere = (
        change for change in sizes if change not in unseen and (own.family, change.thing, change.value) not in seen.of_family
    )
    return chain(
        unseen,
        with_other_case(compiled, own, secret, frameworks, forms=False),
        elsewhere,
        with_other_case(compiled, own, secret, frameworks, forms=True),
        with_anything_else(compiled, own, secret, frameworks),
    )


def _beliefs(asked: Question) -> Iterator[Believed]:
    """What each misconception answers, where that is not the key."""
    if KINDS[asked.kind].typed:
        letters = {option.text: LETTERS[place] for place, option in enumerate(asked.options)}
        for path, values in asked.paths:
            text = path.text or shown(asked.kind, asked.decimals, values)
            yield Believed(path.misconception, text, spoken(path.said, asked.sizes, asked.scales), letters.get(text, ""))
    else:
        for place, option in enumerate(asked.options):
            if option.misconception and place != asked.key:
                wrong = asked.key >= 0 or (asked.kind == "several" and place not in asked.answer)
                yield Believed(option.misconception, option.text, option.said, LETTERS[place], wrong)


def _by_key(asked: Question, place: int) -> str:
    """What the key says of an option."""
    if asked.kind == "match":
        return f"({LETTERS[asked.answer[place]]})"
    if asked.kind == "order":
        return f"place {asked.answer.index(place) + 1}"
    return "right" if place == asked.key or (asked.kind == "several" and place in asked.answer) else ""


def right(asked: Question) -> tuple[str, ...]:
    """The right answer in words that do not depend on the order of the options, nor on the numbers of the code in them.

    A program is mended in the same way whatever its sizes are: `Line 3 becomes clip(2)` and `clip(5)` are one answer.
    """
    if asked.key >= 0:
        text = asked.options[asked.key].text
        in_words = asked.kind == "choice" and _WORDS.search(_CODE.sub("", text))
        return (_CODE.sub(lambda code: _NUMBER.sub("0", code[0]), text) if in_words else text,)
    texts = [asked.options[place].text for place in asked.answer]
    if asked.kind == "match":
        pairs = zip(asked.options, asked.answer, strict=True)
        texts = [f"{option.text} {asked.partners[place]}" for option, place in pairs]
    return tuple(texts if asked.kind == "order" else sorted(texts))


def _sound(asked: Question) -> bool:
    """Whether options and wrong answers differ from each other and from the key, as `quiz check` proves of the family."""
    texts = [option.text for option in asked.options]
    values = [asked.answer, *(values for _, values in asked.paths)]
    if len(set(texts)) < len(texts) or (asked.paths and len(set(values)) < len(values)):
        raise LstmDocsError(f"{asked.id}: two options are alike; quiz check says more")
    return True
