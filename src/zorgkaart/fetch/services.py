"""The addresses of the services, and how long to wait for them: a table, which a user or a test may replace."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.project.keys import Section
from zorgkaart.project.sections import Positive

TABLE = Path(__file__).parent / "tables" / "services.toml"
VARIABLE = "ZORGKAART_SERVICES"
Address = Annotated[str, Field(pattern=r"^https?://[^/?#@\s]+(/\S*)?$")]


class HttpSection(Section):
    """How patient a download is."""

    connect_s: Positive
    read_s: Positive
    tries: int = Field(ge=1, le=20)
    pause_s: float = Field(ge=0)
    longest_pause_s: float = Field(ge=0)


class _Service(Section):
    url: Address
    source: str
    licence: str
    largest_mb: Positive

    @property
    def most_bytes(self) -> int:
        """Answers that are larger than this are refused."""
        return int(self.largest_mb * 1e6)


class CbsSection(_Service):
    """Buurten, wijken and gemeenten of a year; ``{year}`` stands in the address."""

    year: int = Field(ge=2000, le=2100)


class ExtractsSection(_Service):
    """OpenStreetMap files per province, by an index."""

    parent: str
    reach_km: Positive


class PlacesSection(_Service):
    """Boundaries by name, and OpenStreetMap around them."""

    geocoder: Address
    reach_km: Positive
    widest_km: Positive
    timeout_s: int = Field(ge=1)


class Services(Section):
    """Every service that a fetch may ask."""

    http: HttpSection
    cbs: CbsSection
    regions: _Service
    extracts: ExtractsSection
    places: PlacesSection


def read_services(path: Path | None = None) -> Services:
    """Read the table of services: that of `path`, else of ``ZORGKAART_SERVICES``, else zorgkaart's own.

    Raises
    ------
    MissingFileError
        If there is no such table.
    InputError
        If it is not TOML, or a key is wrong or missing.
    """
    named = os.environ.get(VARIABLE)
    path = path or (Path(named) if named else TABLE)
    if not path.is_file():
        raise MissingFileError(f"{path}: no such table of services. Correct or remove {VARIABLE}.")
    try:
        return Services.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: not a valid TOML file ({error}). Correct that line.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise InputError(f"{path.name}: {key}: {first['msg']}. Compare it with {TABLE.name} of zorgkaart.") from error
