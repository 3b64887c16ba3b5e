"""The table of characteristics of areas, at the door."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.area_features import AreaFeatures, read_area_features
from zorgkaart.project.plans import EquitySection

NAN = float("nan")


def read(folder: Path, text: str, *, rank: str = "woz", groups: tuple[str, ...] = ()) -> tuple[AreaFeatures, Problems]:
    (folder / "kenmerken.csv").write_text(text, encoding="utf-8")
    areas = {"buurtcode": ["BU1", "BU2", "BU3"], "wijkcode": ["WK1", "WK1", "WK2"]}
    buurten = GeoDataFrame(areas, geometry=gpd.points_from_xy([0] * 3, [0] * 3))
    problems = Problems()
    section = EquitySection(table=folder / "kenmerken.csv", rank=rank, groups=groups)
    return read_area_features(section, buurten, problems), problems


def test_characteristics_go_to_their_buurten_whatever_the_order(tmp_path: Path) -> None:
    features, problems = read(tmp_path, "buurtcode,woz,stad\nBU3,,5\nBU9,1,1\nBU1,250000,\nBU2,0,1\n", groups=("stad",))
    assert features.rank.tolist() == pytest.approx([250000, 0, NAN], nan_ok=True)
    assert features.groups["stad"].tolist() == [None, "1", "5"]
    assert not problems


def test_those_of_wijken_hold_for_their_buurten_and_what_is_absent_is_told(tmp_path: Path) -> None:
    features, problems = read(tmp_path, "wijkcode;woz\nWK1;12\n")
    assert features.rank.tolist() == pytest.approx([12, 12, NAN], nan_ok=True)
    assert [problem.fatal for problem in problems] == [False]
    assert "1 buurt of [areas] are not in it" in str(next(iter(problems)))


def test_a_project_without_a_table_knows_nothing() -> None:
    buurten = GeoDataFrame({"buurtcode": ["BU1"]}, geometry=gpd.points_from_xy([0], [0]))
    features = read_area_features(EquitySection(), buurten, Problems())
    assert features.rank.tolist() == pytest.approx([NAN], nan_ok=True)
    assert not features.groups


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("gebied,woz,stad\nBU1,1,2\n", "needs a column buurtcode, wijkcode or gemeentecode"),
        ("gemeentecode,woz,stad\nGM1,1,2\n", "needs a column buurtcode, wijkcode or gemeentecode"),
        ("buurtcode,wos,stad\nBU1,1,2\n", "no column 'woz', which .* Did you mean 'wos'"),
        ("buurtcode,woz\nBU1,1\n", "no column 'stad', which"),
        ("buurtcode,woz,stad\nBU1,veel,2\n", "row 2: woz is not a number"),
        ("buurtcode,woz,stad\nBU1,1,2\nBU1,1,2\n", "rows 2, 3: the same buurtcode"),
        ("buurtcode,woz,stad\nXX,1,2\n", "none of the areas of the project"),
        ("buurtcode,woz,stad\n" + "".join(f"BU{n},1,{n}\n" for n in range(30)), "stad has 30 different values"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    features, problems = read(tmp_path, text, groups=("stad",))
    with pytest.raises(ValueError, match=why):
        problems.raise_if_fatal()
    assert features.rank.tolist() == pytest.approx([NAN] * 3, nan_ok=True)


def test_a_rank_without_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="rank and groups are columns of a table"):
        EquitySection(rank="woz")
    with pytest.raises(ValueError, match="stad is named twice"):
        EquitySection(table=Path("kenmerken.csv"), groups=("stad", "stad"))
