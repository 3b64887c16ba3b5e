"""Validation: distances beside CBS's, published figures beside ours, drift from what was accepted, and the page."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import DEFAULT_PROJECT
from support.study_samples import BUURTEN, PROJECT, PUBLISHED, Buurt, write_sample

from zorgkaart.analyses.validation.accepted import (
    accept,
    accepted_path,
    drift,
    failing,
    read_accepted,
    stored_intervals,
)
from zorgkaart.analyses.validation.compute import accept_results, validate
from zorgkaart.analyses.validation.distances import Fit, distance_table, fit_of, fits_by_urbanity, worst
from zorgkaart.analyses.validation.drawn_intervals import draw_intervals
from zorgkaart.analyses.validation.figures import Interval, compare_figures
from zorgkaart.analyses.validation.headline import headline_figures
from zorgkaart.analyses.validation.product import ValidationProduct, validation_tables
from zorgkaart.analyses.validation.reasons import Reasons
from zorgkaart.errors import InputError, Problems
from zorgkaart.inputs.published import read_published
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.outputs.meaning.presentation import dictionary
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

NEAR = 2e-3
TODAY = datetime.date(2026, 11, 22)
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


def with_cbs(**km: float) -> list[Buurt]:
    """The buurten of the sample with other distances of CBS."""
    return [replace(buurt, cbs_km=km.get(buurt.name, buurt.cbs_km)) for buurt in BUURTEN]


def sample_study(folder: Path, *, buurten: Sequence[Buurt] = BUURTEN, project: str = PROJECT, more: str = "") -> Study:
    path = write_sample(folder, project=project, buurten=buurten)
    if more:
        header, rows = PUBLISHED.split("\n", 1)
        wide = "".join(f"{row},\n" for row in rows.splitlines())
        text = f"{header},waarde_tot\n{wide}{more}"
        (folder / "gegevens" / "gepubliceerd.csv").write_text(text, encoding="utf-8")
    return Study(Project.load(path))


def reasons(folder: Path, name: str, **km: float) -> str:
    study = sample_study(folder, buurten=with_cbs(**km))
    table = distance_table(study)
    return Reasons(study, table).of(table.index[table["buurtnaam"] == name][0])


# Distances.


def test_fit_by_hand(study: Study) -> None:
    fit = fit_of(distance_table(study))
    ours, cbs = [4.5, 1, 14, 3.2], [4.0, 1.5, 14.0, 6.0]  # Dorp, Heem, Eenrichting, Lint
    assert (fit.buurten, fit.inwoners) == (4, 1200)
    assert fit.bias_km == pytest.approx((100 * 0.5 - 400 * 0.5 - 500 * 2.8) / 1200, abs=NEAR)
    assert fit.ours_km - fit.cbs_km == pytest.approx(fit.bias_km)
    assert fit.rmse_km == pytest.approx(math.sqrt((0.25 + 0.25 + 0 + 2.8**2) / 4), abs=NEAR)
    assert fit.correlation == pytest.approx(np.corrcoef(ours, cbs)[0, 1], abs=NEAR)


def test_half_a_kilometre_is_near_and_unknown_is_left_out() -> None:
    nan = math.nan
    fit = Fit.of(np.array([1.5, 2.0, 9.0, nan, 1.0]), np.array([1.0, 2.6, 9.0, 1.0, nan]), np.array([1, 3, nan, 9, 9]))
    assert (fit.buurten, fit.inwoners) == (3, 4)
    assert fit.near_pct == pytest.approx(100 * 2 / 3)
    assert fit.bias_km == pytest.approx((0.5 - 3 * 0.6) / 4)
    nothing = Fit.of(np.array([nan]), np.array([1.0]), np.array([5.0]))
    assert nothing.buurten == 0
    assert math.isnan(nothing.correlation)
    assert math.isnan(Fit.of(np.array([1.0, 2.0]), np.array([1.0, 2.0]), np.ones(2)).correlation), "two say nothing"


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20), st.floats(1, 1e4)), min_size=1, max_size=30))
def test_fit_does_not_depend_on_order_and_swapping_turns_the_bias(rows: list[tuple[float, float, float]]) -> None:
    ours, theirs, people = np.array(rows).T
    fit, back = Fit.of(ours, theirs, people), Fit.of(ours[::-1], theirs[::-1], people[::-1])
    turned = Fit.of(theirs, ours, people)
    for name in ("bias_km", "rmse_km", "near_pct", "correlation"):
        assert getattr(fit, name) == pytest.approx(getattr(back, name), nan_ok=True, abs=1e-6)
    assert turned.bias_km == pytest.approx(-fit.bias_km, abs=1e-9)
    assert turned.rmse_km == pytest.approx(fit.rmse_km)


def test_split_by_urbanity() -> None:
    table = pd.DataFrame(
        {
            "stedelijkheid": [5.0, 1.0, 5.0, math.nan, 1.0],
            "inwoners": [10.0, 30.0, 30.0, 5.0, 10.0],
            "km_zorgkaart": [3.0, 1.0, 5.0, 2.0, 9.0],
            "km_cbs": [2.0, 1.0, 5.0, 2.0, math.nan],
        }
    ).assign(km_verschil=lambda t: t["km_zorgkaart"] - t["km_cbs"])
    split = fits_by_urbanity(table)
    assert split["stedelijkheid"].tolist()[:2] == [1.0, 5.0]
    assert math.isnan(split["stedelijkheid"].iat[2])
    assert split["buurten"].tolist() == [1, 2, 1]
    assert split["bias_km"].tolist() == pytest.approx([0, 10 / 40, 0])
    assert split["near_pct"].tolist() == pytest.approx([100, 50, 100])


def test_worst_first_and_of_equal_ones_the_lowest_code(tmp_path: Path) -> None:
    study = sample_study(tmp_path, buurten=with_cbs(Dorp=4.0, Heem=1.0, Eenrichting=13.0, Lint=6.0))
    table = distance_table(study)
    assert worst(table)["buurtnaam"].tolist()[:3] == ["Lint", "Eenrichting", "Dorp"]
    assert worst(table.assign(km_verschil=[1.0, -1.0] + [math.nan] * 7))["buurtnaam"].tolist() == ["Dorp", "Heem"]
    assert len(worst(table, 2)) == 2


# Reasons: each is found where it is, and not where it is not.


def test_a_site_that_cbs_did_not_have_is_found_by_leaving_it_out(tmp_path: Path) -> None:
    """Without the practice in Heem its addresses (km 6, 8, 8, 8) go to km 29: 23 and three times 21 km."""
    text = reasons(tmp_path, "Heem", Heem=21.5)
    assert text.startswith("Zonder Praktijk Heem is onze afstand 21,5 km: het CBS telt die locatie waarschijnlijk niet")
    assert "Zonder Praktijk" not in reasons(tmp_path / "anders", "Heem", Heem=5.0), "that closes no half of the gap"


def test_a_site_that_we_leave_out_is_found_by_counting_it(tmp_path: Path) -> None:
    """The practice in Dorp (km 2) is in doubt; with it Dorp's addresses (km 2 and 3) have 0 and 1 km."""
    text = reasons(tmp_path, "Dorp", Dorp=0.5)
    assert text.startswith("Met Praktijk Dorp, die bij ons niet meetelt (twijfel), is onze afstand 0,5 km")
    assert "niet meetelt" not in reasons(tmp_path / "anders", "Dorp", Dorp=4.0)


