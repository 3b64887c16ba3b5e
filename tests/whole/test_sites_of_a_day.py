"""A run of a day: the hospitals of the past on real data, every output that says the day, and today as ever."""

from __future__ import annotations

import datetime
import json
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from support.command_line import flat, zorgkaart
from support.paths import ROOT
from support.rerun_samples import ASSUMPTION
from support.study_samples import PROJECT, SEH, degrees, write_sample, write_sites

from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Open, Reopen
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

DAY, WORDS = datetime.date(2017, 6, 1), "met de locaties van 1 juni 2017"
GRONINGEN = ROOT / "projects" / "groningen.toml"


@pytest.fixture(scope="module")
def now() -> Study:
    """The default project."""
    return Study(Project.load(GRONINGEN))


def on(study: Study, day: str) -> Study:
    return study.with_project(study.project.on(datetime.date.fromisoformat(day)))


def hospitals(study: Study, kind: str = "seh") -> set[str]:
    """The places of the sites in Groningen and the south-east of Drenthe that count day and night for a norm."""
    table = study.facilities.table.iloc[study.rows(kind, only_24_7=True)]
    return set(
        table.loc[table["plaats"].isin(["Delfzijl", "Winschoten", "Scheemda", "Stadskanaal", "Hoogeveen"]), "plaats"]
    )


def outside(study: Study, kind: str) -> float:
    return float(study.results["gemeenten"][f"{kind}_inwoners_buiten_norm"].sum())


@pytest.mark.slow
def test_the_hospitals_of_the_past_are_there_and_those_to_come_are_not(now: Study) -> None:
    places = {
        "2017-06-01": {"Delfzijl", "Winschoten", "Stadskanaal", "Hoogeveen"},
        "2018-06-29": {"Delfzijl", "Winschoten", "Stadskanaal", "Hoogeveen"},
        "2018-06-30": {"Scheemda", "Stadskanaal", "Hoogeveen"},
        "2020-01-06": {"Scheemda", "Stadskanaal", "Hoogeveen"},
        "2020-01-07": {"Scheemda", "Hoogeveen"},
        "2020-03-29": {"Scheemda", "Hoogeveen"},
        "2020-03-30": {"Scheemda"},
        "2040-01-01": {"Scheemda"},
    }
    assert {day: hospitals(on(now, day)) for day in places} == places
    births = {
        "2017-06-01": {"Winschoten", "Stadskanaal", "Hoogeveen"},
        "2018-09-12": {"Scheemda", "Stadskanaal", "Hoogeveen"},
    }
    births |= {"2018-09-13": {"Scheemda", "Hoogeveen"}, "2018-10-15": {"Scheemda"}}
    assert {day: hospitals(on(now, day), "acute_verloskunde") for day in births} == births


@pytest.mark.slow
def test_with_more_hospitals_fewer_are_outside_and_the_last_day_known_is_as_now(now: Study) -> None:
    then, between, after = (outside(on(now, day), "seh") for day in ("2017-06-01", "2019-06-01", "2022-06-01"))
    assert then < between < after
    assert after == outside(now, "seh")


@pytest.mark.slow
def test_a_scenario_goes_with_the_day(now: Study) -> None:
    """Scheemda, not open yet in 2017, opens like a closed site; it is then as if all three were there."""
    then = on(now, "2017-06-01")
    scenario = run_scenario(then, [Reopen("seh-ommelander-scheemda")])
    assert hospitals(scenario.after) == {"Delfzijl", "Winschoten", "Scheemda", "Stadskanaal", "Hoogeveen"}
    assert outside(scenario.after, "seh") <= outside(then, "seh")


