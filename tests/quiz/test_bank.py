from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from lstm_docs.formulas.digits import RUN
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.located import LONGEST
from lstm_docs.quiz import check_bank, check_family, load_bank, make_paper, paper_of, question, recorded
from lstm_docs.quiz.engine.bank import _file
from lstm_docs.quiz.engine.compiled import compile_family
from lstm_docs.quiz.papers.plan import Selection

FAULTS = yaml.safe_load((Path(__file__).parent.parent / "golden" / "quiz_faults.yml").read_text(encoding="utf-8"))
GOOD = FAULTS["good"]


@pytest.mark.parametrize("name", load_bank().families)
def test_every_family_is_proved(name):
    proof = check_family(load_bank().family(name))
    assert proof.proved == proof.domain or proof.proved >= 10**6
    assert proof.second or proof.declared or load_bank().family(name).family.kind == "open"


def test_every_answer_of_the_bank_is_measured_or_has_a_source():
    for compiled in load_bank().families.values():
        for case in compiled.cases:
            assert (case.measured is None) == bool(case.declared or case.rubric), compiled.family.id


def _expressions(case):
    """Every expression of a case: of the key, the wrong paths, what is given, and all texts."""
    said = [*case.solution, *(wrong.said for wrong in case.wrong)]
    said += [text for item in case.items for text in (item.text, item.partner, item.said)]
    yield from (value for wrong in case.wrong for value in wrong.values)
    yield from case.key
    yield from (value for _, value in (*case.given, *(part for text in said if text for part in text.parts)))


def test_no_expression_of_ours_has_a_number_that_people_could_read_in_two_ways():
    expressions = {e for name in load_bank().families for case in load_bank().family(name).cases for e in _expressions(case)}
    assert len(expressions) > 1000
    assert not {e for e in expressions if any(not run.isdigit() for run in re.findall(RUN, e, re.ASCII))}


def test_the_good_file_of_the_faults_is_good():
    (family,), revision = _file("good.yml", GOOD)
    compiled = compile_family(family)
    assert (compiled.family.id, revision) == ("weights", 3)
    assert check_family(compiled).proved == compiled.family.domain


@pytest.mark.parametrize("fault", FAULTS["faults"], ids=lambda fault: fault["message"])
def test_a_fault_is_said_with_file_and_line(fault):
    assert fault["find"] in GOOD
    text = GOOD.replace(fault["find"], fault["put"], 1)
    if "and" in fault:
        text = text.replace(*fault["and"], 1)
    with pytest.raises(LstmDocsError) as caught:
        _checked("bad.yml", text)
    assert fault["message"] in str(caught.value)
    assert caught.value.where is not None
    assert caught.value.where.startswith(f"bad.yml:{fault['line']}")
    assert "\n" not in str(caught.value)


def _checked(source, text):
    (family,), _ = _file(source, text)
    return check_family(compile_family(family))


def test_a_family_that_stands_twice_is_refused(tmp_path):
    for name in ("one.yml", "two.yml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(LstmDocsError, match=r"two.yml:5: family 'weights' stands also at .*one.yml:5"):
        load_bank(tmp_path)


NO_BANK = {
    "a folder without files": (lambda folder: None, "no quiz files (*.yml) in {folder}"),
    "a file without families": (
        lambda folder: (folder / "one.yml").write_text(GOOD.partition("families:")[0] + "families: []\n", encoding="utf-8"),
        "the quiz files in {folder} hold no families",
    ),
    "a folder for a file": (lambda folder: (folder / "one.yml").mkdir(), "cannot read {folder}/one.yml: it is not a file"),
    "a file that is too long": (
        lambda folder: (folder / "one.yml").write_text("#" * (4 * LONGEST + 1), encoding="utf-8"),
        "{folder}/one.yml: longer than 131,072 characters; split the file",
    ),
    "a file in another encoding": (
        lambda folder: (folder / "one.yml").write_bytes("größe".encode("latin-1")),
        "{folder}/one.yml: not UTF-8 text at byte 2",
    ),
}


@pytest.mark.parametrize("fault", NO_BANK)
def test_what_is_no_bank_is_told_with_its_file(fault, tmp_path):
    make, message = NO_BANK[fault]
    make(tmp_path)
    with pytest.raises(LstmDocsError) as raised:
        load_bank(tmp_path)
    assert str(raised.value) == message.format(folder=tmp_path)


def test_two_functions_of_ours_have_two_names():
    from lstm_docs.quiz.engine import registry

    with pytest.raises(LstmDocsError, match="two answers are called 'weight-shape'"):
        registry.answer("weight-shape")(registry.answers()["weight-shape"])


def test_a_wrong_formula_is_caught_by_the_second_road(monkeypatch, tmp_path):
    from lstm_docs.quiz.engine import registry
    from lstm_docs.quiz.engine.registry import Key

    right = registry.answers()["weight-shape"]

    def transposed(case):
        key = right(case)
        return Key(key.values[::-1], key.solution, key.measured)

    monkeypatch.setitem(registry.answers(), "weight-shape", transposed)
    (tmp_path / "one.yml").write_text(GOOD.replace("- transposed", "- square") + "\n# another text\n", encoding="utf-8")
    proofs, faults = check_bank(load_bank(tmp_path))
    assert not proofs
    assert "was measured" in str(faults[0])


def test_the_classic_question_is_answered_right():
    asked = question("vector-shape", seed="1")
    assert asked.answer == (asked.sizes["H"], 1)
    weights = question("gate-weight-shape", seed="1")
    assert weights.options[weights.key].values == weights.answer


def no_set(name):
    raise LstmDocsError(f"no set {name}")


def test_a_paper_is_made_again_from_its_code_and_seed():
    bank = load_bank()
    paper = make_paper(bank, Selection(("gate-weight-shape", "parameter-count"), 5), "secret", 3)
    assert paper_of(paper.code, bank, "secret", no_set) == paper
    assert "secret" not in paper.code
    with pytest.raises(LstmDocsError, match="made with the bank"):
        paper_of(paper.code.replace(bank.digest, "0" * 12), bank, "secret", no_set)
    for code in ("", "x", "a~b", "a.1~b~c", "../../x~1~2", "../../x~1~2~3", f"{paper.code}~1", f"{paper.code}0"):
        with pytest.raises(LstmDocsError):
            paper_of(code, bank, "secret", no_set)


def test_candidates_share_no_question():
    bank = load_bank()
    seen = [q.id for n in range(1, 40) for q in make_paper(bank, Selection(("gate-weight-shape",), 4), "s", n).questions]
    assert len(set(seen)) == len(seen)


def test_the_site_shows_what_was_proved_of_this_very_bank():
    # If this fails, prove the bank again: lstm-docs quiz check --record
    bank = load_bank()
    assert recorded(bank) is not None
    small = [compiled for compiled in bank.families.values() if compiled.family.domain <= 2**20]
    assert recorded(bank).proved >= sum(compiled.family.domain for compiled in small)
