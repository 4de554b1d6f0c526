"""The placeholders of platforms: whose name is known, what was meant, what a library of one platform is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from running import macrolint, write

from macrolint import data
from macrolint.placeholders import find
from macrolint.placeholders.dialects import dialect, has_meaning, meanings, platforms


def test_every_file_is_read_and_its_own_names_are_known() -> None:
    files = [path for path in os.listdir(data.dialects()) if not path.startswith("_")]
    known = {id(dialect(name)) for name in platforms()}
    assert len(known) == len(files) >= 15
    for name in platforms():
        one = dialect(name)
        assert one is not None
        for _, meant in one.said.means:
            assert one.knows(meant), (name, meant)
            (read,) = find(one.written(meant))
            assert read.dialect in one.said.marks, (name, meant)
            if one.said.with_fallback and name not in {"hubspot", "salesforce"}:
                (again,) = find(one.with_fallback(meant))
                assert (again.name, again.fallback) == (meant, "there")


@pytest.mark.parametrize(
    ("platform", "name", "known"),
    [
        ("Zendesk", "ticket.requester.first_name", True),
        ("zendesk", "ticket.requester.organization.name", True),
        ("zendesk", "ticket.comments[0].author.name", True),
        ("zendesk", "ticket.ticket_field_360011", True),
        ("zendesk", "ticket.requester.firstname", False),
        ("zendesk", "ticket.Requester.first_name", False),
        ("freshdesk", "ticket.cf_colour", True),
        ("freshservice", "ticket.colour_12345", True),
        ("freshdesk", "ticket.colour", False),
        ("FreeScout", "customer.fullName", True),
        ("help scout", "customer.full_name", False),
        ("osticket", "TICKET.NUMBER", True),
        ("znuny", "otrs_ticket_ticketnumber", True),
        ("gorgias", "ticket.customer.integrations.shop.orders[0].name", True),
        ("intercom", "order.number", True),
        ("intercom", "user.frist_name", False),
        ("kustomer", "anything.at.all", True),
    ],
)
def test_names_are_known_or_not(platform: str, name: str, known: bool) -> None:
    one = dialect(platform)
    assert one is not None
    assert one.knows(name) is known


@pytest.mark.parametrize(
    ("platform", "name", "meant"),
    [
        ("zendesk", "ticket.requester.firstname", "ticket.requester.first_name"),
        ("zendesk", "customer.firstName", "ticket.requester.first_name"),
        ("freshdesk", "ticket.requester.first_name", "ticket.requester.firstname"),
        ("zammad", "ticket.titel", "ticket.title"),
        ("chatwoot", "contact.firstName", "contact.first_name"),
        ("zendesk", "nothing.like.it.at.all", ""),
    ],
)
def test_the_nearest_name_is_meant(platform: str, name: str, meant: str) -> None:
    one = dialect(platform)
    assert one is not None
    assert one.meant(name) == meant


def test_an_unknown_platform_has_no_placeholders() -> None:
    assert dialect("our own tool") is None
    assert dialect(None) is None


def test_a_name_that_means_two_things_means_nothing() -> None:
    assert not has_meaning("user.firstName")  # the reader here, the agent there
    assert has_meaning("ticket.requester.first_name")


def test_names_tell_whose_they_are() -> None:
    known = meanings()
    assert known.agent.fullmatch("ticket.assignee.name")
    assert known.reader.fullmatch("ticket.requester.name")
    assert not known.agent.fullmatch("agenttext")


def checked(tmp_path: Path, text: str, configuration: str = "") -> list[tuple[str, str, str]]:
    """Return rule, words and message of what is said of a template, with a configuration if there is one."""
    write(tmp_path, {"macros/a.md": text, **({"macrolint.yaml": configuration} if configuration else {})})
    done = macrolint("check", "-f", "json", "--exit-zero", "--select", "placeholders", cwd=tmp_path)
    return [(one["rule"], one["excerpt"], one["message"]) for one in json.loads(done.out)["violations"]]


PASTED = "Hi {{ticket.requester.firstname}},\n\nyour parcel is on its way.\n"
TOLD = (
    "placeholders/unknown-placeholder",
    "{{ticket.requester.firstname}}",
    "Zendesk knows no “{{ticket.requester.firstname}}” and prints nothing for it; write “{{ticket.requester.first_name}}”.",
)


def test_front_matter_says_the_platform(tmp_path: Path) -> None:
    assert checked(tmp_path, f"---\nplatform: Zendesk\n---\n{PASTED}") == [TOLD]


def test_the_configuration_says_the_platform(tmp_path: Path) -> None:
    assert checked(tmp_path, PASTED, "platform: zendesk\n") == [TOLD]


def test_an_override_says_the_platform(tmp_path: Path) -> None:
    override = "platform: freshdesk\noverrides: [{files: [macros/], platform: zendesk}]\n"
    assert checked(tmp_path, PASTED, override) == [TOLD]


def test_without_a_platform_nothing_is_said_of_names(tmp_path: Path) -> None:
    assert checked(tmp_path, PASTED) == []


def test_a_platform_that_is_nearly_a_known_one_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": PASTED, "macrolint.yaml": "platform: zendsk\n"})
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert "did you mean 'zendesk'" in done.err


def test_liquid_is_read_by_its_grammar_where_the_extra_is_there(tmp_path: Path) -> None:
    pytest.importorskip("liquid")
    text = '---\nplatform: zendesk\n---\nTicket {{ ticket.id | default "x" }} and {{ ticket.id | upcase }} are open.\n'
    ((rule, words, message),) = checked(tmp_path, text)
    assert (rule, words) == ("placeholders/malformed-placeholder", '{{ ticket.id | default "x" }}')
    assert "Liquid cannot read it" in message


def test_a_blank_is_louder_in_what_goes_out_by_itself(tmp_path: Path) -> None:
    ((by_hand, *_),) = checked(tmp_path, "---\nkind: apology\n---\nHi [NAME], we are sorry.\n")
    ((by_itself, *_),) = checked(tmp_path, "---\nkind: auto\n---\nHi [NAME], we have your message.\n")
    assert (by_hand, by_itself) == ("placeholders/unfilled-slot", "placeholders/unseen-slot")


def test_a_placeholder_that_yaml_takes_for_a_comment_is_said(tmp_path: Path) -> None:
    text = (
        "- title: A\n  body: Hi #{ticket.customer.firstname}, hello\n"
        '- title: B\n  body: "Hi #{x}"\n  note: #{ticket.title}\n'
        "- title: C\n  # body: #{x}\n  #{y}\n  body: |\n    Hi #{z}\n"
    )
    write(tmp_path, {"macros/a.yaml": text})
    done = macrolint("check", "-f", "json", "--exit-zero", "--isolated", cwd=tmp_path)
    said = [(one["rule"], one["start"]["line"], one["excerpt"]) for one in json.loads(done.out)["violations"]]
    assert said == [
        ("placeholders/eaten-by-yaml", 2, "#{ticket.customer.firstname}"),
        ("placeholders/eaten-by-yaml", 5, "#{ticket.title}"),
    ]
