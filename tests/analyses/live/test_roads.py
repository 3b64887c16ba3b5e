"""The roads of the live map, by the table of cases that its script is held against too."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pandas as pd
import pytest
from support.live_cases import opened, unpacked, with_norms
from support.live_road_cases import TABLE, table_of_road_cases

from zorgkaart.access.hours import is_open
from zorgkaart.analyses.live.product import NEW_SITES, NO_NEW_SITES, LiveProduct
from zorgkaart.analyses.live.roads import PERIODS, roads_data
from zorgkaart.project.moments import PRESETS, parse_moment
from zorgkaart.study.study import Study


def test_the_table_is_what_the_full_computation_gives(study: Study) -> None:
    """If a figure is meant to change, write the table anew: see support.live_road_cases."""
    table = table_of_road_cases(Study(with_norms(study.project)))
    assert unpacked(table) == opened(json.loads(TABLE.read_text(encoding="utf-8")))


def test_hours_that_can_be_ticked_are_open_when_they_say() -> None:
    for period in PERIODS:
        assert [moment for moment in PRESETS if period.is_open(parse_moment(moment))] == [period.name]
    together = ", ".join(period.hours for period in PERIODS)
    week = pd.date_range("2026-11-02", periods=7 * 48, freq="30min")
    moments = [parse_moment(f"{when:%Y-%m-%d %H:%M}") for when in week]
    assert all(is_open(together, moment) for moment in moments)


def test_any_choice_of_periods_is_open_when_one_of_them_is() -> None:
    """As the page reckons: written one behind the other, no rule takes away what another gives."""
    week = [parse_moment(f"{when:%Y-%m-%d %H:%M}") for when in pd.date_range("2026-11-02", periods=7 * 12, freq="2h")]
    for chosen in range(1, 2 ** len(PERIODS)):
        some = [period for i, period in enumerate(PERIODS) if chosen >> i & 1]
        text = ", ".join(period.hours for period in some)
        assert [is_open(text, moment) for moment in week] == [any(p.is_open(m) for p in some) for m in week]


def test_a_page_of_roads_for_the_ends_of_trips_says_what_it_cannot(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Study, "graph", lambda self, mode: SimpleNamespace(ends="states of trips"))
    assert roads_data(study, {}) is None
    monkeypatch.undo()
    monkeypatch.setattr("zorgkaart.analyses.live.product.roads_data", lambda study, norms: None)
    page = LiveProduct(study).map().get_root().render()
    assert NO_NEW_SITES in page
    assert NEW_SITES not in page
