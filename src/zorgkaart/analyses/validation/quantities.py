"""Every quantity of which figures are published: how a study computes it, and how it is called in Dutch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import main_norms
from zorgkaart.analyses.validation.areas_by_name import (
    Figure,
    Inside,
    areas_named,
    areas_of,
    people_of,
    points_of,
    provinces_of,
)
from zorgkaart.analyses.validation.distances import NEAR_KM, mean_km
from zorgkaart.analyses.validation.official import distances_to_compare
from zorgkaart.analyses.validation.published_closures import EXTRA, OUTSIDE_NORM, closed_by, closing, newly_outside
from zorgkaart.analyses.validation.without import sites_at, without_sites
from zorgkaart.project.moments import PRESETS, parse_moment
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import count, number
from zorgkaart.words.sentences import listing

DISTANCE = "afstand_km"
MOST_NAMED = 4


def _nothing(study: Study, figure: Figure, value: float) -> str:
    """No remark."""
    return ""


@dataclass(frozen=True)
class Quantity:
    """What a ``maat`` of the table of published figures is.

    Attributes
    ----------
    value : callable
        Our figure, given a study and a row of the table; None where the study cannot compute it.
    subject : str
        What it is called; ``{labels}`` are the kinds that it is about, ``{closed}`` the sites that close.
    brief : str
        What it is called where it is plain what changed; the subject if empty.
    remark : callable
        What the study says about our figure beside the published one.
    needs_note : bool
        Whether it matters what the project says about the data of the kind.
    """

    value: Callable[[Study, Figure], float | None]
    subject: str
    brief: str = ""
    remark: Callable[[Study, Figure, float], str] = _nothing
    needs_note: bool = False


# Inhabitants newly outside a norm.


def _newly_outside(study: Study, figure: Figure) -> float | None:
    kind, people = figure["soort"], people_of(study, figure)
    known = set(study.facilities.table["id"].iloc[study.rows(kind)]) if kind in main_norms(study.project) else set()
    if not closed_by(figure) or not closed_by(figure) <= known or not people.any():
        return None
    return newly_outside(run_scenario(study, closing(figure)), kind, people)


def _outside(study: Study, figure: Figure) -> float | None:
    """Who is outside a norm, perhaps without some sites."""
    kind, people = figure["soort"], people_of(study, figure)
    if kind not in main_norms(study.project) or not people.any():
        return None
    if closed_by(figure):
        if not closed_by(figure) <= set(study.facilities.table["id"].iloc[study.rows(kind)]):
            return None
        study = run_scenario(study, closing(figure)).after
    judged = study.judged(kind)
    assert judged is not None
    return judged.count_outside(people)


# Distances.


def _distance(study: Study, figure: Figure) -> float | None:
    kind = figure["soort"]
    return mean_km(study, kind, points_of(study, figure)) if kind in study.project.travel_kinds else None


def _distance_remark(study: Study, figure: Figure, value: float) -> str:
    texts = [_official_now(study, figure)]
    if value < float(figure["waarde"]) - NEAR_KM:
        texts.append(_without_nearest(study, figure["soort"], points_of(study, figure)))
    return " ".join(filter(None, texts))


def _official_now(study: Study, figure: Figure) -> str:
    """What CBS's newer distances per buurt give for the same area."""
    columns = {official.kind: official.column for official in distances_to_compare(study)}
    if figure["soort"] not in columns:
        return ""
    column = columns[figure["soort"]]
    table = study.areas.buurten.loc[areas_of(study, figure), [column, "inwoners"]].dropna()
    people = table["inwoners"].to_numpy(dtype=float)
    if not people.sum():
        return ""
    value = float(np.average(table[column].to_numpy(dtype=float), weights=people))
    return f"Uit de cijfers per buurt van het CBS volgt nu {number(value, 1)} km."


def _without_nearest(study: Study, kind: str, points: Inside) -> str:
    """How far it would be if the place that is nearest for most had no site, as it may have been then."""
    used = study.shortest(kind).site[points]
    used = used[used >= 0]
    nearest = int(np.bincount(used).argmax())
    without = mean_km(without_sites(study, sites_at(study, kind, nearest)), kind, points)
    name = study.facilities.table["naam"].iat[nearest]
    return "" if without is None else f"Zonder {name} zou het {number(without, 1)} km zijn."


