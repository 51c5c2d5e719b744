"""Writing files so that a reader sees the whole of them or nothing.

Output is made under a temporary name beside its target and renamed at the end. An error, Ctrl-C or SIGTERM in
between removes the temporary name again and leaves an older target as it was.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from khingan.errors import InputError, Problem, SystemFault

if TYPE_CHECKING:
    import pyarrow as pa

_ADVICE = {
    errno.ENOSPC: "the disk is full; free some space or write somewhere else",
    errno.EDQUOT: "the disk quota is used up; free some space or write somewhere else",
    errno.EACCES: "permission denied; write somewhere else",
    errno.EPERM: "permission denied; write somewhere else",
    errno.EROFS: "the file system is read-only; write somewhere else",
    errno.EIO: "the device reports an input/output error",
    errno.EMFILE: "too many open files; raise the limit (ulimit -n)",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.ENOTDIR: "a part of the path is a file, not a folder; write somewhere else",
    errno.EEXIST: "a file stands where a folder is needed; write somewhere else",
}


def describe_os_error(error: OSError, path: Path | None = None) -> str:
    """Turn an operating-system error into one sentence that says what to do.

    Parameters
    ----------
    error : OSError
        Any error of the file system.
    path : Path, optional
        What was being written; default is the path the error itself names.

    Returns
    -------
    str
        Path, reason and advice.
    """
    reason = _ADVICE.get(error.errno or 0, error.strerror or str(error))
    where = path if path is not None else error.filename
    return f"{where}: {reason}" if where else reason


def numbered(path: Path, taken: Collection[str] = ()) -> Path:
    """Return `path`, or the first of ``path-2``, ``path-3`` ... that does not exist yet.

    Parameters
    ----------
    path : Path
        Wished-for name.
    taken : collection of str
        Paths that somebody is going to write.

    Returns
    -------
    Path
        A name that is free now.
    """

    def is_free(candidate: Path) -> bool:
        return not os.path.lexists(candidate) and str(candidate.resolve()) not in taken

    if is_free(path):
        return path
    names = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(candidate for candidate in names if is_free(candidate))


def _make_parents(path: Path) -> list[Path]:
    """Create the folders above `path`; return those that were missing, deepest first."""
    missing = []
    parent = path.parent
    while not parent.exists():
        missing.append(parent)
        parent = parent.parent
    path.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _discard(temporary: Path, created: list[Path]) -> None:
    # Cleaning up never hides the error that made it necessary; a folder somebody else uses meanwhile stays.
    if temporary.is_dir():
        shutil.rmtree(temporary, ignore_errors=True)
    else:
        with suppress(OSError):
            temporary.unlink()
    for folder in created:
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def _aside(path: Path, temporary: Path, folder: bool) -> Iterator[Path]:
    created: list[Path] = []
    try:
        try:
            created = _make_parents(path)
            if folder:
                temporary.mkdir()
            yield temporary
            temporary.replace(path)
        except OSError as error:
            if error.errno in _ADVICE:
                raise SystemFault(f"cannot write {describe_os_error(error, path)}") from error
            raise
    except BaseException:
        _discard(temporary, created)
        raise


@contextmanager
def replace_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Write a file under a temporary name and rename it to `path` at the end.

    Parameters
    ----------
    path : path-like
        Target; an existing file is replaced. Missing folders above it are created.

    Yields
    ------
    Path
        Name to write to, in the same folder and with the same suffix.

    Raises
    ------
    InputError
        If `path` is an existing folder.
    SystemFault
        If the disk is full or the folder not writable.
    """
    target = Path(path)
    if target.is_dir():
        raise InputError(Problem("is a folder", file=str(target), expected="the name of a file to write"))
    temporary = target.with_name(f".{target.stem}.part-{os.getpid()}{target.suffix}")
    with _aside(target, temporary, folder=False) as part:
        yield part


def write_parquet(table: pa.Table, path: str | os.PathLike[str]) -> None:
    """Write a table as one Parquet file, which appears whole or not at all.

    Parameters
    ----------
    table : pyarrow.Table
    path : path-like
        As of `replace_file`, whose errors it raises.
    """
    import pyarrow.parquet as pq

    with replace_file(path) as part:
        pq.write_table(table, part, compression="zstd")


@contextmanager
def replace_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Fill a folder under a temporary name and rename it to `path` at the end.

    Parameters
    ----------
    path : path-like
        Target. It must not exist, or be an empty folder: results are never mixed with or written over others.

    Yields
    ------
    Path
        Temporary folder, in the same parent folder.

    Raises
    ------
    InputError
        If `path` is a file or a folder with something in it.
    SystemFault
        If the disk is full or the parent folder not writable.
    """
    target = Path(path)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(
            Problem(
                "exists already and is not an empty folder",
                file=str(target),
                expected="a new name or an empty folder",
                mend="choose another folder, or remove this one first",
            )
        )
    temporary = target.with_name(f"{_beside(target)}{os.getpid()}")
    with _aside(target, temporary, folder=True) as part:
        yield part


def _beside(target: Path) -> str:
    return f".{target.name}.part-"


def discard_unfinished(path: Path) -> None:
    """Remove what a process that was killed has left of a folder that `replace_folder` was filling.

    Parameters
    ----------
    path : Path
        Target; no process may be filling it now.
    """
    with suppress(OSError):
        for left in list(path.parent.iterdir()):
            if left.name.startswith(_beside(path)):
                shutil.rmtree(left, ignore_errors=True)
