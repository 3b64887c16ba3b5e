"""The days on which sites open and close: what is refused, and which sites there are around a day."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.inputs_samples import only, site, write_rows

from zorgkaart.errors import Problems
from zorgkaart.inputs.facilities import Facilities, read_facilities
from zorgkaart.inputs.site_dates import days, on_day
from zorgkaart.inputs.tables import as_text
from zorgkaart.project.sections import FacilitiesSection, KindSection

OPENS, CLOSES = "2018-06-30", "2020-01-07"
BEFORE, FIRST, LAST, AFTER = "2018-06-29", "2018-06-30", "2020-01-06", "2020-01-07"
ALL_DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 1, 1))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def read(folder: Path, cells: list[dict[str, Any]], on: str | None) -> tuple[Facilities | None, Problems]:
    """The sites of a table with these cells, a row each, on a day."""
    path = write_rows(
        folder / "huisartsen.csv", [{**site(n), "status": "open", **row} for n, row in enumerate(cells, start=1)]
    )
    problems = Problems()
    section = KindSection(table=path, label="Huisarts")
    sites = read_facilities({"huisarts": section}, FacilitiesSection(), problems, day=None if on is None else day(on))
    return sites, problems


@pytest.mark.parametrize(
    ("cells", "states"),
    [
        # a status, the two days, and the status before the first, on the first, on the last and after it
        (("open", OPENS, ""), ("kandidaat", "open", "open", "open")),
        (("gesloten", "", CLOSES), ("open", "open", "open", "gesloten")),
        (("gesloten", OPENS, CLOSES), ("kandidaat", "open", "open", "gesloten")),
        (("open", OPENS, CLOSES), ("kandidaat", "open", "open", "gesloten")),
        (("kandidaat", OPENS, ""), ("kandidaat", "open", "open", "open")),
        (("twijfel", OPENS, CLOSES), ("kandidaat", "twijfel", "twijfel", "gesloten")),
        (("onbekend", "", CLOSES), ("onbekend", "onbekend", "onbekend", "gesloten")),
        (("open", "", ""), ("open",) * 4),
        (("gesloten", "", ""), ("gesloten",) * 4),
        (("kandidaat", "", ""), ("kandidaat",) * 4),
        (("twijfel", "", ""), ("twijfel",) * 4),
    ],
)
def test_a_site_is_there_from_its_first_day_up_to_the_day_on_which_it_no_longer_is(
    tmp_path: Path, cells: tuple[str, str, str], states: tuple[str, ...]
) -> None:
    row = dict(zip(("status", "open_van", "open_tot"), cells, strict=True))
    for on, state in zip((BEFORE, FIRST, LAST, AFTER), states, strict=True):
        sites, problems = read(tmp_path, [row, {}], on)
        assert not problems.fatal
        assert sites is not None
        assert sites.table["status"].tolist() == [state, "open"], on
        assert sites.rows("huisarts").tolist() == ([0, 1] if state == "open" else [1])
        assert sites.candidates("huisarts").tolist() == ([0] if state in ("gesloten", "kandidaat") else [])


def test_without_a_day_the_status_counts_whatever_the_days(tmp_path: Path) -> None:
    sites, _ = read(tmp_path, [{"status": "gesloten", "open_tot": CLOSES}, {"status": "open", "open_van": OPENS}], None)
    assert sites is not None
    assert sites.table["status"].tolist() == ["gesloten", "open"]
    assert sites.table[["open_van", "open_tot"]].to_numpy().tolist() == [["", CLOSES], [OPENS, ""]]


def test_what_is_said_of_a_site_is_of_the_day(tmp_path: Path) -> None:
    known = {"status": "gesloten", "status_toelichting": "gesloten na een fusie", "open_van": OPENS, "open_tot": CLOSES}
    told = {}
    for on in (BEFORE, FIRST, AFTER):
        sites, _ = read(tmp_path, [known, {"open_tot": CLOSES}, {}], on)
        assert sites is not None
        told[on] = sites.table["status_toelichting"].tolist()
    assert told[BEFORE] == ["opent op 2018-06-30", "", ""]
    assert told[FIRST] == ["", "", ""]
    assert told[AFTER] == ["gesloten na een fusie", "gesloten sinds 2020-01-07", ""]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"open_van": CLOSES, "open_tot": OPENS}, "open_tot is not after open_van"),
        ({"open_van": OPENS, "open_tot": OPENS}, "open_tot is not after open_van"),
        ({"status": "gesloten", "open_van": OPENS}, "status is gesloten, but by open_van the site opened"),
        ({"status": "kandidaat", "open_tot": CLOSES}, "status is kandidaat, but by open_tot the site has been open"),
        ({"open_van": "30-06-2018"}, "open_van is no day ('30-06-2018')"),
        ({"open_tot": "2018-02-30"}, "open_tot is no day ('2018-02-30')"),
        ({"open_tot": "zomer"}, "open_tot is no day ('zomer')"),
    ],
)
@pytest.mark.parametrize("on", [None, FIRST])
def test_days_that_cannot_be_are_one_sentence_that_names_the_row(
    tmp_path: Path, cells: dict[str, str], message: str, on: str | None
) -> None:
    sites, problems = read(tmp_path, [{}, cells], on)
    assert sites is None
    text = only(problems, fatal=True)
    assert message in text
    assert "row 3" in text


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"status": "open", "open_tot": "2018-06-30"}, "status is open, but by open_tot the site is no longer open"),
        ({"status": "open", "open_van": "2999-01-01"}, "status is open, but by open_van the site is not open yet"),
        (
            {"status": "gesloten", "open_tot": "2999-01-01"},
            "status is gesloten, but by open_tot the site is still open",
        ),
        ({"status": "kandidaat", "open_van": "2018-06-30"}, "status is kandidaat, but by open_van the site is open"),
    ],
)
def test_a_status_that_the_days_have_overtaken_is_told_and_counts_unless_there_is_a_day(
    tmp_path: Path, cells: dict[str, str], message: str
) -> None:
    sites, problems = read(tmp_path, [{}, cells], None)
    assert sites is not None
    assert sites.table["status"].tolist() == ["open", cells["status"]]
    text = only(problems, fatal=False)
    assert message in text
    assert "row 3" in text
    assert not len(read(tmp_path, [{}, cells], "2026-01-01")[1])


def test_days_of_workbooks_and_databases_are_read(tmp_path: Path) -> None:
    dates = as_text(pd.Series(pd.to_datetime(["2018-06-30", None])))
    assert days(dates).tolist() == ["2018-06-30", ""]
    assert days(
        pd.Series(["2018-06-30 00:00:00", "2018-06-30T00:00", " 2018-06-30 ", "2018-06-30 12:00"])
    ).tolist() == [
        "2018-06-30",
        "2018-06-30",
        "2018-06-30",
        "",
    ]


@given(
    day=ALL_DAYS, opens=ALL_DAYS | st.none(), closes=ALL_DAYS | st.none(), status=st.sampled_from(["open", "gesloten"])
)
def test_a_site_is_open_on_a_day_just_if_the_day_lies_in_its_days(
    day: datetime.date, opens: datetime.date | None, closes: datetime.date | None, status: str
) -> None:
    table = pd.DataFrame(
        {
            "status": [status],
            "status_toelichting": [""],
            "open_van": ["" if opens is None else opens.isoformat()],
            "open_tot": ["" if closes is None else closes.isoformat()],
        }
    )
    if opens is None and closes is None:
        expected = status == "open"
    else:
        expected = (opens is None or opens <= day) and (closes is None or day < closes)
    assert (on_day(table, day)["status"].iat[0] == "open") == expected


@given(day=ALL_DAYS, states=st.lists(st.sampled_from(["open", "gesloten", "twijfel", "kandidaat", "onbekend"])))
def test_sites_without_days_are_on_every_day_what_they_are_now(day: datetime.date, states: list[str]) -> None:
    table = pd.DataFrame({"status": states, "status_toelichting": "x", "open_van": "", "open_tot": ""}, dtype=object)
    pd.testing.assert_frame_equal(on_day(table, day), table)
