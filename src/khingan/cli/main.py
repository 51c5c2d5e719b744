"""Entry point of ``khingan``: one app, exit codes, messages for people."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

import typer

from khingan.cli import (
    ablate,
    aftermath,
    calibrate,
    claims,
    combat,
    compare,
    ensemble,
    odds,
    reckon,
    run,
    scenario,
    sensitivity,
    serve,
    store,
    surrender,
    verdict,
    why,
)
from khingan.cli import map as map_verb
from khingan.errors import InputError, SystemFault
from khingan.files import describe_os_error

EXIT_SYSTEM = 1
EXIT_INPUT = 2
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="khingan",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


# What `khingan --help` lists together, in the order in which a newcomer meets it.
PANELS = {
    "run": "Campaign",
    "ensemble": "Campaign",
    "verdict": "Campaign",
    "calibrate": "Campaign",
    "reckon": "Campaign",
    "aftermath": "Campaign",
    "compare": "Campaign",
    "sensitivity": "Campaign",
    "ablate": "Campaign",
    "surrender": "Campaign",
    "serve": "Results",
    "runs": "Results",
    "query": "Results",
    "export": "Results",
    "odds": "Combat",
    "combat": "Combat",
    "scenario": "Scenario and map",
    "what-if": "Scenario and map",
    "map": "Scenario and map",
    "claims": "Sources",
    "why": "Sources",
}


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"khingan {version('khingan')}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", help="Print the version and end.", callback=_print_version, is_eager=True
    ),
) -> None:
    """Executable history: documented claims, a seeded campaign on a real map, a verdict on the record."""


def _register() -> None:
    """Add the commands of every module; grouping them is decided here, in one place."""
    for module in (
        run,
        ensemble,
        verdict,
        calibrate,
        reckon,
        aftermath,
        compare,
        sensitivity,
        ablate,
        surrender,
        store,
        odds,
        combat,
        scenario,
        map_verb,
        claims,
        why,
        serve,
    ):
        module.register(app)
    for command in app.registered_commands:
        command.rich_help_panel = PANELS[str(command.name)]
    for group in app.registered_groups:
        group.rich_help_panel = PANELS[str(group.typer_instance and group.typer_instance.info.name)]


_register()


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _say_problems(error: InputError) -> None:
    count = len(error.problems)
    if count == 1:
        _say(f"khingan: {error.problems[0]}")
        return
    _say(f"khingan: {count} problems in the input")
    for problem in error.problems:
        _say(f"  - {problem}")


def _terminate(signum: int, frame: FrameType | None) -> None:
    # Ending by SIGTERM must clean up like Ctrl-C does: temporary folders go.
    raise SystemExit(128 + signum)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    arguments : list of str, optional
        Words after the program's name; default is ``sys.argv[1:]``.

    Returns
    -------
    int
        0 done, 1 the system failed, 2 bad input, 130 interrupted (Ctrl-C).
    """
    if os.environ.get("KHINGAN_DEBUG") == "1":
        app(args=arguments, prog_name="khingan")
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app(args=arguments, prog_name="khingan", standalone_mode=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else EXIT_SYSTEM if end.code else 0
        if code == EXIT_INTERRUPTED:
            _say("khingan: interrupted; no half-written output was left")
        return code
    except KeyboardInterrupt:
        _say("khingan: interrupted; no half-written output was left")
        return EXIT_INTERRUPTED
    except InputError as error:
        _say_problems(error)
        return EXIT_INPUT
    except SystemFault as error:
        _say(f"khingan: {error}")
        return EXIT_SYSTEM
    except OSError as error:
        _say(f"khingan: {describe_os_error(error)}")
        return EXIT_SYSTEM
    except MemoryError:
        _say("khingan: out of memory")
        return EXIT_SYSTEM
    return 0


if __name__ == "__main__":
    sys.exit(main())
