"""Nothing that stands in a file, in its name or in a setting can act on the terminal that a report is shown on."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from running import Done, macrolint, write

ESC, CSI, OSC, BIDI, TAG = "\x1b[2J", "\x9b2J", "\x1b]0;owned\x07", "\u202e", "\U000e0041"
EVIL = f"{ESC}{CSI}{OSC}{BIDI}{TAG}\u061c\u2066\b\r"
ACTING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
QUOTED = json.dumps(EVIL.replace(TAG, ""))[1:-1] + r"\U000e0041"  # as YAML writes it in double quotes
RULE = f"""\
id: team/odd
title: "Odd {QUOTED}"
message: "“{{match}}” is odd {QUOTED}."
why: "Why {QUOTED}"
phrases: [odd]
examples:
  - bad: "not ⟦so⟧ {QUOTED} at all"
evidence: [{{source: "{QUOTED}"}}]
"""
FILES: dict[str, str | bytes] = {
    "macrolint.yaml": f'rulesets: [rules]\nvocabulary: {{reject: {{"foul{QUOTED}": "fair{QUOTED}"}}}}\nsuppress: [{{rules: [team/odd], templates: ["x{QUOTED}"], reason: "r{QUOTED}"}}]\n',
    "rules/team/odd.yaml": RULE,
    f"macros/a{ESC}{BIDI}\n::error::x.md": f"Calm down {EVIL} odd.\n\nWe will call you{EVIL} tomorrow.\n",
    f"macros/b{ESC}.json": json.dumps([{"title": f"T{EVIL}", "id": f"i{EVIL}", "tags": [EVIL], "body": f"Calm {EVIL} down, odd. We will call you {EVIL} tomorrow. thx!!"}]),
    f"macros/c{ESC}.yaml": f'title: "T{QUOTED}"\nbody: "odd\n',
    "macros/d.yaml": f'title: "T{QUOTED}"\nkind: "{QUOTED}"\nbody: "Odd. {{{{ foo{QUOTED} }}}} [NAME{QUOTED}]"\n# macrolint: disable=no/such{BIDI}rule\n',
}  # fmt: skip


def assert_harmless(done: Done) -> None:
    for text in (
        done.out.removeprefix("\ufeff").replace("\r\n", "\n"),
        done.err,
    ):  # a CSV file for spreadsheets starts with a mark
        found = ACTING.search(text)
        assert found is None, text[max(0, found.start() - 200) : found.end() + 20]
    assert "Traceback" not in done.err
    assert done.code in (0, 1, 2)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(
    "command",
    [
        "check -f full",
        "check -f concise",
        "check -f json",
        "check --statistics",
        "check --show-files",
        "check --show-kinds",
        "check -f full -v",
        "promises",
        "promises -f json",
        "promises -f csv",
        "promises -f markdown",
        "rules list",
        "rules list -f json",
        "explain team/odd --all",
        "explain team/odd -f json",
        "rules test rules",
        "config show",
    ],
)
def test_what_is_shown_cannot_act_on_a_terminal(tmp_path: Path, command: str) -> None:
    write(tmp_path, FILES)
    done = macrolint(*command.split(), cwd=tmp_path)
    assert_harmless(done)
    assert done.out
    assert "\n::error::" not in f"\n{done.out}\n{done.err}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("macrolint.yaml", f'select: ["no{QUOTED}"]\n'),
        ("macrolint.yaml", f'"key{QUOTED}": 1\n'),
        ("macrolint.yaml", f'presets: ["p{QUOTED}"]\n'),
        ("macrolint.yaml", f'extends: ["p{QUOTED}.yaml"]\n'),
        ("macrolint.yaml", f"select: [\x9b{BIDI}"),
        ("macrolint.yaml", f'rulesets: ["plugin:{QUOTED}"]\n'),
        ("pyproject.toml", f'[tool.macrolint]\nlanguage = "{BIDI}"\n'),
        ("pyproject.toml", f"[tool.macrolint]\nlanguage = {BIDI}\n"),
        ("rules/team/odd.yaml", RULE.replace("odd]", f'"[{QUOTED}"]')),
        ("rules/team/odd.yaml", RULE.replace("phrases", f'"p{QUOTED}"')),
        ("rules/team/odd.yaml", RULE.replace("id: team/odd", f'id: "team/odd{QUOTED}"')),
    ],
)
def test_what_is_wrong_in_a_setting_cannot_act_on_a_terminal(tmp_path: Path, name: str, content: str) -> None:
    write(
        tmp_path, {"macros/a.md": "Calm down.\n", "macrolint.yaml": "rulesets: [rules]\n", "rules/team/odd.yaml": RULE}
    )
    if name == "pyproject.toml":
        (tmp_path / "macrolint.yaml").unlink()
    write(tmp_path, {name: content})
    done = macrolint("check", cwd=tmp_path)
    assert_harmless(done)
    assert done.code == 2


@pytest.mark.parametrize(
    "arguments", [["--select", EVIL], [f"no{EVIL}.md"], ["--config", EVIL], [f"--{EVIL}"], ["-f", EVIL]]
)
def test_what_was_typed_wrong_cannot_act_on_a_terminal(tmp_path: Path, arguments: list[str]) -> None:
    write(tmp_path, {"macros/a.md": "Calm down.\n"})
    for command in (
        ["check", *arguments],
        ["promises", *arguments],
        ["explain", *arguments],
        ["rules", "list", *arguments],
        arguments,
    ):
        done = macrolint(*command, cwd=tmp_path)
        assert_harmless(done)
        assert done.code == 2
