"""Moments as users type them, and which sites are open then."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.access.hours import PRESETS, REFERENCE_MONDAY, Moment, is_open, open_at, parse_moment
from zorgkaart.errors import InputError
from zorgkaart.words.dates import weekdays

# The out-of-hours posts of the province: hours and volcontinu, as handed to the project.
POSTS = {
    "HAP Delfzijl": ("Mo-Fr 18:00-21:00; Sa-Su 08:00-18:00", "nee"),
    "HAP Groningen": ("Mo-Fr 17:00-08:00; Sa-Su 00:00-24:00", "nee"),
    "HAP Hoogezand": ("", ""),
    "HAP Leek": ("Sa-Su 08:00-18:00", "nee"),
    "HAP Scheemda": ("Mo-Fr 17:00-23:00; Sa-Su 08:00-23:00", "nee"),
    "HAP Stadskanaal": ("Mo-Fr 17:00-23:00; Sa-Su 08:00-23:00", "nee"),
    "HAP Winsum": ("", ""),
}
GRONINGEN = POSTS["HAP Groningen"][0]


def posts_open(text: str) -> set[str]:
    hours, volcontinu = zip(*POSTS.values(), strict=True)
    result = open_at(hours, volcontinu, parse_moment(text), land=["NL"] * len(hours))
    return {name for name, is_it in zip(POSTS, result.open, strict=True) if is_it}


@pytest.mark.parametrize(
    ("text", "weekday", "clock", "label"),
    [
        ("zo 03:00", 6, (3, 0), "zondag 03:00"),
        ("zondag 03:00", 6, (3, 0), "zondag 03:00"),
        ("  ZO  3.00 ", 6, (3, 0), "zondag 03:00"),
        ("ma 10:30", 0, (10, 30), "maandag 10:30"),
        ("werkdag", 1, (10, 0), "dinsdag 10:00 (werkdag)"),
        ("avond", 1, (20, 0), "dinsdag 20:00 (avond)"),
        ("Nacht", 1, (3, 0), "dinsdag 03:00 (nacht)"),
        ("weekend", 5, (14, 0), "zaterdag 14:00 (weekend)"),
    ],
)
def test_day_and_time(text: str, weekday: int, clock: tuple[int, int], label: str) -> None:
    moment = parse_moment(text)
    assert moment.when.weekday() == weekday
    assert (moment.when.hour, moment.when.minute) == clock
    assert str(moment) == moment.label == label


def test_weekdays_lie_in_the_reference_week() -> None:
    moments = [parse_moment(f"{day[:2]} 12:00").when.date() for day in weekdays()]
    assert moments == [REFERENCE_MONDAY + timedelta(days=number) for number in range(7)]
    assert REFERENCE_MONDAY.weekday() == 0


@pytest.mark.parametrize("text", ["2026-11-22 03:00", "2026-11-22T03:00", "2026-11-22 3:00"])
def test_date_and_time(text: str) -> None:
    assert parse_moment(text) == Moment(datetime(2026, 11, 22, 3, 0), "zondag 22 november 2026 03:00")


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2999, 12, 31)))
def test_every_date_is_read_back(when: datetime) -> None:
    when = when.replace(second=0, microsecond=0)
    assert parse_moment(when.isoformat(sep=" ", timespec="minutes")).when == when


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no known form"),
        ("zo", "no known form"),
        ("03:00", "no known form"),
        ("zondagnacht", "no known form"),
        ("2026-11-22", "no known form"),
        ("2026-11-22 03:00+01:00", "no known form"),
        ("sunday 03:00", "'sunday' is not a day of the week"),
        ("zon 03:00", "'zon' is not a day of the week"),
        ("zo 24:00", "between 00:00 and 23:59"),
        ("zo 12:60", "between 00:00 and 23:59"),
        ("2026-02-30 03:00", "no such date"),
    ],
)
def test_other_moments_are_refused(text: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_moment(text)
    message = str(caught.value)
    assert message.startswith(f"moment '{text}': ")
    assert what in message
    for form in ("'zo 03:00'", "'zondag 03:00'", "'2026-11-22 03:00'", *PRESETS):
        assert form in message


def test_only_groningen_is_open_at_night() -> None:
    assert posts_open("nacht") == {"HAP Groningen"}
    assert posts_open("zo 03:00") == {"HAP Groningen"}


def test_posts_through_the_week() -> None:
    assert posts_open("werkdag") == set()
    assert posts_open("avond") == {"HAP Delfzijl", "HAP Groningen", "HAP Scheemda", "HAP Stadskanaal"}
    assert posts_open("di 22:00") == {"HAP Groningen", "HAP Scheemda", "HAP Stadskanaal"}
    assert posts_open("weekend") == POSTS.keys() - {"HAP Hoogezand", "HAP Winsum"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zo 23:59", True),
        ("ma 00:00", False),  # Sunday's rule ended at 24:00 and Monday's starts at 17:00: a gap in the source's hours
        ("ma 03:00", False),
        ("ma 16:59", False),
        ("ma 17:00", True),
        ("di 07:59", True),
        ("di 08:00", False),
        ("za 03:00", True),
        ("za 12:00", True),
    ],
)
def test_hours_over_midnight(text: str, expected: bool) -> None:
    assert is_open(GRONINGEN, parse_moment(text)) is expected


@pytest.mark.parametrize("hours", ["", "  ", "24/7 unknown"])
def test_unknown_hours(hours: str) -> None:
    assert is_open(hours, parse_moment("zo 03:00")) is None


def test_holidays_count_only_with_a_country() -> None:
    christmas = parse_moment("2026-12-25 12:00")
    assert is_open("24/7; PH off", christmas) is True
    assert is_open("24/7; PH off", christmas, country="NL") is False
    land = ["NL", "DE", "CN", "NL"]
    assert open_at(["24/7; PH off"] * 4, ["nee", "nee", "nee", "ja"], christmas, land=land).open.tolist() == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "country", "label"),
    [
        ("2026-04-27 10:00", "NL", "maandag 27 april 2026, een feestdag, 10:00"),
        ("2026-04-27 10:00", "DE", "maandag 27 april 2026 10:00"),
        ("2026-10-03 10:00", "DE", "zaterdag 3 oktober 2026, een feestdag, 10:00"),
        ("2026-11-22 03:00", "NL", "zondag 22 november 2026 03:00"),
    ],
)
def test_the_words_say_that_a_day_is_a_holiday(text: str, country: str, label: str) -> None:
    assert parse_moment(text, country=country).label == label


@pytest.mark.parametrize("hours", ["dag/avond (uren onbekend)", "ma-vr 9-17", "Mo-Fr 25:00-26:00", "<b>24/7</b>"])
def test_hours_in_another_syntax_are_named(hours: str) -> None:
    with pytest.raises(InputError) as caught:
        is_open(hours, parse_moment("zo 03:00"))
    assert f"'{hours}'" in str(caught.value)


def test_open_and_unknown_are_told_apart() -> None:
    result = open_at(
        ["24/7", "", "", "Mo-Fr 08:00-17:00", "Sa-Su 08:00-18:00"],
        ["nee", "nee", "ja", "ja", "onbekend"],
        parse_moment("za 14:00"),
        land=["NL"] * 5,
    )
    assert result.open.tolist() == [True, False, True, True, True]
    assert result.unknown.tolist() == [False, True, False, False, False]
    assert result.open.dtype == result.unknown.dtype == np.bool_


def test_no_sites_at_all() -> None:
    result = open_at([], [], parse_moment("nacht"), land=[])
    assert result.open.shape == result.unknown.shape == (0,)
    assert result.open.dtype == np.bool_


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        open_at(["24/7", ""], ["nee"], parse_moment("nacht"), land=["NL", "NL"])
