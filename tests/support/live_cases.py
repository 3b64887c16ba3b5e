"""The table of cases that holds both arithmetics of the live map: the script's, and that of support.live_oracle.

``tests/cases/live_model.json`` has the labels of the small project, as a page has them, and what the full
computation (:func:`zorgkaart.scenarios.scenario.run_scenario`) says of some closures and openings. A test tells when
it is no longer that. After a change that is meant to change figures, write it anew with
``PYTHONPATH=tests python -m support.live_cases``.
"""

from __future__ import annotations

import base64
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from support.paths import TESTS
from support.study_samples import write_sample
from zorgkaart.access.catalogue import norms_of
from zorgkaart.analyses.live.labels import labels_of
from zorgkaart.analyses.live.page_data import TRIP_COLUMNS, live_data, norm_columns
from zorgkaart.project.defaults import AGES
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close, Reopen
from zorgkaart.scenarios.load import site_load
from zorgkaart.scenarios.norm_changes import change_table
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.norm_shares import share_table, shared_norms
from zorgkaart.study.study import Study

# What a page with sites to click does not add up.
AGED_TRAVELLERS = [f"{age}plus_{word}" for age in AGES for word in ("langer", "korter")]
CROSSERS = ["inwoners_nieuw_buiten", "inwoners_nieuw_binnen", "inwoners_eerst_zonder"]
NOT_LIVE = ["tijdstip", "extra_min_max", "winst_min", "winst_min_max", *AGED_TRAVELLERS, *CROSSERS]
CASES = TESTS / "cases"
TABLE = CASES / "live_model.json"
BY_HAND = CASES / "live_model_by_hand.json"

# Norms of every shape beside the two chains of the sample.
NORMS: dict[str, dict[str, Any]] = {
    "seh_kwartier": {"kind": "seh", "measure": "reis", "limit_min": 15, "share": 0.5},
    "ambulance": {
        "kind": "ambulancepost",
        "measure": "aanrij",
        "limit_min": 9,
        "turnout_min": 2,
        "share": 0.6,
        "per": "wijk",
    },
    "huisarts_9": {"kind": "huisarts", "measure": "reis", "limit_min": 9, "share": 0.7, "per": "gemeente"},
    "post_avond": {
        "kind": "huisartsenpost",
        "measure": "reis",
        "limit_min": 12,
        "share": 0.7,
        "per": "werkgebied",
        "at": "avond",
    },
    "post_nacht": {
        "kind": "huisartsenpost",
        "measure": "reis",
        "limit_min": 12,
        "share": 0.7,
        "per": "werkgebied",
        "at": "nacht",
    },
}
SHARE_COLUMNS = ["niveau", "gebiedscode", "inwoners_beoordeeld", "aandeel_binnen", "gehaald"]
LARGER = {"gemeente": "gemeenten", "wijk": "wijken"}
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


def with_norms(project: Project) -> Project:
    """The project with norms of every shape."""
    return project.with_changes(norms=NORMS)


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
        "columns": {"voor": columns_of(scenario.before), "na": columns_of(scenario.after)},
        "residents": {"voor": residents_of(scenario.before), "na": residents_of(scenario.after)},
        "totals": totals_of(scenario),
        "norms": {
            name: {
                **{f"{word}_voor": people for word, people in outside(scenario.before, name).items()},
                **{f"{word}_na": people for word, people in outside(scenario.after, name).items()},
                "ended": _ended(scenario, name),
            }
            for name in study.project.norms
        },
        "shares": {"voor": shares(scenario.before), "na": shares(scenario.after)},
        "levels": {
            word: {"voor": columns_of(scenario.before, layer), "na": columns_of(scenario.after, layer)}
            for word, layer in LARGER.items()
        },
    }


def _ended(scenario: Scenario, norm: str) -> dict[str, Any]:
    """The part within the limit, after the change, of those who lived in service areas that end."""
    rows = change_table(scenario).query("norm == @norm and niveau == 'werkgebied'")
    left = share_table(scenario.after).query("norm == @norm")["gebiedscode"]
    gone = rows[~rows["gebiedscode"].isin(left)]
    return {code: _plain(share) for code, share in zip(gone["gebiedscode"], gone["aandeel_binnen_na"], strict=True)}


def outside(study: Study, norm: str) -> dict[str, Any]:
    """Inhabitants outside a norm, in all and of some age."""
    judged = study.chains[norm]
    ages = {"inwoners": study.residents.weight} | {f"{age}plus": old for age, old in study.ages.items()}
    return {word: _plain(judged.count_outside(np.nan_to_num(people))) for word, people in ages.items()}


def shares(study: Study) -> dict[str, list[dict[str, Any]]]:
    """Per norm with a share, where it is met: the whole first, then areas by their codes."""
    table = share_table(study)
    result = {}
    for name in shared_norms(study):
        rows = table[table["norm"] == name].assign(part=lambda rows: rows["niveau"] != "geheel")
        rows = rows.sort_values(["part", "gebiedscode"])[SHARE_COLUMNS]
        result[name] = [{key: _plain(value) for key, value in row.items()} for row in rows.to_dict("records")]
    return result


def columns_of(study: Study, level: str = "buurten") -> dict[str, list[Any]]:
    """Per area what the map computes; ids of sites (of buurten alone), and None for unknown."""
    areas = study.results[level]
    parts = [part for part in TRIP_COLUMNS if part != "id" or level == "buurten"]
    names = [f"{kind}_{part}" for kind in study.project.travel_kinds for part in parts]
    names += [
        f"{name}_{part}" for name, norm in norms_of(study.project).items() for part in norm_columns(norm, study.ages)
    ]
    return {name: [_plain(value) for value in areas[name]] for name in names}


def residents_of(study: Study) -> dict[str, dict[str, float]]:
    """Per kind the inhabitants of each site that has any."""
    ids = study.facilities.table["id"].to_numpy()
    loads = {kind: site_load(study, kind) for kind in study.project.travel_kinds}
    return {kind: {ids[i]: _plain(load[i]) for i in np.flatnonzero(load)} for kind, load in loads.items()}


def totals_of(scenario: Scenario) -> dict[str, dict[str, float | None]]:
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


def opened(value: Any) -> Any:
    """A value of the table to compare with: packed numbers opened, None for unknown."""
    if isinstance(value, dict) and set(value) == {"type", "data"}:
        values = np.frombuffer(base64.b64decode(value["data"]), dtype=f"<{value['type']}").astype(float)
        return pytest.approx(list(values), rel=1e-6, abs=1e-6, nan_ok=True)
    if isinstance(value, dict):
        return {name: opened(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [opened(part) for part in value]
    return pytest.approx(value, rel=1e-6, abs=1e-5) if isinstance(value, float) else value


def unpacked(value: Any) -> Any:
    """As :func:`opened`, of what is held against it."""
    if isinstance(value, dict) and set(value) == {"type", "data"}:
        return list(np.frombuffer(base64.b64decode(value["data"]), dtype=f"<{value['type']}").astype(float))
    if isinstance(value, dict):
        return {name: unpacked(part) for name, part in value.items()}
    return [unpacked(part) for part in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        TABLE.write_text(
            written(table_of_cases(Study(with_norms(Project.load(write_sample(Path(folder))))))), encoding="utf-8"
        )
