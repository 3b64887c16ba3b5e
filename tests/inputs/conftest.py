"""The areas of the small region."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.inputs_samples import four_areas

from zorgkaart.inputs.areas import Areas


@pytest.fixture
def areas(tmp_path: Path) -> Areas:
    return four_areas(tmp_path)
