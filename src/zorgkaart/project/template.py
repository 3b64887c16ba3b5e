"""Starting a project: a folder with a project file in which every key is explained, and the schema of its keys."""

from __future__ import annotations

from pathlib import Path

from zorgkaart.errors import OutputError
from zorgkaart.files import atomic_path
from zorgkaart.project.json_schema import schema_text

TEMPLATE = Path(__file__).parent / "templates" / "zorgkaart.toml"
PROJECT_FILE, SCHEMA_FILE = "zorgkaart.toml", "zorgkaart.schema.json"
# The first line of a project file, by which editors find the schema beside it (taplo, Even Better TOML).
SCHEMA_LINE = f"#:schema ./{SCHEMA_FILE}"


def init_project(folder: Path) -> Path:
    """Write ``zorgkaart.toml`` and its schema into `folder` and make the folder ``gegevens`` for the user's own tables.

    Parameters
    ----------
    folder : Path
        Is made if it is not there.

    Raises
    ------
    OutputError
        If one of the two is there already, both are left as they are; or if the folder cannot be written to.
    """
    texts = {SCHEMA_FILE: schema_of_template(), PROJECT_FILE: TEMPLATE.read_text(encoding="utf-8")}
    for name in reversed(texts):
        if (folder / name).exists():
            raise OutputError(f"{folder / name}: exists already and was left as it is. Choose another folder.")
    tables = folder / "gegevens"
    try:
        tables.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{tables}: cannot be made: {error.strerror}. Choose another folder.") from error
    written: list[Path] = []
    try:
        for name, text in texts.items():
            with atomic_path(folder / name) as temporary:
                temporary.write_text(text, encoding="utf-8")
            written.append(folder / name)
    except BaseException:  # whatever it is, also Ctrl-C: not one without the other
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return folder / PROJECT_FILE


def schema_of_template() -> str:
    """Return the JSON schema of a project file, as the file beside one has it."""
    return schema_text(TEMPLATE.read_text(encoding="utf-8"))
