"""The programs of the questions do what the questions say, and fail as they say: all of them run again here."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from lstm_docs.ground.bank_folder import bank_path
from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.asking import at
from tests.quiz.programs import FILES, RECORD, outcome, programs

KEPT = json.loads(RECORD.read_text(encoding="utf-8"))
BANK = load_bank()
LONGEST = 10
MENDED = [file for file in FILES if "right:" in file.read_text(encoding="utf-8")]
NUMBER = re.compile(r"-?\d+\.\d+")


def _alike(printed, kept):
    """The same text, but for numbers that another machine rounds otherwise in their last decimal."""
    numbers = zip(NUMBER.findall(printed), NUMBER.findall(kept), strict=True)
    return NUMBER.sub("#", printed) == NUMBER.sub("#", kept) and all(abs(float(a) - float(b)) < 2e-3 for a, b in numbers)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_kept_is_what_is_printed(file):
    # If this fails: python -m tests.quiz.programs
    for slug, written, words in programs(file):
        kept, now = KEPT[slug], outcome(written, words)
        assert (now["code"], now["passes"], now["words"]) == (kept["code"], kept["passes"], kept["words"]), slug
        assert _alike(now["printed"], kept["printed"]), slug
        assert now["changes"].keys() == kept["changes"].keys()
        for key, change in now["changes"].items():
            assert (change["text"], change["passes"]) == (kept["changes"][key]["text"], kept["changes"][key]["passes"]), slug
            assert _alike(change["printed"], kept["changes"][key]["printed"]), (slug, key)


@pytest.mark.parametrize("file", MENDED, ids=lambda file: file.stem)
def test_a_fault_fails_and_only_its_mending_passes(file):
    for slug in [slug for slug in KEPT if slug.rpartition("-")[0] == file.stem]:
        kept = KEPT[slug]
        assert not kept["passes"], slug
        assert [key for key, change in kept["changes"].items() if change["passes"]] == ["right"], slug
        assert len(kept["code"].splitlines()) <= LONGEST


def test_every_program_asked_about_is_kept_and_no_two_questions_of_a_family_are_alike():
    asked = {f.id: [case.claim for case in f.cases] for f in BANK.families.read.values() if f.cases[0].claim in KEPT}
    assert len(asked) == len(FILES)
    for name, claims in asked.items():
        assert {claim.rpartition("-")[0] for claim in claims} == {name}
        assert len({json.dumps(KEPT[claim]) for claim in claims}) == len(claims), name


def test_no_two_families_of_the_highest_level_share_a_second_road():
    roads = [f.parts["measured"].value for f in BANK.families.read.values() if f.level == 4 and "measured" in f.parts]
    assert len(set(roads)) == len(roads) >= 20


def _asked_for(family):
    """For each case the road by which it is measured, what is asked for, and from what: the same in two families, one of them
    would be the other in new words."""
    road = family.parts.get("measured") or family.parts.get("answer")
    sizes = tuple(draw.size for draw in family.draws)
    return {
        (str(road and road.value), case.case.vector, family.kind, case.key, tuple(v for _, v in case.given), case.hidden, sizes)
        for case in BANK.family(family.id).cases
        if case.key
    }


def test_no_two_families_ask_for_the_same_by_the_same_road():
    families = {}
    for family in BANK.families.read.values():
        for asked in _asked_for(family):
            assert families.setdefault(asked, family.id) == family.id, asked
    assert len(families) > 150


def _texts(written):
    """Every text in what YAML holds."""
    if isinstance(written, str):
        yield written
    elif isinstance(written, dict | list):
        for part in written.values() if isinstance(written, dict) else written:
            yield from _texts(part)


def test_no_number_that_a_run_gave_is_typed_where_the_run_is_told():
    # What the program's own file states, such as a rate, is no result of it.
    told = []
    for file in sorted(bank_path().glob("*.yml")):
        for family in yaml.safe_load(file.read_text(encoding="utf-8"))["families"]:
            if str(family.get("measured", "")).startswith("run-of-"):
                program = (bank_path() / "programs" / f"{family['id']}.yml").read_text(encoding="utf-8")
                typed = {number for text in _texts(family) for number in NUMBER.findall(text)}
                told.append(typed - set(NUMBER.findall(program)))
    assert len(told) == len(FILES)
    assert set().union(*told) == set()


def test_an_explanation_names_the_ends_of_the_curve_that_is_shown():
    for place, case in enumerate(BANK.family("curve-of-a-mistake").cases):
        (curve,) = [NUMBER.findall(line) for line in KEPT[case.case.claim]["printed"].splitlines() if line.startswith("loss")]
        named = NUMBER.findall(at(BANK.family("curve-of-a-mistake"), "s", place).solution[1])
        assert curve[0] in named, case.case.claim
        assert set(named) <= {curve[0], curve[-1], "0.69", "0.54"}
