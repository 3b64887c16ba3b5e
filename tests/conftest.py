"""Set-up that all tests share: hypothesis without deadlines or chance, and no network but this
machine's own, no cache but their own."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ["support.schedulers", "support.study_fixtures"]

settings.register_profile("zorgkaart", deadline=None, derandomize=True, print_blob=False)
settings.load_profile("zorgkaart")

_connect = socket.socket.connect


def _connect_locally(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a test reached for the network: {address}")
    _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _no_network(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZORGKAART_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(socket.socket, "connect", _connect_locally)
        yield
