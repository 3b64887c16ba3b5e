"""Opening hours from a table to who goes where at a moment, and to what counts day and night."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.drawn_towns import SHORT_KM, Town, in_rows, write_towns

from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.study.study import Study

# Christmas 2026 is a Friday; the King's Day is a Monday, and a holiday for those who say so.
CHRISTMAS, KINGS_DAY = "2026-12-25 10:00", "2026-04-27 10:00"
MOMENTS = ("nacht", "di 10:00", "wo 03:00", "za 23:30", CHRISTMAS, KINGS_DAY)
# The text, and at which of the moments the site is open.
HOURS = {
    "Mo, Tu, Th 08:00-17:00": f"di 10:00|{KINGS_DAY}",
    "Mo,Tu,Th 08:00-17:00": f"di 10:00|{KINGS_DAY}",
    "Mo , Tu 09:00 - 12:00": f"di 10:00|{KINGS_DAY}",
    "Tu, Th 09:00-11:00,14:00-16:00": "di 10:00",
    "Mo 07:30-10:00; We, Fr 07:30-11:00": CHRISTMAS,
    "Mo-Fr 08:00-17:00; PH off": "di 10:00",
    "Mo-Fr 08:00-17:00; SH, PH off": "di 10:00",
    "Mo-Fr 17:00-23:00; Sa-Su,PH 08:00-23:00": f"{CHRISTMAS}|{KINGS_DAY}",
    "Mo-Fr 17:00-23:00; Sa, Su, PH 08:00-24:00": f"{CHRISTMAS}|{KINGS_DAY}|za 23:30",
    "Sa 22:00-02:00": "za 23:30",
    "24/7": "|".join(MOMENTS),
    "24/7; PH off": "nacht|di 10:00|wo 03:00|za 23:30",
    "Mo-Su,PH 00:00-24:00": "|".join(MOMENTS),
    '"op afspraak"': "",
    "closed": "",
}
ALWAYS = {
    "24/7": True,
    "Mo-Su,PH 00:00-24:00": True,
    "Mo-Su 00:00-24:00; PH 00:00-24:00": True,
    "24/7; PH open": True,
    "PH,Mo-Su 00:00-24:00": True,
    "Mo-Fr 00:00-24:00; Sa,Su,PH 00:00-24:00": True,
    "Mo-Fr 00:00-24:00; Sa, Su, PH 00:00-24:00": True,
    "00:00-24:00": True,
    "24/7; PH off": False,
    "Mo-Fr 00:00-24:00": False,
    "Mo-Sa 00:00-24:00; Su 00:00-23:00": False,
}


def sites(folder: Path, towns: list[Town], hours: list[str]) -> None:
    """The sites again, with hours; in each town another stands at the far end of the way round, always open."""
    rows = ["id;naam;lat;lon;openingstijden;status"]
    for town, text in zip(towns, hours, strict=True):
        for name, place, when in ((town.name, "site", text), (f"{town.name}-ver", "D", "24/7")):
            lon, lat = town.place(place)
            cell = '"' + when.replace('"', '""') + '"'
            rows.append(f"{name};{name};{lat:.7f};{lon:.7f};{cell};open")
    (folder / "huisarts.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    towns = in_rows([Town(f"D{row:02d}") for row in range(len(HOURS))])
    path = write_towns(tmp_path_factory.mktemp("uren"), towns)
    sites(path.parent, towns, list(HOURS))
    return Study(Project.load(path))


@pytest.mark.parametrize("moment", MOMENTS)
def test_who_goes_where_at_a_moment(study: Study, moment: str) -> None:
    table = study.variant(moment=parse_moment(moment)).results["buurten"]
    near = dict(zip(table["buurtcode"], table["huisarts_km"] < SHORT_KM + 0.1, strict=True))
    expected = {f"D{row:02d}": moment in opened.split("|") for row, opened in enumerate(HOURS.values())}
    assert near == expected


@pytest.mark.slow
def test_what_counts_day_and_night_is_open_at_every_moment(tmp_path: Path) -> None:
    towns = in_rows([Town(f"D{row:02d}") for row in range(len(ALWAYS))])
    path = write_towns(tmp_path, towns)
    sites(tmp_path, towns, list(ALWAYS))
    table = Study(Project.load(path)).facilities.table.set_index("id")
    counts = {text: table.loc[f"D{row:02d}", "volcontinu"] == "ja" for row, text in enumerate(ALWAYS)}
    assert counts == ALWAYS
