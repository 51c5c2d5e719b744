"""What-ifs laid over a scenario."""

from __future__ import annotations

import pytest
from tiny_scenario import Folder

from khingan.cli.common import default_scenario
from khingan.errors import InputError
from khingan.scenario import load
from khingan.scenario.load import find
from khingan.scenario.overlays import available


def lay(folder: Folder, text: str, name: str = "change") -> Folder:
    (folder.path / "what_if").mkdir(exist_ok=True)
    (folder.path / "what_if" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_parameter_is_set(folder: Folder) -> None:
    sc = load(lay(folder, "[parameters]\nfood = 0").path, ["change"])
    assert sc.parameter("food") == 0
    assert sc.overlays == ("change",)
    assert sc.changes == {("parameters", "food", "value"): "change"}


def test_scenario_without_the_what_if_stays_as_it_is(folder: Folder) -> None:
    assert load(lay(folder, "[parameters]\nfood = 0").path).parameter("food") == 2.5


def test_rows_are_chosen_by_columns_and_command(folder: Folder) -> None:
    text = '[[table]]\ntable = "units"\nwhere = { under = "red_army" }\nset = { quality = 0.1 }'
    sc = load(lay(folder, text).path, ["change"])
    assert [row["quality"] for row in sc.tables["units"]] == [0.1, 0.1, 0.8]


def test_rows_are_dropped(folder: Folder) -> None:
    text = '[[table]]\ntable = "plans"\nwhere = { side = "red" }\ndrop = true'
    assert len(load(lay(folder, text).path, ["change"]).tables["plans"]) == 0


def test_numbers_are_scaled(folder: Folder) -> None:
    text = '[[table]]\ntable = "units"\nwhere = { unit_id = "blue_a" }\nscale = { personnel = 2 }'
    assert load(lay(folder, text).path, ["change"]).tables["units"].by_id["blue_a"]["personnel"] == 4000


def test_later_what_if_wins(folder: Folder) -> None:
    lay(lay(folder, "[exogenous]\nrain = 0", "dry"), "[exogenous]\nrain = 0.5", "damp")
    assert load(folder.path, ["dry", "damp"]).exogenous("rain") == 0.5


def test_file_outside_the_folder(folder: Folder) -> None:
    file = folder.path / "mine.toml"
    file.write_text("[exogenous]\nrain = 0", encoding="utf-8")
    assert load(folder.path, [str(file)]).exogenous("rain") == 0


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("[parameters]\nfod = 1", "no row of parameters fits"),
        ('[parameters]\nfood = "much"', "text, not a number"),
        ("[weather]\nrain = 1", "the key is unknown"),
        ('[[table]]\ntable = "ships"\ndrop = true', "the table is unknown"),
        ('[[table]]\ntable = "units"\nwhere = { colour = "red" }\ndrop = true', "the column is unknown"),
        ("[parameters", "cannot be read"),
    ],
)
def test_faults_of_a_what_if_are_reported(folder: Folder, text: str, match: str) -> None:
    with pytest.raises(InputError, match=match) as caught:
        load(lay(folder, text).path, ["change"])
    assert caught.value.problems[0].file == "what_if/change.toml"


def test_unknown_what_if(folder: Folder) -> None:
    with pytest.raises(InputError, match="no such what-if"):
        load(folder.path, ["snow"])


def test_every_what_if_of_the_flagship_loads() -> None:
    path = find(default_scenario())
    names = [overlay.name for overlay in available(path)]
    assert len(names) >= 7
    for name in names:
        assert load(path, [name]).overlays == (name,)
