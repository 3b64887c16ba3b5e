"""Published figures beside ours, as rows of a table. Nothing here changes a result.

How a figure is computed says :mod:`zorgkaart.analyses.validation.quantities`; here is which of them a run, a
scenario, an atlas and a validation show, and what they show of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zorgkaart.analyses.validation.areas_by_name import Figure, area_words, areas_of, not_covered, people_of
from zorgkaart.analyses.validation.days import Days
from zorgkaart.analyses.validation.published_closures import (
    COUNTS,
    EXTRA,
    closed_by,
    closing,
    closure_figures,
    interval_id,
    is_about,
    newly_outside,
)
from zorgkaart.analyses.validation.quantities import DISTANCE, quantity_of, subject
from zorgkaart.inputs.published import UPPER
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import count
from zorgkaart.words.sentences import listing, sentence

# Of the figures that a run, a scenario or an atlas shows.
BRIEF_COLUMNS = [
    "onderwerp",
    "gebied",
    "gepubliceerd",
    "zorgkaart",
    "verschil_pct",
    "eenheid",
    "jaar",
    "bron",
    "toelichting",
]
# Of those that a validation shows.
COLUMNS = [
    "cijfer",
    "onderwerp",
    "gebied",
    "gepubliceerd",
    "gepubliceerd_tot",
    "zorgkaart",
    "verschil",
    "verschil_pct",
    "interval_laag",
    "interval_hoog",
    "eenheid",
    "jaar",
    "datum",
    "gedekt",
    "bron",
    "duiding",
    "toelichting",
]


COVERED, MISSED, NO_INTERVAL = "ja", "nee", "geen interval"


@dataclass(frozen=True)
class Interval:
    """Low and high of an uncertain figure, and of how many draws."""

    low: float
    high: float
    draws: int


def compare_run(study: Study) -> pd.DataFrame:
    """Published distances beside ours: one row per figure that this run can compute, columns :data:`BRIEF_COLUMNS`.

    Figures that were published as a range are left to :func:`compare_figures`.
    """
    table = study.published
    figures = table[(table["maat"] == DISTANCE) & table[UPPER].isna()].to_dict("records")
    return _brief((study, figure, our_value(study, figure)) for figure in figures)


def compare_scenario(scenario: Scenario) -> pd.DataFrame:
    """Published effects of the closure at hand beside ours, columns :data:`BRIEF_COLUMNS`.

    A figure belongs to a scenario if just the sites that it names close, and nothing else changes of that
    kind or of the stations of its norm; and if on its day the same sites counted as before the scenario.
    """
    study = scenario.before
    days, figures = Days(study), study.published[study.published["maat"] == EXTRA].to_dict("records")
    rows = []
    for figure in (figure for figure in figures if is_about(figure, scenario) and days.of(figure) is study):
        people = people_of(study, figure)
        comparable = people.any() and not not_covered(study, figure)
        rows.append((study, figure, newly_outside(scenario, figure["soort"], people) if comparable else None))
    return _brief(rows)


def compare_closures(study: Study, kind: str) -> pd.DataFrame:
    """Published effects of closing sites of a kind beside ours, each in the area it is about.

    Returns
    -------
    DataFrame
        :data:`BRIEF_COLUMNS`, the figures of one closure together.
    """
    figures = closure_figures(study, [kind]).to_dict("records")
    closures = {frozenset(closed_by(figure)): closing(figure) for figure in figures}
    tables = [compare_scenario(run_scenario(study, changes)) for changes in closures.values()]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=BRIEF_COLUMNS)


def compare_figures(study: Study, intervals: Mapping[str, Interval] | None = None) -> pd.DataFrame:
    """Every published figure that the project can compute, in the order of the table of published figures.

    A figure of a day is computed with the sites of that day.

    Parameters
    ----------
    intervals : mapping, optional
        By the names of :func:`~zorgkaart.analyses.validation.published_closures.interval_id`.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`. ``verschil`` is ours less the published figure, of a range less its nearest end, and
        zero inside it. ``gedekt`` says of a number of people whether its interval covers the published one.
        ``duiding`` is what this run says about the difference, ``toelichting`` what the
        published figure is.
    """
    rows, days = [], Days(study)
    for figure in study.published.to_dict("records"):
        then = days.of(figure)
        value = our_value(then, figure)
        if value is not None:
            known = intervals.get(interval_id(figure, study, days)) if intervals and figure["maat"] in COUNTS else None
            rows.append(_full_row(then, figure, value, known, other_sites=then is not study))
    return pd.DataFrame(rows, columns=COLUMNS)


def our_value(study: Study, figure: Figure) -> float | None:
    """Our figure in the area of a published one; None where that is not wholly in the study, or cannot be computed."""
    return None if not_covered(study, figure) else quantity_of(figure).value(study, figure)


def uncompared_figures(study: Study, compared: pd.DataFrame) -> pd.DataFrame:
    """The published figures that are not set beside this study, and why.

    Parameters
    ----------
    compared : DataFrame
        Those that are, as :func:`compare_figures` gives them.

    Returns
    -------
    DataFrame
        ``cijfer``, ``onderwerp``, ``gebied`` and ``waarom_niet``, in the order of the table of published figures.
    """
    rows = [
        {
            "cijfer": figure["id"],
            "onderwerp": subject(study, figure),
            "gebied": area_words(study, figure) or study.project.region,
            "waarom_niet": _why_not(study, figure),
        }
        for figure in study.published[~study.published["id"].isin(compared["cijfer"])].to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["cijfer", "onderwerp", "gebied", "waarom_niet"])


def provinces_without(study: Study, compared: pd.DataFrame) -> list[str]:
    """The provinces of a study about which no figure is compared, by name.

    Parameters
    ----------
    compared : DataFrame
        The figures that are, as :func:`compare_figures` gives them.
    """
    told = np.zeros(len(study.areas.buurten), dtype=bool)
    for figure in study.published[study.published["id"].isin(compared["cijfer"])].to_dict("records"):
        told |= areas_of(study, figure)
    province = study.areas.buurten["provincie"].fillna("")
    return sorted(set(province) - set(province[told]) - {""})


def _why_not(study: Study, figure: Figure) -> str:
    """Why a figure is not compared, in Dutch."""
    if absent := sorted(set(figure["soort"].split()) - set(study.project.kinds)):
        return f"de soort {listing(absent)} zit niet in dit onderzoek"
    return not_covered(study, figure) or "dit onderzoek berekent dit cijfer niet"


def _brief(figures: Iterable[tuple[Study, Figure, float | None]]) -> pd.DataFrame:
    """The table of figures with our values; those without one are left out."""
    rows = [
        {"onderwerp": subject(study, figure, brief=True), **_row(study, figure, value)}
        for study, figure, value in figures
        if value is not None
    ]
    return pd.DataFrame(rows, columns=BRIEF_COLUMNS)


def _row(study: Study, figure: Figure, value: float) -> dict[str, object]:
    """What every table shows of a figure."""
    nearest = _nearest(figure, value)
    return {
        "gebied": area_words(study, figure),
        "gepubliceerd": float(figure["waarde"]),
        "zorgkaart": value,
        "verschil_pct": 100 * (value / nearest - 1) if nearest else np.nan,
        "eenheid": figure["eenheid"],
        "jaar": figure["jaar"],
        "bron": figure["bron"],
        "toelichting": figure["toelichting"],
    }


def _full_row(
    study: Study, figure: Figure, value: float, interval: Interval | None, *, other_sites: bool
) -> dict[str, object]:
    remark = quantity_of(figure).remark(study, figure, value)
    then = f"Berekend {study.project.on_day}." if other_sites else ""
    return {
        **_row(study, figure, value),
        "cijfer": figure["id"],
        "onderwerp": subject(study, figure),
        "gebied": area_words(study, figure) or study.project.region,
        "gepubliceerd_tot": float(figure[UPPER]),
        "verschil": value - _nearest(figure, value),
        "interval_laag": interval.low if interval else np.nan,
        "interval_hoog": interval.high if interval else np.nan,
        "datum": figure["datum"],
        "gedekt": covers(figure, interval),
        "duiding": " ".join(filter(None, [then, _beside(figure, interval, value), remark, _kind_note(study, figure)])),
    }


def _nearest(figure: Figure, value: float) -> float:
    """The published figure, or of a range what lies nearest to ours."""
    low, high = float(figure["waarde"]), float(figure[UPPER])
    return low if np.isnan(high) else float(np.clip(value, low, high))


def covers(figure: Figure, interval: Interval | None) -> str:
    """Whether our interval covers a published number of people: `COVERED`, `MISSED`, `NO_INTERVAL`; empty for others.

    A range that was published is covered if all of it is.
    """
    if figure["maat"] not in COUNTS:
        return ""
    if interval is None:
        return NO_INTERVAL
    low, high = float(figure["waarde"]), float(figure[UPPER])
    return COVERED if interval.low <= low and (low if np.isnan(high) else high) <= interval.high else MISSED


def _beside(figure: Figure, interval: Interval | None, value: float) -> str:
    """Where the published figure lies in our interval, or ours in the published range."""
    low, high = float(figure["waarde"]), float(figure[UPPER])
    if interval is not None:
        inside, below = covers(figure, interval) == COVERED, low < interval.low
        side = "binnen" if inside else "onder" if below else "boven"
        draws = count(interval.draws, "trekking", "trekkingen")
        return f"Het gepubliceerde cijfer ligt {side} ons interval van 90 % ({draws})."
    if np.isnan(high):
        return ""
    side = "onder" if value < low else "boven" if value > high else "binnen"
    return f"Ons cijfer ligt {side} de gepubliceerde grenzen."


def _kind_note(study: Study, figure: Figure) -> str:
    """What the project says about the data of the kinds, where that may matter."""
    kinds = [study.project.kinds[kind] for kind in figure["soort"].split() if kind in study.project.kinds]
    notes = [sentence(kind.note) for kind in kinds if kind.note]
    return " ".join(dict.fromkeys(notes)) if quantity_of(figure).needs_note else ""
