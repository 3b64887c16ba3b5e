"""A town in one file of OpenStreetMap, from the file to the tables of a project and what a scenario makes of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.command_line import fails_with, flat, zorgkaart
from support.osm_samples import File

from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

PEOPLE = 24678
HOSPITAL = {"amenity": "hospital", "name": "Ziekenhuis Noord", "emergency": "yes"}


def town(*, population: str = "24678.0", country: bool = True, borders: bool = True) -> File:
    """A town with a hospital in its grounds, and care that is there, was there and is of two kinds."""
    file = File()
    if borders:
        file.border(0, 0, 60, 8, "Teststad", population=population)
    if country:
        file.border(0, 0, 60, 2, "Testland", **{"ISO3166-1:alpha2": "NL"})
    file.way([file.node(x, 30) for x in range(5, 56, 5)], {"highway": "secondary"})
    for x in range(5, 50, 4):
        file.square(x, 31, 1, {"building": "house"})
    file.square(30, 20, 8, HOSPITAL)
    file.square(32, 22, 2, {**HOSPITAL, "building": "hospital", "opening_hours": "24/7"})
    file.node(40, 30.5, {"amenity": "pharmacy", "name": "Apotheek Oud", "opening_hours": "closed"})
    file.node(42, 30.5, {"amenity": "pharmacy", "name": "Apotheek Weg", "disused": "yes"})
    file.node(44, 30.5, {"disused:amenity": "pharmacy", "name": "Apotheek Ooit"})
    file.node(46, 30.5, {"amenity": "pharmacy", "name": "Apotheek Nu"})
    file.node(48, 30.5, {"planned:amenity": "pharmacy", "name": "Apotheek Straks"})
    file.node(10, 30.5, {"emergency": "ambulance_station", "name": "Post", "opening_hours": "Mo-Su,PH 00:00-24:00"})
    file.node(14, 30.5, {"amenity": "doctors;pharmacy", "name": "Gezondheidscentrum"})
    return file


def table(folder: Path, kind: str) -> pd.DataFrame:
    return pd.read_csv(folder / "gegevens" / f"{kind}.csv", keep_default_na=False).set_index("naam")


@pytest.mark.parametrize("name", ["stad.osm", "stad.osm.gz", "stad.osm.bz2", "stad.osm.pbf"])
def test_every_make_of_file_is_fetched(tmp_path: Path, name: str) -> None:
    path = town().write(tmp_path / name)
    result = zorgkaart("fetch", tmp_path / "regio", "--file", path)
    assert result.exit_code == 0, result.output
    assert "Teststad: 1 gebied (grenzen van OpenStreetMap, admin_level 8), 24.678 inwoners." in flat(result.output)
    assert zorgkaart("check", tmp_path / "regio" / "zorgkaart.toml").exit_code == 0


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stad")
    path = town().write(folder / "stad.osm")
    assert zorgkaart("fetch", folder / "regio", "--file", path).exit_code == 0
    return folder / "regio"


def test_grounds_and_building_are_one_hospital(fetched: Path) -> None:
    hospitals = table(fetched, "seh")
    assert hospitals["volcontinu"].to_dict() == {"Ziekenhuis Noord": "ja"}


def test_what_was_and_will_be_does_not_count(fetched: Path) -> None:
    assert table(fetched, "apotheek")["status"].to_dict() == {
        "Apotheek Oud": "gesloten",
        "Apotheek Weg": "gesloten",
        "Apotheek Ooit": "gesloten",
        "Apotheek Nu": "open",
        "Apotheek Straks": "kandidaat",
        "Gezondheidscentrum": "open",
    }
    assert table(fetched, "huisarts")["status"].to_dict() == {"Gezondheidscentrum": "open"}


def test_open_on_holidays_too_is_day_and_night(fetched: Path) -> None:
    assert table(fetched, "ambulancepost")["volcontinu"].to_dict() == {"Post": "ja"}


def test_closing_the_only_hospital_leaves_nobody_with_one(fetched: Path) -> None:
    study = Study(Project.load(fetched / "zorgkaart.toml"))
    totals = run_scenario(study, [Close("noord")]).totals().set_index("soort")
    assert totals.loc["seh", "inwoners_zonder"] == pytest.approx(PEOPLE)


@pytest.mark.parametrize("written", ["24678", "24678.0", "24.678", "24,678", "24 678", "24'678"])
def test_inhabitants_in_every_writing(tmp_path: Path, written: str) -> None:
    path = town(population=written).write(tmp_path / "stad.osm.pbf")
    assert zorgkaart("fetch", tmp_path / "regio", "--file", path).exit_code == 0
    assert Project.load(tmp_path / "regio" / "zorgkaart.toml")
    areas = pd.read_parquet(tmp_path / "regio" / "gegevens" / "buurten.parquet")
    assert areas["inwoners"].tolist() == [PEOPLE]


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        (town(country=False), "the boundary of the country is not in it.* --land .*'zorgkaart init'"),
        (town(borders=False), "no boundary within the country .*'zorgkaart init'"),
        (town(country=False, borders=False), "no administrative boundary as a whole.*'zorgkaart init'"),
    ],
)
def test_a_file_of_one_city_is_told_of_the_other_way(tmp_path: Path, drawn: File, says: str) -> None:
    path = drawn.write(tmp_path / "stad.osm.pbf")
    fails_with(zorgkaart("fetch", tmp_path / "regio", "--file", path), says)


def test_a_file_of_one_city_is_fetched_once_its_country_is_named(tmp_path: Path) -> None:
    path = town(country=False).write(tmp_path / "stad.osm.pbf")
    result = zorgkaart("fetch", tmp_path / "regio", "--file", path, "--land", "NL")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("stad.osm", "stad.osm: is broken off or damaged at line"),
        ("stad.osm.gz", "stad.osm.gz: cannot be unpacked .* Fetch it again"),
        ("stad.osm.pbf", "stad.osm.pbf: is broken off, its end is missing .* Fetch it again"),
    ],
)
def test_a_file_that_was_cut_short_is_refused(tmp_path: Path, name: str, says: str) -> None:
    path = town().write(tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    fails_with(zorgkaart("fetch", tmp_path / "regio", "--file", path), says)
    assert not (tmp_path / "regio").exists()


def test_an_answer_that_overpass_broke_off_is_refused(tmp_path: Path) -> None:
    path = town().write(tmp_path / "stad.osm")
    text = path.read_text(encoding="utf-8").replace("</osm>", "<remark>runtime error: timed out</remark></osm>")
    path.write_text(text, encoding="utf-8")
    fails_with(zorgkaart("fetch", tmp_path / "regio", "--file", path), "Overpass broke it off and says so")
