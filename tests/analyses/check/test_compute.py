"""What check finds before anything is computed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.scenario_samples import NEW, SCENARIOS
from support.study_samples import PROJECT, write_sample
from support.supply_samples import SUPPLY
from support.uncertainty_samples import EVERYTHING, ON_SCENE, STATION, assumption

from zorgkaart.analyses.check.compute import check_project


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ON_SCENE.replace("on_scene_min", "onscene"), "'norms.*.onscene' is no key of the project file"),
        (STATION.replace("ambulance-oost", "nergens"), "there is no site nergens"),
        (assumption("grens", 'keys = ["norms.seh.flag_share"]\ndistribution = "choice"\nvalues = [0.9]'), "flag_share"),
    ],
)
def test_check_looks_at_the_assumptions(tmp_path: Path, text: str, message: str) -> None:
    path = write_sample(tmp_path, project=PROJECT + text)
    assert message in "\n".join(map(str, check_project(path).fatal))
    assert not check_project(write_sample(tmp_path, project=PROJECT + EVERYTHING)).fatal


# Checking: the project file and the tables in one go.


def test_tables_are_checked_whatever_is_wrong_with_the_file(tmp_path: Path) -> None:
    text = PROJECT.replace("turnout_min = 2\n", "", 1).replace('file = "gegevens/wegen.npz"', "")
    path = write_sample(tmp_path, project=text)
    (tmp_path / "gegevens" / "huisarts.geojson").unlink()
    (tmp_path / "gegevens" / "adressen.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    found = {(problem.where, problem.what.partition(":")[0]) for problem in check_project(path).fatal}
    assert found == {
        ("proef.toml", "norms.seh.turnout_min"),
        ("proef.toml", "network"),
        ("huisarts.geojson", f"there is no such file ({tmp_path / 'gegevens' / 'huisarts.geojson'})"),
        ("adressen.csv", "row 2"),
    }


def test_residents_are_looked_for_even_without_areas(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "gegevens" / "buurten.gpkg").unlink()
    (tmp_path / "gegevens" / "adressen.csv").unlink()
    assert {problem.what.partition(" (")[0] for problem in check_project(path).fatal} == {
        "there is no such file",
        "adressen.csv: no such file",
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("wegen.npz", b"geen wegennet", "not a zorgkaart network"),
        ("snelheden_auto.csv", b"highway,outside_kmh,inside_kmh\nprimary,60,30\n", "each road class needs one row"),
        ("snelheden_auto.csv", b"weg,snelheid\nprimary,60\n", "a speed table has the columns"),
        ("snelheden_auto.csv", "highway,é\n".encode("cp1252"), "not a CSV file in UTF-8"),
        ("gepubliceerd.csv", b"id,maat\n", "columns"),
        (
            "plaatsen.csv",
            b"plaats,gemeente,x,y,adressen\nHeem,Alfa,1,twee,3\n",
            "row 2: x, y or adressen is not a number",
        ),
        ("seh.csv", b"", "the table is empty"),
        ("adressen.csv", b"x,y\n", "the table has no rows"),
    ],
)
def test_a_broken_table_is_one_problem(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "gegevens" / name).write_bytes(content)
    fatal = check_project(path).fatal
    assert len(fatal) == 1, [str(problem) for problem in fatal]
    assert message in str(fatal[0])
    assert fatal[0].todo != fatal[0].what


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",gemeenten,Alfa", ",gemeente,Alfa", "niveau gemeente is unknown"),
        (",afstand_km,", ",afstand,", "maat afstand is unknown"),
        (",2.0,km", ",veel,km", "waarde of huisarts-alfa is no number"),
        (",2.0,km", ",inf,km", "waarde of huisarts-alfa is no number"),
        (",gemeenten,Alfa", ",,Alfa", "huisarts-alfa: a gebied without niveau"),
    ],
)
def test_published_figures_are_checked(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = write_sample(tmp_path)
    table = tmp_path / "gegevens" / "gepubliceerd.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert [problem.what for problem in check_project(path).fatal] == [message]


def test_a_network_in_another_crs_is_found_before_the_run(tmp_path: Path) -> None:
    from dataclasses import replace

    from support.study_samples import network

    path = write_sample(tmp_path)
    replace(network(), crs="EPSG:25832").save(tmp_path / "gegevens" / "wegen.npz")
    assert "the network is in EPSG:25832" in str(check_project(path).fatal[0])


def test_cells_that_are_too_small_are_found_before_anything_is_computed(tmp_path: Path) -> None:
    path = write_sample(tmp_path, project=PROJECT + "\n[rasters]\ncell_m = 1\n")
    (problem,) = check_project(path).fatal
    assert problem.where == "[rasters] cell_m"
    assert problem.what.startswith("cells of 1 m are too small: the areas would take 44,000 x 13,000")
    assert problem.todo == "Give more than 5 m, or say enabled = false."
    write_sample(tmp_path, project=PROJECT + "\n[rasters]\ncell_m = 1\nenabled = false\n")
    assert not check_project(path).fatal


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('close = ["seh-west"]', 'close = ["nergens"]', "[scenarios.alles]: no open site of seh is called 'nergens'"),
        ('at = "nacht"', 'at = "ooit"', "[scenarios.alles]: moment 'ooit'"),
        ('hours = "24/7"', 'hours = "dag"', "[scenarios.alles]: seh-oost: opening hours 'dag'"),
        ('kind = "seh"', 'kind = "kapper"', "there is no [kinds.kapper]"),
        (f"lat = {NEW[0]}", "lat = 95", "candidates.seh-nieuw.lat"),
    ],
)
def test_check_finds_what_is_wrong_with_scenarios(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert SCENARIOS.count(old) >= 1
    path = write_sample(tmp_path, project=PROJECT + SCENARIOS.replace(old, new, 1))
    assert message in "\n".join(map(str, check_project(path).fatal))


def test_a_scenario_that_changes_nothing_is_an_error(tmp_path: Path) -> None:
    path = write_sample(tmp_path, project=PROJECT + '\n[scenarios.leeg]\ntitle = "Leeg"\n')
    assert "scenarios.leeg: it changes nothing" in "\n".join(map(str, check_project(path).fatal))


@pytest.mark.parametrize(("text", "told"), [("GM0001,-5\nGM0002,3\n", True), ("GM0001,5\nGM0002,3\n", False)])
def test_a_number_beside_sites_that_is_below_zero_is_told(tmp_path: Path, text: str, told: bool) -> None:
    keys = 'beside = "gegevens/alleen.csv"\nbeside_label = "mensen die alleen wonen"\n'
    path = write_sample(tmp_path, project=PROJECT + SUPPLY + keys)
    table = path.parent / "gegevens" / "alleen.csv"
    table.write_text(f"gemeentecode,aantal\n{text}", encoding="utf-8")
    found = [str(problem) for problem in check_project(path) if problem.where == "alleen.csv" and problem.fatal]
    assert bool(found) is told
    assert all("row 2: aantal is not a number from 0 up" in one for one in found)
