"""Why a distance differs, for cases of which the reason is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
from support.validation_samples import sample_study, with_cbs

from zorgkaart.analyses.validation.distances import distance_table
from zorgkaart.analyses.validation.reasons import Reasons


def reasons(folder: Path, name: str, **km: float) -> str:
    study = sample_study(folder, buurten=with_cbs(**km))
    table = distance_table(study)
    return Reasons(study, table).of(table.index[table["buurtnaam"] == name][0])


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
