"""Responses matched to the papers of a kit: one for each, or a problem."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .response import Problem, Response
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass
class Matched:
    """The one response of each code; the codes whose responses differ, so that none counts; and all that is odd."""

    responses: dict[str, Response] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def matched(given: Iterable[Response | Problem], names: Mapping[str, str], count: int) -> Matched:
    """Match responses to the `names` by code, of papers that have `count` questions; one that says nothing is none."""
    matching = Matched()
    said: dict[str, list[Response]] = {}
    for item in given:
        if isinstance(item, Problem):
            matching.problems.append(item)
        elif item.code not in names:
            matching.problems.append(Problem(item.where, f"unknown code {item.code[:80]!r}: it is on no paper of this kit"))
        elif item.said:
            said.setdefault(item.code, []).append(_within(item, count, matching.problems))
    for code, responses in said.items():
        matching.problems += (problem for response in responses if (problem := _signed_otherwise(response, names[code])))
        _choose(matching, code, *responses)
    return matching


def _within(response: Response, count: int, problems: list[Problem]) -> Response:
    """The response to the questions that there are: so many numbers of others are told as one, and take no memory."""
    stray = [place for place in response.said if not 1 <= place <= count]
    if stray:
        subject = f"questions {listed(stray)} were" if len(stray) > 1 else f"question {stray[0]} was"
        problems.append(Problem(response.where, f"{subject} answered; the paper has {count}", response.code))
    return replace(
        response,
        answers={place: text for place, text in response.answers.items() if 1 <= place <= count},
        twice={place: text for place, text in response.twice.items() if 1 <= place <= count},
        points={place: value for place, value in response.points.items() if 1 <= place <= count},
    )


def _signed_otherwise(response: Response, name: str) -> Problem | None:
    if not response.candidate or not name or response.candidate.removeprefix("'") == name:
        return None
    message = f"is signed {response.candidate[:60]!r}, and the paper is that of {name[:60]!r}"
    return Problem(response.where, message, response.code)


def _choose(matching: Matched, code: str, first: Response, *more: Response) -> None:
    """The first of the responses of one paper counts, if all say the same; or two that complete each other."""
    if len(more) == 1 and (whole := _completed(first, *more)):
        matching.responses[code] = whole
        return
    alike = all(other.said == first.said for other in more)
    if alike:
        matching.responses[code] = first
    else:
        matching.doubtful.add(code)
    verdict = "says the same and is counted once" if alike else "differs, and neither is marked: remove one"
    message = f"a second response for the paper of {first.where}; it {verdict}"
    matching.problems += (Problem(other.where, message, code) for other in more)


def _completed(one: Response, other: Response) -> Response | None:
    """What was sent before questions were replaced, and answers to these sent after; nothing if they contradict."""
    before, after = (one, other) if one.gone else (other, one)
    said = before.said | after.said
    if not before.gone or after.gone or any(said[place] != text for place, text in before.said.items()):
        return None
    answers = {place: text for one in (before, after) for place, text in one.answers.items() if text.strip()}
    return replace(after, answers=answers, twice={**before.twice, **after.twice}, points={**before.points, **after.points})
