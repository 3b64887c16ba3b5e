"""Remarks of the small project, by the names of its areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from zorgkaart.study.study import Study

NAN = np.nan
# Dorp, Heem, Eenrichting, Lint, Kom, Eiland, Half, Ver weg, Stil
AREAS = ["Dorp", "Heem", "Eenrichting", "Lint", "Kom", "Eiland", "Half", "Ver weg", "Stil"]


def by_area(study: Study, column: str) -> dict[str, object]:
    frame = study.results["buurten"]
    values = [None if value is None or value != value else value for value in frame[column].astype(object)]
    return dict(zip(frame["buurtnaam"], values, strict=True))


def numbers(study: Study, column: str) -> list[float]:
    found = by_area(study, column)
    return [NAN if found[name] is None else float(found[name]) for name in AREAS]


def changed(study: Study, **sections: dict[str, object]) -> Study:
    return study.with_project(study.project.with_changes(**sections))


def with_sites(study: Study, column: str, **values: str) -> Study:
    """The study with other texts in a column of some sites (dashes in an id are underscores here)."""
    table = study.facilities.table.copy()
    for site, text in values.items():
        table.loc[table["id"] == site.replace("_", "-"), column] = text
    return study.variant(facilities=replace(study.facilities, table=table))
