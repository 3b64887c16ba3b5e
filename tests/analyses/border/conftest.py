"""What the border matters to the small project."""

from __future__ import annotations

import pytest

from zorgkaart.analyses.border.compute import BorderDifference, border_difference
from zorgkaart.study.study import Study


@pytest.fixture(scope="session")
def border(study: Study) -> BorderDifference:
    return border_difference(study)
