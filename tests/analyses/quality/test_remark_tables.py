"""The tables of remarks."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from support.quality_samples import NAN, by_area, changed, numbers, with_sites

from zorgkaart.analyses.quality.remark_tables import age_table, left_out, mark_table, single_roads
from zorgkaart.study.study import Study


def test_sums_of_larger_areas_are_those_of_their_buurten(study: Study) -> None:
    names = [f"inwoners_{mark.name}" for mark in study.marks]
    buurten = study.results["buurten"].groupby("gemeentecode")[names].sum()
    gemeenten = study.results["gemeenten"].set_index("gemeentecode")[names]
    pd.testing.assert_frame_equal(buurten, gemeenten, check_dtype=False)
    table = mark_table(study).set_index("kwaliteit_opmerking")
    assert table.loc["Afhankelijk van een enkele weg", "inwoners_betrokken"] == pytest.approx(1090)
    assert table.loc["Afhankelijk van een enkele weg", "aandeel_inwoners"] == pytest.approx(1090 / 1400)
    assert table.loc["Afhankelijk van een enkele weg", "aantal_buurten"] == 6  # with Stil, whose people are unknown


def test_old_data_counts_for_whom_the_site_is_nearest(study: Study) -> None:
    dated = changed(study, quality={"date": datetime.date(2026, 1, 1)})
    old = with_sites(dated, "peildatum", huisarts_heem="2015", huisarts_lint="2025-06", ambulance_west="2019")
    np.testing.assert_allclose(numbers(old, "inwoners_verouderd"), [100, 400, 200, 0, 0, 0, 40, 0, NAN])
    assert "Huisarts (2015)" in by_area(old, "verouderd_toelichting")["Dorp"]
    assert "Ambulancepost (2019)" in by_area(old, "verouderd_toelichting")["Heem"]
    assert "SEH (peildatum onbekend, misschien)" in by_area(old, "verouderd_toelichting")["Heem"]
    rows = age_table(old).set_index("voorziening")
    assert rows.loc["Huisarts", "peildata"] == "2015, 2025-06"
    assert (rows.loc["Huisarts", "locaties_verouderd"], rows.loc["Huisarts", "inwoners_betrokken"]) == (1, 740)
    patient = changed(study, quality={"date": datetime.date(2026, 1, 1), "old_years": 20})
    patient = with_sites(patient, "peildatum", huisarts_heem="2015")
    np.testing.assert_allclose(numbers(patient, "inwoners_verouderd"), [0, 0, 0, 0, 0, 0, 0, 0, NAN])


def test_old_roads_are_named_everywhere_but_not_counted(study: Study) -> None:
    quality = {"date": datetime.date(2026, 1, 1)}
    roads = changed(study, quality=quality, network={"date": datetime.date(2015, 3, 1)})
    assert all("wegennet (2015-03-01)" in (text or "") for text in by_area(roads, "verouderd_toelichting").values())
    np.testing.assert_allclose(numbers(roads, "inwoners_verouderd"), [0, 0, 0, 0, 0, 0, 0, 0, NAN])
    assert "Wegennet" in age_table(roads)["voorziening"].tolist()
    assert "Wegennet" not in age_table(study)["voorziening"].tolist()


def test_single_roads_are_placed_and_ordered(study: Study) -> None:
    table = single_roads(study)
    assert table["inwoners_betrokken"].round(6).tolist() == [550, 540]
    assert table["achter_de_weg"].tolist() == ["Lint, Kom", "Heem, Dorp, Half en 1 andere"]
    assert table["weglengte_m"].tolist() == [10_000, 10_000]
    assert table["lat"].between(53, 54).all()


def test_what_is_left_out_is_counted(study: Study) -> None:
    text = " ".join(left_out(study))
    assert "Van 1 buurt is het aantal inwoners niet gepubliceerd" in text
    assert "1 locatie in het buitenland telt niet mee" in text
    assert "Veerboten zijn geen deel" in text
    assert "Veerboten" not in " ".join(left_out(WithFerries(study)))


class WithFerries:
    """The study under a project that has ferries; its network is not read anew."""

    def __init__(self, study: Study) -> None:
        self._study, self.project = study, study.project.with_changes(network={"ferries": True})

    def __getattr__(self, name: str) -> object:
        return getattr(self._study, name)
