"""Overrides hold for what they match, and options of rules can be set, everywhere or there."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import macrolint, write

EXPORT = """\
- {title: VIP refund, tags: [vip], platform: zendesk, body: "Please calm down!!"}
- {title: Refund, tags: [money, late], body: "Please calm down!!"}
- {title: Note, kind: howto, body: "Please calm down!!"}
"""
SELECT = "select: [respect/calm-down, tone/repeated-punctuation]\n"


def reported(tmp_path: Path, configuration: str, **files: str) -> list[tuple[str, str, str]]:
    write(tmp_path, {"macrolint.yaml": SELECT + configuration, "macros/all.yaml": EXPORT, **files})
    done = macrolint("check", "-f", "json", "--exit-zero", cwd=tmp_path)
    assert done.err == ""
    return [(one["template"]["title"], one["rule"].split("/")[1], one["severity"]) for one in done.json["violations"]]


BOTH = [("calm-down", "error"), ("repeated-punctuation", "warning")]
ALL = [(title, *rule) for title in ("VIP refund", "Refund", "Note") for rule in BOTH]


@pytest.mark.parametrize(
    ("which", "titles"),
    [
        ("files: [macros/]", ["VIP refund", "Refund", "Note"]),
        ("files: ['*.md']", []),
        ("templates: {title: Refund}", ["Refund"]),
        ("templates: {title: 'vip *'}", ["VIP refund"]),
        ("templates: {title: ['*refund', Note]}", ["VIP refund", "Refund", "Note"]),
        ("templates: {tags: [late, vip]}", ["VIP refund", "Refund"]),
        ("templates: {kind: howto}", ["Note"]),
        ("templates: {platform: zendesk}", ["VIP refund"]),
        ("templates: {title: '*refund', tags: [late]}", ["Refund"]),
        ("files: [other/], templates: {tags: [late]}", []),
    ],
)
def test_an_override_holds_for_what_it_matches(tmp_path: Path, which: str, titles: list[str]) -> None:
    found = reported(tmp_path, f"overrides: [{{{which}, ignore: [respect]}}]\n")
    assert found == [one for one in ALL if one[0] not in titles or one[1] != "calm-down"]


def test_later_overrides_go_over_earlier_ones_and_over_the_configuration(tmp_path: Path) -> None:
    overrides = """\
severity: {respect: info}
overrides:
  - {files: [macros/], severity: {respect: warning}}
  - {templates: {title: Refund}, severity: {respect/calm-down: 'off'}}
"""
    found = [one for one in reported(tmp_path, overrides) if one[1] == "calm-down"]
    assert found == [("VIP refund", "calm-down", "warning"), ("Note", "calm-down", "warning")]


def test_an_override_says_the_kind_and_others_can_match_it(tmp_path: Path) -> None:
    overrides = """\
overrides:
  - {templates: {title: VIP*}, kind: complaint}
  - {templates: {kind: complaint}, ignore: [tone]}
