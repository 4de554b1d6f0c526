"""`macrolint rules new` and `macrolint rules test`: a team writes a rule of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from running import ROOT, macrolint, write

from macrolint.testing import flagged

FIRST = "rules/shop/old-name.yaml"


def test_a_new_rule_works_as_it_is_and_the_next_commands_are_named(tmp_path: Path) -> None:
    done = macrolint("rules", "new", "shop/old-name", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        f"Wrote {FIRST}: it works as it is. Put your own words in it.\n\n"
        f"Then:\n  1. macrolint rules test {FIRST}\n"
        "  2. Add this line to a file macrolint.yaml, so that macrolint knows the rule:\n     rulesets: [rules]\n"
        "  3. macrolint check\n"
    )
    tested = macrolint("rules", "test", FIRST, cwd=tmp_path)
    assert (tested.code, tested.out) == (0, "Tested 1 rule with 5 examples: all is well.\n")
    write(tmp_path, {"macrolint.yaml": "rulesets: [rules]\n", "macros/a.md": "Thanks, we will look into this.\n"})
    assert macrolint("check", "-f", "json", cwd=tmp_path).violations == [("macros/a.md", 1, 9, "shop/old-name")]
    assert macrolint("rules", "test", cwd=tmp_path).out == tested.out


def test_a_new_rule_goes_into_the_first_folder_of_the_configuration(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"macrolint.yaml": "rulesets: [house, more]\n", "house/x/.keep": "", "more/.keep": "", "sub/.keep": ""},
    )
    done = macrolint("rules", "new", "shop/old-name", cwd=tmp_path / "sub")
    assert done.out.startswith("Wrote ../house/shop/old-name.yaml: ")
    assert done.out.endswith("  1. macrolint rules test ../house/shop/old-name.yaml\n  2. macrolint check\n")
    assert (tmp_path / "house/shop/old-name.yaml").is_file()


def test_the_line_to_add_is_written_as_the_configuration_is(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.macrolint]\nignore = ['tone']\n"})
    done = macrolint("rules", "new", "shop/old-name", cwd=tmp_path)
    line = "  2. Add this line to [tool.macrolint] of pyproject.toml, so that macrolint knows the rule:\n"
    assert f'{line}     rulesets = ["rules"]\n  3. ' in done.out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("oldname", "'oldname' is not a name for a rule"),
        ("../old-name", "'../old-name' is not a name for a rule"),
        ("Shop/Old name", "such as shop/old-name"),
        ("respect/calm-down", "there is already a rule 'respect/calm-down': rulesets/respect/calm-down.yaml"),
        ("presets/x", "a group cannot be called 'presets'"),
    ],
)
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str, message: str) -> None:
    done = macrolint("rules", "new", name, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert not (tmp_path / "rules").exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    write(tmp_path, {FIRST: "mine\n"})
    done = macrolint("rules", "new", "shop/old-name", cwd=tmp_path)
    assert (done.code, done.err.split("\n")[0]) == (2, f"error: '{FIRST}' already exists; it was not changed")
    assert (tmp_path / FIRST).read_text(encoding="utf-8") == "mine\n"


def test_a_broken_law_says_which_example_what_was_expected_and_what_happened(tmp_path: Path) -> None:
    rule = """\
id: shop/old-name
message: "“{match}” is our old name."
phrases:
  - {text: "fern [&|and] hill", replace: Fernhill}
fix: safe
examples:
  - bad: "Come to ⟦Fern⟧ and ⟦Hill⟧ soon."
    fixed: "Come to Fernhill soon."
  - bad: "Come to ⟦Fern and Hill⟧."
    fixed: "Come to Fernhil."
  - bad: "Go to ⟦Fern & Hill⟧."
  - good: "At Fern and Hill."
  - good: "At Fernhill."
"""
    write(tmp_path, {FIRST: rule})
    done = macrolint("rules", "test", FIRST, cwd=tmp_path)
    assert done.code == 1
    assert (
        done.out
        == """\
rules/shop/old-name.yaml (shop/old-name)
  - bad example:  Come to ⟦Fern⟧ and ⟦Hill⟧ soon.
    expected:     “Fern” and “Hill” are flagged
    but:          “Fern and Hill” is flagged
  - bad example:  Come to ⟦Fern and Hill⟧.
    expected:     the fix gives “Come to Fernhil.”
    but:          the fix gives “Come to Fernhill.”
  - bad example:  Go to ⟦Fern & Hill⟧.
    expected:     a 'fixed' text wherever there is a fix
    but:          it has a fix, so the example needs 'fixed'
  - good example: At Fern and Hill.
    expected:     nothing is flagged
    but:          “Fern and Hill” is flagged
  - good example: At Fern and Hill.
    expected:     a 'fixed' text wherever there is a fix
    but:          it has a fix, so the example needs 'fixed'

Tested 1 rule with 5 examples: 5 problems in 1 rule.
"""
    )


def test_a_folder_is_tested_rule_by_rule(tmp_path: Path) -> None:
    files = {
        f"house/shop/{name}.yaml": f"id: shop/{name}\nmessage: x\nphrases: [{name}]\nexamples: [{{bad: ⟦{word}⟧}}]\n"
        for name, word in (("one", "one"), ("two", "deux"))
    }
    write(tmp_path, {**files, "house/shop/three.yaml": "id: shop/three\nmessage: x\nphrases: [three]\n"})
    done = macrolint("rules", "test", "house", cwd=tmp_path)
    assert done.code == 1
    assert (
        done.out
        == """\
