"""Supply on two sides: what is lost when a practice closes is a sum that one can make by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.supply_samples import supply_project

from zorgkaart.analyses.compare.compute import Comparison, compare
from zorgkaart.analyses.compare.product import CompareProduct
from zorgkaart.analyses.compare.sides import Side
from zorgkaart.analyses.compare.supply_sides import changed_supplies, supply_paragraphs, supply_totals
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import changed
from zorgkaart.study.study import Study


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Now, with one of two practices closed, and once more as it is now."""
    study = Study(supply_project(tmp_path_factory.mktemp("kanten")))
    closed = changed(study, [Close("huisarts-lint")]).after
    return compare([Side("a", "nu", study), Side("b", "dicht", closed), Side("c", "nu", study)])


def test_who_loses_is_who_shared_the_practice(comparison: Comparison) -> None:
    table = supply_totals(comparison).query("leeftijd == 'alle'").set_index("kant")
    before, after = (side.study.supplied("huisarts") for side in comparison.sides[:2])
    weight = comparison.pairs[0].people["alle"]
    lost = (before.access > 0) & (after.access == 0)
    assert lost.any()
    assert table.loc["B", "niets_meer_aanbod"] == pytest.approx(weight[lost].sum())
    assert table.loc["B", "minder_aanbod"] >= table.loc["B", "niets_meer_aanbod"]
    # Supply is conserved: one practice less of two, over the same demand within reach of either.
    assert table.loc["B", "aanbod_verschil"] < 0
    assert table.loc["C", ["minder_aanbod", "meer_aanbod", "aanbod_verschil"]].tolist() == [0, 0, 0]


def test_sentences_are_of_sides_that_differ(comparison: Comparison) -> None:
    (text,) = supply_paragraphs(comparison)
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    assert text.startswith("B tegen A, Huisarts (aanbod, praktijken per 1.000 inwoners): gemiddeld ")
    assert "niets meer binnen bereik" in text
    assert [supply.kind for supply in changed_supplies(comparison)] == ["huisarts"]


def test_every_side_and_the_difference_stand_in_the_tables_with_a_meaning(comparison: Comparison) -> None:
    product = CompareProduct(comparison)
    tables = product.tables
    areas = tables["buurten_naast_elkaar"]
    column = "huisarts_aanbod_per_1000"
    wanted = comparison.sides[1].study.supply_columns("buurten", "huisarts")[column]
    assert areas[f"{column}_b"].tolist() == pytest.approx(wanted.tolist(), nan_ok=True)
    assert areas[f"{column}_b_min_a"].tolist() == pytest.approx(
        (areas[f"{column}_b"] - areas[f"{column}_a"]).tolist(), nan_ok=True
    )
    for name, table in tables.items():
        assert undocumented(table.columns, product.columns) == [], name
    assert "vergelijking_aanbod" in tables


def test_without_supply_there_is_no_table(compared_project_without: Comparison) -> None:
    assert supply_totals(compared_project_without).empty
    assert supply_paragraphs(compared_project_without) == []


@pytest.fixture
def compared_project_without(compared_file: Path) -> Comparison:
    """Two sides of a project without supply."""
    study = Study(Project.load(compared_file))
    return compare([Side("a", "nu", study), Side("b", "nu", study)])
