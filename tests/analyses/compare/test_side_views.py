"""Supply on the sides of a comparison."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.study_samples import PROJECT, write_sample
from support.supply_samples import SUPPLY

from zorgkaart.analyses.compare.compute import Comparison
from zorgkaart.analyses.compare.product import CompareProduct
from zorgkaart.analyses.compare.side_views import differing_supplies
from zorgkaart.analyses.compare.sides import read_sides
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.project.model import Project

SCENARIO = """
[scenarios.lint-dicht]
close = ["huisarts-lint"]

[scenarios.oost-dicht]
close = ["seh-oost"]
"""


def compared(folder: Path, *names: str) -> Comparison:
    project = Project.load(write_sample(folder, project=PROJECT + SUPPLY + SCENARIO))
    return Comparison(tuple(read_sides(project, list(names))))


def test_sides_of_other_supply_stand_beside_each_other_with_the_difference(tmp_path: Path) -> None:
    comparison = compared(tmp_path, "nu", "lint-dicht")
    product = CompareProduct(comparison)
    table = product.tables["buurten_naast_elkaar"].set_index("buurtnaam")
    name = "huisarts_aanbod_per_1000"
    assert table.loc["Lint", [f"{name}_a", f"{name}_b"]].tolist() == pytest.approx([1000 / 550, 0])
    assert table.loc["Lint", f"{name}_b_min_a"] == pytest.approx(-1000 / 550)
    assert undocumented(product.tables["buurten_naast_elkaar"].columns, product.columns) == []
    views = {view.key: view for view in product.views}
    assert views["huisarts_aanbod_b_min_a"].explanation.startswith("Verschil in aanbod: B min A.")
    assert views["huisarts_aanbod_a"].column == f"{name}_a"
    assert "huisarts_aanbod_b_min_a" in product.map().get_root().render()


def test_a_supply_that_is_the_same_on_all_sides_is_not_shown(tmp_path: Path) -> None:
    assert differing_supplies(compared(tmp_path, "nu", "oost-dicht")) == []
