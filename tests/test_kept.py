"""What configurations and rulesets say is kept by content: nothing changes unseen, and no YAML is read twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from running import ROOT, macrolint, write

from macrolint import configuration, kept, notation
from macrolint.configuration import Configuration
from macrolint.model import MacrolintError
from macrolint.packs import Folder
from macrolint.rules import packing
from macrolint.rules.catalog import load_catalog

RULE = """id: own/form
message: Say which form.
phrases: [the form, "[a|the] {apology} form"]
unless: {before: [please]}
examples:
- bad: Send ⟦the form⟧.
- good: Please the form.
"""
PATTERN = "id: own/number\nmessage: Numbers.\nseverity: info\npatterns: ['no\\.? \\d+']\n"
MOVE = "title: It waves\nphrases: [wave, we wave]\nexamples: {yes: [We wave.], no: [We win.]}\n"
PRESET = "title: Ours\nselect: [own]\nseverity: {own/form: error}\n"
WHOLE = """extends: base.yaml
paths: [macros]
include: ["macros/*.md"]
exclude: [drafts/]
language: en-GB
severity: {tone: info, own/form: error}
rules: {acknowledgement/no-acknowledgement: {zone: body}}
rulesets: [rules]
layouts:
- {files: ["*.csv"], title: name, body: text}
overrides:
- {files: [internal/], ignore: [tone]}
- {templates: {tags: [vip]}, language: de, actions: [close]}
lookups: [lookups.json]
vocabulary: {accept: [Calm], reject: {utilise: use, asap: [today, by Friday]}}
policy:
  timezone: Europe/Berlin
  calendar: {days: mon-fri, hours: "09:00-17:00"}
  acts: {refund: {max: 2 days}, reply: {max: 1 business day}}
  guarantees: ["money back within 30 days"]
