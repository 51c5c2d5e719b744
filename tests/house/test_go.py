"""The two commands: what ./go asks of uv, and what it says on a bare machine. No network, no real uv."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "dirname", "mkdir", "find", "date", "mktemp", "rm", "mv", "tail", "sed")
FAKE_UV = """#!/bin/sh
echo "$*" >>"$LOG"
if [ "$1" = sync ]; then mkdir -p .venv; fi
"""


class Machine:
    """A copy of ./go with a PATH of our own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tools = folder / "bin"
        self.log = folder / "uv.log"
        self.tools.mkdir()
        for name in TOOLS:
            found = shutil.which(name)
            assert found is not None, name
            (self.tools / name).symlink_to(found)
        shutil.copy(ROOT / "go", folder / "go")
        for name in ("uv.lock", "pyproject.toml"):
            (folder / name).write_text("")

    def install(self, name: str, text: str) -> None:
        (self.tools / name).write_text(text)
        (self.tools / name).chmod(0o755)

    def go(self, *words: str) -> subprocess.CompletedProcess[str]:
        self.log.unlink(missing_ok=True)
        environment = {"PATH": str(self.tools), "LOG": str(self.log)}
        command = [str(self.folder / "go"), *words]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, cwd=self.folder.parent
        )

    def asked(self) -> list[str]:
        return self.log.read_text().splitlines()


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    (tmp_path / "project").mkdir()
    return Machine(tmp_path / "project")


@pytest.fixture
def ready(bare: Machine) -> Machine:
    bare.install("uv", FAKE_UV)
    return bare


def test_run_sets_up_without_development_packages(ready: Machine) -> None:
    assert ready.go("run", "--seed", "3").returncode == 0
    assert ready.asked() == [
        "sync --frozen --inexact --quiet --no-dev",
        "run --frozen --no-dev khingan run --seed 3",
    ]


def test_words_with_blanks_stay_whole(ready: Machine) -> None:
    ready.install(
        "uv",
        '#!/bin/sh\n[ "$1" = sync ] && exec mkdir -p .venv\nprintf "%s\\n" "$@" >"$LOG"\n',
    )
    ready.go("run", "--out", "my runs/one")
    assert ready.asked()[-1] == "my runs/one"


def test_second_start_sets_nothing_up_and_says_nothing(ready: Machine) -> None:
    first, second = ready.go("run"), ready.go("run")
    assert "Set-up took" in first.stderr
    assert second.stderr == ""
    assert ready.asked() == ["run --frozen --no-dev khingan run"]


def test_changed_lock_sets_up_again(ready: Machine) -> None:
    ready.go("run")
    later = (ready.folder / ".venv" / "set-up-run").stat().st_mtime + 10
    os.utime(ready.folder / "uv.lock", (later, later))
    ready.go("run")
    assert ready.asked()[0].startswith("sync ")


def test_test_adds_the_development_packages_and_keeps_the_others(ready: Machine) -> None:
    ready.go("run")
    ready.go("test", "tests/cli")
    sync, build, run = ready.asked()
    assert sync == "sync --frozen --inexact --quiet --group frontend"
    assert build == "run --frozen --group frontend python tools/frontend.py"
    assert run.startswith("run --frozen pytest -n auto ")
    assert run.endswith(" tests/cli")


def test_a_run_asks_for_no_node(ready: Machine) -> None:
    ready.go("run")
    assert not [line for line in ready.asked() if "frontend" in line]


def test_frontend_builds_with_node_of_its_own(ready: Machine) -> None:
    ready.go("frontend", "test")
    assert ready.asked() == [
        "sync --frozen --inexact --quiet --no-dev --group frontend",
        "run --frozen --no-dev --group frontend python tools/frontend.py test",
    ]


@pytest.mark.parametrize("option", ["-n0", "--pdb", "-s"])
def test_own_choice_of_processes_is_respected(ready: Machine, option: str) -> None:
    ready.go("test", option)
    assert ready.asked()[-1] == f"run --frozen pytest {option}"


def test_any_other_word_runs_in_the_environment(ready: Machine) -> None:
    ready.go("mypy", "--strict")
    assert ready.asked()[-1] == "run --frozen mypy --strict"


def test_no_word_prints_how_to_use_it(ready: Machine) -> None:
    done = ready.go()
    assert done.returncode == 2
    assert "./go run" in done.stdout


def test_failed_set_up_is_not_taken_for_done(ready: Machine) -> None:
    ready.install("uv", "#!/bin/sh\nmkdir -p .venv\nexit 1\n")
    assert ready.go("run").returncode == 1
    assert not (ready.folder / ".venv" / "set-up-run").exists()


def test_without_uv_and_python_it_says_what_is_missing(bare: Machine) -> None:
    done = bare.go("run")
    assert done.returncode == 1
    assert "Python 3.11, 3.12 or 3.13 is needed" in done.stderr


def test_python_without_venv_is_told_apart(bare: Machine) -> None:
    bare.install(
        "python3", '#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "No module named ensurepip" >&2\nexit 1\n'
    )
    done = bare.go("run")
    assert done.returncode == 1
    assert "No module named ensurepip" in done.stderr
    assert "apt install python3-venv" in done.stderr
    assert not (bare.folder / ".tools").exists()
