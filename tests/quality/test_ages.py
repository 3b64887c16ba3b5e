"""Dates in many forms, and what is old."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from zorgkaart.project.sections import QualitySection
from zorgkaart.quality.ages import perhaps_too_old, period_of, too_old


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2021-08-06", "2021-08-06", "2021-08-06"),
        ("2020-12", "2020-12-01", "2020-12-31"),
        ("2020-2025", "2020-01-01", "2025-12-31"),
        (" 2025\N{EN DASH}2020 ", "2020-01-01", "2025-12-31"),
    ],
)
def test_dates_in_many_forms(text: str, first: str, last: str) -> None:
    found = period_of(text)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "onbekend", "2021-02-30", "2021-13", "06-08-2021", "0000"])
def test_what_is_no_date_is_unknown(text: str) -> None:
    assert period_of(text) is None


def test_a_period_is_old_when_all_of_it_is_and_perhaps_when_a_part_is() -> None:
    project = SimpleNamespace(quality=QualitySection(date=datetime.date(2026, 1, 1), old_years=5))
    assert [too_old(period_of(t), project) for t in ("2020", "2020-12-30", "2021", "2020-2025", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [perhaps_too_old(period_of(t), project) for t in ("2020", "2021-06", "2020-2025", "")] == [
        False,
        False,
        True,
        True,
    ]
