"""Which seeds can be guessed; and that a code tells a wrong seed no sooner than the paper does."""

from __future__ import annotations

import hashlib
import secrets
from math import log2
from pathlib import Path

import pytest

from lstm_docs.ground import seeds
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import exam, load_bank, load_set, paper_of, weakness
from lstm_docs.quiz.papers import paper as papers

BANK = load_bank()
SCREEN = load_set("screen", BANK)

GUESSED = "a seed of dates, common words or runs of keys"
SHORT = ["a secret", "x", "  a secret    ", "k7Qm-93xz-p"]
DATES = [
    "2026-03-01 10:00",
    "2026-03-01T09:45:30Z",
    "1 March 2026",
    "March 1st, 2026",
    "Sunday, 1 March 2026",
    "1. Dezember 2026",
    "01.03.2026, 10:00",
    "202603011000",
    "2026年12月31日 10:00",
    "December 2026",
]
COMMON = [
    "administrator",
    "P4$$w0rd1234!",
    "PasswordPassword",
    "interview 2026",
    "interview-2026-secret",
    "hiring 2026-12-01",
    "Long Short-Term Memory",
    "correct horse battery staple",
    "hiring lstm interview",
]
RUNS = ["qwertyuiop12", "asdfghjkl;asdfghjkl", "123456789012", "0987654321", "abcabcabcabc", "aaaaaaaaaaaaaaa", "1qaz2wsx3edc"]
STRONG = ["violet-otter-1983-kelp", "k7Qm-93xz-p0w", "837465928374", "a seed of my own, 4711", "一月雪二〇二六年快乐无人知道"]


@pytest.mark.parametrize("seed", SHORT)
def test_short_seeds_are_weak(seed):
    assert f"a seed of {len(seed.strip())} characters, where at least 12 are needed" in weakness(seed)


@pytest.mark.parametrize("seed", [*DATES, *COMMON, *RUNS])
def test_what_people_choose_is_weak_however_it_is_spelt(seed):
    padded = f"{seed} {seed}" if len(seed) < seeds.SHORTEST else seed
    for spelt in (padded, padded.upper(), f"{padded}!!!", f"--{padded}", f"{padded} {padded}"):
        assert weakness(spelt) == GUESSED, spelt


@pytest.mark.parametrize("piece", ["x", "password", "interview 2026 "])
def test_no_length_makes_up_for_it(piece):
    assert weakness(piece * 100_000) == GUESSED


@pytest.mark.parametrize("seed", STRONG)
def test_what_nobody_tries_is_taken(seed):
    assert weakness(seed) is None


def test_a_seed_that_the_command_makes_is_always_taken():
    assert not [seed for seed in (secrets.token_hex(8) for _ in range(300)) if weakness(seed)]


def test_every_entry_of_the_list_is_found_and_three_are_too_few():
    listed = sorted(seeds.common())
    assert max(map(len, listed)) <= seeds.LONGEST_PIECE
    assert all(entry == seeds._folded(entry) and seeds.bits(entry) < 11 for entry in listed if entry not in "may mai mars")
    assert weakness("interview quiz lecture")
    assert weakness("interview quiz lecture banana") is None


def asked_for(monkeypatch, act):
    """The calls of scrypt that `act` makes, each with all it was given."""
    calls = []

    def counted(password, **settings):
        calls.append((password, tuple(sorted(settings.items()))))
        return hashlib.sha256(repr(calls[-1]).encode()).digest()[:16]

    papers._stretched.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(hashlib, "scrypt", counted)
        act()
    papers._stretched.cache_clear()
    return calls


def test_a_guess_costs_the_same_against_a_code_as_against_a_question(monkeypatch):
    code = exam(BANK, SCREEN, "the right one").code(1)

    def refused():
        with pytest.raises(LstmDocsError, match="not the seed of the paper"):
            paper_of(code, BANK, "a guess", lambda name: SCREEN)

    against_code = asked_for(monkeypatch, refused)
    against_question = asked_for(monkeypatch, lambda: exam(BANK, SCREEN, "a guess").paper(1).questions[0])
    assert against_code == against_question
    ((guess, settings),) = against_code
    assert guess == b"a guess"
    assert dict(settings) == {"salt": f"screen:{SCREEN.digest}~{BANK.digest}".encode(), "n": 2**14, "r": 8, "p": 1, "dklen": 16}


def test_a_code_knows_of_a_seed_only_what_is_stretched():
    one, other = exam(BANK, SCREEN, "one"), exam(BANK, SCREEN, "other")
    assert one.code(1) != other.code(1)
    assert papers.Exam(BANK, one.plan, "other", one.secret).code(1) == one.code(1)


def test_twenty_bits_that_depend_on_seed_and_number():
    ends = [
        one.code(number)[-6:] for one in (exam(BANK, SCREEN, "one"), exam(BANK, SCREEN, "two")) for number in range(1, 2001)
    ]
    assert all(end[0] == "~" and 0 <= int(end[1:], 16) < 2**20 for end in ends)
    assert len(set(ends)) > 3980
    first = [int(end[1], 16) for end in ends]
    assert all(abs(first.count(n) - 250) < 80 for n in range(16))


def test_the_decision_names_the_numbers_that_hold():
    page = (Path(__file__).parents[2] / "docs" / "decisions" / "papers.md").read_text(encoding="utf-8")
    assert f"fewer than {seeds.SHORTEST} characters or takes fewer than {seeds.ENOUGH} bits" in page
    assert f"one of the {len(seeds.common()):,} words and sayings of a list of ours {log2(len(seeds.common())):.1f}" in page
