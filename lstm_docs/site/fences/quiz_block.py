"""The quiz in a page: which questions it asks, and the practice or the test as HTML, with its first question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from ...cells.sizes import LARGEST_SIZE
from ...formulas.mathml import inline_html
from ...frameworks import named as framework_named
from ...ground.errors import LstmDocsError, one_of
from ...practice.about_cell import about, asked_of_any
from ...practice.course import titled
from ...practice.session import SIZE
from ...quiz.engine.asking import Question, at, question
from ...quiz.engine.bank import load_bank
from ...quiz.engine.family import FRAMEWORKS
from ..build.build_cache import text
from .options import any_cell
from .quiz_card import card
from .quiz_data import content, encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ...ground.located import Located
    from ...quiz.engine.bank import Bank
    from ...quiz.engine.compiled import CompiledFamily
    from ...quiz.engine.family import Family
    from .context import Context

    Compiled = Mapping[str, CompiledFamily]


MODES = ("practice", "test", "one")
ASKS = ("family", "families", "topic")
"""What is asked: one of the three, or with a `cell` none for all that can be asked about it."""
ALL = "all"


@dataclass(frozen=True)
class Carried:
    """What an element has whose questions no bank has: a name of its own, and their data, which the page carries."""

    name: str = ""
    data: str = ""


NOTHING = Carried()

_OTHERS = '<label><input type="checkbox" class="lstm-quiz-others"> Ask about all frameworks</label>'
_UNSCRIPTED = "<noscript><p>No answer can be given here without JavaScript; the worked solution can be read.</p></noscript>"


def render(options: Located, context: Context) -> str:
    """The HTML of an `lstm-quiz` fence.

    `options`: `family`, `families` or `topic`; `mode`, practice, test or one; `count` of questions of a session or a test;
    `minutes` of a test; `seed`; `frameworks` that are asked about, or all; `given`, to begin with one question of the
    domain; `fold`, a title under which it is folded away; `cell`, the only cell that is asked about.
    Raises `LstmDocsError` at the option's file:line.
    """
    options.check_keys((), (*ASKS, "cell", "mode", "count", "minutes", "seed", "frameworks", "given", "fold"))
    bank = _bank(context.bank, context.questions) if context.questions else load_bank(context.bank)
    bank = _about_its_cell(options, bank) if "cell" in options.value else bank
    chosen = _chosen(options, bank)
    frameworks = FRAMEWORKS
    if node := options.get("frameworks"):
        frameworks, chosen = _frameworks(node, chosen, named="topic" not in options.value)
    # While other questions of the bank are edited, these stay as they are.
    shown = chosen if _mode(options) == "test" else chosen[:1]
    inputs = (options.plain(), context.assets, [(one.id, one.topic) for one in chosen], list(map(content, shown)))
    own = _own(options, context, [bank.families[one.id] for one in chosen]) if "cell" in options.value else NOTHING

    def made() -> str:
        return _quiz(options, context.assets, chosen, bank.families, frameworks, own)

    html = context.cache.of("quiz", (*inputs, own.name), made, text)
    html = f"{context.sheet('test.css')}{html}" if _mode(options) == "test" else html
    title = options.get("fold")
    return f'<details class="lstm-fold"><summary>{inline_html(title.text())}</summary>{html}</details>' if title else html


@lru_cache(maxsize=2)
def _bank(path: Path | None, questions: str) -> Bank:
    """The bank, read once for all fences of a build."""
    return load_bank(path)


def _about_its_cell(options: Located, bank: Bank) -> Bank:
    """The families that are asked, proved about the cell; of a topic, and where none is named, those that can be."""
    key = next((key for key in ASKS if key in options.value), "cell")
    names = asked_of_any(bank) if key == "cell" else [family.id for family in _chosen(options, bank)]
    try:
        return about(bank, any_cell(options), names, some=key in ("cell", "topic"))
    except LstmDocsError as error:
        raise error.at(options[key].where) from None


def _own(options: Located, context: Context, asked: Sequence[CompiledFamily]) -> Carried:
    """What the element of a cell carries; a page may have several."""
    return carried(asked, context.unique("test-cell" if _mode(options) == "test" else "quiz-cell"))


def _quiz(
    options: Located, assets: str, chosen: list[Family], compiled: Compiled, frameworks: Iterable[str], own: Carried
) -> str:
    seed = str(typed_seed.plain()) if (typed_seed := options.get("seed")) else "1"
    if _mode(options) == "test":
        count = number.whole(1, 100) if (number := options.get("count")) else 10
        minutes = limit.whole(1, 600) if (limit := options.get("minutes")) else None
        return _test(chosen, compiled, seed, count, minutes, assets, frameworks, own)
    count = number.whole(1, 200) if (number := options.get("count")) else SIZE
    index = _index(place, chosen[0]) if (place := options.get("given")) else None
    first = compiled[chosen[0].id]
    if _mode(options) == "one":
        return _alone(at(first, seed, index or 0), _data(chosen[:1], seed), index or 0, assets, own)
    asked = question(first, seed, 0, frameworks) if index is None else at(first, seed, index)
    others = bool(frameworks) and any(len(one.about(frameworks)) < len(one.cases) for one in chosen)
    return practice(chosen, asked, _data(chosen, seed, frameworks), count, assets, index, own=own, others=others)


def _mode(options: Located) -> str:
    mode = options.get("mode")
    if mode is None:
        return MODES[0]
    try:
        return one_of(mode.text(), MODES, "mode")
    except LstmDocsError as error:
        raise error.at(mode.where) from None


def _chosen(options: Located, bank: Bank) -> list[Family]:
    named = [key for key in ASKS if options.get(key)]
    if "cell" in options.value and not named:
        return list(bank.families.read.values())
    if len(named) != 1:
        raise options.error("a quiz names a family, families or a topic: one of the three")
    node, read = options[named[0]], bank.families.read
    try:
        if named[0] == "topic":
            topic = one_of(node.text(), bank.topics, "topic")
            families = sorted(bank.topics[topic], key=lambda family: family.level)
        else:
            items = node.sequence() if named[0] == "families" else [node]
            families = [read[one_of(item.text(), read, "family")] for item in items]
    except LstmDocsError as error:
        raise error.at(node.where) from None
    asked = [family for family in families if family.kind != "open"]
    if not asked:
        raise node.error("these are open questions, which are for interviews: no page can judge an answer")
    return asked


def _frameworks(node: Located, chosen: list[Family], *, named: bool) -> tuple[tuple[str, ...], list[Family]]:
    """Those that are asked about, none if all are, and the families that ask about them: if they are named, all of them."""
    if node.value == ALL:
        return (), chosen
    try:
        known = tuple(framework_named(item.text()) for item in node.sequence())
    except LstmDocsError as error:
        raise error.at(node.where) from None
    asked = [family for family in chosen if family.about(known)]
    if not asked or (named and asked != chosen):
        stranger = next(family for family in chosen if family not in asked)
        raise node.error(f"{stranger.id} asks about none of {', '.join(known)}")
    return known, asked


def _index(given: Located, family: Family) -> int:
    """The point of the domain with the sizes and things given."""
    wanted = {key: item.plain() for key, item in given.items()}
    sizes = {draw.size: draw for draw in family.draws}
    things = {key: value for key, value in wanted.items() if key not in sizes}
    place = next(
        (n for n, case in enumerate(family.cases) if all(getattr(case, k, None) == v for k, v in things.items())), None
    )
    if place is None:
        raise given.error(f"{family.id} draws nothing with {things}")
    index, weight = place, len(family.cases)
    for name, draw in sizes.items():
        if name in wanted:
            size = given[name].whole(1, LARGEST_SIZE)
            if size not in draw.values:
                raise given[name].error(f"{family.id} does not draw {name} = {size}")
            index += weight * list(draw.values).index(size)
        weight *= len(draw.values)
    return index


def carried(compiled: Sequence[CompiledFamily], name: str) -> Carried:
    """Families that no bank has, for the element of that name."""
    asks = '<template data-asks="{}" data-family="{}"></template>'
    return Carried(name, "".join(asks.format(one.family.id, escape(encoded(one))) for one in compiled))


def about_one(compiled: Sequence[CompiledFamily], name: str, assets: str) -> str:
    """A run through families that no bank has, one question of each; `name` is the element's."""
    chosen = [one.family for one in compiled]
    first, data = question(compiled[0], "1"), _data(chosen, "1")
    return practice(chosen, first, data, len(chosen), assets, own=carried(compiled, name))


