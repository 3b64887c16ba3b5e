"""One download, and everything that can go wrong with it."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from support.fetch_server import Fault, Server, body, cut_after, declared, endless, playing, silent, status

from zorgkaart.errors import DownloadError
from zorgkaart.fetch.download import download, followed
from zorgkaart.fetch.services import HttpSection

CONTENT = bytes(range(256)) * 4000
MD5 = hashlib.md5(CONTENT).hexdigest()
HTTP = HttpSection(connect_s=1, read_s=0.3, tries=3, pause_s=0.01, longest_pause_s=2)
MOST = 2_000_000


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with playing(tmp_path_factory.mktemp("services")) as server:
        yield server


@pytest.fixture
def server(played: Server) -> Server:
    played.asked.clear()
    played.faults.clear()
    played.files["/bestand.bin"] = CONTENT
    return played


def get(server: Server, path: Path, *, md5: str | None = MD5, check: Callable[[Path], None] | None = None) -> Path:
    return download(f"{server.address}/bestand.bin", path, http=HTTP, most_bytes=MOST, md5=md5, check=check).path


def test_a_file_comes_whole_and_is_not_got_twice(server: Server, tmp_path: Path) -> None:
    path = get(server, tmp_path / "b")
    assert path.read_bytes() == CONTENT
    assert sorted(item.name for item in tmp_path.iterdir()) == ["b", "b.json"]
    note = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert note["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert note["bytes"] == len(CONTENT)
    get(server, path)
    assert "If-None-Match" in server.asked[1][1]
    server.files["/bestand.bin"] = CONTENT[::-1]
    assert get(server, path, md5=None).read_bytes() == CONTENT[::-1]


def test_a_file_that_was_tampered_with_is_got_anew(server: Server, tmp_path: Path) -> None:
    path = get(server, tmp_path / "b")
    path.write_bytes(CONTENT[:-1])
    assert get(server, path).read_bytes() == CONTENT
    assert "If-None-Match" not in server.asked[1][1]


def test_only_the_rest_is_asked_after_a_cut(server: Server, tmp_path: Path) -> None:
    server.faults["bestand"] = [cut_after(300_000)]
    assert get(server, tmp_path / "b").read_bytes() == CONTENT
    first, second = (headers for _, headers in server.asked)
    assert "Range" not in first
    begin = int(second["Range"].removeprefix("bytes=").rstrip("-"))
    assert 0 < begin <= 300_000


def test_a_part_waits_for_the_next_time(server: Server, tmp_path: Path) -> None:
    server.faults["bestand"] = [cut_after(300_000), silent, silent]
    with pytest.raises(DownloadError, match="no answer in time"):
        get(server, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    kept = (tmp_path / "b.part").stat().st_size
    assert 0 < kept <= 300_000
    server.asked.clear()
    assert get(server, tmp_path / "b").read_bytes() == CONTENT
    assert server.asked[0][1]["Range"] == f"bytes={kept}-"
    assert not (tmp_path / "b.part").exists()


def test_a_part_of_an_older_file_is_not_gone_on_with(server: Server, tmp_path: Path) -> None:
    server.faults["bestand"] = [cut_after(300_000), status(404)]
    with pytest.raises(DownloadError, match="no such file"):
        get(server, tmp_path / "b")
    server.files["/bestand.bin"] = newer = CONTENT[::-1]
    assert get(server, tmp_path / "b", md5=None).read_bytes() == newer


def test_a_part_as_long_as_the_file_is_thrown_away(server: Server, tmp_path: Path) -> None:
    etag = f'"{hashlib.sha256(CONTENT).hexdigest()[:16]}"'
    (tmp_path / "b.part").write_bytes(b"x" * len(CONTENT))
    note = {"url": f"{server.address}/bestand.bin", "validator": etag, "etag": etag, "modified": ""}
    (tmp_path / "b.part.json").write_text(json.dumps(note), encoding="utf-8")
    assert get(server, tmp_path / "b").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "faults",
    [
        [status(429)],
        [status(429, Retry_After="0"), status(503)],
        [status(503, Retry_After=format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True))],
        [status(502), silent],
    ],
)
def test_a_busy_server_is_asked_again(server: Server, tmp_path: Path, faults: list[Fault]) -> None:
    count = len(faults)
    server.faults["bestand"] = faults
    assert get(server, tmp_path / "b").read_bytes() == CONTENT
    assert len(server.asked) == count + 1


@pytest.mark.parametrize(
    ("faults", "asked", "message"),
    [
        ([status(429)] * 9, 3, r"busy or out of order \(HTTP 429\)\. Run the same command again later"),
        ([status(429, Retry_After="3600")] * 9, 1, r"HTTP 429"),
        ([status(404)], 1, r"/bestand\.bin: there is no such file"),
        ([status(403)], 1, r"refused \(HTTP 403\)"),
        ([silent] * 9, 3, "no answer in time. Check the internet connection"),
        ([declared(10**12)], 1, r"too large \(1,000,000 MB"),
        ([endless], 1, "too large"),
        ([body(b"<html>inloggen</html>")], 1, "its MD5 is"),
        ([status(302, Location="file:///etc/passwd")], 1, "points to file://"),
        (
            [status(302, Location="http://elders.example/x")],
            1,
            "points to http://elders.example, which is not followed",
        ),
        ([status(302, Location="ftp://127.0.0.1/x")], 1, "not followed"),
        ([status(302, Location="https://gebruiker@127.0.0.1/x")], 1, "not followed"),
        ([status(302, Location="/bestand.bin")] * 9, 6, "more than 5 redirects"),
    ],
)
def test_what_cannot_be_got_is_said_in_one_sentence(
    server: Server, tmp_path: Path, faults: list[Fault], asked: int, message: str
) -> None:
    server.faults["bestand"] = list(faults)
    with pytest.raises(DownloadError, match=message) as caught:
        get(server, tmp_path / "b")
    assert len(server.asked) == asked
    assert list(tmp_path.iterdir()) == []
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_redirect_on_the_same_server_is_followed(server: Server, tmp_path: Path) -> None:
    server.faults["oud"] = [status(302, Location="/bestand.bin")]
    found = download(f"{server.address}/oud", tmp_path / "b", http=HTTP, most_bytes=MOST, md5=MD5)
    assert found.path.read_bytes() == CONTENT


def test_a_check_that_fails_leaves_nothing(server: Server, tmp_path: Path) -> None:
    def refuse(path: Path) -> None:
        raise ValueError("het is iets anders")

    with pytest.raises(DownloadError, match=r"not what was asked for: het is iets anders\. It was thrown away"):
        get(server, tmp_path / "b", check=refuse)
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_survives_a_newer_one_that_fails(server: Server, tmp_path: Path) -> None:
    path = get(server, tmp_path / "b")
    server.files["/bestand.bin"] = CONTENT[::-1]
    with pytest.raises(DownloadError, match="MD5"):
        get(server, path)
    assert path.read_bytes() == CONTENT


def test_without_a_server_the_message_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(
        DownloadError, match=r"cannot be reached\. Check the internet connection.*--file needs no internet"
    ):
        download(f"http://127.0.0.1:{port}/x", tmp_path / "b", http=HTTP, most_bytes=MOST)
    assert list(tmp_path.iterdir()) == []


def test_https_never_becomes_less() -> None:
    assert followed("http://a.nl/x", "https://b.nl/y") == "https://b.nl/y"
    assert followed("https://a.nl/x", "/y?z=1") == "https://a.nl/y?z=1"
    with pytest.raises(DownloadError, match="not followed"):
        followed("https://a.nl/x", "http://a.nl/y")
