"""The study as it would be with other sites counting; for trying out why a figure differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zorgkaart.study.study import Study

# Sites this near to each other are one building, or one street with several practices.
SAME_PLACE_M = 250.0


def sites_at(study: Study, kind: str, site: int) -> tuple[int, ...]:
    """Rows of the sites of a kind that count and stand at the place of this one, itself included."""
    points = study.facilities.table.geometry
    counting = study.rows(kind)
    away = points.iloc[counting].distance(points.iat[site]).to_numpy()
    return tuple(int(row) for row in counting[away <= SAME_PLACE_M])


def without_sites(study: Study, rows: Sequence[int]) -> Study:
    """The study in which these rows of the sites are closed."""
    return _with_status(study, rows, "gesloten")


def with_all_sites(study: Study, kind: str) -> Study:
    """The study in which all sites of a kind count, whatever their status."""
    return _with_status(study, np.flatnonzero((study.facilities.table["soort"] == kind).to_numpy()).tolist(), "open")


def _with_status(study: Study, rows: Sequence[int], status: str) -> Study:
    table = study.facilities.table.copy()
    table.loc[list(rows), "status"] = status
    return study.variant(facilities=replace(study.facilities, table=table))
