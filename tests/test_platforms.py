"""Exports of help desks: which platform a file comes from, and what its templates say and do."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, macrolint, write

from macrolint.layouts import from_json
from macrolint.model import Document, Outcome, Template
from macrolint.readers import Claim, Given, claim, read
from macrolint.readers.csv_ import read_rows
from macrolint.readers.hcl import read_hcl
from macrolint.readers.json_ import read_json
from macrolint.readers.platforms import platforms, recognised
from macrolint.readers.po import read_po
from macrolint.readers.records import rows
from macrolint.sources import Source
from macrolint.spans import Span
from macrolint.trees import compose

EXPORTS = ROOT / "tests" / "exports"
UNKNOWN = Outcome()


def _document(name: str, text: str, given: Given | None = None) -> Document:
    how = claim(name, None, "named", given)
    assert isinstance(how, Claim)
    return read(Source(name, text), how)


def _read(name: str, text: str, given: Given | None = None) -> tuple[Template, ...]:
    document = _document(name, text, given)
    assert document.failure is None
    return document.templates


def _json(value: Any, given: Given | None = None) -> tuple[Template, ...]:
    return _read("export.json", json.dumps(value), given)


def _parts(template: Template) -> list[tuple[str, str]]:
    return [(part.role, " ".join(part.body.text.split())) for part in template.parts]


def _done(template: Template) -> list[tuple[str, str]]:
    return [(one.verb, one.value) for one in template.actions]


# File: platform, templates, roles of their parts, what they do, how the last one leaves a ticket.
SNAPSHOT: dict[str, tuple[str | None, int, str, str, Outcome]] = {
    "chatwoot-canned.json": ("chatwoot", 1, "message", "", UNKNOWN),
    "chatwoot-macros.json": (
        "chatwoot", 1, "message note", "note= tag=late team=team status=snoozed status=solved", Outcome("solved", "team"),
    ),
    "freshdesk-canned.json": ("freshdesk", 1, "message", "", UNKNOWN),
    "freshdesk-scenario.json": ("freshdesk", 1, "note", "status=solved tag=tier2 note=", Outcome("solved", "same")),
    "front-templates.json": ("front", 1, "subject message", "", UNKNOWN),
    "github-replies.yml": ("github", 1, "message", "", UNKNOWN),
    "gorgias-macros.json": (
        "gorgias", 1, "message note", "status=closed tag=late tag=carrier status=snoozed wake=48 note=", Outcome("snoozed", "same", 48.0),
    ),
    "handwritten-late.md": ("zendesk", 1, "message note", "status=waiting_customer", Outcome("waiting_customer")),
    "helpscout-saved-replies.json": ("helpscout", 1, "message", "", UNKNOWN),
    "intercom-macros.json": ("intercom", 1, "message", "", UNKNOWN),
    "kustomer-shortcut.json": ("kustomer", 1, "message", "status=closed", Outcome("closed")),
    "osticket-premade.yaml": ("osticket", 1, "message note", "", UNKNOWN),
    "otrs-answer.txt": ("otrs", 1, "message", "", UNKNOWN),
    "replies.de.po": ("gettext", 1, "message", "", UNKNOWN),
    "salesforce-quicktext.json": ("salesforce", 1, "message", "", UNKNOWN),
    "servicenow-response.txt": (None, 1, "message", "", UNKNOWN),
    "zammad-macros.json": (
        "zammad", 1, "note", "status=waiting_internal wake=168 tag=waiting owner=current_user note=",
        Outcome("waiting_internal", "current_user", 168.0),
    ),
    "zammad-text-modules.csv": ("zammad", 1, "message", "", UNKNOWN),
    "zammad-text-modules.json": ("zammad", 1, "message note", "", UNKNOWN),
    "zendesk-dynamic-content.json": ("zendesk", 2, "message message", "", UNKNOWN),
    "zendesk-macro.json": (
        "zendesk", 1, "message note side-conversation",
        "status=solved tag=late_order tag=carrier owner=current_user team=team field= field= due=72 side-conversation=",
        Outcome("solved", "current_user"),
    ),
    "zendesk-macro.tf": (
        "zendesk", 1, "message side-conversation side-conversation", "status=solved side-conversation=", Outcome("solved", "same"),
    ),
}  # fmt: skip


def test_the_snapshot_knows_every_export() -> None:
    assert sorted(path.name for path in EXPORTS.iterdir()) == sorted(SNAPSHOT)


@pytest.mark.parametrize("name", SNAPSHOT)
def test_an_export_is_read_by_its_platform(name: str) -> None:
    found = _read(name, (EXPORTS / name).read_text(encoding="utf-8"))
    roles = " ".join(part.role for one in found for part in one.parts)
    done = " ".join(f"{one.verb}={one.value}" for template in found for one in template.actions)
    assert (found[-1].platform, len(found), roles, done, found[-1].outcome) == SNAPSHOT[name]


@pytest.mark.parametrize("name", SNAPSHOT)
def test_the_place_of_every_sentence_is_its_own(name: str) -> None:
    text = (EXPORTS / name).read_text(encoding="utf-8")
    for template in _read(name, text):
        for part in template.parts:
            assert not part.body.coarse
            for word in ("call you", "update you", "Friday", "tomorrow", "warehouse", "stock", "trace", "escalated"):
                at = part.body.text.find(word)
                if at >= 0:
                    assert text[slice(*part.body.locate(Span(at, at + len(word))))] == word


@pytest.mark.parametrize(
    "name", [name for name, (platform, *_) in SNAPSHOT.items() if platform and not name.endswith(("md", "txt"))]
)
def test_only_one_platform_knows_an_export(name: str) -> None:
    text = (EXPORTS / name).read_text(encoding="utf-8")
    known = {platform: _read(name, text, Given(platform=platform)) for platform in platforms()}
    expected, count, *_ = SNAPSHOT[name]
    outcome = SNAPSHOT[name][-1]
    assert len(known[str(expected)]) == count
    assert known[str(expected)][-1].outcome == outcome
    source = Source(name, text)
    roots = {"tf": lambda: [read_hcl(source)], "json": lambda: read_json(source), "po": lambda: [read_po(source)[0]]}
    suffix = name.rpartition(".")[2]
    trees = (
        roots[suffix]() if suffix in roots else rows(read_rows(source, ","), True) if suffix == "csv" else compose(text)
    )
    knowing = [one for one in platforms() if recognised(source, trees, Given(platform=one), sure=True)]
    assert knowing == [expected]


def test_a_platform_that_is_asked_for_is_said_of_a_team_s_own_files() -> None:
    given = Given(platform="chatwoot")
    for name, text in {"a.yaml": "- {title: A, body: wait, status_after: resolved}\n", "macros/a.md": "wait\n"}.items():
        found = _read(name, text, given)[0]
        assert (found.platform, found.dialect) == ("chatwoot", "liquid")
    assert _read("a.yaml", "- {title: A, body: wait, status_after: resolved}\n", given)[0].outcome == Outcome("solved")


# Zendesk


def _macro(*actions: tuple[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": 1, "title": "Late", "active": True, "actions": [{"field": f, "value": v} for f, v in actions], **more}


def test_the_rich_text_of_a_macro_is_read_and_its_plain_copy_is_not() -> None:
    found = _json(
        {"macros": [_macro(("comment_value", "you must wait"), ("comment_value_html", "<p>you must wait</p>"))]}
    )
    assert [_parts(one) for one in found] == [[("message", "you must wait")]]
    assert found[0].parts[0].markup == "html"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: {"macros": [one], "next_page": "https://x/2"},
        lambda one: {"macro": one},
        lambda one: [one],
        lambda one: one,
    ],
)
def test_a_macro_is_known_in_a_page_alone_and_in_a_list(wrap: Any) -> None:
    found = _json(wrap(_macro(("comment_value", ["channel:all", "you must wait"]), ("status", "pending"))))
    assert [(one.platform, _parts(one), one.outcome.status_after) for one in found] == [
        ("zendesk", [("message", "you must wait")], "waiting_customer")
    ]


@pytest.mark.parametrize("said", [False, "false"])
def test_a_comment_that_is_not_public_is_a_note(said: Any) -> None:
    found = _json([_macro(("comment_value", "ask the warehouse"), ("comment_mode_is_public", said))])
    assert (_parts(found[0]), _done(found[0])) == ([("note", "ask the warehouse")], [("note", "")])


@pytest.mark.parametrize("more", [{"active": False}, {"restriction": {"type": "User", "id": 9}}])
def test_what_is_switched_off_or_one_person_s_own_is_read_only_if_it_is_asked_for(more: dict[str, Any]) -> None:
    export = {"macros": [_macro(("comment_value", "you must wait")), _macro(("comment_value", "hold on"), **more)]}
    assert [_parts(one) for one in _json(export)] == [[("message", "you must wait")]]
    both = _json(export, Given(inactive=True))
    assert [one.active for one in both] == [True, False]
    only = _document("a.json", json.dumps({"macros": [export["macros"][1]]}))
    assert only.templates == ()
    assert only.skipped == "its templates are not in use ('inactive: check' reads them)"


def test_a_group_s_macro_is_the_team_s() -> None:
    assert len(_json([_macro(("comment_value", "wait"), restriction={"type": "Group", "ids": [1]})])) == 1


def test_what_is_not_said_is_unchanged_where_the_record_tells_all_and_unknown_elsewhere() -> None:
    assert _json([_macro(("comment_value", "wait"))])[0].outcome == Outcome("unchanged", "same")
    canned = [{"short_code": "late", "content": "wait"}]
    assert _json(canned)[0].outcome == Outcome("unknown", "unknown")


@pytest.mark.parametrize(
    ("actions", "outcome"),
    [
        ([("status", "open"), ("status", "solved")], Outcome("solved", "same")),
        ([("status", "something")], Outcome("unknown", "same")),
        ([("custom_status_id", "77")], Outcome("unknown", "same")),
        ([("assignee_id", "")], Outcome("unchanged", "nobody")),
        ([("assignee_id", "4711")], Outcome("unchanged", "user")),
        ([("assignee_id", ""), ("group_id", "8")], Outcome("unchanged", "team")),
        ([("group_id", "")], Outcome("unchanged", "same")),
    ],
)
def test_the_outcome_is_what_the_last_actions_say(actions: list[tuple[str, Any]], outcome: Outcome) -> None:
    assert _json([_macro(("comment_value", "wait"), *actions)])[0].outcome == outcome


def test_no_id_and_no_address_is_kept_in_an_action() -> None:
    actions = [
        ("assignee_id", "4711"),
        ("group_id", "8123"),
        ("notification_webhook", ["wh_1", "secret"]),
        ("follower", "99"),
        ("custom_fields_1", "x@y.z"),
        ("custom_status_id", "55"),
    ]
    found = _json([_macro(("comment_value", "wait"), *actions)])[0]
    assert _done(found) == [
        ("owner", "user"),
        ("team", "team"),
        ("webhook", ""),
        ("notify", ""),
        ("field", ""),
        ("status", "unknown"),
    ]


def test_a_trigger_writes_to_the_reader_or_to_colleagues() -> None:
    actions = [
        ("notification_user", ["requester_id", "We got it", "you must wait"]),
        ("notification_user", ["assignee_id", "New", "look at this"]),
        ("notification_group", ["12", "New", "all look"]),
        ("reply_public", "hold on"),
    ]
    found = _json({"triggers": [_macro(*actions, conditions={"all": [], "any": [{"field": "status"}]})]})
    assert sorted(_parts(found[0])) == [
        ("message", "hold on"), ("message", "you must wait"), ("note", "all look"), ("note", "look at this"), ("subject", "We got it"),
    ]  # fmt: skip


def test_a_custom_status_is_known_by_a_lookup_file(tmp_path: Path) -> None:
    write(tmp_path, {"statuses.json": json.dumps({"custom_statuses": [{"id": 77, "status_category": "pending"}]})})
    given = Given(lookups=(str(tmp_path / "statuses.json"),))
    found = _json([_macro(("comment_value", "wait"), ("custom_status_id", "77"))], given)
    assert found[0].outcome.status_after == "waiting_customer"


def test_a_message_that_is_only_dynamic_content_says_nothing_without_its_file_and_the_text_with_it(
    tmp_path: Path,
) -> None:
    macro = [_macro(("comment_value", "{{dc.late_order}}"), ("status", "solved")), _macro(("comment_value", "wait"))]
    alone = _json(macro)
    assert [_parts(one) for one in alone] == [[], [("message", "wait")]]
    item = {
        "name": "Late",
        "placeholder": "{{dc.late_order}}",
        "variants": [{"content": "x", "default": False}, {"content": "We will call you tomorrow.", "default": True}],
    }
    write(tmp_path, {"dc.json": json.dumps({"items": [item]})})
    resolved = _json(macro, Given(lookups=(str(tmp_path),)))[0]
    part = resolved.parts[0]
    assert (part.role, part.body.text, part.body.coarse, part.borrowed) == (
        "message",
        "We will call you tomorrow.",
        True,
        True,
    )
    text = json.dumps(macro)
    assert text[slice(*part.body.locate(Span(3, 7)))] == "{{dc.late_order}}"


def test_a_variant_in_a_language_that_is_not_told_is_not_taken_for_the_default_one(tmp_path: Path) -> None:
    variants = [
        {"content": "wait", "locale_id": 1, "default": True},
        {"content": "warten", "locale_id": 8, "default": False},
        {"content": "attendre", "locale_id": 16, "default": False},
    ]
    items = {"items": [{"name": "Late", "placeholder": "{{dc.late}}", "variants": variants}]}
    assert [one.language for one in _json(items)] == ["en-US", "und", "und"]
    write(tmp_path, {"locales.json": json.dumps({"locales": [{"id": 8, "locale": "de"}]})})
    given = Given(lookups=(str(tmp_path / "locales.json"),))
    assert [one.language for one in _json(items, given)] == ["en-US", "de", "und"]


def test_a_borrowed_text_is_told_about_where_it_stands_and_only_there(tmp_path: Path) -> None:
    item = {
        "id": 5,
        "name": "Late",
        "placeholder": "{{dc.late}}",
        "variants": [{"id": 6, "content": "You must wait.", "default": True, "active": True}],
    }
    macros = {"macros": [_macro(("comment_value", "{{dc.late}}"))]}
    write(
        tmp_path,
        {
            "dc.json": json.dumps({"items": [item]}),
            "macros.json": json.dumps(macros),
            "macrolint.yaml": "lookups: [dc.json]\nselect: [tone/you-must]\n",
        },
    )
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert [one["path"] for one in done.json["violations"]] == ["dc.json"]


TERRAFORM = {
    "a list": 'actions = [{ field = "comment_value", value = "you must wait" }, { field = "status", value = "solved" }]',
    "blocks": 'action {\n    field = "comment_value"\n    value = "you must wait"\n  }\n  action {\n    field = "status"\n    value = "solved"\n  }',
    "encoded lists": 'action {\n    field = "comment_value"\n    value = jsonencode(["channel:all", "you must wait"])\n  }\n  action {\n    field = "status"\n    value = "solved"\n  }',
}


@pytest.mark.parametrize("shape", TERRAFORM)
def test_terraform_is_read_in_all_its_shapes(shape: str) -> None:
    text = f'resource "zendesk_macro" "late" {{\n  title = "Late"\n  {TERRAFORM[shape]}\n}}\n'
    found = _read("main.tf", text)
    assert [(one.id, one.title, _parts(one), one.outcome.status_after) for one in found] == [
        ("late", "Late", [("message", "you must wait")], "solved")
    ]
    assert text[slice(*found[0].parts[0].body.locate(Span(4, 8)))] == "must"


# Others


def test_zammad_s_trigger_writes_to_the_reader() -> None:
    mail = {"recipient": "article_last_sender", "subject": "#{ticket.title}", "body": "<p>you must wait</p>"}
    trigger = {
        "name": "Reply",
        "perform": {"notification.email": mail, "article.note": {"body": "seen", "internal": "true"}},
        "condition": {},
        "active": True,
    }
    found = _json([trigger])
    assert _parts(found[0]) == [("subject", "#{ticket.title}"), ("message", "you must wait"), ("note", "seen")]


def test_zammad_s_own_states_are_known_by_a_lookup_file(tmp_path: Path) -> None:
    macro = [
        {
            "name": "A",
            "perform": {"ticket.state_id": {"value": "12"}, "article.note": {"body": "b", "internal": "true"}},
            "active": True,
        }
    ]
    assert _json(macro)[0].outcome.status_after == "unknown"
    write(
        tmp_path,
        {
            "states.json": json.dumps(
                [{"id": 12, "name": "waiting for parts", "state_type_id": 3, "state_type": "pending reminder"}]
            )
        },
    )
    assert _json(macro, Given(lookups=(str(tmp_path / "states.json"),)))[0].outcome.status_after == "waiting_internal"


def test_help_scout_s_chat_text_is_a_message_of_its_own_where_it_differs() -> None:
    replies = [{"name": "A", "text": "<p>you must wait</p>", "chatText": "hold on"}]
    assert _parts(_json(replies)[0]) == [("message", "you must wait"), ("message", "hold on")]


def test_a_personal_macro_of_chatwoot_is_left_out() -> None:
    macro = {
        "name": "A",
        "visibility": "personal",
        "actions": [{"action_name": "send_message", "action_params": ["wait"]}],
    }
    assert _document("a.json", json.dumps({"payload": [macro]})).templates == ()


def test_a_workflow_that_closes_stale_issues_says_so() -> None:
    text = (
        "jobs:\n  stale:\n    steps:\n      - uses: actions/stale@v9\n        with:\n"
        "          stale-issue-message: This is old.\n          close-issue-message: This is closed now.\n"
    )
    found = _read(".github/workflows/stale.yml", text)
    assert [(one.title, _parts(one), one.outcome.status_after) for one in found] == [
        ("stale-issue-message", [("message", "This is old.")], "unchanged"),
        ("close-issue-message", [("message", "This is closed now.")], "closed"),
    ]


def test_label_actions_tell_what_they_do() -> None:
    found = _read(
        ".github/label-actions.yml",
        "support:\n  comment: Please ask in the forum.\n  close: true\n  label: [question, asked]\n",
    )
    assert (found[0].title, _done(found[0])) == (
        "support",
        [("status", "closed"), ("tag", "question"), ("tag", "asked")],
    )


def test_translations_as_json_are_read_where_they_are_asked_for() -> None:
    text = json.dumps({"mail": {"late": "Ihre Bestellung ist leider verspätet.", "ok": "Ja"}})
    found = _read("support/locales/de.json", text)
    assert [(one.title, one.language, one.platform) for one in found] == [("late", "de", "i18n")]
    how = claim("app/locales/de.json", None, "found")
    assert isinstance(how, Claim)
    assert read(Source("app/locales/de.json", text), how).templates == ()


def test_quick_text_of_salesforce_is_read_from_a_spreadsheet() -> None:
    found = _read("quick.csv", "Name,Message,Category,Channel\nLate,you must wait,Orders,Email\n")
    assert [(one.platform, one.title, one.channel, _parts(one)) for one in found] == [
        ("salesforce", "Late", "Email", [("message", "you must wait")])
    ]


def test_an_e_mail_template_of_salesforce_is_read_as_it_is_written() -> None:
    found = _read("email/Support/Late.email", "<p>Hi {!Contact.FirstName},<br>you must wait.</p>")
    assert [(one.platform, one.parts[0].markup, _parts(one)[0][1]) for one in found] == [
        ("salesforce", "html", "Hi {!Contact.FirstName}, you must wait.")
    ]


def test_a_platform_is_the_same_when_it_was_compiled() -> None:
    known = [*platforms().values()]
    assert [from_json(one) for one in json.loads(json.dumps(known))] == known


# A team's own, and what the configuration says


def test_a_team_adds_a_platform_by_one_file(tmp_path: Path) -> None:
    own = """\
