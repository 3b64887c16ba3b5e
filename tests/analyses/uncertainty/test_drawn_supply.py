"""Supply in draws: only where they are about it, and then with an interval around what each draw gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.supply_samples import SUPPLY
from support.uncertainty_samples import ON_SCENE, STATION, TURNOUT, UNEVEN, assumption, project_with

from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.analyses.uncertainty.drawn_supply import MEASURE, drawn_supplies
from zorgkaart.analyses.uncertainty.draws import draws_of
from zorgkaart.analyses.uncertainty.interval_views import sentences, uncertainty_views
from zorgkaart.analyses.uncertainty.intervals import area_intervals, total_intervals
from zorgkaart.analyses.uncertainty.product import UncertaintyProduct
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.scenarios.changes import Close
from zorgkaart.study.study import Study

COLUMN = "huisarts_aanbod_per_1000"
CARS = assumption("auto", 'keys = ["speeds.auto.factor"]\ndistribution = "uniform"\nlow = 0.6\nhigh = 1.5')

PRACTICE = assumption("lint", 'keys = ["sites.huisarts-lint"]\ndistribution = "chance"\nchance = 0.5')
STEPS = assumption("straal", 'keys = ["supply.huisarts.catchment_min"]\ndistribution = "uniform"\nlow = 20\nhigh = 60')


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    project = project_with(tmp_path_factory.mktemp("aanbod"), SUPPLY + CARS)
    return run_ensemble(project, draws=12, changes=[Close("huisarts-lint")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ON_SCENE + TURNOUT + UNEVEN + STATION, []),
        (CARS, ["huisarts"]),
        (PRACTICE, ["huisarts"]),
        (STEPS, ["huisarts"]),
    ],
)
def test_supply_is_drawn_where_a_draw_is_about_it(tmp_path: Path, text: str, expected: list[str]) -> None:
    project = project_with(tmp_path, SUPPLY + text)
    assert list(drawn_supplies(Study(project))) == expected


def test_every_draw_is_that_of_a_study_with_its_values(ensemble: Ensemble) -> None:
    variant = draws_of(ensemble.study.project, ensemble.drawn)[3].study(ensemble.study)
    wanted = variant.supply_columns("buurten", "huisarts")[COLUMN]
    found = ensemble.areas["buurten"][f"{COLUMN}_voor"][3]
    assert found.tolist() == pytest.approx(wanted.tolist(), nan_ok=True)
    spread = np.ptp(ensemble.areas["buurten"][f"{COLUMN}_voor"], axis=0)
    assert np.nanmax(spread) > 0, "speeds say who is within reach"


def test_intervals_hold_the_middle_and_a_closure_takes_away(ensemble: Ensemble) -> None:
    frame = area_intervals(ensemble)
    for suffix in ("_voor", "_na", "_verschil"):
        low, middle, high = (frame[f"{COLUMN}_{name}{suffix}"] for name in ("laag", "midden", "hoog"))
        known = middle.notna()
        assert known.any()
        assert ((low <= middle) & (middle <= high))[known].all()
    totals = total_intervals(ensemble)
    totals = totals[totals["maat"] == MEASURE].set_index("situatie")
    assert set(totals["soort"]) == {"huisarts"}
    assert totals.loc["verschil", "hoog"] < 0


def test_layers_sentences_and_columns_are_there_and_explained(ensemble: Ensemble) -> None:
    product = UncertaintyProduct(ensemble)
    frame = product.levels["buurten"]
    views = [view for view in uncertainty_views(ensemble) if COLUMN in view.column]
    assert len(views) == 9
    assert all(view.column in frame for view in views)
    assert sentences(ensemble)[-1].startswith("Huisarts: gemiddeld na de wijziging ")
    for name, table in product.tables.items():
        if name != "trekkingen":
            assert undocumented(table.columns, product.columns) == [], name