def practice(
    chosen: list[Family],
    first: Question,
    data: str,
    count: int,
    assets: str,
    index: int | None = None,
    *,
    own: Carried = NOTHING,
    others: bool = False,
) -> str:
    """Questions one by one, beginning with `first`; with `others`, one can ask for all frameworks."""
    return (
        f'<lstm-quiz data-search-exclude id="{own.name or _name("quiz", chosen)}" {data} data-count="{count}"'
        f' data-index="{"" if index is None else index}" data-family="{first.family}">{own.data}'
        f'<p class="lstm-quiz-progress">Question 1 of {count} · {titled(first.topic)}, level {first.level}'
        " · New to you.</p>"
        f'<p class="lstm-quiz-bar" aria-hidden="true">{"<b></b>" * count}</p>'
        f"{_UNSCRIPTED}{card(first)}"
        '<div class="lstm-quiz-actions"><button type="button" class="lstm-quiz-next" hidden>Next question</button>'
        '<button type="button" class="lstm-quiz-again">Fresh numbers</button>'
        f"{_OTHERS if others else ''}</div>"
        '<lstm-progress><details class="lstm-quiz-kept" hidden><summary>Your progress, kept in this browser</summary>'
        '<ul class="lstm-quiz-topics"></ul><button type="button" class="lstm-quiz-export">Export</button>'
        ' <button type="button" class="lstm-quiz-import">Import</button>'
        ' <input type="file" accept=".json,application/json" aria-label="A file of progress to import" hidden>'
        ' <button type="button" class="lstm-quiz-reset">Reset</button></details><p role="status"></p></lstm-progress>'
        f"</lstm-quiz>{_script('quiz.js', assets)}"
    )


