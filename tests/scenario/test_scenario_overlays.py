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


def test_two_what_ifs_act_whatever_their_order(folder: Folder) -> None:
    lay(lay(folder, "[exogenous]\nrain = 0", "dry"), "[parameters]\nfood = 3", "fed")
    for names in (["dry", "fed"], ["fed", "dry"]):
        sc = load(folder.path, names)
        assert (sc.exogenous("rain"), sc.parameter("food"), sc.overlays) == (0, 3, tuple(names))


def test_two_what_ifs_may_agree_on_a_cell(folder: Folder) -> None:
    text = '[[table]]\ntable = "units"\nwhere = { unit_id = "blue_a" }\nscale = { personnel = 2 }'
    lay(lay(folder, text, "one"), text, "other")
    sc = load(folder.path, ["one", "other"])
    assert sc.tables["units"].by_id["blue_a"]["personnel"] == 4000


def test_rules_of_one_what_if_act_one_after_another(folder: Folder) -> None:
    rule = '[[table]]\ntable = "units"\nwhere = { unit_id = "blue_a" }\n'
    text = f"{rule}set = {{ personnel = 1000 }}\n{rule}scale = {{ personnel = 3 }}"
    sc = load(lay(folder, text).path, ["change"])
    assert sc.tables["units"].by_id["blue_a"]["personnel"] == 3000


RED_PLANS = '[[table]]\ntable = "plans"\nwhere = { side = "red" }\n'


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        (
            "[exogenous]\nrain = 0",
            "[exogenous]\nrain = 0.5",
            "rain.value of exogenous is 0.0 by one and 0.5 by",
        ),
        (
            f"{RED_PLANS}drop = true",
            f'{RED_PLANS}set = {{ posture = "hold" }}',
            "p1 of plans is dropped by one",
        ),
        (
            f'{RED_PLANS}set = {{ posture = "hold" }}',
            f"{RED_PLANS}drop = true",
            "p1 of plans is dropped by other",
        ),
    ],
)
def test_what_ifs_that_contradict_each_other_are_refused(
    folder: Folder, one: str, other: str, match: str
) -> None:
    lay(lay(folder, one, "one"), other, "other")
    with pytest.raises(InputError, match=match) as caught:
        load(folder.path, ["one", "other"])
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].value == "one, other"


def test_many_contradictions_of_a_pair_are_one_message(folder: Folder) -> None:
    rule = '[[table]]\ntable = "units"\nset = { quality = '
    lay(lay(folder, f"{rule}0.1 }}", "weak"), f"{rule}0.9 }}", "strong")
    with pytest.raises(InputError, match="and 2 more such") as caught:
        load(folder.path, ["weak", "strong"])
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("[parameters]\nfod = 1", "did you mean food?"),
        ("[parameter]\nfood = 1", "did you mean parameters?"),
        ('[[table]]\ntable = "unit"\ndrop = true', "did you mean units?"),
        ('[[table]]\ntable = "units"\nwhere = { unit_id = "blue_aa" }\ndrop = true', "did you mean blue_a?"),
        (
            '[[table]]\ntable = "units"\nwhere = { under = "red_arm" }\ndrop = true',
            "did you mean red_army or blue_army?",
        ),
        ('[[table]]\ntable = "units"\nset = { qualty = 1 }', "did you mean quality?"),
        ('[[table]]\ntable = "units"\nsets = { quality = 1 }', "did you mean set?"),
    ],
)
def test_a_misspelt_word_is_named_with_what_was_meant(folder: Folder, text: str, mend: str) -> None:
    with pytest.raises(InputError) as caught:
        load(lay(folder, text).path, ["change"])
    assert caught.value.problems[0].mend == mend


def test_a_misspelt_what_if_is_named_with_what_was_meant(folder: Folder) -> None:
    lay(folder, "[exogenous]\nrain = 0", "dry_august")
    with pytest.raises(InputError, match="did you mean dry_august"):
        load(folder.path, ["dry_augst"])


def test_a_claim_that_nobody_makes_is_refused(folder: Folder) -> None:
    (folder.path / "claims.csv").write_text("claim_id\nC001\n", encoding="utf-8")
    (folder.path / "sources.csv").write_text("source_id\nbook\n", encoding="utf-8")
    text = 'claims = ["C001", "book", "assumption"]\n[exogenous]\nrain = 0'
    assert load(lay(folder, text).path, ["change"]).overlays == ("change",)
    with pytest.raises(InputError, match=r"the claim is not known.*did you mean C001"):
        load(lay(folder, text.replace("C001", "C0001")).path, ["change"])


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


def test_every_what_if_of_the_flagship_asks_and_names_its_claims() -> None:
    for overlay in available(find(default_scenario())):
        assert overlay.question.endswith("?"), overlay.name
        assert overlay.description, overlay.name
        assert overlay.claims, overlay.name


RULE = '[[table]]\ntable = "units"\n'


@pytest.mark.parametrize(
    ("text", "field", "match"),
    [
        (f'{RULE}where = "x"\ndrop = true', "where", "names no column"),
        (f'{RULE}set = "x"', "set", "names no column"),
        (f"{RULE}scale = 2", "scale", "names no column"),
        ('[[table]]\ntable = ["units"]\ndrop = true', "table", "the table is unknown"),
        (f'{RULE}set = {{ under = "red_army" }}', "under", "the column is unknown"),
        (f'{RULE}where = {{ unit_id = [["x"]] }}\ndrop = true', "unit_id", "is no value of a column"),
        (f"{RULE}where = {{ unit_id = {{ a = 1 }} }}\ndrop = true", "unit_id", "is no value of a column"),
        (f'{RULE}where = {{ under = [["x"]] }}\ndrop = true', "under", "is no value of a column"),
        (f'{RULE}where = {{ unit_id = "blue_a" }}', "table", "the rule changes nothing"),
        (f"{RULE}set = {{}}", "table", "the rule changes nothing"),
        (f"{RULE}drop = false", "drop", "rows are dropped or not named"),
        (f'{RULE}drop = "yes"', "drop", "rows are dropped or not named"),
        (f"{RULE}set = {{ quality = 1 }}\ndrop = true", "table", "the rule tells to set and to drop"),
    ],
)
def test_a_malformed_rule_is_one_clear_message(folder: Folder, text: str, field: str, match: str) -> None:
    with pytest.raises(InputError, match=match) as caught:
        load(lay(folder, text).path, ["change"])
    (problem,) = caught.value.problems
    assert (problem.file, problem.field) == ("what_if/change.toml", field)
    assert problem.value is not None or problem.field == "under"
    assert problem.expected


def test_a_claim_that_is_a_list_is_refused(folder: Folder) -> None:
    (folder.path / "claims.csv").write_text("claim_id\nC001\n", encoding="utf-8")
    (folder.path / "sources.csv").write_text("source_id\nbook\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"field claims: the claim is not known \(value \"\['C001'\]\""):
        load(lay(folder, 'claims = [["C001"]]\n[exogenous]\nrain = 0').path, ["change"])


def test_a_rule_may_set_and_scale(folder: Folder) -> None:
    text = f'{RULE}where = {{ unit_id = "blue_a" }}\nset = {{ quality = 0.5 }}\nscale = {{ personnel = 2 }}'
    row = load(lay(folder, text).path, ["change"]).tables["units"].by_id["blue_a"]
    assert (row["quality"], row["personnel"]) == (0.5, 4000)
