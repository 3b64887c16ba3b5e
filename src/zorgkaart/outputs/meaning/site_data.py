"""Of when the sites behind a layer are, and how many of them are in doubt: the line under the layer's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from zorgkaart.outputs.meaning.views import View
from zorgkaart.words.dates import written_dates
from zorgkaart.words.numbers import count
from zorgkaart.words.sentences import in_sentence, listing

DOUBTED = ("twijfel", "onbekend")
_YEAR = re.compile(r"\d{4}")


def data_sentence(sites: pd.DataFrame, kinds: Sequence[str], labels: Mapping[str, str]) -> str:
    """Say how old the places of sites are, per kind, and of how many it is doubted whether they are there.

    Parameters
    ----------
    sites : DataFrame
        ``soort``, and where there are any ``peildatum`` and ``status``: the sites on a map.
    kinds : sequence of str
        The kinds behind a layer.
    labels : mapping
        What planners call each kind.

    Returns
    -------
    str
        "Stand van de gegevens: huisarts 11 maart 2026." Empty where there is no site, or no table tells a date.

    Examples
    --------
    >>> table = pd.DataFrame({"soort": ["seh", "seh"], "peildatum": ["2019", "2022"], "status": ["open", "twijfel"]})
    >>> data_sentence(table, ["seh"], {"seh": "SEH"})
    'Stand van de gegevens: SEH 2019 tot en met 2022 (1 locatie waarvan niet zeker is of die er is).'
    """
    if "peildatum" not in sites:
        return ""
    parts = []
    for kind in kinds:
        table = sites[sites["soort"] == kind]
        if table.empty:
            continue
        doubted = int(table["status"].isin(DOUBTED).sum()) if "status" in table else 0
        doubt = "waarvan niet zeker is of die er is" if doubted == 1 else "waarvan niet zeker is of die er zijn"
        sure = f" ({count(doubted, 'locatie', 'locaties')} {doubt})" if doubted else ""
        parts.append(f"{in_sentence(labels[kind])} {_stand(table['peildatum'])}{sure}")
    return f"Stand van de gegevens: {listing(parts)}." if parts else ""


def dated_views(views: Iterable[View], sites: pd.DataFrame, labels: Mapping[str, str]) -> list[View]:
    """Views whose explanation ends with how old the sites behind them are, for formats without a line of its own.

    Parameters
    ----------
    views : iterable of View
    sites : DataFrame
    labels : mapping
        As of :func:`data_sentence`.

    Returns
    -------
    list of View
    """
    sentences = [(view, data_sentence(sites, view.kinds, labels)) for view in views]
    return [replace(view, explanation=f"{view.explanation} {sentence}".strip()) for view, sentence in sentences]


def _stand(dates: pd.Series[str]) -> str:
    texts = sorted({str(text) for text in dates if not pd.isna(text) and str(text)})
    years = sorted({year for text in texts for year in _YEAR.findall(text)})
    if not years:
        return "datum onbekend"
    if len(texts) == len(years) == 1:
        return written_dates(texts[0])
    return years[0] if len(years) == 1 else f"{years[0]} tot en met {years[-1]}"
