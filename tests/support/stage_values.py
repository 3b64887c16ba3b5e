"""The values of the stages of a study: all of them, given by a test, and held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import measures_of, norms_of, supplies_of, trips_of
from zorgkaart.errors import ZorgkaartError
from zorgkaart.project.model import Project
from zorgkaart.routing.routing_graph import Direction
from zorgkaart.study.study import LEVELS, Study

Call = tuple[str, tuple[tuple[str, Any], ...]]
BOTH = (False, True)
RESULTS: Call = ("results", ())


def with_stages(study: Study, **values: Any) -> Study:
    """The study, in which these stages have these values; nothing that uses them may have been computed before."""
    for name, value in values.items():
        assert name in Study.declared, name
        study._values[name, ()] = value
    return study


def calls(project: Project) -> list[Call]:
    """Every stage that a study of a project has, with every argument that it takes."""
    kinds, speeds, norms = list(project.kinds), list(project.speeds), list(project.norms)
    measures = {("kind", "measure"): [(measure.kind, measure.key) for measure in measures_of(project)]}
    legs = {(leg.kind, leg.mode, leg.direction) for norm in norms_of(project).values() for leg in norm.legs}
    swept = [(kind, mode, Direction.TO_SITE, False) for kind in project.travel_kinds for mode in ("auto", "metres")]
    swept += [(*leg, always) for leg in sorted(legs, key=str) for always in BOTH]
    trips = [(trip.kind, trip.at.word if trip.at else "") for trip in trips_of(project).values()]
    sweeps = {("kind", "profile", "direction", "only_24_7"): swept}
    supplies = supplies_of(project)
    reached = [
        (kind, supply.mode.name, supply.decay.limit_min, always) for kind, supply in supplies.items() for always in BOTH
    ]
    serving = {("kind", "only_24_7"): list(product(kinds, BOTH))}
    arguments: dict[str, Mapping[tuple[str, ...], Any]] = {
        "speed_table": {("profile",): [(name,) for name in speeds]},
        "profile": {("profile",): [(name,) for name in speeds]},
        "graph": {("profile",): [(name,) for name in (*speeds, "metres")]},
        "groups": {("level",): [(level,) for level in LEVELS]},
        "need": {("kind",): [(kind,) for kind in kinds]},
        "rows": serving,
        "serving_sites": serving,
        "site_sweep": sweeps,
        "sweep": sweeps,
        "trip": {("kind", "at"): trips},
        "way": {("kind",): [(kind,) for kind in project.travel_kinds]},
        "shortest": {("kind",): [(kind,) for kind in project.travel_kinds]},
        "chain": {("name",): [(name,) for name in norms]},
        "suspected_places": {("kind",): [(kind,) for kind in kinds]},
        "places_beyond": {("kind",): [(kind,) for kind in kinds]},
        "local_sites": serving,
        "reach": {("kind", "profile", "limit_min", "only_24_7"): reached},
        "capacities": {("kind",): [(kind,) for kind in kinds]},
        "beside_supply": {("kind",): [(kind,) for kind in supplies]},
        "supplied": {("kind",): [(kind,) for kind in supplies]},
        "supply_columns": {("level", "kind"): list(product(LEVELS, supplies))},
        "travel_columns": {("level", "kind", "at"): [(level, *trip) for level in LEVELS for trip in trips]},
        "norm_columns": {("level", "name"): list(product(LEVELS, norms))},
        "ride_site_columns": {("level", "name"): list(product(LEVELS, norms))},
        "sweep_cells": sweeps,
        "surface": measures,
        "isochrones": measures,
    }
    found: list[Call] = []
    for name, declared in Study.declared.items():
        if not declared.parameters:
            found.append((name, ()))
            continue
        assert name in arguments, f"say in {__name__}.calls with which arguments the stage {name} is tried"
        for names, values in arguments[name].items():
            found += [(name, tuple(zip(names, value, strict=True))) for value in values]
    return found


def value_of(study: Study, call: Call) -> Any:
    """What a stage gives."""
    name, arguments = call
    return getattr(study, name)(**dict(arguments)) if arguments else getattr(study, name)


def same(one: Any, other: Any) -> bool:
    """Whether two values of a stage are the same to the last bit."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and _same_cells(one, other)
    if isinstance(one, pd.DataFrame):
        return _same_frames(one, other)
    if isinstance(one, Mapping):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return bool(one == other) or (one != one and other != other)


def _same_cells(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    if one.dtype == object:
        return all(map(same, one.ravel().tolist(), other.ravel().tolist()))
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def _same_frames(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    if isinstance(one, GeoDataFrame):
        assert isinstance(other, GeoDataFrame)
        shapes = [shapely.to_wkb(frame.geometry.to_numpy()) for frame in (one, other)]
        if one.crs != other.crs or not same(*shapes):
            return False
        one, other = (pd.DataFrame(frame.drop(columns=frame.geometry.name)) for frame in (one, other))
    return list(one.columns) == list(other.columns) and one.equals(other)


def shared_wrongly(base: Study, project: Project) -> list[str]:
    """The stages that a study of another project takes from `base`, and that are different when computed afresh."""
    study, fresh = base.with_project(project), Study(project)
    refused = _outcome(fresh, RESULTS)
    if isinstance(refused, str):  # a project that cannot be: what matters is that it is refused with the same sentence
        return [] if _outcome(study, RESULTS) == refused else [_call_text(RESULTS)]
    return [_call_text(call) for call in calls(project) if not _right(base, study, fresh, call)]


def _right(base: Study, study: Study, fresh: Study, call: Call) -> bool:
    mine = _outcome(study, call)
    if mine is not base._values.get((call[0], tuple(value for _, value in call[1]))):
        return True  # not shared
    return same(mine, _outcome(fresh, call))


def _outcome(study: Study, call: Call) -> Any:
    """What a stage gives, or the sentence with which it refuses."""
    try:
        return value_of(study, call)
    except ZorgkaartError as error:
        return str(error)


def _call_text(call: Call) -> str:
    return f"{call[0]}({', '.join(str(value) for _, value in call[1])})"
