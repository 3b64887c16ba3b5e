"""Starting a project: a folder with a project file in which every key is explained."""

from __future__ import annotations

from pathlib import Path

from zorgkaart.errors import OutputError
from zorgkaart.files import atomic_path

TEMPLATE = Path(__file__).parent / "templates" / "zorgkaart.toml"


def init_project(folder: Path) -> Path:
    """Write ``zorgkaart.toml`` into `folder` and make the folder ``gegevens`` for the user's own tables.

    Raises
    ------
    OutputError
        If there is a project file already, which is left as it is, or if the folder cannot be written to.
    """
    path = folder / "zorgkaart.toml"
    if path.exists():
        raise OutputError(f"{path}: exists already and was left as it is. Choose another folder.")
    tables = folder / "gegevens"
    try:
        tables.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{tables}: cannot be made: {error.strerror}. Choose another folder.") from error
    with atomic_path(path) as temporary:
        temporary.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    return path
