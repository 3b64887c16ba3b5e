"""Files are there whole or not at all, and a failed write is one clear error."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin
from xlsxwriter.exceptions import FileCreateError

from zorgkaart.errors import InputError, OutputError, ZorgkaartError
from zorgkaart.files import atomic_path, sha256_of

ROOT = os.name == "posix" and os.geteuid() == 0


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """As `ulimit -f`: what a full disk looks like to a writer, without filling one."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_file_and_its_folders_are_made(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "kaart.html"
    with atomic_path(target) as path:
        assert path.name == "kaart.html"
        assert not path.exists()
        path.write_text("inhoud", encoding="utf-8")
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "inhoud"
    assert names(target.parent) == ["kaart.html"]


def test_permissions_are_those_of_an_ordinary_file(tmp_path: Path) -> None:
    (tmp_path / "gewoon.csv").write_text("a")
    with atomic_path(tmp_path / "tabel.csv") as path:
        path.write_text("a")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("gewoon.csv", "tabel.csv")}
    assert len(modes) == 1


def test_a_folder_with_a_colon_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with atomic_path(Path("om 10:00") / "tabel.parquet") as path:
        pd.DataFrame({"a": [1]}).to_parquet(path)
    assert (tmp_path / "om 10:00" / "tabel.parquet").is_file()


def test_older_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "tabel.csv"
    target.write_text("oud")
    with atomic_path(target) as path:
        path.write_text("nieuw")
    assert target.read_text() == "nieuw"


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), InputError("x"), ConnectionError("x")])
def test_failure_leaves_the_older_file_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "tabel.csv"
    target.write_text("oud")

    def write_half() -> None:
        with atomic_path(target) as path:
            path.write_text("half")
            path.with_name("tabel.csv-journal").write_text("zijbestand")
            raise error

    with pytest.raises(type(error)) as caught:
        write_half()
    assert caught.value is error
    assert target.read_text() == "oud"
    assert names(tmp_path) == ["tabel.csv"]


def test_missing_input_is_not_taken_for_a_failed_write(tmp_path: Path) -> None:
    missing = tmp_path / "bron.csv"
    with pytest.raises(FileNotFoundError) as caught, atomic_path(tmp_path / "tabel.csv") as path:
        path.write_text(missing.read_text())
    assert not isinstance(caught.value, ZorgkaartError)
    assert names(tmp_path) == []


def test_block_that_writes_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"tabel\.csv: cannot be written"), atomic_path(tmp_path / "tabel.csv"):
        pass
    assert names(tmp_path) == []


def test_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "uitvoer").write_text("geen map")
    with pytest.raises(OutputError, match="in the way"), atomic_path(tmp_path / "uitvoer" / "tabel.csv"):
        pass


def test_folder_in_the_way_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "tabel.csv").mkdir()
    with pytest.raises(OutputError, match=r"tabel\.csv"), atomic_path(tmp_path / "tabel.csv") as path:
        path.write_text("inhoud")
    assert names(tmp_path) == ["tabel.csv"]


@pytest.mark.skipif(ROOT, reason="root may write everywhere")
def test_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="no permission"), atomic_path(tmp_path / "tabel.csv"):
            pass
    finally:
        tmp_path.chmod(0o700)


def test_error_without_permission_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no permission\. Close the file"), atomic_path(tmp_path / "a.csv") as path:
        raise PermissionError(13, "Permission denied", str(path))


def write_text(path: Path) -> None:
    path.write_text("x" * 1_000_000)


def write_csv(path: Path) -> None:
    pd.DataFrame({"a": np.arange(200_000)}).to_csv(path)


def write_workbook(path: Path) -> None:
    # What xlsxwriter raises then; done for real it also leaves files open, and every later test warns of them.
    raise FileCreateError(OSError(errno.EFBIG, "File too large"))


def write_parquet(path: Path) -> None:
    pd.DataFrame({"a": np.random.default_rng(1).random(100_000)}).to_parquet(path)


def write_geopackage(path: Path) -> None:
    points = shapely.points(np.random.default_rng(1).random((20_000, 2)))
    gpd.GeoDataFrame({"a": np.arange(20_000)}, geometry=points, crs=28992).to_file(path, layer="buurten")


def write_raster(path: Path) -> None:
    values = np.random.default_rng(1).random((500, 500))
    place = from_origin(200_000, 600_000, 100, 100)
    with rasterio.open(
        path, "w", driver="GTiff", width=500, height=500, count=1, dtype="float64", crs="EPSG:28992", transform=place
    ) as file:
        file.write(values, 1)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("kaart.html", write_text),
        ("tabel.csv", write_csv),
        ("tabel.xlsx", write_workbook),
        ("buurten.parquet", write_parquet),
        ("kaart.gpkg", write_geopackage),
        ("raster.tif", write_raster),
    ],
)
def test_full_disk(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    target = tmp_path / name
    target.write_text("oud")
    with file_size_limit(200_000), pytest.raises(OutputError) as caught, atomic_path(target) as path:
        write(path)
    assert str(caught.value).startswith(f"{target}: cannot be written: ")
    assert "space" in str(caught.value) or "room" in str(caught.value)
    assert "Errno" not in str(caught.value)
    assert target.read_text() == "oud"
    assert names(tmp_path) == [name]


def test_sha256_of(tmp_path: Path) -> None:
    path = tmp_path / "bestand"
    path.write_bytes(b"zorgkaart" * 100_000)
    assert sha256_of(path) == hashlib.sha256(b"zorgkaart" * 100_000).hexdigest()
    with pytest.raises(FileNotFoundError):
        sha256_of(tmp_path / "weg")
