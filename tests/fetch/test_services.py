"""The table of services is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.fetch.services import TABLE, VARIABLE, read_services


def test_the_table_of_services_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_services().cbs.url.startswith("https://")
    path = tmp_path / "services.toml"
    monkeypatch.setenv(VARIABLE, str(path))
    with pytest.raises(MissingFileError, match=VARIABLE):
        read_services()
    path.write_text("[http]\nconnect_s = ", encoding="utf-8")
    with pytest.raises(InputError, match="not a valid TOML"):
        read_services()
    good = TABLE.read_text(encoding="utf-8")
    path.write_text(good.replace('geocoder = "https://', 'geocoder = "file://'), encoding="utf-8")
    with pytest.raises(InputError, match=r"places\.geocoder"):
        read_services()
