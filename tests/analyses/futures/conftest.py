"""A small project with years to come, need by age and owners who stop."""

from __future__ import annotations

import pytest
from support.key_changes import grown, write_rich
from support.schedulers import scheduler

from zorgkaart.project.model import Project

__all__ = ["scheduler"]


@pytest.fixture(scope="package")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The rich sample; ``straks`` is 2040, and ``nu24`` a year with the people of now."""
    folder = tmp_path_factory.mktemp("jaren")
    rich = write_rich(folder).with_changes(supply={"huisarts": {"catchment_min": 60}})
    later = grown(since=2024)(rich, folder)
    same = later.futures["straks"].model_dump() | {"year": 2024}
    return later.with_changes(futures={"nu24": same}, project={"future": None}, uncertainty={"draws": 8})
