"""The verbs ``scenario``, ``why`` and ``what-if``."""

from __future__ import annotations

import json

import pytest
import typer
from tiny_scenario import Folder
from typer.testing import CliRunner

from khingan.cli import scenario, why
from khingan.errors import InputError

app = typer.Typer(pretty_exceptions_enable=False)
scenario.register(app)
why.register(app)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_check_of_a_sound_scenario(folder: Folder) -> None:
    assert "no problems found" in run("scenario", "check", str(folder.path))


def test_check_hands_on_every_problem(folder: Folder) -> None:
    folder.set("units", 0, personnel="many").set("plans", 0, phase="first")
    with pytest.raises(InputError) as caught:
        run("scenario", "check", str(folder.path))
    assert len(caught.value.problems) == 2


def test_audit_prints_shares(folder: Folder) -> None:
    assert "100%" in run("scenario", "audit", str(folder.path))


def test_show_prints_commands_with_their_men(folder: Folder) -> None:
    text = run("scenario", "show", str(folder.path))
    assert "12,000 men, 6,000 of them army troops" in text
    assert "rain" in text


def test_why_as_json(folder: Folder) -> None:
    answer = json.loads(run("why", "red_a.men", "--scenario", str(folder.path), "--json"))
    assert (answer["value"], answer["low"], answer["high"]) == ("3,000", 3000, 5000)


def test_why_as_text(folder: Folder) -> None:
    assert "red_division" in run("why", "red_a.men", "--scenario", str(folder.path))


def test_what_ifs_are_listed(folder: Folder) -> None:
    (folder.path / "what_if").mkdir()
    (folder.path / "what_if" / "dry.toml").write_text(
        'title = "Dry"\nquestion = "No rain?"\ndescription = "None."\nclaims = ["assumption"]\n'
        "[exogenous]\nrain = 0",
        encoding="utf-8",
    )
    text = run("what-if", "list", str(folder.path))
    assert all(word in text for word in ("Dry", "No rain?", "None.", "assumption"))
