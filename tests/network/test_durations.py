"""How long a ferry takes, in every form that it is tagged in."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.network.durations import duration_s

NAN = math.nan
MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("00:45", 45 * MINUTE),
        ("1:30", 90 * MINUTE),
        ("00:01:30", 90),
        ("26:00", 26 * HOUR),
        ("45", 45 * MINUTE),
        ("7.5", 450),
        ("45 min", 45 * MINUTE),
        ("45 minutes", 45 * MINUTE),
        ("1 h", HOUR),
        ("1h30", 90 * MINUTE),
        ("1 h 30 min", 90 * MINUTE),
        ("PT45M", 45 * MINUTE),
        ("pt45m", 45 * MINUTE),
        ("PT1H30M", 90 * MINUTE),
        ("PT90S", 90),
        ("PT0.5H", 30 * MINUTE),
        ("P1DT2H", DAY + 2 * HOUR),
        ("P1D", DAY),
        ("P1W", 7 * DAY),
        ("00:45;01:00", HOUR),
        ("00:45; soms langer", 45 * MINUTE),
        (" 00:45 ", 45 * MINUTE),
        ("00:00", NAN),
        ("0", NAN),
        ("PT", NAN),
        ("P", NAN),
        ("P1M", NAN),  # a month?
        ("00:75", NAN),
        ("-45", NAN),
        ("ongeveer een uur", NAN),
        ("", NAN),
        (None, NAN),
    ],
)
def test_durations(value: str | None, seconds: float) -> None:
    assert duration_s(value) == pytest.approx(seconds, nan_ok=True)


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_all_forms_of_one_duration_agree(hours: int, minutes: int, seconds: int) -> None:
    total = hours * HOUR + minutes * MINUTE + seconds or NAN
    assert duration_s(f"{hours:02d}:{minutes:02d}:{seconds:02d}") == pytest.approx(total, nan_ok=True)
    assert duration_s(f"PT{hours}H{minutes}M{seconds}S") == pytest.approx(total, nan_ok=True)
    if not seconds:
        assert duration_s(f"{hours}:{minutes:02d}") == pytest.approx(total, nan_ok=True)
        assert duration_s(str(hours * 60 + minutes)) == pytest.approx(total, nan_ok=True)


@given(st.text(max_size=12))
def test_no_text_takes_less_than_no_time(value: str) -> None:
    assert not duration_s(value) <= 0
