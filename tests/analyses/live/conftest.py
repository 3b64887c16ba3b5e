"""Labels and the page of the real province, which take seconds to make: once for this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from zorgkaart.analyses.live.label_tables import Labels
from zorgkaart.analyses.live.labels import labels_of
from zorgkaart.analyses.live.product import LiveProduct
from zorgkaart.outputs.formats import write
from zorgkaart.study.study import Study


@pytest.fixture(scope="session")
def labels(study: Study) -> Labels:
    return labels_of(study)


@pytest.fixture(scope="session")
def real_labels(groningen: Study) -> Labels:
    return labels_of(groningen)


@pytest.fixture(scope="session")
def real_page(groningen: Study, real_labels: Labels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as it is written, from labels that were made before."""
    folder = tmp_path_factory.mktemp("wat-als-groningen")
    write(LiveProduct(groningen, labels=real_labels, name="groningen.html"), folder, command="test")
    return folder / "groningen.html"
