"""Whether sides can be compared: the same areas, people and parameters, so that only the sites differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from zorgkaart.analyses.compare.followed import BUURT, followed
from zorgkaart.analyses.compare.sides import Side
from zorgkaart.errors import InputError
from zorgkaart.files import sha256_of
from zorgkaart.inputs.schema import AGED
from zorgkaart.study.stages import paths, value_at
from zorgkaart.study.study import LEVELS, Study

# What a comparison computes with; the sites may differ, and areas and people are compared themselves.
USED = ("travel", "trips", "chains", "ages")
APART = ("living", "site_tables", "residents", "addresses", "areas")
# Keys of theirs that say how something is called or coloured, or which moments are looked at besides.
WORDS = ("label", "title", "source", "classes_min", "moments")


def check_alike(sides: Sequence[Side], *, anyway: bool = False) -> list[str]:
    """Refuse sides that differ in more than their sites and their moment, with the list of what differs.

    Parameters
    ----------
    sides : sequence of Side
        The first is held against each of the others.
    anyway : bool
        Let parameters, areas and people, and files that changed since an earlier run, differ. Only the buurten with the
        same people on all sides can then be compared: nobody else could be followed from one side to the other.

    Returns
    -------
    list of str
        What differs and was let pass, a phrase each, for the reader.

    Raises
    ------
    InputError
        If something else differs.
    """
    first, others = sides[0], sides[1:]
    people = [f"{first.name}/{other.name} {text}" for other in others for text in _people(first.study, other.study)]
    if people and not anyway:
        raise InputError(
            f"these sides are not about the same areas and people (numbers on either side): {'; '.join(people)}. "
            "Compare sides with one set of areas and residents, or what they have in common with --anyway."
        )
    rest = [
        *(f"{side.name} {name}" for side in sides for name in side.stale),
        *(f"{first.name}/{other.name} {text}" for other in others for text in parameters(first.study, other.study)),
    ]
    if rest and not anyway:
        raise InputError(
            f"these sides differ in more than their sites: {'; '.join(rest)}. Make that the same, or compare them with "
            "--anyway."
        )
    return [*people, *rest]


def _people(one: Study, other: Study) -> Iterator[str]:
    """The areas and people that two studies do not have in common; English phrases of names and numbers."""
    every = {*one.areas.buurten[BUURT], *other.areas.buurten[BUURT]}
    if list(one.ages) == list(other.ages) and followed(one, other).buurten == every:
        return
    for level, code in LEVELS.items():
        codes = [set(getattr(study.areas, level).get(code, ())) for study in (one, other)]
        if codes[0] != codes[1]:
            yield f"{level} {len(codes[0])} / {len(codes[1])}"
    counts = [len(study.residents.x) for study in (one, other)]
    if counts[0] != counts[1]:
        yield f"residents.addresses {counts[0]} / {counts[1]}"
        return
    for name in ("x", "y", "area", "weight"):
        yield from _unequal(f"residents.{name}", *(getattr(study.residents, name) for study in (one, other)))
    for age in dict.fromkeys([*one.ages, *other.ages]):
        if age in one.ages and age in other.ages:
            yield from _unequal(AGED[age], one.ages[age], other.ages[age])
        else:
            yield f"{AGED[age]} {int(age in one.ages)} / {int(age in other.ages)}"


def _unequal(name: str, one: NDArray[np.float64], other: NDArray[np.float64]) -> Iterator[str]:
    differing = int((~np.isclose(one, other, rtol=0, atol=1e-9, equal_nan=True)).sum())
    if differing:
        yield f"{name} ({differing}x)"


def parameters(one: Study, other: Study) -> list[str]:
    """The keys of the project on which minutes and verdicts hang, but for the sites, that have another value.

    Parameters
    ----------
    one, other : Study
        Of two projects; a moment of the study is no key.

    Returns
    -------
    list of str
        As they are written in the project file, with the name in place of a star.
    """
    differing = []
    for path in paths(sorted(_keys()), {}):
        mine, theirs = (_leaves(value_at(study.project, path), path) for study in (one, other))
        differing += [key for key in {**mine, **theirs} if not _same(mine.get(key), theirs.get(key))]
    return [key for key in dict.fromkeys(differing) if key.rpartition(".")[2] not in WORDS]


def _leaves(value: object, path: Sequence[str]) -> dict[str, object]:
    """What a project says at a path, by its whole key: a path with a star has a value for every name."""
    if "*" in path:
        first, rest = path[: path.index("*")], path[path.index("*") + 1 :]
        pairs: list[tuple[str, object]] = value or []  # type: ignore[assignment]
        return {key: leaf for name, item in pairs for key, leaf in _leaves(item, (*first, name, *rest)).items()}
    if isinstance(value, Mapping):
        return {key: leaf for name, item in value.items() for key, leaf in _leaves(item, (*path, name)).items()}
    if isinstance(value, BaseModel):
        return _leaves(dict(value), path)
    return {".".join(path): value}


def _keys() -> set[str]:
    """The keys that the stages of a comparison read, directly or through other stages."""
    keys: set[str] = set()
    seen = set(APART)
    todo = list(USED)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            declared = Study.declared[name]
            keys |= {key for key in declared.keys if key.rpartition(".")[2] not in WORDS}
            todo += [used for used, _ in declared.uses]
    return keys


def _same(one: object, other: object) -> bool:
    """Whether two values of a key are; files are, if they hold the same."""
    if one == other:
        return True
    if isinstance(one, Path) and isinstance(other, Path):
        return one.is_file() and other.is_file() and sha256_of(one) == sha256_of(other)
    return False
