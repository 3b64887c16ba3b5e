"""The downloads of one fetch: kept between fetches, and listed for the provenance."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from zorgkaart.errors import OutputError
from zorgkaart.fetch.download import Download, Report, download
from zorgkaart.fetch.services import HttpSection
from zorgkaart.network.store import cache_folder


class Downloads:
    """Gets files into the cache (``ZORGKAART_CACHE``, else ``~/.cache/zorgkaart``).

    Attributes
    ----------
    done : list of Download
        What was got, in that order.
    """

    def __init__(self, http: HttpSection, report: Report) -> None:
        self.done: list[Download] = []
        self.report = report
        self._http = http
        self._folder = cache_folder() / "downloads"

    def get(
        self,
        url: str,
        *,
        most_bytes: int,
        check: Callable[[Path], None] | None = None,
        md5: str | None = None,
        suffix: str = "",
        answer_s: float = 0.0,
    ) -> Path:
        """Download a file, or the rest of it, or find that it is here already; see :func:`download`.

        Parameters
        ----------
        suffix
            How the name of the file must end for those that read it, where the address does not.
        answer_s
            Seconds that the service may think before it answers, on top of what is usual.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{self._folder}: cannot be made: {error.strerror}. Name another folder in ZORGKAART_CACHE."
            ) from error
        http = self._http.model_copy(update={"read_s": self._http.read_s + answer_s})
        path = self._folder / f"{_file_name(url)}{suffix}"
        self.done.append(
            download(url, path, http=http, most_bytes=most_bytes, check=check, md5=md5, report=self.report)
        )
        return path


def _file_name(url: str) -> str:
    """A name that is different for each address and safe in each file system."""
    last = re.sub(r"[^A-Za-z0-9._-]", "_", Path(urlsplit(url).path).name)[-60:].lstrip(".")
    return f"{hashlib.sha256(url.encode()).hexdigest()[:16]}-{last or 'answer'}"
