"""The table of inhabitants by class of age, at the door."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_classes import AgeClasses, read_age_classes, with_older
from zorgkaart.inputs.age_names import AgeClass

NAN = float("nan")
HEAD = "buurtcode,leeftijd_0_64,leeftijd_65_74,leeftijd_75,vrouwen_0_64\n"


def buurten() -> GeoDataFrame:
    codes = ["BU00000001", "BU00000002", "BU00000003"]
    people = {"inwoners": [100.0, 50.0, NAN], "inwoners_65plus": [40.0, 10.0, NAN]}
    return GeoDataFrame({"buurtcode": codes, **people}, geometry=gpd.points_from_xy([0] * 3, [0] * 3))


def read(tmp_path: Path, text: str) -> tuple[AgeClasses | None, Problems]:
    (tmp_path / "klassen.csv").write_text(text, encoding="utf-8")
    problems = Problems()
    return read_age_classes(tmp_path / "klassen.csv", buurten(), problems), problems


def test_classes_come_youngest_first_in_the_order_of_the_buurten(tmp_path: Path) -> None:
    text = (
        "leeftijd_75;buurtcode;vrouwen_0_64;leeftijd_65_74;leeftijd_0_64;naam\n"
        "4,5;BU00000002;20;5,5;40;Heem\n10;BU00000001;;30;60;Dorp\n;BU00000003;;;;Stil\n1;BU00000009;1;1;1;Elders\n"
    )
    ages, problems = read(tmp_path, text)
    assert ages is not None
    assert not problems.fatal
    assert ages.classes == (AgeClass(0, 64), AgeClass(65, 74), AgeClass(75, None))
    expected = [[60, 30, 10], [40, 5.5, 4.5], [NAN] * 3]
    assert ages.counts == pytest.approx(np.array(expected), nan_ok=True)
    assert ages.women[:, 0] == pytest.approx([NAN, 20, NAN], nan_ok=True)
    assert np.isnan(ages.women[:, 1:]).all()
    assert ages.of_sex("mannen")[1, 0] == 20
    assert ages.totals == pytest.approx([100, 50, NAN], nan_ok=True)


def test_older_inhabitants_follow_where_a_class_begins_at_that_age(tmp_path: Path) -> None:
    ages, problems = read(tmp_path, HEAD + "BU00000001,60,30,10,30\nBU00000002,40,6,4,20\nBU00000003,,,,\n")
    assert ages is not None
    found = with_older(buurten(), ages, "klassen.csv", problems)
    assert found["inwoners_75plus"].tolist() == pytest.approx([10, 4, NAN], nan_ok=True)
    assert "inwoners_85plus" not in found
    assert not problems


def test_absent_buurten_are_unknown_and_told(tmp_path: Path) -> None:
    ages, problems = read(tmp_path, HEAD + "BU00000001,60,30,10,30\n")
    assert ages is not None
    assert np.isnan(ages.counts[1:]).all()
    assert [problem.fatal for problem in problems] == [False]
    assert "2 buurten of [areas] are not in it (BU00000002, BU00000003)" in str(next(iter(problems)))


def test_numbers_that_are_all_rounded_to_fives_may_add_up_to_a_little_more(tmp_path: Path) -> None:
    text = HEAD + "BU00000001,65,35,10,\nBU00000002,40,5,5,\nBU00000003,,,,\n"
    assert not read(tmp_path, text)[1]
    problems = read(tmp_path, text.replace("65,35,10", "65,35,11"))[1]
    assert "BU00000001: the classes of age do not add up to the inhabitants (the first: 111, inwoners 100)" in str(
        problems.fatal[0]
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("buurtcode,inwoners_75plus\nBU00000001,3\n", "needs buurtcode and columns such as leeftijd_0_4"),
        ("leeftijd_0\n3\n", "needs buurtcode"),
        ("buurtcode,leeftijd_0_4,leeftijd_5+\nBU00000001,3,97\n", "leeftijd_5+: not a class of age"),
        ("buurtcode,leeftijd_0,leeftijd_00\nBU00000001,3,97\n", "a class of leeftijd stands in two columns"),
        ("buurtcode,leeftijd_0_4,leeftijd_6\nBU00000001,3,97\n", "no class has the ages between 0-4 and 6+"),
        ("buurtcode,leeftijd_0_4,leeftijd_4\nBU00000001,3,97\n", "the ages 0-4 and 4+ overlap"),
        ("buurtcode,leeftijd_0_4\nBU00000001,100\n", "no class of ages above 4"),
        ("buurtcode,leeftijd_0,vrouwen_0_4\nBU00000001,100,1\n", "vrouwen_0_4: there is no column of all inhabitants"),
        (HEAD + "BU00000001,-60,30,10,\n", "row 2: leeftijd_0_64 is not a number of people"),
        (HEAD + "BU00000001,veel,30,10,\n", "row 2: leeftijd_0_64 is not a number of people"),
        (HEAD + "BU00000001,60,30,10,\nBU00000001,60,30,10,\n", "rows 2, 3: the same buurtcode"),
        (HEAD + "BU00000007,60,30,10,\n", "none of the buurten"),
        (HEAD + "BU00000001,60,30,10,66\n", "BU00000001: more women than inhabitants"),
        (HEAD + "BU00000001,50.5,30,10,\n", "do not add up to the inhabitants (the first: 90, inwoners 100)"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    ages, problems = read(tmp_path, text)
    assert ages is None
    assert why in "\n".join(map(str, problems.fatal))


def test_more_of_75_than_of_65_is_refused(tmp_path: Path) -> None:
    ages, problems = read(tmp_path, HEAD + "BU00000001,40.5,10,49.5,\n")
    assert ages is not None
    with_older(buurten(), ages, "klassen.csv", problems)
    assert "BU00000001: inwoners_75plus is more than inwoners_65plus" in str(problems.fatal[0])
