from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon, box
from support.inputs_samples import CORNER, HOSTILE, SIDE, areas_of, only, squares
from support.paths import DATA

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import read_areas
from zorgkaart.inputs.schema import AREA_NUMBERS, AREA_TEXT, GEMEENTE_TEXT, GROUP_NUMBERS, WIJK_TEXT
from zorgkaart.project.sections import AreasSection

BOUNDARIES = DATA / "boundaries"


def test_own_schema_and_dissolved_groups(tmp_path: Path) -> None:
    areas, problems = areas_of(squares(buurtnaam=[HOSTILE, "b", "c", "d"]), tmp_path)
    assert not len(problems)
    assert areas is not None
    assert list(areas.buurten.columns) == [*AREA_TEXT, *AREA_NUMBERS, "geometry"]
    assert list(areas.wijken.columns) == [*WIJK_TEXT, *GROUP_NUMBERS, "geometry"]
    assert list(areas.gemeenten.columns) == [*GEMEENTE_TEXT, *GROUP_NUMBERS, "geometry"]
    assert areas.buurten["buurtnaam"].iloc[0] == HOSTILE
    assert areas.wijken["inwoners"].tolist() == [300, 700]
    assert areas.gemeenten["inwoners"].tolist() == [1000]
    assert areas.wijken["pct_65plus"].isna().all()
    assert areas.wijken.geometry.area.tolist() == pytest.approx([2e6, 2e6])
    assert areas.buurten["huishoudens"].isna().all()


def test_unknown_inhabitants_stay_unknown(tmp_path: Path) -> None:
    areas, problems = areas_of(squares(inwoners=[None, None, 300, -99_997.0]), tmp_path)
    assert areas is not None
    assert areas.buurten["inwoners"].isna().tolist() == [True, True, False, True]
    assert areas.wijken["inwoners"].fillna(-1).tolist() == [-1, 300], "nothing published is not zero"
    text = [str(problem) for problem in problems]
    assert not problems.fatal
    assert "1 row with CBS's code for 'not published' in inwoners" in text[0]
    assert "3 buurten without a published number of inhabitants: the total of 2 areas" in text[1]


def test_the_users_own_names_and_crs(tmp_path: Path) -> None:
    table = squares().rename(columns={"buurtcode": "BU_CODE", "inwoners": "AANT_INW"}).to_crs("EPSG:4326")
    columns = {"buurtcode": "BU_CODE", "inwoners": "AANT_INW"}
    areas, problems = areas_of(table, tmp_path, columns=columns)
    assert not len(problems)
    assert areas is not None
    assert areas.buurten.crs.to_epsg() == 28992
    assert areas.buurten["inwoners"].tolist() == [100, 200, 300, 400]
    assert np.allclose(areas.buurten.total_bounds, [*CORNER, CORNER[0] + 4 * SIDE, CORNER[1] + SIDE], atol=0.01)


def test_codes_alone_are_enough(tmp_path: Path) -> None:
    table = squares()[["buurtcode", "geometry"]].assign(buurtcode=[9711, 9712, 9713, 9714])
    areas, problems = areas_of(table, tmp_path)
    assert areas is not None
    assert areas.buurten["buurtnaam"].tolist() == ["9711", "9712", "9713", "9714"]
    assert len(areas.wijken) == 0
    assert len(areas.gemeenten) == 0
    assert areas.gemeenten.crs.to_epsg() == 28992
    assert "there is no column 'inwoners'" in only(problems, fatal=False)


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    first, _ = areas_of(squares(), tmp_path)
    second, _ = areas_of(squares().iloc[::-1], tmp_path)
    assert first is not None
    assert second is not None
    for level in ("buurten", "wijken", "gemeenten"):
        ours, theirs = getattr(first, level), getattr(second, level)
        pd.testing.assert_frame_equal(ours.drop(columns="geometry"), theirs.drop(columns="geometry"))
        assert ours.geometry.geom_equals(theirs.geometry).all()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"buurtcode": ["A", "A", "B", "C"]}, "rows 1, 2: the same buurtcode (A)"),
        ({"buurtcode": ["A", "", None, "C"]}, "rows 2, 3: no buurtcode"),
        ({"inwoners": [1.0, 2.0, -5.0, 4.0]}, "row 3: inwoners is negative (-5)"),
        ({"inwoners": ["1", "2", "veel", "4"]}, "row 3: inwoners is not a number"),
    ],
)
def test_cells_that_cannot_be_right(tmp_path: Path, columns: dict[str, list[object]], message: str) -> None:
    areas, problems = areas_of(squares(**columns), tmp_path)
    assert areas is None
    assert message in only(problems, fatal=True)


