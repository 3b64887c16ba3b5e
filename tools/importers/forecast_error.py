"""What a forecast is off by in a year that is known: from the count of 2021 to what CBS counted later."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers.cohorts import Change, forecast, shared_out, single_years

Float = NDArray[np.float64]
SEXES = ("mannen", "vrouwen")
# The classes that CBS publishes per gemeente, of which the youngest and the oldest per buurt and wijk too.
PUBLISHED = {"0-14": (0, 15), "15-24": (15, 25), "25-44": (25, 45), "45-64": (45, 65), "65+": (65, 200)}
OF_GEMEENTEN = {
    "0-14": "pct_0_15",
    "15-24": "pct_15_25",
    "25-44": "pct_25_45",
    "45-64": "pct_45_65",
    "65+": "pct_65plus",
}
OF_BUURTEN = {"0-14": "inwoners_0_15", "65+": "inwoners_65plus"}


@dataclass(frozen=True)
class Region:
    """Gemeenten with their buurten and postcode areas.

    Attributes
    ----------
    buurten : DataFrame
        ``buurtcode``, ``wijkcode``, ``gemeentenaam`` and what CBS publishes of each.
    gemeente : Series
        The gemeente of each PC4 (the index).
    counts : dict
        By year and sex (``mannen``, ``vrouwen``): people per PC4 (the index) and five-year class.
    """

    buurten: pd.DataFrame
    gemeente: pd.Series
    counts: dict[int, dict[str, pd.DataFrame]]

    @property
    def names(self) -> list[str]:
        """The gemeenten, in the order of the rows of :meth:`counted`."""
        return sorted(set(self.gemeente) & set(self.buurten["gemeentenaam"]))

    def counted(self, year: int) -> Float:
        """(gemeenten, 2, 20) float64: men and women per class, of the PC4s that all years have."""
        pc4 = self.common
        tables = (self.counts[year][sex].loc[pc4] for sex in SEXES)
        return np.stack(
            [table.groupby(self.gemeente[pc4]).sum().loc[self.names].to_numpy(float) for table in tables], 1
        )

    @property
    def common(self) -> list[str]:
        """The PC4s of these gemeenten of which every year has a count."""
        known = set(self.gemeente.index[self.gemeente.isin(self.names)])
        for sexes in self.counts.values():
            for table in sexes.values():
                known &= set(table.index)
        return sorted(known)

    def gemeente_rows(self, names: pd.Series) -> NDArray[np.int64]:
        """The row of :meth:`counted` of each gemeente that is named."""
        return pd.Index(self.names).get_indexer(pd.Index(names)).astype(np.int64)

    def followed(
        self, start: Float, group: NDArray[np.int64], change: Change, *, count: int, years: int, settled: int
    ) -> Float:
        """The inhabitants of areas from year to year.

        Parameters
        ----------
        start : (areas, 96) float64
            By single years of age.
        group : (areas,) int64
            The row of the gemeente of each.
        change : Change
            Of the gemeenten.
        count : int
            The year whose division by sex the gemeenten have at the start.
        years : int
            How far to go.
        settled : int
            See :func:`tools.importers.cohorts.shared_out`.

        Returns
        -------
        (years + 1, areas, 96) float64
            The first is `start`.
        """
        together = np.zeros((len(self.names), start.shape[-1]))
        np.add.at(together, group, start)
        sexes = single_years(self.counted(count))
        both = sexes.sum(axis=1, keepdims=True)
        share = np.divide(sexes, both, out=np.full_like(sexes, 0.5), where=both > 0)
        path = forecast(together[:, None] * share, change, years=years)
        return shared_out(start, group, path.sum(axis=2), settled=settled)


def error_table(
    region: Region,
    addresses: pd.DataFrame,
    change: Change,
    *,
    count: int,
    year: int,
    settled: int,
    target: Path,
) -> pd.DataFrame:
    """Forecast a year that is known from the last count, which the ratios were taken from, and say what it is off by.

    Parameters
    ----------
    region : Region
        All gemeenten.
    addresses : DataFrame
        ``pc4`` and ``buurtcode`` of each address: people of a PC4 are spread over its buurten by them.
    change : Change
        Of the gemeenten.
    count, year : int
        The year of the last count, and of what CBS published.
    settled : int
        See :func:`tools.importers.cohorts.shared_out`.
    target : Path
        The data folder, with the published gemeenten and wijken.

    Returns
    -------
    DataFrame
        ``niveau``, ``leeftijd``, ``gebieden``, ``inwoners`` (as CBS counted in `year`), ``verschil_pct`` of all areas
        together; of the areas one by one ``mis_pct`` (all differences, without their signs, as a part of the
        inhabitants) and ``mis_pct_onveranderd`` (the same if everything had stayed as at the count).
    """
    pc4 = region.common
    pairs = addresses[addresses["pc4"].isin(pc4)].groupby(["pc4", "buurtcode"]).size()
    row = pd.Index(pc4).get_indexer(pairs.index.get_level_values("pc4"))
    part = (pairs / pairs.groupby(level="pc4").transform("sum")).to_numpy()
    area = pd.Index(region.buurten["buurtcode"]).get_indexer(pairs.index.get_level_values("buurtcode"))
    sexes = [region.counts[count][sex].loc[pc4].to_numpy(dtype=np.float64) for sex in SEXES]
    people = np.sum(sexes, axis=0)
    start = np.zeros((len(region.buurten), single_years(people).shape[-1]))
    np.add.at(start, area, single_years(people)[row] * part[:, None])
    group = region.gemeente_rows(region.buurten["gemeentenaam"])
    later = region.followed(start, group, change, count=count, years=year - count, settled=settled)[-1]
    rows = []
    for level, code, columns in (
        ("gemeenten", "gemeentecode", OF_GEMEENTEN),
        ("wijken", "wijkcode", OF_BUURTEN),
    ):
        known = _published(level, code, region.buurten, target)
        codes = region.buurten[code]
        for name, column in columns.items():
            first, last = PUBLISHED[name]
            ages = np.arange(start.shape[-1])
            inside = (ages >= first) & (ages < last)
            sums = [pd.Series(values[:, inside].sum(axis=1)).groupby(codes).sum() for values in (later, start)]
            counted = known[column].reindex(sums[0].index)
            rows.append({"niveau": level, "leeftijd": name} | _error(counted, *sums))
    return pd.DataFrame(rows)


def _published(level: str, code: str, buurten: pd.DataFrame, target: Path) -> pd.DataFrame:
    """What CBS counted: per gemeente its percentages times its inhabitants, of wijken the sum of their buurten."""
    if level == "gemeenten":
        table = pd.read_parquet(target / "boundaries" / "gemeenten.parquet").set_index(code)
        return table[list(OF_GEMEENTEN.values())].mul(table["inwoners"] / 100, axis=0)
    values = buurten.groupby(code)[list(OF_BUURTEN.values())]
    # A wijk with a buurt of which the number is not published is not known.
    return values.sum().where(values.count().eq(buurten.groupby(code).size(), axis=0))


def _error(counted: pd.Series, forecast_: pd.Series, unchanged: pd.Series) -> dict[str, float]:
    known = counted.notna()
    total = float(counted[known].sum())
    off, still = (float((values - counted)[known].abs().sum()) for values in (forecast_, unchanged))
    return {
        "gebieden": int(known.sum()),
        "inwoners": round(total),
        "verschil_pct": round(100 * (float(forecast_[known].sum()) / total - 1), 1),
        "mis_pct": round(100 * off / total, 1),
        "mis_pct_onveranderd": round(100 * still / total, 1),
    }
