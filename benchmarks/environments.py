"""Virtual environments for the tools that zorgkaart is compared with: made on request, never part of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

# What each environment needs; Python 3.12 for all, as OSRM's bindings and pandana have wheels for it.
PEERS = {"osrm": ["osrm-bindings", "numpy"], "pandana": ["pandana", "pyarrow"], "valhalla": ["pyvalhalla"]}


class AbsentError(RuntimeError):
    """A tool that cannot be had here."""


def python_of(peer: str, cache: Path, python312: str | None) -> str:
    """The interpreter of a peer's environment, which is made if it is not there.

    Raises
    ------
    AbsentError
        If there is no Python 3.12, or the packages cannot be installed.
    """
    folder = cache / peer
    interpreter = folder / "bin" / "python"
    if (folder / "ready").is_file():
        return str(interpreter)
    base = python312 or os.environ.get("PYTHON312") or shutil.which("python3.12")
    if base is None:
        raise AbsentError("no Python 3.12: name one with --python312 or PYTHON312")
    try:
        subprocess.run([base, "-m", "venv", "--clear", str(folder)], check=True, capture_output=True, text=True)
        subprocess.run(
            [str(interpreter), "-m", "pip", "install", "--quiet", *PEERS[peer]],
            check=True,
            capture_output=True,
            text=True,
        )
    except (subprocess.CalledProcessError, OSError) as error:
        lines = str(getattr(error, "stderr", "") or error).strip().splitlines()
        raise AbsentError(f"{', '.join(PEERS[peer])} cannot be installed ({lines[-1]})") from error
    (folder / "ready").touch()
    return str(interpreter)


def versions(interpreter: str) -> dict[str, str]:
    """Versions of all packages in an environment."""
    code = "import importlib.metadata as m; [print(d.metadata['Name'], d.version) for d in m.distributions()]"
    done = subprocess.run([interpreter, "-c", code], capture_output=True, text=True, check=True)
    return dict(line.split() for line in done.stdout.splitlines() if len(line.split()) == 2)