suppress:
- {rules: [tone], files: [old/], reason: They go, expires: 2099-12-31}
fail-on: info
max-file-size: 5 MiB
links: {zendesk: "https://example.com/{id}"}
"""


def project(folder: Path, said: str = WHOLE) -> Path:
    return write(
        folder,
        {
            "macrolint.yaml": said,
            "base.yaml": "inactive: check\nplatform: zendesk\n",
            "lookups.json": "{}",
            "rules/own/form.yaml": RULE,
            "rules/own/number.yaml": PATTERN,
            "rules/moves/own-wave.yaml": MOVE,
            "rules/presets/ours.yaml": PRESET,
            "macros/a.md": "Hello,\n\nSend the form no 12.\n",
        },
    )


def asked(folder: Path) -> tuple[Configuration, int]:
    """Return the configuration of a folder, and how often it was read from its file."""
    count = 0

    def read(path: str) -> Configuration:
        nonlocal count
        count += 1
        return configuration.read(path)

    made = kept.configuration(str(folder / "macrolint.yaml"), read, Folder(str(folder / "cache")))
    return made, count


def test_a_configuration_is_read_once_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project(tmp_path))
    (first, read), (again, never) = asked(tmp_path), asked(tmp_path)
    assert (read, never) == (1, 0)
    assert first == again == configuration.read("macrolint.yaml")
    assert repr(again) == repr(first)  # of the same classes, too
    assert again.overrides[1].actions == ("close",)


CHANGES: dict[str, Callable[[Path], object]] = {
    "itself": lambda folder: (folder / "macrolint.yaml").write_text(WHOLE.replace("5 MiB", "6 MiB")),
    "its base": lambda folder: (folder / "base.yaml").write_text("inactive: skip\n"),
    "a base that goes": lambda folder: (folder / "base.yaml").unlink(),
    "a file that it names": lambda folder: (folder / "lookups.json").unlink(),
    "a folder that it names": lambda folder: (folder / "rules").rename(folder / "other"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_configuration_depends_on_is_seen_to_change(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project(tmp_path))
    asked(tmp_path)
    CHANGES[what](tmp_path)
    try:
        expected = configuration.read("macrolint.yaml")
    except MacrolintError as error:
        with pytest.raises(MacrolintError, match=re.escape(error.message)):
            asked(tmp_path)
    else:
        assert asked(tmp_path) == (expected, 1)


def test_paths_are_shown_from_where_macrolint_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project(tmp_path))
    asked(tmp_path)
    monkeypatch.chdir(tmp_path / "macros")
    made, read = asked(tmp_path)
    assert (made.file, read) == ("../macrolint.yaml", 1)


@pytest.mark.parametrize("said", ["cache-dir: own\n", "policy: {calendar: {holidays: de}}\n"])
def test_what_depends_on_more_than_files_is_not_kept(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project(tmp_path, said))
    assert [asked(tmp_path)[1] for _ in range(2)] == [1, 1]


def test_what_is_no_configuration_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project(tmp_path))
    made = notation.written(asked(tmp_path)[0])
    spoiled = [
        None, [], 7, {"class": "os:system", "of": ["x"]}, {"class": "configuration:os", "of": []},
        {"class": "configuration:read", "of": ["x"]}, {"class": "configuration:Configuration", "of": []},
        {"class": "set", "of": [{"class": "list", "of": []}]}, {"class": ["set"], "of": []}, {**made, "more": 1},
    ]  # fmt: skip
    for one in spoiled[3:]:
        with pytest.raises(notation.NotPlainError):
            notation.read(one)
    for line in (b"", b"[]", b"[" * 100_000, b"\xff", *(json.dumps([{}, [], one]).encode() for one in spoiled[3:])):
        assert kept._still(line) is None
    assert kept._still(json.dumps([{}, [], made]).encode()) == configuration.read("macrolint.yaml")
    with pytest.raises(notation.NotPlainError):
        notation.written((1, object()))


def test_the_configurations_of_the_examples_can_be_kept() -> None:
    found = list(ROOT.glob("examples/**/macrolint.yaml"))
    assert found
    for path in found:
        made = configuration.read(str(path))
        assert repr(notation.read(json.loads(json.dumps(notation.written(made))))) == repr(made)


def test_rulesets_are_read_once_and_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from macrolint.rules import reading

    monkeypatch.chdir(project(tmp_path))
    pairs, folder = [(str(tmp_path / "rules"), "rules")], Folder(str(tmp_path / "cache"))
    expected = load_catalog(pairs)
    assert kept.catalog(pairs, folder) == expected
    with monkeypatch.context() as patched:
        patched.setattr(reading, "add_rulesets", None)  # nothing is read
        again = kept.catalog(pairs, folder)
    assert again == expected
    (tmp_path / "rules/own/form.yaml").write_text(RULE.replace("Say which", "Tell which"), encoding="utf-8")
    assert kept.catalog(pairs, folder) == load_catalog(pairs) != expected
    assert kept.catalog((), folder) == load_catalog()


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"[[[1]],[],[],{}]", b"[[],[[]],[],{}]", b"[1,2,3,4]", b"[" * 100_000, b"\xff"]
)
def test_what_is_no_ruleset_adds_nothing(line: bytes) -> None:
    made = load_catalog()
    with pytest.raises(ValueError):  # noqa: PT011
        packing.add_own(made, line)
    assert made == load_catalog()


def test_a_run_finds_the_same_with_what_was_kept(tmp_path: Path) -> None:
    project(tmp_path, WHOLE.replace("lookups: [lookups.json]\n", ""))
    said = ("check", "-f", "json", "--exit-zero")
    expected = macrolint(*said, "--no-cache", cwd=tmp_path)
    assert "own/form" in expected.out
    for text in (None, "Hello,\n\nSend the form no 13, please.\n"):
        if text:
            (tmp_path / "macros/b.md").write_text(text)
            expected = macrolint(*said, "--no-cache", cwd=tmp_path)
        for _ in range(2):
            done = macrolint(*said, cwd=tmp_path)
            assert (done.code, done.out, done.err) == (expected.code, expected.out, expected.err)


def test_a_mistake_is_told_each_time(tmp_path: Path) -> None:
    project(tmp_path, "paths: [macros]\nselect: [no-such-rule]\n")
    first, again = (macrolint("check", cwd=tmp_path) for _ in range(2))
    assert (first.code, "no-such-rule" in first.err) == (2, True)
    assert (again.code, again.err) == (first.code, first.err)
    (tmp_path / "macrolint.yaml").write_text("paths: [macros]\nlinks: https://example.com/{id}\n")
    assert macrolint("check", "--exit-zero", cwd=tmp_path).code == 0
    (tmp_path / "macrolint.yaml").write_text("paths: [macros]\nlinks: {nowhere: 'https://example.com/{id}'}\n")
    assert macrolint("check", "--exit-zero", cwd=tmp_path).code == 2
