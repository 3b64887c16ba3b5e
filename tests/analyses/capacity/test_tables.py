"""The tables: sums that must agree with each other, and means worked out point by point."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zorgkaart.analyses.capacity.change import Situations
from zorgkaart.analyses.capacity.tables import area_figures, displaced, site_figures


def test_displaced_people_are_as_many_by_site_as_by_area(now: Situations) -> None:
    per_site, per_point = displaced(now.now)
    assert per_site.sum() == pytest.approx(per_point.sum())
    assert per_site.sum() > 0
    assert area_figures(now.now, "buurten")["huisarts_verplaatst"].sum() == pytest.approx(per_site.sum())
    result = now.now.outcome()
    fewer = np.maximum(result.free.matrix().toarray() - result.shares.matrix().toarray(), 0)
    assert per_site == pytest.approx(now.now.people @ fewer)


def test_minutes_of_an_area_are_the_mean_of_its_people(now: Situations) -> None:
    side, result = now.now, now.now.outcome()
    shares = result.shares.matrix().toarray()
    choice = side.choice
    far = np.zeros(shares.shape)
    for place in range(choice.place.shape[1]):
        for site in range(shares.shape[1]):
            mine = choice.place[:, place] == choice.site_place[site]
            far[mine, site] = choice.minutes[mine, place]
    area = side.study.groups("buurten").area[choice.order]
    table = area_figures(side, "buurten")
    for row in np.unique(area[side.people > 0]):
        people = side.people * (area == row)
        travel = people @ (shares * far).sum(axis=1) / people.sum()
        assert table["huisarts_min_gekozen"][row] == pytest.approx(travel)
        waited = travel + people @ shares @ result.wait / people.sum()
        assert table["huisarts_min_met_wacht"][row] == pytest.approx(waited)
        full = people @ shares @ (result.load / 8000) / people.sum()
        assert table["huisarts_bezetting"][row] == pytest.approx(full)
    assert np.isnan(table["huisarts_min_gekozen"][8])  # Stil: nobody knows how many live there


def test_what_is_not_known_is_empty_and_said(situations: Callable[..., Situations]) -> None:
    table = site_figures(situations(capacities=(1.5, None)).now)
    assert table["capaciteit_bekend"].tolist() == ["opgegeven", "onbekend"]
    assert table["eenheid"].tolist() == ["artsen", "artsen"]
    assert np.isnan(table["bezetting"][1])
    assert table["buiten_gebied"].tolist() == [False, False]


def test_who_minds_time_more_travels_less(now: Situations) -> None:
    side = now.now
    travel = [float(side.choice.demand @ side.outcome(which).free.minutes) for which in ("laag", "", "hoog")]
    assert travel == sorted(travel, reverse=True)


def test_totals_are_given_at_the_ends_of_the_decay_too(situations: Callable[..., Situations]) -> None:
    """A practice that more would go to if nobody waited, whichever way the decay lies."""
    (row,) = situations(service_min=None, each=0.9).totals().to_dict("records")
    for which in ("", "_laag", "_hoog"):
        assert row[f"gevraagd_over_capaciteit{which}"] >= 0
        assert row[f"locaties_over_capaciteit{which}"] == (row[f"gevraagd_over_capaciteit{which}"] > 0)
    ends = {row[f"gevraagd_over_capaciteit_{which}"] for which in ("laag", "hoog")}
    assert len(ends) == 2 or ends == {0.0}
