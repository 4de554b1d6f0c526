"""`macrolint explain` and `macrolint rules list`: what people read about rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from running import macrolint, write

from macrolint.rulebook import Applies, Example, Move, Options, Rule
from macrolint.rules import telling
from macrolint.spans import Span

RULE = """\
id: shop/old-name
title: The old name of the shop
severity: error
confidence: high
message: "“{match}” is our old name; write Fernhill."
why: The sign has changed.
when_fine: In a quote.
applies: {audiences: [vip]}
phrases:
  - {text: "Fern [&|and] Hill", replace: Fernhill}
unless: {zone: [quote, heading]}
fix: safe
examples:
  - bad: "Come to ⟦Fern and Hill⟧ soon."
    fixed: "Come to Fernhill soon."
  - {good: "A fern on a hill.", note: "A plant."}
  - {good: "Come to Fernhill.\\n\\nWe are open.", kind: first}
evidence: [{source: The sign, says: It is new., grade: practice, url: "https://example.org/sign"}]
since: "0.1"
"""
TEAM = {"macrolint.yaml": "rulesets: [house]\n", "house/shop/old-name.yaml": RULE}
TOLD = """\
shop/old-name: The old name of the shop

  “Fern and Hill” is our old name; write Fernhill.

Why
  The sign has changed.

When it is fine
  In a quote.

Flagged
  - Come to ⟦Fern and Hill⟧ soon.
    fixed: Come to Fernhill soon.

Fine
  - A fern on a hill.
    (A plant)

Better
  - Come to Fernhill.

    We are open.

Good to know
  Here:         on, as error
  Confidence:   high (rarely wrong)
  Only for:     vip
  Leaves alone: words in quotes and headings
  Fix:          offers other words that keep the meaning
  Since:        version 0.1

Evidence
  - The sign (practice): It is new. https://example.org/sign

Change it, in macrolint.yaml
  ignore: [shop/old-name]          # switch it off
  severity: {shop/old-name: info}  # another severity (error, warning, info or off)

Where it is defined
  house/shop/old-name.yaml
"""


def test_a_rule_is_told_from_end_to_end(tmp_path: Path) -> None:
    write(tmp_path, TEAM)
    done = macrolint("explain", "shop/old-name", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, TOLD, "")
    assert macrolint("explain", "old-name", cwd=tmp_path).out == TOLD


def test_colour_takes_the_place_of_the_marks_across_lines(tmp_path: Path) -> None:
    write(
        tmp_path, {**TEAM, "house/shop/old-name.yaml": RULE.replace("Come to ⟦Fern and", "Come ⟦to the shop Fern and")}
    )
    done = macrolint("explain", "old-name", "--color", "always", cwd=tmp_path, env={"COLUMNS": "40"})
    assert "  - Come \x1b[31;1mto the shop Fern and Hill\x1b[0m\n" in done.out
    assert "⟦" not in done.out
    write(tmp_path, {"house/shop/old-name.yaml": RULE.replace("Come to ⟦Fern and", f"⟦{'very ' * 9}Fern and")})
    done = macrolint("explain", "old-name", "--color", "always", cwd=tmp_path, env={"COLUMNS": "40"})
    assert "\x1b[31;1mvery very very very very very very\x1b[0m\n\x1b[31;1m    very" in done.out


def test_no_line_is_wider_than_the_terminal(tmp_path: Path) -> None:
    for name in ("calm-down", "repeated-punctuation", "hollow-inconvenience"):
        lines = macrolint("explain", name, cwd=tmp_path, env={"COLUMNS": "60"}).out.split("\n")
        prose = lines[: lines.index("Change it, in macrolint.yaml")]
        assert max(map(len, prose)) <= 60
        assert max(map(len, prose)) > 50


def test_a_rule_as_data_holds_every_field(tmp_path: Path) -> None:
    write(tmp_path, TEAM)
    rule = macrolint("explain", "old-name", "-f", "json", cwd=tmp_path).json["rule"]
    assert set(Rule._fields) <= set(rule)
    assert rule["cues"][0]["text"] == "Fern [&|and] Hill"
    assert rule["cues"][0]["replace"] == "Fernhill"
    assert rule["examples"][0]["spans"] == [{"start": 8, "end": 21}]
    assert rule["applies"].items() >= {"languages": ["en"], "roles": ["message"], "audiences": ["vip"]}.items()
    assert (rule["group"], rule["url"], rule["here"]) == ("shop", None, {"state": "on", "severity": "error"})
    built_in = macrolint("explain", "calm-down", "-f", "json", cwd=tmp_path).json["rule"]
    assert built_in["url"] == "https://github.com/macrolint/macrolint/blob/main/docs/rules/respect/calm-down.md"


def test_a_report_names_the_page_of_a_built_in_rule_and_none_for_a_team_s(tmp_path: Path) -> None:
    write(tmp_path, {**TEAM, "house/shop/old-name.yaml": RULE.replace("applies: {audiences: [vip]}\n", "")})
    write(tmp_path, {"macros/a.md": "Calm down at Fern and Hill.\n", "macros/b.md": b"\x00\xff\xfe\x00"})
    found = macrolint("check", "-f", "json", cwd=tmp_path).json["violations"]
    page = "https://github.com/macrolint/macrolint/blob/main/docs/rules"
    assert {one["rule"]: one["url"] for one in found} == {
        "respect/calm-down": f"{page}/respect/calm-down.md",
        "shop/old-name": None,
        "files/unreadable": f"{page}/files/unreadable.md",
    }


def test_a_rule_with_options_tells_them_as_they_are_here(tmp_path: Path) -> None:
    rule = """\
