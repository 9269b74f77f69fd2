"""A pool: each format has a group for each question, with all its variants, of which one is drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.export import FORMATS, Style
from lstm_docs.export.pool import POOLS, pool
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import Selection, exam, load_bank, load_set

from .qti_tries import unzipped

BANK = load_bank()
VARIANTS = 3
SELECTION = Selection(("gate-weight-shape", "stack-parameters", "activation-where", "write-a-step"), 5)


@pytest.fixture(scope="module")
def paper():
    return pool(exam(BANK, SELECTION, "a pool"), VARIANTS)


def _root(files, ending):
    (name,) = (name for name in files if name.endswith(ending))
    return ET.fromstring(files[name])


def _written(name, paper):
    return FORMATS[name].sheet(paper, Style())


def test_a_pool_has_all_variants_of_a_question_in_a_row(paper):
    assert len(paper.questions) == 5 * VARIANTS
    assert len({asked.id for asked in paper.questions}) == 5 * VARIANTS
    for n in range(5):
        same = paper.questions[n * VARIANTS : (n + 1) * VARIANTS]
        assert len({(asked.topic, asked.level) for asked in same}) == 1
    assert paper.most == 5


def test_moodle_gets_a_category_for_each_question(paper):
    quiz = ET.fromstring(_written("moodle", paper))
    counts: dict[str, int] = {}
    for question in quiz:
        if question.get("type") == "category":
            name = question.findtext("category/text")
            counts[name] = 0
        else:
            counts[name] += 1
    assert list(counts.values()) == [VARIANTS] * 5
    assert all(name.startswith(f"$course$/top/Quiz/{n} ") for n, name in enumerate(counts, start=1))


def test_gift_gets_a_category_for_each_question(paper):
    groups = re.split(r"^\$CATEGORY: ", _written("gift", paper), flags=re.MULTILINE)[1:]
    assert [len(re.findall(r"^::", group, flags=re.MULTILINE)) for group in groups] == [VARIANTS] * 5


def test_canvas_takes_one_of_each_group(paper):
    files = unzipped(_written("qti12", paper))
    (root,) = (ET.fromstring(text) for name, text in files.items() if b"questestinterop" in text)
    ns = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
    groups = root.findall(f"{ns}assessment/{ns}section/{ns}section")
    assert [len(group.findall(f"{ns}item")) for group in groups] == [VARIANTS] * 5
    assert {group.findtext(f"{ns}selection_ordering/{ns}selection/{ns}selection_number") for group in groups} == {"1"}
    assert {group.findtext(f".//{ns}points_per_item") for group in groups} == {"1"}
    assert len({group.get("ident") for group in groups}) == 5
    settings = _root(files, "assessment_meta.xml")
    assert [field.text for field in settings if field.tag.endswith("points_possible")] == ["5"]


@pytest.mark.parametrize(("name", "prefix"), [("qti21", ""), ("qti3", "qti-")])
def test_players_select_one_of_each_section(paper, name, prefix):
    test = _root(unzipped(_written(name, paper)), "test.xml")
    spelt = {element.tag.rpartition("}")[2] for element in test.iter()}
    section, ref = (
        ("qti-assessment-section", "qti-assessment-item-ref") if prefix else ("assessmentSection", "assessmentItemRef")
    )
    assert {section, ref, f"{prefix}selection"} <= spelt

    def found(element, what):
        return [child for child in element if child.tag.rpartition("}")[2] == what]

    (outer,) = (element for element in test.iter() if found(element, section) and element.tag.endswith(section))
    inner = found(outer, section)
    assert [len(found(group, ref)) for group in inner] == [VARIANTS] * 5
    assert {found(group, f"{prefix}selection")[0].get("select") for group in inner} == {"1"}


def test_what_is_no_pool_is_told(tmp_path):
    with pytest.raises(LstmDocsError, match="build on one statement"):
        pool(exam(BANK, load_set("interview-kernel", BANK), "a"), 2)
    for options, message in (
        (("--format", "pdf"), "pdf draws no questions; a pool is for moodle, gift, qti12, qti21 or qti3"),
        (("--format", "gift", "--copies", "3"), "a pool is for a platform that draws"),
    ):
        done = CliRunner().invoke(main, ["quiz", "make", "--pool", "2", *options, "--out", str(tmp_path / "out")])
        assert done.exit_code == 2
        assert message in done.output
        assert not (tmp_path / "out").exists()


def test_a_question_with_few_variants_has_all_of_them_and_that_is_said(tmp_path):
    asked = ("--family", "activation-where", "--family", "gate-weight-shape", "--count", "2", "--format", "gift")
    done = CliRunner().invoke(main, ["quiz", "make", "--pool", "20", *asked, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    domain = BANK.families.read["activation-where"].domain
    assert f"question 1 has {domain} variants, not 20" in done.output
    groups = (tmp_path / "out" / "pool.gift.txt").read_text(encoding="utf-8").split("$CATEGORY: ")[1:]
    assert [group.count("\n::") for group in groups] == [domain, 20]


def test_the_command_writes_a_file_for_each_format(tmp_path):
    asked = ("--family", "gate-weight-shape", "--count", "2", "--format", ",".join(POOLS))
    done = CliRunner().invoke(main, ["quiz", "make", "--pool", "4", *asked, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "2 questions with up to 4 variants each" in done.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"pool.{FORMATS[name].ending}" for name in POOLS}
