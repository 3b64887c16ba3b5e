"""When sites opened and closed, and the sites of the past of which no source of ours has a row.

Both stand in ``tables/opening_en_sluiting.csv``, with the source of each day. A day that no source confirms is marked
``aangenomen``. A row with ``kopie_van`` is a site that is no longer there: it takes over the place of another site.
"""

from __future__ import annotations

import pandas as pd

from tools.importers.sources import rules
from zorgkaart.inputs.schema import CLOSES, OPENS

TABLE = "opening_en_sluiting"
SURE = {"bevestigd": "volgens", "aangenomen": "aangenomen; zie"}


def former_sites(kind: str, sites: pd.DataFrame) -> pd.DataFrame:
    """The sites of a kind that are gone, at the place of a site of another kind.

    Parameters
    ----------
    kind : str
        Of the sites to make.
    sites : DataFrame
        Of the other kind, with ``id``, as its source has them.

    Returns
    -------
    DataFrame
        As `sites`; closed, and open day and night while they were there. Those of which `sites` lacks the place are
        left out.
    """
    known = rules(TABLE)
    known = known[known["id"].str.startswith(f"{kind}-") & known["kopie_van"].isin(sites["id"])]
    places = sites.set_index("id").loc[known["kopie_van"]]
    status = ("gesloten " + known[CLOSES]).tolist()
    return places.assign(
        id=known["id"].tolist(), soort=kind, status=status, volcontinu="ja", openingstijden="24/7", opmerking=""
    ).reset_index(drop=True)


def set_days(table: pd.DataFrame) -> None:
    """Fill in the days on which sites opened and closed, and say in ``bron`` who says so, in place.

    Parameters
    ----------
    table : DataFrame
        With ``id`` and ``bron``; days that are there stay where the table of days has none.
    """
    for name in (OPENS, CLOSES):
        if name not in table:
            table[name] = ""
    words = {OPENS: "open vanaf", CLOSES: "open tot"}
    for row in rules(TABLE).to_dict("records"):
        here = table["id"] == row["id"]
        for name in (OPENS, CLOSES):
            if row[name]:
                table.loc[here, name] = row[name]
                table.loc[here, "bron"] += f"; {words[name]}: {SURE[row['zekerheid']]} {row['bron']}"
        if row["opmerking"]:
            old = table.loc[here, "opmerking"]
            table.loc[here, "opmerking"] = [f"{text}; {row['opmerking']}" if text else row["opmerking"] for text in old]
