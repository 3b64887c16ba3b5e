"""Published figures beside ours, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.validation_samples import NEAR, sample_study

from zorgkaart.analyses.validation.figures import Interval, compare_figures
from zorgkaart.study.study import Study

MORE = """inwoners,inwoners,,provincie,Groningen,,1300,inwoners,2020,Verzonnen,Inwoners,
ouderen,inwoners_65plus,,provincie,Groningen,,300,inwoners,2020,Verzonnen,Ouderen,
aandeel,aandeel_65plus_pct,,provincie,Groningen,,20,%,2020,Verzonnen,Aandeel,
seh-aantal,locaties,seh,provincie,Groningen,,3,locaties,2020,Verzonnen,Aantal,
posten,locaties,huisartsenpost,,,,3,locaties,2020,Verzonnen,Aantal,
posten-nacht,locaties_nacht,huisartsenpost,,,,1,locaties,2020,Verzonnen,Aantal,
zonder-seh,gemeenten_zonder,seh,gemeenten,Beta,,1,gemeenten,2020,Verzonnen,Zonder,
norm,buiten_norm_pct,acute_verloskunde,wijken,WK000002,,100,%,2020,Verzonnen,Alleen daar,
grenzen,afstand_km,huisarts,gemeenten,Alfa,,2.0,km,2020,Verzonnen,Tussen,3.0
ver,afstand_km,huisarts,gemeenten,GM0000,,10.0,km,2020,Verzonnen,Toen,
"""


# Published figures.


def test_every_measure_by_hand(tmp_path: Path) -> None:
    study = sample_study(tmp_path, more=MORE)
    table = compare_figures(study).set_index("cijfer")
    ours = table["zorgkaart"]
    assert ours["inwoners"] == 1400
    assert "Zonder 1 buurt waarvan" in table.loc["inwoners", "duiding"]
    assert ours["ouderen"] == 295
    assert ours["aandeel"] == pytest.approx(100 * 295 / 1350), "Kom's elderly are not published"
    assert ours["seh-aantal"] == 1, "the hospital in the west lies in no buurt, the one in the east on a border"
    assert ours["posten"] == 3
    assert ours["posten-nacht"] == 1
    assert ours["zonder-seh"] == 1
    assert "geen locatie in Alfa" in table.loc["zonder-seh", "duiding"]
    assert "In Beta staat in ons bestand wel een locatie: Ziekenhuis Oost" in table.loc["zonder-seh", "duiding"]
    assert ours["norm"] == pytest.approx(100 * 400 / 450)
    assert table.loc["norm", "gebied"] == "wijk Beta Lint"
    assert "Beta (50)" in table.loc["norm", "duiding"]
    assert "huisarts-nergens" not in table.index


def test_ranges_count_from_their_nearest_end_and_names_from_codes(tmp_path: Path) -> None:
    table = compare_figures(sample_study(tmp_path, more=MORE)).set_index("cijfer")
    alfa = (100 * 4.5 + 400 * 1 + 200 * 14) / 700
    assert table.loc["grenzen", "zorgkaart"] == pytest.approx(alfa, abs=NEAR)
    assert table.loc["grenzen", "verschil"] == pytest.approx(alfa - 3, abs=NEAR)
    assert "boven de gepubliceerde grenzen" in table.loc["grenzen", "duiding"]
    assert table.loc["ver", "gebied"] == "gemeente Alfa"
    assert table.loc["ver", "zorgkaart"] == table.loc["grenzen", "zorgkaart"]


def test_a_distance_that_was_longer_is_tried_without_the_nearest_site(tmp_path: Path) -> None:
    """Without the practice in Heem: Dorp 26.5 km, Heem 21.5, Eenrichting still 14; CBS has 4.0, 1.5 and 14."""
    remark = compare_figures(sample_study(tmp_path, more=MORE)).set_index("cijfer").loc["ver", "duiding"]
    without, cbs = (100 * 26.5 + 400 * 21.5 + 200 * 14) / 700, (100 * 4 + 400 * 1.5 + 200 * 14) / 700
    assert f"Zonder Praktijk Heem zou het {without:.1f} km zijn".replace(".", ",") in remark
    assert f"volgt nu {cbs:.1f} km".replace(".", ",") in remark


@pytest.mark.parametrize(("low", "high", "side"), [(400, 600, "binnen"), (510, 600, "onder"), (1, 499, "boven")])
def test_a_published_effect_beside_our_interval(study: Study, low: float, high: float, side: str) -> None:
    intervals = {"seh_extra_zonder_seh-west": Interval(low, high, 40)}
    row = compare_figures(study, intervals).set_index("cijfer").loc["zonder-west"]
    assert (row["interval_laag"], row["interval_hoog"]) == (low, high)
    assert row["duiding"] == f"Het gepubliceerde cijfer ligt {side} ons interval van 90 % (40 trekkingen)."
