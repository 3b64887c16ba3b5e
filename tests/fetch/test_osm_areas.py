"""The finest level of boundaries that covers a country."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.osm_samples import File

from zorgkaart.errors import InputError
from zorgkaart.fetch.osm_areas import country_of, draw_areas, read_outlines


def test_the_finest_level_that_covers_is_taken(tmp_path: Path) -> None:
    file = File()
    file.border(0, 0, 10, 2, "Land", **{"ISO3166-1": "XX"})
    file.border(0, 0, 10, 6, "Streek")
    for x in (0, 5):
        for y in (0, 5):
            file.border(x, y, 5, 8, f"Dorp {x}{y}", population="1 200" if x else "veel")
    file.border(0, 0, 2, 10, "Wijk")
    file.node(1, 1, {"place": "village", "name": "Dorp 00", "population": "800"})
    file.node(1, 2, {"place": "hamlet", "name": "Buurtschap", "population": "20"})
    path = file.write(tmp_path / "x.osm.pbf")
    outlines = read_outlines([path])
    assert country_of(outlines) == "XX"
    found = draw_areas([path], outlines, crs="EPSG:28992")
    table = found.boundaries.buurten.set_index("buurtnaam")
    assert found.level == 8
    assert table["inwoners"].to_dict() == pytest.approx(
        {"Dorp 00": 800, "Dorp 05": np.nan, "Dorp 50": 1200, "Dorp 55": 1200}, nan_ok=True
    )
    assert set(table["gemeentenaam"]) == {"Streek"}
    assert np.isnan(found.boundaries.gemeenten["inwoners"]).tolist() == [True]  # of one part it is not known
    assert draw_areas([path], outlines, crs="EPSG:28992", level=10).boundaries.buurten["buurtnaam"].tolist() == ["Wijk"]
    with pytest.raises(InputError, match=r"no whole boundary of admin_level 9, but of 2, 6, 8, 10"):
        draw_areas([path], outlines, crs="EPSG:28992", level=9)


def test_a_file_without_boundaries_says_so(tmp_path: Path) -> None:
    file = File()
    file.node(0, 0, {"boundary": "administrative", "admin_level": "8", "name": "Punt"})
    with pytest.raises(InputError, match=r"has no administrative boundary as a whole.*zorgkaart init"):
        read_outlines([file.write(tmp_path / "x.osm.pbf")])
