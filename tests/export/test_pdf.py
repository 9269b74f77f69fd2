"""The PDF is read back: what it says, what is drawn where, and what its bytes hold and do not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from lstm_docs import export
from lstm_docs.cli import main
from lstm_docs.export import Style, typst_fonts, typst_pdf
from lstm_docs.export.typst_math import typst_math
from lstm_docs.export.typst_pdf import pdf, pdf_lost, pdf_names, pdf_paper, pdf_sheet
from lstm_docs.export.typst_text import typst_plain, typst_text
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz.engine.asking import Notes, Option

from .pdfs import end_of, insides, pages, picture, pieces, squeezed
from .samples import SEED, one_of_each_family, small

STYLE = Style()
CURVES = re.compile(r"`\n?curves over [^`]*`")
SIZES = {"a4": (595.276, 841.89), "letter": (612, 792)}
LONG_NAMES = {
    "one word": "Donaudampfschifffahrtsgesellschaft" * 8,
    "many words": "Maria de los Angeles y Todos los Santos " * 7,
    "Arabic": "محمد بن عبد الله الطويل " * 12,
    "Hebrew": "שלום בן אברהם " * 20,
    "Chinese": "王小明" * 100,
    "pictures": "👩🏽‍💻🇳🇴✅" * 40,
    "accents": "ŻëŁ́ǫ̈ệ" * 40,
    "scripts that do not mix": "\uf8bc\u0c7c\u0b1a\ue68b\u044b\u093b\u085eb \u1a03 \u5c37\U000108e1\u05d0 \u200d\u200b\ufeff",
    "markup": '#read("x") $x$ *b* _i_ `c` <l> @r //c /*d*/ [e] = - + ~ \\u{41} O\'Brien --- ' * 3,
}


@pytest.fixture(autouse=True)
def without_fonts_of_the_system(monkeypatch):
    """What a machine has besides must not matter."""
    typst_fonts.font_of.cache_clear()
    monkeypatch.setattr(typst_fonts, "_installed", tuple)
    yield
    typst_fonts.font_of.cache_clear()


@pytest.fixture(scope="module")
def whole():
    """Every family of the bank in one paper: the paper and its PDF."""
    paper = one_of_each_family()
    return paper, pdf_paper(paper, STYLE)


@pytest.fixture(scope="module")
def sheet():
    return pdf_sheet(one_of_each_family(), STYLE)


def on_paper(asked):
    """The texts of a question that a candidate gets, in order."""
    return [asked.ask, *(option.text for option in asked.options), *asked.partners]


def wanted(texts):
    """What stands on paper as text; curves are drawn."""
    return [piece for text in texts for part in CURVES.split(text) for piece in pieces(part)]


def test_every_question_stands_whole_on_one_page_in_order(whole):
    paper, file = whole
    texts = pages(file)
    page = place = 0
    for number, asked in enumerate(paper.questions, start=1):
        words = wanted(on_paper(asked))
        ends = [end_of(text, words, place if n == page else 0) for n, text in enumerate(texts)]
        last = next((n for n, end in enumerate(ends) if n >= page and end >= 0), None)
        assert last is not None, (number, asked.ask)
        page, place = last, ends[last]


def test_the_sheet_says_key_solution_wrong_answers_and_notes(sheet):
    text = "".join(re.sub(r"code?[\w:.~]+page\d+of\d+$", "", page) for page in pages(sheet))
    for asked in one_of_each_family().questions:
        remarks = [option.said for n, option in enumerate(asked.options) if option.said and n != asked.key]
        notes = [asked.notes.hint, asked.notes.follow_up, *(text for text, _ in asked.notes.rubric)]
        for said in [*asked.solution, *remarks, *(note for note in notes if note)]:
            # A page may end within a long question, so pieces need only stand one after the other.
            assert end_of(text, wanted([said])) >= 0, said
        for line in asked.notes.reference.splitlines():
            assert squeezed(line) in text
        assert all(option.misconception in text for option in asked.options if option.said)


def test_the_sheet_names_every_key(sheet):
    text = "".join(pages(sheet))
    place = 0
    for asked in one_of_each_family().questions:
        if asked.kind == "match":
            answer = ["Answer" + ",".join(f"{'ABCDEFGH'[n]}({'ABCDEFGH'[place]})" for n, place in enumerate(asked.answer))]
        elif asked.key >= 0:
            answer = [f"Answer{'ABCDEFGH'[asked.key]},", *wanted([asked.options[asked.key].text])]
        else:
            answer = ["Answer" + ",".join("ABCDEFGHI"[place] for place in asked.answer)] * (asked.kind != "open")
        place = end_of(text, answer, place)
        assert place >= 0, asked.id


def test_the_paper_does_not_depend_on_the_key():
    paper = small()
    blank = tuple(
        replace(
            asked,
            id="x",
            answer=(),
            key=-1,
            solution=("none",),
            notes=Notes("none", "none"),
            paths=(),
            sizes={},
            known={},
            options=tuple(Option(option.text) for option in asked.options),
        )
        for asked in paper.questions
    )
    assert pdf_paper(paper, STYLE) == pdf_paper(replace(paper, seed="none", questions=blank), STYLE)


def test_the_bytes_of_a_paper_hold_no_seed_and_no_misconception(whole, sheet):
    paper, file = whole
    inside, of_sheet = insides(file), insides(sheet)
    names = {option.misconception for asked in paper.questions for option in asked.options} - {""}
    shown = "".join(pages(file))
    assert SEED.encode() in "".join(pages(sheet)).encode()
    assert paper.code.encode() in "".join(pages(file)).encode()
    assert SEED.encode() not in inside
    assert squeezed(SEED) not in shown
    assert not [name for name in names if "-" in name and (name.encode() in inside or name in shown)]
    assert not [step for asked in paper.questions for step in asked.solution if len(step) > 60 and squeezed(step) in shown]
    assert b"Interviewer" in of_sheet + "".join(pages(sheet)).encode()
    assert not re.search(rb"/CreationDate|/ModDate|/Author", inside)


@pytest.mark.parametrize("page", SIZES)
def test_the_page_has_its_size_and_the_tags_that_readers_need(page):
    for write in (pdf_paper, pdf_sheet):
        reader = pypdf.PdfReader(BytesIO(write(small(), Style(page=page))))
        root = reader.trailer["/Root"]
        assert {tuple(round(float(n)) for n in p.mediabox[2:]) for p in reader.pages} == {tuple(map(round, SIZES[page]))}
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en"
        assert reader.metadata.title == small().title
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
        tags = list(tagged(root["/StructTreeRoot"]))
        assert [tag["/T"] for tag in tags if tag["/S"] == "/H2"] == [str(n + 1) for n in range(len(small().questions))]
        formulas = [tag["/Alt"] for tag in tags if tag["/S"] == "/Formula"]
        assert formulas
        assert all(formulas)


def tagged(node):
    """The elements of a structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from tagged(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        yield from tagged(node.get("/K"))


def test_each_page_has_its_number_the_name_and_the_code(whole):
    paper, file = whole
    texts = pages(file)
    assert len(paper.questions) / 8 < len(texts) < len(paper.questions) / 3
    for number, text in enumerate(texts, start=1):
        assert f"page{number}of{len(texts)}" in text
        assert squeezed(paper.candidate) in text
        assert squeezed(paper.code) in text


def test_marks_and_minutes_are_said():
    paper = replace(small(), marks=tuple(range(1, len(small().marks) + 1)), minutes=47)
    text = "".join(pages(pdf_paper(paper, STYLE)))
    assert f"47minutes·{sum(paper.marks)}marks" in text
    assert end_of(text, ["11mark"] + [f"{n}{n}marks" for n in paper.marks[1:]]) >= 0


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_name_of_300_characters_of_any_script_stays_on_the_page(name):
    paper = replace(small(), candidate=LONG_NAMES[name][:300].strip(), questions=small().questions[:6])
    file = pdf_paper(paper, STYLE)
    plain = pdf_paper(replace(paper, candidate="Ada"), STYLE)
    assert len(pages(file)) <= len(pages(plain)) + 1
    for page in range(len(pages(file))):
        grey, per_mm = picture(file, page)
        right, bottom = int(198 * per_mm), int(285 * per_mm)
        assert (grey[:, right:] == 255).all(), "nothing in the outer 12 mm"
        assert (grey[bottom:] == 255).all(), "nothing below the footer"
        foot = grey[int(275 * per_mm) : bottom]
        assert (foot < 200).any(), "a footer"
        ink = (foot < 230).any(axis=1)
        assert ink.sum() < 6 * per_mm, "a footer of one line"
    assert f"page1of{len(pages(file))}" in pages(file)[0]


def test_a_latin_name_is_whole_on_the_first_page_and_shortened_in_the_footer():
    name = LONG_NAMES["many words"].strip()
    text = pages(pdf_paper(replace(small(), candidate=name), STYLE))
    assert text[0].count(squeezed(name)) == 1
    assert all(page.count("MariadelosAngeles") >= 1 for page in text[1:])
    assert all("..." in page for page in text)
    assert squeezed(LONG_NAMES["markup"][:70]) in pages(pdf_paper(replace(small(), candidate=LONG_NAMES["markup"]), STYLE))[0]


def test_what_no_font_has_is_a_box_and_said():
    paper = replace(small(), candidate="Wang 王小明")
    assert "Wang□□□" in pages(pdf_paper(paper, STYLE))[0]
    warning = "no font can show 小明王 of a name, where □ will stand; install a font that has them"
    assert warning in "".join(pdf_names([paper.title, paper.candidate], STYLE))
    asked = replace(paper.questions[0], ask="王?")
    assert "□ stands" in " ".join(pdf_lost(replace(paper, questions=(asked,))))
    assert pdf_lost(paper) == pdf_lost(one_of_each_family()) == ()


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_box_is_said_where_there_is_one_and_nowhere_else(name):
    paper = replace(small(), candidate=LONG_NAMES[name][:300].strip(), questions=small().questions[:1], marks=(1,))
    boxes = "□" in "".join(pages(pdf_paper(paper, STYLE)))
    assert boxes == ("will stand" in "".join(pdf_names([paper.candidate], STYLE)))
    assert boxes == (name in ("Chinese", "pictures", "scripts that do not mix"))


def write_font(file, family, letters):
    """A font in which each of these letters is a square."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((900, 0), (900, 900), (0, 900)):
        pen.lineTo(point)
    pen.closePath()
    glyphs = {".notdef": TTGlyphPen(None).glyph()} | {f"u{ord(letter):x}": pen.glyph() for letter in letters}
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({ord(letter): f"u{ord(letter):x}" for letter in letters})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    font.setupHorizontalHeader(ascent=900, descent=-100)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "") + "-Regular"})
    font.setupOS2()
    font.setupPost()
    file.parent.mkdir(parents=True, exist_ok=True)
    font.save(file)


def test_a_font_beside_the_templates_is_used(tmp_path):
    write_font(tmp_path / "one.ttf", "One Letter", "王")
    paper = replace(small(), candidate="Wang 王小")
    assert "Wang王□" in pages(pdf_paper(paper, Style(templates=tmp_path)))[0]


@pytest.fixture
def with_fonts(tmp_path, monkeypatch):
    """A system whose only fonts have Chinese names and pictures, two of them the same ones."""
    monkeypatch.undo()
    only = f'<?xml version="1.0"?><fontconfig><dir>{tmp_path}/fonts</dir></fontconfig>'
    (tmp_path / "fonts.conf").write_text(only, encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    for file, family, letters in (
        ("b", "Second by name", "王小明"),
        ("a", "A first by name", "王小"),
        ("c", "A picture font", "👩🏽\u200d💻✅"),
        ("d", "A Last Resort", "王小明李"),
    ):
        write_font(tmp_path / "fonts" / f"{file}.ttf", family, letters)
    (tmp_path / "fonts" / "damaged.ttf").write_bytes((tmp_path / "fonts" / "a.ttf").read_bytes()[:300])
    for cached in (typst_fonts._installed, typst_fonts.font_of):
        cached.cache_clear()
    yield os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    for cached in (typst_fonts._installed, typst_fonts.font_of):
        cached.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="another system keeps its fonts elsewhere")
def test_a_font_of_the_system_sets_what_ours_lack_and_is_named_before_anything_is_made(with_fonts, tmp_path):
    names = {"王小": "王小", "明 Wang": "明Wang", "李雷 Ada": "□□Ada", "👩🏽\u200d💻✅": "", "Ada": "Ada"}
    roster = tmp_path / "people.csv"
    roster.write_text("name\n" + "\n".join(names) + "\n", encoding="utf-8")
    contents = []
    for out in ("one", "two"):
        command = [sys.executable, "-m", "lstm_docs", "quiz", "make", "--family", "gate-weight-shape", "--count", "1"]
        options = ["--candidates", roster, "--seed", SEED, "--format", "pdf", "--out", tmp_path / out]
        ran = subprocess.run([*command, *options], check=True, env=with_fonts, capture_output=True, text=True)
        fonts = dict(re.findall(r"pdf: (.*) of names will be set in (.*), a font of this machine", ran.stderr))
        pictures = "".join(sorted("👩🏽💻✅"))
        assert {"".join(sorted(of)): font for of, font in fonts.items()} == {
            "小王": "A first by name",
            "明": "Second by name",
            pictures: "A picture font",
        }
        assert "no font can show 李雷 of a name, where □ will stand" in ran.stderr.splitlines()[-1]
        files = [next((tmp_path / out / "papers").glob(f"*000{n}*")) for n in range(1, 6)]
        for file, shown in zip(files, names.values(), strict=True):
            assert shown in pages(file.read_bytes())[0]
        assert "□" not in "".join(pages(files[3].read_bytes()))
        contents.append([file.read_bytes() for file in files])
    assert contents[0] == contents[1]
    alone = replace(small(), candidate="Ada")
    assert pdf_paper(alone, STYLE) == pdf_paper(alone, Style()), "a name that needs no font is set without"
    assert "王小" in pages(pdf_paper(replace(small(), candidate="王小"), STYLE))[0]


def test_what_is_said_of_names_is_said_before_a_paper_is_made(tmp_path, monkeypatch):
    def stopped(*arguments, **options):
        raise LstmDocsError("stopped before the first paper")

    monkeypatch.setattr(export, "write_kit", stopped)
    (tmp_path / "people.csv").write_text("name\n王小明\n", encoding="utf-8")
    command = ["quiz", "make", "--set", "screen", "--candidates", str(tmp_path / "people.csv"), "--format", "pdf,amc"]
    lines = CliRunner().invoke(main, [*command, "--out", str(tmp_path / "out")]).output.splitlines()
    assert ["pdf: no font can show" in lines[0], "amc: AMC's font lacks" in lines[1], "stopped" in lines[2]] == [True] * 3


def test_a_question_longer_than_a_page_goes_on_over_the_next():
    asked = next(asked for asked in small().questions if asked.kind == "choice")
    options = tuple(Option(f"option {n} " + "and on and on " * 60 + f"end{n}") for n in range(8))
    long = replace(asked, options=options)
    paper = replace(small(), questions=(long,), marks=(1,))
    texts = pages(pdf_paper(paper, STYLE))
    assert len(texts) > 1
    assert end_of("".join(texts), [f"end{n}" for n in range(8)]) >= 0
    grey, per_mm = picture(pdf_paper(paper, STYLE))
    assert (grey[int(285 * per_mm) :] == 255).all()


def test_there_is_room_to_write_an_answer_that_is_not_ticked():
    paper = small()
    only = {asked.kind: replace(paper, questions=(asked,), marks=(1,)) for asked in paper.questions}

    def rules(kind):
        grey, per_mm = picture(pdf_paper(only[kind], STYLE), dpi=100)
        long = ((grey < 250).sum(axis=1) > 120 * per_mm).astype(int)
        return int(((long[1:] - long[:-1]) > 0).sum())

    ticked = rules("choice")
    assert rules("truefalse") == rules("several") == ticked
    assert rules("open") >= ticked + 8
    assert rules("integer") >= ticked + 3


MATH = [
    ("W_f x_t + b_f", r"lstmf(attach(W, b: f)) attach(x, b: t) \u{2b} lstmf(attach(b, b: f))"),
    (r"\tanh\left(c_t\right)", r'op("tanh") \u{28} lstmc(attach(c, b: t)) \u{29}'),
    ("(a)", r"\u{28} a \u{29}"),
    (r"4\,464", '"4\u202f464"'),
    ("h_{t-1}", r'lstmh(attach(h, b: t \u{2212} "1"))'),
    (r"\frac{a}{b}", "frac(a, b)"),
    (r"\sqrt[3]{x}", 'root("3", x)'),
    (r"x^2_i", 'attach(x, b: i, t: "2")'),
    (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"lr(\u{28} display(mat(delim: #none, a, b; c, d)) \u{29})"),
    (r"\underbrace{W}_{2×3}", r'attach(limits(underbrace(W)), b: "2" \u{d7} "3")'),
    (r"\hat y", "accent(y, hat)"),
    (r"\sum_{k=1}^{T} x_k", r'attach(limits(\u{2211}), b: k \u{3d} "1", t: T) attach(x, b: k)'),
    (r"\mathrm{d}x", "upright(d) x"),
    (r"\text{if } x", '"if\u00a0" x'),
    ("{}_x", 'attach("", b: x)'),
    (r"a\quad b", "a #h(1em) b"),
]
COMPILES = [
    r"\overline{ab} \vec x \dot x \tilde x \bar x \overbrace{x}^{n}",
    r"\binom{n}{k} \left. x \right|_0 \lVert x \rVert \lfloor x \rfloor",
    r"\begin{cases} a & b \\ c & d \end{cases}",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
    r"\operatorname{softmax}(z) \max_i x \lim_{x \to 0} x' x''",
    r"\mathbb{R}^{n\times m} \mathbf{W} \mathcal{L} \Sigma \varepsilon \infty",
    r"\phantom{x} \cancel{x} \boxed{x} \color{red} x \not= b",
    r"\int_0^1 \prod_i \bigoplus_j \partial / \nabla , ; : ! ? @ \# \% \& \_ \{ \}",
    r"\overset{!}{=} \underset{2×3}{W} W^\top_f",
]


@pytest.mark.parametrize(("latex", "typst"), MATH)
def test_formulas_become_typst(latex, typst):
    assert typst_math(latex) == typst


def test_every_formula_compiles():
    colours = "\n".join(f"#let lstm{letter}(it) = it" for letter in "ifgoch")
    for latex in [*COMPILES, *(latex for latex, _ in MATH)]:
        assert pdf(f'#set document(title: "t")\n{colours}\n{typst_text(f"a ${latex}$(b)")}', "formula")


def test_text_is_no_markup():
    hostile = "".join(map(chr, range(32, 127))).replace("'", "").replace('"', "")
    lines = [hostile, "= a", "- a", "+ a", "1. a", "/ a: b", "// a", "https://a.b/c", "a--b...c", "-?", "\\ \\u{41}", "<a> @b"]
    for line in lines:
        file = pdf(f'#set document(title: "t")\n{typst_plain(line)}', "text")
        assert pages(file) == [squeezed(line)], line


def test_a_template_of_ones_own(tmp_path):
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    body = '#image("logo.svg", alt: "ours") Ours {{ paper.title | typst_plain }}'
    source = '{% extends "base.typ.j2" %}{% block body %}' + body + "{% endblock %}"
    (tmp_path / "paper.typ.j2").write_text(source)
    style = Style(templates=tmp_path)
    assert pages(pdf_paper(small(), style))[0].startswith("Ours")
    assert "Interviewer" in "".join(pages(pdf_sheet(small(), style)))


@pytest.mark.parametrize("fault", ["#unknown-thing", "#panic()", '#read("../secret.txt")', "$x$", "#let x = ("])
def test_a_fault_in_a_template_is_told(tmp_path, fault):
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "paper.typ.j2").write_text('#set document(title: "t")\n' + fault)
    with pytest.raises(LstmDocsError, match=r"paper\.typ\.j2: template: Typst says: "):
        pdf_paper(small(), Style(templates=tmp_path / "own"))


def test_without_typst_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    for cached in (typst_pdf._compiler, typst_pdf._has):
        cached.cache_clear()
    with pytest.raises(LstmDocsError, match=r"lstm-docs\[pdf\]"):
        pdf_paper(small(), STYLE)
    monkeypatch.undo()
    for cached in (typst_pdf._compiler, typst_pdf._has):
        cached.cache_clear()


def test_two_builds_in_different_places_and_times_are_the_same_bytes(tmp_path):
    files = []
    for n, zone in enumerate(("UTC", "Asia/Tokyo")):
        out = tmp_path / f"out-{n}"
        command = [sys.executable, "-m", "lstm_docs", "quiz", "make", "--set", "screen", "--seed", "a long seed"]
        surroundings = os.environ | {"TZ": zone, "PYTHONHASHSEED": str(n), "SOURCE_DATE_EPOCH": str(n * 10**9)}
        subprocess.run([*command, "--format", "pdf,txt", "--out", str(out)], check=True, env=surroundings, capture_output=True)
        files.append({file.relative_to(out): file.read_bytes() for file in sorted(out.rglob("*.pdf"))})
    assert len(files[0]) == 2
    assert files[0] == files[1]
