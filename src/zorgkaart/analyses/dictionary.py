"""The data dictionary of a project: the columns of all results, and those that each room explains itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from zorgkaart.access.catalogue import measures_of, norms_of, supplies_of, trips_of
from zorgkaart.access.measures import ArrivalNorm, ChainNorm, Measure, Norm, Trip, TripNorm
from zorgkaart.access.norm_words import ends, sum_words, whole
from zorgkaart.access.supply import METHOD_WORDS
from zorgkaart.outputs.meaning.columns import Column, NormWords, SupplyWords, data_dictionary
from zorgkaart.outputs.meaning.presentation import labels
from zorgkaart.project.defaults import TRAVEL
from zorgkaart.project.model import Project

# What the column ``maat`` says of a surface where no project is at hand.
_ANY_SURFACE = (TRAVEL, ChainNorm.variant, ArrivalNorm.variant, TripNorm.variant)


@cache
def room_texts() -> tuple[Path, ...]:
    """The rooms that explain columns of their own (``columns.csv``), in the order of their names."""
    return tuple(path.parent for path in sorted(Path(__file__).parent.glob("*/columns.csv")))


def dictionary(project: Project) -> dict[str, Column]:
    """The data dictionary of a project's outputs, scenarios included."""
    norms = {
        name: NormWords(norm.caption, norm.limit_min, whole(norm), sum_words(norm), ends(norm))
        for name, norm in norms_of(project).items()
    }
    trips = {trip.stem: trip.label for trip in trips_of(project).values() if trip.at is not None}
    supplies = {
        kind: SupplyWords(
            supply.label,
            supply.unit or "aanbod",
            supply.per,
            supply.demand_unit,
            f"{METHOD_WORDS[supply.method]}; {supply.decay.words}.",
            supply.with_apl,
        )
        for kind, supply in supplies_of(project).items()
    }
    columns = data_dictionary(labels(project), norms=norms, trips=trips, supplies=supplies, folders=room_texts())
    counted = {value: text for value, text in columns["maat"].values.items() if value not in _ANY_SURFACE}
    surfaces = {item.key: f"reistijdvlak: {_surface(item)}" for item in measures_of(project)}
    return {**columns, "maat": replace(columns["maat"], values={**counted, **surfaces})}


def _surface(measure: Measure) -> str:
    """What a surface is of, in words that hold for every measure of that key."""
    if isinstance(measure, Norm):
        return f"{whole(measure)}, van de norm" if measure.name == measure.kind else measure.caption
    when = measure.at.words if isinstance(measure, Trip) and measure.at is not None else ""
    return " ".join(filter(None, ("de reistijd", measure.words, when)))
