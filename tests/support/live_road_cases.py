"""The table of cases for sites that the live map searches for over the roads: new ones, and other hours.

``tests/cases/live_roads.json`` has the labels and the roads of the small project, as a page has them, and what the full
computation (:func:`zorgkaart.scenarios.scenario.run_scenario`) says. A test tells when it is no longer that. After a
change that is meant to change figures, write it anew with ``PYTHONPATH=tests python -m support.live_road_cases``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from support.live_cases import CASES, LARGER, columns_of, outside, residents_of, shares, totals_of, with_norms, written
from support.study_samples import write_sample
from zorgkaart.analyses.live.labels import labels_of
from zorgkaart.analyses.live.page_data import live_data
from zorgkaart.analyses.live.roads import PERIODS, roads_data
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.project.plans import ALWAYS
from zorgkaart.scenarios.changes import Change, Close, Hours, Open, Reopen
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

TABLE = CASES / "live_roads.json"
KOM, DORP, HEEM, FIELD = (53.1495, 7.1), (53.1556, 6.598), (53.1546, 6.69), (53.1525, 6.87)
DAY, EVENING, NIGHT = ["werkdag", "weekend"], ["avond"], ["nacht"]

# New sites (kind, place, hours; none is day and night), hours of present ones, what closes and opens, and the moment.
CHANGES: tuple[dict[str, Any], ...] = (
    {"added": [("seh", KOM, [])]},
    {"added": [("seh", FIELD, DAY)]},
    {"added": [("seh", FIELD, DAY)], "moment": "werkdag"},
    {"added": [("seh", FIELD, DAY)], "moment": "nacht"},
    {"added": [("ambulancepost", DORP, [])], "closed": ["ambulance-west"]},
    {"added": [("ambulancepost", DORP, NIGHT)], "closed": ["ambulance-west"], "moment": "nacht"},
    {"added": [("huisarts", HEEM, []), ("huisarts", KOM, []), ("huisarts", KOM, [])]},
    {"added": [("huisartsenpost", HEEM, NIGHT)], "moment": "nacht"},
    {"added": [("huisartsenpost", HEEM, NIGHT)], "moment": "avond"},
    {"hours": {"seh-west": DAY}},
    {"hours": {"seh-west": DAY}, "moment": "nacht"},
    {"hours": {"seh-oost": []}},
    {"hours": {"post-onbekend": [*EVENING, *NIGHT], "ambulance-oost": []}, "moment": "nacht"},
    {
        "added": [("seh", DORP, []), ("acute_verloskunde", KOM, [])],
        "hours": {"huisarts-lint": NIGHT},
        "closed": ["seh-west", "ambulance-kom"],
        "opened": ["seh-dicht"],
        "moment": "avond",
    },
)


def table_of_road_cases(study: Study) -> dict[str, Any]:
    """The whole table, ready for JSON."""
    labels = labels_of(study)
    table = study.facilities.table
    return {
        "ids": [list(pair) for pair in zip(table["id"], table["soort"], strict=True)],
        "labels": live_data(labels, study) | {"roads": roads_data(study, labels.norms)},
        "cases": [_case(study, change) for change in CHANGES],
    }


def _case(study: Study, change: dict[str, Any]) -> dict[str, Any]:
    moment = change.get("moment", "")
    added = [
        {"kind": kind, "lat": lat, "lon": lon, "name": f"Nieuw {i}", "hours": hours or None}
        for i, (kind, (lat, lon), hours) in enumerate(change.get("added", []))
    ]
    hours = change.get("hours", {})
    changes: list[Change] = [
        *map(Close, change.get("closed", [])),
        *map(Reopen, change.get("opened", [])),
        *(Open(new["kind"], new["lat"], new["lon"], new["name"], _written(new["hours"] or [])) for new in added),
        *(Hours(site, _written(periods)) for site, periods in hours.items()),
    ]
    scenario = run_scenario(study, changes, moment=parse_moment(moment) if moment else None)
    return {
        "added": added,
        "hours": {site: periods or None for site, periods in hours.items()},
        "closed": change.get("closed", []),
        "opened": change.get("opened", []),
        "moment": moment,
        "columns": {"voor": columns_of(scenario.before), "na": columns_of(scenario.after)},
        "residents": {"voor": residents_of(scenario.before), "na": residents_of(scenario.after)},
        "totals": totals_of(scenario),
        "norms": {
            name: {"voor": outside(scenario.before, name), "na": outside(scenario.after, name)}
            for name in study.project.norms
        },
        "shares": {"voor": shares(scenario.before), "na": shares(scenario.after)},
        "levels": {word: columns_of(scenario.after, layer) for word, layer in LARGER.items()},
    }


def _written(periods: list[str]) -> str:
    return ", ".join(period.hours for period in PERIODS if period.name in periods) or ALWAYS


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sample = Study(with_norms(Project.load(write_sample(Path(folder)))))
        TABLE.write_text(written(table_of_road_cases(sample)), encoding="utf-8")
