"""The data dictionary of a project: the columns of all results, and those that each room explains itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from zorgkaart.access.catalogue import norms_of, trips_of
from zorgkaart.access.norm_words import ends, sum_words, whole
from zorgkaart.outputs.meaning.columns import Column, NormWords, data_dictionary
from zorgkaart.outputs.meaning.presentation import labels
from zorgkaart.project.model import Project


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
    return data_dictionary(labels(project), norms=norms, trips=trips, folders=room_texts())
