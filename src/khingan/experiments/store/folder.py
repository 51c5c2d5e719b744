"""A folder of results, on a disk or in an object store, behind one small set of verbs."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyarrow import fs

from khingan.errors import InputError, Problem, SystemFault
from khingan.files import describe_os_error

ASIDE = ".part-"
"""In the name of a file that is being written; whoever finds one that nobody writes any more may remove it."""


class Folder:
    """A folder whose files appear whole or not at all.

    Parameters
    ----------
    where : path-like
        Folder, or the address of one that pyarrow knows: ``file://``, ``s3://``, ``gs://``, ``hdfs://`` ...
    system : pyarrow.fs.FileSystem, optional
        Where it lies, with `where` as the path in it; found out from `where` by default.

    Raises
    ------
    InputError
        If pyarrow does not know such an address.
    """

    def __init__(self, where: str | os.PathLike[str], system: Any = None) -> None:
        self.where = os.fspath(where)
        if system is not None:
            self.system, self.base = system, self.where
        elif "://" in self.where:
            self.system, self.base = _from_address(self.where)
        else:
            self.system, self.base = fs.LocalFileSystem(), Path(self.where).absolute().as_posix()

    @property
    def local(self) -> Path | None:
        """The folder as a path of this machine; none in an object store."""
        return Path(self.base) if self.system.type_name == "local" else None

    def path(self, name: str) -> str:
        """Path of a file inside, as the file system spells it."""
        return f"{self.base}/{name}"

    def read(self, name: str) -> bytes:
        """Content of a file; ``FileNotFoundError`` where there is none."""
        with self.system.open_input_stream(self.path(name), compression=None) as stream:
            return bytes(stream.read())

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all.

        On a disk it is written aside and renamed; an object store makes an object visible only when it is complete.

        Raises
        ------
        SystemFault
            If the disk is full or the folder not writable.
        """
        target = self.path(name)
        parent, _, last = target.rpartition("/")
        aside = f"{parent}/{ASIDE}{uuid.uuid4().hex[:12]}-{last}" if self.local is not None else target
        with faults_told(target):
            self.system.create_dir(parent, recursive=True)
            try:
                self._put(aside, content)
                if aside != target:
                    self.system.move(aside, target)
            except BaseException:
                if aside != target:
                    _drop(self.system, aside)
                raise

    def _put(self, path: str, content: bytes) -> None:
        with self.system.open_output_stream(path, compression=None) as stream:
            stream.write(content)

    def has(self, name: str) -> bool:
        """Whether there is a file of the name."""
        return bool(self.system.get_file_info(self.path(name)).type == fs.FileType.File)

    def names(self) -> list[str]:
        """Names of all files inside, those in folders below it too, in order; none where there is no folder."""
        selector = fs.FileSelector(self.base, allow_not_found=True, recursive=True)
        found = self.system.get_file_info(selector)
        return sorted(
            info.path[len(self.base.rstrip("/")) + 1 :] for info in found if info.type == fs.FileType.File
        )

    def exists(self) -> bool:
        """Whether there is such a folder."""
        return bool(self.system.get_file_info(self.base).type == fs.FileType.Directory)

    def is_taken(self, apart_from: Collection[str] = ()) -> bool:
        """Whether something stands in the place: a file, or a folder with more in it than what is named."""
        if self.system.get_file_info(self.base).type == fs.FileType.File:
            return True
        found = self.system.get_file_info(fs.FileSelector(self.base, allow_not_found=True))
        return any(
            info.base_name not in apart_from and not info.base_name.startswith(ASIDE) for info in found
        )

    def delete(self, name: str) -> None:
        """Remove a file, if there is one."""
        with faults_told(self.path(name)):
            _drop(self.system, self.path(name))

    def delete_folder(self, name: str) -> None:
        """Remove a folder below this one with all that is in it, if there is one."""
        with faults_told(self.path(name)):
            if self.system.get_file_info(self.path(name)).type == fs.FileType.Directory:
                self.system.delete_dir(self.path(name))


def _from_address(address: str) -> tuple[Any, str]:
    try:
        system, base = fs.FileSystem.from_uri(address)
    except (ValueError, OSError) as error:
        raise InputError(
            Problem(
                f"the address cannot be used: {error}",
                value=address,
                expected="a folder, or an address such as s3://BUCKET/FOLDER",
            )
        ) from error
    return system, base.rstrip("/")


def _drop(system: Any, path: str) -> None:
    attempt: Callable[[str], None] = system.delete_file
    try:
        attempt(path)
    except OSError:
        if system.get_file_info(path).type == fs.FileType.File:
            raise


@contextmanager
def faults_told(path: str) -> Iterator[None]:
    """Turn what an operating system refuses into a sentence for people.

    Raises
    ------
    SystemFault
        For every error of the file system.
    """
    try:
        yield
    except OSError as error:
        raise SystemFault(f"cannot write {describe_os_error(error, Path(path))}") from error
