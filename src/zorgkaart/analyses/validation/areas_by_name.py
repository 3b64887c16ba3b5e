"""The areas that a published figure is about: named by level and name or code, and back in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zorgkaart.inputs.published import BETWEEN_AREAS
from zorgkaart.study.study import Study
from zorgkaart.words.sentences import listing

NAME_COLUMNS = {"provincie": "provincie", "gemeenten": "gemeentenaam", "wijken": "wijknaam", "buurten": "buurtnaam"}
SINGULAR = {"provincie": "provincie", "gemeenten": "gemeente", "wijken": "wijk", "buurten": "buurt"}
# A row of the table of published figures, by its columns.
Figure = Mapping[Any, Any]
Inside = NDArray[np.bool_]


def areas_named(study: Study, level: str, names: str) -> Inside:
    """Which buurten lie in the areas of these names or codes, with a semicolon between; all if none is named."""
    buurten = study.areas.buurten
    if not names:
        return np.ones(len(buurten), dtype=bool)
    column = NAME_COLUMNS[level]
    wanted = {name.strip() for name in names.split(BETWEEN_AREAS)}
    named = buurten[column].isin(wanted)
    if (code := column.replace("naam", "code")) in buurten:
        named |= buurten[code].isin(wanted)
    areas: Inside = named.to_numpy(dtype=bool)
    return areas


def areas_of(study: Study, figure: Figure) -> Inside:
    """Which buurten a figure is about: (buurten,) bool."""
    return areas_named(study, figure["niveau"], figure["gebied"])


def provinces_of(study: Study, areas: Inside) -> Inside:
    """Which buurten lie in the provinces of these areas, what a share or a count of a region is of: (buurten,) bool.

    Where the areas have no province, it is all of them.
    """
    province = study.areas.buurten["provincie"].fillna("")
    inside: Inside = province.isin(set(province[areas])).to_numpy(dtype=bool)
    return inside


def not_covered(study: Study, figure: Figure) -> str:
    """Why a figure cannot be set beside this study, as its area is not wholly in it; empty where it is."""
    level, names = figure["niveau"], [name.strip() for name in figure["gebied"].split(BETWEEN_AREAS)]
    if not any(names):
        return ""
    missing = [name for name in names if not areas_named(study, level, name).any()]
    if missing:
        where = "ligt" if len(missing) == 1 else "liggen"
        return f"{listing(missing)} {where} niet in dit onderzoek"
    if level == "provincie" and (cut := sorted(study.areas.cut_provinces & set(names))):
        return f"maar een deel van de provincie {listing(cut)} ligt in dit onderzoek"
    return ""


def points_of(study: Study, figure: Figure) -> Inside:
    """Which resident points lie in the areas that a figure is about: (points,) bool."""
    points: Inside = areas_of(study, figure)[study.residents.area]
    return points


def people_of(study: Study, figure: Figure) -> NDArray[np.float64]:
    """The inhabitants at every resident point whom a figure is about; 0 where their number is unknown."""
    people: NDArray[np.float64] = np.nan_to_num(study.residents.weight) * points_of(study, figure)
    return people


def area_words(study: Study, figure: Figure) -> str:
    """The area that a published figure is about, in Dutch; a code becomes the name that the study has for it."""
    level, names = figure["niveau"], figure["gebied"]
    if not names:
        return ""
    column, word = NAME_COLUMNS[level], SINGULAR[level]
    buurten = study.areas.buurten
    code = column.replace("naam", "code")
    by_code = dict(zip(buurten[code], buurten[column], strict=True)) if code != column else {}
    shown = [str(by_code.get(name.strip(), name.strip())) for name in names.split(BETWEEN_AREAS)]
    if len(shown) > 1:
        return f"{level} {', '.join(shown)}"
    return shown[0] if shown[0].casefold().startswith(word) else f"{word} {shown[0]}"
