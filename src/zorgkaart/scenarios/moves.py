"""Where residents go when sites change: from which site to which other, in all or per area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.scenarios.sharing import Sharing, flows
from zorgkaart.study.study import LEVELS, Study

Rows = tuple[NDArray[np.int64], NDArray[np.int64]]
COLUMNS = ("soort", "van_id", "van", "naar_id", "naar", "inwoners", "extra_min")


def moves_table(
    before: Study,
    after: Study,
    kinds: Sequence[str],
    *,
    level: str | None = None,
    arriving: bool = False,
    rows: Rows | None = None,
) -> pd.DataFrame:
    """Residents who go to another site of a kind by car after than before.

    A site is the same in both studies if its id is, wherever it stands in their tables.

    Parameters
    ----------
    before, after : Study
        Of the same residents, or of the same ones in `rows`.
    kinds : sequence of str
        Which both have travel times for.
    level : str, optional
        Per area of this level, with its code and name in front.
    arriving : bool
        Also give those who reach a site after and none before; `van` is then empty.
    rows : pair of (n,) int64, optional
        Whom to look at: their rows among the resident points of before, and of after. Without it, all.

    Returns
    -------
    DataFrame
        ``soort``, ``van_id``, ``van``, ``naar_id``, ``naar`` (empty where no site is left), ``inwoners`` and
        ``extra_min`` (mean, NaN where there is no site on one side); most inhabitants first.
    """
    names = [] if level is None else [LEVELS[level], LEVELS[level].replace("code", "naam")]
    tables = [_kind_table(before, after, kind, level, arriving, rows) for kind in kinds]
    filled = [table for table in tables if len(table)]
    if not filled:
        return pd.DataFrame(columns=[*names, *COLUMNS])
    table = pd.concat(filled, ignore_index=True)
    area = table.pop("gebied").to_numpy()
    if level is None:
        return table
    areas = getattr(before.areas, level)
    for place, name in enumerate(names):
        table.insert(place, name, areas[name].to_numpy()[area])
    return table.sort_values(names[0], kind="stable", ignore_index=True)


def _kind_table(
    before: Study, after: Study, kind: str, level: str | None, arriving: bool, rows: Rows | None
) -> pd.DataFrame:
    old, new = before.travel[kind], after.travel[kind]
    people = np.nan_to_num(before.residents.weight)
    if rows is not None:
        old, new, people = old.take(rows[0]), new.take(rows[1]), people[rows[0]]
    sites, place = _all_sites(before, after)
    used = np.flatnonzero((old.site >= 0) | ((new.site >= 0) if arriving else False))
    frame = pd.DataFrame({"van": old.site[used], "naar": new.site[used], "inwoners": people[used]})
    frame["minuten"] = (new.minutes[used] - old.minutes[used]) * people[used]
    area = np.zeros(len(before.residents.x), dtype=int) if level is None else before.groups(level).area
    frame["gebied"] = (area if rows is None else area[rows[0]])[used]
    by = ["gebied", "van", "naar"]
    sums = frame.groupby(by, as_index=False).sum()
    sharing = [Sharing.of(study, kind) for study in (before, after)]
    pairs = {
        (one, other): flows(
            {int(place[site]): part for site, part in sharing[0].parts(one).items()}, sharing[1].parts(other)
        )
        for one, other in set(zip(sums["van"], sums["naar"], strict=True))
    }
    flowing = [
        (area, one, other, part * count, part * minutes if min(one, other) >= 0 else np.nan)
        for area, van, naar, count, minutes in sums[[*by, "inwoners", "minuten"]].itertuples(index=False, name=None)
        for (one, other), part in pairs[van, naar].items()
    ]
    table = pd.DataFrame(flowing, columns=[*by, "inwoners", "minuten"])
    table = table.groupby(by, as_index=False).sum(min_count=1)
    names, ids = (dict(enumerate(sites[column])) | {-1: ""} for column in ("naam", "id"))
    result = pd.DataFrame(
        {
            "gebied": table["gebied"],
            "soort": kind,
            "van_id": table["van"].map(ids),
            "van": table["van"].map(names),
            "naar_id": table["naar"].map(ids),
            "naar": table["naar"].map(names),
            "inwoners": table["inwoners"],
            "extra_min": np.divide(
                table["minuten"].to_numpy(dtype=float),
                table["inwoners"].to_numpy(dtype=float),
                out=np.full(len(table), np.nan),
                where=((table["inwoners"] > 0) & (table[["van", "naar"]] >= 0).all(axis=1)).to_numpy(),
            ),
        }
    )
    keys = pd.DataFrame({"less": -result["inwoners"].round(6), "van": result["van_id"], "naar": result["naar_id"]})
    ordered: pd.DataFrame = result.loc[keys.sort_values(["less", "van", "naar"]).index].reset_index(drop=True)
    return ordered


def _all_sites(before: Study, after: Study) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The sites of both, those of after first; and the place among them of each row before, -1 (none) for the last."""
    one, other = (study.facilities.table[["id", "naam"]] for study in (before, after))
    sites = pd.concat([other, one[~one["id"].isin(other["id"])]], ignore_index=True)
    return sites, np.append(pd.Index(sites["id"]).get_indexer(one["id"]), -1).astype(np.int64)
