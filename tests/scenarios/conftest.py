"""The sites of the small project."""

from __future__ import annotations

import pytest

from zorgkaart.inputs.facilities import Facilities
from zorgkaart.study.study import Study


@pytest.fixture(scope="session")
def sites(study: Study) -> Facilities:
    return study.facilities
