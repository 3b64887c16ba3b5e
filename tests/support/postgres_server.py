"""A real PostgreSQL with PostGIS, from Debian's packages, for as long as the tests last.

It listens on this machine alone, on a port that was free, and keeps its files in a temporary folder. PostgreSQL
refuses to run as root; then it runs as the user ``postgres`` of the package.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

MANAGER, PASSWORD = "beheer", "Geheim@van/de:bak?"
DESKTOP = os.environ.get("ZORGKAART_DESKTOP") == "1"
_OPTIONS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=40", "lc_messages=C")


@dataclass(frozen=True)
class Server:
    folder: Path
    port: int

    def url(self, name: str, *, user: str = MANAGER) -> str:
        """By the socket, where no password is asked."""
        return f"postgresql://{user}@/{name}?host={self.folder}&port={self.port}"

    def tcp(self, name: str, *, user: str = MANAGER, password: str = "") -> str:
        """By the network, where a password is asked."""
        return f"postgresql://{user}{':' + password if password else ''}@127.0.0.1:{self.port}/{name}"


def binaries() -> Path | None:
    """The newest PostgreSQL of the machine that has PostGIS."""
    found = [
        path
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if (path / "initdb").is_file()
        and Path(f"/usr/share/postgresql/{path.parent.name}/extension/postgis.control").is_file()
    ]
    return max(found, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def started() -> Iterator[Server]:
    bin_ = binaries()
    if bin_ is None:
        if DESKTOP:
            pytest.fail("no PostgreSQL with PostGIS: apt-get install postgresql postgresql-postgis")
        pytest.skip("no PostgreSQL with PostGIS on this machine")
    folder = Path(tempfile.mkdtemp(prefix="zk-pg-"))
    try:
        as_user: list[str] = []
        if os.geteuid() == 0:
            as_user = ["runuser", "-u", "postgres", "--"]
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        (folder / "password").write_text(PASSWORD)
        (folder / "password").chmod(0o644)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]

        def call(*command: object) -> None:
            subprocess.run([*as_user, *map(str, command)], check=True, cwd="/", stdout=subprocess.DEVNULL)

        data = folder / "data"
        call(
            bin_ / "initdb",
            "-D",
            data,
            "-U",
            MANAGER,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
            f"--pwfile={folder / 'password'}",
        )
        settings = " ".join(f"-c {option}" for option in _OPTIONS)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {settings}"
        call(bin_ / "pg_ctl", "-D", data, "-w", "-t", 60, "-l", folder / "log", "-o", options, "start")
        try:
            yield Server(folder, port)
        finally:
            call(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_database(server: Server, name: str, *, postgis: bool = True) -> str:
    """Make an empty database, with PostGIS unless told otherwise, and return its address."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if postgis and not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'met_postgis'").fetchone():
            connection.execute("CREATE DATABASE met_postgis")
            with psycopg.connect(server.url("met_postgis"), autocommit=True) as other:
                other.execute("CREATE EXTENSION postgis")
        template = "met_postgis" if postgis else "template1"
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.url(name)
