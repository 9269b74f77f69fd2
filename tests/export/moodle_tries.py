"""Papers for Moodle, every way to answer their questions, and what Moodle's verdict must be."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, permutations, product

import pytest

from lstm_docs.formulas.mathml import grouped
from lstm_docs.formulas.texts import plain
from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.asking import at
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.scoring import Scoring, share, tally
from tests.export.samples import one_of_each_family

OF_TEXTS = ("choice", "truefalse", "several", "order", "match", "open")
SIGNS = "~ = # { } : \\ \\{ \\\\ \\n // -> %50% [html] :: #### $$ \\( \\[ {T}"
HOSTILE = f"</text> ]]> <![CDATA[ <b>b</b> &amp; & \"q\" 'q' \U0001f600 <script>x</script> &&035; {SIGNS}"
STARTS = ("[html]x", "[0] x", "%50%x", "=x", "~x", "#x", "// x", "$CATEGORY: x", "::x::y", "->", "\\", "-1", "{TRUE}")


@cache
def every_case():
    """A paper with every question whose answer is made of texts, whatever the sizes."""
    families = [family for family in load_bank().families.values() if family.family.kind in OF_TEXTS]
    questions = tuple(at(family, "tries", n) for family in families for n in range(len(family.cases)))
    return replace(one_of_each_family(), questions=questions, marks=tuple(1 + n % 5 for n in range(len(questions))))


@cache
def hostile():
    """Questions of every kind whose texts are full of signs, and of texts that begin with one."""
    spoilt = [_spoilt(asked) for asked in one_of_each_family().questions]
    spoilt += [_led(asked) for asked in one_of_each_family().questions if asked.kind != "open"]
    return replace(one_of_each_family(), title=f"a/b & <i> {SIGNS}", questions=tuple(spoilt), marks=(2,) * len(spoilt))


def _spoilt(asked):
    shown = asked.options if asked.kind == "truefalse" else [replace(o, text=f"{HOSTILE} {o.text}") for o in asked.options]
    options = tuple(replace(option, said=f"{HOSTILE} {option.said}" if option.said else "") for option in shown)
    notes = replace(asked.notes, rubric=((HOSTILE, 1),), reference=HOSTILE)
    partners = tuple(f"{HOSTILE} {partner}" for partner in asked.partners)
    solution = (HOSTILE, *asked.solution)
    return replace(asked, ask=f"{HOSTILE} {asked.ask}", options=options, partners=partners, solution=solution, notes=notes)


def _led(asked):
    shown = asked.options if asked.kind == "truefalse" else [replace(o, text=f"{s} {o.text}") for s, o in _with_starts(asked)]
    options = tuple(replace(option, said=f"{start} {option.said}") for start, option in zip(STARTS[::-1], shown, strict=False))
    return replace(asked, ask=f"// {asked.ask}", options=options, solution=("[plain] x", *asked.solution))


def _with_starts(asked):
    return zip(STARTS, asked.options, strict=False)


PAPERS = {"families": one_of_each_family, "cases": every_case, "hostile": hostile}


def answers(asked):
    """Ways to answer: every one where they are few."""
    places = range(len(asked.options))
    if KINDS[asked.kind].single:
        return [(place,) for place in places]
    if asked.kind == "several":
        return list(chain.from_iterable(combinations(places, n) for n in range(len(places) + 1)))
    if asked.kind == "order":
        return [*_some(permutations(places)), asked.answer]
    if asked.kind == "match":
        return [*_some(product(range(len(asked.partners)), repeat=len(places))), asked.answer]
    return []


def _some(ways):
    every = list(ways)
    return every if len(every) <= 120 else random.Random(1).sample(every, 120)


def as_response(asked, question, places):
    """The same answer as somebody gives it in Moodle: for an order or a matching, entries of the menus."""
    if asked.kind == "order":
        return tuple(str(places.index(n) + 1) for n in range(len(places)))
    if asked.kind == "match":
        return tuple(menu(asked, question)[place] for place in places)
    return places


def menu(asked, question):
    """What stands in the menus of a matching for each partner."""
    return [question.pairs[asked.answer.index(place)][1] for place in range(len(asked.partners))]


def compare(asked, question, scoring=Scoring.BALANCED):
    """Moodle's score of every answer is ours; of several, where we do not balance, what adding up comes to."""
    for places in answers(asked):
        score, ours = question.score(as_response(asked, question, places)), share(scoring, tally(asked, places))
        if asked.kind != "several":
            assert score == pytest.approx(float(ours), abs=1e-12), (asked.id, places)
        elif scoring is Scoring.BALANCED:
            assert score == pytest.approx(float(ours), abs=2e-6), (asked.id, places)
        else:
            assert score == pytest.approx(added_up(asked, set(places), scoring), abs=2e-6)
            if scoring is Scoring.PER_OPTION:
                assert score <= ours + 2e-6
            if set(asked.answer) <= set(places):
                assert score == pytest.approx(float(ours), abs=2e-6)


def added_up(asked, places, scoring):
    right = set(asked.answer)
    off = len(places - right) * (1 / len(asked.options) if scoring is Scoring.PER_OPTION else 1)
    return max(0, len(places & right) / len(right) - off)


def compare_texts(asked, question, read):
    """What Moodle shows is what the question says; `read` reads its HTML."""
    assert read(question.text) == shown(asked.ask)
    assert read(question.general).startswith("".join(map(shown, dict.fromkeys(asked.solution))))
    if question.type == "match":
        assert [read(text) for text, _ in question.pairs] == [shown(option.text) for option in asked.options]
    if asked.kind == "match":
        assert [_spaced(entry) for entry in menu(asked, question)] == [_spaced(plain(text)) for text in asked.partners]
    if question.type == "multichoice":
        assert [read(choice.text) for choice in question.choices] == [shown(option.text) for option in asked.options]
    for place, choice in enumerate(question.choices):
        wrong = place not in (asked.answer if asked.kind == "several" else (asked.key,))
        assert read(choice.feedback) == (shown(asked.options[place].said) if wrong else "")


def _spaced(text):
    """Without signs that are shown as nothing, and with single spaces, as a menu shows them."""
    return " ".join(text.replace("\u2060", "").split())


def shown(text):
    """A text as a page shows it before MathJax sets the formulas; white space as in HTML."""
    pieces = re.split(r"(`[^`]+`|\$[^$]+\$)", text)
    return "".join(_shown(piece) for piece in pieces).replace("\n", "").strip()


def _shown(piece):
    if len(piece) > 2 and piece[0] == piece[-1] == "$":
        return rf"\({grouped(piece[1:-1])}\)"
    inside = piece[1:-1] if len(piece) > 2 and piece[0] == piece[-1] == "`" else piece
    return re.sub(r"\\(?=[(\[])|\$(?=\$)", lambda m: m[0] + "\u2060", inside)
