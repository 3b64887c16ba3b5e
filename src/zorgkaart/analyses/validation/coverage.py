"""Of how many published numbers of people our interval covers the published one."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from zorgkaart.analyses.validation.figures import COVERED, MISSED, NO_INTERVAL
from zorgkaart.words.numbers import count, number
from zorgkaart.words.sentences import listing

# The accepted number, of which a later run may cover no fewer.
COVERED_ID, COVERED_UNIT = "cijfers_gedekt", "cijfers"
COVERED_SUBJECT = "Gepubliceerde aantallen inwoners die ons interval dekt"
TABLE_COLUMNS = [
    "cijfer",
    "onderwerp",
    "gebied",
    "datum",
    "gepubliceerd",
    "gepubliceerd_tot",
    "zorgkaart",
    "interval_laag",
    "interval_hoog",
    "eenheid",
    "gedekt",
]


@dataclass(frozen=True)
class Coverage:
    """The published numbers of people that the model estimates, beside our intervals.

    Attributes
    ----------
    table : DataFrame
        A row per number that the project can compute: :data:`TABLE_COLUMNS`.
    """

    table: pd.DataFrame

    @property
    def covered(self) -> int:
        """How many published numbers lie in our interval."""
        return int((self.table["gedekt"] == COVERED).sum())

    @property
    def known(self) -> int:
        """Of how many there is an interval."""
        return int((self.table["gedekt"] != NO_INTERVAL).sum())

    @property
    def missed(self) -> pd.DataFrame:
        """The rows of the table of which the interval misses the published number."""
        return self.table[self.table["gedekt"] == MISSED]

    def sentences(self) -> list[str]:
        """What a reader is told, in Dutch; nothing where nothing of the kind is published."""
        texts = []
        if len(self.table):
            what = count(self.known, "gepubliceerd aantal inwoners", "gepubliceerde aantallen inwoners")
            texts.append(f"Ons interval van 90 % dekt {number(self.covered)} van {what} waarvan er een interval is.")
        texts += [
            f"Buiten het interval: {row['onderwerp']}, {row['gebied']}: gepubliceerd {number(row['gepubliceerd'])}, "
            f"interval {number(row['interval_laag'])} tot {number(row['interval_hoog'])}."
            for row in self.missed.to_dict("records")
        ]
        without = self.table.loc[self.table["gedekt"] == NO_INTERVAL, "cijfer"].tolist()
        if without:
            texts.append(f"Zonder interval: {listing(without)}; trek de aannames met --draws.")
        return texts


def coverage_of(published: pd.DataFrame) -> Coverage:
    """Set our intervals against the published numbers of people.

    Parameters
    ----------
    published : DataFrame
        As :func:`~zorgkaart.analyses.validation.figures.compare_figures` gives it.
    """
    table = published.loc[published["gedekt"] != "", TABLE_COLUMNS].reset_index(drop=True)
    return Coverage(table)


def with_coverage(headline: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    """Headline figures with the number of published ones that are covered, where there are any to cover.

    Parameters
    ----------
    headline : DataFrame
        As :func:`~zorgkaart.analyses.validation.headline.headline_figures` gives it.
    coverage : Coverage
        Of the same study.
    """
    if coverage.table.empty:
        return headline
    row = {"id": COVERED_ID, "onderwerp": COVERED_SUBJECT, "waarde": float(coverage.covered), "eenheid": COVERED_UNIT}
    return pd.concat([headline, pd.DataFrame([row])], ignore_index=True)