# On the small project.


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, in which the hospital in the middle closed in 2018 and that in the east opened then."""
    path = write_sample(tmp_path_factory.mktemp("dag"), project=PROJECT + ASSUMPTION)
    cells = {"seh-dicht": ("ja", "24/7", "", "2018-06-30"), "seh-oost": ("ja", "24/7", "2018-06-30", "")}
    rows = [
        type(site)(
            site.id,
            site.name,
            site.place,
            cells[site.id][0],
            cells[site.id][1],
            site.status,
            site.land,
            *cells[site.id][2:],
        )
        if site.id in cells
        else site
        for site in SEH
    ]
    write_sites(path.parent / "gegevens" / "seh.csv", rows)
    return path


@pytest.fixture(scope="module")
def written(dated: Path) -> Path:
    """A run of a day of it, with the default folder."""
    result = zorgkaart("run", dated, "--date", "2017-06-01")
    assert result.exit_code == 0, result.output
    assert WORDS in flat(result.stdout).lower()
    return dated.parent / "uitvoer" / "2017-06-01"


def test_every_output_of_a_run_says_the_day(written: Path) -> None:
    page = (written / "kaart.html").read_text(encoding="utf-8")
    assert f"Bereikbaarheid in de proefstreek, {WORDS}" in page
    assert f"Gerekend is {WORDS}. Van 2 locaties is de dag" in page
    assert WORDS in (written / "kwaliteit.html").read_text(encoding="utf-8")
    with sqlite3.connect(written / "zorgkaart.gpkg") as file:
        told = dict(file.execute("SELECT table_name, description FROM gpkg_contents WHERE data_type = 'features'"))
        (project,) = file.execute("SELECT content FROM qgis_projects").fetchone()
    assert told
    assert all(text.endswith(f"M{WORDS[1:]}.") for text in told.values())
    assert project
    workbook = load_workbook(written / "zorgkaart.xlsx", read_only=True)
    cells = [str(cell) for row in workbook["toelichting"].iter_rows(values_only=True) for cell in row if cell]
    assert any(WORDS in cell for cell in cells)
    record = json.loads((written / "provenance.json").read_text(encoding="utf-8"))
    assert record["instellingen"]["project"]["date"] == "2017-06-01"
    assert record["opdracht"].endswith("--date 2017-06-01")


def test_a_rerun_takes_the_day_over(written: Path, tmp_path: Path) -> None:
    result = zorgkaart("rerun", written / "provenance.json", "-o", tmp_path / "weer")
    assert result.exit_code == 0, result.output
    again = json.loads((tmp_path / "weer" / "provenance.json").read_text(encoding="utf-8"))
    then = json.loads((written / "provenance.json").read_text(encoding="utf-8"))
    assert again["instellingen"]["project"]["date"] == "2017-06-01"
    assert again["vingerafdrukken"] == then["vingerafdrukken"]


@pytest.mark.parametrize(
    "words", [["live"], ["atlas", "--soort", "seh"], ["scenario", "--close", "seh-west", "--report"]]
)
def test_live_map_atlas_scenario_and_report_say_the_day(dated: Path, words: list[str]) -> None:
    result = zorgkaart(words[0], dated, *words[1:], "--date", "2017-06-01")
    assert result.exit_code == 0, result.output
    folder = dated.parent / "uitvoer" / "2017-06-01"
    pages = {
        "live": [folder / "wat-als.html"],
        "atlas": [folder / "atlas" / "seh" / "kaart.html"],
        "scenario": sorted((folder / "scenarios").rglob("*.html")),
    }[words[0]]
    assert pages
    for page in pages:
        assert WORDS in page.read_text(encoding="utf-8").lower(), page.name


@pytest.mark.parametrize("words", [["border"], ["variants", "--factor", "0.9"], ["uncertainty", "--draws", "2"]])
def test_the_commands_that_print_say_the_day(dated: Path, words: list[str]) -> None:
    result = zorgkaart(words[0], dated, *words[1:], "--date", "2017-06-01")
    assert result.exit_code == 0, result.output
    assert f"M{WORDS[1:]}." in flat(result.stdout)


def test_the_sites_of_the_day_serve(dated: Path) -> None:
    then, since = (Study(Project.load(dated).on(datetime.date(year, 6, 30))) for year in (2017, 2018))
    for study, ids in ((then, ["seh-dicht", "seh-west"]), (since, ["seh-oost", "seh-west"])):
        assert study.facilities.table["id"].iloc[study.rows("seh", only_24_7=True)].tolist() == ids
    # Kom, at 32 and 34 km, went west to the hospital at 18 km against the one-way road, and now has one at 30 km.
    minutes = [study.results["buurten"].set_index("buurtnaam").loc["Kom", "seh_min"] for study in (then, since)]
    assert minutes[0] > minutes[1]


def test_a_site_that_is_not_open_yet_opens_as_a_closed_one_does(dated: Path) -> None:
    study = Study(Project.load(dated).on(DAY))
    scenario = run_scenario(study, [Reopen("seh-oost"), Open("huisarts", *degrees(15, 0), "Nieuw")])
    table = scenario.after.facilities.table.set_index("id")
    assert table.loc["seh-oost", "status"] == "open"
    assert scenario.after.rows("seh").size == study.rows("seh").size + 1


@pytest.mark.parametrize("day", [datetime.date(1990, 1, 1), datetime.date.today(), datetime.date(2090, 1, 1)])
def test_where_no_site_has_days_any_day_is_as_no_day_to_the_last_bit(sample: Path, day: datetime.date) -> None:
    plain = Study(Project.load(sample))
    then = Study(plain.project.on(day))
    pd.testing.assert_frame_equal(plain.facilities.table, then.facilities.table)
    for level, frame in plain.results.items():
        pd.testing.assert_frame_equal(frame, then.results[level], check_exact=True)
    for kind, travel in plain.travel.items():
        assert np.array_equal(travel.minutes, then.travel[kind].minutes, equal_nan=True)


def test_a_status_that_contradicts_the_days_stops_the_run_in_one_sentence(dated: Path, tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    table = (dated.parent / "gegevens" / "seh.csv").read_text(encoding="utf-8")
    (tmp_path / "gegevens" / "seh.csv").write_text(table.replace("gesloten,NL,,2018-06-30", "gesloten,NL,2018-06-30,"))
    result = zorgkaart("run", path)
    assert result.exit_code == 1
    assert "row 4 (seh-dicht): status is gesloten, but by open_van the site opened and there is no open_tot" in flat(
        result.stderr
    )