def test_without_a_code_column(tmp_path: Path) -> None:
    areas, problems = areas_of(squares().rename(columns={"buurtcode": "buurtcodes"}), tmp_path)
    assert areas is None
    text = only(problems, fatal=True)
    assert "there is no column 'buurtcode'" in text
    assert "Did you mean 'buurtcodes'" in text


def test_several_faults_are_reported_at_once(tmp_path: Path) -> None:
    table = squares(buurtcode=["A", "A", "B", "C"], inwoners=[1.0, 2.0, -5.0, 4.0])
    table.loc[0, "geometry"] = None
    _, problems = areas_of(table, tmp_path, columns={"naam": "x"})
    assert len(problems.fatal) == 4


def with_shape(shape: object) -> gpd.GeoDataFrame:
    table = squares()
    table.loc[1, "geometry"] = shape
    return table


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (with_shape(None), "row 2: no shape"),
        (with_shape(Polygon()), "row 2: no shape"),
        (with_shape(LineString([CORNER, (234_000, 582_000)])), "row 2: no area but LineString"),
        (with_shape(Polygon([CORNER, (234_000, 581_000), CORNER])), "row 2: a shape without a surface"),
        (with_shape(box(6.5, 53.2, 6.6, 53.3)), "row 2: outside the Netherlands when read as EPSG:28992"),
        (squares().set_crs(None, allow_override=True), "look like metres of the Dutch grid (EPSG:28992)"),
        (squares().to_crs(4326).set_crs(None, allow_override=True), "look like degrees (EPSG:4326)"),
        (squares().to_crs(4326).set_crs(28992, allow_override=True), "look like degrees (EPSG:4326)"),
        (squares().set_crs(32631, allow_override=True), "when read as EPSG:32631"),
    ],
)
def test_shapes_that_cannot_be_right(tmp_path: Path, table: gpd.GeoDataFrame, message: str) -> None:
    areas, problems = areas_of(table, tmp_path)
    assert areas is None
    assert message in only(problems, fatal=True)


def test_an_invalid_shape_is_repaired_and_reported(tmp_path: Path) -> None:
    x, y = CORNER
    bow_tie = Polygon([(x + 1000, y), (x + 2000, y + 1000), (x + 2000, y), (x + 1000, y + 1000)])
    areas, problems = areas_of(with_shape(bow_tie), tmp_path)
    assert areas is not None
    assert areas.buurten.geometry.is_valid.all()
    assert areas.buurten.geometry.area.iloc[1] == pytest.approx(500_000)
    assert "row 2: an invalid shape was repaired" in only(problems, fatal=False)


def test_areas_on_top_of_each_other_are_reported(tmp_path: Path) -> None:
    table = with_shape(squares().geometry.iloc[0])
    areas, problems = areas_of(table, tmp_path)
    assert areas is not None
    assert "areas lie on top of each other: rows 1 and 2" in only(problems, fatal=False)


def test_a_table_without_shapes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("buurtcode,inwoners\nA,1\n", encoding="utf-8")
    problems = Problems()
    assert read_areas(AreasSection(buurten=path), problems) is None
    assert "the table has no geometry" in only(problems, fatal=True)


def test_a_layer_of_a_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "kaart.gpkg"
    squares().to_file(path, layer="buurten")
    squares(2).rename(columns={"wijkcode": "w", "buurtcode": "wijkcode"}).to_file(path, layer="wijken")
    squares(3).to_file(path, layer="mijn buurten")
    problems = Problems()
    assert read_areas(AreasSection(buurten=path, wijken=path), problems) is None, "wijken of other codes"
    assert "it lacks 2 areas that the buurten name (wijkcode WK001400, WK001401)" in only(problems, fatal=True)
    problems = Problems()
    areas = read_areas(AreasSection(buurten=path, layer="mijn buurten"), problems)
    assert areas is not None
    assert len(areas.buurten) == 3


def test_given_wijken_that_the_buurten_do_not_name(tmp_path: Path) -> None:
    squares(2).assign(wijkcode=["W1", "W2"]).to_parquet(tmp_path / "wijken.parquet")
    areas, problems = areas_of(squares().drop(columns="wijkcode"), tmp_path, wijken=tmp_path / "wijken.parquet")
    assert areas is not None
    assert len(areas.wijken) == 0
    assert "it is not used, as the buurten have no wijkcode" in only(problems, fatal=False)


