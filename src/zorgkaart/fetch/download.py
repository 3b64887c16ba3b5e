"""One file over HTTP: resumed where it broke off, never larger than allowed, checked before it gets its name."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from zorgkaart.errors import DownloadError, OutputError
from zorgkaart.fetch.services import HttpSection
from zorgkaart.files import atomic_path, sha256_of
from zorgkaart.version import __version__
from zorgkaart.words.numbers import number

log = logging.getLogger(__name__)

Report = Callable[[str], None]
BUSY = (429, 500, 502, 503, 504)
MOVED = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
CHUNK = 1 << 16
AGAIN = "Run the same command again later: what was downloaded is kept and gone on with."
OFFLINE = (
    "Check the internet connection; behind a firewall, ask for access to this address or set HTTPS_PROXY. "
    "With a file of your own, zorgkaart fetch --file needs no internet."
)


@dataclass(frozen=True)
class Download:
    """A file that was downloaded, and what is known of it.

    ``downloaded`` is the moment in UTC; ``etag`` and ``modified`` are what the server said, or ``""``.
    """

    url: str
    path: Path
    sha256: str
    bytes: int
    downloaded: str
    etag: str = ""
    modified: str = ""


def download(
    url: str,
    path: Path,
    *,
    http: HttpSection,
    most_bytes: int,
    check: Callable[[Path], None] | None = None,
    md5: str | None = None,
    report: Report | None = None,
) -> Download:
    """Download a file, or find that the one from an earlier time is still the same.

    What has come in stands in ``NAME.part`` until it is whole; a next call goes on from there, if the server
    still has the same file. What is noted of the file stands in ``NAME.json``.

    Parameters
    ----------
    most_bytes
        A file that is, or turns out to be, larger is refused.
    check
        Raises ValueError with a reason if the file is not what was asked for.
    md5
        The hexadecimal checksum that the file must have.

    Raises
    ------
    DownloadError
        If there is no connection, the server refuses or stays busy, or what comes is too large, broken or
        something else. Only a part that can be gone on with stays behind.
    OutputError
        If the file cannot be written.
    """
    files = _Files(path)
    for turn in range(1, http.tries + 1):
        try:
            if not _transfer(url, files, http, most_bytes, report or (lambda _: None)):
                return replace(files.noted(), path=path)
            break
        except _BusyError as error:
            wait = http.pause_s * 2 ** (turn - 1) if error.wait_s is None else error.wait_s
            if turn == http.tries or wait > http.longest_pause_s:
                raise DownloadError(f"{_host(url)}: {error}. {AGAIN}") from error
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
            wait = http.pause_s * 2 ** (turn - 1)
            if turn == http.tries or _unknown_host(error):
                raise DownloadError(f"{_host(url)}: {_plain(error)}. {OFFLINE} {AGAIN}") from error
        except requests.RequestException as error:
            raise DownloadError(f"{_host(url)}: no usable answer ({type(error).__name__}). {AGAIN}") from error
        log.info("%s: asking again in %.0f s", _host(url), wait)
        time.sleep(wait)
    return _accepted(url, files, check, md5)


class _BusyError(Exception):
    """A server asks to come back later, or broke off."""

    def __init__(self, what: str, wait_s: float | None = None) -> None:
        super().__init__(what)
        self.wait_s = wait_s


class _Files:
    """The file, its part, and what is noted of both."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(f"{path.name}.part")
        self.note = path.with_name(f"{path.name}.json")
        self.part_note = path.with_name(f"{path.name}.part.json")

    def noted(self) -> Download:
        """What is noted of the whole file."""
        raw = json.loads(self.note.read_text(encoding="utf-8"))
        return Download(**{**raw, "path": self.path})

    def earlier(self, url: str) -> dict[str, str]:
        """Headers that ask for what is new: the rest of a part, or a file that has changed."""
        try:
            if self.part.is_file() and self.part_note.is_file():
                noted = json.loads(self.part_note.read_text(encoding="utf-8"))
                size = self.part.stat().st_size
                if noted["url"] == url and noted["validator"] and size:
                    return {"Range": f"bytes={size}-", "If-Range": str(noted["validator"])}
            elif self.path.is_file() and self.note.is_file():
                whole = self.noted()
                if whole.url == url and whole.sha256 == sha256_of(self.path):
                    known = {"If-None-Match": whole.etag, "If-Modified-Since": whole.modified}
                    return {name: value for name, value in known.items() if value}
        except (OSError, ValueError, TypeError, KeyError) as error:
            log.info("%s: what was noted cannot be read (%s); it is downloaded anew", self.path.name, error)
        return {}

    def drop(self) -> None:
        """Remove the part."""
        self.part.unlink(missing_ok=True)
        self.part_note.unlink(missing_ok=True)


