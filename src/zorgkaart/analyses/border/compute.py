"""What it changes if sites abroad count: the same study with and without them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import main_norms
from zorgkaart.access.norms import norm_columns
from zorgkaart.study.study import LEVELS, Study

SAME_MIN = 1e-6


@dataclass(frozen=True)
class BorderDifference:
    """A study without and with sites abroad.

    Attributes
    ----------
    without, including : Study
        The same study, where sites abroad do not count and where they do.
    """

    without: Study
    including: Study

    @property
    def kinds(self) -> list[str]:
        """The kinds of which sites abroad are known, in the order of the project."""
        table = self.including.facilities.table
        project = self.including.project
        abroad = set(table.loc[table["land"] != project.project.land, "soort"])
        return [kind for kind in project.kinds if kind in abroad & {*project.travel_kinds, *main_norms(project)}]

    def totals(self) -> pd.DataFrame:
        """Per kind the mean minutes and the inhabitants outside the norm, without and with sites abroad.

        Returns
        -------
        DataFrame
            One row per kind of :attr:`kinds`: ``soort``, ``voorziening``, ``zonder_gemiddeld_min``,
            ``met_gemiddeld_min``, ``inwoners_korter`` (by car), ``korter_min`` (the mean minutes that they save),
            ``zonder_buiten_norm``, ``met_buiten_norm``, ``minder_buiten_norm`` (inhabitants who come within the norm).
            NaN where there is no norm or no travel time.
        """
        return pd.DataFrame([self._total(kind) for kind in self.kinds], columns=list(TOTALS))

    def _total(self, kind: str) -> dict[str, object]:
        weight = np.nan_to_num(self.without.residents.weight)
        row: dict[str, object] = dict.fromkeys(TOTALS, np.nan)
        row |= {"soort": kind, "voorziening": self.without.project.kinds[kind].label}
        if kind in self.without.project.travel_kinds:
            before, after = (study.travel[kind].minutes for study in (self.without, self.including))
            row |= {"zonder_gemiddeld_min": _mean(before, weight), "met_gemiddeld_min": _mean(after, weight)}
            with np.errstate(invalid="ignore"):
                shorter = before - after > SAME_MIN
            row |= {"inwoners_korter": float(weight @ shorter), "korter_min": _mean(before - after, weight * shorter)}
        judged = [study.judged(kind) for study in (self.without, self.including)]
        outside = [one.count_outside(weight) for one in judged if one is not None]
        if outside:
            row |= {"zonder_buiten_norm": outside[0], "met_buiten_norm": outside[1]}
            row |= {"minder_buiten_norm": outside[0] - outside[1]}
        return row

    def areas(self, level: str = "buurten") -> pd.DataFrame:
        """The areas whose verdict changes.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        DataFrame
            Per kind most inhabitants first: the area's code and name, ``gemeentenaam``, ``inwoners``, ``voorziening``,
            ``zonder_oordeel``, ``met_oordeel``, ``zonder_buiten_norm``, ``met_buiten_norm``.
        """
        code = LEVELS[level]
        names = [code, code.replace("code", "naam"), *(["gemeentenaam"] if level != "gemeenten" else []), "inwoners"]
        tables = []
        for kind in self.kinds:
            if kind not in main_norms(self.without.project):
                continue
            table = getattr(self.without.areas, level)[names].assign(voorziening=self.without.project.kinds[kind].label)
            for word, study in (("zonder", self.without), ("met", self.including)):
                judged = study.judged(kind)
                assert judged is not None
                columns = norm_columns(judged, study.groups(level), study.ages)
                table[f"{word}_oordeel"] = columns[judged.norm.verdict]
                table[f"{word}_buiten_norm"] = columns[judged.norm.outside]
            table = pd.DataFrame(table[table["zonder_oordeel"] != table["met_oordeel"]])
            tables.append(table.sort_values(["inwoners", code], ascending=[False, True]))
        if not tables:
            return pd.DataFrame(columns=[*names, "voorziening", *VERDICTS])
        return pd.concat(tables, ignore_index=True)[[*names, "voorziening", *VERDICTS]]

    def sites(self) -> pd.DataFrame:
        """The sites abroad that someone would use.

        Returns
        -------
        DataFrame
            Most inhabitants first: ``id``, ``naam``, ``voorziening``, ``plaats``, ``land``, ``status``, ``volcontinu``,
            ``inwoners_betrokken`` (by car the nearest), ``korter_min`` (the mean minutes that it saves them),
            ``inwoners_keten`` (the nearest for the ambulance) and ``zonder_deze_minder_buiten_norm``: how many fewer
            inhabitants are outside the norm if all sites abroad but this one count.
        """
        table = self.including.facilities.table
        weight = np.nan_to_num(self.without.residents.weight)
        rows = []
        for kind in self.kinds:
            travel, chain = self.including.travel.get(kind), self.including.judged(kind)
            nearest = [times.site for times in (travel, chain.at_kind if chain else None) if times is not None]
            used = np.unique(np.concatenate([site[site >= 0] for site in nearest]))
            for row in used[(table["land"].iloc[used] != self.including.project.project.land).to_numpy()]:
                site = table.iloc[int(row)]
                by_car = by_chain = saved = left = np.nan
                if travel is not None:
                    users = weight * (travel.site == row)
                    by_car, saved = float(users.sum()), _mean(self.without.travel[kind].minutes - travel.minutes, users)
                if chain is not None:
                    by_chain = float(weight @ (chain.at_kind.site == row))
                    left = self._outside(self.without, kind) - self._outside_but(kind, int(row))
                names = ("id", "naam", "plaats", "land", "status", "volcontinu")
                rows.append(
                    {name: site[name] for name in names}
                    | {"voorziening": self.including.project.kinds[kind].label, "inwoners_betrokken": by_car}
                    | {"korter_min": saved, "inwoners_keten": by_chain, "zonder_deze_minder_buiten_norm": left}
                )
        result = pd.DataFrame(rows, columns=list(SITES))
        most = result[["inwoners_betrokken", "inwoners_keten"]].max(axis=1)
        order = pd.DataFrame({"most": -most, "id": result["id"]}).sort_values(["most", "id"]).index
        return result.loc[order].reset_index(drop=True)

    def _outside_but(self, kind: str, row: int) -> float:
        """Inhabitants outside the norm with all sites abroad but one."""
        facilities = self.including.facilities
        table = facilities.table.copy()
        table.iloc[row, table.columns.get_loc("status")] = "gesloten"
        study = self.including.variant(facilities=replace(facilities, table=table))
        return self._outside(study, kind)

    @staticmethod
    def _outside(study: Study, kind: str) -> float:
        judged = study.judged(kind)
        return np.nan if judged is None else judged.count_outside(np.nan_to_num(study.residents.weight))


TOTALS = (
    "soort",
    "voorziening",
    "zonder_gemiddeld_min",
    "met_gemiddeld_min",
    "inwoners_korter",
    "korter_min",
    "zonder_buiten_norm",
    "met_buiten_norm",
    "minder_buiten_norm",
)
VERDICTS = ("zonder_oordeel", "met_oordeel", "zonder_buiten_norm", "met_buiten_norm")
SITES = (
    "id",
    "naam",
    "voorziening",
    "plaats",
    "land",
    "status",
    "volcontinu",
    "inwoners_betrokken",
    "korter_min",
    "inwoners_keten",
    "zonder_deze_minder_buiten_norm",
)


def border_difference(study: Study) -> BorderDifference:
    """Compare a study without and with sites abroad, whichever of the two the project asks for.

    Of a site abroad mostly no more is known than that it is there: with ``abroad = true`` it counts although
    its status and its hours are unknown, so the difference is the largest that it can be.

    Parameters
    ----------
    study : Study
        Its own sites, with or without those abroad.

    Returns
    -------
    BorderDifference
        Both sides; all that does not hang on the sites is shared.

    Examples
    --------
    >>> border_difference(study).totals()  # doctest: +SKIP
    """
    sides = [
        study
        if study.facilities.abroad == abroad
        else study.variant(facilities=replace(study.facilities, abroad=abroad))
        for abroad in (False, True)
    ]
    return BorderDifference(*sides)


def _mean(values: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Weighted mean over the known values; NaN where nobody has one."""
    known = ~np.isnan(values) & (weight > 0)
    people = float(weight[known].sum())
    return float(weight[known] @ values[known]) / people if people else np.nan
