"""Every norm of a study in all: who is outside it, and whether a norm that asks a share is met."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import label_of, norm_of_trip, norms_of, trips_of
from zorgkaart.access.measures import NO_ROAD_PEOPLE, OUTSIDE, OUTSIDE_AGED, Norm
from zorgkaart.study.norm_shares import WHOLE, met, parts_of, shares_within
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import summary_table


def summary_with_norms(study: Study) -> pd.DataFrame:
    """The summary per kind with every norm of each kind: one in the row of its trip, the others in rows below it.

    Parameters
    ----------
    study : Study
        What was computed.

    Returns
    -------
    DataFrame
        As :func:`~zorgkaart.study.study_tables.summary_table`, with ``norm`` (its name, or None), ``omschrijving``,
        ``aandeel_binnen`` (0 to 1), ``aandeel_gevraagd`` (NaN where none is asked) and ``gehaald`` (None there). A row
        of a norm alone has no sites, minutes and kilometres.
    """
    norms, summary = norms_of(study.project), summary_table(study)
    rows: list[dict[Hashable, Any]] = []
    told: set[str] = set()
    for row, trip in zip(summary.to_dict("records"), trips_of(study.project).values(), strict=True):
        norm = norm_of_trip(study.project, trip, study.moment)
        rows.append({**row, **_totals(study, norm)} if norm is not None else row)
        told |= {norm.name} if norm is not None else set()
    for name, norm in norms.items():
        if name not in told:
            last = max((i for i, row in enumerate(rows) if row["soort"] == norm.kind), default=len(rows) - 1)
            head: dict[Hashable, Any]
            head = {"soort": norm.kind, "tijdstip": "", "voorziening": label_of(study.project, norm.kind)}
            rows.insert(last + 1, {**head, **_totals(study, norm)})
    names = ["norm", "omschrijving", OUTSIDE, NO_ROAD_PEOPLE, *(OUTSIDE_AGED[age] for age in study.ages)]
    names += ["aandeel_binnen", "aandeel_gevraagd", "gehaald"]
    kept = [name for name in summary if name not in names]
    return pd.DataFrame(rows, columns=[*kept, *(names if norms else [])])


def _totals(study: Study, norm: Norm) -> dict[Hashable, Any]:
    weight, judged = np.nan_to_num(study.residents.weight), study.chains[norm.name]
    people, share = shares_within(judged, parts_of(study, judged, WHOLE).groups)
    within = float(share[0]) if people[0] > 0 else np.nan
    asked = norm.asked_share
    return {
        "norm": norm.name,
        "omschrijving": norm.title or norm.caption,
        OUTSIDE: judged.count_outside(weight),
        NO_ROAD_PEOPLE: judged.count_no_road(weight),
        **{OUTSIDE_AGED[age]: judged.count_outside(np.nan_to_num(old)) for age, old in study.ages.items()},
        "aandeel_binnen": within,
        "aandeel_gevraagd": np.nan if asked is None else asked,
        "gehaald": None if asked is None else met(norm, within),
    }
