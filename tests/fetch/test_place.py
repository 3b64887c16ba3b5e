"""Places by their name."""

from __future__ import annotations

import pytest
import shapely

from zorgkaart.errors import InputError
from zorgkaart.fetch.cache import Downloads
from zorgkaart.fetch.place import Place, fetch_surroundings
from zorgkaart.fetch.services import read_services


def test_a_place_over_the_180th_meridian_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its box would go round the earth."""
    both = shapely.MultiPolygon([shapely.box(179.8, -17, 180, -16.6), shapely.box(-180, -17, -179.8, -16.6)])
    services = read_services()
    downloads = Downloads(services.http, print)
    monkeypatch.setattr(downloads, "get", None)
    with pytest.raises(InputError, match=r"^Taveuni lies on both sides of the 180th meridian.*--file"):
        fetch_surroundings(downloads, services.places, Place("Taveuni", both, "FJ"), both)
