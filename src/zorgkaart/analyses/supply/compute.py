"""The supply of one kind: the methods side by side, what each site shares, and plain counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import supply_of
from zorgkaart.access.floating_catchments import METHODS, Balance, Method
from zorgkaart.access.supply import DEMAND, SITE_PER, SITE_SUPPLY, ShownSupply, Supply
from zorgkaart.study.study import LEVELS, Study
from zorgkaart.study.supplied import Supplied
from zorgkaart.study.supply_tables import shown_supply

# Of how many inhabitants sites are counted in plain figures, as the Regiobeeld does.
COUNTED_PER = 10_000
# Of how many of what a project sets beside them.
BESIDE_PER = 1000
BESIDE, PER_BESIDE = "naast_aantal", "locaties_per_1000_naast"
# The APL of DREES is E2SFCA with need by age, which is the demand of all of them here.
COMPARED = tuple(method for method in METHODS if method != "apl")


@dataclass(frozen=True)
class SupplyOverview:
    """The supply of a kind.

    Attributes
    ----------
    study : Study
        Its sites, its moment and its residents.
    kind : str
        A kind with ``[supply.KIND]``.
    """

    study: Study
    kind: str

    @property
    def supply(self) -> Supply:
        """How the project shares it."""
        return supply_of(self.study.project, self.kind)

    @property
    def supplied(self) -> Supplied:
        """What comes of it."""
        return self.study.supplied(self.kind)

    @property
    def shown(self) -> ShownSupply:
        """It as a reader meets it."""
        return shown_supply(self.study, self.kind)

    @cached_property
    def _by_method(self) -> dict[Method, NDArray[np.float64]]:
        """Supply per so many units of demand of each point, by each method; NaN where it is not known."""
        supplied, per = self.supplied, self.supply.per
        return {
            method: np.where(supplied.reachable, supplied.shared_by(method).access * per, np.nan) for method in COMPARED
        }

    def areas(self, level: str) -> pd.DataFrame:
        """The methods side by side.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        DataFrame
            One row per area, least supply by the method of the project first: code, name, ``gemeentenaam``,
            ``inwoners``, ``aanbod_METHOD`` of every method (mean over the inhabitants, per so many units of demand) and
            the columns of the kind. NaN where it is not known.
        """
        study, code = self.study, LEVELS[level]
        frame = getattr(study.areas, level)
        names = list(dict.fromkeys([code, code.replace("code", "naam"), "gemeentenaam", "inwoners"]))
        table = pd.DataFrame(frame[[name for name in names if name in frame]])
        groups = study.groups(level)
        for method, values in self._by_method.items():
            table[f"aanbod_{method}"] = groups.mean(values)
        table = table.assign(**study.supply_columns(level, self.kind))
        return table.sort_values([self.supply.rank, code], kind="stable").reset_index(drop=True)

    def sites(self) -> pd.DataFrame:
        """What each site that counts shares.

        Returns
        -------
        DataFrame
            Least supply for who comes first: ``id``, ``naam``, ``plaats``, ``gemeente``, ``aanbod``, ``vraag``,
            ``aanbod_per_1000``.
        """
        supplied = self.supplied
        table = self.study.facilities.table.iloc[supplied.rows][["id", "naam", "plaats", "gemeente"]]
        table = pd.DataFrame(table).assign(
            aanbod=supplied.amount[supplied.used],
            **{DEMAND: supplied.site_demand, SITE_SUPPLY: supplied.site_ratio * SITE_PER},
        )
        return table.sort_values([SITE_SUPPLY, "id"], kind="stable").reset_index(drop=True)

    def gemeenten(self) -> pd.DataFrame:
        """Plain counts: how many sites lie in a gemeente, for how many inhabitants.

        Returns
        -------
        DataFrame
            Fewest per inhabitant first: ``gemeentecode``, ``gemeentenaam``, ``inwoners``, ``locaties``,
            ``locaties_per_10000``; where the project names a table to set beside them ``naast_aantal`` (its number) and
            ``locaties_per_1000_naast``. NaN where a number is unknown; no rows where the areas name no gemeenten.
        """
        frame, supplied = self.study.areas.gemeenten, self.supplied
        table = pd.DataFrame(frame[["gemeentecode", "gemeentenaam", "inwoners"]]) if len(frame) else EMPTY.copy()
        points = self.study.facilities.table.geometry.iloc[supplied.rows]
        inside = frame.sindex.query(points, predicate="intersects") if len(frame) else np.zeros((2, 0), dtype=np.int64)
        # Of a site on a border between two the first counts, so that none is counted twice.
        _, first = np.unique(inside[0], return_index=True)
        table["locaties"] = np.bincount(inside[1][first], minlength=len(table)).astype(np.int64)
        table["locaties_per_10000"] = _rate(table["locaties"], table["inwoners"], COUNTED_PER)
        if self.beside_label:
            table[BESIDE] = self.study.beside_supply(self.kind)
            table[PER_BESIDE] = _rate(table["locaties"], table[BESIDE], BESIDE_PER)
        return table.sort_values(["locaties_per_10000", "gemeentecode"], kind="stable").reset_index(drop=True)

    @property
    def beside_label(self) -> str:
        """What the number is that the project sets beside the sites, in Dutch; empty without one."""
        return self.study.project.supply[self.kind].beside_label

    @cached_property
    def balances(self) -> dict[Method, Balance]:
        """What went in and what came out, by each method."""
        supplied = self.supplied
        catchments, supply = supplied.catchments, supplied.at_places
        return {method: Balance.of(catchments, supply, supplied.demand.per_point, method=method) for method in COMPARED}

    def balance(self) -> pd.DataFrame:
        """The same as a table.

        Returns
        -------
        DataFrame
            One row per method: ``methode``, ``vraag_erin``, ``vraag_eruit``, ``aanbod_erin``, ``aanbod_eruit``.
        """
        rows = [
            {
                "methode": method,
                "vraag_erin": item.demand,
                "vraag_eruit": item.demand_shared,
                "aanbod_erin": item.supply,
                "aanbod_eruit": item.supply_shared,
            }
            for method, item in self.balances.items()
        ]
        return pd.DataFrame(rows)


def _rate(sites: pd.Series, of: pd.Series, per: int) -> NDArray[np.float64]:
    """(areas,): sites per so many; NaN where it is not known of how many, or there is none."""
    many = of.to_numpy(dtype=np.float64)
    rate: NDArray[np.float64] = np.divide(per * sites, many, out=np.full(len(many), np.nan), where=many > 0)
    return rate


EMPTY = pd.DataFrame({"gemeentecode": [], "gemeentenaam": [], "inwoners": []}, dtype=object)
