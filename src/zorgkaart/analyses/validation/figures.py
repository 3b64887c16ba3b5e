"""Published figures beside ours: all measures of the table of published figures, with an interval and a remark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.access.hours import PRESETS, parse_moment
from zorgkaart.analyses.validation.distances import NEAR_KM
from zorgkaart.analyses.validation.published_figures import EXTRA, Inside, area_words, areas_named, inside, mean_km
from zorgkaart.analyses.validation.without import sites_at, without_sites
from zorgkaart.inputs.published import UPPER
from zorgkaart.network.speeds import SHORTEST
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import count, number
from zorgkaart.words.sentences import listing, sentence

COLUMNS = [
    "cijfer",
    "onderwerp",
    "gebied",
    "gepubliceerd",
    "gepubliceerd_tot",
    "zorgkaart",
    "verschil",
    "verschil_pct",
    "interval_laag",
    "interval_hoog",
    "eenheid",
    "jaar",
    "bron",
    "duiding",
    "toelichting",
]
MOST_NAMED = 4
# CBS's distances per buurt that are in the areas table, by kind.
CBS_COLUMNS = {"huisarts": "cbs_afst_huisarts_km"}


@dataclass(frozen=True)
class Interval:
    """Low and high of an uncertain figure, and of how many draws."""

    low: float
    high: float
    draws: int


@dataclass(frozen=True)
class Found:
    """Our figure, and what to say about it; no value where this run cannot compute it."""

    value: float
    remark: str = ""


def extra_id(kind: str, closed: str) -> str:
    """The name of the figure "inhabitants newly outside the norm of a kind without these sites" (ids with spaces)."""
    return f"{kind}_extra_zonder_{'+'.join(sorted(closed.split()))}"


def compare_figures(study: Study, intervals: Mapping[str, Interval] | None = None) -> pd.DataFrame:
    """Every published figure that this run can compute, in the order of the table of published figures.

    Parameters
    ----------
    intervals : mapping, optional
        By the names of :func:`extra_id`; they are about all areas of the study.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`. ``verschil`` is ours less the published figure, of a range less its nearest end, and
        zero inside it. ``duiding`` is what this run says about the difference, ``toelichting`` what the
        published figure is.
    """
    rows = []
    for figure in study.published.to_dict("records"):
        found = _MEASURES[figure["maat"]](study, figure)
        if found is None:
            continue
        low, high = float(figure["waarde"]), float(figure[UPPER])
        nearest = low if np.isnan(high) else float(np.clip(found.value, low, high))
        interval = _interval(study, figure, intervals or {})
        remarks = [_beside(low, high, interval, found.value), found.remark, _kind_note(study, figure)]
        rows.append(
            {
                "cijfer": figure["id"],
                "onderwerp": _subject(study, figure),
                "gebied": area_words(study, figure) or study.project.region,
                "gepubliceerd": low,
                "gepubliceerd_tot": high,
                "zorgkaart": found.value,
                "verschil": found.value - nearest,
                "verschil_pct": 100 * (found.value / nearest - 1) if nearest else np.nan,
                "interval_laag": interval.low if interval else np.nan,
                "interval_hoog": interval.high if interval else np.nan,
                "eenheid": figure["eenheid"],
                "jaar": figure["jaar"],
                "bron": figure["bron"],
                "duiding": " ".join(filter(None, remarks)),
                "toelichting": figure["toelichting"],
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


# One function per measure.

Figure = Mapping[Any, Any]


def _extra(study: Study, figure: Figure) -> Found | None:
    kind, sites = figure["soort"], figure["gesloten"].split()
    known = set(study.facilities.table["id"].iloc[study.rows(kind)]) if kind in study.project.norms else set()
    people = np.nan_to_num(study.residents.weight) * inside(study, figure["niveau"], figure["gebied"])
    if not sites or not known.issuperset(sites) or not people.any():
        return None
    after = run_scenario(study, [Close(site, (kind,)) for site in sites]).after
    return Found(after.chains[kind].count_outside(people) - study.chains[kind].count_outside(people))


def _distance(study: Study, figure: Figure) -> Found | None:
    kind, level, names = figure["soort"], figure["niveau"], figure["gebied"]
    if kind not in study.project.travel_kinds:
        return None
    points = inside(study, level, names)
    value = mean_km(study, kind, points)
    if value is None:
        return None
    texts = [_cbs_now(study, kind, areas_named(study, level, names))]
    if value < float(figure["waarde"]) - NEAR_KM:
        texts.append(_without_nearest(study, kind, points))
    return Found(value, " ".join(filter(None, texts)))


def _without_nearest(study: Study, kind: str, points: Inside) -> str:
    """How far it would be if the place that is nearest for most had no site, as it may have been then."""
    used = study.sweep(kind, SHORTEST).site[points]
    used = used[used >= 0]
    nearest = int(np.bincount(used).argmax())
    without = mean_km(without_sites(study, sites_at(study, kind, nearest)), kind, points)
    name = study.facilities.table["naam"].iat[nearest]
    return "" if without is None else f"Zonder {name} zou het {number(without, 1)} km zijn."


def _cbs_now(study: Study, kind: str, areas: Inside) -> str:
    """What CBS's newer distances per buurt give for the same area."""
    buurten, column = study.areas.buurten, CBS_COLUMNS.get(kind, "")
    if column not in buurten:
        return ""
    table = buurten.loc[areas, [column, "inwoners"]].dropna()
    people = table["inwoners"].to_numpy(dtype=float)
    if not people.sum():
        return ""
    value = float(np.average(table[column].to_numpy(dtype=float), weights=people))
    return f"Uit de cijfers per buurt van het CBS volgt nu {number(value, 1)} km."


def _people(study: Study, figure: Figure) -> Found | None:
    return _sum(study, figure, "inwoners")


def _elderly(study: Study, figure: Figure) -> Found | None:
    return _sum(study, figure, "inwoners_65plus")


def _elderly_share(study: Study, figure: Figure) -> Found | None:
    """Over the buurten of which both numbers are published."""
    areas = areas_named(study, figure["niveau"], figure["gebied"])
    both = study.areas.buurten.loc[areas, ["inwoners_65plus", "inwoners"]].dropna()
    everyone = float(both["inwoners"].sum())
    return Found(100 * float(both["inwoners_65plus"].sum()) / everyone) if everyone else None


def _sum(study: Study, figure: Figure, column: str) -> Found | None:
    areas = areas_named(study, figure["niveau"], figure["gebied"])
    values = study.areas.buurten.loc[areas, column]
    if not values.notna().any():
        return None
    unknown = int(values.isna().sum())
    text = f"Zonder {count(unknown, 'buurt', 'buurten')} waarvan het aantal niet is gepubliceerd." if unknown else ""
    return Found(float(values.sum()), text)


def _sites(study: Study, figure: Figure) -> Found | None:
    return _count(study, figure)


def _sites_at_night(study: Study, figure: Figure) -> Found | None:
    return _count(study.variant(moment=parse_moment(PRESETS["nacht"])), figure)


def _count(study: Study, figure: Figure) -> Found | None:
    kinds, areas = figure["soort"].split(), areas_named(study, figure["niveau"], figure["gebied"])
    if not set(kinds) <= set(study.project.kinds) or not areas.any():
        return None
    return Found(float(sum(areas[buurt] for kind in kinds for _, buurt in _located(study, kind))))


def _without(study: Study, figure: Figure) -> Found | None:
    """Gemeenten without a site; the remark says where that differs from what was published."""
    kinds, named = figure["soort"].split(), areas_named(study, "gemeenten", figure["gebied"])
    if not set(kinds) <= set(study.project.kinds) or not named.any():
        return None
    gemeente = study.areas.buurten["gemeentenaam"].to_numpy(dtype=object)
    served = {gemeente[buurt] for kind in kinds for _, buurt in _located(study, kind)}
    lacking, published = set(gemeente) - served, set(gemeente[named])
    texts = []
    if more := sorted(lacking - published):
        texts.append(f"In ons bestand staat ook geen locatie in {listing(more)}.")
    if fewer := sorted(published - lacking):
        ours = [name for kind in kinds for name, buurt in _located(study, kind) if gemeente[buurt] in fewer]
        texts.append(f"In {listing(fewer)} staat in ons bestand wel een locatie: {listing(sorted(set(ours)))}.")
    return Found(float(len(lacking)), " ".join(texts))


def _located(study: Study, kind: str) -> list[tuple[str, int]]:
    """The sites of a kind that count and lie in an area: name, and row of the buurt."""
    table = study.facilities.table.iloc[study.rows(kind)]
    places, buurten = study.areas.buurten.sindex.query(table.geometry, predicate="intersects")
    first = dict(zip(places[::-1], buurten[::-1], strict=True))  # on a border it counts once
    names = table["naam"].to_numpy(dtype=object)
    return [(str(names[place]), int(first[place])) for place in sorted(first)]


def _outside_share(study: Study, figure: Figure) -> Found | None:
    """The part of those outside the norm who live in the named areas; the remark says where the others live."""
    kind, areas = figure["soort"], areas_named(study, figure["niveau"], figure["gebied"])
    if kind not in study.project.norms or not areas.any():
        return None
    buurten = study.areas.buurten
    outside = study.groups("buurten").total(study.chains[kind].outside)
    if not outside.sum():
        return None
    by_gemeente = pd.Series(np.where(areas, 0.0, outside)).groupby(buurten["gemeentenaam"].to_numpy()).sum()
    by_gemeente = by_gemeente[by_gemeente >= 0.5].sort_values(ascending=False)
    text = ""
    if len(by_gemeente):
        parts = [f"{name} ({number(people)})" for name, people in by_gemeente.head(MOST_NAMED).items()]
        rest = float(by_gemeente.iloc[MOST_NAMED:].sum())
        parts += [f"elders ({number(rest)})"] if rest else []
        text = f"Van de {number(float(outside.sum()))} inwoners buiten de norm wonen de anderen in {listing(parts)}."
    return Found(100 * float(outside[areas].sum() / outside.sum()), text)


_MEASURES = {
    EXTRA: _extra,
    "afstand_km": _distance,
    "inwoners": _people,
    "inwoners_65plus": _elderly,
    "aandeel_65plus_pct": _elderly_share,
    "locaties": _sites,
    "locaties_nacht": _sites_at_night,
    "gemeenten_zonder": _without,
    "buiten_norm_pct": _outside_share,
}


# Words.


def _subject(study: Study, figure: Figure) -> str:
    kinds = study.project.kinds
    labels = listing([kinds[kind].label for kind in figure["soort"].split() if kind in kinds])
    return {
        EXTRA: f"{labels}: inwoners die buiten de norm komen {_closed(study, figure)}",
        "afstand_km": f"{labels}: gemiddelde afstand over de weg",
        "inwoners": "Inwoners",
        "inwoners_65plus": "Inwoners van 65 jaar en ouder",
        "aandeel_65plus_pct": "Aandeel 65 jaar en ouder",
        "locaties": f"{labels}: aantal locaties",
        "locaties_nacht": f"{labels}: aantal locaties dat 's nachts open is",
        "gemeenten_zonder": f"{labels}: gemeenten zonder locatie",
        "buiten_norm_pct": f"{labels}: deel van de inwoners buiten de norm dat in dit gebied woont",
    }[figure["maat"]]


def _closed(study: Study, figure: Figure) -> str:
    table = study.facilities.table.set_index("id")["naam"]
    names = dict.fromkeys(str(table[site]) for site in figure["gesloten"].split() if site in table.index)
    return f"zonder {listing(list(names))}"


def _interval(study: Study, figure: Figure, intervals: Mapping[str, Interval]) -> Interval | None:
    if figure["maat"] != EXTRA or not inside(study, figure["niveau"], figure["gebied"]).all():
        return None
    return intervals.get(extra_id(figure["soort"], figure["gesloten"]))


def _beside(low: float, high: float, interval: Interval | None, value: float) -> str:
    """Where the published figure lies in our interval, or ours in the published range."""
    if interval is not None:
        side = "onder" if low < interval.low else "boven" if low > interval.high else "binnen"
        draws = count(interval.draws, "trekking", "trekkingen")
        return f"Het gepubliceerde cijfer ligt {side} ons interval van 90 % ({draws})."
    if np.isnan(high):
        return ""
    side = "onder" if value < low else "boven" if value > high else "binnen"
    return f"Ons cijfer ligt {side} de gepubliceerde grenzen."


def _kind_note(study: Study, figure: Figure) -> str:
    """What the project says about the data of the kinds, where that may matter."""
    kinds = [study.project.kinds[kind] for kind in figure["soort"].split() if kind in study.project.kinds]
    counted = figure["maat"] in ("afstand_km", "gemeenten_zonder")
    return " ".join(dict.fromkeys(sentence(kind.note) for kind in kinds if counted and kind.note))