id: shop/very
check: count
message: "“{match}” stands here {count} times; {limit} would do."
phrases: [very]
per: sentence
at_most: 1
applies: {not_kinds: [internal]}
yields_to: [tone/you-must]
examples:
  - bad: "It is very, ⟦very⟧ late."
"""
    write(
        tmp_path,
        {"macrolint.yaml": "rulesets: [house]\nrules: {shop/very: {at_most: 0}}\n", "house/shop/very.yaml": rule},
    )
    told = macrolint("explain", "very", cwd=tmp_path).out
    assert "\n  “very” stands here … times; 0 would do.\n" in told
    assert re.search("^  At most: +0 in a sentence$", told, re.M)
    assert re.search("^  Silent: +where these report already: tone/you-must$", told, re.M)
    assert "Not for kinds" not in told
    assert "  rules: {shop/very: {per: sentence, at_most: 0}}  # its options, as they are\n" in told
    assert macrolint("rules", "test", "house", cwd=tmp_path).code == 0


def test_a_group_lists_its_rules(tmp_path: Path) -> None:
    write(tmp_path, TEAM)
    done = macrolint("explain", "shop", cwd=tmp_path)
    assert done.out == (
        "Shop\n  error  shop/old-name  The old name of the shop\n\n1 rule: 1 on. Explain one: macrolint explain RULE\n"
    )
    group = macrolint("explain", "tone", "-f", "json", cwd=tmp_path).json
    assert (group["group"], group["title"]) == ("tone", "How it sounds: neither blunt nor cold")
    assert "tone/nothing-we-can-do" in [rule["id"] for rule in group["rules"]]


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("clam-down", "there is no rule or group 'clam-down'", "did you mean 'respect/calm-down'? All rules: macrolint rules list"),
        ("tone/nothing-we-cant-do", "there is no rule or group", "did you mean 'tone/nothing-we-can-do'"),
        ("tome", "there is no rule or group 'tome'", "did you mean 'tone'?"),
        ("xyz", "there is no rule or group 'xyz'", "help: All rules: macrolint rules list"),
        ("calm-down", "2 rules are called 'calm-down'", "say which: respect/calm-down or shop/calm-down"),
    ],
)  # fmt: skip
def test_a_name_that_is_none_gets_near_ones(tmp_path: Path, name: str, message: str, hint: str) -> None:
    other = RULE.replace("shop/old-name", "shop/calm-down")
    write(tmp_path, {**TEAM, "house/shop/calm-down.yaml": other} if name == "calm-down" else {})
    done = macrolint("explain", name, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert f"error: {message}" in done.err
    assert hint in done.err


def test_the_list_says_what_runs_here_and_why_the_rest_does_not(tmp_path: Path) -> None:
    configuration = "rulesets: [house]\nignore: [warmth]\nseverity: {shop: info, respect/calm-down: off}\n"
    write(tmp_path, {"macrolint.yaml": configuration.replace(": off}", ": 'off'}"), "house/shop/old-name.yaml": RULE})
    write(tmp_path, {"house/shop/rare.yaml": "id: shop/rare\nmessage: x\nphrases: [x]\ndefault: opt-in\n"})
    done = macrolint("rules", "list", cwd=tmp_path)
    assert done.code == 0
    listed = {rule: state for state, rule in re.findall(r"^  (\S+) +(\S+/\S+)  ", done.out, re.M)}
    assert listed["shop/old-name"] == "info"
    assert listed["shop/rare"] == listed["warmth/pet-name"] == "off"
    assert re.search(r"^  off +shop/rare +Rare – off: select it$", done.out, re.M)
    assert "Pet name – off: ignored here\n" in done.out
    assert "Telling the reader to calm down – off: its severity here is off\n" in done.out
    assert "Word that the team avoids – off: needs your word list (vocabulary)\n" in done.out
    assert listed["respect/calm-down"] == "off"
    assert listed["tone/nothing-we-can-do"] == "warning"
    running = sum(state != "off" for state in listed.values())
    counts = f"{len(listed)} rules: {running} on, {len(listed) - running} off. "
    assert done.out.splitlines()[-1].startswith(counts)
    rows = macrolint("rules", "list", "--group", "shop", "-f", "json", cwd=tmp_path).json["rules"]
    assert [(row["id"], row["state"], row["severity"], row["origin"]) for row in rows] == [
        ("shop/old-name", "on", "info", "team"),
        ("shop/rare", "opt-in", "info", "team"),
    ]


def test_a_rule_that_nobody_selected_is_listed_as_such(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "select: [tone]\n"})
    rows = macrolint("rules", "list", "--group", "respect", "-f", "json", cwd=tmp_path).json["rules"]
    assert {row["state"] for row in rows if row["default"] == "on"} == {"not selected"}
    told = macrolint("explain", "calm-down", cwd=tmp_path).out
    assert "  Here:         off: not selected here\n  By default:   on, as error\n" in told
    late = macrolint("explain", "late-acknowledgement", cwd=tmp_path).out
    assert "  Here:              off, until you select it; then as info\n  Confidence:" in late


def test_the_rule_about_rejected_words_waits_for_a_word_list(tmp_path: Path) -> None:
    def state() -> list[str]:
        rows = macrolint("rules", "list", "--group", "clarity", "-f", "json", cwd=tmp_path).json["rules"]
        return [row["state"] for row in rows if row["id"] == "clarity/rejected-word"]

    for configuration, expected in (
        ("", "no vocabulary"),
        ("ignore: [clarity]\n", "ignored"),
        ("select: [tone]\n", "not selected"),
        ("vocabulary: {reject: {utilise: use}}\n", "on"),
    ):
        write(tmp_path, {"macrolint.yaml": configuration})
        assert state() == [expected]
    write(tmp_path, {"macrolint.yaml": ""})
    told = macrolint("explain", "rejected-word", cwd=tmp_path).out
    assert re.search(
        r"^  Here: +off: needs your word list \(vocabulary\)\n  By default: +on, as warning, when the", told, re.M
    )
    assert "  vocabulary: {reject: {utilise: use}}  " in told


def test_options_are_told_in_words() -> None:
    moves = {"thanks": Move("thanks", "Thanks for it"), "reason": Move("reason", "Gives the reason")}
    rule = Rule("a/b", "T", "unless-nearby", "m", options=Options(("reason", "thanks"), within=2))
    assert telling.good_to_know(rule, moves) == [
        ("Confidence", "medium (sometimes wrong)"),
        ("Fine when near it", "gives the reason, or thanks for it"),
        ("Looks", "two sentences around the words"),
    ]

    def looks(**options: Any) -> str:
        return dict(telling.good_to_know(rule._replace(options=Options(**options)), moves))["Looks"]

    assert looks() == "the whole message"
    assert looks(side="before") == "everything before the words"
    assert looks(within=1, side="after") == "one sentence after the words"
    assert looks(within=0) == "the sentence of the words"
    assert looks(within=5) == "5 sentences around the words"
    missing = rule._replace(
        check="missing", options=Options(("reason",), zone="opening"), applies=Applies(not_kinds=())
    )
    assert telling.good_to_know(missing, moves)[1:] == [
        ("Also for kinds", "internal"),
        ("Fine when it", "gives the reason"),
        ("Reads only", "the opening"),
        ("Guessed kinds", "where the kind of message is only guessed, it is one severity milder"),
    ]
    length = rule._replace(check="length", options=Options(per="paragraph", at_most=80, at_least=2))
    assert telling.good_to_know(length, moves)[1:] == [
        ("At most", "80 words in a paragraph"),
        ("At least", "2 words in a paragraph"),
    ]


def test_a_message_is_shown_with_words_that_are_short() -> None:
    def shown(*sizes: int) -> str:
        examples = tuple(Example("x" * size, bad=True, spans=(Span(0, size),)) for size in sizes)
        return telling.message(Rule("a/b", "T", "phrase", "“{match}” is it", examples=examples))

    assert shown(61, 40, 35, 9, 3) == f"“{'x' * 9}” is it"
    assert shown(61, 40, 35) == f"“{'x' * 35}” is it"
    assert shown(61) == "“…” is it"


def test_six_examples_are_enough_unless_all_are_asked_for(tmp_path: Path) -> None:
    bad = "".join(f'  - bad: "⟦Fern and Hill⟧ {number}"\n    fixed: "Fernhill {number}"\n' for number in range(21))
    fine = "".join(f'  - {{good: "Fine {number}", note: "A"}}\n' for number in range(7))
    better = "".join(f'  - good: "Better {number}"\n' for number in range(2))
    rule = re.sub(r"examples:\n(.*\n)*(?=evidence)", lambda _: f"examples:\n{bad}{fine}{better}", RULE)
    write(tmp_path, {**TEAM, "house/shop/old-name.yaml": rule})
    told = macrolint("explain", "old-name", cwd=tmp_path).out
    counts = {word: len(re.findall(rf"^  - .*{word} \d+$", told, re.M)) for word in ("Hill⟧", "Fine", "Better")}
    assert counts == {"Hill⟧": 6, "Fine": 4, "Better": 2}
    more = re.findall("^  … .*$", told, re.M)
    assert more == [f"  … {number} more: macrolint explain shop/old-name --all" for number in (15, 3)]
    whole = macrolint("explain", "old-name", "--all", cwd=tmp_path).out
    assert len(re.findall(r"^  - .* \d+$", whole, re.M)) == 30
    assert "--all" not in whole


@pytest.mark.parametrize("name", ["shop/old-name", "old-name", "shop"])
def test_a_rule_in_a_folder_that_is_not_configured_is_told_how_to_be_read(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"rules/shop/old-name.yaml": RULE, "rules/notes.yaml": "groups: []\n"})
    stands = "help: it stands in the folder rules/, which is not read yet: add"
    assert f"{stands} `rulesets: [rules]` to macrolint.yaml\n" in macrolint("explain", name, cwd=tmp_path).err
    other = macrolint("explain", "clam-down", cwd=tmp_path).err
    assert "help: did you mean 'respect/calm-down'? All rules: macrolint rules list. The rules in rules/" in other
    write(tmp_path, {"pyproject.toml": "[tool.macrolint]\nignore = ['tone']\n"})
    told = macrolint("explain", name, cwd=tmp_path).err
    assert f'{stands} `rulesets = ["rules"]` to [tool.macrolint] of pyproject.toml\n' in told
    write(tmp_path, {"macrolint.yaml": "rulesets: [house]\n", "house/x/.keep": ""})
    (tmp_path / "pyproject.toml").unlink()
    told = macrolint("explain", name, cwd=tmp_path).err
    assert f"{stands} `rules` to the list 'rulesets' in macrolint.yaml\n" in told
    write(tmp_path, {"macrolint.yaml": "rulesets: [rules]\n"})
    (tmp_path / "rules/notes.yaml").unlink()
    assert macrolint("explain", name, cwd=tmp_path).code == 0
    assert "not read" not in macrolint("explain", "clam-down", cwd=tmp_path).err


def test_an_unknown_group_or_command_gets_the_near_one(tmp_path: Path) -> None:
    done = macrolint("rules", "list", "--group", "tune", cwd=tmp_path)
    assert (done.code, done.err) == (2, "error: there is no group 'tune'\nhelp: did you mean 'tone'?\n")
    assert "Did you mean 'test'?" in macrolint("rules", "tset", cwd=tmp_path).err
    alone = macrolint("rules", cwd=tmp_path)
    assert (alone.code, alone.out) == (2, "")
    assert "macrolint rules [OPTIONS] COMMAND [ARGS]...\n" in alone.err
    assert "error" not in alone.err


def test_a_hostile_rule_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, {**TEAM, "house/shop/old-name.yaml": RULE.replace("The sign has", "The \u202e sign has")})
    assert "The \\u202e sign has changed." in macrolint("explain", "old-name", cwd=tmp_path).out


def test_what_is_new_in_a_rule_is_told_under_its_name() -> None:
    assert telling.plain({"at_most": 3, "zone": ("opening", "body"), "strict": True}) == (
        "at most: 3; zone: openings, body; strict: yes"
    )
    example = Example("Dear you", bad=True, spans=(Span(0, 4),), title="Refused", kind="reject")
    rule = Rule("a/b", "T", "phrase", "m")
    assert telling.remarks(example, rule) == ["title: Refused"]
    assert telling.remarks(example, rule._replace(check="missing")) == ["kind: reject", "title: Refused"]
    assert telling.remarks(example, rule._replace(applies=Applies(kinds=("first",))))[0] == "kind: reject"
