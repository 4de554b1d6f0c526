"""What a text says against what its template does: every rule on every platform that tells, and what nobody tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML
from running import ROOT, macrolint, write

from macrolint.actions import does, shown_by, told
from macrolint.model import Action, Template
from macrolint.spans import FileSpan

DATA = YAML(typ="safe").load((ROOT / "tests" / "actions.yaml").read_text(encoding="utf-8"))
PLATFORMS, CASES = DATA["platforms"], DATA["cases"]


class Case(NamedTuple):
    """A macro of a platform: its path, its text, the rule, the words flagged and the line of the action, if any."""

    path: str
    text: str
    rule: str
    words: str | None
    see: int | None


def _filled(value: Any, text: str, acts: Any) -> Any:
    """Return a skeleton with the text and the actions in their places."""
    if value == "ACTS":
        return acts
    if isinstance(value, dict):
        return {key: _filled(one, text, acts) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, text, acts) for one in value]
    return text if value == "TEXT" else value


def _file(name: str, text: str, acts: list[str]) -> str:
    """Return a file of a platform with one macro that says something and acts."""
    platform = PLATFORMS[name]
    said = platform["private" if "private" in acts else "public"]
    written = [*said, *(platform["acts"][one][0] for one in acts if one != "private")]
    if name == "terraform":
        made = [f'    {{ field = "{one["field"]}", value = {json.dumps(one["value"])} }},' for one in written]
        listed = "\n".join(made).replace('"TEXT"', json.dumps(text))
        return f'resource "zendesk_macro" "late" {{\n  title = "A macro"\n  actions = [\n{listed}\n  ]\n}}\n'
    if name == "freshdesk":  # of two statuses the last one counts: write one
        written = [one for one in written if one["name"] != "status" or one is written[-1]]
    if not all(isinstance(one, dict) for one in written):
        merged: Any = written[0]
    elif name in ("zammad", "github", "kustomer"):
        merged = {key: value for one in written for key, value in one.items()}
    else:
        merged = written
    return json.dumps(_filled(platform["file"], text, _filled(merged, text, None)), indent=1)


def _can(name: str, acts: list[str]) -> bool:
    platform = PLATFORMS[name]
    return all(one in platform["acts"] or (one == "private" and "private" in platform) for one in acts)


def _cases() -> list[Any]:
    made = []
    for case in CASES:
        for name in PLATFORMS:
            if name in case.get("not", ()) or name not in case.get("only", PLATFORMS):
                continue
            bad, good = (next((acts for acts in case[kind] if _can(name, acts)), None) for kind in ("bad", "good"))
            if bad is None:
                continue
            assert good is not None, f"{case['rule']} has no good case on {name}"
            made.append(_case(name, case, bad, "bad"))
            made.append(_case(name, case, good, "good"))
    return made


def _case(name: str, case: dict[str, Any], acts: list[str], kind: str) -> Any:
    rule = f"actions/{case['rule']}"
    text = case.get("fine", case["text"]) if kind == "good" and acts in case["bad"] else case["text"]
    file = _file(name, text, acts)
    see = None
    if kind == "bad" and case["rule"] not in ("internal-words-in-public",):
        marker = PLATFORMS[name].get("note") if case.get("see") else PLATFORMS[name]["acts"][acts[0]][1]
        marker = text if marker == "TEXT" else marker
        see = 1 + next(number for number, line in enumerate(file.splitlines()) if marker in line)
    made = Case(PLATFORMS[name]["path"], file, rule, case["words"] if kind == "bad" else None, see)
    return pytest.param(made, id=f"{case['rule']}-{name}-{kind}")


@pytest.fixture(scope="module")
def told_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Every case as a file of its own, checked in one run; the violations by the folder of the case."""
    folder = tmp_path_factory.mktemp("actions")
    for number, param in enumerate(_cases()):
        case: Case = param.values[0]
        write(folder, {f"{number}/{case.path}": case.text})
    done = macrolint("check", "--isolated", "-f", "json", *sorted(path.name for path in folder.iterdir()), cwd=folder)
    found: dict[str, list[dict[str, Any]]] = {}
    for one in done.json["violations"]:
        found.setdefault(one["path"].split("/")[0], []).append(one)
    return found


