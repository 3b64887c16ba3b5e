"""What each of the first pairs of an atlas does to every area: a layer and columns per pair.

"If the two nearest sites close" is another pair for every address, so a map of it shows what no decision brings about.
Each layer here is of one pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import trips_of
from zorgkaart.access.measures import NormT
from zorgkaart.access.norms import norm_columns
from zorgkaart.analyses.atlas.closures import car_leg, chain_legs
from zorgkaart.analyses.atlas.compute import BETWEEN
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.views import View
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import short

SHOWN = 10  # each is a layer
CLASSES_MIN = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0)
AS_NOW = "De locaties zijn getekend en geteld zoals zij nu zijn."
# The columns that a layer has of a norm.
NEXT = ("column", "outside", "share", "verdict")


@dataclass(frozen=True)
class Pair:
    """A pair of an atlas.

    Attributes
    ----------
    kind : str
    rank : int
    ids : tuple of str
        Of its two sites.
    names : str
        Of both, in Dutch.
    """

    kind: str
    rank: int
    ids: tuple[str, ...]
    names: str

    @property
    def extra(self) -> str:
        """The column with the extra minutes."""
        return f"{self.kind}_paar_{self.rank}_extra_min"

    def norm(self, norm: NormT) -> NormT:
        """A norm if this pair closes: the same, with columns of its own."""
        return norm.called(f"{norm.name}_paar_{self.rank}")


def shown_pairs(kind: str, table: pd.DataFrame) -> list[Pair]:
    """The pairs that have a layer: the first of the ranking.

    Parameters
    ----------
    kind : str
    table : DataFrame
        Of pairs, as :func:`zorgkaart.analyses.atlas.compute.closure_atlas` gives it.
    """
    rows = table.head(SHOWN).to_dict("records")
    return [
        Pair(kind, int(row["rang"]), tuple(row["gesloten_id"].split(BETWEEN)), row["gesloten"].replace(BETWEEN, " en "))
        for row in rows
    ]


def pair_areas(study: Study, pairs: list[Pair]) -> GeoDataFrame:
    """The buurten with the chain of each norm, or the extra minutes, if a pair closes.

    Parameters
    ----------
    study : Study
    pairs : list of Pair
        Of one kind.
    """
    areas, groups = study.results["buurten"], study.groups("buurten")
    rows = {site: row for row, site in enumerate(study.facilities.table["id"])}
    columns: dict[str, object] = {}
    for pair in pairs:
        closed = tuple(rows[site] for site in pair.ids)
        leg, chains = car_leg(study, pair.kind), chain_legs(study, pair.kind)
        for legs in chains.values():
            then = pair.norm(legs.chain.norm)
            values = norm_columns(legs.without(closed), groups, study.ages)
            columns |= {getattr(then, name): values[getattr(legs.chain.norm, name)] for name in NEXT}
        if leg:
            extra = np.where(np.isnan(leg.sweep.times.minutes), np.nan, 0.0)
            closure = leg.close(closed)
            extra[closure.points] = closure.after - closure.before
            columns[pair.extra] = groups.mean(extra)
    table = pd.concat([areas.drop(columns="geometry"), pd.DataFrame(columns, index=areas.index)], axis=1)
    return GeoDataFrame(table, geometry=areas.geometry, crs=areas.crs)


def pair_views(study: Study, pairs: list[Pair]) -> list[View]:
    """A layer per pair and norm, or where there is none a layer of the extra minutes per pair.

    Parameters
    ----------
    study : Study
    pairs : list of Pair
        Of one kind.
    """
    return [view for pair in pairs for view in _views(study, pair)]


def pair_columns(study: Study, pairs: list[Pair], known: Mapping[str, Column]) -> dict[str, Column]:
    """The columns of :func:`pair_areas` in words.

    Parameters
    ----------
    study : Study
    pairs : list of Pair
        Of one kind.
    known : mapping of str to Column
        The data dictionary, with the columns of a norm and those of an atlas.
    """
    result = {}
    for pair in pairs:
        norms = [legs.chain.norm for legs in chain_legs(study, pair.kind).values()]
        names = {getattr(norm, name): getattr(pair.norm(norm), name) for norm in norms for name in NEXT}
        names[f"{pair.kind}_uitwijk_min"] = pair.extra
        for old, new in names.items():
            title = f"{known[old].title}, als {pair.names} sluiten"
            text = f"Als {pair.names} sluiten. {known[old].description}"
            if new == pair.extra:
                title = f"Extra reistijd als {pair.names} sluiten"
                text = f"Hoeveel langer de rit met de auto gemiddeld wordt als {pair.names} sluiten."
            result[new] = replace(known[old], name=new, title=title, description=text)
    return result


def _views(study: Study, pair: Pair) -> Iterator[View]:
    group, names = "Als deze twee sluiten", pair.names
    chains = chain_legs(study, pair.kind)
    for legs in chains.values():
        norm = pair.norm(legs.chain.norm)
        label = f"{pair.rank}. {names}"
        yield View(
            key=norm.stem,
            group=group,
            label=label if len(chains) == 1 else f"{label}: {norm.label}",
            column=norm.column,
            classes=norm.classes,
            limit=norm.limit_min,
            verdict=norm.verdict,
            outside=norm.outside,
            kinds=tuple(dict.fromkeys((pair.kind, *norm.kinds))),
            counting=legs.chain.norm.counts,
            flag="dan buiten de norm",
            explanation=f"{norm.label}: {norm.words} als {names} sluiten (norm {short(norm.limit_min)} min). {AS_NOW}",
        )
    if not chains:
        yield View(
            key=f"{pair.kind}_paar_{pair.rank}",
            group=group,
            label=f"{pair.rank}. {names}",
            column=pair.extra,
            classes=CLASSES_MIN,
            kinds=(pair.kind,),
            counting=trips_of(study.project)[pair.kind].counts,
            explanation=f"Extra reistijd met de auto als {names} sluiten, gemiddeld over de inwoners. {AS_NOW}",
        )
