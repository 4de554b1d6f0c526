"""The files of a team's rulesets: what is read, in which order, and what is no rule."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from running import Done, macrolint, write

from macrolint.rules.catalog import load_catalog

RULE = 'id: {0}\nmessage: "“{{match}}” is not how we speak."\nphrases: ["{1}"]\n'
USED = {"macrolint.yaml": "rulesets: [rules]\n", "macros/a.md": "Howdy, ahoy!\n"}


def check(folder: Path, files: dict[str, str]) -> Done:
    return macrolint("check", "-f", "json", cwd=write(folder, {**USED, **files}))


def chain(length: int) -> dict[str, str]:
    """Moves of which each includes the next."""
    names = ["".join("abcdefghij"[int(digit)] for digit in f"{number:04}") for number in range(length + 1)]
    files = {f"rules/moves/{one}.yaml": f"includes: [{other}]\n" for one, other in zip(names, names[1:], strict=False)}
    return {**files, f"rules/moves/{names[-1]}.yaml": "phrases: [ahoy]\n"}


def test_moves_with_shared_includes_are_read_and_found_at_once(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    moves = {
        f"rules/moves/{a}-{b}.yaml": f"includes: [x-{n}, y-{n}]\n"
        for a in "xy"
        for b, n in zip(letters, letters[1:], strict=False)
    }
    moves |= {f"rules/moves/{a}-z.yaml": "phrases: [ahoy]\n" for a in "xy"}
    began = time.monotonic()
    done = check(tmp_path, {**moves, "rules/shop/hail.yaml": RULE.format("shop/hail", "{x-a}")})
    assert done.violations == [("macros/a.md", 1, 8, "shop/hail")]
    assert time.monotonic() - began < 10


def test_moves_that_lead_from_one_to_the_next_too_often_are_an_error(tmp_path: Path) -> None:
    assert check(tmp_path / "few", chain(49)).code == 0
    for length in (50, 1500):
        done = check(tmp_path / str(length), chain(length))
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(
            "error: moves name each other more than 50 levels deep, from 'aaaa' on (rules/moves/"
        )
        assert "help: let a move include the ones it needs directly\n" in done.err


def test_moves_whose_names_in_braces_multiply_are_an_error(tmp_path: Path) -> None:
    moves = {
        f"rules/moves/{a}.yaml": f"phrases: ['{{{b}}} or {{{b}}}']\n"
        for a, b in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)
    }
    done = check(tmp_path, {**moves, "rules/moves/u.yaml": "phrases: [ahoy]\n"})
    assert (done.code, done.out) == (2, "")
    assert "has more than 200000 characters of phrases (rules/moves/" in done.err


def test_two_moves_of_one_name_are_an_error_that_names_both_files(tmp_path: Path) -> None:
    move = "phrases: [ahoy]\n"
    done = check(tmp_path / "one", {"rules/moves/a/wave.yaml": move, "rules/moves/b/wave.yaml": move})
    said = "error: two moves are called 'wave': rules/moves/a/wave.yaml and rules/moves/b/wave.yaml\n"
    assert (done.code, done.err) == (2, f"{said}help: rename one of them\n")
    done = check(tmp_path / "two", {"rules/moves/thanks.yaml": move})
    assert done.err.startswith(
        "error: two moves are called 'thanks': rulesets/moves/thanks.yaml and rules/moves/thanks.yaml\n"
    )
    two = {"macrolint.yaml": "rulesets: [rules, more]\n", "rules/moves/wave.yaml": move, "more/moves/wave.yml": move}
    done = check(tmp_path / "three", two)
    assert done.err.startswith("error: two moves are called 'wave': rules/moves/wave.yaml and more/moves/wave.yml\n")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Wave", "a name is small letters and hyphens, such as next-step"),
        ("big wave", "a name is small letters and hyphens, such as next-step"),
        ("_wave", "a name is small letters and hyphens, such as next-step"),
        ("placeholder", "{placeholder} stands for any placeholder"),
    ],
)
def test_a_move_that_no_rule_could_name_is_an_error(tmp_path: Path, name: str, hint: str) -> None:
    done = check(tmp_path, {f"rules/moves/{name}.yaml": "phrases: [ahoy]\n"})
    said = f"error: rules/moves/{name}.yaml: a move cannot be called '{name}'\nhelp: rename the file: {hint}\n"
    assert (done.code, done.err) == (2, said)


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("kinds.yaml", "kinds of message"),
        ("languages/de.yaml", "languages"),
        ("promises/times.yaml", "the words of times"),
    ],
)
def test_what_only_macrolint_brings_is_an_error_in_a_team_s_ruleset(tmp_path: Path, path: str, what: str) -> None:
    done = check(tmp_path, {f"rules/{path}": "title: x\n"})
    said = f"error: rules/{path}: {what} come with macrolint; a ruleset of your own cannot bring any\n"
    assert (done.code, done.err) == (2, f"{said}help: take this file out; a ruleset holds rules, presets and moves\n")


def test_the_title_of_a_team_s_group_is_shown_wherever_groups_are(tmp_path: Path) -> None:
    files = {"rules/shop/hail.yaml": RULE.format("shop/hail", "ahoy"), "rules/shop/_group.yaml": "title: At sea\n"}
    write(tmp_path, {**USED, **files})
    assert "At sea" in macrolint("explain", "shop", cwd=tmp_path).out
    assert "At sea" in macrolint("rules", "list", "--group", "shop", cwd=tmp_path).out
    assert macrolint("rules", "pages", cwd=tmp_path).code == 0
    assert "\n## At sea\n\nThe group `shop`.\n" in (tmp_path / "docs/rules/README.md").read_text(encoding="utf-8")
    write(tmp_path, {"rules/shop/_group.yaml": "name: At sea\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.err.split("\n")[0]) == (
        2,
        "error: unknown field 'name' (rules/shop/_group.yaml, line 1)",
    )


@pytest.mark.parametrize("order", ["rules, more", "more, rules"])
def test_the_order_of_the_rulesets_does_not_decide_whether_a_rule_loads(tmp_path: Path, order: str) -> None:
    files = {
        "macrolint.yaml": f"rulesets: [{order}]\n",
        "rules/shop/hail.yaml": RULE.format("shop/hail", "{sea-call}"),
        "more/moves/sea-call.yaml": "includes: [call]\n",
        "rules/moves/call.yaml": "phrases: [ahoy]\n",
    }
    assert check(tmp_path, files).violations == [("macros/a.md", 1, 8, "shop/hail")]
    done = macrolint("rules", "test", "rules", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")


def test_a_configuration_in_a_ruleset_folder_is_no_rule(tmp_path: Path) -> None:
    rule = RULE.format("shop/hail", "ahoy")
    write(tmp_path, {"macrolint.yaml": "rulesets: [.]\npaths: [macros]\n", "shop/hail.yaml": rule})
    write(tmp_path, {"macros/a.md": "Ahoy!\n"})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert done.violations == [("macros/a.md", 1, 1, "shop/hail")]
    assert macrolint("rules", "test", cwd=tmp_path).code == 0
    done = macrolint("rules", "test", "macrolint.yaml", cwd=tmp_path)
    assert (done.code, done.err) == (2, "error: macrolint.yaml is a configuration, not a rule\n")


def test_what_is_no_rule_is_named_for_what_it_is(tmp_path: Path) -> None:
    write(tmp_path, {"rules/moves/wave.yaml": "phrases: [ahoy]\n", "rules/presets/house.yaml": "select: [tone]\n"})
    hint = "help: it stands right below a ruleset: name that folder instead\n"
    for path, what in (("rules/moves/wave.yaml", "a move file"), ("rules/presets/house.yaml", "a preset file")):
        done = macrolint("rules", "test", path, cwd=tmp_path)
        assert (done.code, done.err) == (2, f"error: {path} is {what}, not a rule\n{hint}")
    done = check(tmp_path, {"macrolint.yaml": "rulesets: [.]\npaths: [macros]\n"})
    assert (done.code, done.err) == (2, f"error: ./rules/moves/wave.yaml is a move file, not a rule\n{hint}")


@pytest.mark.parametrize(("path", "what"), [("nope.yaml", "file"), ("rules/nope", "file or folder")])
def test_a_path_that_is_not_there_is_said_to_be_missing(tmp_path: Path, path: str, what: str) -> None:
    done = macrolint("rules", "test", path, cwd=tmp_path)
    assert (done.code, done.err) == (2, f"error: there is no {what} '{path}'\n")


def test_the_examples_of_a_team_s_moves_are_tried(tmp_path: Path) -> None:
    move = "phrases: [ahoy]\nexamples:\n  yes: [Ahoy there., Hello.]\n  no: [Good day., Ahoy you.]\n"
    write(tmp_path, {**USED, "rules/moves/call.yaml": move, "rules/shop/hail.yaml": RULE.format("shop/hail", "hail")})
    done = macrolint("rules", "test", cwd=tmp_path)
    assert done.code == 1
    assert done.out.endswith("""\
rules/moves/call.yaml (the move call)
  - yes example:  Hello.
    expected:     the move is found
    but:          nothing is found
  - no example:   Ahoy you.
    expected:     nothing is found
    but:          “Ahoy” is found

Tested 1 rule and 1 move with 4 examples: 2 problems in 1 move.
""")
    write(tmp_path, {"rules/moves/call.yaml": move.replace(", Hello.", "").replace(", Ahoy you.", "")})
    done = macrolint("rules", "test", "rules", cwd=tmp_path)
    assert (done.code, done.out.split("\n")[-2]) == (0, "Tested 1 rule and 1 move with 2 examples: all is well.")


def test_a_move_knows_whether_it_is_a_team_s(tmp_path: Path) -> None:
    write(tmp_path, {"rules/moves/call.yaml": "phrases: [ahoy]\n"})
    moves = load_catalog([(str(tmp_path / "rules"), "rules")]).moves
    assert (moves["call"].origin, moves["thanks"].origin) == ("team", "built-in")