@pytest.mark.parametrize(("number", "case"), [pytest.param(n, *p.values, id=p.id) for n, p in enumerate(_cases())])
def test_the_words_and_the_line_of_the_action_are_shown(
    number: int, case: Case, told_of: dict[str, list[dict[str, Any]]]
) -> None:
    found = [one for one in told_of.get(str(number), []) if one["rule"] == case.rule]
    assert [one["excerpt"] for one in found] == ([case.words] if case.words else [])
    if case.see:
        places = [(one["start"]["line"], one["end"]["line"]) for one in found[0]["related"]]
        assert any(start <= case.see <= end <= start + 9 for start, end in places)


def test_every_rule_of_the_group_is_tried_on_every_platform_that_tells_its_actions() -> None:
    rules = {path.stem for path in (ROOT / "rulesets" / "actions").glob("[a-z]*.yaml")}
    assert {case["rule"] for case in CASES} == rules
    tried = {param.id.rsplit("-", 2)[1] for param in _cases()}
    assert tried == set(PLATFORMS)


LATE = "---\ntitle: Late\n{}---\nHi,\n\nwe'll get back to you tomorrow.\n"


def _rules(tmp_path: Path, files: dict[str, str], *arguments: str) -> list[str]:
    write(tmp_path, files)
    return [
        rule
        for *_, rule in macrolint("check", "--select", "actions", "-f", "json", *arguments, cwd=tmp_path).violations
    ]


def test_front_matter_says_how_the_ticket_is_left_and_its_line_is_shown(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.md": LATE.format("status_after: resolved\n")})
    done = macrolint("check", "--select", "actions", "--color", "never", cwd=tmp_path)
    assert done.out.splitlines()[:6] == [
        "error[actions/promise-but-solved] “we'll get back to you tomorrow” is promised, but the ticket is then solved and "
        "leaves every queue; leave it on hold, or set a reminder.",
        " --> macros/late.md:7:1 (Late)",
        "  |",
        "7 | we'll get back to you tomorrow.",
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "  = see: macros/late.md:3:15 the template sets the status to solved",
    ]


def test_what_nobody_tells_is_not_taken_for_nothing(tmp_path: Path) -> None:
    assert _rules(tmp_path, {"macros/late.md": LATE.format("")}) == []
    assert _rules(tmp_path, {"macros/late.md": LATE.format("status_after: whatever\n")}) == []
    said = "---\ntitle: A\nstatus_after: open\n---\nI've escalated this to our engineers.\n"
    assert _rules(tmp_path, {"macros/late.md": said}) == []


def test_the_configuration_says_what_templates_do(tmp_path: Path) -> None:
    late = {"macros/late.md": LATE.format("")}
    status = 'overrides: [{files: ["*.md"], status_after: solved}]\n'
    assert _rules(tmp_path, {**late, "macrolint.yaml": status}) == ["actions/promise-but-solved"]
    nothing = 'overrides: [{files: ["*.md"], actions: []}]\n'
    assert _rules(tmp_path, {**late, "macrolint.yaml": nothing}) == ["actions/promise-without-owner"]
    moved = 'overrides: [{files: ["*.md"], actions: [team billing, status open]}]\n'
    assert _rules(tmp_path, {**late, "macrolint.yaml": moved}) == []


def test_an_export_holds_over_the_configuration(tmp_path: Path) -> None:
    files = {
        "macros.json": _file("zendesk", "We'll get back to you tomorrow.", ["waits"]),
        "macrolint.yaml": 'overrides: [{files: ["*"], actions: [status solved], status_after: solved}]\n',
    }
    assert _rules(tmp_path, files) == []


def test_whoever_uses_the_macro_may_own_the_ticket(tmp_path: Path) -> None:
    files = {"macros.json": _file("zendesk", "We'll get back to you tomorrow.", ["tag"])}
    assert _rules(tmp_path, files) == ["actions/promise-without-owner"]
    assert _rules(tmp_path, {**files, "macrolint.yaml": "ownership: agent\n"}) == []
    assert _rules(tmp_path, {**files, "macrolint.yaml": "ownership: unchanged\n"}) == ["actions/promise-without-owner"]
    own = (
        (ROOT / "platforms" / "zendesk.yaml")
        .read_text(encoding="utf-8")
        .replace("ownership: unchanged", "ownership: agent")
    )
    assert _rules(tmp_path, {**files, "desk/zendesk.yaml": own, "macrolint.yaml": "platforms: [desk]\n"}) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("overrides: [{files: [a], actions: [solve]}]", "'solve' is no action"),
        ("overrides: [{files: [a], actions: [status done]}]", "'done' is no status"),
        ("ownership: me", "'ownership' must be one of agent, unchanged, not 'me'"),
    ],
)
def test_what_is_no_action_is_said_with_its_line(tmp_path: Path, written: str, said: str) -> None:
    write(tmp_path, {"macrolint.yaml": f"{written}\n"})
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert f"error: {said} (macrolint.yaml, line 1)" in done.err


