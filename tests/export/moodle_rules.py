"""What Moodle does with questions that it imports, by its own rules: what it refuses, how it grades, how it reads GIFT."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

import html5lib

# The grades that Moodle knows, as fractions of a question's marks; both signs are allowed.
GRADES = (1, 0.9, 5 / 6, 0.8, 0.75, 0.7, 2 / 3, 0.6, 0.5, 0.4, 1 / 3, 0.3, 0.25, 0.2, 1 / 6, 1 / 7, 1 / 8, 1 / 9, 0.1, 0.05, 0)
GRADES = sorted({sign * round(grade, 7) for grade in GRADES for sign in (1, -1)})


@dataclass
class Choice:
    text: str
    fraction: float
    feedback: str = ""


@dataclass
class Imported:
    """A question in Moodle's question bank; texts are HTML, but for the answers of pairs."""

    type: str
    name: str
    text: str
    general: str = ""
    marks: float = 1
    penalty: float = 0
    id: str = ""
    tags: list[str] = field(default_factory=list)
    single: bool = True
    shuffle: bool = False
    choices: list[Choice] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    grader: str = ""

    def check(self):
        """Fail where Moodle would refuse a question, or stop the import at it."""
        assert 0 < len(self.name) <= 255
        assert len(self.id) <= 100
        for choice in self.choices:
            choice.fraction = known_grade(choice.fraction)
        fractions = [choice.fraction for choice in self.choices]
        if self.type == "multichoice":
            assert len(self.choices) >= 2
            assert all(choice.text for choice in self.choices)
            assert max(fractions) == 1 if self.single else round(sum(f for f in fractions if f > 0), 2) == 1
        if self.type == "match":
            assert len(self.pairs) >= 3
            assert all(answer for _, answer in self.pairs)
        return self

    def score(self, response):
        """The share of the marks for chosen places, or for the chosen answer of each pair."""
        if self.type == "match":
            return sum(given == answer for given, (_, answer) in zip(response, self.pairs, strict=True)) / len(self.pairs)
        if self.single:
            (place,) = response
            return self.choices[place].fraction
        return min(max(0, sum(self.choices[place].fraction for place in response)), 1)


def known_grade(fraction):
    """Moodle takes the grade that is as good as equal, and refuses the file if there is none."""
    near = [grade for grade in GRADES if abs(grade - fraction) < 0.00001]
    assert near, f"Moodle has no grade {fraction}"
    return near[0]


def read_xml(text):
    """The category and the questions of a Moodle XML file."""
    head, *rest = ET.fromstring(text).findall("question")
    assert head.get("type") == "category"
    return head.findtext("category/text").strip(), [_from_xml(question).check() for question in rest]


def _from_xml(question):
    rich = [*question.iter("questiontext"), *question.iter("generalfeedback"), *question.iter("feedback")]
    assert all(part.get("format") == "html" for part in rich)
    choices = question.findall("answer")
    kind = {"matching": "match"}.get(question.get("type"), question.get("type"))
    if kind == "truefalse":
        assert [_text(choice) for choice in choices] == ["true", "false"]
    return Imported(
        type=kind,
        name=_text(question.find("name")),
        text=_text(question.find("questiontext")),
        general=_text(question.find("generalfeedback")),
        marks=float(question.findtext("defaultgrade")),
        penalty=float(question.findtext("penalty")),
        id=question.findtext("idnumber") or "",
        tags=[_text(tag) for tag in question.iter("tag")],
        single=question.findtext("single", "true") == "true",
        shuffle=question.findtext("shuffleanswers", "true") == "true",
        choices=[Choice(_text(c), float(c.get("fraction")) / 100, _text(c.find("feedback"))) for c in choices],
        pairs=[(_text(row), _text(row.find("answer"))) for row in question.findall("subquestion")],
        grader=_text(question.find("graderinfo")),
    )


def _text(element):
    return "" if element is None else (element.findtext("text") or "").strip()


SIGNS = {f"\\{sign}": f"&&{ord(sign):03};" for sign in ":#={}~"} | {"\\n": "&&010;"}


def read_gift(text):
    """The category and the questions of a GIFT file, read as Moodle reads it: blocks, escapes, then signs."""
    blocks = [block for block in re.split(r"\n[ \t]*\n", text.strip()) if block.strip()]
    head, *rest = (_without_comments(block) for block in blocks)
    assert head[0].startswith("$CATEGORY:")
    return head[0].removeprefix("$CATEGORY:").strip(), [_from_gift("\n".join(lines)).check() for lines in rest]


def _without_comments(block):
    return [line.strip() for line in block.split("\n") if not line.strip().startswith("//")]


def _from_gift(text):
    hidden = re.sub(r"\\\\|\\[:#={}~n]", lambda m: "\\" if m[0] == "\\\\" else SIGNS[m[0]], text)
    name, rest = re.fullmatch(r"::(.*?)::(.*)", hidden, re.DOTALL).groups()
    stem, answers, after = re.fullmatch(r"(.*?)\{(.*?)\}(.*)", rest, re.DOTALL).groups()
    assert not after.strip()
    assert stem.startswith("[html]")
    listed, _, general = answers.rpartition("####") if "####" in answers else (answers, "", "")
    question = Imported("", _shown(name), _shown(stem.removeprefix("[html]")), _shown(general))
    _answers_of_gift(question, listed.strip())
    return question


def _answers_of_gift(question, listed):
    if not listed:
        question.type = "essay"
    elif "~" in listed:
        question.type, question.single = "multichoice", "=" in listed
        question.choices = [_choice(part.strip()) for part in listed.replace("=", "~=").split("~")[1:]]
    elif "=" in listed and "->" in listed:
        question.type = "match"
        rows = [row.partition("->") for row in listed.split("=")[1:]]
        question.pairs = [(_shown(stem), _shown(answer)) for stem, _, answer in rows]
    elif (parts := listed.split("#"))[0].strip() in ("TRUE", "FALSE"):
        question.type = "truefalse"
        right = parts[0].strip() == "TRUE"
        wrong = _shown(parts[1]) if len(parts) > 1 else ""
        question.choices = [Choice("true", right, "" if right else wrong), Choice("false", not right, wrong if right else "")]
    else:
        question.type = "shortanswer"


def _choice(part):
    share = re.match(r"%(-?\d{1,2}\.?\d*)%", part)
    fraction = 1 if part.startswith("=") else float(share[1]) / 100 if share else 0
    text, _, feedback = part.removeprefix("=")[share.end() if share else 0 :].partition("#")
    assert not re.match(r"\s*\[(html|plain|markdown|moodle)\]", text), "a format where none was meant"
    return Choice(_shown(text), fraction, _shown(feedback))


def _shown(text):
    for escape, hidden in SIGNS.items():
        text = text.replace(hidden, "\n" if escape == "\\n" else escape[1])
    return text.strip()


def read_html(html):
    """What a page shows of a text, and the tags in it; read as browsers read it."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return "".join(tree.itertext()).replace("\xa0", " "), {element.tag for element in tree.iter()} - {"DOCUMENT_FRAGMENT"}
