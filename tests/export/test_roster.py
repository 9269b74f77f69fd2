"""The candidates' file: names as people have them, and files as people save them."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_docs.export import Candidate, candidates, read_roster, roster
from lstm_docs.export.spreadsheet_cells import cell
from lstm_docs.ground.errors import LstmDocsError


def file_of(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "people.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Anna Schmidt", "0007-Anna-Schmidt"),
        ("../../etc/passwd", "0007-etc-passwd"),
        ("C:\\con", "0007-C-con"),
        ("..", "paper-0007"),
        ("🙂", "paper-0007"),
        ("=1+1", "0007-1-1"),
        ("مريم", "0007-مريم"),
        ("x" * 300, "0007-" + "x" * 60),
        ("é" * 300, "0007-" + "é" * 30),
    ],
)
def test_a_name_becomes_a_file_name_that_every_system_takes(name, file_name):
    assert Candidate(7, name, 1).file_name == file_name


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_no_name_leads_out_of_the_folder(name):
    file_name = Candidate(1, name, 1).file_name
    assert not set(file_name) & set('/\\:*?"<>|\0\n\r\t.')
    assert 0 < len(file_name.encode()) < 120


def test_names_are_read_as_they_are(tmp_path):
    text = 'email,NAME\na@b,Anna "Ann" Müller\nc@d,"Smith, John"\n\n,"two\nlines"\ne@f,مريم\n'
    names = [
        person.name for person in candidates(file_of(tmp_path, text.replace('Anna "Ann" Müller', '"Anna ""Ann"" Müller"')))
    ]
    assert names == ['Anna "Ann" Müller', "Smith, John", "two lines", "مريم"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path, encoding):
    assert read_roster(file_of(tmp_path, "name\nZoë\n", encoding)) == ([Candidate(1, "Zoë", 2)], [])


def test_another_encoding_is_named(tmp_path):
    file = file_of(tmp_path, "name\nZoë\n", "latin-1")
    with pytest.raises(LstmDocsError, match="not utf-8 text; save it as UTF-8, or name its encoding with --encoding"):
        read_roster(file)
    assert [person.name for person in candidates(file, "latin-1")] == ["Zoë"]
    assert [p.name for p in candidates(file_of(tmp_path, "name\nZoë\n", "utf-16"), "utf-16")] == ["Zoë"]
    with pytest.raises(LstmDocsError, match="unknown encoding 'klingon'"):
        read_roster(file, "klingon")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the first row must have a column called 'name', or 'first name' and .* found nothing"),
        ("mail\na\n", "the first row must have a column called 'name', or 'first name' and .* found 'mail'"),
        ("name,name\na,b\n", "two columns are called 'name'"),
        ("name\n", "names no candidates"),
        ("name,mail\n,x\n", "the name is missing"),
        (f"name\n{'x' * 301}\n", "a name of 301 characters"),
        ("name\nSmith, John\n", "2 cells under 1 columns; put a cell that holds a comma into quotes"),
        ('name\n"open\n', "not a CSV file"),
        ("name\na\0b\n", "name|CSV"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path, text, message):
    if "\0" in text:
        # Python 3.11 and newer read the byte; it is no part of a name.
        assert [p.name for p in candidates(file_of(tmp_path, text))] == ["a b"]
        return
    with pytest.raises(LstmDocsError, match=message) as caught:
        read_roster(file_of(tmp_path, text))
    assert "people.csv" in str(caught.value)


def test_two_of_one_name_are_told_and_both_get_a_paper(tmp_path):
    people, warnings = read_roster(file_of(tmp_path, "name\nAnn\nBob\nann\n"))
    assert len(people) == 3
    assert [warning.split("people.csv")[1] for warning in warnings] == [":4: 'ann' stands also on line 2; each gets a paper"]


def test_a_million_rows_are_refused_early(tmp_path, monkeypatch):
    monkeypatch.setattr(roster, "MOST_CANDIDATES", 1000)
    with pytest.raises(LstmDocsError, match="more than 1,000 candidates; split the file"):
        read_roster(file_of(tmp_path, "name\n" + "x\n" * 1001))


def test_a_roster_may_come_through_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = Thread(target=pipe.write_text, args=("name;mail\nAnn;a@b\nBob;\n",))
    writing.start()
    people, _ = read_roster(pipe)
    writing.join()
    assert [person.name for person in people] == ["Ann", "Bob"]


def test_a_line_without_an_end_is_refused():
    with pytest.raises(LstmDocsError, match="a line of more than 1,048,576 characters"):
        read_roster(Path("/dev/zero"))


def test_ten_thousand_candidates_take_little_memory(tmp_path):
    file = file_of(tmp_path, "name\n" + "".join(f"{'x' * 100} {n}\n" for n in range(10_000)))
    tracemalloc.start()
    people, _ = read_roster(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(people) == 10_000
    assert peak < 20 * 2**20


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\t=1", " =1", "\r=1"])
def test_no_cell_is_a_formula(text):
    assert cell(text) == "'" + text
    assert cell("Anna") == "Anna"