title: Acme Desk
words:
  status: {parked: snoozed, finished: solved}
layouts:
  - holds: ["acme"]
    records: "acme.*[says]"
    title: label
    body: ["says.rich | says.plain"]
    note: [hint]
    active: "!off"
    complete: true
    actions: [{verb: status, at: "then.state"}]
"""
    reply = {
        "label": "Late",
        "says": {"rich": "<p>You must wait.</p>", "plain": "You must wait."},
        "then": {"state": "finished"},
    }
    export = json.dumps({"acme": [reply, {**reply, "off": True}]})
    write(
        tmp_path,
        {
            "desk/acme.yaml": own,
            "export.json": export,
            "macrolint.yaml": "platforms: [desk]\nselect: [tone/you-must]\n",
        },
    )
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    found = done.json["violations"]
    assert [(one["excerpt"], export[one["start"]["offset"] : one["end"]["offset"]]) for one in found] == [
        ("You must wait", "You must wait")
    ]
    template = _read("export.json", export, Given(platforms=(str(tmp_path / "desk"),)))[0]
    assert (template.platform, template.outcome) == ("acme", Outcome("solved", "same"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: A\n", "a platform needs 'layouts'"),
        ("layouts:\n  - {records: 'a[b', body: x}\n", "'a[b' is no path to a field"),
        ("layouts:\n  - {records: a, body: x, actions: [{verb: statu, at: b}]}\n", "must be one of status"),
        ("layouts: []\nwords: {status: {x: done}}\n", "must be one of open"),
        ("layouts: []\nwhat: 1\n", "unknown field of a platform 'what'"),
    ],
)
def test_a_broken_platform_file_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, {"desk.yaml": text, "macrolint.yaml": "platforms: [desk.yaml]\n", "a.json": "[]"})
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert message in done.err
    assert "desk.yaml" in done.err


def test_an_unknown_platform_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "platform: zendesc\n", "a.json": "[]"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, "unknown platform 'zendesc'" in done.err, "did you mean 'zendesk'" in done.err) == (
        2,
        True,
        True,
    )


def test_a_platform_can_be_forced_for_some_files(tmp_path: Path) -> None:
    po = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "late"\nmsgstr "You must wait."\n'
    write(
        tmp_path,
        {
            "app/en.po": po,
            "lib/en.po": po,
            "macrolint.yaml": "overrides: [{files: [app/], platform: gettext}]\nselect: [tone/you-must]\n",
        },
    )
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert [one["path"] for one in done.json["violations"]] == ["app/en.po"]


def test_a_status_can_be_said_in_front_matter_and_for_files(tmp_path: Path) -> None:
    front = "---\ntitle: A\nplatform: chatwoot\nstatus_after: resolved\n---\nyou must wait\n"
    assert _read("a.md", front)[0].outcome == Outcome("solved")
    assert _read("b.md", front.replace("platform: chatwoot\n", ""))[0].outcome == Outcome("solved")
    assert _read("c.md", front.replace("resolved", "gone fishing"))[0].outcome == UNKNOWN
    write(tmp_path, {"macrolint.yaml": "overrides: [{files: [a/], status_after: solvd}]\n", "a/b.md": "x"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, "did you mean 'solved'" in done.err) == (2, True)


def test_what_is_not_asked_about_platforms_reads_none(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "You must wait."})
    code = (
        "import sys, macrolint.cli.main as m\nfrom macrolint.readers.platforms import platforms\n"
        "sys.argv = ['macrolint', 'check']\ntry:\n    m.run()\nexcept SystemExit:\n    pass\n"
        "print(platforms.cache_info().currsize)\n"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0"


# Secrets, places, size


SECRET = ("4711998", "anna@example.org", "https://hooks.example.org/T0K3N", "tok_9f8e7d")


def test_no_id_token_address_or_webhook_of_an_export_is_printed(tmp_path: Path) -> None:
    user, mail, hook, token = SECRET
    macro = _macro(
        ("comment_value", "You must wait."),
        ("assignee_id", user),
        ("notification_webhook", [hook, token]),
        ("cc", mail),
    )
    terraform = f'resource "zendesk_macro" "a" {{\n  title = "A"\n  actions = [\n    {{ field = "assignee_id", value = "{user}" }}, {{ field = "notification_target", value = "{hook}?{token}" }},\n    {{ field = "comment_value", value = "You must wait." }}, {{ field = "cc", value = "{mail}" }}\n  ]\n}}\n'
    yaml = f"- isenabled: 1\n  author: {mail} {user} {hook} {token}\n  title: A\n  response: You must wait. \n"
    csv = f"id,name,keywords,content,note,active,owner\n7,a,{user} {hook} {token},You must wait.,,true,{mail}\n"
    broken = f'{{"macros": [{{"token": "{token}", "id": {user}, "to": "{mail}", "hook": "{hook}",, "body": "x"}}]}}'
    write(
        tmp_path,
        {
            "a.json": json.dumps([macro], indent=1),
            "a.tf": terraform,
            "a.yaml": yaml,
            "a.csv": csv,
            "broken.json": broken,
        },
    )
    for style in ("full", "concise", "json"):
        done = macrolint(
            "check",
            ".",
            "a.json",
            "a.tf",
            "a.yaml",
            "a.csv",
            "broken.json",
            "--select",
            "tone,files",
            "-f",
            style,
            cwd=tmp_path,
        )
        assert done.code == 1
        assert [one for one in SECRET if one in done.out + done.err] == []
    assert [path for path, *_ in done.violations] == ["a.csv", "a.json", "a.tf", "a.yaml", "broken.json"]


def test_words_of_html_in_json_in_one_line_of_five_megabytes_are_placed_exactly(tmp_path: Path) -> None:
    body = '<p>Hi {{ticket.requester.first_name}},</p><p>é \\ "x" &nbsp;you <b>must</b> wait&nbsp;here.</p>'
    macros = [_macro(("comment_value_html", f"<!-- {'x' * 900} -->{body}"), ("status", "solved")) for _ in range(4800)]
    text = json.dumps({"macros": macros})
    assert len(text) > 5_000_000
    started = time.monotonic()
    found = _read("dump.json", text)
    assert time.monotonic() - started < 60
    assert len(found) == 4800
    for one in (found[0], found[-1]):
        part = one.parts[0]
        assert not part.body.coarse
        for word in ("must", "wait", "é", "here"):
            at = part.body.text.index(word)
            written = text[slice(*part.body.locate(Span(at, at + len(word))))]
            assert json.loads(f'"{written}"') == word
