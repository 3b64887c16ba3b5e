"""Moments as users type them, and what columns and layers are called after them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.errors import InputError
from zorgkaart.project.moments import PRESETS, REFERENCE_MONDAY, Moment, parse_moment, usual_moment
from zorgkaart.words.dates import weekdays


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


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        ("nacht", "nacht", "'s nachts"),
        (" Avond ", "avond", "'s avonds"),
        ("zo 03:00", "zo_03_00", "op zondag 03:00"),
        ("zondag 3.00", "zo_03_00", "op zondag 03:00"),
        ("2026-04-27 10:00", "2026_04_27_10_00", "op maandag 27 april 2026, een feestdag, 10:00"),
    ],
)
def test_a_usual_moment_has_a_word_and_words(text: str, word: str, words: str) -> None:
    moment = usual_moment(text)
    assert (moment.word, moment.words) == (word, words)
    assert moment.moment == parse_moment(text)


def test_every_preset_has_words() -> None:
    assert [usual_moment(name).word for name in PRESETS] == list(PRESETS)
    assert len({usual_moment(name).words for name in PRESETS}) == len(PRESETS)


@given(st.integers(0, 6), st.times(), st.integers(0, 6), st.times())
def test_words_are_equal_exactly_where_day_and_time_are(day: int, at: object, other_day: int, other: object) -> None:
    one, two = (usual_moment(f"{weekdays()[d]} {t:%H:%M}") for d, t in ((day, at), (other_day, other)))
    assert (one.word == two.word) == (one.moment.when == two.moment.when)
