"""None"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point
from support.inputs_samples import SIDE, X, Y, areas_of, only, points_in_squares, squares
from support.paths import DATA

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas, read_areas
from zorgkaart.inputs.residents import Residents, read_residents
from zorgkaart.project.sections import AreasSection, ResidentsSection


def residents_of(
    table: pd.DataFrame | Mapping[str, object], areas: Areas, folder: Path, **config: object
) -> tuple[Residents | None, Problems]:
    path = folder / "adressen.parquet"
    (table if isinstance(table, pd.DataFrame) else pd.DataFrame(table)).to_parquet(path)
    problems = Problems()
    return read_residents(ResidentsSection(addresses=(path,), **config), areas, problems), problems


def one_in_each() -> pd.DataFrame:
    x = X + SIDE * np.array([0.2, 0.8, 1.5, 2.5, 3.5])
    codes = ["BU00140000", "BU00140000", "BU00140001", "BU00140002", "BU00140003"]
    return pd.DataFrame({"x": x, "y": Y + 500.0, "buurtcode": codes})


def test_inhabitants_are_spread_evenly(areas: Areas, tmp_path: Path) -> None:
    residents, problems = residents_of(one_in_each(), areas, tmp_path)
    assert not len(problems)
    assert residents is not None
    assert residents.area.tolist() == [0, 0, 1, 2, 3]
    assert residents.weight[[0, 1, 2, 4]].tolist() == [50, 50, 200, 0]
    assert np.isnan(residents.weight[3]), "not published is not zero"
    assert residents.x.dtype == residents.weight.dtype == np.float64
    assert residents.area.dtype == np.int32


@pytest.mark.parametrize("name", ["t.gpkg", "t.csv", "t.geojson"])
def test_points_without_a_code_are_joined(areas: Areas, tmp_path: Path, name: str) -> None:
    plain = one_in_each()
    points = gpd.GeoSeries(gpd.points_from_xy(plain["x"], plain["y"]), crs="EPSG:28992").to_crs("EPSG:4326")
    path = tmp_path / name
    if name.endswith("csv"):
        pd.DataFrame({"Breedte": points.y, "Lengte": points.x}).to_csv(path, index=False)
        config = ResidentsSection(addresses=(path,), columns={"lat": "Breedte", "lon": "Lengte"})
    else:
        gpd.GeoDataFrame({"n": range(5)}, geometry=points).to_file(path)
        config = ResidentsSection(addresses=(path,))
    problems = Problems()
    residents = read_residents(config, areas, problems)
    assert not len(problems)
    assert residents is not None
    assert residents.area.tolist() == [0, 0, 1, 2, 3]
    assert np.allclose(np.sort(residents.x), plain["x"], atol=0.05)


def test_addresses_elsewhere_are_left_out_and_counted(areas: Areas, tmp_path: Path) -> None:
    table = pd.concat([one_in_each()] * 2, ignore_index=True)
    table.loc[5:, "buurtcode"] = "BU99999999"
    table.loc[5:6, "x"] = 150_000.0
    residents, problems = residents_of(table, areas, tmp_path)
    assert residents is not None
    assert len(residents.x) == 8
    text = [str(problem) for problem in problems]
    assert not problems.fatal
    assert "3 addresses with a buurtcode that the areas do not know, placed by location" in text[0]
    assert "2 of 10 addresses outside the areas and left out" in text[1]


def test_only_points_without_a_code_go_to_a_near_area(areas: Areas, tmp_path: Path) -> None:
    table = pd.concat([one_in_each(), pd.DataFrame({"x": [X - 100.0, X - 200.0], "y": Y + 1})], ignore_index=True)
    residents, problems = residents_of(table.drop(columns="buurtcode"), areas, tmp_path)
    assert residents is not None
    assert len(residents.x) == 6
    assert "1 of 7 addresses outside the areas and left out, 1 in a gap" in only(problems, fatal=False)
    table["buurtcode"] = table["buurtcode"].fillna("BU00999999")
    residents, problems = residents_of(table, areas, tmp_path)
    assert residents is not None
    assert len(residents.x) == 5, "the code says that these belong to another area"


def test_inhabitants_without_an_address_are_named(areas: Areas, tmp_path: Path) -> None:
    residents, problems = residents_of(one_in_each().iloc[:2], areas, tmp_path)
    assert residents is not None
    text = only(problems, fatal=False)
    assert (
        "1 buurt with inhabitants but no address, so 200 inhabitants are not counted: BU00140001 Buurt 1 (200)" in text
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"x": [], "y": []}, "the table has no rows"),
        ({"straat": ["a"]}, "there is no column 'lat'"),
        ({"x": [X, None, None], "y": [Y, Y, Y]}, "2 of 3 rows without a place, where at most 1 may be left out"),
        ({"x": [str(X), "bij 233000"], "y": ["581000", "581000"]}, "row 2: x is not a number"),
        ({"x": [X, Y], "y": [Y, X]}, "row 2: outside the Netherlands; x and y seem to be swapped"),
        ({"x": [6.5], "y": [53.2]}, "x and y seem to be degrees"),
        ({"lat": [6.5], "lon": [53.2]}, "lat and lon seem to be swapped"),
        ({"x": [150_000.0], "y": [400_000.0]}, "not one address lies inside the areas"),
    ],
)
def test_tables_that_cannot_be_right(
    areas: Areas, tmp_path: Path, table: Mapping[str, list[object]], message: str
) -> None:
    residents, problems = residents_of(table, areas, tmp_path)
    assert residents is None
    assert message in "\n".join(str(problem) for problem in problems.fatal)


def test_layers_with_faults(areas: Areas, tmp_path: Path) -> None:
    table = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[Point(X + 1, Y + 1), None], crs="EPSG:28992")
    assert "left out: row 2" in str(next(iter(residents_of(table, areas, tmp_path)[1])))
    table = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(X + 1, Y + 1)])
    assert "no coordinate reference system" in only(residents_of(table, areas, tmp_path)[1], fatal=True)


def test_earlier_problems_do_not_stop_the_reading(areas: Areas, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    one_in_each().to_parquet(path)
    problems = Problems()
    problems.add("elsewhere", "something is wrong", "Correct it.")
    assert read_residents(ResidentsSection(addresses=(path,)), areas, problems) is not None


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(40)), coded=st.booleans())
def test_the_order_of_rows_does_not_matter(
    order: list[int], coded: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("order")
    areas, _ = areas_of(squares(), folder)
    assert areas is not None
    x, y = points_in_squares(40)
    table = pd.DataFrame({"x": x, "y": y})
    if coded:
        table["buurtcode"] = [f"BU0014{int((value - X) // SIDE):04d}" for value in x]
    first, _ = residents_of(table, areas, folder)
    second, _ = residents_of(table.iloc[order], areas, folder)
    assert first is not None
    assert second is not None
    for name in ("x", "y", "weight", "area"):
        assert np.array_equal(getattr(first, name), getattr(second, name))
    assert first.weight.sum() == pytest.approx(1_000)


@pytest.mark.slow
def test_the_projects_own_residents() -> None:
    config = AreasSection(buurten=DATA / "boundaries" / "buurten.parquet")
    files = {name: DATA / "residents" / f"{name}.parquet" for name in ("groningen", "drenthe", "fryslan")}
    areas = read_areas(config, Problems())
    assert areas is not None
    problems = Problems()
    residents = read_residents(ResidentsSection(addresses=tuple(files.values())), areas, problems)
    assert residents is not None
    assert len(residents.x) == 328_867 + 270_429 + 374_934
    assert not problems.fatal
    lost = [str(problem) for problem in problems if "no address" in str(problem)]
    assert len(lost) == 1
    missing = areas.buurten["inwoners"].sum() - np.nansum(residents.weight)
    assert f"so {missing:.0f} inhabitants are not counted" in lost[0]
    groningen = read_areas(config.model_copy(update={"provincies": ("Groningen",)}), Problems())
    assert groningen is not None
    problems = Problems()
    residents = read_residents(ResidentsSection(addresses=(files["groningen"],)), groningen, problems)
    assert residents is not None
    assert len(residents.x) == 328_867 - 9
    assert "9 of 328,867 addresses outside the areas" in str(problems.items[0])
    assert np.nansum(residents.weight) == pytest.approx(601_295 - 5)


# Residents.


@settings(max_examples=40, deadline=None)
@given(unevenness=st.floats(0.05, 2.0), seed=st.integers(0, 1000), data=st.data())
def test_every_buurt_keeps_its_inhabitants(unevenness: float, seed: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 40))
    area = np.sort(np.array(data.draw(st.lists(st.integers(0, 5), min_size=count, max_size=count)), dtype=np.int32))
    people = np.array(data.draw(st.lists(st.sampled_from([0.0, 10.0, np.nan, 250.0]), min_size=6, max_size=6)))
    weight = people[area] / np.bincount(area)[area]
    before = Residents(np.zeros(count), np.zeros(count), weight, area)
    after = before.spread(unevenness, seed=seed)
    assert np.array_equal(np.isnan(after.weight), np.isnan(weight))
    sums = [np.bincount(area, np.nan_to_num(r.weight)) for r in (before, after)]
    assert np.allclose(*sums)
    assert (np.nan_to_num(after.weight) >= 0).all()
    assert np.array_equal(after.weight, before.spread(unevenness, seed=seed).weight, equal_nan=True)
    assert before.spread(0, seed=seed) is before


def test_unevenness_is_the_variation_of_households() -> None:
    residents = Residents(*np.zeros((2, 50_000)), np.full(50_000, 2.1), np.zeros(50_000, dtype=np.int32))
    weight = residents.spread(0.6, seed=1).weight
    assert weight.std() / weight.mean() == pytest.approx(0.6, abs=0.02)