# Inhabitants.


def _people(study: Study, figure: Figure) -> float | None:
    return _sum(study, figure, "inwoners")


def _people_remark(study: Study, figure: Figure, value: float) -> str:
    return _unknown(study, figure, "inwoners")


def _elderly(study: Study, figure: Figure) -> float | None:
    return _sum(study, figure, "inwoners_65plus")


def _elderly_remark(study: Study, figure: Figure, value: float) -> str:
    return _unknown(study, figure, "inwoners_65plus")


def _elderly_share(study: Study, figure: Figure) -> float | None:
    """Over the buurten of which both numbers are published."""
    both = study.areas.buurten.loc[areas_of(study, figure), ["inwoners_65plus", "inwoners"]].dropna()
    everyone = float(both["inwoners"].sum())
    return 100 * float(both["inwoners_65plus"].sum()) / everyone if everyone else None


def _sum(study: Study, figure: Figure, column: str) -> float | None:
    values = study.areas.buurten.loc[areas_of(study, figure), column]
    return float(values.sum()) if values.notna().any() else None


def _unknown(study: Study, figure: Figure, column: str) -> str:
    unknown = int(study.areas.buurten.loc[areas_of(study, figure), column].isna().sum())
    return f"Zonder {count(unknown, 'buurt', 'buurten')} waarvan het aantal niet is gepubliceerd." if unknown else ""


# Sites.


def _sites(study: Study, figure: Figure) -> float | None:
    kinds, areas = figure["soort"].split(), areas_of(study, figure)
    if not set(kinds) <= set(study.project.kinds) or not areas.any():
        return None
    return float(sum(areas[buurt] for kind in kinds for _, buurt in _located(study, kind)))


def _sites_at_night(study: Study, figure: Figure) -> float | None:
    return _sites(study.variant(moment=parse_moment(PRESETS["nacht"])), figure)


def _gemeenten_without(study: Study, figure: Figure) -> float | None:
    kinds, named = figure["soort"].split(), areas_named(study, "gemeenten", figure["gebied"])
    if not set(kinds) <= set(study.project.kinds) or not named.any():
        return None
    return float(len(_lacking(study, kinds, named)))


def _gemeenten_remark(study: Study, figure: Figure, value: float) -> str:
    """Where our gemeenten without a site are others than those that were published."""
    kinds, gemeente = figure["soort"].split(), _gemeente_of_buurt(study)
    named = areas_named(study, "gemeenten", figure["gebied"])
    lacking, published = _lacking(study, kinds, named), set(gemeente[named])
    texts = []
    if more := sorted(lacking - published):
        texts.append(f"In ons bestand staat ook geen locatie in {listing(more)}.")
    if fewer := sorted(published - lacking):
        ours = [name for kind in kinds for name, buurt in _located(study, kind) if gemeente[buurt] in fewer]
        texts.append(f"In {listing(fewer)} staat in ons bestand wel een locatie: {listing(sorted(set(ours)))}.")
    return " ".join(texts)


def _lacking(study: Study, kinds: list[str], named: Inside) -> set[str]:
    """The gemeenten without a site of these kinds, in the provinces of those that are named."""
    gemeente = _gemeente_of_buurt(study)
    served = {gemeente[buurt] for kind in kinds for _, buurt in _located(study, kind)}
    return set(gemeente[provinces_of(study, named)]) - served


def _gemeente_of_buurt(study: Study) -> NDArray[np.object_]:
    names: NDArray[np.object_] = study.areas.buurten["gemeentenaam"].to_numpy(dtype=object)
    return names


def _located(study: Study, kind: str) -> list[tuple[str, int]]:
    """The sites of a kind that count and lie in an area: name, and row of the buurt."""
    table = study.facilities.table.iloc[study.rows(kind)]
    places, buurten = study.areas.buurten.sindex.query(table.geometry, predicate="intersects")
    first = dict(zip(places[::-1], buurten[::-1], strict=True))  # on a border it counts once
    names = table["naam"].to_numpy(dtype=object)
    return [(str(names[place]), int(first[place])) for place in sorted(first)]