def _transfer(url: str, files: _Files, http: HttpSection, most_bytes: int, report: Report) -> bool:
    """Bring the part up to date; False if the whole file is there already and has not changed."""
    headers = files.earlier(url)
    with _opened(url, headers, http) as answer:
        if answer.status_code == 304 and "Range" not in headers:
            return False
        if answer.status_code == 416:
            files.drop()
            raise _BusyError("the part that is here does not fit the file", 0.0)
        resumed = answer.status_code == 206 and _begins_at(answer, files.part)
        if answer.status_code == 206 and not resumed:
            files.drop()
            raise _BusyError("the server went on at another place than asked", 0.0)
        begin = files.part.stat().st_size if resumed else 0
        declared = answer.headers.get("Content-Length", "")
        total = begin + int(declared) if declared.isdigit() else None
        if total is not None and total > most_bytes:
            files.drop()
            raise _too_large(url, total, most_bytes)
        if not resumed:
            _note_part(url, files, answer)
        _write(url, answer, files, begin, total, most_bytes, report)
    return True


def _write(
    url: str, answer: requests.Response, files: _Files, begin: int, total: int | None, most_bytes: int, report: Report
) -> None:
    size = begin
    name = Path(urlsplit(url).path).name or _host(url)
    try:
        with files.part.open("ab" if begin else "wb") as file:
            for chunk in answer.iter_content(CHUNK):
                size += len(chunk)
                if size > most_bytes:
                    break
                file.write(chunk)
                of = f" van {number(total / 1e6)}" if total else ""
                report(f"{name} ophalen: {number(size / 1e6)}{of} MB")
    except requests.RequestException:
        raise
    except OSError as error:
        raise OutputError(f"{files.part}: cannot be written: {error.strerror}. Free some space and rerun.") from error
    if size > most_bytes:
        files.drop()
        raise _too_large(url, size, most_bytes)
    if total is not None and size < total:
        raise _BusyError(f"the connection broke off after {size / 1e6:.1f} of {total / 1e6:.1f} MB")


def _note_part(url: str, files: _Files, answer: requests.Response) -> None:
    """Note whether, and by what, the server can tell that a part is of the same file."""
    etag = answer.headers.get("ETag", "")
    modified = answer.headers.get("Last-Modified", "")
    strong = etag if etag and not etag.startswith("W/") else modified
    note = {"url": url, "validator": strong, "etag": etag, "modified": modified}
    files.part.unlink(missing_ok=True)
    with atomic_path(files.part_note) as target:
        target.write_text(json.dumps(note), encoding="utf-8")


