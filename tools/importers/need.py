"""How much use people make of care by their age: tables for ``[need.KIND]``, from costs, visits and births by age.

Patterns of age are those of the whole country: of the province alone the oldest classes are small, and what its care
costs more or less than elsewhere also comes from what there is, which is not need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from tools.importers import ages
from tools.importers.age_checks import per_mille
from tools.importers.sources import Record, source_file
from zorgkaart.errors import InputError
from zorgkaart.inputs.age_names import EVERYONE, WOMEN, AgeClass, class_of_cell, class_of_column
from zorgkaart.inputs.need import MEN
from zorgkaart.inputs.own_tables import write_csv
from zorgkaart.inputs.visits import visits_per_inhabitant

VEKTIS = "vektis/vektis_zvw_kosten_per_gemeente_2011_2023.parquet"
YEAR = 2023
PROFILE = "vraag_en_capaciteit/seh_profiel_saz29_2018_2019.csv"
BIRTHS = "vraag_en_capaciteit/geboorten_per_pc4_tno_2018.csv"
PEOPLE = "bevolking/pc4_leeftijd_geslacht_2018.csv.gz"
VISITS = Path(__file__).parents[2] / "data" / "published" / "bezoeken.csv"
# Of which province the table of visits says how many there are.
PROVINCE = "Groningen"
# The costs that stand for the use of a kind.
COSTS: Mapping[str, tuple[str, ...]] = {
    "huisarts": tuple(f"kosten_huisarts_{part}" for part in ("inschrijftarief", "consult", "mdz", "overig")),
    "apotheek": ("kosten_farmacie",),
    "elv": ("kosten_eerstelijnsverblijf",),
    "grz": ("kosten_geriatrische_revalidatiezorg",),
}
# Care at home after a birth: nearly every mother has it, so that it tells the age at which children are born.
MATERNITY = "kosten_kraamzorg"
SEH_AGES = {"0": (0, 0), "1-10": (1, 10), "11-17": (11, 17), "18-74": (18, 74), "75+": (75, None)}
SEH_CLASSES = tuple(AgeClass(*ends) for ends in ((0, 4), (5, 9), (10, 14), (15, 19), (20, 74), (75, None)))


def build(source: Path, target: Path) -> list[Record]:
    """Write ``need/*.csv`` under `target`; ages per buurt must have been written before."""
    costs = pd.read_parquet(source_file(source, VEKTIS))
    costs = costs[costs["jaar"] == YEAR]
    records = []
    for kind, columns in COSTS.items():
        table = cost_weights(costs, columns)
        records.append(_written(kind, table, [VEKTIS], len(costs), target))
    people = pd.read_csv(source_file(source, PEOPLE), dtype={"pc4": str})
    profile = pd.read_csv(source_file(source, PROFILE))
    rate = visits_per_inhabitant(VISITS)["seh"]
    country = {_class(str(name)): float(n) for name, n in people.groupby("leeftijd")["inwoners"].sum().items()}
    here = _province(target)
    visits = seh_visits(profile, country, here, rate)
    records.append(_written("seh", visits, [PROFILE, PEOPLE, ages.SOURCE], len(profile), target))
    births = pd.read_csv(source_file(source, BIRTHS), dtype={"pc4": str})
    mothers, notes = births_per_woman(costs, births, people)
    records.append(_written("acute_verloskunde", mothers, [VEKTIS, BIRTHS, PEOPLE], len(births), target, notes))
    return records


def cost_weights(costs: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Costs per insured year by age, as a part of the mean of all ages.

    Parameters
    ----------
    costs : DataFrame
        ``leeftijdsklasse``, ``aantal_verzekerdejaren`` and the costs in euros of a year.
    columns : sequence of str
        Which costs, taken together.

    Returns
    -------
    DataFrame
        ``leeftijdsklasse``, ``gebruik_per_jaar`` and ``bron``, a row per class, youngest first.
    """
    wide = _by_age(costs, [*columns, "aantal_verzekerdejaren"])
    euros, years = wide[list(columns)].sum(axis=1), wide["aantal_verzekerdejaren"]
    weight = (euros / years) / (euros.sum() / years.sum())
    words = f"Vektis open data {YEAR}, {' + '.join(columns)} per verzekerd jaar in heel Nederland; gemiddeld 1"
    return pd.DataFrame(
        {"leeftijdsklasse": [str(item) for item in wide.index], "gebruik_per_jaar": weight.round(4).to_numpy()}
    ).assign(bron=words)


def seh_visits(
    profile: pd.DataFrame, country: Mapping[AgeClass, float], here: Mapping[AgeClass, float], rate: float
) -> pd.DataFrame:
    """Visits to an SEH per inhabitant by age.

    Parameters
    ----------
    profile : DataFrame
        ``grootheid`` (``leeftijd 1-10``) and the visits of a group of hospitals, a column per year.
    country : mapping of AgeClass to float
        Inhabitants of the country by class of age: those that such hospitals serve are taken to be like them.
    here : mapping of AgeClass to float
        Inhabitants by class of age of the region of which the visits are known.
    rate : float
        Its visits per inhabitant and year; those of `here` make this together.

    Returns
    -------
    DataFrame
        ``leeftijdsklasse``, ``gebruik_per_jaar`` and ``bron``.
    """
    by_name = profile.set_index("grootheid").sum(axis=1)
    relative = {}
    for name, (first, last) in SEH_AGES.items():
        item = AgeClass(first, last)
        relative[item] = by_name[f"leeftijd {name}"] / sum(_years_in(part, item) * n for part, n in country.items())
    weights = np.array([_mean_over(mine, relative) for mine in SEH_CLASSES])
    inside = np.array([sum(n for part, n in here.items() if mine.holds(part)) for mine in SEH_CLASSES])
    visits = weights * rate * inside.sum() / (weights @ inside)
    words = (
        "29 algemene ziekenhuizen (SAZ) 2018 en 2019, bezoeken naar leeftijd (dashboard acute zorg van TNO), "
        "per inwoner van Nederland 2018 (CBS); met een factor gebracht op de bezoeken van data/published/bezoeken.csv"
    )
    return pd.DataFrame({"leeftijdsklasse": list(map(str, SEH_CLASSES)), "gebruik_per_jaar": visits.round(5)}).assign(
        bron=words
    )


def births_per_woman(
    costs: pd.DataFrame, births: pd.DataFrame, people: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Births per woman and year by age: costs of maternity care give the pattern, all births of a year the level.

    Parameters
    ----------
    costs : DataFrame
        ``geslacht``, ``leeftijdsklasse``, ``aantal_verzekerdejaren`` and :data:`MATERNITY`.
    births : DataFrame
        ``pc4`` and ``geboorten_per_jaar``.
    people : DataFrame
        ``pc4``, ``leeftijd`` and ``vrouwen`` of the year of the births.

    Returns
    -------
    DataFrame
        ``leeftijdsklasse``, ``geslacht``, ``gebruik_per_jaar`` and ``bron``.
    dict of str to int
        How far births per PC4 are off from those of the table, in thousandths, with ages and without.
    """
    fertile = ages.CLASSES[ages.FERTILE]
    mothers = _by_age(costs[costs["geslacht"] == "V"], [MATERNITY, "aantal_verzekerdejaren"])
    pattern = (mothers[MATERNITY] / mothers["aantal_verzekerdejaren"]).rename(str)[list(fertile)].to_numpy()
    women = people.pivot(index="pc4", columns="leeftijd", values="vrouwen")[list(fertile)].fillna(0.0)
    known = births.set_index("pc4")["geboorten_per_jaar"].reindex(women.index).fillna(0.0)
    expected = women.to_numpy(dtype=np.float64) @ pattern
    factor = known.sum() / expected.sum()
    alike = women.sum(axis=1) * known.sum() / women.to_numpy().sum()
    truth = known.to_numpy(dtype=np.float64)
    notes = {
        "keuring: geboorten in een ander PC4 dan TNO schat, per duizend": per_mille(
            np.abs(factor * expected - truth), truth
        ),
        "keuring: hetzelfde met een getal voor elke vrouw van 15 tot 50, per duizend": per_mille(
            np.abs(alike.to_numpy(dtype=np.float64) - truth), truth
        ),
    }
    words = (
        f"Vektis open data {YEAR}, {MATERNITY} per verzekerde vrouw naar leeftijd in heel Nederland, gebracht op de "
        "geboorten van 2018 (TNO, per PC4) per vrouw in 2018 (CBS)"
    )
    none = "Buiten de leeftijden waarop kinderen worden geboren"
    rows = [("0-14", "", 0.0, none)]
    rows += [(name, WOMEN, round(float(v), 5), words) for name, v in zip(fertile, factor * pattern, strict=True)]
    rows += [("15-49", MEN, 0.0, none), ("50+", "", 0.0, none)]
    return pd.DataFrame(rows, columns=["leeftijdsklasse", "geslacht", "gebruik_per_jaar", "bron"]), notes


def _by_age(costs: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Sums per class of age, which Vektis writes as ``0 t/m 4 jaar`` and ``90+``; youngest first."""
    known = costs[costs["leeftijdsklasse"].notna()]
    names = known["leeftijdsklasse"].astype(str).str.replace(" t/m ", "-").str.removesuffix(" jaar")
    wide = known[list(columns)].astype(np.float64).groupby(names.to_numpy()).sum()
    wide.index = pd.Index([_class(name) for name in wide.index])
    return wide.loc[sorted(wide.index, key=lambda item: item.lower)]


def _class(name: str) -> AgeClass:
    parsed = class_of_cell(str(name))
    if parsed is None:
        raise InputError(f"{name!r} is not a class of age. Use the table as it was published, or correct the importer.")
    return parsed


def _years_in(part: AgeClass, whole: AgeClass) -> float:
    """Which part of the years of a class lies in another one; people are taken to be spread evenly over them."""
    if whole.holds(part):
        return 1.0
    if part.years is None:
        return 0.0
    last = min(part.lower + part.years - 1, 999 if whole.upper is None else whole.upper)
    return max(0, last - max(part.lower, whole.lower) + 1) / part.years


def _mean_over(mine: AgeClass, rates: Mapping[AgeClass, float]) -> float:
    """The mean of the rates of the classes that mine goes over, by the years that it has in each."""
    return sum(_years_in(mine, item) * rate for item, rate in rates.items())


def _province(target: Path) -> dict[AgeClass, float]:
    """Inhabitants of the province by class of age, of the buurten of which all ages are known."""
    table = pd.read_csv(target / ages.FILE)
    buurten = pd.read_parquet(target / "boundaries" / "buurten.parquet", columns=["buurtcode", "provincie"])
    mine = table[table["buurtcode"].isin(buurten.loc[buurten["provincie"] == PROVINCE, "buurtcode"])]
    names = {str(name): item for name in table if (item := class_of_column(str(name), EVERYONE)) is not None}
    known = mine[list(names)].dropna()
    return {item: float(known[name].sum()) for name, item in names.items()}


def _written(
    kind: str,
    table: pd.DataFrame,
    sources: list[str],
    rows: int,
    target: Path,
    notes: dict[str, int] | None = None,
) -> Record:
    file = f"need/{kind}.csv"
    (target / "need").mkdir(exist_ok=True)
    write_csv(table, target / file)
    return Record(file, sources, rows, len(table), notes or {})
