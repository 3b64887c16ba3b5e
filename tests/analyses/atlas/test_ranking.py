"""The ranking on the map is the table."""

from __future__ import annotations

import pytest

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.ranking import atlas_data, headline
from zorgkaart.analyses.validation.headline_estimates import change_estimate
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study


def test_the_ranking_on_the_map_is_the_table(province: Study) -> None:
    table = closure_atlas(province, "seh", further_min=7.5)
    data = atlas_data(province, "seh", table, further_min=7.5)
    assert [entry["rank"] for entry in data["entries"]] == list(range(1, len(table) + 1))
    assert data["largest"] == pytest.approx(table["inwoners_buiten_erbij"].max(), abs=0.1)
    for entry, row in zip(data["entries"], table.to_dict("records"), strict=True):
        facts = dict(entry["facts"])
        assert entry["ids"] == [row["gesloten_id"]]
        assert entry["sensitive"] is row["gevoelig"]
        assert number(entry["figure"]) == round(row["inwoners_buiten_erbij"])
        assert number(facts["Erbij buiten de norm"]) == round(row["inwoners_buiten_erbij"])
        assert number(facts["Dichtstbijzijnde voor"]) == round(row["inwoners_gebruikers"])
        assert number(facts["Meer dan 7,5 min langer"]) == round(row["inwoners_verder"])
        assert facts["Meesten gaan naar"] == row["naar"]
    (ommelander,) = (entry for entry in data["entries"] if entry["ids"] == ["seh-ommelander-scheemda"])
    assert "gepubliceerd: 13.200" in ommelander["note"]
    # The headline is about the first row, also where nothing is published about it.
    for rows, more in ((table, ""), (table[table["gepubliceerd"].notna()], " (gepubliceerd: 13.200,")):
        first = run_scenario(province, [Close(rows["gesloten_id"].iloc[0], ("seh",))])
        assert f"{change_estimate(first, 'seh')} buiten de norm{more}" in headline(province, "seh", rows)


def number(text: str) -> int:
    return int(text.split()[0].replace(".", ""))


def test_of_pairs_only_those_that_add_something_are_drawn(province: Study) -> None:
    table = closure_atlas(province, "seh", pairs=True)
    data = atlas_data(province, "seh", table, further_min=5.0)
    for entry, more in zip(data["entries"], table["samen_meer_buiten"], strict=True):
        assert entry["drawn"] == (more >= 0.5)
        assert number(entry["figure"].replace("\N{MINUS SIGN}", "-")) == round(more)
        assert entry["size"] == pytest.approx(max(more, 0), abs=0.1)
        assert len(entry["ids"]) == 2
        assert entry["sensitive"] == (more >= 0.5), "not where only one of the two is"


def test_pairs_are_ranked_by_what_they_add(province: Study) -> None:
    table = closure_atlas(province, "seh", pairs=True)
    assert table["samen_meer_buiten"].is_monotonic_decreasing
    more = f"{table['samen_meer_buiten'].iloc[0]:,.0f}".replace(",", ".")
    assert f"{more} meer dan de twee sluitingen apart" in headline(province, "seh", table)
    alone = closure_atlas(province, "seh").set_index("gesloten")["inwoners_buiten_erbij"]
    first = table.iloc[0]
    both = sum(alone[name] for name in first["gesloten"].split(" + "))
    assert first["samen_meer_buiten"] == pytest.approx(first["inwoners_buiten_erbij"] - both, abs=1e-3)


def test_unknown_is_said_and_not_zero(small: Study) -> None:
    """Without its only hospital that is always open nobody has a chain: that is grave, and not 0 outside the norm."""
    first = atlas_data(small, "seh", closure_atlas(small, "seh"), further_min=5.0)["entries"][0]
    assert (first["figure"], first["sensitive"]) == ("onbekend", None)
    assert first["size"] == pytest.approx(1290)
    assert first["note"].startswith("geen locatie meer voor 1.290 inwoners")
    assert headline(small, "seh", closure_atlas(small, "seh")).endswith("voor 1.290 inwoners geen locatie meer.")
