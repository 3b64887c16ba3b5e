"""How far the estimated ages of buurten can be off: held against what is known of larger areas."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers.proportional import Cells, brought_to, fitted
from zorgkaart.inputs.age_names import EVERYONE, class_of_column

Float = NDArray[np.float64]
# The shares of ages that CBS publishes per wijk and that the estimate does not use: from which age up to which.
OF_WIJKEN = {"pct_15_25": (15, 24), "pct_25_45": (25, 44), "pct_45_65": (45, 64)}
# The classes of CBS's squares of 100 m in which the estimate has a choice, in the year that is used.
OF_SQUARES = ("I2014_1524", "I2014_2544", "I2014_4564")
COLUMNS = {"75-plussers": 2, "85-plussers": 4}


def against_wijken(table: pd.DataFrame, buurten: pd.DataFrame, wijken: pd.DataFrame) -> dict[str, int]:
    """Hold the estimate against the ages that CBS publishes per wijk, in whole percents.

    Parameters
    ----------
    table : DataFrame
        ``buurtcode`` and people per class (``leeftijd_0_4``).
    buurten : DataFrame
        ``buurtcode`` and ``wijkcode``.
    wijken : DataFrame
        ``wijkcode``, ``inwoners`` and the percentages.

    Returns
    -------
    dict of str to int
        Of a thousand inhabitants of wijken of which all is known how many are in a wrong class of ages of their wijk,
        and how many would be if all wijken were as all of them together.
    """
    names = {str(name): item for name in table if (item := class_of_column(str(name), EVERYONE)) is not None}
    wijk = table["buurtcode"].map(buurten.set_index("buurtcode")["wijkcode"])
    people = table[list(names)].groupby(wijk).sum(min_count=1)
    whole = table[list(names)].isna().any(axis=1).groupby(wijk).max()
    known = wijken.set_index("wijkcode").reindex(people.index)
    use = ~whole & known[list(OF_WIJKEN)].notna().all(axis=1)
    mine = people[use]
    total = mine.sum(axis=1)
    off = alike = 0.0
    for percents, (first, last) in OF_WIJKEN.items():
        inside = [name for name, item in names.items() if item.lower >= first and (item.upper or 999) <= last]
        estimated = mine[inside].sum(axis=1)
        published = known.loc[use, percents] / 100 * total
        off += float(np.abs(estimated - published).sum())
        alike += float(np.abs(total * estimated.sum() / total.sum() - published).sum())
    everyone = float(total.sum())
    return {
        "keuring: wijken waarvan alle leeftijden bekend zijn": int(use.sum()),
        "keuring: inwoners van een wijk in een andere leeftijd dan gepubliceerd, per duizend": round(
            500 * off / everyone
        ),
        "keuring: hetzelfde als alle wijken dezelfde opbouw hadden, per duizend": round(500 * alike / everyone),
    }


def against_squares(squares: pd.DataFrame, addresses: pd.DataFrame) -> dict[str, int]:
    """Try the rule where the ages of parts of a PC4 are known: on squares of 100 m of one gemeente.

    The squares give the ages of each PC4, and of each buurt how many of 15 up to 65 there are; from these the rule
    makes the ages of each buurt, which are held against those of its squares. That these are of another year than the
    estimate does not matter, as both sides are of the same.

    Parameters
    ----------
    squares : DataFrame
        ``pc4``, ``buurtcode`` and people of :data:`OF_SQUARES`; NaN where the square lies in none.
    addresses : DataFrame
        ``pc4`` and ``buurtcode`` of each address.

    Returns
    -------
    dict of str to int
        Of a thousand people of 15 up to 65 how many get an age that is another one's, by the rule and if every buurt
        had the ages of the whole gemeente.
    """
    known = squares.dropna()
    pairs = addresses[addresses["buurtcode"].isin(known["buurtcode"]) & addresses["pc4"].isin(known["pc4"])]
    sizes = pairs.groupby(["pc4", "buurtcode"]).size()
    by_pc4 = known.groupby("pc4")[list(OF_SQUARES)].sum().reindex(sizes.index.unique("pc4"))
    truth = known.groupby("buurtcode")[list(OF_SQUARES)].sum().reindex(sizes.index.unique("buurtcode"))
    cells = Cells(
        by_pc4.index.get_indexer(sizes.index.get_level_values("pc4")).astype(np.int64),
        truth.index.get_indexer(sizes.index.get_level_values("buurtcode")).astype(np.int64),
        sizes.to_numpy().astype(np.float64),
        len(by_pc4),
        len(truth),
    )
    columns = truth.sum(axis=1).to_numpy(dtype=np.float64)
    values = fitted(cells, brought_to(cells, by_pc4.to_numpy(dtype=np.float64), columns), columns).values
    guessed = np.stack([np.bincount(cells.column, part, len(truth)) for part in values.T], axis=1)
    real = truth.to_numpy(dtype=np.float64)
    off = np.abs(guessed - real)
    alike = columns[:, None] * real.sum(axis=0) / real.sum()
    return {
        "keuring op vierkanten van 100 m in de stad: buurten": len(truth),
        "keuring op vierkanten: 15 tot 65 jaar in een andere leeftijd, per duizend": per_mille(off, real),
        "keuring op vierkanten: hetzelfde met de opbouw van de hele gemeente, per duizend": per_mille(
            np.abs(alike - real), real
        ),
    }


def make_up_error(addresses: pd.DataFrame, ages: pd.DataFrame) -> dict[str, int]:
    """What it costs to give a small area the make-up of a larger one, where the truth is known: PC4s in gemeenten.

    Of buurten the 75- and 85-plussers are not published. So the same is done one level up: each PC4 gets its own number
    of 65-plussers and the ages among them of its whole gemeente, which is held against its own ages. What it costs one
    level down, of buurten in a PC4, does not follow from that, but is of that kind.

    Parameters
    ----------
    addresses : DataFrame
        ``pc4`` and ``gemeente`` of each address; every ``pc4`` is in `ages`.
    ages : DataFrame
        People per PC4 (the index) and five-year class from 65 on.

    Returns
    -------
    dict of str to int
        Per column of :data:`COLUMNS` how many of a thousand would be put in another PC4.
    """
    gemeente = addresses.groupby("pc4")["gemeente"].agg(lambda names: names.value_counts().index[0])
    own = ages.loc[gemeente.index]
    whole = own.groupby(gemeente.to_numpy()).transform("sum")
    make_up = whole.div(whole.sum(axis=1), axis=0).fillna(0.0)
    guessed = make_up.mul(own.sum(axis=1), axis=0)
    result = {}
    for name, first in COLUMNS.items():
        older, truth = (frame.iloc[:, first:].sum(axis=1).to_numpy(dtype=np.float64) for frame in (guessed, own))
        result[f"keuring: {name} van een PC4 uit de opbouw van de gemeente, mis per duizend"] = per_mille(
            np.abs(older - truth), truth
        )
    return result


def per_mille(off: Float, published: Float) -> int:
    """Who would have to be in another area, of a thousand: half of all differences, as each is counted twice."""
    return round(500 * float(off.sum()) / float(published.sum()))
