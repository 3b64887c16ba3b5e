"""The assumptions that were drawn, as tables."""

from __future__ import annotations

import pandas as pd

from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.uncertainty.compute import Ensemble
from zorgkaart.project.plans import AssumptionSection
from zorgkaart.words.numbers import short

WORDS = {
    "uniform": "gelijkmatig van {low} tot {high}",
    "triangular": "driehoek van {low} over {mode} tot {high}",
    "normal": "normaal rond {mean}, standaardafwijking {sd}",
    "choice": "een van {values}",
    "chance": "telt met kans {chance}",
}


def assumption_table(ensemble: Ensemble) -> pd.DataFrame:
    """The assumptions, what they were drawn from and who says so: ``aanname``, ``verdeling``, ``bron_aanname``."""
    rows = [
        {"aanname": name, "verdeling": in_words(section), "bron_aanname": section.source}
        for name, section in sorted(ensemble.study.project.assumptions.items())
    ]
    return pd.DataFrame(rows)


def in_words(section: AssumptionSection) -> str:
    """A distribution as a Dutch phrase."""
    numbers = {
        name: short(value, grouped=False)
        for name in ("low", "high", "mode", "mean", "sd", "chance")
        if (value := getattr(section, name)) is not None
    }
    values = " of ".join(short(value, grouped=False) for value in section.values)
    text = WORDS[section.distribution].format(**numbers, values=values)
    return f"{text}, maal de waarde van het project" if section.relative else text


def draws_table(ensemble: Ensemble) -> pd.DataFrame:
    """One row per draw: the drawn values and the inhabitants outside the norm."""
    outcomes = [name for name in ensemble.totals if f"_{OUTSIDE}" in str(name)]
    return pd.concat([ensemble.drawn, ensemble.totals[outcomes]], axis=1)
