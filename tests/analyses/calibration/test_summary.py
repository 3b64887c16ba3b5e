"""What the terminal says of a fit: every number is there whole, however many columns there are."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console
from support.study_samples import write_sample

from zorgkaart.analyses.calibration.compute import Calibration
from zorgkaart.analyses.calibration.summary import calibration_summary
from zorgkaart.project.model import Project
from zorgkaart.terminal.console import PIPE_WIDTH

IDS = ("verloskunde-zonder-ommelander", "seh-zonder-ommelander")


@pytest.mark.parametrize("several", [False, True])
def test_no_number_of_the_figures_is_cut(tmp_path: Path, *, several: bool) -> None:
    figures = pd.DataFrame(
        {
            "id": IDS,
            "gepubliceerd": [1_234_567.0, 0.0],
            "zorgkaart_voor": [1_345_678.0, 2.0],
            "zorgkaart_na": [1_222_333.0, 3.0],
            "afwijking_sd": [-423.74, 0.08],
            "doel": [True, several],
            "zonder_dit_doel": [1_111_222.0, 4.0] if several else [math.nan, math.nan],
        }
    )
    left_out = pd.DataFrame({"doel": IDS if several else []})
    project = Project.load(write_sample(tmp_path))
    fit = Calibration(project, (), (), (), figures, 0.0, 0.0, left_out)
    text = io.StringIO()
    Console(file=text, width=PIPE_WIDTH, highlight=False).print(*calibration_summary(fit))
    lines = text.getvalue().splitlines()
    first, second = (next(line for line in lines if line.lstrip().startswith(name)).split() for name in IDS)
    last = ["1.111.222"] if several else []
    assert first == [IDS[0], "doel", "1.234.567", "1.345.678", "1.222.333", "−12.234", "−423,7", *last]  # noqa: RUF001
    assert second[-1 - several :][:1] == ["+0,1"]