def test_a_detour_is_told_with_its_sums(tmp_path: Path) -> None:
    """From km 12 and 18 it is 5 and 11 km in a straight line, and 17 and 11 by road; elsewhere there are no bends."""
    text = reasons(tmp_path, "Eenrichting", Eenrichting=8.5)
    assert (
        "hemelsbreed is het 8,0 km en over ons wegennet 14,0 km, 1,8 maal zo ver (gewoonlijk 1,0 maal)" in text.lower()
    )
    assert "hemelsbreed" not in reasons(tmp_path / "anders", "Eenrichting", Eenrichting=7.5).lower(), "CBS is no crow"


def test_uneven_addresses_few_people_and_no_reason(tmp_path: Path) -> None:
    """Lint's addresses lie 7, 5, 3, 1 and 0 km from the practice; CBS's 6 km lies between."""
    text = reasons(tmp_path, "Lint")
    assert text.startswith("Binnen de buurt loopt de afstand van 0,2 tot 6,6 km, en de 500 inwoners wonen niet gelijk")
    assert "weinig mensen: 500 inwoners, 5 adressen" in text
    far = reasons(tmp_path / "anders", "Lint", Lint=9.0)
    assert "Binnen de buurt" not in far


def test_buurten_around_that_agree_point_at_a_missing_site(tmp_path: Path) -> None:
    text = reasons(tmp_path, "Eenrichting", Eenrichting=3.0, Lint=1.0)
    assert "Ook in 1 van de 2 buurten eromheen is de afstand van het CBS meer dan 0,5 km korter" in text
    assert "eromheen" not in reasons(tmp_path / "anders", "Eenrichting", Eenrichting=3.0, Lint=3.0)


