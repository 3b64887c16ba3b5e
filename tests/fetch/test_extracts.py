"""Files of OpenStreetMap are told by their content, however they are packed."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from support.osm_samples import File

from zorgkaart.fetch.extracts import check_download


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    file = File()
    file.node(0, 0)
    return file.write(tmp_path / "wegen.osm")


@pytest.mark.parametrize(("ending", "packed"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_a_packed_file_is_one_of_openstreetmap(plain: Path, ending: str, packed: Callable[[bytes], bytes]) -> None:
    check_download(plain)
    path = plain.with_name(f"wegen.osm{ending}")
    path.write_bytes(packed(plain.read_bytes()))
    check_download(path)
    cut = plain.with_name(f"half.osm{ending}")
    cut.write_bytes(path.read_bytes()[:20])
    with pytest.raises(ValueError, match="cannot be unpacked"):
        check_download(cut)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"{}", "holds JSON and no OpenStreetMap file"),
        (gzip.compress(b"{}", mtime=0), "holds JSON and no OpenStreetMap file"),
        (b"PK\x03\x04", "is a zip file"),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "x.osm.gz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=says):
        check_download(path)
