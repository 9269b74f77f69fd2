"""How long 100 different papers of 20 questions take as PDF on one core, each with its interviewer's sheet.

Beside it: the same papers and sheets as HTML, printed by a browser that is already running.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from lstm_docs.export import FORMATS, Style
from lstm_docs.quiz import exam, load_bank
from lstm_docs.quiz.papers.plan import ALL, Selection

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.browser.chromium import FLAGS, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lstm_docs.quiz.papers.paper import Paper

PAPERS = 100
QUESTIONS = 20
PRINTED = 10
LIMIT = 20.0
STYLE = Style()


def papers(count: int) -> Iterator[Paper]:
    """Papers of different questions, made while they are written."""
    sitting = exam(load_bank(), Selection((ALL,), QUESTIONS), "bench")
    for number in range(1, count + 1):
        yield sitting.paper(number, f"Candidate {number}")


def by_typst() -> tuple[float, Counter[str]]:
    """Seconds of processor for all papers and sheets, questions and the bank's reading included, and what was made."""
    counts: Counter[str] = Counter()
    start = time.process_time()
    form = FORMATS["pdf"]
    for paper in papers(PAPERS):
        files = form.paper(paper, STYLE), form.sheet(paper, STYLE)
        counts.update(files=2, bytes=sum(map(len, files)), questions=len({asked.id for asked in paper.questions}))
    return time.process_time() - start, counts


def by_browser(count: int) -> float:
    """Seconds of processor, the browser's processes included, to print so many papers and sheets, its start included."""
    start = _used()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        page = browser.new_page()
        for paper in papers(count):
            for write in (FORMATS["html"].paper, FORMATS["html"].sheet):
                page.set_content(write(paper, STYLE))
                page.pdf(prefer_css_page_size=True, tagged=True)
        browser.close()
    return _used() - start


def _used() -> float:
    """Seconds of processor that this process and those it started and saw end have taken."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


def main() -> None:
    """Print both, and fail if ours takes longer than is claimed."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    seconds, counts = by_typst()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{PAPERS} papers of {QUESTIONS} questions, each with its sheet: {seconds:.1f} s on one core; "
        f"{counts['questions']:,} questions, {counts['bytes'] / 1e6:.0f} MB, at most {peak:,.0f} MB of memory"
    )
    browser = (by_browser(PRINTED) - by_browser(0)) / PRINTED * PAPERS
    print(f"Printed by Chromium from HTML, its start left out: {browser:.1f} s ({PRINTED} papers timed)")
    if seconds > LIMIT:
        sys.exit(f"more than the {LIMIT:.0f} s that are claimed")


if __name__ == "__main__":
    main()