def test_addresses_far_from_the_road(tmp_path: Path) -> None:
    """One of Kom's two addresses lies 50 m from the road, all others of the sample on it."""
    assert "gemiddeld 25 m van de weg (gewoonlijk 0 m)" in reasons(tmp_path, "Kom", Kom=3.0)


def test_inhabitants_without_a_road(tmp_path: Path) -> None:
    """One of Half's two addresses lies 3 km from every road."""
    assert "40 van de 80 inwoners hebben geen route over ons wegennet" in reasons(tmp_path, "Half", Half=10.0)


def test_a_site_of_which_the_place_is_not_well_known(tmp_path: Path) -> None:
    study = sample_study(tmp_path)
    table = study.facilities.table.copy()
    table["precisie"] = "plaats"
    vague = study.variant(facilities=replace(study.facilities, table=table))
    distances = distance_table(vague)
    assert "van Praktijk Heem is de plaats maar ongeveer bekend (plaats)" in Reasons(vague, distances)._imprecise(
        _place(distances, "Heem")
    )
    table["precisie"] = "adres"
    exact = study.variant(facilities=replace(study.facilities, table=table))
    assert Reasons(exact, distances)._imprecise(_place(distances, "Heem")) == ""


def _place(distances: pd.DataFrame, name: str):  # type: ignore[no-untyped-def]
    from zorgkaart.analyses.validation.reasons import Place

    row = int(distances.index[distances["buurtnaam"] == name][0])
    return Place(row, *(float(distances[column].iat[row]) for column in ("km_zorgkaart", "km_cbs")))


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


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,afstand_km,huisarts,,,,2,km,2020,x,y,1", "waarde_tot lies below waarde"),
        ("a,afstand_km,huisarts,,,,2,km,2020,x,y,veel", "waarde_tot of a is no number"),
        ("a,afstand_km,huisarts,,,,2,km,2020,x,y,inf", "waarde_tot of a is no number"),
    ],
)
def test_ranges_are_checked(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "cijfers.csv"
    path.write_text(f"{PUBLISHED.splitlines()[0]},waarde_tot\n{row}\n", encoding="utf-8")
    problems = Problems()
    assert read_published(path, problems) is None
    assert [problem.what for problem in problems.fatal] == [message if "number" in message else f"a: {message}"]


# Headline figures and drift.


def test_headline_figures_by_hand(study: Study) -> None:
    table = headline_figures(study, fit_of(distance_table(study))).set_index("id")
    assert table.index.is_unique
    assert table.loc["acute_verloskunde_inwoners_buiten_norm", "waarde"] == pytest.approx(450)
    assert table.loc["acute_verloskunde_buurten_gemarkeerd", "waarde"] == 2
    assert table.loc["huisarts_km_GM0000", "waarde"] == pytest.approx(3650 / 700, abs=NEAR)
    assert "seh_extra_zonder_seh-oost" in table.index, "a published closure"
    assert table.loc["seh_extra_zonder_seh-oost", "waarde"] == 0, "it is not open at night, so it does not count"
    assert math.isnan(table.loc["seh_extra_zonder_seh-west", "waarde"]), "no hospital is left that counts"
    assert table.loc["seh_gemiddeld_min", "waarde"] == pytest.approx(
        float(np.average(study.travel["seh"].minutes[known_minutes(study)], weights=weights(study)))
    )


def known_minutes(study: Study) -> np.ndarray:
    return ~np.isnan(study.travel["seh"].minutes) & ~np.isnan(study.residents.weight)


def weights(study: Study) -> np.ndarray:
    return study.residents.weight[known_minutes(study)]


def test_intervals_are_those_of_the_draws(tmp_path: Path) -> None:
    """On scene 4 minutes as always gives the 450 outside; a second more on a limit of 27.75 minutes gives more."""
    drawn = """
[assumptions.ter_plaatse]
keys = ["norms.*.on_scene_min"]
distribution = "choice"
values = [4, VALUE]
source = "Verzonnen"
"""
    same = draw_intervals(sample_study(tmp_path, project=PROJECT + drawn.replace("VALUE", "4")), draws=4)
    assert same["acute_verloskunde_inwoners_buiten_norm"] == Interval(450, 450, 4)
    assert same["seh_extra_zonder_seh-oost"] == Interval(0, 0, 4)
    wide = draw_intervals(sample_study(tmp_path / "meer", project=PROJECT + drawn.replace("VALUE", "30")), draws=4)
    found = wide["acute_verloskunde_inwoners_buiten_norm"]
    assert found.low == 450 < found.high, "with 30 minutes on scene all are outside"
    assert draw_intervals(sample_study(tmp_path / "niets"), draws=4) == {}, "nothing to draw"


def test_scenarios_of_the_project_are_headline_figures(tmp_path: Path) -> None:
    scenarios = """
[scenarios.west_dicht]
title = "West sluit"
kinds = ["seh"]
close = ["seh-west"]

[scenarios.nacht]
at = "nacht"
close = ["post-avond"]
"""
    study = sample_study(tmp_path, project=PROJECT + scenarios)
    table = headline_figures(study, fit_of(distance_table(study))).set_index("id")
    assert table.loc["seh_extra_scenario_west_dicht", "onderwerp"].endswith("in het scenario 'West sluit'")
    assert not table.index.str.contains("nacht").any()


def figures(**values: float) -> pd.DataFrame:
    rows = [{"id": name, "onderwerp": f"Cijfer {name}", "waarde": value} for name, value in values.items()]
    return pd.DataFrame(rows).assign(eenheid="inwoners")


def test_drift_within_and_beyond_the_tolerance(tmp_path: Path) -> None:
    path = tmp_path / "proef.accepted.csv"
    changed = accept(path, figures(a=1000.0, b=5000.0, weg=7.0, leeg=math.nan), {}, today=TODAY)
    assert changed["uitslag"].tolist() == ["nieuw"] * 4
    accepted = read_accepted(path)
    assert accepted is not None
    assert accepted["tolerantie"].tolist() == [10, 50, 10, 10], "one percent, and ten at least"
    now = drift(figures(a=1010.0, b=5050.1, leeg=math.nan, vers=1.0), accepted).set_index("id")
    assert now["uitslag"].to_dict() == {
        "a": "binnen de tolerantie",
        "b": "afwijking",
        "leeg": "gelijk",
        "vers": "nieuw",
        "weg": "verdwenen",
    }
    assert failing(now.reset_index())["id"].tolist() == ["b", "weg"]
    assert now.loc["b", "verschil"] == pytest.approx(50.1)
    unknown = drift(figures(a=math.nan, b=5000.0, leeg=3.0, weg=7.0), accepted).set_index("id")["uitslag"]
    assert unknown.to_dict() == {"a": "afwijking", "b": "gelijk", "leeg": "afwijking", "weg": "gelijk"}


def test_accepting_keeps_tolerances_and_the_dates_of_what_stays(tmp_path: Path) -> None:
    path = tmp_path / "proef.accepted.csv"
    accept(path, figures(a=1000.0, b=5000.0), {"a": Interval(1.0, 2.0, 30)}, today=TODAY)
    path.write_text(path.read_text(encoding="utf-8").replace(",50.0,", ",7.0,"), encoding="utf-8")
    later = TODAY + datetime.timedelta(days=9)
    changed = accept(path, figures(a=1000.0000001, b=5001.0), {}, today=later)
    assert changed["id"].tolist() == ["b"]
    table = read_accepted(path)
    assert table is not None
    rows = table.set_index("id")
    assert rows["tolerantie"].to_dict() == {"a": 10, "b": 7}
    assert rows["aanvaard_op"].to_dict() == {"a": "2026-11-22", "b": "2026-12-01"}
    assert stored_intervals(table) == {"a": Interval(1.0, 2.0, 30)}
    before = path.read_bytes()
    assert accept(path, figures(a=1000.0, b=5001.0), {}, today=later).empty
    assert path.read_bytes() == before, "accepting twice changes nothing"


@given(st.floats(-1e6, 1e6), st.floats(0, 1e4), st.floats(-2, 2))
def test_a_drift_is_one_just_beyond_the_tolerance(was: float, tolerance: float, part: float) -> None:
    was = float(f"{was:.6g}")
    accepted = figures(a=was).assign(
        tolerantie=tolerance, laag=math.nan, hoog=math.nan, trekkingen=math.nan, aanvaard_op=""
    )
    now = was + part * tolerance
    (verdict,) = drift(figures(a=now), accepted)["uitslag"]
    if abs(now - was) > tolerance * (1 + 1e-6) and float(f"{now:.6g}") != was:
        assert verdict == "afwijking"
    if abs(now - was) < tolerance * (1 - 1e-6):
        assert verdict in ("gelijk", "binnen de tolerantie")


def test_without_accepted_figures_all_are_new_and_none_fails(tmp_path: Path) -> None:
    assert read_accepted(tmp_path / "nergens.accepted.csv") is None
    assert failing(drift(figures(a=1.0), None)).empty
    assert accepted_path(Path("projects/groningen.toml")).name == "groningen.accepted.csv"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tolerantie", "speling", "columns ['tolerantie'] are missing"),
        (",10.0,", ",tien,", "tolerantie of a is no number"),
        (",10.0,", ",-1,", "tolerantie of a is no number"),
        (",10.0,", ",,", "tolerantie of a is no number"),
        ("\nb,", "\na,", "a is there more than once"),
        ("1000.0", "duizend", "waarde of a is no number"),
    ],
)
def test_a_spoilt_file_of_accepted_figures_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "proef.accepted.csv"
    accept(path, figures(a=1000.0, b=1001.0), {}, today=TODAY)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        read_accepted(path)


