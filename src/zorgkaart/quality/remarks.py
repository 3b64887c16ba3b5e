"""All remarks on the results of a study, per resident point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from zorgkaart.access.indicators import PointResults
from zorgkaart.access.measures import ChainNorm
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.network.snap import Reason
from zorgkaart.project.model import Project
from zorgkaart.quality.ages import perhaps_too_old, period_of, too_old
from zorgkaart.quality.cut_edges import Dependence
from zorgkaart.quality.doubtful import KindSites, doubtful_causes, nearest_of
from zorgkaart.quality.marks import Cause, Mark, any_of


def marks_of(
    points: PointResults,
    dependence: Dependence,
    doubtful: Sequence[KindSites],
    gaps: Sequence[Cause],
    detour: Cause,
    crowd: Cause,
    facilities: Facilities,
    project: Project,
) -> list[Mark]:
    """The remarks, in the order in which a planner reads them.

    Parameters
    ----------
    points : PointResults
    dependence : Dependence
        Who hangs on a single road or on a ferry.
    doubtful : sequence of KindSites
        The doubtful sites per kind.
    gaps : sequence of Cause
        Where a site that is in no list could be nearer.
    detour : Cause
        Where the way to the nearest site is far longer than the straight line.
    crowd : Cause
        Where there are many more addresses than households.
    facilities : Facilities
        The sites that the rows in `points` and `doubtful` are about.
    project : Project
        What ``[quality]`` allows, the labels of kinds, and the date of the roads.
    """
    snapped, settings = points.snapped, project.quality
    count = len(snapped)
    with np.errstate(invalid="ignore"):
        far = (snapped.leg_m > settings.far_road_m) | (snapped.reason == Reason.FAR)
    edges = _edge_causes(points, project)
    sites = doubtful_causes(doubtful, facilities.table)
    old, perhaps = _old_causes(points, facilities.table, project)
    return [
        Mark("ver_van_weg", "ver van een weg", far),
        Mark("los_wegdeel", "los stuk weg", snapped.reason == Reason.ISLAND),
        Mark("enkele_weg", "afhankelijk van een enkele weg", dependence.road >= 0, [_single_road(dependence)]),
        Mark("veerboot", "afhankelijk van een veerboot", dependence.ferry),
        Mark("omweg", "omweg", detour.flags, [detour]),
        Mark("netwerkrand", "rand van het wegennet", any_of(edges, count), edges),
        Mark("onzekere_locatie", "onzekere locatie", any_of(sites, count), sites),
        Mark("verouderd", "verouderde gegevens", any_of(old, count), [*old, *perhaps], hazard=False),
        Mark("onvolledig", "onvolledige lijst", any_of(gaps, count), gaps),
        Mark("meer_adressen", "meer adressen dan huishoudens", crowd.flags, [crowd], road=False),
    ]


def _single_road(dependence: Dependence) -> Cause:
    roads = np.unique(dependence.road[dependence.road >= 0])
    texts = {int(road): f"samen {dependence.behind[road]:.0f} inwoners achter deze weg" for road in roads}
    return Cause(dependence.road, texts)


def _edge_causes(points: PointResults, project: Project) -> list[Cause]:
    """Per kind the points for which something beyond the edge of the file could be nearer."""
    causes = []
    for kind, travel in points.travel.items():
        section = project.kinds[kind]
        label = f"{section.label} (op het verste tijdstip)" if section.moments else section.label
        causes.append(Cause.where(travel.minutes > points.edge_min, label, kind))
    for chain in points.chains.values():
        norm = chain.norm
        what = norm.variant if isinstance(norm, ChainNorm) else norm.words
        causes.append(Cause.where(chain.longest_ride > points.edge_min, f"{norm.label} ({what})", norm.kind))
    return [cause for cause in causes if cause.flags.any()]


def _old_causes(points: PointResults, table: pd.DataFrame, project: Project) -> tuple[list[Cause], list[Cause]]:
    """Where the nearest site was looked up too long ago, and what is remarked without being counted.

    What nearly all areas share is not counted, or it would hide the rest: stations, roads, and sites of
    which only a part of the period lies too far back.
    """
    dates = {text: period_of(text) for text in table["peildatum"].unique()}
    old = table["peildatum"].map({text: too_old(period, project) for text, period in dates.items()}).to_numpy(bool)
    unsure = table["peildatum"].map({t: perhaps_too_old(period, project) for t, period in dates.items()})
    counted: list[Cause] = []
    others: list[Cause] = []
    for kind, times in nearest_of(points.travel, points.chains).items():
        label = project.kinds[kind].label
        for flags, words, wanted in ((old, "{}", True), (unsure.to_numpy(bool), "{}, misschien", False)):
            which = np.where(flags[times.site] & (times.site >= 0), times.site, -1).astype(np.int32)
            rows = np.unique(which[which >= 0])
            dated = {int(row): table["peildatum"].iat[row] or "peildatum onbekend" for row in rows}
            texts = {row: f"{label} ({words.format(date)})" for row, date in dated.items()}
            if texts:
                (counted if wanted and kind in points.travel else others).append(Cause(which, texts, kind))
    roads = project.network.date
    if roads is not None and too_old(period_of(roads.isoformat()), project):
        others.append(Cause.everywhere(len(points.snapped), f"wegennet ({roads.isoformat()})"))
    return counted, others