house/shop/three.yaml (shop/three)
  note: it has no examples, so nothing was tested; give it some under 'examples:'

house/shop/two.yaml (shop/two)
  - bad example:  ⟦deux⟧
    expected:     “deux” is flagged
    but:          nothing is flagged

Tested 3 rules with 2 examples: 1 problem in 1 rule.
"""
    )
    assert macrolint("rules", "test", "house", "house/shop/one.yaml", cwd=tmp_path).out == done.out


def test_the_folder_one_stands_in_can_be_tested(tmp_path: Path) -> None:
    write(tmp_path, {"shop/x.yaml": "id: shop/x\nmessage: x\nphrases: [x]\nexamples: [{bad: ⟦x⟧}]\n"})
    for folder, path in ((tmp_path / "shop", "."), (tmp_path, "."), (tmp_path, "shop/"), (tmp_path / "shop", "x.yaml")):
        assert macrolint("rules", "test", path, cwd=folder).out == "Tested 1 rule with 1 example: all is well.\n"


def test_a_pattern_that_never_ends_is_named(tmp_path: Path) -> None:
    rule = f'id: shop/x\nmessage: x\npatterns: ["(a|aa)+$"]\nexamples: [{{good: "{"a" * 60}b"}}]\n'
    write(tmp_path, {"shop/x.yaml": rule})
    done = macrolint("rules", "test", "shop/x.yaml", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "shop/x" in done.err


def test_a_rule_finds_the_moves_of_its_ruleset(tmp_path: Path) -> None:
    rule = 'id: shop/x\nmessage: x\nphrases: ["{greet} team"]\nexamples: [{bad: "⟦Ahoy team⟧"}]\n'
    write(tmp_path, {"house/moves/greet.yaml": "title: Greeting\nphrases: [ahoy]\n", "house/shop/x.yaml": rule})
    for folder, path in ((tmp_path, "house"), (tmp_path, "house/shop"), (tmp_path / "house/shop", "x.yaml")):
        assert macrolint("rules", "test", path, cwd=folder).out == "Tested 1 rule with 1 example: all is well.\n"


def test_no_rule_to_test_is_no_success(tmp_path: Path) -> None:
    nothing = macrolint("rules", "test", cwd=tmp_path)
    assert (nothing.code, nothing.out) == (2, "")
    assert "there are no rules of your own to test" in nothing.err
    assert "macrolint rules new GROUP/NAME" in nothing.err
    (tmp_path / "empty").mkdir()
    assert macrolint("rules", "test", "empty", cwd=tmp_path).err == "error: no rule file found in 'empty'\n"
    missing = macrolint("rules", "test", "shop/x.yaml", cwd=tmp_path)
    assert (missing.code, missing.err) == (2, "error: there is no file 'shop/x.yaml'\n")


def test_a_rule_file_that_cannot_be_read_shows_its_line(tmp_path: Path) -> None:
    write(tmp_path, {"shop/x.yaml": "id: shop/x\nmesage: x\nphrases: [a]\n"})
    done = macrolint("rules", "test", "shop/x.yaml", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "error: unknown field 'mesage' (shop/x.yaml, line 2)\n" in done.err


def test_a_rule_of_the_team_may_not_be_called_as_a_built_in_one(tmp_path: Path) -> None:
    write(tmp_path, {"respect/calm-down.yaml": "id: respect/calm-down\nmessage: x\nphrases: [a]\n"})
    done = macrolint("rules", "test", "respect/calm-down.yaml", cwd=tmp_path)
    assert (done.code, "two rules are called 'respect/calm-down'" in done.err) == (2, True)


def test_a_built_in_rule_is_held_to_all_six_laws_by_its_path() -> None:
    done = macrolint("rules", "test", "rulesets/tone", cwd=ROOT)
    assert re.fullmatch(r"Tested \d+ rules with \d+ examples: all is well\.\n", done.out)
    assert macrolint("rules", "test", "--built-in", "rulesets", cwd=ROOT).code == 2


def test_the_guide_shows_what_is_printed(tmp_path: Path) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    examples = re.findall(r"```console\n\$ macrolint ([^\n]*)\n(.+?)```", guide, re.S)
    assert [arguments.split()[1] for arguments, _ in examples[:2]] == ["new", "test"]
    assert macrolint(*examples[0][0].split(), cwd=tmp_path).out == examples[0][1]
    rule = (tmp_path / FIRST).read_text(encoding="utf-8")
    write(tmp_path, {FIRST: rule.replace("writing, ⟦we will", "writing, ⟦we shall")})
    assert macrolint(*examples[1][0].split(), cwd=tmp_path).out == examples[1][1]
    write(tmp_path, {FIRST: rule.replace("message:", "mesage:")})
    error = re.search(r"```text\n(error: .*?)```", guide, re.S)
    assert error
    assert macrolint("rules", "test", FIRST, cwd=tmp_path).err == error[1]


def test_what_is_flagged_is_said_in_words() -> None:
    assert flagged([]) == "nothing is flagged"
    assert flagged(["a", "b", "c"]) == "“a”, “b” and “c” are flagged"