# The page and the tables.


def test_all_columns_are_documented(study: Study) -> None:
    known = dictionary(study.project)
    for name, table in validation_tables(validate(study)).items():
        assert undocumented(table.columns, known) == [], name


def test_the_page_says_what_was_found_and_runs_nothing(study: Study, tmp_path: Path) -> None:
    accepted = tmp_path / "proef.accepted.csv"
    found = validate(study, intervals={"seh_extra_zonder_seh-west": Interval(400, 600, 40)})
    found, _ = accept_results(found, accepted, today=TODAY)
    files = write(ValidationProduct(found), tmp_path / "uit", command="zorgkaart validate")
    assert {file.name for file in files} >= {
        "validatie.html",
        "validatie.xlsx",
        "provenance.json",
        *(f"{name}.csv" for name in ("cijfers", "stedelijkheid", "grootste_verschillen", "buurten", "aanvaard")),
    }
    assert all(file.stat().st_size for file in files)
    page = files[0].read_text(encoding="utf-8")
    assert re.findall("<script[^>]*>", page) == ['<script type="application/json" id="herkomst">']
    assert "default-src &#39;none&#39;" in page
    assert "Binnen de buurt loopt de afstand van 0,2 tot 6,6 km" in page
    assert "Geen van de hoofdcijfers wijkt meer dan de afgesproken tolerantie af" in page
    assert page.count("data:image/svg+xml;base64,") == 3
    again = write(ValidationProduct(found), tmp_path / "nog-eens", command="zorgkaart validate")
    pictures = re.findall('data:image[^"]*', page)
    assert re.findall('data:image[^"]*', again[0].read_text(encoding="utf-8")) == pictures


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    evil = ["<script>alert(1)</script>", "=1+1", r"$\frac{1}{0$", '"><img src=x onerror=alert(2)>']
    buurten = [replace(buurt, name=name) for buurt, name in zip(BUURTEN, evil, strict=False)] + list(BUURTEN[4:])
    study = sample_study(tmp_path, buurten=buurten)
    table = study.facilities.table
    table["naam"] = [f"<script>{name}</script>$x_" for name in table["naam"]]
    found = validate(study, intervals={"seh_extra_zonder_seh-west": Interval(400, 600, 40)})
    found, _ = accept_results(found, tmp_path / "proef.accepted.csv", today=TODAY)
    files = write(ValidationProduct(found), tmp_path / "uit", command="<b>opdracht</b>")
    page = files[0].read_text(encoding="utf-8")
    assert len(re.findall("<script", page)) == 1
    assert "<img src=x" not in page
    assert "<b>opdracht" not in page.split('id="herkomst"')[0]
    assert "&lt;script&gt;alert(1)" in page
    text = (tmp_path / "uit" / "tabellen" / "buurten.csv").read_text(encoding="utf-8-sig")
    assert ";'=1+1;" in text


