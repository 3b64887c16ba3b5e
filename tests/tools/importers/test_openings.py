"""The days on which sites opened and closed, as the importers enter them, and sites of the past."""

from __future__ import annotations

import datetime

import pandas as pd
from support.paths import DATA

from tools.importers.openings import TABLE, former_sites, set_days
from tools.importers.sources import rules

SEH = pd.DataFrame(
    {
        "id": ["seh-lucas-winschoten", "seh-anders"],
        "soort": "seh",
        "naam": ["Lucas", "Anders"],
        "lat": ["53.1", "53.2"],
        "status": ["gesloten 2018-06-30", "open"],
        "volcontinu": ["nee", "ja"],
        "openingstijden": "",
        "opmerking": "over de SEH",
        "bron": "lijst",
    }
)


def test_a_former_site_takes_over_the_place_of_another_that_the_source_has() -> None:
    (row,) = former_sites("acute_verloskunde", SEH).to_dict("records")
    assert row["id"] == "acute_verloskunde-lucas-winschoten"
    assert (row["soort"], row["naam"], row["lat"]) == ("acute_verloskunde", "Lucas", "53.1")
    assert (row["status"], row["volcontinu"], row["openingstijden"]) == ("gesloten 2018-06-30", "ja", "24/7")
    assert row["opmerking"] == ""
    assert former_sites("huisarts", SEH).empty


def test_days_come_with_who_says_so_and_whether_that_is_assumed() -> None:
    sites = pd.concat([SEH, former_sites("acute_verloskunde", SEH)], ignore_index=True)
    set_days(sites)
    known = sites.set_index("id")
    assert known["open_tot"].tolist() == ["2018-06-30", "", "2018-06-30"]
    assert known["open_van"].tolist() == ["", "", ""]
    assert known.loc["seh-lucas-winschoten", "bron"].startswith("lijst; open tot: volgens rtvnoord.nl")
    assert known.loc["acute_verloskunde-lucas-winschoten", "bron"].startswith(
        "lijst; open tot: aangenomen; zie rtvnoord"
    )
    assert known.loc["seh-anders", "bron"] == "lijst"


def test_every_day_of_the_table_has_a_source_and_is_in_the_tables_of_the_project() -> None:
    known = rules(TABLE)
    assert known["id"].is_unique
    assert known["zekerheid"].isin(["bevestigd", "aangenomen"]).all()
    for row in known.to_dict("records"):
        days = [row[name] for name in ("open_van", "open_tot") if row[name]]
        assert all(datetime.date.fromisoformat(day) < datetime.date(2026, 1, 3) for day in days)
        assert row["bron"] if days else row["opmerking"]
        written = pd.read_csv(
            DATA / "facilities" / f"{row['id'].partition('-')[0]}.csv", dtype=str, keep_default_na=False
        )
        site = written.set_index("id").loc[row["id"]]
        assert [site["open_van"], site["open_tot"]] == [row["open_van"], row["open_tot"]]


def test_days_and_status_of_the_tables_of_the_project_agree() -> None:
    for path in sorted((DATA / "facilities").glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert (table.loc[table["open_tot"] != "", "status"] == "gesloten").all(), path.name
        assert not (table.loc[table["open_van"] != "", "status"] == "gesloten").any(), path.name
