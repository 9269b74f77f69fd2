"""Auto Multiple Choice itself, as those who use it run it. Run as a module it makes sure that it is there:

python -m tests.export.amc_program
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from lstm_docs.export import Style
from lstm_docs.export.amc_project import amc_project

if TYPE_CHECKING:
    from pathlib import Path

# With the engine and the font that our document names.
PACKAGES = ("auto-multiple-choice", "texlive-xetex", "fonts-linuxlibertine")
ADVICE = f"auto-multiple-choice is not installed: apt-get install {' '.join(PACKAGES)}"

DOTS_PER_INCH = 150
ANSWER_BOX = 1  # the role of a box that is ticked on the sheet


def present():
    """Whether AMC, the engine and the font are there."""
    return all(map(shutil.which, ("auto-multiple-choice", "xelatex", "fc-list"))) and bool(_font())


def _font():
    return subprocess.run(["fc-list", "Linux Libertine O"], capture_output=True, text=True, check=True).stdout.strip()


def install():
    """Install the packages, as root on Debian and its like."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *command], stdout=subprocess.DEVNULL, env=environment, check=False)


@dataclass(frozen=True)
class Project:
    """A folder that `quiz make` wrote for AMC, which makes sheets of it and marks scans of them."""

    folder: Path

    @staticmethod
    def of(folder, papers):
        """A project for papers, which are numbered anew."""
        with amc_project(folder, Style()) as add:
            for number, paper in enumerate(papers, start=1):
                add(replace(paper, number=number))
        return Project(folder)

    def make(self):
        """Sheets, solutions and the positions of the boxes; the log of LaTeX is returned."""
        self._prepare("s")
        log = (self.folder / "amc-compiled.log").read_text(encoding="utf-8", errors="replace")
        self._run("meptex")
        self._prepare("b")
        return log

    def mark(self, scans):
        """Read scans; the score of each question and the mark of each sheet, by its number."""
        self._run("analyse", *scans)
        self._run("note")
        scores = "select student, title, score from scoring_score join scoring_title using (question)"
        marks = "select student, mark from scoring_mark"
        by_box = {(sheet, name): score for sheet, name, score in self._rows("scoring", scores)}
        return by_box, dict(self._rows("scoring", marks))

    def exported(self):
        """The rows of the table of marks that AMC exports, by what it knows people by."""
        self._run("association-auto", "--pre-association")
        table = self.folder / "exported.csv"
        form = [f"--option-out={setting}" for setting in ("encodage=utf-8", "decimal=.", "separateur=,")]
        self._run("export", "--module", "CSV", "--association-key", "id", *form, "-o", table.name)
        with table.open(encoding="utf-8", newline="") as text:
            return {row["A:id"]: row for row in csv.DictReader(text)}

    def scans(self, marks, without=(), seed=0):
        """Pictures of filled sheets: `marks` has (sheet, question, answer) and how a box is filled, answers from 1.

        `without` are sheets, or pages as (sheet, page), that do not come back. With a seed the pictures are turned and noisy.
        """
        pages = pypdfium2.PdfDocument(self.folder / "sheets.pdf")
        chance = random.Random(seed)
        files = []
        for sheet, page, place, dpi in self._rows("layout", "select student, page, subjectpage, dpi from layout_page"):
            if sheet in without or (sheet, page) in without:
                continue
            picture = pages[place - 1].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
            pen = ImageDraw.Draw(picture)
            for question, answer, box in self._boxes.get((sheet, page), ()):
                if stroke := marks.get((sheet, question, answer)):
                    stroke(pen, *(value * DOTS_PER_INCH / dpi for value in box))
            files.append(f"scans/{place:04}.png")
            (as_scanned(picture, chance) if seed else picture).save(self.folder / files[-1], compress_level=1)
        return files

    @cached_property
    def _boxes(self):
        by_sheet = {}
        query = (
            "select student, page, name, answer, xmin, xmax, ymin, ymax from layout_box "
            f"join layout_question using (question) where role = {ANSWER_BOX}"
        )
        for sheet, page, name, answer, *box in self._rows("layout", query):
            by_sheet.setdefault((sheet, page), []).append((name, answer, box))
        return by_sheet

    def _prepare(self, mode):
        errors = [line for line in self._run("prepare", "--mode", mode).splitlines() if line.startswith("ERR")]
        if errors:
            raise AssertionError("\n".join(errors))

    def _run(self, command, *options):
        """What the program says. Its home is the project's own: two that run for the first time make one folder there."""
        home = self.folder.resolve() / "home"
        home.mkdir(exist_ok=True)
        done = subprocess.run(
            ["auto-multiple-choice", command, "--project-dir", str(self.folder.resolve()), *options],
            cwd=self.folder,
            env=os.environ | {"HOME": str(home)},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def _rows(self, base, query):
        with closing(sqlite3.connect(self.folder / "data" / f"{base}.sqlite")) as data:
            return data.execute(query).fetchall()


def fill(pen, left, right, top, bottom):
    """A box filled to its edges."""
    pen.rectangle((left + 1, top + 1, right - 1, bottom - 1), fill=0)


def cross(pen, left, right, top, bottom):
    """Two strokes of a pen, half a millimetre wide."""
    width = DOTS_PER_INCH // 50
    pen.line((left + 2, top + 2, right - 2, bottom - 2), fill=40, width=width)
    pen.line((left + 2, bottom - 2, right - 2, top + 2), fill=40, width=width)


def slip(pen, left, right, top, bottom):
    """A mark that covers an eighth of what AMC measures: somebody must look at it."""
    pen.rectangle((left + 5, top + 5, left + 5 + (right - left) / 4, top + 5 + (bottom - top) / 4), fill=0)


def as_scanned(picture, chance):
    """A picture as a feeder draws it in: turned, shifted, and with specks."""
    turned = picture.rotate(chance.uniform(-1.5, 1.5), Image.Resampling.BILINEAR, fillcolor=255)
    turned = ImageChops.offset(turned, chance.randint(-8, 8), chance.randint(-8, 8))
    specks = Image.effect_noise(turned.size, 40).point(lambda grey: min(255, grey + 110))
    return ImageChops.darker(turned.filter(ImageFilter.GaussianBlur(0.6)), specks)


def main():
    """0 if AMC is there, installing it if need be; otherwise one line of advice and 1."""
    if not present():
        print("installing auto-multiple-choice and LaTeX: some minutes", flush=True)
        install()
    if present():
        return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
