"""Marks of several kits in, a calibration out: JSON files that `quiz calibrate` reads and writes, and `quiz make` takes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..ground.errors import LstmDocsError, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ..marks.calibration import Calibrated

SCHEMA = 1
RIGHT = {"right": True, "partly": False, "wrong": False, "empty": False}
"""Only the whole answer is right; what nobody has judged, or was taken out, counts as not asked."""


def sheets(folders: Iterable[Path]) -> list[dict[str, bool]]:
    """What each candidate answered rightly, by family, from folders that `quiz mark --out` wrote, or their `marks.json`.

    A family that is asked twice on a paper has a second sheet. Raises `LstmDocsError` for what is none, and for a paper
    that is in two of them.
    """
    found: list[dict[str, bool]] = []
    places: dict[str, Path] = {}
    for folder in folders:
        file = folder / "marks.json" if folder.is_dir() else folder
        for candidate in _candidates(file):
            code = str(candidate["code"])
            if code in places:
                raise LstmDocsError(f"the paper {code[:80]} is in {places[code]} too; give marks once", where=str(file))
            places[code] = file
            found += _of_candidate(candidate["answers"])
    return found


def _candidates(file: Path) -> list[dict[str, Any]]:
    data = _json(file, "it is no marks.json of quiz mark --out")
    try:
        candidates = data["candidates"]
        _ = [(answer["family"], answer["state"]) for it in candidates for answer in it["answers"] if it["code"]]
    except (KeyError, TypeError):
        raise LstmDocsError("it is no marks.json of quiz mark --out", where=str(file)) from None
    return list(candidates)


def _of_candidate(answers: Iterable[Mapping[str, Any]]) -> list[dict[str, bool]]:
    own: list[dict[str, bool]] = []
    for answer in answers:
        family, right = str(answer["family"]), RIGHT.get(str(answer["state"]))
        if right is None:
            continue
        free = next((sheet for sheet in own if family not in sheet), None)
        if free is None:
            own.append(free := {})
        free[family] = right
    return own


def calibration_text(found: Mapping[str, Calibrated]) -> str:
    """A calibration as a file."""
    families = {name: {key: _rounded(value) for key, value in asdict(one).items()} for name, one in found.items()}
    return json.dumps({"schema": SCHEMA, "families": families}, indent=1) + "\n"


def shares(file: Path) -> dict[str, float]:
    """The difficulty of each family of a calibration. Raises `LstmDocsError` for what is none."""
    data = _json(file, "it is no calibration of quiz calibrate --out")
    try:
        return {str(name): float(one["difficulty"]) for name, one in data["families"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise LstmDocsError("it is no calibration of quiz calibrate --out", where=str(file)) from None


def _json(file: Path, otherwise: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise LstmDocsError(f"cannot be read: {reason(error)}", where=str(file)) from None
    except (ValueError, RecursionError):
        raise LstmDocsError(otherwise, where=str(file)) from None


def _rounded(value: object) -> object:
    if isinstance(value, tuple):
        return [_rounded(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value
