"""How many published numbers of people our intervals cover, and failing when that becomes fewer."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.validation_samples import TODAY, by_hand, several

from zorgkaart.analyses.validation.accepted import accept, accepted_path, drift, failing, read_accepted
from zorgkaart.analyses.validation.compute import accept_results, validate
from zorgkaart.analyses.validation.coverage import COVERED_ID, COVERED_UNIT, coverage_of
from zorgkaart.analyses.validation.coverage_section import coverage_section
from zorgkaart.analyses.validation.drawn_intervals import draw_intervals
from zorgkaart.analyses.validation.figures import Interval, compare_figures, covers
from zorgkaart.inputs.published import UPPER
from zorgkaart.study.study import Study


@pytest.mark.slow
def test_every_published_number_is_drawn_with_its_day_its_closure_and_its_part(tmp_path: Path) -> None:
    study = several(tmp_path)
    project, then = study.project, study.project.on(datetime.date(2017, 6, 1))
    beta = [by_hand(project, minutes, gemeente="Beta") for minutes in (4, 5)]
    effect = [by_hand(then, minutes, closed="seh-dicht") - by_hand(then, minutes) for minutes in (4, 5)]
    assert len(set(beta)) == len(set(effect)) == 2, "the draws differ, so that a mistaken side or part would show"
    intervals = draw_intervals(study, draws=40)
    assert sorted(intervals) == [
        "acute_verloskunde_inwoners_buiten_norm",
        "cijfer_buiten-beta",
        "cijfer_dicht-toen",
        "seh_extra_zonder_seh-oost",
        "seh_inwoners_buiten_norm",
    ]
    found = {name: (interval.low, interval.high) for name, interval in intervals.items()}
    assert found["cijfer_buiten-beta"] == pytest.approx((min(beta), max(beta)))
    assert found["cijfer_dicht-toen"] == pytest.approx((min(effect), max(effect)))
    assert all(interval.draws == 40 for interval in intervals.values())

    study = several(tmp_path, then=effect[0], beta=beta[1])
    coverage = coverage_of(compare_figures(study, intervals))
    assert coverage.table.set_index("cijfer")["gedekt"].to_dict() == {
        "oost": "ja",
        "dicht-toen": "ja",
        "buiten-beta": "ja",
        "buiten": "ja",
        "mis": "nee",
    }
    assert (coverage.covered, coverage.known) == (4, 5)
    text = " ".join(coverage.sentences())
    assert "dekt 4 van 5 gepubliceerde aantallen" in text
    assert "Buiten het interval: SEH: inwoners buiten de norm, de proefstreek: gepubliceerd 99.999" in text
    table = coverage_section(coverage).blocks[-1]
    assert [row[-1] for row in table.rows] == ["ja", "ja", "ja", "ja", "nee"]  # type: ignore[union-attr]
    assert [row[1].replace("\N{NON-BREAKING HYPHEN}", "-") for row in table.rows][1] == "2017-06-01"  # type: ignore


def test_a_validation_that_covers_fewer_than_accepted_fails_and_one_that_covers_more_does_not(tmp_path: Path) -> None:
    study = several(tmp_path)
    file = accepted_path(study.project.path)
    wide = {
        "seh_extra_zonder_seh-oost": Interval(0, 10, 9),
        "acute_verloskunde_inwoners_buiten_norm": Interval(0, 900, 9),
    }
    accepted, _ = accept_results(validate(study, None, intervals=wide), file, today=TODAY)
    assert accepted.coverage.covered == 2
    rows = read_accepted(file)
    assert rows is not None
    assert rows.set_index("id").loc[COVERED_ID, ["waarde", "tolerantie", "eenheid"]].tolist() == [2, 0, COVERED_UNIT]

    again = validate(study, rows)
    assert again.coverage.covered == 2, "the stored intervals are those that count"
    assert failing(again.drift).empty
    narrow = validate(study, rows, intervals={"acute_verloskunde_inwoners_buiten_norm": Interval(500, 900, 9)})
    assert failing(narrow.drift)["id"].tolist() == [COVERED_ID]
    more = validate(study, rows, intervals={"seh_inwoners_buiten_norm": Interval(0, 1e6, 9)})
    assert more.coverage.covered == 3
    assert failing(more.drift).empty
    assert more.drift.set_index("id").loc[COVERED_ID, "uitslag"] == "meer dan aanvaard"


def test_lost_intervals_cover_nothing_and_fail(tmp_path: Path) -> None:
    path = tmp_path / "proef.accepted.csv"
    row = {"id": [COVERED_ID], "onderwerp": ["x"], "waarde": [1.0], "eenheid": [COVERED_UNIT]}
    accept(path, pd.DataFrame(row), {}, today=TODAY)
    assert failing(drift(pd.DataFrame({**row, "waarde": [0.0]}), read_accepted(path)))["id"].tolist() == [COVERED_ID]
    assert failing(drift(pd.DataFrame({**row, "waarde": [5.0]}), read_accepted(path))).empty


def test_where_no_number_of_people_is_published_nothing_is_said_of_coverage(study: Study) -> None:
    published = compare_figures(study)
    none = coverage_of(published[published["gedekt"] == ""])
    assert none.table.empty
    assert coverage_section(none).blocks == ()
    assert COVERED_ID in validate(study).headline["id"].tolist(), "two closures are published in the sample"
    assert "Zonder interval: zonder-west en zonder-oost" in " ".join(validate(study).coverage.sentences())


NUMBERS = st.floats(-1e6, 1e6)


@given(low=NUMBERS, high=NUMBERS, published=NUMBERS, upper=NUMBERS | st.just(np.nan))
def test_a_number_is_covered_just_if_it_lies_in_the_interval_and_a_range_if_all_of_it_does(
    low: float, high: float, published: float, upper: float
) -> None:
    low, high = sorted((low, high))
    figure = {"maat": "extra_buiten_norm", "waarde": published, UPPER: upper}
    ends = [published] if np.isnan(upper) else [published, upper]
    expected = "ja" if all(low <= end <= high for end in ends) else "nee"
    if np.isnan(upper) or published <= upper:
        assert covers(figure, Interval(low, high, 2)) == expected
    assert covers(figure, None) == "geen interval"
    assert covers({**figure, "maat": "afstand_km"}, Interval(low, high, 2)) == ""
