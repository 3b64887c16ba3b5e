"""The chapter on the norm says what the run says."""

from __future__ import annotations

import pytest
from support.report_samples import PERSON, TENTH, Page, rows_of, value

from zorgkaart.scenarios.scenario import Scenario

# Every number is the run's.


def test_the_norm_by_municipality_is_that_of_the_run(ommelander: Scenario, ommelander_page: str) -> None:
    rows = rows_of(ommelander_page, "norm-seh")
    frame = ommelander.difference("gemeenten").set_index("gemeentenaam")
    assert {row[0] for row in rows} == {*frame.index, "Totaal"}
    elderly = frame["seh_65plus_buiten_norm_verschil"]
    for name, people, before, after, difference, share_before, share_after, old, *older in rows[:-1]:
        expected = frame.loc[name]
        assert value(people) == expected["inwoners"]
        assert value(before) == pytest.approx(expected["seh_inwoners_buiten_norm_voor"], abs=PERSON)
        assert value(after) == pytest.approx(expected["seh_inwoners_buiten_norm_na"], abs=PERSON)
        assert value(difference) == pytest.approx(expected["seh_inwoners_buiten_norm_verschil"], abs=PERSON)
        assert value(share_before) == pytest.approx(100 * expected["seh_aandeel_buiten_norm_voor"], abs=TENTH)
        assert value(share_after) == pytest.approx(100 * expected["seh_aandeel_buiten_norm_na"], abs=TENTH)
        assert value(old) == pytest.approx(elderly[name], abs=PERSON)
        for text, age in zip(older, (75, 85), strict=True):
            assert value(text) == pytest.approx(expected[f"seh_{age}plus_buiten_norm_verschil"], abs=PERSON)
    total = ommelander.totals().set_index("soort").loc["seh"]
    assert value(rows[-1][4]) == pytest.approx(total["inwoners_buiten_verschil"], abs=PERSON)
    assert value(rows[-1][4]) == pytest.approx(frame["seh_inwoners_buiten_norm_verschil"].sum(), abs=PERSON)
    assert value(rows[-1][7]) == pytest.approx(elderly.sum(), abs=PERSON)


def test_all_areas_newly_outside_are_in_the_appendix(ommelander: Scenario, ommelander_page: str) -> None:
    outside = ommelander.newly_outside()
    column = "seh_inwoners_buiten_norm_verschil"
    counted = outside[outside[column] >= 0.5]
    rows = rows_of(ommelander_page, "bijlage-seh")
    assert sorted(row[0] for row in rows) == sorted(counted["buurtnaam"])
    assert sum(value(row[5]) for row in rows) == pytest.approx(outside[column].sum(), abs=len(rows) * PERSON)
    first = rows_of(ommelander_page, "nieuw-buiten-seh")
    assert [row[0] for row in first] == outside["buurtnaam"].head(len(first)).tolist()


def test_kinds_with_the_same_results_are_told_once(ommelander_page: str) -> None:
    page = Page(ommelander_page)
    assert "norm-seh" in page.tables
    assert "norm-acute_verloskunde" not in page.tables
    assert "spoedeisende hulp (SEH) en acute verloskunde" in page.text
