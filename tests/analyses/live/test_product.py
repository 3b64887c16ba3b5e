"""The live map as a file: its labels come out as they went in, and it stands on its own."""

from __future__ import annotations

import re
from pathlib import Path

from support.pages import block

from zorgkaart.analyses.live.product import write_live
from zorgkaart.study.study import Study


def test_the_page_says_what_it_was_made_from_and_loads_nothing(study: Study, tmp_path: Path) -> None:
    steps: list[str] = []
    path = write_live(study, tmp_path / "wat-als.html", command="zorgkaart live proef.toml", report=steps.append)
    page = path.read_text(encoding="utf-8")
    origin = block(page, "zk-provenance")
    assert origin["opdracht"] == "zorgkaart live proef.toml"
    assert {part["bestand"] for part in origin["invoer"]} >= {"proef.toml", "gegevens/seh.csv"}
    assert str(tmp_path) not in page
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=.(?!data:,)", page)
    assert any("volgorde" in step for step in steps)


def test_the_province_can_be_mailed(real_page: Path) -> None:
    """Half of it are the roads that a new site is searched for over."""
    assert real_page.stat().st_size < 11_000_000
