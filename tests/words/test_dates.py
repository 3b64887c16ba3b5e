import datetime

from zorgkaart.words.dates import clock, dutch_date, short_date, weekdays, written_dates

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


def test_a_date_names_its_month() -> None:
    days = [datetime.date(2026, month, 1) for month in range(1, 13)]
    assert [dutch_date(day) for day in days] == [f"1 {month} 2026" for month in MONTHS.split()]


def test_a_date_in_digits_fills_up_with_zeros() -> None:
    assert short_date(datetime.date(2026, 1, 5)) == "05-01-2026"
    assert short_date(datetime.date(2026, 11, 28)) == "28-11-2026"


def test_a_moment_keeps_the_day_and_the_time_of_its_own_zone() -> None:
    moment = datetime.datetime(2026, 3, 1, 0, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
    assert (dutch_date(moment), short_date(moment), clock(moment)) == ("1 maart 2026", "01-03-2026", "00:05")


def test_the_week_begins_on_monday() -> None:
    days = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
    assert weekdays() == days
    assert weekdays("abbreviated") == tuple(day[:2] for day in days)
    assert weekdays()[datetime.date(2026, 11, 28).weekday()] == "zaterdag"


def test_dates_in_a_text_are_written_in_words() -> None:
    assert written_dates("gesloten op 2018-04-01, zie 2021-13-40") == "gesloten op 1 april 2018, zie 2021-13-40"
    assert written_dates("2020-2025") == "2020-2025"
