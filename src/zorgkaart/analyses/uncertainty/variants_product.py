"""The file of a set of variants: one table, with beside it what it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from zorgkaart.analyses.shared import provenance_of
from zorgkaart.analyses.tasks import VariantsTask
from zorgkaart.outputs.meaning.presentation import dictionary
from zorgkaart.outputs.sheets.sheet_files import write_csv
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change
from zorgkaart.study.study import Study

NAME = "varianten"


def write_variants(
    project: Project,
    table: pd.DataFrame,
    path: Path,
    *,
    factors: Sequence[float],
    changes: Sequence[Change],
    command: str,
) -> list[Path]:
    """Write variants of the ambulance's speed as CSV and return the files.

    Parameters
    ----------
    table : DataFrame
        As :func:`zorgkaart.analyses.uncertainty.variants.run_variants` gives it for these factors and changes.
    command : str
        What was typed, or the call that was made.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    task = VariantsTask(factoren=tuple(factors), wijzigingen=tuple(changes))
    origin = provenance_of(Study(project), command, task=task, tables={NAME: table})
    return write_csv(path, table, columns=dictionary(project), provenance=origin)
