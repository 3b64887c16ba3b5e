"""What the assumptions of the default project do: ``python -m tools.siren.assumed [DRAWS]``.

Draws them, with the closure that is published, and writes the intervals and how much of their spread each assumption
explains by itself, for docs/certainty.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pandas as pd

from tools.siren.effect import KIND, PROJECT, SCENARIO
from tools.siren.results import write
from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.analyses.uncertainty.effects import first_order
from zorgkaart.project.model import Project
from zorgkaart.scenarios.vocabulary import changes_of

DRAWS = 100
# What is told of each draw: inhabitants outside the norm now, and how many more without the Ommelander.
OUTCOMES = {"now": f"{KIND}_inwoners_buiten_norm_voor", "closure": f"{KIND}_inwoners_buiten_norm_verschil"}
INTERVAL = {"low": 0.05, "middle": 0.5, "high": 0.95}


def drawn(project: Project, draws: int) -> dict[str, pd.DataFrame]:
    """The intervals and the shares of a number of draws.

    Parameters
    ----------
    project : Project
        With the scenario ``ommelander_dicht``.
    draws : int
        How often to draw.

    Returns
    -------
    dict of DataFrame
        ``intervals``: per outcome the quantiles, the value of the project as it is and the draws. ``shares``: per
        assumption the part of the variance of each outcome that it explains by itself.
    """
    return tables_of(run_ensemble(project, changes=changes_of(project.scenarios[SCENARIO]), draws=draws))


def tables_of(ensemble: Ensemble) -> dict[str, pd.DataFrame]:
    """The intervals and shares of draws that were made."""
    intervals = [
        {"outcome": name, "central": ensemble.central[column]}
        | {word: float(ensemble.totals[column].quantile(at)) for word, at in INTERVAL.items()}
        | {"draws": len(ensemble.drawn)}
        for name, column in OUTCOMES.items()
    ]
    shares = [
        {"assumption": name}
        | {
            outcome: first_order(ensemble.drawn[name].to_numpy(dtype=float), ensemble.totals[column].to_numpy())
            for outcome, column in OUTCOMES.items()
        }
        for name in ensemble.drawn
    ]
    return {"intervals": pd.DataFrame(intervals).round(0), "shares": pd.DataFrame(shares).round(3)}


def main(arguments: Sequence[str]) -> int:
    """Draw, print and write."""
    tables = drawn(Project.load(PROJECT), int(arguments[0]) if arguments else DRAWS)
    for table in tables.values():
        print(table.to_string(index=False))
    write(tables)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