def test_filters(tmp_path: Path) -> None:
    table = squares(
        provincie=["Groningen", "Groningen", "Fryslân", "Fryslân"],
        gemeentecode=["GM1", "GM2", "GM3", "GM3"],
        gemeentenaam=["Pekela", "Oldambt", "Harlingen", "Harlingen"],
    )
    areas, _ = areas_of(table, tmp_path, provincies=("friesland",))
    assert areas is not None
    assert areas.buurten["buurtcode"].tolist() == ["BU00140002", "BU00140003"]
    assert areas.gemeenten["gemeentenaam"].tolist() == ["Harlingen"]
    areas, _ = areas_of(table, tmp_path, gemeentenamen=("PEKELA", "Harlingen"))
    assert areas is not None
    assert len(areas.buurten) == 3
    areas, problems = areas_of(table, tmp_path, gemeentenamen=("Oldamt", "Pekela"))
    assert areas is None
    assert "no buurt of buurten.parquet has gemeentenaam 'Oldamt'. Did you mean 'Oldambt'?" in only(
        problems, fatal=True
    )
    areas, problems = areas_of(table, tmp_path, provincies=("Groningen",), gemeentenamen=("Harlingen",))
    assert areas is None
    assert "leave no buurt" in only(problems, fatal=True)


@settings(max_examples=25, deadline=None)
@given(numbers=st.lists(st.one_of(st.none(), st.integers(0, 10_000)), min_size=4, max_size=4))
def test_totals_are_those_of_the_published_numbers(
    numbers: list[int | None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = squares(inwoners=pd.array(numbers, dtype="Float64"))
    areas, problems = areas_of(table, tmp_path_factory.mktemp("totals"))
    assert not problems.fatal
    assert areas is not None
    published = [number for number in numbers if number is not None]
    total = areas.gemeenten["inwoners"].item()
    assert total == sum(published) if published else np.isnan(total)


def test_the_projects_own_areas() -> None:
    config = AreasSection(
        buurten=BOUNDARIES / "buurten.parquet",
        wijken=BOUNDARIES / "wijken.parquet",
        gemeenten=BOUNDARIES / "gemeenten.parquet",
        provincies=("Groningen",),
    )
    problems = Problems()
    areas = read_areas(config, problems)
    assert not len(problems)
    assert areas is not None
    assert (len(areas.buurten), len(areas.wijken), len(areas.gemeenten)) == (635, 123, 10)
    assert areas.buurten["inwoners"].isna().sum() == 21
    assert areas.buurten["inwoners"].sum() == 601_295
    assert areas.gemeenten["inwoners"].sum() == 601_347
    assert areas.buurten["buurtcode"].is_monotonic_increasing
    whole = read_areas(config.model_copy(update={"provincies": ()}), Problems())
    assert whole is not None
    assert (len(whole.buurten), len(whole.wijken), len(whole.gemeenten)) == (2_245, 558, 40)


def test_own_areas_dissolve_into_the_published_ones() -> None:
    problems = Problems()
    areas = read_areas(AreasSection(buurten=BOUNDARIES / "buurten.parquet", provincies=("Drenthe",)), problems)
    assert areas is not None
    assert not problems.fatal
    published = gpd.read_parquet(BOUNDARIES / "gemeenten.parquet").query("provincie == 'Drenthe'").reset_index()
    assert areas.gemeenten["gemeentecode"].tolist() == published["gemeentecode"].tolist()
    assert np.allclose(areas.gemeenten.geometry.area, published.geometry.area, rtol=0.01)
    assert np.allclose(areas.gemeenten["inwoners"], published["inwoners"], rtol=0.01)


def test_areas_of_a_table_with_shapes_as_text(tmp_path: Path) -> None:
    path = tmp_path / "buurten.csv"
    shape = "POLYGON ((233000 582000, 234000 582000, 234000 583000, 233000 583000, 233000 582000))"
    path.write_text(f'BUURTCODE;Inwoners;WKT\nBU1;1.200;"{shape}"\nBU2;12,0;"{shape}"\n', encoding="cp1252")
    problems = Problems()
    areas = read_areas(AreasSection(buurten=path), problems)
    assert areas is not None, [str(problem) for problem in problems]
    assert areas.buurten["inwoners"].tolist() == [1200, 12]
    assert areas.buurten.geometry.area.tolist() == [1e6, 1e6]
