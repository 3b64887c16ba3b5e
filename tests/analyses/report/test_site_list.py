"""Where users go, what that does to the load, and what the sites can take."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from support.report_samples import PERSON, TENTH, Page, report_of, rows_of, value
from support.study_samples import PROJECT, write_sample

from zorgkaart.outputs.documents.html import html_page
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study


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
