"""Output appears whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from khingan.errors import InputError, SystemFault
from khingan.files import numbered, replace_file, replace_folder


def test_file_appears_only_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "map.png"
    with replace_file(target) as part:
        part.write_text("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert os.listdir(tmp_path) == ["map.png"]


def test_temporary_file_keeps_the_suffix(tmp_path: Path) -> None:
    with replace_file(tmp_path / "map.png") as part:
        part.write_text("x")
        assert part.suffix == ".png"


def test_error_leaves_the_older_file(tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    target.write_text("old")
    with pytest.raises(ValueError, match="half way"), replace_file(target) as part:
        part.write_text("new")
        raise ValueError("half way")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["table.csv"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    with replace_file(tmp_path / "a" / "b" / "c.txt") as part:
        part.write_text("x")
    assert (tmp_path / "a" / "b" / "c.txt").read_text() == "x"


def test_folder_given_as_a_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"), replace_file(tmp_path):
        pass


def test_folder_appears_only_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with replace_folder(target) as part:
        (part / "run.json").write_text("{}")
        assert not target.exists()
    assert os.listdir(target) == ["run.json"]


def test_interrupt_removes_folder_and_parents_it_made(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), replace_folder(tmp_path / "runs" / "one") as part:
        (part / "run.json").write_text("{}")
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []


def test_interrupt_leaves_parents_that_were_there(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    with pytest.raises(KeyboardInterrupt), replace_folder(tmp_path / "runs" / "one"):
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == ["runs"]


def test_empty_folder_is_filled(tmp_path: Path) -> None:
    target = tmp_path / "run"
    target.mkdir()
    with replace_folder(target) as part:
        (part / "run.json").write_text("{}")
    assert os.listdir(target) == ["run.json"]


def test_filled_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="exists already"), replace_folder(tmp_path):
        pass
    assert os.listdir(tmp_path) == ["notes.txt"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EACCES, "permission denied")],
)
def test_faults_of_the_machine_name_target_and_reason(tmp_path: Path, number: int, words: str) -> None:
    with pytest.raises(SystemFault, match=words) as caught, replace_folder(tmp_path / "run"):
        raise OSError(number, os.strerror(number))
    assert str(tmp_path / "run") in str(caught.value)
    assert os.listdir(tmp_path) == []


def test_full_disk_while_writing(tmp_path: Path) -> None:
    # /dev/full answers every write with "no space left on device".
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(SystemFault, match="disk is full"), replace_folder(tmp_path / "run") as part:
        (part / "big.bin").write_bytes(b"x")
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"x")
    assert os.listdir(tmp_path) == []


def test_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with (
        pytest.raises(SystemFault, match="file stands where a folder"),
        replace_folder(tmp_path / "runs" / "one"),
    ):
        pass
    assert os.listdir(tmp_path) == ["runs"]


def test_other_errors_pass_unchanged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), replace_folder(tmp_path / "run"):
        raise FileNotFoundError(errno.ENOENT, "no such scenario")


def test_numbered_takes_the_first_free_name(tmp_path: Path) -> None:
    wished = tmp_path / "run"
    assert numbered(wished) == wished
    wished.mkdir()
    (tmp_path / "run-2").mkdir()
    assert numbered(wished) == tmp_path / "run-3"
