"""What we show in a theme that keeps every cell of a table on one line."""

from __future__ import annotations

from ..site.building import build, small_site

CONFIG = "site_name: Small\ntheme: readthedocs\nplugins: [lstm-docs]\n"
FENCES = "# Ask\n\n```lstm-shapes\ninput: 33\nhidden: 21\n```\n\n```lstm-facts\ninput: 33\nhidden: 21\n```\n"


def test_no_table_is_cut_where_there_is_room(page, tmp_path):
    done = build(small_site(tmp_path / "site", CONFIG, ask=FENCES), tmp_path / "out")
    assert done.returncode == 0, done.stderr
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto((tmp_path / "out" / "ask" / "index.html").as_uri())
    widths = page.evaluate("[...document.querySelectorAll('.lstm-table')].map(one => [one.scrollWidth, one.clientWidth])")
    assert len(widths) == 2
    assert all(needed <= shown for needed, shown in widths), widths
