"""The figures of a run that others quote: what is held against the last accepted results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import main_norms, norms_of
from zorgkaart.access.measures import ChainNorm
from zorgkaart.analyses.validation.areas_by_name import area_words
from zorgkaart.analyses.validation.days import Days
from zorgkaart.analyses.validation.distances import Fit, mean_km
from zorgkaart.analyses.validation.official import distances_to_compare, main_distance
from zorgkaart.analyses.validation.published_closures import (
    closure_figures,
    count_figures,
    effect_id,
    interval_id,
    newly_outside,
    own_id,
)
from zorgkaart.analyses.validation.quantities import quantity_of, subject
from zorgkaart.scenarios.changes import Change, Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.vocabulary import changes_of
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import summary_table
from zorgkaart.words.sentences import listing

COLUMNS = ["id", "onderwerp", "waarde", "eenheid"]
FLAGGED = ("buiten", "deels buiten")
Row = dict[str, Any]


def headline_figures(study: Study, fit: Fit) -> pd.DataFrame:
    """What others would quote from this run, in a fixed order.

    Inhabitants outside each norm and flagged buurten; who falls outside without each site in the areas that the
    norm counts, without the sites of each published closure, each published number of people about another day or a
    part of the region, and in each scenario of the project file that has
    no moment; how distances agree with CBS's; mean minutes by car per kind; mean distance per gemeente
    to the kinds that CBS publishes distances to.

    Parameters
    ----------
    fit : Fit
        Of the distances per buurt; left out where nothing is compared.

    Returns
    -------
    DataFrame
        ``id`` (unique, stable), ``onderwerp`` (Dutch), ``waarde`` (NaN where unknown) and ``eenheid``.
    """
    rows = [
        *_norms(study),
        *_closures(study),
        *_published(study),
        *_scenarios(study),
        *_fit(study, fit),
        *_minutes(study),
        *_distances(study),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(name: str, subject: str, value: float, unit: str) -> Row:
    return {"id": name, "onderwerp": subject, "waarde": float(value), "eenheid": unit}


def _norms(study: Study) -> Iterator[Row]:
    people = np.nan_to_num(study.residents.weight)
    for kind, norm in norms_of(study.project).items():
        label = norm.caption
        judged = study.results["buurten"][norm.verdict]
        yield _row(
            norm.outside,
            f"{label}: inwoners buiten de norm",
            study.chains[kind].count_outside(people),
            "inwoners",
        )
        flagged = judged.isin(FLAGGED).sum()
        yield _row(f"{kind}_buurten_gemarkeerd", f"{label}: gemarkeerde buurten", flagged, "buurten")


def _closures(study: Study) -> Iterator[Row]:
    table = study.facilities.table
    for kind, norm in main_norms(study.project).items():
        if not isinstance(norm, ChainNorm):
            continue
        counting = study.rows(kind, only_24_7=norm.only_24_7)
        here, _ = study.areas.buurten.sindex.query(table.geometry.iloc[counting], predicate="intersects")
        closures = [(str(table["id"].iat[row]),) for row in counting[np.unique(here)]]
        closures += [tuple(sorted(set(ids.split()))) for ids in closure_figures(study, [kind])["gesloten"]]
        for ids in dict.fromkeys(closures):
            names = listing(table.set_index("id")["naam"].loc[list(ids)].tolist())
            yield _extra(
                study, [Close(site, (kind,)) for site in ids], kind, effect_id(kind, " ".join(ids)), f"zonder {names}"
            )


def _published(study: Study) -> Iterator[Row]:
    """Our figure beside each published number of people that is none of the others: of another day or of a part."""
    days = Days(study)
    for figure in count_figures(study).to_dict("records"):
        name, then = interval_id(figure, study, days), days.of(figure)
        value = quantity_of(figure).value(then, figure) if name == own_id(figure) else None
        if value is not None:
            where = [area_words(study, figure) or study.project.region, then.project.on_day]
            yield _row(name, ", ".join(filter(None, (subject(then, figure), *where))), value, "inwoners")


def _scenarios(study: Study) -> Iterator[Row]:
    for name, section in study.project.scenarios.items():
        if section.at is not None:
            continue
        scenario = run_scenario(study, changes_of(section))
        for kind in main_norms(study.project):
            if kind in scenario.kinds:
                words = f"in het scenario '{section.title or name}'"
                yield _extra(study, changes_of(section), kind, f"{kind}_extra_scenario_{name}", words)


def _extra(study: Study, changes: Sequence[Change], kind: str, name: str, words: str) -> Row:
    people = np.nan_to_num(study.residents.weight)
    more = newly_outside(run_scenario(study, changes), kind, people)
    label = study.project.kinds[kind].label
    return _row(name, f"{label}: inwoners die buiten de norm komen {words}", more, "inwoners")


def _fit(study: Study, fit: Fit) -> Iterator[Row]:
    if not fit.buurten:
        return
    words = f"Afstand tot {main_distance(study).to} naast het CBS"
    yield _row("cbs_correlatie", f"{words}: correlatie over de buurten", fit.correlation, "")
    yield _row("cbs_verschil_km", f"{words}: gemiddeld verschil", fit.bias_km, "km")
    yield _row("cbs_rmse_km", f"{words}: spreiding van de verschillen (RMSE)", fit.rmse_km, "km")
    yield _row("cbs_dichtbij_pct", f"{words}: buurten met hoogstens 0,5 km verschil", fit.near_pct, "%")


def _minutes(study: Study) -> Iterator[Row]:
    for row in summary_table(study).to_dict("records"):
        name = "_".join(filter(None, (row["soort"], row["tijdstip"])))
        yield _row(f"{name}_gemiddeld_min", f"{row['voorziening']}: reistijd", row["gemiddeld_min"], "min")


def _distances(study: Study) -> Iterator[Row]:
    gemeenten = study.areas.gemeenten
    for kind in (official.kind for official in distances_to_compare(study)):
        label = study.project.kinds[kind].label
        for code, name in zip(gemeenten["gemeentecode"], gemeenten["gemeentenaam"], strict=True):
            points = (study.areas.buurten["gemeentecode"] == code).to_numpy(dtype=bool)[study.residents.area]
            value = mean_km(study, kind, points)
            words = f"{label}: gemiddelde afstand in de gemeente {name}"
            yield _row(f"{kind}_km_{code}", words, np.nan if value is None else value, "km")