# Inhabitants outside a norm.


def _outside_share(study: Study, figure: Figure) -> float | None:
    """The part of those of a province outside the norm who live in the named areas."""
    kind, areas = figure["soort"], areas_of(study, figure)
    if kind not in main_norms(study.project) or not areas.any():
        return None
    outside = _outside_of_province(study, figure)
    return 100 * float(outside[areas].sum() / outside.sum()) if outside.sum() else None


def _outside_remark(study: Study, figure: Figure, value: float) -> str:
    """Where the others live."""
    outside = _outside_of_province(study, figure)
    elsewhere = pd.Series(np.where(areas_of(study, figure), 0.0, outside))
    by_gemeente = elsewhere.groupby(_gemeente_of_buurt(study)).sum()
    by_gemeente = by_gemeente[by_gemeente >= 0.5].sort_values(ascending=False)
    if by_gemeente.empty:
        return ""
    parts = [f"{name} ({number(people)})" for name, people in by_gemeente.head(MOST_NAMED).items()]
    rest = float(by_gemeente.iloc[MOST_NAMED:].sum())
    parts += [f"elders ({number(rest)})"] if rest else []
    return f"Van de {number(float(outside.sum()))} inwoners buiten de norm wonen de anderen in {listing(parts)}."


def _outside_of_province(study: Study, figure: Figure) -> NDArray[np.float64]:
    """Inhabitants outside the norm per buurt, of the provinces in which the named areas lie."""
    judged = study.judged(figure["soort"])
    assert judged is not None
    outside = study.groups("buurten").total(judged.outside)
    return outside * provinces_of(study, areas_of(study, figure))


QUANTITIES = {
    EXTRA: Quantity(
        _newly_outside,
        "{labels}: inwoners die buiten de norm komen{closed}",
        brief="{labels}: inwoners die buiten de norm komen",
    ),
    OUTSIDE_NORM: Quantity(_outside, "{labels}: inwoners buiten de norm{closed}"),
    DISTANCE: Quantity(
        _distance,
        "{labels}: gemiddelde afstand over de weg",
        brief="Afstand tot {lower_labels}",
        remark=_distance_remark,
        needs_note=True,
    ),
    "inwoners": Quantity(_people, "Inwoners", remark=_people_remark),
    "inwoners_65plus": Quantity(_elderly, "Inwoners van 65 jaar en ouder", remark=_elderly_remark),
    "aandeel_65plus_pct": Quantity(_elderly_share, "Aandeel 65 jaar en ouder"),
    "locaties": Quantity(_sites, "{labels}: aantal locaties"),
    "locaties_nacht": Quantity(_sites_at_night, "{labels}: aantal locaties dat 's nachts open is"),
    "gemeenten_zonder": Quantity(
        _gemeenten_without, "{labels}: gemeenten zonder locatie", remark=_gemeenten_remark, needs_note=True
    ),
    "buiten_norm_pct": Quantity(
        _outside_share,
        "{labels}: deel van de inwoners buiten de norm dat in dit gebied woont",
        remark=_outside_remark,
    ),
}


def quantity_of(figure: Figure) -> Quantity:
    """What a published figure is about."""
    return QUANTITIES[figure["maat"]]


def subject(study: Study, figure: Figure, *, brief: bool = False) -> str:
    """What a published figure is called, in Dutch."""
    quantity, kinds = quantity_of(figure), study.project.kinds
    labels = listing([kinds[kind].label for kind in figure["soort"].split() if kind in kinds])
    names = study.facilities.table.set_index("id")["naam"]
    closed = dict.fromkeys(str(names[site]) for site in figure["gesloten"].split() if site in names.index)
    words = quantity.brief if brief and quantity.brief else quantity.subject
    return words.format(
        labels=labels, lower_labels=labels.lower(), closed=f" zonder {listing(list(closed))}" if closed else ""
    )
