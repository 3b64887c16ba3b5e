"""The difference per area, and what happens to each site."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from support.study_samples import degrees, write_sample

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close, Move, Open
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.shown_sites import old_places, site_table
from zorgkaart.study.study import Study

# The difference per area.


def test_difference_has_the_touched_kinds_before_and_after(study: Study) -> None:
    scenario = run_scenario(study, [Close("oost")])
    frame = scenario.difference("buurten")
    assert len(frame) == len(study.results["buurten"])
    assert frame.crs == study.results["buurten"].crs
    after = scenario.after.results["buurten"]
    np.testing.assert_array_equal(frame["seh_min_verschil"], after["seh_min"] - study.results["buurten"]["seh_min"])
    assert frame["seh_id_voor"].equals(study.results["buurten"]["seh_id"])
    assert frame["seh_oordeel_na"].equals(after["seh_oordeel"])
    assert not any(name.startswith(("huisarts", "acute")) for name in frame)
    assert undocumented(frame.columns, dictionary(study.project)) == []
    for table in (scenario.totals(), scenario.moves(), scenario.newly_outside(), site_table(study, changed=scenario)):
        assert undocumented(table.columns, dictionary(study.project)) == []


def test_what_is_true_or_false_has_no_difference(tmp_path: Path) -> None:
    """Of a kind of which the list is not complete, areas are marked where a site may be nearer."""
    project = Project.load(write_sample(tmp_path))
    study = Study(project.with_changes(kinds={"seh": {"complete": False}}))
    marks = study.results["buurten"].select_dtypes("bool")
    names = [name for name in marks if name.startswith("seh_")]
    frame = run_scenario(study, [Close("oost")]).difference("buurten")
    assert names
    for name in names:
        assert frame[f"{name}_na"].dtype == bool
        assert f"{name}_verschil" not in frame


def test_names_that_begin_alike_are_not_mixed_up(tmp_path: Path) -> None:
    """Kinds "seh" and "seh_klein": the columns of the second begin like those of the first."""
    project = Project.load(write_sample(tmp_path))
    kinds = {"seh_klein": {"table": tmp_path / "gegevens" / "klein.csv", "label": "Kleine SEH"}}
    lat, lon = degrees(10, 0)
    (tmp_path / "gegevens" / "klein.csv").write_text(f"id,benaming,lat,lon\nk,Klein,{lat},{lon}\n", encoding="utf-8")
    scenario = run_scenario(Study(project.with_changes(kinds=kinds)), [Close("seh-oost")])
    frame = scenario.difference("buurten")
    assert "seh_min_verschil" in frame
    assert not any(name.startswith("seh_klein") for name in frame)


def test_sites_are_marked_with_what_happens_to_them(study: Study) -> None:
    lat, lon = degrees(15, 0)
    changed = [Close("huisarts-heem"), Move("huisarts-lint", lat, lon), Open("huisarts", lat, lon, "Nieuw")]
    scenario = run_scenario(study, changed)
    table = site_table(scenario.after, changed=scenario).set_index("id")
    marked = table["sites_status"][table["sites_status"] != ""].to_dict()
    assert marked == {
        "huisarts-heem": "gesloten in dit scenario",
        "huisarts-lint": "verplaatst in dit scenario",
        "huisarts-nieuw-nieuw": "nieuw in dit scenario",
    }
    assert table.loc[list(marked), "telt"].tolist() == [False, True, True]


def test_a_site_that_moved_also_stands_where_it_was(study: Study) -> None:
    scenario = run_scenario(study, [Move("seh-oost", *degrees(20, 0))])
    places = old_places(scenario)
    before = study.facilities.table.set_index("id").loc["seh-oost"]
    assert places["id"].tolist() == ["seh-oost-oude-plek"]
    assert places.geometry.iloc[0] == before.geometry
    assert places["sites_status"].iloc[0].startswith("gesloten")
    assert old_places(run_scenario(study, [Close("seh-oost")])).empty
