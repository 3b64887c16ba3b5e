"""What a file of OpenStreetMap tells of itself."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.osm_samples import File

from zorgkaart.fetch.osm_file import osm_date, plain_text


def test_a_file_without_a_date_has_none(tmp_path: Path) -> None:
    file = File()
    file.node(0, 0)
    assert osm_date(file.write(tmp_path / "x.osm.pbf")) == ""


@given(st.text())
def test_text_is_one_plain_line(text: str) -> None:
    plain = plain_text(text)
    assert plain == plain_text(plain)
    assert plain.isprintable()
    assert len(plain) <= 200
