"""One process writes into a folder at a time. The lock ends with its process, however that ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from khingan.errors import InputError, Problem
from khingan.experiments.store.folder import Folder, faults_told

LOCK = ".lock"


@contextmanager
def locked(folder: Folder) -> Iterator[None]:
    """Hold the lock of a folder.

    In an object store there are no locks: there only the processes of this machine and user are kept apart.

    Parameters
    ----------
    folder : Folder
        A folder on a disk is made if there is none.

    Raises
    ------
    InputError
        If another process holds it.
    SystemFault
        If the folder cannot be written.
    """
    file = _lock_file(folder)
    with faults_told(folder.where):
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise InputError(
                Problem(
                    "another process is writing into it",
                    file=folder.where,
                    mend="wait until it has ended, or choose another folder",
                )
            ) from error
    try:
        yield
    finally:
        lock.release()


def _lock_file(folder: Folder) -> Path:
    if folder.local is not None:
        return folder.local / LOCK
    from platformdirs import user_data_path

    return user_data_path("khingan") / "locks" / hashlib.sha256(folder.where.encode()).hexdigest()
