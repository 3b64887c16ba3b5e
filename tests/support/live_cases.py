"""The table of cases that holds both arithmetics of the live map: the script's, and that of support.live_oracle.

``tests/cases/live_model.json`` has the labels of the small project, as a page has them, and what the full
computation (:func:`zorgkaart.scenarios.scenario.run_scenario`) says of some closures and openings. A test tells when
it is no longer that. After a change that is meant to change figures, write it anew with
``PYTHONPATH=tests python -m support.live_cases``.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from support.paths import TESTS
from support.study_samples import write_sample
from zorgkaart.analyses.live.labels import labels_of
from zorgkaart.analyses.live.page_data import CHAIN_COLUMNS, TRIP_COLUMNS, live_data
from zorgkaart.project.defaults import AGES
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close, Reopen
from zorgkaart.scenarios.load import site_load
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study

# What a page with sites to click does not add up.
AGED_TRAVELLERS = [f"{age}plus_{word}" for age in AGES for word in ("langer", "korter")]
NOT_LIVE = ["tijdstip", "extra_min_max", "winst_min", "winst_min_max", *AGED_TRAVELLERS]
CASES = TESTS / "cases"
TABLE = CASES / "live_model.json"
BY_HAND = CASES / "live_model_by_hand.json"

# What closes, what opens, and at which moment.
SCENARIOS = (
    (["seh-west"], [], ""),
    (["seh-oost", "huisarts-heem"], ["seh-dicht"], ""),
    (["ambulance-kom", "ambulance-west"], [], "nacht"),
    (["huisarts-heem", "huisarts-lint"], [], ""),
    (["huisarts-lint"], [], "werkdag"),
    (["post-avond"], [], "avond"),
    (["ambulance-west", "ambulance-kom", "verloskunde-west"], [], ""),
)


def table_of_cases(study: Study) -> dict[str, Any]:
    """The whole table, ready for JSON."""
    labels = labels_of(study)
    return {
        "ids": list(labels.ids),
        "labels": live_data(labels, study),
        "cases": [_case(study, closed, opened, moment) for closed, opened, moment in SCENARIOS],
    }


def _case(study: Study, closed: list[str], opened: list[str], moment: str) -> dict[str, Any]:
    changes = [*map(Close, closed), *map(Reopen, opened)]
    scenario = run_scenario(study, changes, moment=parse_moment(moment) if moment else None)
    return {
        "closed": closed,
        "opened": opened,
        "moment": moment,
        "columns": {"voor": _columns(scenario.before), "na": _columns(scenario.after)},
        "residents": {"voor": _residents(scenario.before), "na": _residents(scenario.after)},
        "totals": _totals(scenario),
    }


def _columns(study: Study) -> dict[str, list[Any]]:
    """Per area what the map computes; ids of sites, and None for unknown."""
    areas = study.results["buurten"]
    names = [f"{kind}_{part}" for kind in study.project.travel_kinds for part in TRIP_COLUMNS]
    names += [f"{kind}_{part}" for kind in study.project.norms for part in CHAIN_COLUMNS]
    return {name: [_plain(value) for value in areas[name]] for name in names}


def _residents(study: Study) -> dict[str, dict[str, float]]:
    """Per kind the inhabitants of each site that has any."""
    ids = study.facilities.table["id"].to_numpy()
    loads = {kind: site_load(study, kind) for kind in study.project.travel_kinds}
    return {kind: {ids[i]: _plain(load[i]) for i in np.flatnonzero(load)} for kind, load in loads.items()}


def _totals(scenario: Scenario) -> dict[str, dict[str, float | None]]:
    rows = scenario.totals().set_index("soort").drop(columns=NOT_LIVE, errors="ignore")
    return {str(kind): {name: _plain(value) for name, value in row.items()} for kind, row in rows.iterrows()}


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value if isinstance(value, str) else round(float(value), 6)


def written(table: dict[str, Any]) -> str:
    """The table as JSON with a line for each case, so that a change shows where it is."""
    parts = {name: json.dumps(table[name], ensure_ascii=False) for name in ("ids", "labels")}
    cases = ",\n  ".join(json.dumps(case, ensure_ascii=False) for case in table["cases"])
    head = ",\n".join(f' "{name}": {text}' for name, text in parts.items())
    return f'{{\n{head},\n "cases": [\n  {cases}\n ]\n}}\n'


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        TABLE.write_text(written(table_of_cases(Study(Project.load(write_sample(Path(folder)))))), encoding="utf-8")
