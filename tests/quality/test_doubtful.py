"""Sites of which the place or the state is doubtful."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from support.quality_samples import by_area, with_sites

from zorgkaart.inputs.schema import PRECISIONS
from zorgkaart.quality.doubtful import doubtful_sites, precisions
from zorgkaart.study.study import Study


def doubtful_table(study: Study) -> pd.DataFrame:
    return doubtful_sites(study.doubtful_sites, study.facilities.table, study.residents.weight)


def test_a_doubtful_site_says_for_how_many_it_would_be_nearest_and_what_it_saves(study: Study) -> None:
    (row,) = doubtful_table(study).to_dict("records")
    assert (row["id"], row["telt"], row["inwoners_betrokken"]) == ("huisarts-twijfel", False, pytest.approx(140))
    # (2,0) saves 5 minutes, (3,0) 3, and the 40 people at (0,6) 5.
    assert row["verschil_gemiddeld_min"] == pytest.approx((50 * 5 + 50 * 3 + 40 * 5) / 140)
    assert row["verschil_max_min"] == pytest.approx(5)


def test_a_vague_place_says_how_far_off_the_site_may_be(study: Study) -> None:
    vague = with_sites(study, "precisie", huisarts_lint="straat", ambulance_kom="plaats")
    rows = doubtful_table(vague).set_index("id")
    # From Eenrichting the ring to the practice at (7,0) is faster than the road with its limit of 30 km/h.
    assert rows.loc["huisarts-lint", "inwoners_betrokken"] == pytest.approx(550)
    # 700 m at the 30 km/h of a car, 1500 m at the 60 km/h of an ambulance.
    assert rows.loc["huisarts-lint", "verschil_gemiddeld_min"] == pytest.approx(1.4)
    assert rows.loc["ambulance-kom", "verschil_gemiddeld_min"] == pytest.approx(1.5)
    texts = by_area(vague, "onzekere_locatie_toelichting")
    assert texts["Eenrichting"] is None
    assert texts["Lint"].startswith("Huisarts: Praktijk Lint (ligging bekend tot op de straat)")


def test_a_site_abroad_that_counts_with_unknown_status_is_doubtful(study: Study) -> None:
    abroad = study.variant(facilities=replace(study.facilities, abroad=True))
    assert "status onbekend" in by_area(abroad, "onzekere_locatie_toelichting")["Eenrichting"]
    assert "SEH" not in (by_area(study, "onzekere_locatie_toelichting")["Eenrichting"] or "")


def test_every_precision_has_a_radius() -> None:
    assert set(precisions()) == set(PRECISIONS)