"""
    found = reported(tmp_path, overrides)
    assert ("VIP refund", "repeated-punctuation", "warning") not in found
    assert len(found) == 5


def test_an_override_says_the_language(tmp_path: Path) -> None:
    found = reported(tmp_path, "overrides: [{templates: {title: Refund}, language: de}]\n")
    assert {one[0] for one in found} == {"VIP refund", "Note"}


def test_options_of_a_rule_are_set_everywhere_or_in_places(tmp_path: Path) -> None:
    rule = 'id: team/long\nmessage: "{count} of {limit}"\ncheck: length\nat_most: 2\n'
    write(tmp_path, {"rules/team/long.yaml": rule})
    select = "rulesets: [rules]\nselect: [team]\n"
    for options, titles in (
        ("", ["VIP refund", "Refund", "Note"]),
        ("rules: {team/long: {at_most: 3}}\n", []),
        ("overrides: [{templates: {title: Note}, rules: {team/long: {at_most: 3}}}]\n", ["VIP refund", "Refund"]),
        (
            "rules: {team/long: {at_most: 3}}\noverrides: [{templates: {title: Note}, rules: {team/long: {at_most: 1}}}]\n",
            ["Note"],
        ),
    ):
        write(tmp_path, {"macrolint.yaml": select + options, "macros/all.yaml": EXPORT})
        done = macrolint("check", "-f", "json", "--exit-zero", cwd=tmp_path)
        assert [one["template"]["title"] for one in done.json["violations"]] == titles


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        ("overrides: [{ignore: [tone]}]\n", "an override needs 'files' or 'templates'"),
        ("overrides: [{files: [a], ignre: [tone]}]\n", "unknown field of an override 'ignre'"),
        ("overrides: [{templates: {name: x}}]\n", "unknown field of 'templates' 'name'"),
        ("overrides: [{files: [a], kind: refuse}]\n", "unknown kind of message 'refuse' in overrides"),
        ("overrides: [{files: [macros/], ignore: [tonne]}]\n", "unknown rule 'tonne' in the ignore of an override"),
        ("rules: {respect/calm-down: {at_most: 3}}\n", "the rule 'respect/calm-down' has no option 'at_most'"),
        ("rules: {respect/calm: {}}\n", "unknown rule 'respect/calm' in rules"),
        ("rules: {respect/calm-down: error}\n", "'respect/calm-down' must be a mapping of options"),
        ("rules: {acknowledgement/no-acknowledgement: {moves: [thank]}}\n", "unknown move 'thank'"),
    ],
)
def test_a_mistake_in_an_override_or_an_option_is_told(tmp_path: Path, configuration: str, said: str) -> None:
    write(tmp_path, {"macrolint.yaml": SELECT + configuration, "macros/all.yaml": EXPORT})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, said in done.err) == (2, True)


def test_a_group_switched_off_in_an_override_goes_over_a_rule_named_below(tmp_path: Path) -> None:
    configuration = (
        "severity: {respect/calm-down: error}\noverrides: [{files: [macros/], severity: {respect: 'off'}}]\n"
    )
    assert {one[1] for one in reported(tmp_path, configuration)} == {"repeated-punctuation"}
    ignored = "ignore: [respect/calm-down]\noverrides: [{templates: {title: Note}, select: [respect/calm-down]}]\n"
    assert [one for one in reported(tmp_path, ignored) if one[1] == "calm-down"] == [("Note", "calm-down", "error")]


def test_what_the_command_line_selects_is_all_that_runs(tmp_path: Path) -> None:
    files = {"macrolint.yaml": "overrides: [{files: [macros/], select: [respect]}]\n", "macros/all.yaml": EXPORT}
    write(tmp_path, files)
    done = macrolint("check", "--select", "tone", "-f", "json", cwd=tmp_path)
    assert {rule for *_, rule in done.violations} <= {"tone/repeated-punctuation"}
    done = macrolint("check", "--select", "respect/calm-down", "-f", "json", cwd=tmp_path)
    assert [rule for *_, rule in done.violations] == ["respect/calm-down"] * 3


@pytest.mark.parametrize(
    "severity", ["{ALL: 'off'}", "{default: 'off', opt-in: 'off'}", "{tone: 'off', respect: 'off'}"]
)
def test_a_run_in_which_every_rule_is_off_is_an_error(tmp_path: Path, severity: str) -> None:
    write(tmp_path, {"macrolint.yaml": f"{SELECT}severity: {severity}\n", "macros/all.yaml": EXPORT})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.err.splitlines()[0]) == (2, "error: no rule is left to check")


def test_an_extended_configuration_is_covered_by_the_groups_of_the_one_over_it(tmp_path: Path) -> None:
    write(tmp_path, {"base.yaml": "severity: {respect/calm-down: error, tone: info}\n"})
    assert reported(tmp_path, "extends: base.yaml\nseverity: {respect: warning}\n")[:2] == [
        ("VIP refund", "calm-down", "warning"),
        ("VIP refund", "repeated-punctuation", "info"),
    ]