def _accepted(url: str, files: _Files, check: Callable[[Path], None] | None, md5: str | None) -> Download:
    """Give the part the name of the file, if it is what was asked for."""
    try:
        if md5 is not None:
            with files.part.open("rb") as file:
                digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
            if digest != md5:
                raise ValueError(f"its MD5 is {digest}, and the server says {md5}")
        if check is not None:
            check(files.part)
    except ValueError as error:
        files.drop()
        raise DownloadError(f"{_short(url)}: not what was asked for: {error}. It was thrown away. {AGAIN}") from error
    note: dict[str, Any] = json.loads(files.part_note.read_text(encoding="utf-8"))
    files.part.replace(files.path)
    files.part_note.unlink()
    done = Download(
        url,
        files.path,
        sha256_of(files.path),
        files.path.stat().st_size,
        datetime.now(UTC).isoformat(timespec="seconds"),
        note["etag"],
        note["modified"],
    )
    with atomic_path(files.note) as target:
        target.write_text(json.dumps({**asdict(done), "path": files.path.name}), encoding="utf-8")
    return done


@contextmanager
def _opened(url: str, headers: dict[str, str], http: HttpSection) -> Iterator[requests.Response]:
    """The answer to a request, after redirects that were looked at one by one."""
    asked = {"User-Agent": f"zorgkaart/{__version__}", "Accept-Encoding": "identity", **headers}
    with requests.Session() as session:
        place = url
        for _ in range(MOST_REDIRECTS + 1):
            answer = session.get(
                place, headers=asked, stream=True, allow_redirects=False, timeout=(http.connect_s, http.read_s)
            )
            with answer:
                if answer.status_code in MOVED and "Location" in answer.headers:
                    place = followed(place, answer.headers["Location"])
                    continue
                _raise_for(url, answer)
                yield answer
                return
    raise DownloadError(f"{_short(url)}: more than {MOST_REDIRECTS} redirects. Look whether the service has moved.")


def followed(url: str, location: str) -> str:
    """The address that an answer of `url` points to.

    Raises
    ------
    DownloadError
        Unless it is ``https``, or the same server by the same scheme; never a file, and never from ``https`` to less.
    """
    target = urljoin(url, location)
    old, new = urlsplit(url), urlsplit(target)
    if new.hostname and "@" not in new.netloc:
        if new.scheme == "https":
            return target
        if new.scheme == "http" and (old.scheme, old.netloc) == (new.scheme, new.netloc):
            return target
    raise DownloadError(
        f"{_host(url)}: points to {new.scheme}://{new.netloc[:100]}, which is not followed. "
        "Look whether the service has moved, or whether the network asks for a login first."
    )


def _raise_for(url: str, answer: requests.Response) -> None:
    status = answer.status_code
    if status in (200, 206, 304, 416):
        return
    if status in BUSY:
        raise _BusyError(f"busy or out of order (HTTP {status})", _retry_after(answer.headers.get("Retry-After", "")))
    if status in (404, 410):
        raise DownloadError(
            f"{_short(url)}: there is no such file (HTTP {status}). Look whether the service has moved."
        )
    raise DownloadError(f"{_short(url)}: refused (HTTP {status}). Ask who manages the network or the service.")


def _retry_after(value: str) -> float | None:
    """Seconds to wait, from a number or a date; None if it is neither."""
    if value.strip().isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then - datetime.now(then.tzinfo)).total_seconds())


def _begins_at(answer: requests.Response, part: Path) -> bool:
    begin = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return part.is_file() and begin.isdigit() and int(begin) == part.stat().st_size


def _too_large(url: str, size: int, most_bytes: int) -> DownloadError:
    return DownloadError(
        f"{_short(url)}: too large ({size / 1e6:,.0f} MB or more; at most {most_bytes / 1e6:,.0f} MB is taken). "
        "Take a smaller region, or raise largest_mb in a table of services of your own."
    )


def _unknown_host(error: Exception) -> bool:
    """Whether the name of the server is not known here: asking again does not help."""
    return "NameResolutionError" in str(error) or "getaddrinfo" in str(error)


def _plain(error: Exception) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "no secure connection: the certificate is not trusted here"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy does not answer"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError) or "IncompleteRead" in str(error):
        return "the connection kept breaking off"
    return "cannot be reached"


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _short(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"
