"""An .apkg file: a zip of an SQLite database in the schema that every Anki since 2.0 reads.

Nothing in it comes from a clock, and nothing from the SQLite or zlib that writes it, so the bytes depend on the
notes alone. Times are seconds since 1970, or milliseconds where they serve as ids, as Anki has it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from .anki_schema import (
    ADD_CARD,
    ADD_COLLECTION,
    ADD_NOTE,
    CONFIGURATION,
    DECK,
    DECK_OPTIONS,
    FIELD,
    MODEL,
    SCHEMA,
    TEMPLATE,
    VERSION,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATOR = "\x1f"


@dataclass(frozen=True)
class NoteType:
    """How notes look: their fields, and the two sides of their card. `modified` is a time in seconds."""

    id: int
    name: str
    fields: tuple[str, ...]
    front: str
    back: str
    css: str
    modified: int


@dataclass(frozen=True)
class Note:
    """Fields of HTML in the note type's order, known by `guid` in every collection."""

    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    """Notes under a name; `modified` is their time in seconds, which decides whether an import changes them."""

    name: str
    notes: tuple[Note, ...]
    modified: int


def package(deck: Deck, kind: NoteType) -> bytes:
    """The file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (("collection.anki2", _database(deck, kind)), ("media", b"{}")):
            # Stored: other versions of zlib pack differently.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return file.getvalue()


def _database(deck: Deck, kind: NoteType) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.executescript(SCHEMA)
        base.execute(ADD_COLLECTION, _collection(deck, kind))
        deck_id = _id(deck.name, kind.modified)
        for due, (number, note) in enumerate(_numbered(deck.notes, kind.modified), start=1):
            base.execute(ADD_NOTE, _note_row(number, note, deck, kind))
            base.execute(ADD_CARD, _card_row(number, deck_id, deck.modified, due))
        content = bytearray(base.serialize())
    content[96:100] = bytes(4)  # the version of the SQLite that wrote it
    return bytes(content)


def _collection(deck: Deck, kind: NoteType) -> tuple[Any, ...]:
    deck_id = _id(deck.name, kind.modified)
    decks = {
        "1": DECK | {"id": 1, "name": "Default"},
        str(deck_id): DECK | {"id": deck_id, "name": deck.name, "mod": deck.modified},
    }
    conf = CONFIGURATION | {"curModel": kind.id}
    blobs: tuple[dict[str, Any], ...] = (conf, {str(kind.id): _model(kind)}, decks, DECK_OPTIONS, {})
    milliseconds = deck.modified * 1000
    return (1, kind.modified, milliseconds, milliseconds, VERSION, 0, 0, 0, *map(_json, blobs))


def _model(kind: NoteType) -> dict[str, Any]:
    fields = [FIELD | {"name": name, "ord": place} for place, name in enumerate(kind.fields)]
    template = TEMPLATE | {"name": "Card 1", "qfmt": kind.front, "afmt": kind.back}
    return MODEL | {
        "id": kind.id,
        "name": kind.name,
        "mod": kind.modified,
        "flds": fields,
        "tmpls": [template],
        "css": kind.css,
    }


def _note_row(number: int, note: Note, deck: Deck, kind: NoteType) -> tuple[Any, ...]:
    first = re.sub(r"<[^>]*>", "", note.fields[0])
    if "&" in first:  # as Anki does: where there are entities, hard spaces become plain ones too
        first = unescape(first).replace("\u00a0", " ")
    checksum = int(hashlib.sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags, fields = f" {' '.join(note.tags)} ", SEPARATOR.join(note.fields)
    return (number, note.guid, kind.id, deck.modified, -1, tags, fields, first, checksum, 0, "")


def _card_row(number: int, deck_id: int, modified: int, due: int) -> tuple[Any, ...]:
    """A new card: no reviews, no interval, shown in the order of the paper."""
    return (number, number, deck_id, 0, modified, -1, 0, 0, due, *([0] * 8), "")


def _numbered(notes: tuple[Note, ...], since: int) -> Iterator[tuple[int, Note]]:
    """Each note with an id of its own."""
    taken: set[int] = set()
    for note in notes:
        number = _id(note.guid, since)
        while number in taken:
            number += 1
        taken.add(number)
        yield number, note


def _id(name: str, since: int) -> int:
    """An id as Anki makes them, a time in milliseconds, but from a name: within four months after `since`."""
    return since * 1000 + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % 10**10


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
