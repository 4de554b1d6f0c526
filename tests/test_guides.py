"""The guides of the help desks: each platform has one, what they show can be read, and is read as they say."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from running import ROOT, macrolint, write

from macrolint.configuration import read as read_configuration
from macrolint.model import Template
from macrolint.readers import NotOurs, claim, read
from macrolint.readers.platforms import settled
from macrolint.rules.catalog import Catalog, load_catalog
from macrolint.settings import Settings
from macrolint.sources import read_source
from macrolint.trees import compose

GUIDES = ROOT / "docs" / "platforms"
NAMES = sorted(path.stem for path in GUIDES.glob("*.md") if path.stem != "README")
_BLOCK = re.compile(r"^(?:`(?P<path>[\w./-]+\.\w+)`[^\n]*:\n\n)?```(?P<language>\w+)\n(?P<text>.*?)^```$", re.S | re.M)


class Block(NamedTuple):
    """A block of code of a guide, and the file that the line above says it is."""

    language: str
    text: str
    path: str | None


def blocks(name: str) -> list[Block]:
    text = (GUIDES / f"{name}.md").read_text(encoding="utf-8")
    return [Block(one["language"], one["text"], one["path"]) for one in _BLOCK.finditer(text)]


def examples(name: str) -> dict[str, str]:
    return {one.path: one.text for one in blocks(name) if one.path}


def configurations(name: str) -> list[str]:
    return [one.text for one in blocks(name) if one.language == "yaml" and not one.path and not _is_front(one.text)]


def _is_front(text: str) -> bool:
    return text.startswith("---\n")


@functools.cache
def catalog() -> Catalog:
    return load_catalog()


def settings_in(folder: Path, name: str) -> Settings:
    """Write a guide's files and its first configuration into a folder; files that it names and does not show are empty."""
    write(folder, dict(examples(name)))
    given = [one for one in configurations(name) if "platform" in one or "lookups" in one][:1] or ["{}\n"]
    write(folder, {"macrolint.yaml": given[0]})
    for lookup in re.findall(r"[\w./-]+\.json", "".join(re.findall(r"^lookups: .*$", given[0], re.M))):
        if not (folder / lookup).exists():
            write(folder, {lookup: "{}"})
    return Settings(read_configuration(str(folder / "macrolint.yaml")), catalog())


def templates(folder: Path, name: str, path: str) -> tuple[Template, ...]:
    settings = settings_in(folder, name)
    how = claim(path, None, "named", settings.given(path))
    assert not isinstance(how, NotOurs), path
    document = read(read_source(str(folder / path), path), how)
    assert document.failure is None, document.failure
    return tuple(settled(one, settings.given(path)) for one in document.templates)


