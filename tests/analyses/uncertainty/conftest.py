"""An ensemble of a closure, computed once."""

from __future__ import annotations

import pytest
from support.uncertainty_samples import EVERYTHING, project_with

from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.scenarios.changes import Close


@pytest.fixture(scope="session")
def closure(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    project = project_with(tmp_path_factory.mktemp("zeker"), EVERYTHING)
    return run_ensemble(project, draws=40, changes=[Close("seh-west", ("seh",)), Close("ambulance-west")])
