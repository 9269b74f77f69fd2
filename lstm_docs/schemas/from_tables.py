"""JSON Schemas of family files and of sets, made from the tables that the loader reads with, so that an editor completes.

    python -m lstm_docs.schemas.from_tables

writes them to `quiz/schemas`, whence they ship and where quiz files of others point their editors. They say which keys
and names there are; whether a family is right, only `lstm-docs quiz check` can say.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from .. import cells, frameworks
from ..quiz.engine import answers, family, statements, written, wrong_paths
from ..quiz.engine.case import FIELDS, GATE_NAMES, MATRICES, NEEDS, Case
from ..quiz.engine.fact_words import FACT_KEYS
from ..quiz.engine.kinds import KINDS
from ..quiz.engine.scoring import Scoring
from ..quiz.papers import blueprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Schema = dict[str, Any]

HERE = Path(__file__).parent
FOLDER = HERE.parent / "quiz" / "schemas"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
BY: Schema = {"type": "object", "properties": {"by": TEXT}, "required": ["by"]}
CHOSEN: Schema = {"anyOf": [TEXT, BY]}
PLAIN = ("topic", "id", "title", "name", "ask", "fact")
"""Keys whose text cannot be chosen by a thing drawn."""
EXPRESSION: Schema = {"type": ["string", "integer", "object"]}
EXPRESSIONS: Schema = {"anyOf": [EXPRESSION, {"type": "array", "items": EXPRESSION}]}

SAID: dict[str, str] = yaml.safe_load(HERE.joinpath("descriptions.yml").read_text(encoding="utf-8"))


def families() -> Schema:
    """The schema of a file of families."""
    parts = _parts()
    one = parts | {
        "id": {"type": "string", "pattern": f"^{family.IDENTIFIER.pattern}$"},
        "level": {"enum": list(range(1, family.LEVELS + 1))},
        "seconds": {"type": "integer", "minimum": 5, "maximum": 3600},
        "kind": {"enum": list(KINDS)},
        "draw": _draw(),
        "options": {"type": "integer", "minimum": 2, "maximum": 8},
        "decimals": {"type": "integer", "minimum": 0, "maximum": 9},
        "possible": {"anyOf": [{"const": family.POWERS_OF_TWO}, _mapping((("from", "to"), ()), {"from": WHOLE, "to": WHOLE})]},
        "needs": {"enum": list(NEEDS)},
        "statements": _open(_mapping(statements.KEYS, {"right": {"type": "boolean"}, "why": {"anyOf": [TEXT, _list(TEXT)]}})),
        "cases": {"type": "array", "items": _mapping((("when",), written.PARTS), parts)},
    }
    file: Schema = {
        "schema": {"const": family.SCHEMA},
        "revision": {"type": "integer", "minimum": 1},
        "misconceptions": _open(_own()),
        "families": {"type": "array", "items": _mapping((family.REQUIRED, family.OPTIONAL), one)},
    }
    return _titled("A file of question families", _mapping(family.FILE_KEYS, file))


def sets() -> Schema:
    """The schema of a set, which says what a paper asks."""
    share = {"type": "number", "minimum": 0, "maximum": 1}
    part = {
        "count": {"type": "integer", "minimum": 1, "maximum": blueprint.MOST_QUESTIONS},
        "marks": {"type": "integer", "minimum": 1, "maximum": blueprint.MOST_MARKS},
        "levels": _list({"enum": list(range(1, family.LEVELS + 1))}),
        "kinds": _list({"enum": list(KINDS)}),
        "topics": _list(TEXT),
        "families": _list(TEXT),
        "builds": {"type": "boolean"},
        "difficulty": {"type": "array", "items": share, "minItems": 2, "maxItems": 2},
    }
    file: Schema = {
        "statement": _mapping((("text", "draw"), ()), {"text": TEXT, "draw": {"type": "object"}}),
        "scoring": {"enum": [str(scoring) for scoring in Scoring]},
        "pass": {"type": "integer", "minimum": 1, "maximum": 100},
        "frameworks": _list({"enum": list(frameworks.FRAMEWORKS)}),
        "level": {"enum": list(blueprint.LEVELS_OF)},
        "overlap": {"type": "integer", "minimum": 0, "maximum": 100},
        "clock": {"type": "boolean"},
        "calibrated": _open(share),
        "schema": {"const": blueprint.SCHEMA},
        "minutes": {"type": "integer", "minimum": 1, "maximum": blueprint.MOST_MINUTES},
        "parts": {"type": "array", "items": _mapping(blueprint.PART_KEYS, part)},
    }
    return _titled("A set: what a paper asks", _mapping(blueprint.KEYS, file))


def _parts() -> Schema:
    expression, either = EXPRESSION, EXPRESSIONS
    line = {"anyOf": [TEXT, _mapping(answers.LINE, {"with": _open(expression), "when": {"type": "object"}}), BY]}
    item = {"right": {"type": ["boolean", "object"]}, "with": _open(expression), "when": {"type": "object"}}
    fact = _mapping(FACT_KEYS, {"of": {"type": "object"}, "at": _open(expression)})
    return {
        "words": _open({"anyOf": [TEXT, WHOLE, fact, BY]}),
        "given": _open({"anyOf": [TEXT, WHOLE, fact, BY]}),
        "phrases": _open({"anyOf": [TEXT, BY]}),
        "answer": either,
        "solution": {"anyOf": [_list(line), BY]},
        "measured": {"anyOf": [TEXT, BY]},
        "distract": _list({"anyOf": [TEXT, _own()]}),
        "items": {"anyOf": [_list(_mapping(answers.ITEM, item)), BY]},
        "rubric": {"anyOf": [_list(_mapping(answers.EARNS, {"points": WHOLE})), BY]},
        "when": {"type": "object"},
    }


def _own() -> Schema:
    """A wrong answer that is written out."""
    values = {"is": EXPRESSIONS, "change": _open(EXPRESSION), "with": _open(EXPRESSION), "when": {"type": "object"}}
    return _mapping(wrong_paths.KEYS, values)


def _draw() -> Schema:
    known = list(frameworks.FRAMEWORKS)
    names = {"cell": list(cells.CELLS), "gate": list(GATE_NAMES), "matrix": list(MATRICES), "framework": known, "target": known}
    flags = [name for name in FIELDS if isinstance(getattr(Case(), name), bool)]
    things = {name: _one_or_more(names.get(name)) for name in FIELDS} | {
        name: {"anyOf": [{"type": "boolean"}, _list({"type": "boolean"})]} for name in flags
    }
    size = {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            _list({"type": "integer", "minimum": 1}),
            _mapping((("from", "to"), ("step", "scale")), dict.fromkeys(("from", "to", "step", "scale"), WHOLE)),
        ]
    }
    return {
        "type": "object",
        "properties": things,
        "patternProperties": {f"^{family.SIZE.pattern}$": size},
        "additionalProperties": False,
    }


def _one_or_more(known: list[str] | None) -> Schema:
    word: Schema = {"enum": known} if known else TEXT
    return {"anyOf": [word, _list(word)]}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _open(value: Schema) -> Schema:
    """A mapping with names of the author's own."""
    return {"type": "object", "additionalProperties": value}


def _mapping(keys: tuple[Iterable[str], Iterable[str]], values: Mapping[str, Schema]) -> Schema:
    """A mapping with these required and optional keys and no others."""
    required, optional = map(list, keys)
    properties = {name: dict(values.get(name, TEXT if name in PLAIN else CHOSEN)) for name in (*required, *optional)}
    for name, schema in properties.items():
        if name in SAID:
            schema["description"] = SAID[name]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _titled(title: str, schema: Schema) -> Schema:
    return {"$schema": DRAFT, "title": title} | schema


SCHEMAS = {"families": families, "sets": sets}


def written_out(name: str) -> str:
    """A schema as the file that ships."""
    return json.dumps(SCHEMAS[name](), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / f"{name}.schema.json").write_text(written_out(name), encoding="utf-8", newline="\n")
