"""One site that stands in the tables twice is one site."""

from __future__ import annotations

from pathlib import Path

from support.inputs_samples import only, site, sites_of

from zorgkaart.inputs.duplicates import plain_name


def test_a_row_that_stands_twice_is_merged(tmp_path: Path) -> None:
    facilities, problems = sites_of([site(1), site(2), site(1)], tmp_path)
    assert facilities is not None
    assert len(facilities.table) == 2
    assert "row 4: every cell is that of an earlier row; merged" in only(problems, fatal=False)


def test_node_and_way_of_one_site_merge(tmp_path: Path) -> None:
    rows = [
        site(1, naam="Apotheek 't Hof", precisie="plaats"),
        site(1, id="z9", naam="apotheek  T HOF", precisie="adres"),
        site(1, id="a1", naam="Praktijk ernaast"),
    ]
    facilities, problems = sites_of(rows, tmp_path)
    assert facilities is not None
    assert facilities.table["id"].tolist() == ["a1", "z9"], "the better location is kept; another name is no duplicate"
    text = [str(problem) for problem in problems]
    assert "1 row with the name, the status and the place (within 1 m) of another row merged: s1 -> z9" in text[0]
    assert "2 sites share a coordinate" in text[1]
    assert not problems.fatal


def test_the_one_open_day_and_night_survives(tmp_path: Path) -> None:
    rows = [site(1, volcontinu="nee", precisie="adres"), site(1, id="s2", volcontinu="ja", precisie="plaats")]
    facilities, _ = sites_of(rows, tmp_path)
    assert facilities is not None
    assert facilities.table["id"].tolist() == ["s2"]


def test_closed_and_open_at_one_place_both_stay(tmp_path: Path) -> None:
    facilities, _ = sites_of([site(1, status="gesloten"), site(1, id="s2", status="open")], tmp_path)
    assert facilities is not None
    assert len(facilities.table) == 2
    assert facilities.table["id"].iloc[facilities.rows("huisarts")].tolist() == ["s2"]


def test_merge_within_m_changes_the_outcome(tmp_path: Path) -> None:
    rows = [site(1, naam="X"), site(1, id="s2", naam="X", lon="6.561000"), site(1, id="s3", naam="X", lon="6.562000")]
    apart, problems = sites_of(rows, tmp_path)
    assert apart is not None
    assert len(apart.table) == 3
    assert not len(problems)
    chained, problems = sites_of(rows, tmp_path, merge_within_m=70)
    assert chained is not None
    assert chained.table["id"].tolist() == ["s1"], "steps of 67 m, 134 m in all: one chain"
    assert "2 rows with the name" in only(problems, fatal=False)


def test_plain_names() -> None:
    assert plain_name("  Súdwest-Fryslân, 't  HOF ") == plain_name("sudwest fryslan t hof")
    assert plain_name("***") == "***"
