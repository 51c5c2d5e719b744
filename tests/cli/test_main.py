"""Exit codes and messages of the command line."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
import typer

from khingan.cli import main as cli
from khingan.errors import InputError, Problem, SystemFault

Attempt = Callable[[BaseException], int]


@pytest.fixture
def attempt(monkeypatch: pytest.MonkeyPatch) -> Attempt:
    """Run a program whose only command ends with the given error."""
    monkeypatch.delenv("KHINGAN_DEBUG", raising=False)

    def run(error: BaseException) -> int:
        app = typer.Typer(pretty_exceptions_enable=False)

        @app.command()
        def fail() -> None:
            raise error

        monkeypatch.setattr(cli, "app", app)
        return cli.main([])

    return run


def khingan(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "khingan.cli.main", *words], capture_output=True, text=True)


def test_bad_input_ends_with_2_and_all_its_problems(
    attempt: Attempt, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = [
        Problem(
            "not a number", file="units.csv", row=3, field="personnel", value="many", expected="a number"
        ),
        Problem("unknown parent", file="units.csv", row=9, field="formation_id"),
    ]
    assert attempt(InputError(problems)) == 2
    message = capsys.readouterr().err
    assert "2 problems" in message
    assert "units.csv, row 3, field personnel: not a number (value 'many'); expected a number" in message
    assert "units.csv, row 9, field formation_id: unknown parent" in message


def test_single_problem_is_one_line(attempt: Attempt, capsys: pytest.CaptureFixture[str]) -> None:
    assert attempt(InputError("no such scenario")) == 2
    assert capsys.readouterr().err == "khingan: no such scenario\n"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SystemFault("cannot write runs/x: the disk is full"), "disk is full"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "runs/x"), "runs/x: the disk is full"),
        (OSError(errno.EACCES, os.strerror(errno.EACCES), "runs/x"), "runs/x: permission denied"),
        (MemoryError(), "out of memory"),
    ],
)
def test_faults_of_the_machine_end_with_1(
    attempt: Attempt, capsys: pytest.CaptureFixture[str], error: BaseException, words: str
) -> None:
    assert attempt(error) == 1
    message = capsys.readouterr().err
    assert words in message
    assert "Traceback" not in message


def test_ctrl_c_ends_with_130(attempt: Attempt, capsys: pytest.CaptureFixture[str]) -> None:
    assert attempt(KeyboardInterrupt()) == 130
    assert "interrupted" in capsys.readouterr().err


def test_fault_of_the_program_is_not_hidden(attempt: Attempt) -> None:
    with pytest.raises(ZeroDivisionError):
        attempt(ZeroDivisionError())


def test_debug_shows_the_traceback(attempt: Attempt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHINGAN_DEBUG", "1")
    with pytest.raises(InputError):
        attempt(InputError("no such scenario"))


def test_unknown_command_ends_with_2() -> None:
    assert khingan("no-such-command").returncode == 2


def test_version() -> None:
    done = khingan("--version")
    assert (done.returncode, done.stdout[:8]) == (0, "khingan ")


def test_help_lists_every_command_in_a_panel() -> None:
    done = khingan("--help")
    assert done.returncode == 0
    for command in (*cli.app.registered_commands, *cli.app.registered_groups):
        assert f"─ {command.rich_help_panel} " in done.stdout


def test_help_loads_no_heavy_package() -> None:
    heavy = ("numpy", "numba", "pyarrow", "h3", "PIL", "jinja2")
    program = (
        "import sys; from khingan.cli.main import main; main(['--help']); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
