"""Rules for the whole source tree that no linter knows."""

from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "khingan"
LIBRARY = PACKAGE / "library"

# Ids that are also ordinary English or the names of contingents, which the code may speak of.
MIN_ID_LENGTH = 5


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: there is no list of the project's files")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def read_text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def source_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if LIBRARY not in path.parents)


LISTS: set[str] = set()


def test_no_source_file_is_longer_than_400_lines() -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in source_files()}
    assert len(sizes) > 5
    assert {name: size for name, size in sizes.items() if size > 400}.keys() <= LISTS


def test_no_machine_path_in_any_file() -> None:
    # Written in two parts, so that this file does not find itself.
    pattern = re.compile(
        "|".join("/" + name for name in ("work/", "root/", "farm/", "home/", "tmp/(bash|kh)"))
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked_files()
        if (text := read_text(path)) is not None and path.name != "uv.lock"
        for number, line in enumerate(text.splitlines(), start=1)
        if re.search(rf"(?<![\w.~-])(?:{pattern.pattern})", line)
    ]
    assert found == []


def library_ids() -> set[str]:
    """Ids of units, formations, places and plans of every scenario of the library."""
    ids: set[str] = set()
    for table in LIBRARY.rglob("*.csv"):
        with table.open(newline="", encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                ids.update(
                    row.get(key) or ""
                    for key in ("unit_id", "formation_id", "place_id", "plan_id", "line_id")
                )
    return {name for name in ids if len(name) >= MIN_ID_LENGTH}


def test_code_knows_no_scenario() -> None:
    ids = library_ids()
    if not ids:
        pytest.skip("the library holds no tables")
    word = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]+")
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in source_files()
        for name in word.findall(path.read_text(encoding="utf-8"))
        if name in ids
    }
    assert found == set()


def test_library_holds_data_only() -> None:
    assert [str(path) for path in LIBRARY.rglob("*.py")] == []
