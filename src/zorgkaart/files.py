"""Writing a file so that it is there whole or not at all, and the hash that identifies one.

A run that is broken off, or that fills the disk, must not leave half a map behind that looks like a
map, nor destroy the good one of yesterday.
"""

from __future__ import annotations

import errno
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zorgkaart.errors import OutputError, ZorgkaartError

# Libraries that report a failed write with exceptions of their own, which are not (all) OSErrors.
_WRITERS = ("pyogrio", "rasterio", "sqlite3", "xlsxwriter")

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_PERMISSION = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """Give a path to write to, and put what was written there in the place of `target` at the end.

    The path has the file name of `target` and lies in a temporary folder beside it, so that side
    files of a writer (the journal of a GeoPackage) go with it. If the block fails, for whatever
    reason and also by Ctrl-C, the temporary folder is removed and an older `target` stays as it was.

    Parameters
    ----------
    target : Path
        The file to make or to replace. Its parent folder is made if it does not exist.

    Yields
    ------
    Path
        Where to write; nothing is there yet.

    Raises
    ------
    OutputError
        If the file cannot be written: the disk is full, a folder is read-only, a file is in the way.

    Examples
    --------
    >>> with atomic_path(folder / "kaart.html") as path:  # doctest: +SKIP
    ...     path.write_text(page, encoding="utf-8")
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # In full: a library may take "uit10:00/x" for an address.
        beside = target.parent.absolute()
        scratch = tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=beside, ignore_cleanup_errors=True)
    except OSError as error:
        raise _output_error(target, error) from error
    with scratch as folder:
        path = Path(folder) / target.name
        try:
            yield path
            path.replace(target)
        except Exception as error:
            if _is_failed_write(error, folder):
                raise _output_error(target, error) from error
            raise


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content as 64 hexadecimal digits.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_failed_write(error: Exception, folder: str) -> bool:
    """Tell a failed write below `folder` from any other error, such as an input that cannot be read."""
    if isinstance(error, ZorgkaartError):
        return False
    if type(error).__module__.partition(".")[0] in _WRITERS:
        return True
    if not isinstance(error, OSError):
        return False
    if error.filename is not None:
        return str(error.filename).startswith(folder)
    return error.errno in (*_NO_SPACE, *_NO_PERMISSION)


def _output_error(target: Path, error: Exception) -> OutputError:
    # A writer of workbooks hands on the error of the system inside one of its own.
    error = next((inner for inner in error.args if isinstance(inner, OSError)), error)
    number = getattr(error, "errno", None)
    if number in _NO_SPACE:
        what, todo = "the disk is full or a limit on file size is reached", "Free some space, or choose another folder."
    elif number in _NO_PERMISSION:
        what = "no permission"
        todo = "Close the file if another program has it open, or choose a folder that you may write to."
    else:
        what = getattr(error, "strerror", None) or str(error) or type(error).__name__
        todo = "Check that the disk has room and that nothing is in the way of the file or its folder."
    return OutputError(f"{target}: cannot be written: {what}. {todo}")
