"""Headlines with the interval that was accepted for them, where it is that of the very figure that came out."""

from __future__ import annotations

import math

import numpy as np

from zorgkaart.access.catalogue import main_norms, norms_of
from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.uncertainty.fixed_speeds import has_fixed_speed
from zorgkaart.analyses.validation.accepted import accepted_path, read_accepted
from zorgkaart.analyses.validation.areas_by_name import points_of
from zorgkaart.analyses.validation.days import Days
from zorgkaart.analyses.validation.published_closures import (
    EXTRA,
    count_figures,
    effect_id,
    is_about,
    own_id,
)
from zorgkaart.project.model import Project
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.study import Study
from zorgkaart.words.estimates import estimate

PEOPLE = ("inwoner", "inwoners")
NONE = (math.nan, math.nan)


def accepted_interval(project: Project, name: str, value: float) -> tuple[float, float]:
    """The accepted interval of a figure; NaN where there is none, or where it is of another value than this one.

    Parameters
    ----------
    project : Project
        Whose accepted results lie beside its file.
    name : str
        The id of the figure, as in the file.
    value : float
        What came out now.
    """
    table = read_accepted(accepted_path(project.path))
    rows = table[table["id"] == name] if table is not None else None
    if rows is None or rows.empty:
        return NONE
    row = rows.iloc[0]
    near = abs(float(row["waarde"]) - value) <= float(row["tolerantie"])
    return (float(row["laag"]), float(row["hoog"])) if near else NONE


def outside_estimate(study: Study, name: str) -> str:
    """The inhabitants outside a norm, with their interval, in Dutch.

    Parameters
    ----------
    study : Study
        What was computed.
    name : str
        The name of a norm.
    """
    interval, fixed = outside_interval(study, name), has_fixed_speed(study.project, name)
    return estimate(_outside(study, name), *interval, unit=PEOPLE, fixed_speed=fixed)


def outside_interval(study: Study, name: str) -> tuple[float, float]:
    """The accepted interval of the inhabitants outside a norm; NaN where there is none.

    Parameters
    ----------
    study : Study
        What was computed.
    name : str
        The name of a norm.
    """
    return accepted_interval(study.project, f"{name}_{OUTSIDE}", _outside(study, name))


def outside_estimates(study: Study) -> dict[str, str]:
    """:func:`outside_estimate` for every norm, by its name.

    Parameters
    ----------
    study : Study
        What was computed.
    """
    return {name: outside_estimate(study, name) for name in study.project.norms}


def change_estimate(scenario: Scenario, name: str) -> str:
    """The inhabitants who come outside a norm (or inside it), with their interval, in Dutch.

    Parameters
    ----------
    scenario : Scenario
        What was computed.
    name : str
        The name of a norm on a touched kind.
    """
    value = _newly_outside(scenario, name)
    low, high = change_interval(scenario, name)
    fixed = has_fixed_speed(scenario.before.project, name)
    bounds = (value, low, high) if not value < 0 else (-value, -high, -low)
    return estimate(*bounds, unit=PEOPLE, fixed_speed=fixed)


def change_interval(scenario: Scenario, name: str) -> tuple[float, float]:
    """The accepted interval of the inhabitants who come outside a norm; NaN where there is none.

    Parameters
    ----------
    scenario : Scenario
        What was computed.
    name : str
        The name of a norm on a touched kind.
    """
    project, value = scenario.before.project, _newly_outside(scenario, name)
    kind = norms_of(project)[name].kind
    if main_norms(project)[kind].name != name:  # what was accepted is about the first norm of a kind
        return NONE
    known = (accepted_interval(project, own, value) for own in [_name(scenario, kind), *_published(scenario, kind)])
    return next((interval for interval in known if not math.isnan(interval[0])), NONE)


def _published(scenario: Scenario, kind: str) -> list[str]:
    """The names of our own figures beside what was published about just this closure, on a day with these sites."""
    study = scenario.before
    days = Days(study)
    return [
        own_id(figure)
        for figure in count_figures(study).to_dict("records")
        if (figure["soort"], figure["maat"]) == (kind, EXTRA)
        and is_about(figure, scenario)
        and days.of(figure) is study
        and points_of(study, figure).all()
    ]


def _outside(study: Study, name: str) -> float:
    return study.chains[name].count_outside(np.nan_to_num(study.residents.weight))


def _newly_outside(scenario: Scenario, name: str) -> float:
    people = np.nan_to_num(scenario.before.residents.weight)
    before, after = (study.chains[name].count_outside(people) for study in (scenario.before, scenario.after))
    return after - before


def _name(scenario: Scenario, kind: str) -> str:
    """The name of the figure of a closure; empty where something else changes too that the norm hangs on."""
    table, applied = scenario.after.facilities.table, scenario.applied
    changed = set(table["soort"].iloc[[row for row in applied.rows if row not in applied.closed]])
    closed = [row for row in applied.closed if table["soort"].iat[row] == kind]
    kinds = set(main_norms(scenario.before.project)[kind].kinds)
    touched = changed & kinds or (kinds - {kind}) & set(table["soort"].iloc[list(applied.closed)])
    return "" if touched or not closed else effect_id(kind, " ".join(table["id"].iloc[closed]))
