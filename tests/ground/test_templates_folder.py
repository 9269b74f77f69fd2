"""Templates that look elsewhere are refused: a link may lead to where it is looked for, and nowhere else."""

from __future__ import annotations

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.worker_process import check_folder


@pytest.fixture
def templates(tmp_path):
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine"


@pytest.mark.parametrize("name", ["paper.md.j2", "fonts", "below/picture.png"])
@pytest.mark.parametrize("goal", ["/etc", "../elsewhere", "../elsewhere/secret", "../mine-too", ".."])
def test_a_link_that_leads_out_is_refused(name, goal, templates):
    (templates / "below").mkdir()
    for folder in ("elsewhere", "mine-too"):
        (templates.parent / folder).mkdir()
    (templates.parent / "elsewhere" / "secret").write_text("a secret")
    (templates / name).symlink_to("/etc" if goal == "/etc" else (templates / goal).resolve())
    with pytest.raises(LstmDocsError, match="leads out of the folder of templates"):
        check_folder(templates)


def test_a_link_to_a_link_that_leads_out_is_refused(templates):
    (templates.parent / "door").symlink_to("/etc")
    (templates / "fonts").symlink_to(templates.parent / "door")
    with pytest.raises(LstmDocsError, match="leads out"):
        check_folder(templates)


def test_a_link_within_the_folder_and_one_to_the_folder_are_followed(templates):
    (templates / "one.j2").write_text("mine")
    (templates / "paper.md.j2").symlink_to("one.j2")
    (templates / "loop").symlink_to("loop")
    (templates.parent / "other").symlink_to(templates)
    check_folder(templates)
    check_folder(templates.parent / "other")