def test_a_project_without_anything_to_compare_with(tmp_path: Path) -> None:
    bare = PROJECT.replace('published = "gegevens/gepubliceerd.csv"\n', "")
    study = sample_study(tmp_path, project=bare, buurten=with_cbs(**dict.fromkeys([b.name for b in BUURTEN], math.nan)))
    found = validate(study)
    assert found.fit.buurten == 0
    assert found.worst.empty
    assert found.published.empty
    page = write(ValidationProduct(found), tmp_path / "uit", command="zorgkaart validate")[0].read_text(
        encoding="utf-8"
    )
    assert "nog geen uitkomsten aanvaard" in page


# The default project.


@pytest.fixture(scope="module")
def real(groningen: Study):  # type: ignore[no-untyped-def]
    return validate(groningen, read_accepted(accepted_path(DEFAULT_PROJECT)))


def test_the_default_project_has_not_drifted(real) -> None:  # type: ignore[no-untyped-def]
    assert real.has_accepted
    assert failing(real.drift)["id"].tolist() == []
    assert not (real.drift["uitslag"] == "nieuw").any()


def test_distances_agree_with_those_of_cbs_in_every_class(real) -> None:  # type: ignore[no-untyped-def]
    assert real.fit.correlation > 0.95
    assert abs(real.fit.bias_km) < 0.1
    assert real.by_urbanity["stedelijkheid"].tolist() == [1, 2, 3, 4, 5]
    assert real.by_urbanity["buurten"].sum() == real.fit.buurten
    assert (real.by_urbanity["near_pct"] > 90).all()


