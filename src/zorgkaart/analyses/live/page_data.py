"""Labels as compact JSON for the live map: arrays as base64 in the smallest type that holds them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import trips_of
from zorgkaart.access.measure_parts import Wait
from zorgkaart.access.measures import NORM_MIN, OUTSIDE, OUTSIDE_AGED, SHARE, VERDICT, Norm
from zorgkaart.access.norm_words import AREA_WORDS, none_left
from zorgkaart.analyses.live.label_tables import ChainAt, ChainLabels, Labels, Ranks, TripLabels, TripsAt
from zorgkaart.analyses.live.labels import ANY_MOMENT
from zorgkaart.analyses.live.packing import packed
from zorgkaart.analyses.live.page_words import page_words
from zorgkaart.project.defaults import AMBULANCE
from zorgkaart.project.moments import PRESETS, parse_moment
from zorgkaart.study.study import Study

ANY_TEXT = "Alle locaties, ongeacht het tijdstip"
NONE, ALL, SOME = 0, 1, 2  # how many of a group are outside the norm
TRIP_COLUMNS = ("min", "id")
CHANGED = f"nieuw_{VERDICT}"


def live_columns(labels: Labels) -> list[str]:
    """The columns of areas that the page computes: before, after and as a difference."""
    parts = {kind: TRIP_COLUMNS for kind, _ in labels.trips}
    names = [f"{kind}_{part}" for kind, parts_of in parts.items() for part in parts_of]
    for norm in labels.norms.values():
        names += [f"{norm.name}_{part}" for part in norm_columns(norm, labels.areas.aged)]
    both = [f"{name}_{moment}" for name in names for moment in ("voor", "na")]
    differences = [f"{kind}_min_verschil" for kind in parts]
    differences += [f"{norm.column}_verschil" for norm in labels.norms.values()]
    return [*both, *differences, *(f"{norm.name}_{CHANGED}" for norm in labels.norms.values())]


def norm_columns(norm: Norm, ages: Iterable[int]) -> list[str]:
    """The columns of areas that the page computes for a norm, without the name of the norm before them.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    ages : iterable of int
        From which ages on inhabitants are known.
    """
    parts = [f"{leg.word}_min" for leg in norm.legs if leg.word]
    return [NORM_MIN, *parts, OUTSIDE, *(OUTSIDE_AGED[age] for age in ages), SHARE, VERDICT]


def live_data(labels: Labels, study: Study) -> dict[str, Any]:
    """What the script of the live map works with, ready for JSON.

    Sites are rows of the facility table, in which order the page has them too.
    """
    areas = labels.areas
    measures = trips_of(study.project)
    trips: dict[str, dict[str, Any]] = {
        kind: {"at": {}, "tables": [], "counting": measures[kind].counts} for kind, _ in labels.trips
    }
    numbers: dict[Hashable, int] = {}
    for (kind, moment), at in labels.trips.items():
        place = _place(numbers, (kind, id(at.labels)), trips[kind]["tables"], at.labels)
        trips[kind]["at"][moment] = [place, _flags(at.counts)]
    chains: dict[str, dict[str, Any]] = {}
    for name, norm in labels.norms.items():
        waits = [*(part.minutes for part in norm.parts if isinstance(part, Wait)), 0.0, 0.0]
        # One ride alone stands as the second; see ChainLabels.
        lists = range(2) if len(norm.legs) == 2 else (1,)
        chains[name] = {
            "at": {},
            "kind": norm.kind,
            "parts": {f"{leg.word}_min": place for leg, place in zip(norm.legs, lists, strict=True) if leg.word},
            "columns": norm_columns(norm, areas.aged),
            "asked": norm.asked_share,
            "per": norm.per,
            "words": AREA_WORDS[norm.per],
            "limit": norm.limit_min,
            "turnout": waits[0],
            "on_scene": waits[1],
            "flag_share": norm.flag_share,
            "stations": norm.legs[0].kind,
            AMBULANCE: norm.legs[0].mode == AMBULANCE,
            "label": norm.title or norm.caption,
            "nothing": none_left(norm).removeprefix("geen "),
            "counting": norm.counts,
        }
    tables: list[Any] = []  # norms that differ in their moment alone share them
    for (name, moment), chain in labels.chains.items():
        place = _place(numbers, ("chain", id(chain.labels)), tables, chain.labels)
        chains[name]["at"][moment] = [place, _flags(chain.station_counts), _flags(chain.counts)]
    return {
        "moments": [[ANY_MOMENT, ANY_TEXT], *([name, parse_moment(name).label] for name in PRESETS)],
        "people": packed(areas.people),
        "known": packed(areas.known.astype(float)),
        "aged": [[age, packed(share.astype(np.float32))] for age, share in areas.aged.items()],
        "levels": {
            word: {"codes": level.codes.tolist(), "names": level.names.tolist(), "unit": packed(level.unit)}
            for word, level in areas.levels.items()
        },
        "candidates": np.flatnonzero(labels.candidates & _used(labels)).tolist(),
        "trips": trips,
        "chains": chains,
        "tables": tables,
        "unknown_hours": _unknown_hours(study),
        "columns": live_columns(labels),
        "parts": TRIP_COLUMNS,
        "changed": CHANGED,
        **page_words(study),
    }


def _place(numbers: dict[Hashable, int], key: Hashable, tables: list[Any], labels: TripLabels | ChainLabels) -> int:
    """The place of labels among the tables of their kind; several moments may share them."""
    if key not in numbers:
        numbers[key] = len(tables)
        tables.append(_trips(labels) if isinstance(labels, TripLabels) else _chain(labels))
    return numbers[key]


def _trips(labels: TripLabels) -> dict[str, Any]:
    return {"sites": _ranks(labels.sites), "area": packed(labels.area), "weight": packed(labels.weight)}


def _chain(labels: ChainLabels) -> dict[str, Any]:
    outside, weight = labels.outside.reshape(len(labels.weight), -1), labels.weight[:, None]
    code = np.where(outside == 0, NONE, np.where(outside == weight, ALL, SOME)).astype(np.uint8).ravel()
    fours = np.zeros((-(-len(code) // 4), 4), dtype=np.uint8)
    fours.ravel()[: len(code)] = code
    return {
        "stations": _ranks(labels.stations),
        "sites": _ranks(labels.sites),
        "area": packed(labels.area),
        "weight": packed(labels.weight),
        "outside": {
            "codes": packed((fours << np.array([0, 2, 4, 6], dtype=np.uint8)).sum(axis=1)),
            "some": packed(outside.ravel()[code == SOME]),
        },
    }


def _ranks(ranks: Ranks) -> dict[str, Any]:
    return {
        "rows": ranks.rows.tolist(),
        "width": ranks.site.shape[1],
        "site": packed(ranks.site.ravel()),
        "minutes": packed(_single(ranks.minutes).ravel()),
    }


def _single(minutes: NDArray[np.float64]) -> NDArray[np.float32]:
    """Minutes in single precision, in which only what was equal is equal."""
    result = minutes.astype(np.float32)
    for place in range(1, result.shape[1]):
        apart = minutes[:, place] > minutes[:, place - 1]
        least = np.nextafter(result[:, place - 1], np.float32(np.inf))
        result[:, place] = np.where(apart, np.maximum(result[:, place], least), result[:, place])
        same = minutes[:, place] == minutes[:, place - 1]
        result[:, place] = np.where(same, result[:, place - 1], result[:, place])
    return result


def _flags(flags: NDArray[np.bool_]) -> str:
    return "".join("1" if flag else "0" for flag in flags)


def _used(labels: Labels) -> NDArray[np.bool_]:
    """(facilities,) bool: the site is in some list."""
    used = np.zeros(len(labels.ids), dtype=bool)
    ats: Mapping[Any, TripsAt | ChainAt] = {
        **labels.trips,
        **{(*key, "chain"): at for key, at in labels.chains.items()},
    }
    for at in ats.values():
        used[at.labels.sites.rows] = True
        if isinstance(at, ChainAt):
            used[at.labels.stations.rows] = True
    return used


def _unknown_hours(study: Study) -> dict[str, dict[str, int]]:
    """Per moment and kind how many sites are left out because their hours are not known."""
    result: dict[str, dict[str, int]] = {}
    for name in PRESETS:
        variant = study.variant(moment=parse_moment(name))
        counts = {kind: variant.unknown_hours(kind) for kind in study.project.kinds}
        result[name] = {kind: count for kind, count in counts.items() if count}
    return result
