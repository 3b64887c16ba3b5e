"""None"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box
from support.inputs_samples import HOSTILE, only, site, sites_in, sites_of, write_rows
from support.paths import DATA

from zorgkaart.errors import Problems
from zorgkaart.inputs.facilities import read_facilities
from zorgkaart.inputs.schema import FACILITY_COLUMNS, FACILITY_NUMBERS, SUPPLY_COLUMNS
from zorgkaart.project.plans import SiteSection
from zorgkaart.project.sections import FacilitiesSection, KindSection

ALL_KINDS = (
    "seh",
    "acute_verloskunde",
    "huisarts",
    "huisartsenpost",
    "apotheek",
    "elv",
    "grz",
    "ambulancepost",
    "verpleeghuis",
    "ggz_crisis",
)


def test_a_minimal_table_gets_the_defaults(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "t.csv", [{"id": "a", "naam": "A", "lat": "53.2", "lon": "6.5"}])
    facilities, problems = sites_in({"apotheek": path})
    assert not len(problems)
    assert facilities is not None
    row = facilities.table.iloc[0]
    assert list(facilities.table.columns) == [*FACILITY_COLUMNS, *FACILITY_NUMBERS, *SUPPLY_COLUMNS, "geometry"]
    assert row[["soort", "land", "status", "volcontinu", "precisie", "openingstijden"]].tolist() == [
        "apotheek",
        "NL",
        "open",
        "onbekend",
        "kaartpunt",
        "",
    ]
    assert facilities.table.crs.to_epsg() == 28992
    assert row.geometry.x == pytest.approx(229_600, abs=1_000)
    assert facilities.rows("apotheek").tolist() == [0]
    assert facilities.rows("huisarts").tolist() == []


def test_the_users_own_column_names(tmp_path: Path) -> None:
    rows = [{"AGB": "01", "Praktijk": HOSTILE, "Breedte": "53.2", "Lengte": "6.5", "lat": "1", "lon": "2"}]
    columns = {"id": "AGB", "naam": "Praktijk", "lat": "Breedte", "lon": "Lengte"}
    facilities, problems = sites_of(rows, tmp_path, columns=columns)
    assert not len(problems)
    assert facilities is not None
    assert facilities.table[["id", "naam"]].iloc[0].tolist() == ["01", HOSTILE]


def test_a_mapping_that_no_table_has_is_fatal(tmp_path: Path) -> None:
    facilities, problems = sites_of([site(1)], tmp_path, columns={"plaats": "Woonplaats"})
    assert facilities is None
    assert "no table has a column 'Woonplaats'" in only(problems, fatal=True)


def test_missing_columns_are_all_named(tmp_path: Path) -> None:
    facilities, problems = sites_of([{"id": "1", "Lat2": "53.2", "lon": "6.5"}], tmp_path)
    assert facilities is None
    text = [str(problem) for problem in problems]
    assert len(text) == 2
    assert "there is no column 'naam'" in text[0]
    assert "there is no column 'lat'" in text[1]
    assert "Did you mean 'Lat2'?" in text[1]


@pytest.mark.parametrize(
    ("lat", "lon", "message"),
    [
        ("53,2193", "6,5665", "decimal comma"),
        ("53.219.300", "6.5", "more than one point"),
        ("53.2N", "6.5", "not a number"),
        ("1e999", "6.5", "not a number"),
        ("6.5", "53.2", "lat and lon are swapped"),
        ("233000", "582000", "metres of the Dutch grid"),
        ("582000", "233000", "metres of the Dutch grid"),
        ("53.2", "7.9", "land is NL, but the site lies outside"),
        ("35.2", "139.5", "out of bounds"),
        ("53219300", "6566500", "out of bounds"),
    ],
)
def test_coordinates_that_cannot_be_right(tmp_path: Path, lat: str, lon: str, message: str) -> None:
    facilities, problems = sites_of([site(1), site(2, lat=lat, lon=lon)], tmp_path)
    assert facilities is None
    text = only(problems, fatal=True)
    assert message in text
    assert "row 3:" in text
    assert "huisartsen.csv" in text


@pytest.mark.parametrize(
    ("crs", "lat", "lon"),
    [
        ("EPSG:25831", "52.1", "5.1"),
        ("EPSG:32631", "52.1", "5.1"),
        ("EPSG:31370", "51.0", "4.4"),
        ("EPSG:3035", "52.1", "5.1"),
        ("EPSG:27700", "51.5", "-1.0"),
        ("EPSG:5070", "39.0", "-98.0"),
    ],
)
def test_degrees_are_no_metres_of_a_grid_that_begins_at_zero(tmp_path: Path, crs: str, lat: str, lon: str) -> None:
    path = write_rows(tmp_path / "huisartsen.csv", [site(1, lat=lat, lon=lon)])
    problems = Problems()
    kinds = {"huisarts": KindSection(table=path, label="huisarts")}
    assert read_facilities(kinds, FacilitiesSection(), problems, crs=crs) is not None
    assert not problems.fatal


def test_each_mistake_is_reported_once_with_at_most_five_rows(tmp_path: Path) -> None:
    rows = [site(i, lat="6.5", lon="53.2") for i in range(17)] + [site(20, lat="53.2N")]
    _, problems = sites_of(rows, tmp_path)
    assert len(problems) == 2
    assert "rows 2, 3, 4, 5, 6 and 12 more: lat and lon are swapped" in str(problems.items[1])


@pytest.mark.parametrize(("lat", "lon"), [("", "6.5"), ("", ""), ("onbekend", "onbekend"), ("0", "0")])
def test_a_row_without_a_place_is_named_and_left_out(tmp_path: Path, lat: str, lon: str) -> None:
    rows = [site(1), site(2, lat=lat, lon=lon, naam="Praktijk Twee")]
    facilities, problems = sites_of(rows, tmp_path)
    assert facilities is not None
    assert facilities.table["id"].tolist() == ["s1"]
    assert "1 of 2 rows without a place left out: row 3 (s2, Praktijk Twee)" in only(problems, fatal=False)
    facilities, problems = sites_of(rows, tmp_path, without_place_share=0)
    assert facilities is None
    assert "raise without_place_share in [facilities] (0)" in only(problems, fatal=True)


def test_more_rows_without_a_place_than_allowed_are_one_sentence(tmp_path: Path) -> None:
    rows = [site(number, lat="" if number < 4 else "53.2") for number in range(1, 21)]
    facilities, problems = sites_of(rows, tmp_path)
    assert facilities is None
    assert "3 of 20 rows without a place, where at most 2 may be left out" in only(problems, fatal=True)
    assert sites_of([site(1, lat="")], tmp_path)[0] is None


def test_a_site_abroad_has_bounds_of_its_own(tmp_path: Path) -> None:
    rows = [site(1, status="open"), site(2, lat="53.23", lon="7.46", land="de", status="onbekend")]
    facilities, problems = sites_of(rows, tmp_path)
    assert not len(problems)
    assert facilities is not None
    assert facilities.table["land"].tolist() == ["NL", "DE"]
    assert "lat and lon are swapped" in only(
        sites_of([site(2, lat="7.46", lon="53.23", land="DE")], tmp_path)[1], fatal=True
    )
    facilities, _ = sites_of([site(2, lat="53.23", lon="7.46")], tmp_path, bounds=(50.0, 54.0, 3.0, 8.0))
    assert facilities is not None


def test_what_counts(tmp_path: Path) -> None:
    statuses = ["open", "gesloten", "twijfel", "kandidaat", "onbekend"]
    rows = [site(i, status=status) for i, status in enumerate(statuses)]
    rows += [site(5 + i, status=status, land="DE") for i, status in enumerate(statuses)]
    home, _ = sites_of(rows, tmp_path)
    abroad, _ = sites_of(rows, tmp_path, abroad=True)
    assert home is not None
    assert abroad is not None
    assert home.table["id"].iloc[home.rows("huisarts")].tolist() == ["s0"]
    assert abroad.table["id"].iloc[abroad.rows("huisarts")].tolist() == ["s0", "s5", "s9"]


def test_what_counts_day_and_night(tmp_path: Path) -> None:
    rows = [site(i, volcontinu=value) for i, value in enumerate(["ja", "nee", "onbekend", ""])]
    rows += [site(4 + i, volcontinu=value, land="DE") for i, value in enumerate(["ja", "nee", "onbekend"])]
    home, _ = sites_of(rows, tmp_path)
    abroad, _ = sites_of(rows, tmp_path, abroad=True)
    assert home is not None
    assert abroad is not None
    assert home.table["id"].iloc[home.rows("huisarts", only_24_7=True)].tolist() == ["s0"]
    assert abroad.table["id"].iloc[abroad.rows("huisarts", only_24_7=True)].tolist() == ["s0", "s4", "s6"]


def test_a_kind_without_a_site_that_counts_is_reported(tmp_path: Path) -> None:
    facilities, problems = sites_of([site(1, status="gesloten"), site(2, status="twijfel")], tmp_path)
    assert facilities is not None
    assert "no site of huisarts counts (1 gesloten, 1 twijfel)" in only(problems, fatal=False)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"soort": "huisrats"}, "the soort 'huisrats' is unknown. Did you mean 'huisarts'?"),
        ({"soort": ""}, "the soort '' is unknown"),
        ({"status": "dicht"}, "unknown status ('dicht')"),
        ({"volcontinu": "misschien"}, "unknown volcontinu ('misschien')"),
        ({"precisie": "ongeveer"}, "unknown precisie ('ongeveer')"),
        ({"land": "Nederland"}, "land is not a code of two letters (NEDERLAND)"),
        ({"id": ""}, "row 3: no id"),
    ],
)
def test_cells_that_are_not_allowed(tmp_path: Path, cells: dict[str, str], message: str) -> None:
    complete = {"status": "open", "volcontinu": "nee", "precisie": "adres", "land": "NL"}
    facilities, problems = sites_of([site(1, **complete), site(2, **{**complete, **cells})], tmp_path)
    assert facilities is None
    assert message in only(problems, fatal=True)


def test_a_site_of_another_kind_is_fatal(tmp_path: Path) -> None:
    gp = write_rows(tmp_path / "ha.csv", [site(1), site(2, soort="apotheek")])
    pharmacy = write_rows(tmp_path / "ap.csv", [site(3, soort="apotheek")])
    facilities, problems = sites_in({"huisarts": gp, "apotheek": pharmacy})
    assert facilities is None
    assert "row 3: soort is 'apotheek', but this is the table of 'huisarts'" in only(problems, fatal=True)


def test_one_file_may_hold_several_kinds(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "alles.csv", [site(1), site(2, soort="Apotheek"), site(3)])
    facilities, problems = sites_in({"huisarts": path, "apotheek": path})
    assert not len(problems)
    assert facilities is not None
    assert facilities.table["id"].tolist() == ["s1", "s3", "s2"]


def test_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,naam,lat,lon\n", encoding="utf-8")
    assert "there is no site of elv in it" in only(sites_in({"elv": path})[1], fatal=True)


def test_small_gaps_are_filled_and_reported(tmp_path: Path) -> None:
    rows = [site(1, status="open"), site(2, status="", naam="")]
    facilities, problems = sites_of(rows, tmp_path)
    assert facilities is not None
    assert facilities.table["naam"].tolist() == ["Praktijk 1", "s2"]
    assert [problem.fatal for problem in problems] == [False, False]
    assert "row 3: no naam; the id is used for it" in str(problems.items[0])
    assert "row 3: no status; it counts as open" in str(problems.items[1])


def test_hours_that_cannot_be_evaluated_are_set_aside(tmp_path: Path) -> None:
    rows = [site(1, openingstijden="Mo-Fr 08:00-17:00"), site(2, openingstijden="overdag")]
    facilities, problems = sites_of(rows, tmp_path)
    assert facilities is not None
    assert facilities.table["openingstijden"].tolist() == ["Mo-Fr 08:00-17:00", ""]
    assert "('overdag') and counts as unknown" in only(problems, fatal=False)


def test_hours_and_volcontinu_agree(tmp_path: Path) -> None:
    rows = [
        site(1, openingstijden="Mo-Su 00:00-24:00", volcontinu=""),
        site(2, openingstijden="24/7", volcontinu="nee"),
        site(3, openingstijden="Mo-Fr 08:00-17:00", volcontinu="ja"),
        site(4, openingstijden="", volcontinu="JA"),
    ]
    facilities, problems = sites_of(rows, tmp_path)
    assert facilities is not None
    assert facilities.table["volcontinu"].tolist() == ["ja", "nee", "ja", "ja"]
    assert "rows 3, 4: openingstijden contradicts volcontinu" in only(problems, fatal=False)


@pytest.mark.parametrize("name", ["huisarts.gpkg", "huisarts.geojson", "huisarts.parquet"])
def test_layers_bring_their_own_place(tmp_path: Path, name: str) -> None:
    crs = "EPSG:4326" if name.endswith("geojson") else "EPSG:28992"
    points = gpd.GeoSeries([Point(233_500, 581_500), Point(234_500, 581_500)], crs="EPSG:28992").to_crs(crs)
    table = gpd.GeoDataFrame({"id": [1, 2], "naam": ["A", HOSTILE], "volcontinu": [True, False]}, geometry=points)
    path = tmp_path / name
    if name.endswith("parquet"):
        table.to_parquet(path)
    else:
        table.to_file(path)
    facilities, problems = sites_in({"huisarts": path})
    assert not len(problems)
    assert facilities is not None
    assert facilities.table["id"].tolist() == ["1", "2"]
    assert facilities.table["naam"].iloc[1] == HOSTILE
    assert facilities.table["volcontinu"].tolist() == ["ja", "nee"]
    assert np.allclose(facilities.table.geometry.x, [233_500, 234_500], atol=0.02)


def test_layers_with_faults(tmp_path: Path) -> None:
    good = Point(6.5, 53.2)
    table = gpd.GeoDataFrame({"id": [1, 2], "naam": ["A", "B"]}, geometry=[good, None], crs="EPSG:4326")
    table.to_parquet(tmp_path / "leeg.parquet")
    assert "left out: row 2 (2, B)" in only(sites_in({"seh": tmp_path / "leeg.parquet"})[1], fatal=False)
    table.geometry = [good, box(6.5, 53.2, 6.51, 53.21)]
    table.to_parquet(tmp_path / "vlak.parquet")
    facilities, problems = sites_in({"seh": tmp_path / "vlak.parquet"})
    assert facilities is not None
    assert "row 2: not a point" in only(problems, fatal=False)
    table.geometry = [good, good]
    table.set_crs(None, allow_override=True).to_parquet(tmp_path / "geen.parquet")
    text = only(sites_in({"seh": tmp_path / "geen.parquet"})[1], fatal=True)
    assert "no coordinate reference system" in text
    assert "look like degrees (EPSG:4326)" in text
    local = (
        'ENGCRS["Undefined Cartesian SRS",EDATUM[""],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["m",1]]'
    )
    table.set_crs(local, allow_override=True).to_parquet(tmp_path / "lokaal.parquet")
    assert "cannot be turned into EPSG:4326" in only(sites_in({"seh": tmp_path / "lokaal.parquet"})[1], fatal=True)


def test_one_id_for_two_sites_is_fatal(tmp_path: Path) -> None:
    facilities, problems = sites_of([site(1), site(2, id="s1")], tmp_path)
    assert facilities is None
    assert "rows 2, 3: the id is also that of a different row (s1)" in only(problems, fatal=True)


def test_ids_are_unique_over_all_tables(tmp_path: Path) -> None:
    gp = write_rows(tmp_path / "ha.csv", [site(1)])
    pharmacy = write_rows(tmp_path / "ap.csv", [site(1, soort="apotheek")])
    facilities, problems = sites_in({"huisarts": gp, "apotheek": pharmacy})
    assert facilities is None
    assert "the tables of apotheek, huisarts share ids (s1)" in only(problems, fatal=True)


CELLS = st.fixed_dictionaries(
    {
        "naam": st.sampled_from(["A", "a ", "B", HOSTILE]),
        "lat": st.sampled_from(["53.200000", "53.200300", "53.3"]),
        "status": st.sampled_from(["open", "gesloten"]),
        "volcontinu": st.sampled_from(["ja", "nee"]),
        "precisie": st.sampled_from(["adres", "plaats"]),
    }
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELLS, min_size=1, max_size=8), data=st.data())
def test_the_order_of_rows_does_not_matter_and_no_row_is_lost(
    cells: list[dict[str, str]], data: st.DataObject, tmp_path: Path
) -> None:
    rows = [site(i, **row) for i, row in enumerate(cells)]
    shuffled = data.draw(st.permutations(rows))
    first, problems = sites_of(rows, tmp_path, merge_within_m=40)
    second, _ = sites_of(shuffled, tmp_path, merge_within_m=40)
    assert first is not None
    assert second is not None
    pd.testing.assert_frame_equal(first.table, second.table)
    reported = [int(str(p).split(": ")[1].split(" row")[0]) for p in problems if "merged" in str(p)]
    assert len(rows) == len(first.table) + sum(reported)


def test_the_projects_own_sites() -> None:
    facilities, problems = sites_in({kind: DATA / "facilities" / f"{kind}.csv" for kind in ALL_KINDS})
    assert not problems.fatal
    assert facilities is not None
    counted = {kind: len(facilities.rows(kind)) for kind in ALL_KINDS}
    assert counted == {
        "seh": 12,
        "acute_verloskunde": 11,
        "huisarts": 589,
        "huisartsenpost": 5,
        "apotheek": 386,
        "elv": 9,
        "grz": 3,
        "ambulancepost": 67,
        "verpleeghuis": 239,
        "ggz_crisis": 3,
    }
    assert len(facilities.rows("ambulancepost", only_24_7=True)) == 58
    assert len(facilities.rows("seh", only_24_7=True)) == 12
    assert facilities.table["id"].is_unique
    read = sum(len(pd.read_csv(DATA / "facilities" / f"{kind}.csv")) for kind in ALL_KINDS)
    assert read == len(facilities.table) + 28, "28 rows of nursing homes are reported as merged"
    assert sum("28 rows with the name" in str(problem) for problem in problems) == 1
    gp = facilities.table[facilities.table["soort"] == "huisarts"]
    groningen = gp[gp["provincie"] == "Groningen"]
    assert len(groningen) == 172
    assert len(groningen[["lat", "lon"]].drop_duplicates()) == 140


def test_german_hospitals_count_only_when_switched_on() -> None:
    tables = {"seh": DATA / "facilities" / "seh.csv"}
    home, _ = sites_in(tables)
    abroad, _ = sites_in(tables, abroad=True)
    assert home is not None
    assert abroad is not None
    assert len(home.table) == 69
    assert len(abroad.rows("seh", only_24_7=True)) == 12 + 50  # not the three clinics that are in doubt


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text(st.sampled_from('id,naam;lat\nlon"53.26NL\0é|soort\t '), max_size=120))
def test_a_reader_never_raises_on_rubbish(content: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,naam,lat,lon\n" + content, encoding="utf-8", newline="")
    facilities, problems = sites_in({"huisarts": path})
    assert (facilities is None) == bool(problems.fatal)


def test_candidates_of_the_project_file_are_sites_that_do_not_count(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "t.csv", [{"id": "a", "naam": "A", "lat": "53.2", "lon": "6.5"}])
    problems = Problems()
    kinds = {"apotheek": KindSection(table=path, label="Apotheek")}
    new = SiteSection(kind="apotheek", name="Nieuw", lat=53.3, lon=6.6, hours="Mo-Su 00:00-24:00")
    facilities = read_facilities(kinds, FacilitiesSection(), problems, candidates={"apotheek-nieuw": new})
    assert facilities is not None
    assert not len(problems)
    assert facilities.rows("apotheek").tolist() == [0]
    assert facilities.candidates("apotheek").tolist() == [1]
    row = facilities.table.iloc[1]
    assert (row["id"], row["status"], row["volcontinu"], row["land"]) == ("apotheek-nieuw", "kandidaat", "ja", "NL")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("a", {}, "share ids"),
        ("b", {"lat": 6.6, "lon": 53.3}, "latitude and longitude|breedte|swapped|outside"),
        ("b", {"hours": "overdag"}, "openingstijden is not in the opening_hours syntax"),
    ],
)
def test_faults_of_candidates_are_reported(tmp_path: Path, name: str, change: dict[str, Any], message: str) -> None:
    path = write_rows(tmp_path / "t.csv", [{"id": "a", "naam": "A", "lat": "53.2", "lon": "6.5"}])
    problems = Problems()
    kinds = {"apotheek": KindSection(table=path, label="Apotheek")}
    site = SiteSection(**{"kind": "apotheek", "name": "Nieuw", "lat": 53.3, "lon": 6.6} | change)
    read_facilities(kinds, FacilitiesSection(), problems, candidates={name: site})
    assert re.search(message, "\n".join(map(str, problems)))


@pytest.mark.parametrize(("cell", "value"), [("1200", 1200.0), ("", float("nan")), ("0", None), ("veel", None)])
def test_capacities_are_amounts_or_empty(tmp_path: Path, cell: str, value: float | None) -> None:
    row = {"id": "a", "naam": "A", "lat": "53.2", "lon": "6.5", "capaciteit_bezoeken_per_jaar": cell}
    facilities, problems = sites_in({"apotheek": write_rows(tmp_path / "t.csv", [row])})
    if value is None:
        assert "capaciteit_bezoeken_per_jaar is no number above zero" in str(problems.fatal[0])
    else:
        assert facilities is not None
        assert facilities.table["capaciteit_bezoeken_per_jaar"].equals(pd.Series([value]))