def test_the_practice_in_ezinge_explains_the_largest_difference(real) -> None:  # type: ignore[no-untyped-def]
    first = real.worst.iloc[0]
    assert first["buurtnaam"] == "Ezinge"
    assert "Ezinge is onze afstand 4,2 km" in first["reden"], "and CBS's is 4.2"
    assert not real.worst["reden"].str.contains("Geen reden").any()


def test_the_largest_distances_of_the_regiobeeld(real) -> None:  # type: ignore[no-untyped-def]
    table = real.published.set_index("cijfer")
    assert table.loc["huisarts-lauwersoog", "zorgkaart"] == pytest.approx(9.3, rel=0.1)
    # Since 2021 a practice has come to Nieuweschans; without it our distance is the published one.
    assert (
        "Zonder Huisartsenpraktijk Voorstraat 2, Bad Nieuweschans zou het 8,7 km zijn"
        in (table.loc["huisarts-nieuweschans", "duiding"])
    )
    assert len(table) == len(real.study.published), "every published figure can be computed"


def test_the_published_effect_stands_beside_an_interval(real) -> None:  # type: ignore[no-untyped-def]
    row = real.published.set_index("cijfer").loc["seh-zonder-ommelander"]
    assert row["interval_laag"] < row["zorgkaart"] < row["interval_hoog"]
    assert "ons interval van 90 %" in row["duiding"]
