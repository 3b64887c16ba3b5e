"""A run set beside published figures. Nothing here changes a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of
from zorgkaart.inputs.published import BETWEEN_AREAS, UPPER
from zorgkaart.network.speeds import SHORTEST
from zorgkaart.routing.nearest import TravelTimes
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study

COLUMNS = ["onderwerp", "gebied", "gepubliceerd", "zorgkaart", "verschil_pct", "eenheid", "jaar", "bron", "toelichting"]
EXTRA = "extra_buiten_norm"
NAMES = {"provincie": "provincie", "gemeenten": "gemeentenaam", "wijken": "wijknaam", "buurten": "buurtnaam"}
Inside = NDArray[np.bool_]
SINGULAR = {"provincie": "provincie", "gemeenten": "gemeente", "wijken": "wijk", "buurten": "buurt"}


@dataclass(frozen=True)
class DistanceCheck:
    """Our mean shortest distance to the nearest GP per buurt against CBS's.

    Attributes
    ----------
    buurten : int
        Buurten that have both figures.
    correlation : float
        Pearson's.
    mean_km, cbs_km : float
        Means weighted by inhabitants, over the same buurten.
    """

    buurten: int
    correlation: float
    mean_km: float
    cbs_km: float

    @property
    def deviation_pct(self) -> float:
        """How far our mean lies above CBS's, in percent."""
        return 100 * (self.mean_km / self.cbs_km - 1)


