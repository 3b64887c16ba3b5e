"""The report says what the run says, whatever the change, and nothing that is in a name runs."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pypdf
import pytest
from support.browser import Browser, chromium
from support.paths import TESTS
from support.report_samples import Page, origin, plain, report_of, texts, value
from support.study_samples import BUURTEN, PROJECT, SEH, Site, degrees, write_sample, write_sites

from zorgkaart.access.hours import parse_moment
from zorgkaart.analyses.report.product import build_report, write_report
from zorgkaart.analyses.validation.figures import compare_scenario
from zorgkaart.outputs.documents.content import Column, Picture, Report, Table
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.documents.pdf import pdf_bytes
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change, Close, Hours, Move, Open
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.scenarios.users import Users
from zorgkaart.study.study import Study

PERSON, TENTH = 0.5 + 1e-6, 0.05 + 1e-6  # what rounding for display may cost
HOSTILE = (
    "<script>alert(1)</script>",
    '#eval("1+1") #image("/etc/passwd")',
    "$x^2$ *vet* _schuin_",
    "=1+1",
    "{{ 7*7 }}",
)


@pytest.fixture(scope="session")
def ommelander(groningen: Study) -> Scenario:
    """The Ommelander closure on the real province."""
    return run_scenario(groningen, [Close("ommelander")])


@pytest.fixture(scope="session")
def ommelander_report(ommelander: Scenario) -> Report:
    return report_of(ommelander)


@pytest.fixture(scope="session")
def ommelander_page(ommelander_report: Report) -> str:
    return html_page(ommelander_report)


@pytest.fixture(scope="session")
def ommelander_pdf(ommelander_report: Report, tmp_path_factory: pytest.TempPathFactory) -> pypdf.PdfReader:
    path = tmp_path_factory.mktemp("rapport") / "rapport.pdf"
    path.write_bytes(pdf_bytes(ommelander_report))
    return pypdf.PdfReader(path)


def rows_of(page: str, name: str) -> list[list[str]]:
    """The rows of a table without its heading."""
    return Page(page).tables[name][1:]


def pdf_text(reader: pypdf.PdfReader) -> str:
    return plain(" ".join(sheet.extract_text() for sheet in reader.pages))


# Every number is the run's.


def test_the_norm_by_municipality_is_that_of_the_run(ommelander: Scenario, ommelander_page: str) -> None:
    rows = rows_of(ommelander_page, "norm-seh")
    frame = ommelander.difference("gemeenten").set_index("gemeentenaam")
    assert {row[0] for row in rows} == {*frame.index, "Totaal"}
    elderly = frame["seh_65plus_buiten_norm_verschil"]
    for name, people, before, after, difference, share_before, share_after, old in rows[:-1]:
        expected = frame.loc[name]
        assert value(people) == expected["inwoners"]
        assert value(before) == pytest.approx(expected["seh_inwoners_buiten_norm_voor"], abs=PERSON)
        assert value(after) == pytest.approx(expected["seh_inwoners_buiten_norm_na"], abs=PERSON)
        assert value(difference) == pytest.approx(expected["seh_inwoners_buiten_norm_verschil"], abs=PERSON)
        assert value(share_before) == pytest.approx(100 * expected["seh_aandeel_buiten_norm_voor"], abs=TENTH)
        assert value(share_after) == pytest.approx(100 * expected["seh_aandeel_buiten_norm_na"], abs=TENTH)
        assert value(old) == pytest.approx(elderly[name], abs=PERSON)
    total = ommelander.totals().set_index("soort").loc["seh"]
    assert value(rows[-1][4]) == pytest.approx(total["inwoners_buiten_verschil"], abs=PERSON)
    assert value(rows[-1][4]) == pytest.approx(frame["seh_inwoners_buiten_norm_verschil"].sum(), abs=PERSON)
    assert value(rows[-1][7]) == pytest.approx(elderly.sum(), abs=PERSON)


def test_travel_times_of_the_users_are_those_of_the_run(ommelander: Scenario, ommelander_page: str) -> None:
    """Worked out here anew, from the times and sites of every resident point."""
    table = ommelander.before.facilities.table
    closed = table.index[table["id"] == "seh-ommelander-scheemda"][0]
    before, after = ommelander.before.travel["seh"], ommelander.after.travel["seh"]
    users = before.site == closed
    weight = np.nan_to_num(ommelander.before.residents.weight)[users]
    spread = rows_of(ommelander_page, "reistijd-seh-spreiding")
    for column, minutes in ((1, before.minutes[users]), (2, after.minutes[users])):
        order = np.argsort(minutes)
        running = np.cumsum(weight[order]) / weight.sum()
        expected = [np.average(minutes, weights=weight)]
        expected += [minutes[order][np.searchsorted(running, share)] for share in (0.1, 0.5, 0.9)]
        expected.append(minutes[weight > 0].max())
        assert [value(row[column]) for row in spread] == pytest.approx(expected, abs=TENTH)
    classes = rows_of(ommelander_page, "reistijd-seh-klassen")
    bounds = [0, *ommelander.before.project.kinds["seh"].classes_min, math.inf]
    for row, low, high in zip(classes[:-1], bounds, bounds[1:], strict=False):
        for column, minutes in ((1, before.minutes[users]), (2, after.minutes[users])):
            inside = (minutes > low) & (minutes <= high)
            assert value(row[column]) == pytest.approx(weight[inside].sum(), abs=PERSON)
    assert value(classes[-1][1]) == value(classes[-1][2]) == pytest.approx(weight.sum(), abs=PERSON)
    gemeente = ommelander.before.areas.buurten["gemeentenaam"].to_numpy()[ommelander.before.residents.area[users]]
    rows = {row[0]: row for row in rows_of(ommelander_page, "reistijd-seh-gebied")}
    assert set(rows) == {*gemeente[weight > 0], "Totaal"}
    for name in set(gemeente[weight > 0]):
        mine = gemeente == name
        assert value(rows[name][1]) == pytest.approx(weight[mine].sum(), abs=PERSON)
        for column, minutes in ((2, before.minutes), (3, after.minutes)):
            assert value(rows[name][column]) == pytest.approx(
                np.average(minutes[users][mine], weights=weight[mine]), abs=TENTH
            )


def test_where_users_go_and_the_load_are_those_of_the_run(ommelander: Scenario, ommelander_page: str) -> None:
    moves = ommelander.moves().query("soort == 'seh'")
    rows = rows_of(ommelander_page, "verschuiving-seh")
    assert [row[0] for row in rows] == moves["naar"].tolist()
    assert [value(row[1]) for row in rows] == pytest.approx(moves["inwoners"].tolist(), abs=PERSON)
    assert [value(row[3]) for row in rows] == pytest.approx(moves["extra_min"].tolist(), abs=TENTH)
    assert sum(value(row[2]) for row in rows) == pytest.approx(100, abs=0.2)
    load = ommelander.load().query("soort == 'seh'")
    rows = rows_of(ommelander_page, "belasting-seh")
    assert [value(row[3]) for row in rows] == pytest.approx(load["inwoners_erbij"].tolist(), abs=PERSON)
    if "bezoeken_per_jaar_na" in load:
        assert [value(row[5]) for row in rows] == pytest.approx(load["bezoeken_per_jaar_na"].tolist(), abs=PERSON)


def test_published_figures_stand_beside_ours(ommelander: Scenario, ommelander_page: str) -> None:
    frame = compare_scenario(ommelander)
    rows = rows_of(ommelander_page, "effecten-1")
    assert [value(row[2]) for row in rows] == frame["gepubliceerd"].tolist()
    assert [value(row[3]) for row in rows] == pytest.approx(frame["zorgkaart"].tolist(), abs=PERSON)
    assert [value(row[4]) for row in rows] == pytest.approx(frame["verschil_pct"].tolist(), abs=PERSON)


def test_all_areas_newly_outside_are_in_the_appendix(ommelander: Scenario, ommelander_page: str) -> None:
    outside = ommelander.newly_outside()
    column = "seh_inwoners_buiten_norm_verschil"
    counted = outside[outside[column] >= 0.5]
    rows = rows_of(ommelander_page, "bijlage-seh")
    assert sorted(row[0] for row in rows) == sorted(counted["buurtnaam"])
    assert sum(value(row[5]) for row in rows) == pytest.approx(outside[column].sum(), abs=len(rows) * PERSON)
    first = rows_of(ommelander_page, "nieuw-buiten-seh")
    assert [row[0] for row in first] == outside["buurtnaam"].head(len(first)).tolist()


def test_the_summary_gives_the_answer(ommelander: Scenario, ommelander_page: str) -> None:
    total = ommelander.totals().set_index("soort").loc["seh"]
    text = Page(ommelander_page).text
    more = f"{total['inwoners_buiten_verschil']:,.0f}".replace(",", ".")
    after = f"{total['inwoners_buiten_na']:,.0f}".replace(",", ".")
    assert "Komt de norm in gevaar door sluiting van Ommelander Ziekenhuis" in text
    assert f"Ja. Na de wijziging vallen {after} inwoners buiten de 45-minutennorm" in text
    assert f"Dat zijn er {more} meer dan nu" in text
    assert "gevoelig ziekenhuis" in text
    assert "De huisartsenpost verandert niet" in text


def test_kinds_with_the_same_results_are_told_once(ommelander_page: str) -> None:
    page = Page(ommelander_page)
    assert "norm-seh" in page.tables
    assert "norm-acute_verloskunde" not in page.tables
    assert "spoedeisende hulp (SEH) en acute verloskunde" in page.text


# Any change, any project.

NORM_FREE = PROJECT[: PROJECT.index("[norms.seh]")] + PROJECT[PROJECT.index("[kinds.seh]") :]
CASES: dict[str, tuple[Sequence[Change], str | None, list[str]]] = {
    "no effect on the norm": ([Close("oost")], None, ["Nee. Het aantal inwoners buiten de 27,75-minutennorm"]),
    "a station": (
        [Close("ambulance-west")],
        None,
        ["Ja. Na de wijziging vallen 1.290 inwoners buiten", "veranderen voor niemand"],
    ),
    "the last site": (
        [Close("verloskunde-west")],
        None,
        ["voor niemand meer een volledige keten te berekenen", "geen locatie meer voor acute verloskunde."],
    ),
    "opening": (
        [Open("acute_verloskunde", *degrees(30, 0), "Nieuw")],
        None,
        ["Nee. Na de wijziging vallen 0 inwoners", "22,1 minuten korter"],
    ),
    "moving": ([Move("seh-oost", *degrees(20, 0))], None, ["Verplaatsing van Ziekenhuis Oost", "1,9 minuten korter"]),
    "moving nowhere": ([Move("seh-oost", *degrees(30, 0))], None, ["Nee. Het aantal inwoners buiten"]),
    "hours": (
        [Hours("seh-west", "Mo-Fr 08:00-17:00")],
        None,
        ["Andere openingstijden voor", "08:00\N{EN DASH}17:00; was: dag en nacht"],
    ),
    "a moment": ([], "zo 03:00", ["Alleen wat open is op zondag 03:00", "Er sluit of opent geen locatie"]),
    "a change at a moment": ([Close("post-nacht")], "zo 03:00", ["Sluiting van Post Nacht, op zondag 03:00"]),
    "a GP": (
        [Close("huisarts-heem")],
        None,
        ["De wijziging raakt geen norm.", "De wijziging raakt de huisartsenpost niet."],
    ),
    "the post": ([Close("post-avond")], None, ["De wijziging raakt ook de huisartsenpost"]),
    "several": (
        [Close("west-ende"), Close("huisarts-lint")],
        None,
        ["Sluiting van Ziekenhuis Wést-Ënde en Praktijk Lint"],
    ),
}


@pytest.fixture(scope="module")
def scenarios(study: Study) -> dict[str, Scenario]:
    return {
        name: run_scenario(study, changes, moment=parse_moment(moment) if moment else None)
        for name, (changes, moment, _) in CASES.items()
    }


@pytest.mark.parametrize("case", CASES)
def test_the_text_fits_the_change(scenarios: dict[str, Scenario], case: str) -> None:
    report = report_of(scenarios[case])
    text = plain(texts(report))
    for sentence in CASES[case][2]:
        assert sentence in text
    assert not re.search(r"\b(nan|none|inf|null)\b", text, re.IGNORECASE)
    assert not re.search(r"(?<![\d.,])1 (inwoners|minuten|locaties|buurten|posten)\b(?! zijn de openings)", text)
    tables = [block for block in report.blocks() if isinstance(block, Table)]
    assert len(Page(html_page(report)).tables) == len(tables)
    assert pdf_bytes(report).startswith(b"%PDF")
    for table in (table for table in tables if table.name.startswith("norm-")):
        assert_adds_up(table)


def assert_adds_up(table: Table) -> None:
    """The cells themselves, before rounding: areas sum to the total, and after minus before is the difference."""
    *areas, total = ([float(cell or 0) for cell in row[1:5]] for row in table.rows)
    for column, whole in enumerate(total):
        if not math.isnan(whole):
            assert sum(row[column] for row in areas if not math.isnan(row[column])) == pytest.approx(whole)
    for _, before, after, difference in (*areas, total):
        assert difference == pytest.approx(after - before, nan_ok=True)


def test_a_project_without_a_norm(tmp_path: Path) -> None:
    study = Study(Project.load(write_sample(tmp_path, project=NORM_FREE)))
    report = report_of(run_scenario(study, [Close("seh-west")]))
    text = plain(texts(report))
    assert "Dit project kent geen norm. SEH: 540 inwoners reizen langer, gemiddeld 28,0 minuten." in text
    assert "In dit project is geen norm opgenomen." in text
    assert not any("norm" in table.name for table in report.blocks() if isinstance(table, Table))
    assert pdf_bytes(report).startswith(b"%PDF")


def test_a_scenario_with_a_title_has_it(study: Study) -> None:
    report = report_of(run_scenario(study, [Close("oost")], title="Oost dicht in 2027"))
    assert report.subtitle == "Oost dicht in 2027"
    assert ("Wijziging", "Sluiting van Ziekenhuis Oost") in report.facts


# The users, on a project worked out by hand.


def test_users_by_hand(study: Study) -> None:
    """Ziekenhuis Oost serves Eenrichting (200 people), Lint (500) and Kom (50)."""
    scenario = run_scenario(study, [Close("seh-oost")])
    users = Users.of(scenario, "seh")
    assert users.people == pytest.approx(750)
    assert users.without == 0
    spread = users.spread().set_index("moment")
    # Before: Lint at 8, 6, 4, 2 and 1 minutes; after, from the west: 22 to 29, and Kom 32 and 34 km.
    assert spread.at["voor", "langste"] == pytest.approx(28, abs=1e-3)
    assert spread.at["na", "gemiddeld"] - spread.at["voor", "gemiddeld"] == pytest.approx(
        (200 * 4 + 500 * 27.2 + 50 * 44) / 750, abs=1e-3
    )
    table = users.by_area(study, "gemeenten").set_index("gemeentenaam")
    assert table["inwoners"].to_dict() == pytest.approx({"Beta": 550, "Alfa": 200})
    assert table.at["Alfa", "extra_min"] == pytest.approx(4, abs=1e-3)
    assert Users.gained(scenario, "seh").people == 0


@pytest.mark.parametrize("case", [name for name, (changes, _, _) in CASES.items() if changes])
def test_users_are_whole_and_apart(study: Study, scenarios: dict[str, Scenario], case: str) -> None:
    scenario = scenarios[case]
    for kind in (kind for kind in scenario.kinds if kind in scenario.before.travel):
        users, gained = Users.of(scenario, kind), Users.gained(scenario, kind)
        assert not set(users.rows) & set(gained.rows)
        changed = np.union1d(users.rows, gained.rows)
        before, after = scenario.before.travel[kind], scenario.after.travel[kind]
        others = np.setdiff1d(np.arange(len(before.minutes)), changed)
        np.testing.assert_allclose(before.minutes[others], after.minutes[others])
        for group in (users, gained):
            assert group.by_area(study, "buurten")["inwoners"].sum() == pytest.approx(group.people)
            classes = group.classes((5.0, 20.0))
            assert classes["inwoners_na"].sum() + group.weight[np.isnan(group.after)].sum() == pytest.approx(
                group.people
            )


# The files.


def test_names_from_data_stay_text(tmp_path: Path) -> None:
    buurten = [pd.Series(vars(b)).to_dict() for b in BUURTEN]
    for number, name in enumerate(HOSTILE):
        buurten[number]["name"] = name
        buurten[number]["gemeente"] = name if number % 2 else buurten[number]["gemeente"]
    longest = "Zeer " + "lang" * 60
    path = write_sample(tmp_path, buurten=[type(BUURTEN[0])(**b) for b in buurten])
    sites = [
        Site("seh-west", f"{HOSTILE[0]} {HOSTILE[1]} {HOSTILE[2]} {HOSTILE[4]}", (0, 0), always="ja", hours="24/7")
    ]
    sites += [Site("seh-oost", longest, (30, 0), always="ja", hours="24/7"), *SEH[2:]]
    write_sites(tmp_path / "gegevens" / "seh.csv", sites)
    scenario = run_scenario(Study(Project.load(path)), [Close("seh-west", kinds=("seh",))], title=HOSTILE[1])
    report = report_of(scenario)
    page = html_page(report)
    read = Page(page)
    scripts = [attributes for tag, attributes in read.tags if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "herkomst"}]
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]
    assert "49" not in [cell for table in read.tables.values() for row in table for cell in row if "7*7" in cell]
    printed = plain(" ".join(sheet.extract_text() for sheet in pypdf.PdfReader(_file(pdf_bytes(report))).pages))
    for name in HOSTILE[:3]:
        assert plain(name) in read.text
        assert all(part in printed for part in name.split())
    assert longest[:20] in printed.replace("-", "")


def test_the_page_loads_nothing(ommelander_page: str) -> None:
    page = Page(ommelander_page)
    policies = [a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv")]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policies[0]
    assert "unsafe" not in policies[0]
    for tag, attributes in page.tags:
        for name in ("src", "href", "srcset", "action", "data"):
            target = attributes.get(name)
            assert target is None or target.startswith(("data:image/svg+xml;base64,", "#")), (tag, name)
        assert "style" not in attributes
    assert len(ommelander_page) < 3_000_000
    assert all(a.get("alt") for tag, a in page.tags if tag == "img")
    json_text = ommelander_page.partition('id="herkomst">')[2].partition("</script>")[0]
    assert json.loads(json_text)["opdracht"] == "zorgkaart scenario"


def test_the_pdf_is_accessible_and_carries_its_provenance(
    ommelander: Scenario, ommelander_pdf: pypdf.PdfReader, ommelander_page: str
) -> None:
    reader = ommelander_pdf
    text = pdf_text(reader)
    total = ommelander.totals().set_index("soort").loc["seh"]
    for name in ("inwoners_buiten_voor", "inwoners_buiten_na", "inwoners_buiten_verschil", "65plus_buiten_verschil"):
        assert f"{total[name]:,.0f}".replace(",", ".") in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Bereikbaarheidsanalyse: Sluiting van Ommelander Ziekenhuis Groningen loc Scheemda"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == "2026-11-22"
    catalogue = reader.trailer["/Root"]
    assert str(catalogue["/Lang"]).startswith("nl")
    assert catalogue["/MarkInfo"]["/Marked"]
    xmp = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert json.loads(reader.attachments["herkomst.json"][0])["opdracht"] == "zorgkaart scenario"
    headings = [str(item.title) for item in reader.outline if not isinstance(item, list)]
    assert [heading for heading in headings if "norm in gevaar" in heading]
    assert len(headings) == len(re.findall("<h2>", ommelander_page)) - 1  # the page has a list of contents


def test_the_fonts_are_those_of_typst(ommelander_pdf: pypdf.PdfReader) -> None:
    fonts = set()
    for sheet in ommelander_pdf.pages:
        for font in sheet["/Resources"].get("/Font", {}).values():
            fonts.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    assert fonts
    assert all("Libertinus" in font for font in fonts), fonts


def test_the_same_run_gives_the_same_bytes(study: Study) -> None:
    def made() -> tuple[str, bytes]:
        scenario = run_scenario(study, [Close("ambulance-west"), Close("huisarts-lint")])
        report = build_report(scenario, known)
        return html_page(report), pdf_bytes(report)

    known = origin(run_scenario(study, [Close("oost")]))
    assert made() == made()


def test_both_files_are_written(study: Study, tmp_path: Path) -> None:
    scenario = run_scenario(study, [Close("oost")])
    paths = write_report(scenario, tmp_path / "uit", command="zorgkaart scenario --close oost --report")
    assert [path.name for path in paths] == ["rapport.html", "rapport.pdf"]
    assert sorted(path.name for path in (tmp_path / "uit").iterdir()) == ["rapport.html", "rapport.pdf"]
    text = pdf_text(pypdf.PdfReader(paths[1]))
    assert "zorgkaart scenario" in text
    assert "450 inwoners" in text
    assert str(tmp_path) not in paths[0].read_text(encoding="utf-8")


def test_every_picture_has_words(ommelander_report: Report) -> None:
    pictures = [block for block in ommelander_report.blocks() if isinstance(block, Picture)]
    assert len(pictures) == 7  # the distribution; the norm and the trip by car before, after and as a difference
    assert len({picture.name for picture in pictures}) == len(pictures)
    for picture in pictures:
        assert picture.alt
        assert picture.caption
        assert b"http" not in re.sub(rb'(xmlns(:\w+)?|rdf:resource)="[^"]*"|<!DOCTYPE[^>]*>', b"", picture.svg)


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        (Column("a", 0), 1234.5, "1.234"),
        (Column("a", 1), math.nan, "onbekend"),
        (Column("a", 1, percent=True), math.nan, "onbekend"),
        (Column("a", 1, percent=True), 0.1234, "12,3\N{NO-BREAK SPACE}%"),
        (Column("a", 0, sign=True), -0.2, "0"),
        (Column("a", 0, sign=True), 7.2, "+7"),
        (Column("a", 1, sign=True), -7.25, "\N{MINUS SIGN}7,2"),
        (Column("a"), "=1+1", "=1+1"),
        (Column("a", 0), None, ""),
    ],
)
def test_cells(column: Column, cell: float | str | None, expected: str) -> None:
    assert column.text(cell) == expected


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as result:
        yield result


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_the_page_in_a_browser(browser: Browser, ommelander_page: str, tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "rapport.html"
    path.write_text(ommelander_page, encoding="utf-8")
    browser.open(path, size=size)
    images = browser.run("return [...document.images].map((i) => i.complete && i.naturalWidth > 0)")
    assert images
    assert all(images)
    assert browser.complaints() == []
    assert browser.requests() == [path.as_uri()]
    assert browser.run("return document.documentElement.scrollWidth <= window.innerWidth")
    assert "rgb(47, 93, 138)" in browser.run("return getComputedStyle(document.querySelector('h2')).borderTopColor")


def _file(content: bytes) -> object:
    from io import BytesIO

    return BytesIO(content)


def test_capacity_is_shown_where_it_is_known(tmp_path: Path) -> None:
    """Half a visit a year each; the practice that takes over has room for 500."""
    project = PROJECT.replace('label = "Huisarts"', 'label = "Huisarts"\n\n[visits]\ntable = "gegevens/bezoeken.csv"')
    path = write_sample(tmp_path, project=project)
    data = tmp_path / "gegevens"
    (data / "bezoeken.csv").write_text(
        "soort,bezoeken_per_jaar,inwoners,jaar,bron\nhuisarts,700,1400,2023,<b>Verzonnen</b>\n", encoding="utf-8"
    )
    table = gpd.read_file(data / "huisarts.geojson").assign(capaciteit_bezoeken_per_jaar=500.0)
    table.to_file(data / "huisarts.geojson")
    scenario = run_scenario(Study(Project.load(path)), [Close("huisarts-lint")])
    load = scenario.load().set_index("id")
    page = Page(html_page(report_of(scenario)))
    heads, *rows = page.tables["belasting-huisarts"]
    assert heads[4:] == ["Bezoeken nu", "Bezoeken na", "Bezetting nu", "Bezetting na"]
    first = load.loc["huisarts-heem"]
    assert [value(cell) for cell in rows[0][1:6]] == pytest.approx(
        [*first[["inwoners_voor", "inwoners_na", "inwoners_erbij", "bezoeken_per_jaar_voor", "bezoeken_per_jaar_na"]]],
        abs=PERSON,
    )
    assert value(rows[0][5]) == pytest.approx(value(rows[0][2]) / 2, abs=PERSON)
    assert value(rows[0][7]) == pytest.approx(100 * value(rows[0][5]) / 500, abs=PERSON)
    assert "Dat is 50 bezoeken per honderd inwoners (<b>Verzonnen</b>, 2023)." in page.text


def test_nothing_hangs_on_the_hash_seed(sample: Path, tmp_path: Path) -> None:
    """Sets have another order in another process; a report has not."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[3])\n"
        "from pathlib import Path\n"
        "from support.report_samples import report_of\n"
        "from zorgkaart.outputs.documents.html import html_page\n"
        "from zorgkaart.project.model import Project\n"
        "from zorgkaart.scenarios.changes import Close\n"
        "from zorgkaart.scenarios.scenario import run_scenario\n"
        "from zorgkaart.study.study import Study\n"
        "scenario = run_scenario(Study(Project.load(sys.argv[1])), [Close('west-ende'), Close('ambulance-west')])\n"
        "Path(sys.argv[2]).write_text(html_page(report_of(scenario)), encoding='utf-8')\n"
    )
    targets = [tmp_path / f"{seed}.html" for seed in (1, 2)]
    arguments = [sys.executable, "-c", script, str(sample)]
    processes = [
        subprocess.Popen([*arguments, str(target), str(TESTS)], env={**os.environ, "PYTHONHASHSEED": target.stem})
        for target in targets
    ]
    assert [process.wait() for process in processes] == [0, 0]
    first, second = (target.read_text(encoding="utf-8") for target in targets)
    assert first == second
