"""What each practice means: how much longer everybody travels, and who comes to live too far, if it alone closes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.analyses.atlas.closures import Leg, car_leg
from zorgkaart.errors import ProjectError
from zorgkaart.inputs.schema import AGED
from zorgkaart.study.study import Study

SITE = ("id", "naam", "plaats", "gemeente", "provincie")


def site_losses(study: Study, kind: str, *, over_min: float) -> pd.DataFrame:
    """The loss of each site by itself, with all others as they are.

    Parameters
    ----------
    study : Study
        Which keeps two sites or more per resident (``k``).
    kind : str
        With travel times by car.
    over_min : float
        Minutes by car that are too many.

    Returns
    -------
    DataFrame
        Of the sites that are somebody's nearest, most minutes of inhabitants first: ``id``, ``naam``, ``plaats``,
        ``gemeente``, ``provincie``, ``inwoners_betrokken`` (whose nearest it is), as far as known
        ``65plus_betrokken`` and so on, ``extra_min`` (what they travel longer, on average), ``inwonerminuten`` (added
        up over them), ``inwoners_te_ver`` (who then travel longer than `over_min` and now do not) and
        ``inwoners_zonder`` (who have no site left).

    Raises
    ------
    ProjectError
        If no travel times of the kind are computed.
    """
    leg = car_leg(study, kind)
    if leg is None:
        raise ProjectError(f"[retirement.{kind}]: no travel times of it are computed. Look at [kinds.{kind}].")
    weight = np.nan_to_num(study.residents.weight)
    aged = {f"{age}plus_betrokken": np.nan_to_num(people) for age, people in study.ages.items() if age in AGED}
    used = np.array(sorted(leg.used), dtype=np.int64)
    rows = [_loss(leg, int(row), weight, aged, over_min) for row in used]
    table = pd.DataFrame(rows, columns=["inwoners_betrokken", *aged, "extra_min", *SUMS])
    sites = study.facilities.table.iloc[used][list(SITE)].reset_index(drop=True)
    result: pd.DataFrame = pd.concat([sites, table], axis=1)
    order = pd.DataFrame({"most": -result["inwonerminuten"], "id": result["id"]}).sort_values(["most", "id"]).index
    return pd.DataFrame(result.loc[order].reset_index(drop=True))


SUMS = ("inwonerminuten", "inwoners_te_ver", "inwoners_zonder")


def _loss(
    leg: Leg, row: int, weight: NDArray[np.float64], aged: dict[str, NDArray[np.float64]], over_min: float
) -> dict[str, float]:
    closure = leg.close((row,))
    people = weight[closure.points] * closure.share
    extra = np.nan_to_num(closure.after - closure.before)
    moved = float(people @ ~closure.lost)
    minutes = float(people @ extra)
    return {
        "inwoners_betrokken": float(people.sum()),
        **{name: float(values[closure.points] @ closure.share) for name, values in aged.items()},
        "extra_min": minutes / moved if moved > 0 else np.nan,
        "inwonerminuten": minutes,
        "inwoners_te_ver": float(people @ ((closure.after > over_min) & ~(closure.before > over_min))),
        "inwoners_zonder": float(people @ closure.lost),
    }
