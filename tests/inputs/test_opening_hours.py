"""Opening hours as people write them: what they become, and when they are open."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import TESTS

from zorgkaart.access.hours import is_open
from zorgkaart.inputs.opening_hours import always_open, normalised, odd_hours, readable_hours
from zorgkaart.project.moments import Moment, is_holiday

# What opening_hours.js (the reference of OpenStreetMap, 3.x, Dutch holidays) says at some moments.
CASES = json.loads((TESTS / "cases" / "opening_hours.json").read_text(encoding="utf-8"))
# What it says of texts as mappers write them, all through four weeks with every kind of holiday. They end before 5 May,
# which is a holiday every year for opening_hours.js, and once in five years for the law.
WEEKS = json.loads((TESTS / "cases" / "opening_hours_weeks.json").read_text(encoding="utf-8"))
STATES = {True: "open", False: "closed", None: "unknown"}
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
FIRST = date(2026, 12, 17)  # two weeks with both days of Christmas and New Year's Day
Rule = tuple[list[str], list[tuple[int, int]]]


@pytest.mark.parametrize("text", CASES["hours"])
def test_the_reference_implementation_says_the_same(text: str) -> None:
    for when, expected in zip(CASES["moments"], CASES["hours"][text], strict=True):
        moment = Moment(datetime.fromisoformat(when), "")
        assert STATES[is_open(text, moment, country="NL")] == expected, when


@pytest.mark.parametrize("text", WEEKS["hours"])
def test_the_reference_implementation_says_the_same_all_through_the_holidays(text: str) -> None:
    step = timedelta(minutes=WEEKS["step_min"])
    for (_, last_day), runs in zip(WEEKS["windows"], WEEKS["hours"][text], strict=True):
        ends = [*(begin for begin, _ in runs[1:]), last_day]
        for (begin, expected), end in zip(runs, ends, strict=True):
            when = datetime.fromisoformat(begin)
            while when < datetime.fromisoformat(end):
                assert STATES[is_open(text, Moment(when, ""), country="NL")] == expected, when
                when += step


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ma t/m vr 8:00 tot 17.00 uur; za en zo gesloten", "Mo-Fr 8:00-17:00; Sa,Su off"),
        ("Mo \N{EN DASH} Fr 08:00 \N{EM DASH} 17:00 ; PH , SH off", "Mo-Fr 08:00-17:00; PH,SH off"),
        ("Mo-We, PH, Sa 08:00-17:00", "PH,Mo-We,Sa 08:00-17:00"),
        ("mo-fr 08:00-17:00", "Mo-Fr 08:00-17:00"),
        ('Mo, Tu 08:00-17:00 "ma, di; vol"', 'Mo,Tu 08:00-17:00 unknown "ma, di; vol"'),
        ('Mo 08:00-12:00 || "op afspraak"', 'Mo 08:00-12:00 || unknown "op afspraak"'),
        ("Mo-Fr 08:00-17:00, We 18:00-20:00", "Mo-Fr 08:00-17:00, We 18:00-20:00"),
        ("", ""),
    ],
)
def test_what_a_text_becomes(text: str, expected: str) -> None:
    assert normalised(text) == expected
    assert normalised(expected) == expected


@pytest.mark.parametrize("text", ["overdag, uren onbekend", "ma-vr 9-17", "Mo-Fr 25:00-26:00", "<b>24/7</b>", ""])
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert not readable_hours(text)
    assert not always_open(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24/7", True),
        ("Mo-Su,PH 00:00-24:00", True),
        ("PH, Mo-Su 00:00-24:00", True),
        ("Mo-Su 00:00-24:00; PH 00:00-24:00", True),
        ("Mo-Fr 00:00-24:00; Sa,Su,PH 00:00-24:00", True),
        ("24/7; PH open", True),
        ("Mo-Su 00:00-12:00,12:00-24:00", True),
        ("24/7; PH off", False),
        ("24/7; SH off", False),
        ("Mo-Fr 00:00-24:00", False),
        ("24/7; Dec 25 off", False),
        ("Mo-Su 00:00-23:59", False),
        ('24/7 "op afspraak"', False),
        ("24/7 unknown", False),
    ],
)
def test_always_open_means_every_minute_of_a_year(text: str, expected: bool) -> None:
    assert always_open(text) is expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Mo; Tu 08:00-17:00", "'Mo' has no time"),
        ('Mo-Fr "op afspraak"', "leaves unknown"),
        ("Mo-Fr 08:00+", "leaves unknown"),
        ("Mo-Fr 08:00-17:00; PH off", ""),
        ("24/7", ""),
        ("Mo-Fr 08:00-17:00; Sa unknown", ""),
    ],
)
def test_what_is_odd_is_told(text: str, part: str) -> None:
    assert part in odd_hours(text)
    assert bool(part) == bool(odd_hours(text))


spans = st.lists(
    st.tuples(st.integers(0, 46), st.integers(1, 20)).map(lambda pair: (30 * pair[0], 30 * (pair[0] + pair[1]))),
    min_size=0,
    max_size=2,
)
rules = st.lists(
    st.tuples(st.lists(st.sampled_from([*DAYS, "PH"]), min_size=1, max_size=4, unique=True), spans),
    min_size=1,
    max_size=3,
)


def written(parts: list[Rule], comma: str) -> str:
    """The rules in the syntax of OpenStreetMap; a rule without a span is closed."""

    def clock(minutes: int) -> str:
        return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}" if minutes != 24 * 60 else "24:00"

    def times(items: list[tuple[int, int]]) -> str:
        return ",".join(f"{clock(begin)}-{clock(end)}" for begin, end in items) or "off"

    return "; ".join(f"{comma.join(days)} {times(items)}" for days, items in parts)


def is_about(days: list[str], day: date) -> bool:
    return bool({DAYS[day.weekday()], *(["PH"] if is_holiday(day, "NL") else [])} & set(days))


def open_by_the_rules(parts: list[Rule], day: date, minute: int) -> bool:
    """Each rule about this day, or with a night that ends on it, has a say; the last one counts."""
    state = False
    for days, items in parts:
        night = is_about(days, day - timedelta(days=1)) and any(b <= minute + 24 * 60 < e for b, e in items)
        if is_about(days, day):
            state = night or any(begin <= minute < end for begin, end in items)
        elif night:
            state = True
    return state


@given(rules, st.sampled_from([",", ", ", " , "]))
def test_every_half_hour_of_two_weeks_is_that_of_an_independent_reader(parts: list[Rule], comma: str) -> None:
    text = written(parts, comma)
    assert readable_hours(text)
    for number in range(14):
        day = FIRST + timedelta(days=number)
        for minute in range(15, 24 * 60, 30):
            expected = open_by_the_rules(parts, day, minute)
            moment = Moment(datetime(day.year, day.month, day.day, minute // 60, minute % 60), "")
            assert is_open(text, moment, country="NL") is expected, (text, moment.when)