def _alone(asked: Question, data: str, index: int, assets: str, own: Carried) -> str:
    """One question, of which nothing is kept and after which none follows."""
    return (
        f'<lstm-question data-search-exclude id="{own.name or f"quiz-{asked.family}"}" {data} data-index="{index}">{own.data}'
        f"{_UNSCRIPTED}{card(asked)}"
        f"</lstm-question>{_script('question-alone.js', assets)}"
    )


def _test(
    chosen: list[Family],
    compiled: Compiled,
    seed: str,
    count: int,
    minutes: int | None,
    assets: str,
    frameworks: Iterable[str],
    own: Carried,
) -> str:
    name = own.name or _name("test", chosen)
    turns = (divmod(n, len(chosen)) for n in range(count))
    cards = "".join(
        f"<li>{card(question(compiled[chosen[place].id], seed, turn, frameworks), f'{name}-{n}')}</li>"
        for n, (turn, place) in enumerate(turns, start=1)
    )
    whole = minutes or -(-sum(chosen[n % len(chosen)].seconds for n in range(count)) // 60)
    return (
        f'<lstm-test data-search-exclude id="{name}" {_data(chosen, seed, frameworks)} data-minutes="{whole}">{own.data}'
        f'<p class="lstm-test-head">{count} questions, about {whole} minutes.'
        ' <label class="lstm-test-more">Extra time <select class="lstm-test-extra">'
        '<option value="0">none</option><option value="25">25 %</option><option value="50">50 %</option>'
        '<option value="100">100 %</option></select></label>'
        ' <button type="button" class="lstm-test-start">Start the timer</button></p>'
        '<div class="lstm-test-summary"></div>'
        '<div class="lstm-test-bar"><span class="lstm-test-time" role="timer"></span>'
        '<button type="button" class="lstm-test-break" hidden>Take a break</button>'
        '<span class="lstm-test-dots" role="group" aria-label="Questions"></span>'
        '<span class="lstm-test-result" role="status" tabindex="-1"></span></div>'
        f'{_UNSCRIPTED}<ol class="lstm-test-cards">{cards}</ol>'
        '<div class="lstm-quiz-actions"><button type="button" class="lstm-test-submit">Submit all</button>'
        '<button type="button" class="lstm-test-anyway" hidden>Submit as it is</button>'
        '<button type="button" class="lstm-test-again" hidden>Retake with fresh numbers</button></div>'
        f"</lstm-test>{_script('test.js', assets)}"
    )


def _script(name: str, assets: str) -> str:
    """What makes the quiz live; where no assets are served nothing does, and it stands as a text with its solution."""
    return f'<script type="module" src="{escape(assets)}{name}"></script>' if assets else ""


def _name(kind: str, chosen: list[Family]) -> str:
    topics = {family.topic for family in chosen}
    if len(chosen) == 1:
        return f"{kind}-{chosen[0].id}"
    return f"{kind}-{topics.pop() if len(topics) == 1 else 'mixed'}"


def _data(chosen: list[Family], seed: str, frameworks: Iterable[str] = ()) -> str:
    names = " ".join(family.id for family in chosen)
    about = f' data-frameworks="{" ".join(frameworks)}"' if frameworks else ""
    return f'data-families="{names}" data-seed="{escape(seed)}"{about}'
