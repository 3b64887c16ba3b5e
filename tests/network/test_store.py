"""The network that a project names: loaded, or made once and kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.network_samples import CRS, VILLAGE, Osm, Way, build

from zorgkaart.errors import InputError, MissingFileError, NetworkError
from zorgkaart.network import named_place as place
from zorgkaart.network import store
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.store import cache_folder, open_network, read_points
from zorgkaart.project.sections import NetworkSection


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZORGKAART_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return VILLAGE.xml(tmp_path / "dorp.osm")


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Notes what is built anew."""
    made: list[str] = []
    real = store.build_network

    def noted(path: str | Path, **more: Any) -> RoadNetwork:
        made.append(Path(path).name)
        return real(path, **more)

    monkeypatch.setattr(store, "build_network", noted)
    return made


def addresses(path: Path, rows: list[tuple[float, float]]) -> Path:
    x, y = np.array(rows).reshape(-1, 2).T.astype(np.int32)
    pq.write_table(pa.table({"x": x, "y": y, "buurtcode": [""] * len(x)}), path)
    return path


def test_a_saved_network_is_loaded_as_it_is(tmp_path: Path, cache: Path) -> None:
    network = build([(0, 0), (10, 0)], [Way([0, 1])])
    network.save(tmp_path / "net.npz")
    assert (
        open_network(NetworkSection(file=tmp_path / "net.npz"), crs=CRS).length_m.tolist() == network.length_m.tolist()
    )
    assert not cache.exists()
    with pytest.raises(NetworkError, match=r"net\.npz: the network is in EPSG:28992, the areas in EPSG:32631"):
        open_network(NetworkSection(file=tmp_path / "net.npz"), crs="EPSG:32631")


def test_a_file_is_read_once(file: Path, builds: list[str], cache: Path) -> None:
    one = open_network(NetworkSection(file=file), crs=CRS)
    two = open_network(NetworkSection(file=file), crs=CRS)
    assert builds == ["dorp.osm"]
    assert len(list(cache.iterdir())) == 1
    np.testing.assert_array_equal(one.length_m, two.length_m)
    assert one.source == two.source
    assert one.source["file"] == "dorp.osm"
    assert len(one.source["sha256"]) == 64


def test_whatever_changes_the_network_makes_another(file: Path, builds: list[str], tmp_path: Path) -> None:
    table = addresses(tmp_path / "adressen.parquet", [(229_400, 579_900)] * 30)
    sections: list[dict[str, Any]] = [
        {},
        {"built_up_min_addresses": 5},
        {"built_up_radius_m": 50.0},
        {"built_up_min_street_m": 50.0},
        {"ferries": True},
        {"built_up_addresses": (table,)},
    ]
    for section in sections:
        open_network(NetworkSection(file=file, **section), crs=CRS)
    open_network(NetworkSection(file=file), crs="EPSG:32631")
    assert len(builds) == 7
    file.write_text(file.read_text(encoding="utf-8").replace("secondary", "tertiary"), encoding="utf-8")
    open_network(NetworkSection(file=file), crs=CRS)
    addresses(table, [(0, 0)])
    open_network(NetworkSection(file=file, built_up_addresses=(table,)), crs=CRS)
    assert len(builds) == 9


def test_addresses_decide_what_is_built_up(tmp_path: Path) -> None:
    osm = Osm({1: (0.0, 0.0, {}), 2: (2.0, 0.0, {})}, {1: ([1, 2], {"highway": "tertiary"})})
    path = osm.xml(tmp_path / "weg.osm")
    bare = open_network(NetworkSection(file=path), crs=CRS)
    x, y = float(bare.x.mean()), float(bare.y.mean())
    table = addresses(tmp_path / "adressen.parquet", [(x + i, y + 20) for i in range(25)])
    assert bare.built_up.tolist() == [False]
    assert open_network(NetworkSection(file=path, built_up_addresses=(table,)), crs=CRS).built_up.tolist() == [True]


def test_a_broken_cache_is_made_anew(
    file: Path, builds: list[str], cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    open_network(NetworkSection(file=file), crs=CRS)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:500])
    with caplog.at_level(logging.WARNING):
        open_network(NetworkSection(file=file), crs=CRS)
    assert "the network is built anew" in caplog.text
    open_network(NetworkSection(file=file), crs=CRS)
    assert len(builds) == 2


def test_a_cache_that_cannot_be_written_does_not_stop_the_run(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "bestand"
    in_the_way.write_text("geen map", encoding="utf-8")
    monkeypatch.setenv("ZORGKAART_CACHE", str(in_the_way / "cache"))
    with caplog.at_level(logging.WARNING):
        assert open_network(NetworkSection(file=file), crs=CRS).roads > 5
    assert "is not kept for the next run" in caplog.text


def test_the_cache_is_in_the_users_own_folder_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZORGKAART_CACHE")
    assert cache_folder() == Path.home() / ".cache" / "zorgkaart"


def test_a_place_is_downloaded_once_with_the_projects_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def download(name: str, **more: Any) -> RoadNetwork:
        asked.append({"name": name, **more})
        return build([(0, 0), (10, 0)], [Way([0, 1])])

    monkeypatch.setattr(place, "from_place", download)
    table = addresses(tmp_path / "adressen.parquet", [(1, 2), (3, 4)])
    section = NetworkSection(place="Dorp, Nederland", built_up_addresses=(table,), built_up_min_addresses=7)
    one, two = (open_network(section, crs=CRS) for _ in range(2))
    assert len(asked) == 1
    assert asked[0]["name"] == "Dorp, Nederland"
    assert asked[0]["rule"].min_addresses == 7
    assert asked[0]["addresses_m"].tolist() == [[1, 2], [3, 4]]
    assert one.length_m.tolist() == two.length_m.tolist()
    open_network(NetworkSection(place="Stad, Nederland"), crs=CRS)
    assert len(asked) == 2


def test_a_file_that_is_not_there_is_named(file: Path, tmp_path: Path) -> None:
    for name in ("weg.osm.pbf", "weg.npz"):
        with pytest.raises(MissingFileError, match=name.replace(".", r"\.")):
            open_network(NetworkSection(file=tmp_path / name), crs=CRS)
    section = NetworkSection(file=file, built_up_addresses=(tmp_path / "weg.parquet",))
    with pytest.raises(MissingFileError, match=r"weg\.parquet: no such address table"):
        open_network(section, crs=CRS)


def test_a_table_without_places_is_refused(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "adressen.parquet"
    pq.write_table(pa.table({"lat": [53.2], "lon": [6.5]}), path)
    with pytest.raises(InputError, match=r"adressen\.parquet: no address table with columns x and y"):
        open_network(NetworkSection(file=file, built_up_addresses=(path,)), crs=CRS)
    path.write_text("geen tabel", encoding="utf-8")
    with pytest.raises(InputError, match=r"adressen\.parquet"):
        read_points((path,))
    assert read_points(()) is None