def test_a_promise_that_only_tells_how_finished_work_ends_is_no_promise(tmp_path: Path) -> None:
    said = "---\ntitle: A\nstatus_after: solved\n---\n{}\n"
    ended = "I've refunded your order. We will credit it to your card within 5 days."
    assert _rules(tmp_path, {"macros/a.md": said.format(ended)}) == []
    open_ = "I've refunded your order. We will call you tomorrow."
    assert _rules(tmp_path, {"macros/a.md": said.format(open_)}) == ["actions/promise-but-solved"]


def test_no_action_of_an_export_is_shown_with_an_id(tmp_path: Path) -> None:
    text = _file("zendesk", "I've attached it. We'll get back to you tomorrow.", ["team", "done"]).replace(
        '"11"', '"360001234567"'
    )
    write(tmp_path, {"macros.json": text})
    done = macrolint("check", "--select", "actions", cwd=tmp_path)
    assert done.code == 1
    assert "360001234567" not in done.out


def test_actions_in_words_are_compared_by_verb_and_pattern() -> None:
    place = FileSpan(1, 2)
    template = Template(None, None, (), actions=(Action("tag", "Follow_Up", place), Action("owner", "nobody", place)))
    assert does(template, ["tag"])
    assert does(template, ["tag *follow*"])
    assert not does(template, ["tag vip"])
    assert not does(template, ["owner"])
    assert does(template, ["owner nobody"])
    assert [told(one) for one in shown_by(template, ["tag", "owner nobody"])] == [
        "adds the tag “Follow_Up”",
        "takes the ticket from whoever has it",
    ]


def test_what_a_placeholder_of_another_part_prints_is_not_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "Subject: Order {{order.id}}\n\nWhat is your order number?\n"})
    done = macrolint("check", "--select", "questions/already-known", "--color", "never", cwd=tmp_path)
    assert done.out.splitlines()[:6] == [
        "warning[questions/already-known] “What is your order number” asks for what {{order.id}} already says; ask whether "
        "that is right.",
        " --> macros/a.md:3:1 (Order {{order.id}})",
        "  |",
        "3 | What is your order number?",
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^",
        "  = see: macros/a.md:1:16 it is printed here",
    ]


OWN = """\
id: shop/voucher-without-tag
message: "“{match}” gives a voucher, and the ticket is then {status}; add its tag."
check: action
phrases: ["[here is|I've added] [a|your] voucher"]
without: [tag voucher*]
examples:
  - {bad: "⟦Here is a voucher⟧ for you.", actions: [status solved]}
  - {good: "Here is a voucher for you.", actions: [tag voucher_10]}
  - {good: "Here is a voucher for you.", status_after: solved}
"""


def test_a_team_writes_a_rule_about_actions(tmp_path: Path) -> None:
    write(tmp_path, {"rules/shop/voucher-without-tag.yaml": OWN})
    done = macrolint("rules", "test", "rules", cwd=tmp_path)
    assert (done.code, done.out) == (0, "Tested 1 rule with 3 examples: all is well.\n")
    write(tmp_path, {"rules/shop/voucher-without-tag.yaml": OWN.replace("tag voucher_10", "tag other")})
    assert "“Here is a voucher” is flagged" in macrolint("rules", "test", "rules", cwd=tmp_path).out


def test_a_rule_about_actions_says_what_the_text_says(tmp_path: Path) -> None:
    text = OWN.replace("phrases: [", "title: A title # [")
    write(tmp_path, {"rules/shop/voucher-without-tag.yaml": text})
    done = macrolint("rules", "test", "rules", cwd=tmp_path)
    assert done.code == 2
    assert "a rule with 'check: action' needs 'phrases', 'patterns' or 'about'" in done.err
