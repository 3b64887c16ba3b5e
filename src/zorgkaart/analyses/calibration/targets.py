"""What a published figure asks of a fit: a value, and how sharply it is known."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import main_norms
from zorgkaart.analyses.validation.areas_by_name import Figure, people_of
from zorgkaart.analyses.validation.days import Days
from zorgkaart.analyses.validation.published_closures import EXTRA, closing, closure_figures, newly_outside
from zorgkaart.errors import ProjectError
from zorgkaart.inputs.published import DAY, UNIT, UPPER
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

# The variance of what lies anywhere in an interval of length 1 is one twelfth.
EVENLY = 12
COLUMNS = ["id", "soort", "niveau", "gebied", "gesloten", DAY, "waarde", UPPER, UNIT, "bron"]


def rounding_unit(value: float) -> float:
    """The unit that a figure was rounded to, as far as its zeros show it: 100 of 13200, 0.1 of 2.5, and 1 of 0.

    Parameters
    ----------
    value : float
        As it was published.
    """
    digits = Decimal(repr(float(value))).normalize()
    exponent = digits.as_tuple().exponent
    return float(Decimal(10) ** exponent) if digits and isinstance(exponent, int) else 1.0


def published_figures(study: Study) -> pd.DataFrame:
    """The published effects of closures that a study can compute, with how sharply each is known.

    Each is about the sites of its own day.

    A figure lies anywhere within half the unit that it was rounded to, and ours anywhere within half an address: the
    variance is (unit² + address²) / 12, with for an address the inhabitants at that of an average inhabitant of
    the area. The unit is that of the column ``afronding`` or else shows in the zeros; of a range it is its length, and
    the figure its middle.

    Parameters
    ----------
    study : Study
        With published figures.

    Returns
    -------
    DataFrame
        A row per figure: ``id``, ``soort``, ``niveau``, ``gebied``, ``gesloten``, ``datum``, ``gepubliceerd``,
        ``afronding``, ``sd`` (inhabitants) and ``bron``.
    """
    table, days = study.published, Days(study)
    known = [_is_known(days.of(figure), figure) for figure in table.to_dict("records")]
    figures = table.loc[np.array(known, dtype=bool), COLUMNS].reset_index(drop=True)
    rows = figures.to_dict("records")
    figures[UNIT] = [_unit(row) for row in rows]
    middle = np.where(figures[UPPER].isna(), figures["waarde"], (figures["waarde"] + figures[UPPER]) / 2)
    address = np.array([_address(people_of(study, row)) for row in rows], dtype=float)
    figures["sd"] = np.sqrt((figures[UNIT].to_numpy(dtype=float) ** 2 + address**2) / EVENLY)
    figures["gepubliceerd"] = middle.astype(float)
    return figures.drop(columns=["waarde", UPPER])


def check_targets(figures: pd.DataFrame, targets: tuple[str, ...]) -> None:
    """Refuse a target that is not among the figures.

    Parameters
    ----------
    figures : DataFrame
        Of :func:`published_figures`.
    targets : tuple of str
        The ids in ``[calibration]``.

    Raises
    ------
    ProjectError
        Naming what is not there.
    """
    unknown = sorted(set(targets) - set(figures["id"]))
    if unknown:
        raise ProjectError(
            f"[calibration] targets: {', '.join(unknown)} is no published figure of {EXTRA} about sites and a norm of "
            "this project. Name the id of one."
        )


def effects(study: Study, figures: pd.DataFrame) -> NDArray[np.float64]:
    """Our figure for each published one: inhabitants of its area who fall outside the norm when its sites close.

    Parameters
    ----------
    study : Study
        With the numbers to try.
    figures : DataFrame
        Of :func:`published_figures`.

    Returns
    -------
    (figures,) float64
        Inhabitants; NaN where no chain is known at all.
    """
    days = Days(study)
    return np.array([_effect(days.of(figure), figure) for figure in figures.to_dict("records")], dtype=np.float64)


def _is_known(study: Study, figure: Figure) -> bool:
    """Whether a figure is about closing sites that count in the study of its day."""
    return figure["soort"] in main_norms(study.project) and (
        figure["id"] in closure_figures(study, [figure["soort"]])["id"].tolist()
    )


def _effect(study: Study, figure: Figure) -> float:
    return newly_outside(run_scenario(study, closing(figure)), figure["soort"], people_of(study, figure))


def _unit(figure: Figure) -> float:
    said = float(figure[UNIT]) if not math.isnan(figure[UNIT]) else rounding_unit(figure["waarde"])
    length = float(figure[UPPER]) - float(figure["waarde"])
    return said if math.isnan(length) else max(said, length)


def _address(people: NDArray[np.float64]) -> float:
    """Inhabitants at the address of an average inhabitant: one address more or less is the least that can change."""
    total = float(people.sum())
    return float((people**2).sum()) / total if total else 1.0
