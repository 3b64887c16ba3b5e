"""Inhabitants by age per buurt in years to come: a forecast from ages per postcode area (PC4) in 2018 and 2021.

The rule, of which :mod:`tools.importers.cohorts` has the formulas: how cohorts changed between the two counts is held
per gemeente, as far as gemeenten differ by more than chance, and applied from the present ages on. Within a gemeente
the settled grow older where they live; of the young a buurt keeps its part. Everybody is then brought to the totals
that others published. A buurt of which the ages are not known grows as all others together.
"""

from __future__ import annotations

import logging
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers import residents
from tools.importers.ages import CLASSES, by_class, column, postcode_addresses
from tools.importers.ages import FILE as PRESENT
from tools.importers.cohorts import cohort_change, five_years, single_years
from tools.importers.forecast_error import SEXES, Region, error_table
from tools.importers.sources import Record, rules, source_file
from zorgkaart.inputs.age_names import EVERYONE
from zorgkaart.inputs.own_tables import write_csv

log = logging.getLogger(__name__)

COUNTS = {year: f"bevolking/pc4_leeftijd_geslacht_{year}.csv.gz" for year in (2018, 2021)}
GEMEENTEN = "bevolking/pc4_gemeente_ggd_2022.csv"
FILE, ERROR_FILE = "residents/prognose.csv", "residents/prognose_toets.csv"
# Where a forecast is made; gemeenten are compared, and the rule is tried, in all provinces of the buurten.
PROVINCE = "Groningen"
BEFORE, AFTER = COUNTS
NOW = 2024
YEARS = (2024, 2030, 2035, 2040, 2050)
# From this age on the ratios of PC4s differ from those of their gemeente by hardly more than chance: most people stay.
SETTLED = 40
NAMES = [column(EVERYONE, name) for name in CLASSES]
LOWER = np.array([int(name.rstrip("+").split("-")[0]) for name in CLASSES])
Float = NDArray[np.float64]


def build(source: Path, target: Path) -> list[Record]:
    """Write ``residents/prognose.csv`` and what it is off by on a known year, ``residents/prognose_toets.csv``.

    The buurten and their present ages must have been written before.
    """
    areas = gpd.read_parquet(target / "boundaries" / "buurten.parquet").sort_values("buurtcode", ignore_index=True)
    gemeente = pd.read_csv(source_file(source, GEMEENTEN), dtype={"pc4": str}).set_index("pc4")["gemeente"]
    region = Region(
        areas.drop(columns="geometry"),
        gemeente,
        {year: by_sex(pd.read_csv(source_file(source, name), dtype={"pc4": str})) for year, name in COUNTS.items()},
    )
    change = cohort_change(region.counted(BEFORE), region.counted(AFTER), years=AFTER - BEFORE)
    present = pd.read_csv(target / PRESENT, dtype={"buurtcode": str}).set_index("buurtcode")[NAMES].dropna()
    everywhere = region.buurten[(region.buurten["provincie"] == PROVINCE)]
    here = everywhere[everywhere["buurtcode"].isin(present.index)]
    without = everywhere[~everywhere["buurtcode"].isin(present.index) & (everywhere["inwoners"] > 0)]
    paths = region.followed(
        single_years(present.loc[here["buurtcode"]].to_numpy(dtype=np.float64)),
        region.gemeente_rows(here["gemeentenaam"]),
        change,
        count=AFTER,
        years=max(YEARS) - NOW,
        settled=SETTLED,
    )
    own = {year: five_years(paths[year - NOW]) for year in YEARS}
    known = own[NOW].sum() / (own[NOW].sum() + without["inwoners"].sum())
    factors = to_published({year: people.sum(axis=0) for year, people in own.items()}, known=float(known))
    tables = []
    for year, people in own.items():
        scaled = pd.DataFrame(np.round(people * factors[year], 2), columns=NAMES)
        # What is left of the total is theirs of whom no ages are known, and takes up what rounding left over.
        left = float((people * factors[year]).sum() / known - scaled.to_numpy().sum())
        growth = left / float(without["inwoners"].sum()) if len(without) else 0.0
        aged = scaled.assign(buurtcode=here["buurtcode"].to_numpy(), inwoners=scaled.sum(axis=1).round(2))
        rest = pd.DataFrame({"buurtcode": without["buurtcode"], "inwoners": (without["inwoners"] * growth).round(2)})
        tables.append(pd.concat([aged, rest]).assign(jaar=year).sort_values("buurtcode"))
    table = pd.concat(tables, ignore_index=True)[["buurtcode", "jaar", *NAMES, "inwoners"]]
    write_csv(table, target / FILE)
    addresses = postcode_addresses(source, areas)
    error = error_table(region, addresses, change, count=AFTER, year=NOW, settled=SETTLED, target=target)
    write_csv(error, target / ERROR_FILE)
    notes = {f"inwoners in {year}, voor het schalen": round(float(people.sum())) for year, people in own.items()}
    notes |= {
        f"inwoners in {year}": round(float(people)) for year, people in table.groupby("jaar")["inwoners"].sum().items()
    }
    notes["inwoners van wie de leeftijd nu niet bekend is, en dan ook niet"] = round(float(without["inwoners"].sum()))
    log.info("%s: %d buurten in, %d rows out; %s", FILE, len(everywhere), len(table), notes)
    sources = [*COUNTS.values(), GEMEENTEN, *residents.SOURCES.values()]
    return [
        Record(FILE, sources, len(everywhere), len(table), notes),
        Record(ERROR_FILE, sources, len(region.buurten), len(error)),
    ]


def by_sex(raw: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Men and women per PC4 and class, of the PC4s of which all are known."""
    return {sex: by_class(raw, sex) for sex in SEXES}


def to_published(totals: dict[int, Float], *, known: float = 1.0) -> dict[int, Float]:
    """What to multiply the people of each class by, so that they add up to published totals.

    Parameters
    ----------
    totals : dict of int to (classes,) float64
        By year; the first year is the present, which stays as it is.
    known : float
        The part of all inhabitants that these are: the published totals are of all.

    Returns
    -------
    dict of int to (classes,) float64
        By year. In the year of the published totals they are met; before it the factor runs evenly from 1 at present,
        and after it it stays.
    """
    published = rules("prognose_gepubliceerd")
    wanted = int(published["jaar"].iloc[0])
    first = min(totals)
    goal = np.ones(len(CLASSES))
    for row in published.to_dict("records"):
        last = int(row["leeftijd_tot"]) if row["leeftijd_tot"] else np.inf
        inside = (int(row["leeftijd_van"]) <= LOWER) & (last >= LOWER)
        goal[inside] = known * float(row["inwoners"]) / totals[wanted][inside].sum()
    return {year: 1 + (goal - 1) * min(1.0, (year - first) / (wanted - first)) for year in totals}