def shortest_km(study: Study, kind: str, level: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Mean shortest distance by road to the nearest site per area, in km: (areas,) float64.

    Shortest, not along the fastest path: this is how CBS measures distance.
    """
    return study.groups(level).mean(_shortest(study, kind).metres / 1000)


def check_distances(
    study: Study, *, kind: str = "huisarts", column: str = "cbs_afst_huisarts_km"
) -> DistanceCheck | None:
    """Compare distances with CBS's per buurt; None where the project has no such kind or column."""
    buurten = study.areas.buurten
    if kind not in study.project.travel_kinds or column not in buurten:
        return None
    ours = shortest_km(study, kind, "buurten")
    theirs = buurten[column].to_numpy(dtype=np.float64)
    weight = np.nan_to_num(buurten["inwoners"].to_numpy(dtype=np.float64))
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    if both.sum() < 3 or weight[both].sum() == 0:
        return None
    return DistanceCheck(
        int(both.sum()),
        float(np.corrcoef(ours[both], theirs[both])[0, 1]),
        float(np.average(ours[both], weights=weight[both])),
        float(np.average(theirs[both], weights=weight[both])),
    )


def compare_run(study: Study) -> pd.DataFrame:
    """Published distances beside ours: one row per figure that this run can compute, columns `COLUMNS`.

    Figures that were published as a range are left to :func:`zorgkaart.analyses.validation.figures.compare_figures`.
    """
    rows = []
    published = study.published
    distances = published[(published["maat"] == "afstand_km") & published[UPPER].isna()]
    for _, figure in distances.iterrows():
        if figure["soort"] not in study.project.travel_kinds:
            continue
        value = mean_km(study, figure["soort"], inside(study, figure["niveau"], figure["gebied"]))
        if value is not None:
            label = study.project.kinds[figure["soort"]].label
            rows.append(_row(study, f"Afstand tot {label.lower()}", figure, value))
    return pd.DataFrame(rows, columns=COLUMNS)


def compare_scenario(scenario: Scenario) -> pd.DataFrame:
    """Published effects of the closure at hand beside ours, columns `COLUMNS`.

    A figure belongs to a scenario if just the sites that it names close, and nothing else changes of that
    kind or of the stations of its norm.
    """
    table = scenario.after.facilities.table
    rows = []
    published = scenario.before.published
    before, after = scenario.before, scenario.after
    for _, figure in published[published["maat"] == EXTRA].iterrows():
        kind = figure["soort"]
        norm = norms_of(before.project).get(kind)
        if norm is None:
            continue
        changed = [row for row in scenario.applied.rows if table["soort"].iat[row] in norm.kinds]
        closed = {table["id"].iat[row] for row in scenario.applied.closed if table["soort"].iat[row] == kind}
        people = np.nan_to_num(before.residents.weight) * inside(before, figure["niveau"], figure["gebied"])
        if len(changed) == len(closed) and closed and closed == set(figure["gesloten"].split()) and people.any():
            label = before.project.kinds[kind].label
            value = after.chains[kind].count_outside(people) - before.chains[kind].count_outside(people)
            rows.append(_row(before, f"{label}: inwoners die buiten de norm komen", figure, value))
    return pd.DataFrame(rows, columns=COLUMNS)


def published_closures(study: Study, kind: str) -> dict[frozenset[str], tuple[float, str]]:
    """What is published about closing sites of a kind: by their ids the inhabitants newly outside, and the source.

    The source names the area that the figure is about, which may be smaller than that of the study:
    :func:`compare_closures` counts in the same area.
    """
    figures = {}
    for _, figure in _closures(study, kind).iterrows():
        source = ", ".join(filter(None, (figure["bron"], figure["jaar"], area_words(study, figure))))
        figures[frozenset(figure["gesloten"].split())] = float(figure["waarde"]), source
    return figures


def compare_closures(study: Study, kind: str) -> pd.DataFrame:
    """Published effects of closing sites of a kind beside ours, each in the area it is about; columns `COLUMNS`."""
    counting = set(study.facilities.table["id"].iloc[study.rows(kind)])
    closures = dict.fromkeys(frozenset(ids.split()) for ids in _closures(study, kind)["gesloten"])
    tables = [
        compare_scenario(run_scenario(study, [Close(site, (kind,)) for site in sorted(closed)]))
        for closed in closures
        if closed <= counting
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _closures(study: Study, kind: str) -> pd.DataFrame:
    table = study.published
    return table[(table["maat"] == EXTRA) & (table["soort"] == kind) & (table["gesloten"] != "")]


def area_words(study: Study, figure: Mapping[Any, Any] | pd.Series) -> str:
    """The area that a published figure is about, in Dutch; a code becomes the name that the study has for it."""
    level, names = figure["niveau"], figure["gebied"]
    if not names:
        return ""
    column, word = NAMES[level], SINGULAR[level]
    buurten = study.areas.buurten
    code = column.replace("naam", "code")
    by_code = dict(zip(buurten[code], buurten[column], strict=True)) if code != column else {}
    shown = [str(by_code.get(name.strip(), name.strip())) for name in names.split(BETWEEN_AREAS)]
    if len(shown) > 1:
        return f"{level} {', '.join(shown)}"
    return shown[0] if shown[0].casefold().startswith(word) else f"{word} {shown[0]}"


def _row(study: Study, subject: str, figure: pd.Series, value: float) -> dict[str, object]:
    published = float(figure["waarde"])
    more = 100 * (value / published - 1) if published else np.nan
    return {
        "onderwerp": subject,
        "gebied": area_words(study, figure),
        "gepubliceerd": published,
        "zorgkaart": value,
        "verschil_pct": more,
        "eenheid": figure["eenheid"],
        "jaar": figure["jaar"],
        "bron": figure["bron"],
        "toelichting": figure["toelichting"],
    }


def _shortest(study: Study, kind: str) -> TravelTimes:
    return study.sweep(kind, SHORTEST)


def mean_km(study: Study, kind: str, points: Inside) -> float | None:
    """Mean shortest distance of the inhabitants at these points; None if nobody lives there."""
    metres = _shortest(study, kind).metres
    weight = np.nan_to_num(study.residents.weight) * points * ~np.isnan(metres)
    return float(weight @ np.nan_to_num(metres) / weight.sum() / 1000) if weight.sum() else None


def inside(study: Study, level: str, names: str) -> Inside:
    """Which resident points lie in the areas of these names or codes (:func:`areas_named`)."""
    points: Inside = areas_named(study, level, names)[study.residents.area]
    return points


def areas_named(study: Study, level: str, names: str) -> Inside:
    """Which buurten lie in the areas of these names or codes, with a semicolon between; all if none is named."""
    buurten = study.areas.buurten
    if not names:
        return np.ones(len(buurten), dtype=bool)
    column = NAMES[level]
    wanted = {name.strip() for name in names.split(BETWEEN_AREAS)}
    found = buurten[column].isin(wanted)
    if (code := column.replace("naam", "code")) in buurten:
        found |= buurten[code].isin(wanted)
    areas: Inside = found.to_numpy(dtype=bool)
    return areas