# Guide, file: platform, titles, roles of the first template's parts, how it leaves the ticket.
READ = {
    ("chatwoot", "support/chatwoot/canned_responses.json"): ("chatwoot", ["late"], "message", "unknown"),
    ("chatwoot", "support/chatwoot/macros.json"): ("chatwoot", ["Promise and resolve"], "message note", "solved"),
    ("discourse", "support/discourse/templates.json"): ("discourse", ["Needs a log"], "message", "unknown"),
    ("freshdesk", "support/freshdesk/canned_responses.json"): ("freshdesk", ["Late delivery"], "message", "unknown"),
    ("freshdesk", "support/freshdesk/scenario_automations.json"): (
        "freshdesk", ["Escalate to tier 2"], "note", "solved",
    ),
    ("front", "support/front/message_templates.json"): ("front", ["Order delay"], "subject message", "unknown"),
    ("github", ".github/replies.yml"): ("github", ["Needs info"], "message", "unknown"),
    ("github", ".github/label-actions.yml"): ("github", ["issues"], "message", "closed"),
    ("github", "commands.json"): ("github", ["needs-log"], "message", "closed"),
    ("github", ".github/workflows/stale.yml"): (
        "github", ["stale-issue-message", "close-issue-message"], "message", "unchanged",
    ),
    ("gorgias", "support/gorgias/macros.json"): ("gorgias", ["Shipping: delayed"], "message note", "closed"),
    ("helpscout", "support/helpscout/saved-replies-100.json"): (
        "helpscout", ["Sale: ended"], "message message", "unknown",
    ),
    ("helpscout", "support/freescout/saved-replies.json"): ("freescout", ["Late"], "message", "unknown"),
    ("i18n", "src/locales/en/replies.json"): ("i18n", ["late"], "message", "unknown"),
    ("i18n", "src/locales/de/replies.json"): ("i18n", ["late"], "message", "unknown"),
    ("i18n", "locale/de/replies.po"): ("gettext", ["late order"], "message", "unknown"),
    ("intercom", "support/intercom/macros.json"): ("intercom", ["Refund started"], "message", "unknown"),
    ("kustomer", "support/kustomer/shortcuts.json"): ("kustomer", ["Late order"], "message", "closed"),
    ("osticket", "support/osticket/premade.yaml"): ("osticket", ["Late order"], "message note", "unknown"),
    ("osticket", "support/osticket/templates/email/ticket.autoresp.yaml"): (
        "osticket", ["We have your request [#%{ticket.number}]"], "subject message note", "unknown",
    ),
    ("otrs", "support/otrs/templates/late-delivery.txt"): ("otrs", [None], "message", "unknown"),
    ("own", "support/answers/answers.json"): ("fernhill", ["Parcel is late"], "message note", "waiting_customer"),
    ("rasa", "domain.yml"): ("rasa", ["utter_late", "utter_ask_number"], "message message", "unknown"),
    ("salesforce", "support/salesforce/QuickText.json"): ("salesforce", ["Late"], "message", "unknown"),
    ("salesforce", "support/salesforce/quicktext.csv"): ("salesforce", ["Late"], "message", "unknown"),
    ("salesforce", "force-app/main/default/email/Support/Late.email"): ("salesforce", [None], "message", "unknown"),
    ("zammad", "support/zammad/macros.json"): ("zammad", ["Postpone"], "note", "waiting_internal"),
    ("zammad", "support/zammad/text_modules.json"): ("zammad", ["late"], "message note", "unknown"),
    ("zendesk", "support/zendesk/macros.json"): (
        "zendesk", ["Orders::Late"], "message note side-conversation", "solved",
    ),
}  # fmt: skip
NO_TEMPLATES = {("own", "support/answers/stages.json"), ("own", "help-desk/fernhill.yaml")}


def test_every_platform_has_a_guide_that_the_index_names() -> None:
    index = (GUIDES / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|[^|]*\| \[([a-z0-9]+\.md)\]\(\1\) \|([^|]*)\|", index, re.M)
    assert sorted(guide for guide, _ in rows) == [f"{name}.md" for name in NAMES]
    named = {platform: guide for guide, names in rows for platform in re.findall(r"`([a-z0-9-]+)`", names)}
    assert set(named) == {path.stem for path in (ROOT / "platforms").glob("*.yaml")}
    for platform, guide in named.items():
        assert f"`{platform}`" in (GUIDES / guide).read_text(encoding="utf-8"), f"{guide}: {platform}"


@pytest.mark.parametrize("name", [*NAMES, "README"])
def test_what_a_guide_shows_can_be_read(name: str, tmp_path: Path) -> None:
    for block in blocks(name):
        if block.language == "json":
            json.loads(block.text)
        elif block.language == "yaml" and not _is_front(block.text):
            compose(block.text)
        elif block.language == "bash" and (bash := shutil.which("bash")):
            done = subprocess.run([bash, "-n", "-c", block.text], capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{name}: {done.stderr}"
    for number, text in enumerate(configurations(name)):
        settings_in(tmp_path, name)
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        given = read_configuration(str(path))
        assert given.paths or given.overrides


@pytest.mark.parametrize(("name", "path"), READ, ids=lambda one: one)
def test_an_example_is_read_as_its_guide_says(name: str, path: str, tmp_path: Path) -> None:
    found = templates(tmp_path, name, path)
    platform, titles, roles, status = READ[name, path]
    assert {one.platform for one in found} == {platform}
    assert [one.title for one in found] == titles
    assert " ".join(part.role for part in found[0].parts) == roles
    assert found[0].outcome.status_after == status


def test_every_example_is_tried() -> None:
    assert {(name, path) for name in NAMES for path in examples(name)} == {*READ} | NO_TEMPLATES


@pytest.mark.parametrize("name", [name for name in NAMES if examples(name)])
def test_the_examples_are_found_where_their_guide_puts_them(name: str, tmp_path: Path) -> None:
    settings_in(tmp_path, name)
    shown = macrolint("check", "--show-files", cwd=tmp_path).out
    read_files = set(re.findall(r"^read +(\S+) ", shown, re.M))
    assert read_files == {path for guide, path in READ if guide == name}


def test_the_guides_show_no_address_of_anybody() -> None:
    for path in GUIDES.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"[\w.]+@(?!example\.)[\w-]+\.\w+", text), path.name
        assert not re.findall(r"\b[0-9a-f]{32,}\b", text), path.name
