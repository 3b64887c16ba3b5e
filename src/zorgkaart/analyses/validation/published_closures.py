"""What is published about closing sites: which figures a study can compute, and our own figure for each."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import main_norms
from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.validation.areas_by_name import Figure, area_words, not_covered, points_of
from zorgkaart.analyses.validation.days import Days
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.study import Study

EXTRA, OUTSIDE_NORM = "extra_buiten_norm", "buiten_norm"
# Measures that are numbers of people and that the model estimates: those that an interval can cover.
COUNTS = (EXTRA, OUTSIDE_NORM)


def closure_figures(study: Study, kinds: Collection[str]) -> pd.DataFrame:
    """The published effects of closing sites of these kinds that count in the study, in the order of their table.

    Figures about a day on which other sites counted are left out: the study is not about them.
    """
    table, days = study.published, Days(study)
    ids = study.facilities.table["id"]
    counting = {kind: set(ids.iloc[study.rows(kind)]) for kind in kinds}
    chosen = [
        figure["maat"] == EXTRA
        and bool(closed_by(figure))
        and figure["soort"] in counting
        and closed_by(figure) <= counting[figure["soort"]]
        and days.of(figure) is study
        and not not_covered(study, figure)
        for figure in table.to_dict("records")
    ]
    return table[np.array(chosen, dtype=bool)]


def count_figures(study: Study) -> pd.DataFrame:
    """The published numbers of people that the model estimates (:data:`COUNTS`), in the order of their table."""
    table = study.published
    return table[table["maat"].isin(COUNTS)]


def interval_id(figure: Figure, study: Study, days: Days) -> str:
    """The name of our own figure beside a published number of people, by which its interval is known.

    Parameters
    ----------
    figure : mapping
        One of :func:`count_figures`.
    study : Study
        That of the project.
    days : Days
        Of that study.
    """
    if days.of(figure) is not study or not points_of(study, figure).all():
        return own_id(figure)
    if figure["maat"] == EXTRA:
        return effect_id(figure["soort"], figure["gesloten"])
    return own_id(figure) if closed_by(figure) else f"{figure['soort']}_{OUTSIDE}"


def own_id(figure: Figure) -> str:
    """The name of our own figure beside a published number that no headline figure is the same as."""
    return f"cijfer_{figure['id']}"


def closed_by(figure: Figure) -> set[str]:
    """The ids of the sites whose closure a figure is about."""
    return set(figure["gesloten"].split())


def closing(figure: Figure) -> list[Close]:
    """The closure that a figure is about, as a change of a scenario."""
    return [Close(site, (figure["soort"],)) for site in sorted(closed_by(figure))]


def is_about(figure: Figure, scenario: Scenario) -> bool:
    """Whether just the sites that a figure names close, and nothing else changes of its kind or of its stations."""
    kind, table = figure["soort"], scenario.after.facilities.table
    norm = main_norms(scenario.before.project).get(kind)
    if norm is None:
        return False
    changed = [row for row in scenario.applied.rows if table["soort"].iat[row] in norm.kinds]
    closed = {table["id"].iat[row] for row in scenario.applied.closed if table["soort"].iat[row] == kind}
    return bool(closed) and len(changed) == len(closed) and closed == closed_by(figure)


def newly_outside(scenario: Scenario, kind: str, people: NDArray[np.float64]) -> float:
    """Inhabitants who fall outside the norm of a kind in a scenario; NaN where no chain is known at all.

    Parameters
    ----------
    people : (points,) float64
        The inhabitants at every resident point to count.
    """
    name = main_norms(scenario.before.project)[kind].name
    before, after = (study.chains[name].count_outside(people) for study in (scenario.before, scenario.after))
    return after - before


def effect_id(kind: str, closed: str) -> str:
    """The name of the figure "inhabitants newly outside the norm of a kind without these sites" (ids with spaces)."""
    return f"{kind}_extra_zonder_{'+'.join(sorted(closed.split()))}"


def published_closures(study: Study, kind: str) -> dict[frozenset[str], tuple[float, str]]:
    """What is published about closing sites of a kind: by their ids the inhabitants newly outside, and the source.

    The source names the area that the figure is about, which may be smaller than that of the study.
    """
    return {
        frozenset(closed_by(figure)): (
            float(figure["waarde"]),
            ", ".join(filter(None, (figure["bron"], figure["jaar"], area_words(study, figure)))),
        )
        for figure in closure_figures(study, [kind]).to_dict("records")
    }
