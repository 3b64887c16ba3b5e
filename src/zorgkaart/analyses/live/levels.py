"""The larger areas that the buurten of a study lie in: wijken, gemeenten and provinces, as far as it has them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zorgkaart.analyses.live.label_tables import Level
from zorgkaart.study.study import LEVELS, Study

LARGER = {"wijk": "wijken", "gemeente": "gemeenten"}
PROVINCE = "provincie"


def levels_of(study: Study) -> dict[str, Level]:
    """The larger areas, by their word.

    Parameters
    ----------
    study : Study
        Its areas.

    Returns
    -------
    dict of str to Level
        ``wijk`` and ``gemeente`` in the order of the tables of results, ``provincie`` by name; without those of which
        the project has none.
    """
    levels = {}
    buurten = study.areas.buurten
    for word, layer in LARGER.items():
        frame, code = getattr(study.areas, layer), LEVELS[layer]
        if code in buurten and buurten[code].isin(frame[code]).all():
            codes, names = (_texts(frame[name].to_numpy()) for name in (code, code.replace("code", "naam")))
            row = {value: place for place, value in enumerate(codes)}
            levels[word] = Level(codes, names, np.array([row[value] for value in buurten[code]], dtype=np.int64))
    if PROVINCE in buurten:
        names, unit = np.unique(buurten[PROVINCE].fillna("").to_numpy(dtype=str), return_inverse=True)
        if any(names):
            levels[PROVINCE] = Level(_texts(names), _texts(names), unit.ravel().astype(np.int64))
    return levels


def _texts(values: NDArray[np.generic]) -> NDArray[np.object_]:
    return np.array([str(value) for value in values], dtype=object)
