"""A task comes back from the record as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from zorgkaart.analyses.recorded_tasks import recorded_tasks
from zorgkaart.analyses.scenario.task import ScenarioTask
from zorgkaart.outputs.meaning.frames import provenance_json

# Tasks.


def test_a_task_comes_back_as_it_was() -> None:
    task = ScenarioTask.model_validate(
        {
            "wijzigingen": [
                {"wat": "close", "site": "a", "kinds": ["seh"]},
                {"wat": "open", "kind": "seh", "lat": 53.1, "lon": 6.1, "name": "N", "hours": "24/7"},
                {"wat": "reopen", "site": "b", "hours": "Mo-Fr 08:00-17:00"},
                {"wat": "move", "site": "c", "lat": 53.2, "lon": 6.2},
                {"wat": "hours", "site": "d", "hours": "24/7"},
            ],
            "moment": {"when": datetime(2026, 11, 3, 3, 0), "label": "dinsdag 03:00"},
            "titel": "T",
        }
    )
    assert recorded_tasks().validate_python(json.loads(provenance_json(task.model_dump(mode="json")))) == task
    assert task.moment is not None
    assert str(task.moment.moment) == "dinsdag 03:00"
    assert task.moment.moment.when == datetime(2026, 11, 3, 3, 0)
    aware = ScenarioTask.model_validate({"moment": {"when": datetime(2026, 1, 1, tzinfo=UTC), "label": "x"}})
    assert aware.moment is not None
    assert aware.moment.moment.when.tzinfo is None


@pytest.mark.parametrize(
    "raw",
    [
        {"naam": "exec"},
        {"naam": "run", "opdracht": "rm -rf"},
        {"naam": "run", "buren": 10**9},
        {"naam": "run", "daarbij": {"vellen": ["../../a4"]}},
        {"naam": "run", "daarbij": {"vellen": ["a4"] * 100}},
        {"naam": "run", "daarbij": {"teksten": {"conclusies": ["x"]}}},
        {"naam": "scenario", "daarbij": {"rapport": True, "opdracht": "x"}},
        {},
        {"naam": "scenario", "wijzigingen": [{"wat": "os.system", "site": "x"}]},
        {"naam": "scenario", "wijzigingen": [{"wat": "close", "site": "x", "__class__": "y"}]},
        {"naam": "scenario", "wijzigingen": [{"wat": "close"}]},
        {"naam": "scenario", "wijzigingen": [{"wat": ["close"], "site": "x"}]},
        {"naam": "scenario", "wijzigingen": ["close"]},
        {"naam": "scenario", "wijzigingen": [{"wat": "move", "site": "x", "lat": "a", "lon": 1}]},
        {"naam": "atlas", "soort": "seh", "verder_min": -1},
        {"naam": "atlas", "soort": ["seh"]},
        {"naam": "uncertainty", "trekkingen": 10**12, "begin": 0},
    ],
)
def test_a_task_that_is_none_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        recorded_tasks().validate_python(raw)
