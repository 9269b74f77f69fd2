"""An interview held live: what each window may see and do, who is refused, and that nothing is lost when it is killed."""

from __future__ import annotations

import csv
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from html import unescape

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.formulas.texts import plain
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.interview.keeping import Kept
from lstm_docs.interview.room import Room
from lstm_docs.interview.seen import seen_in
from lstm_docs.interview.server import Windows
from lstm_docs.quiz import exam, load_bank, load_set
from tests.interview.test_what_if import typed

BANK = load_bank()
SITTING = exam(BANK, load_set("screen", BANK), "tell-no-one-of-this")
PAPER = SITTING.paper(1, "Anna")
SEEN = seen_in([PAPER])


@pytest.fixture
def room(tmp_path):
    return Room(SITTING, PAPER, SEEN, Kept(tmp_path, PAPER), clock=lambda: 0.0)


@pytest.fixture
def server(room):
    with Windows(room) as windows:
        thread = threading.Thread(target=windows.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield windows
        windows.shutdown()


def ask(server, method, path, body=None, **headers):
    """The status and the text; headers with `_` for a hyphen, and Host as a browser has it unless it is given."""
    link = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    link.putrequest(method, path, skip_host=True)
    sent = {"Host": f"127.0.0.1:{server.server_port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    content = json.dumps(body).encode() if body is not None else b""
    sent |= {"Content-Length": str(len(content))} | (
        {"Content-Type": "application/json"} if body and "Content-Type" not in sent else {}
    )
    for name, value in sent.items():
        link.putheader(name, value)
    link.endheaders(content)
    reply = link.getresponse()
    return reply.status, reply.read().decode(), dict(reply.getheaders())


def path(server, who, rest=""):
    return f"/{server.tokens[who]}/{rest}"


def step(server, who, do, value="", place=1, **headers):
    return ask(server, "POST", path(server, who, "step"), {"do": do, "value": value, "place": place}, **headers)


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_candidate_gets_no_key_whatever_is_on_view(room, server):
    for place, asked in enumerate(PAPER.questions, start=1):
        room.step("go", str(place))
        hidden = [plain(line) for line in asked.solution if "$" not in line and "`" not in line]
        for do in ("", "hint", "what-if"):
            if (do == "hint" and not asked.notes.hint) or (do == "what-if" and asked.kind == "open"):
                with pytest.raises(LstmDocsError, match=r"has no hint|is open and has no what-if"):
                    room.step(do)
                continue
            if do:
                room.step(do)
            one = room.what_if
            hidden += [plain(line) for line in one.good if "$" not in line and "`" not in line] if one else []
            for part in ("", "state"):
                status, text, _ = ask(server, "GET", path(server, "candidate", part))
                assert status == 200
                seen = words(json.loads(text)["html"]) if part else words(text)
                assert not [line for line in hidden if line in seen], (asked.family, do)
                if part and asked.notes.hint and "$" not in asked.notes.hint and "`" not in asked.notes.hint:
                    assert (plain(asked.notes.hint) in seen) == room.talk.turn.hint
                assert server.tokens["interviewer"] not in text
                keys = set(json.loads(text)) if part else set()
                assert keys <= {"html", "shape", "place", "answer", "seconds", "ended"}
        assert "Key" in words(room.interviewers_view()["html"]) or asked.kind == "open"


@pytest.mark.parametrize("do", ["hint", "what-if", "note", "points", "oral", "go", "end", "resume"])
def test_the_candidate_can_do_nothing_but_answer(room, server, do):
    status, text, _ = step(server, "candidate", do, "1")
    assert (status, json.loads(text)) == (400, {"error": "this is the interviewer's to do"})
    assert room.talk.step == 0
    assert step(server, "candidate", "answer", "B")[0] == 200
    assert room.talk.turn.answer == "B"
    assert step(server, "candidate", "answer", "C", place=2)[0] == 400
    assert room.talk.turn.answer == "B"


OTHERS = [
    {"Host": "evil.example"},
    {"Host": "evil.example:80"},
    {"Host": "127.0.0.1"},
    {"Host": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
]


@pytest.mark.parametrize("headers", OTHERS, ids=str)
def test_another_host_or_page_is_refused(room, server, headers):
    for who in ("candidate", "interviewer"):
        for method, rest in (("GET", ""), ("GET", "state"), ("POST", "step")):
            status, text, _ = ask(
                server, method, path(server, who, rest), {"do": "answer", "value": "B", "place": 1}, **headers
            )
            assert (status, text) == (403, "Forbidden\n")
    assert room.talk.step == 0


@pytest.mark.parametrize("token", ["", "x", "../candidate", "%00", "x" * 5000])
def test_a_wrong_token_is_refused(server, token):
    for method, rest in (("GET", ""), ("GET", "state"), ("POST", "step")):
        assert ask(server, method, f"/{token}/{rest}")[0] == 404
    assert ask(server, "GET", path(server, "candidate", "../"))[0] == 404
    assert ask(server, "POST", path(server, "candidate", "step"), {"do": "answer"}, Content_Type="text/plain")[0] == 415


@pytest.mark.parametrize(
    "body", [[], {}, {"do": 1, "value": "", "place": 1}, {"do": "answer", "value": "", "place": True}, "x"]
)
def test_what_is_no_step_is_told(server, body):
    status, text, headers = ask(server, "POST", path(server, "interviewer", "step"), body, Content_Type="application/json")
    assert (status, json.loads(text)) == (400, {"error": "a step is an object with do, value and place"})
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_only_this_machine_is_listened_to(server):
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_a_hint_costs_half_and_points_by_hand_stand_as_given(room):
    place = next(n for n, asked in enumerate(PAPER.questions, start=1) if asked.notes.hint and asked.kind != "open")
    room.step("go", str(place))
    most = PAPER.marks[place - 1]
    room.step("answer", typed(PAPER.questions[place - 1], 0))
    assert room.verdict.startswith(f"{most} of")
    room.step("hint")
    assert room.verdict.startswith(f"{most / 2:g} of")
    room.step("points", str(most))
    assert room.verdict.startswith(f"{most} of")
    for wrong in (str(most + 1), "-1", "x", "1/0"):
        with pytest.raises(LstmDocsError, match="points are a number from 0"):
            room.step("points", wrong)


def test_two_windows_do_not_overwrite_each_other(room, tmp_path):
    other = Room(SITTING, PAPER, SEEN, Kept(tmp_path, PAPER))
    room.step("note", "first")
    with pytest.raises(LstmDocsError, match="another window"):
        other.step("note", "second")
    assert Kept(tmp_path, PAPER).load().turn.note == "first"


def test_a_note_reaches_whoever_marks_with_points_or_without(room):
    room.step("note", "about the first")
    room.step("go", "2")
    room.step("points", "1")
    (table,) = (room.kept.home / "points").iterdir()
    rows = [(row["question"], row["points"], row["note"]) for row in csv.DictReader(table.open(encoding="utf-8"))]
    assert rows == [("1", "", "about the first"), ("2", "1", "")]


DAMAGED = [{"answer": 5}, {"points": "x"}, {"oral": "1/0"}, {"hint": None}, {"what_if": []}, {"more": 1}]


@pytest.mark.parametrize("change", DAMAGED, ids=str)
def test_a_damaged_state_is_told(room, tmp_path, change):
    room.step("note", "kept")
    file = room.kept.file
    data = json.loads(file.read_text(encoding="utf-8"))
    data["turns"][0] |= change
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(LstmDocsError, match=r"damaged: .*; move it away to begin anew"):
        Kept(tmp_path, PAPER).load()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    (folder / "people.csv").write_text("name\nAnna\nBen\n", encoding="utf-8")
    made = CliRunner().invoke(
        main, ["quiz", "make", "--set", "screen", "--candidates", str(folder / "people.csv"), "--out", str(folder / "kit")]
    )
    assert made.exit_code == 0, made.output
    seed = json.loads((folder / "kit/keys/kit.json").read_text(encoding="utf-8"))["seed"]
    return folder / "kit", exam(BANK, load_set("screen", BANK), seed)


def started(kit, code, *more):
    command = [sys.executable, "-m", "lstm_docs", "quiz", "interview", str(kit), code, *more]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def told(process, lines):
    process.stdin.write("\n".join(lines) + "\n")
    process.stdin.flush()


def test_time_between_the_end_and_going_on_is_nobodys(tmp_path):
    hours = iter([0.0, 60.0, 3660.0, 3670.0])  # begun, ended after a minute, gone on with an hour later, and a note
    talking = Room(SITTING, PAPER, SEEN, Kept(tmp_path, PAPER), clock=lambda: next(hours))
    for do, seconds in (("end", 60), ("resume", 60), ("note", 70)):
        talking.step(do, "a note" if do == "note" else "")
        assert talking.talk.turn.seconds == seconds


def test_killed_at_any_step_it_resumes_and_is_marked_like_a_paper(made, tmp_path):
    kit, sitting = made
    paper = sitting.paper(1, "Anna")
    hinted = next(n for n, asked in enumerate(paper.questions, start=1) if asked.notes.hint and asked.kind != "open")
    lines = [line for n, asked in enumerate(paper.questions, start=1) for line in (f"g {n}", f"a {typed(asked, 0)}")]
    lines += [f"g {hinted}", "h", "w", "o 2,5", "n =a note"]
    kept, step = Kept(kit, paper), 0
    for some in (lines[:5], lines[5:12], lines[12:]):
        process, step = started(kit, paper.code), step + len(some)
        told(process, some)
        until = time.monotonic() + 60
        while kept.load().step < step:  # what is read is never half a state
            assert time.monotonic() < until, kept.load()
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert kept.load().turns[hinted - 1].note == "=a note"
    home = kit / "keys/interviews"
    result = CliRunner().invoke(
        main, ["quiz", "mark", str(kit), str(home / "answers"), "--points", str(home / "points"), "--json"]
    )
    data = json.loads(result.stdout)
    (anna,) = data["candidates"]
    assert anna["points"] == sum(paper.marks) - paper.marks[hinted - 1] / 2
    assert anna["oral"] == {"points": 2.5, "of": 3}
    assert [one["name"] for one in data["missing"]] == ["Ben"]
    assert (result.exit_code, result.stderr) == (0, "1 of the kit not interviewed yet\n")
