"""The schemas that editors complete with: they ship as they are made, take what we wrote, refuse what the loader refuses."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from lstm_docs.ground.bank_folder import bank_path
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz.papers.blueprint import read
from lstm_docs.schemas import from_tables

FILES = {"families": sorted(bank_path().glob("*.yml")), "sets": sorted((bank_path() / "sets").glob("*.yml"))}
FAULTS = yaml.safe_load((Path(__file__).parents[1] / "golden" / "quiz_faults.yml").read_text(encoding="utf-8"))
# Faults of names and keys; that a family is right, only proving it can say.
SEEN = ("unknown key", "missing key", "this version reads", "unknown kind", "unknown cell", "an id is", "from 1 to 4")


@pytest.mark.parametrize("name", from_tables.SCHEMAS)
def test_what_ships_is_what_is_made(name):
    # If this fails: python -m lstm_docs.schemas.from_tables
    assert (from_tables.FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == from_tables.written_out(name)
    jsonschema.Draft202012Validator.check_schema(json.loads(from_tables.written_out(name)))


@pytest.mark.parametrize(("name", "file"), [(name, file) for name, files in FILES.items() for file in files], ids=str)
def test_what_we_wrote_is_taken(name, file):
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), from_tables.SCHEMAS[name]())


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS["faults"] if any(said in fault["message"] for said in SEEN)], ids=lambda f: f["message"]
)
def test_what_the_loader_refuses_is_underlined(fault):
    bad = yaml.safe_load(FAULTS["good"].replace(fault["find"], fault["put"]))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, from_tables.families())


BOUNDED = [
    (part, key)
    for part, schema in (("set", from_tables.sets()), ("part", from_tables.sets()["properties"]["parts"]["items"]))
    for key, value in schema["properties"].items()
    if value.get("type") == "integer"
]


@pytest.mark.parametrize(("part", "key"), BOUNDED, ids="-".join)
def test_a_number_is_as_small_and_as_large_as_the_loader_takes(part, key):
    schema = from_tables.sets()
    asked = {"topics": ["shapes"], "levels": [1], "count": 1, "marks": 1}
    good = {"schema": 1, "title": "T", "minutes": 9, "parts": [asked]}
    bounds = (schema if part == "set" else schema["properties"]["parts"]["items"])["properties"][key]
    for number in (bounds["minimum"] - 1, bounds["minimum"], bounds["maximum"], bounds["maximum"] + 1):
        text = yaml.safe_dump(good | {key: number} if part == "set" else good | {"parts": [asked | {key: number}]})
        if bounds["minimum"] <= number <= bounds["maximum"]:
            read(text, "mine.yml")
        else:
            with pytest.raises(LstmDocsError):
                read(text, "mine.yml")
