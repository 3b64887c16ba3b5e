"""How sure the compared figures are: intervals from draws of the assumptions of the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import main_norms
from zorgkaart.access.groups import Groups
from zorgkaart.access.measures import OUTSIDE
from zorgkaart.access.norms import people_outside
from zorgkaart.analyses.uncertainty.draws import draws_of, sample
from zorgkaart.analyses.uncertainty.intervals import SHARES
from zorgkaart.analyses.uncertainty.variants import Variant, compute_variants
from zorgkaart.analyses.validation.areas_by_name import Figure, Inside, areas_of
from zorgkaart.analyses.validation.days import Days
from zorgkaart.analyses.validation.figures import Interval
from zorgkaart.analyses.validation.published_closures import EXTRA, closed_by, count_figures, interval_id
from zorgkaart.analyses.validation.quantities import quantity_of
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.jobs.task import Report
from zorgkaart.scenarios.changes import Change, Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

Closures = Mapping[str, tuple[str, ...]]


def draw_intervals(
    study: Study, *, draws: int | None = None, workers: int | None = None, report: Report | None = None
) -> dict[str, Interval]:
    """Draw the assumptions and compute who is outside each norm, now and for each published number of people.

    Each number is drawn with the sites of its day, its closure and its part of the region. All are computed in the same
    draws, and of a draw nothing that none of them asks.

    Returns
    -------
    dict
        By the names of the headline figures; empty where there is no norm or nothing to draw.
    """
    project = study.project
    if not project.norms or not project.assumptions:
        return {}
    variants = draws_of(project, sample(project, draws=draws))
    compute = partial(_figures, situations=_situations(study))
    rows = compute_variants(study, variants, compute, workers=workers, report=report)
    return {name: _interval([row[name] for row in rows]) for name in rows[0]}


@dataclass(frozen=True)
class _Question:
    """A number of people: those outside a norm, or those who come to be when sites close.

    Attributes
    ----------
    name : str
        Of the headline figure.
    norm : str
        The name of the norm.
    inside : (buurten,) bool or None
        The part of the region; None for all of it.
    closed, extra : bool
        Whether it is about what is left when sites close, and about the difference that they make.
    """

    name: str
    norm: str
    inside: Inside | None = None
    closed: bool = False
    extra: bool = False


@dataclass(frozen=True)
class _Round:
    """What closes together, and what is asked then. What closes for one norm does not touch another."""

    changes: tuple[Change, ...]
    questions: list[_Question] = field(default_factory=list)


@dataclass(frozen=True)
class _Situation:
    """The sites of a day (None: those of the project) and what is asked of them."""

    facilities: Facilities | None
    rounds: list[_Round]


def _situations(study: Study) -> list[_Situation]:
    """The study itself, about which every norm is asked, and the other days that a published number is about."""
    days = Days(study)
    studies: dict[int, tuple[Study, list[Figure]]] = {id(study): (study, [])}
    for figure in count_figures(study).to_dict("records"):
        then = days.of(figure)
        if quantity_of(figure).value(then, figure) is not None:
            studies.setdefault(id(then), (then, []))[1].append(figure)
    situations = []
    for then, figures in studies.values():
        rounds = [
            _round(study, days, figures, number, closures) for number, closures in enumerate(_closures(then, figures))
        ]
        if then is study:
            rounds[0].questions.extend(_Question(f"{name}_{OUTSIDE}", name) for name in study.project.norms)
        own = then is study and study.has_own_sites
        situations.append(_Situation(None if own else then.facilities, rounds))
    return situations


def _closures(study: Study, figures: Sequence[Figure]) -> list[Closures]:
    """What closes together, by kind: one closure of each kind at a time, or none."""
    closures: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in main_norms(study.project)}
    for figure in figures:
        closed = tuple(sorted(closed_by(figure)))
        if closed and closed not in closures[figure["soort"]]:
            closures[figure["soort"]].append(closed)
    rows = zip_longest(*closures.values())
    return [{kind: ids for kind, ids in zip(closures, row, strict=True) if ids} for row in rows] or [{}]


def _round(study: Study, days: Days, figures: Sequence[Figure], number: int, closures: Closures) -> _Round:
    """A round with the published numbers that are about it; the first has those about no closure too."""
    norms = main_norms(study.project)
    result = _Round(tuple(Close(site, (kind,)) for kind, ids in closures.items() for site in ids))
    for figure in figures:
        kind, closed = figure["soort"], tuple(sorted(closed_by(figure)))
        if closures.get(kind, ()) == closed if closed else number == 0:
            inside, extra = areas_of(study, figure), figure["maat"] == EXTRA
            name, part = interval_id(figure, study, days), None if inside.all() else inside
            result.questions.append(_Question(name, norms[kind].name, part, closed=bool(closed), extra=extra))
    return result


def _figures(base: Study, variant: Variant, *, situations: Sequence[_Situation]) -> dict[str, float]:
    """What is asked, in one draw; the days share its roads, and what their sites have in common."""
    own = base.with_project(variant.project(base.project))
    values: dict[str, float] = {}
    for situation in situations:
        sites = variant.facilities(situation.facilities or own.facilities)
        study = own if sites is own.facilities else own.variant(facilities=sites)
        for part in situation.rounds:
            after = run_scenario(study, part.changes).after if part.changes else study
            values |= {question.name: _answer(question, study, after) for question in part.questions}
    return values


def _answer(question: _Question, before: Study, after: Study) -> float:
    if question.extra:
        people = _people(question, after) - _people(question, before)
    else:
        people = _people(question, after if question.closed else before)
    return np.nan if np.isnan(people).all() else float(np.nansum(people))


def _people(question: _Question, study: Study) -> NDArray[np.float64]:
    """(areas,) float64: those outside per buurt of the part that is asked, or of the whole region at once."""
    judged = study.chain(question.norm)
    if question.inside is not None:
        return people_outside(judged, study.groups("buurten"))[question.inside]
    residents = study.residents
    everyone = Groups(np.zeros(len(residents.area), dtype=np.int32), 1, residents.weight)
    return people_outside(judged, everyone)


def _interval(values: object) -> Interval:
    drawn = np.asarray(values, dtype=np.float64)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.quantile(drawn, [SHARES["laag"], SHARES["hoog"]]) if len(drawn) else (np.nan, np.nan)
    return Interval(float(low), float(high), len(drawn))
