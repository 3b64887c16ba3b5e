"""Set-up that all tests share: hypothesis without deadlines or chance, no network but this machine's own, no cache but
their own; which tests are slow, and how they are divided over processes."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ["support.browser", "support.schedulers", "support.study_fixtures", "support.report_fixtures"]

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
        patch.setenv("ZORGKAART_TAAL", "en")
        patch.setattr(socket.socket, "connect", _connect_locally)
        yield


# Slow tests, and the work of each process.

SLOW_S = 2.0
DOCS = "tests/whole/test_docs.py::test_every_command_of_a_page"
_took_s: dict[str, float] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the real project or a browser is slow; files with slow tests come first, so that none comes last."""
    for item in items:
        if "groningen" in getattr(item, "fixturenames", ()) or item.get_closest_marker("browser"):
            item.add_marker("slow")
    slow = {_work_of(item.nodeid) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not item.nodeid.startswith(DOCS), _work_of(item.nodeid) not in slow))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Divide the work by what shares costly fixtures; see :func:`_work_of`."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFixtures(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _work_of(nodeid)

    return ByFixtures(config, log)


def _work_of(nodeid: str) -> str:
    """Tests that one process does: a room of analyses, a page of the documentation, or else a file."""
    if nodeid.startswith(DOCS):
        return nodeid
    file = nodeid.partition("::")[0]
    return file.rpartition("/")[0] if file.startswith("tests/analyses/") else file


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what the unmarked tests themselves take; their fixtures may be those of many tests."""
    if report.when == "call" and "slow" not in report.keywords:
        _took_s[report.nodeid] = report.duration


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the tests that took long without being marked, as a hint: a machine may have been busy."""
    found = sorted(((took_s, name) for name, took_s in _took_s.items() if took_s > SLOW_S), reverse=True)
    if found:
        terminalreporter.section(f"took over {SLOW_S:g} s without the mark 'slow'")
        for took_s, name in found:
            terminalreporter.write_line(f"{took_s:6.1f} s  {name}")
