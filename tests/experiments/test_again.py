"""The stored results against training again.

What is compared, and how closely:

- the training loss of the first epoch of some sizes: to FIRST. Matrix products are rounded differently on other
  processors and by other libraries, and each step of Adam carries the difference on; an epoch is short enough;
- the score after a whole training, of two rows that are cheap: to SCORE, for by then the rounding may have changed
  digits, and a few answers, and the epoch at which training stopped;
- never the seconds.
"""

from __future__ import annotations

import pytest

from lstm_docs.experiments import stored
from lstm_docs.experiments.running import TASKS, Job, jobs, run

FIRST = 1e-5
SCORE = {"names-by-person": 0.01, "weather": 0.03}


SOME = [(1, 1), (8, 1), (4, 2)]
FIRST_EPOCHS = [job for name in TASKS for job in jobs(TASKS[name]) if job.seed == 1 and (job.units, job.layers) in SOME]
FIRST_EPOCHS += [job for job in jobs(TASKS["rate-and-batch"]) if job.seed == 1 and job.batch in (64, 1024)]
FIRST_EPOCHS += [job for name in ("not-stopped", "mistakes") for job in jobs(TASKS[name]) if job.seed == 1]


@pytest.mark.parametrize("job", FIRST_EPOCHS[::2], ids=lambda job: "-".join(map(str, job)))
def test_first_epochs_repeat(job):
    again = run(job, epochs=1)
    assert again["first_loss"] == pytest.approx(_row(job).first_loss, rel=FIRST)
    if "losses" in again:
        assert [of[0] for of in again["losses"]] == pytest.approx([of[0] for of in _row(job).losses], rel=1e-3)


@pytest.mark.parametrize("name", SCORE)
def test_whole_trainings_repeat(name):
    settings = TASKS[name].settings
    job = Job(name, 4, 1, settings.rate, settings.batch, 2)
    stored_row, again = _row(job), run(job)
    assert again["score"] == pytest.approx(stored_row.score, abs=SCORE[name])
    assert again["train_score"] == pytest.approx(stored_row.train_score, abs=SCORE[name])


def _row(job):
    (match,) = (row for row in stored(job.task).rows if tuple(getattr(row, of) for of in Job._fields[1:]) == job[1:])
    return match
