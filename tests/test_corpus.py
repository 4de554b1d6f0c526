"""Real template files: every one is accounted for, and what is read is placed exactly."""

from __future__ import annotations

import subprocess
import sys

import pytest
from running import ROOT, SHARED, macrolint

from macrolint.readers import NotOurs, claim, read
from macrolint.sources import read_source

CORPUS = SHARED / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside this checkout")

# Source: templates read without configuration, and with the layouts of bench/corpus.yaml.
READ = {
    "18f-bug-bounty-responses": (2, 2),
    "airflow-security-canned-responses": (6, 6),
    "angular-style-saved-replies": (9, 9),
    "discordjs-support-tags": (0, 0),
    "fixmystreet-council-emails": (171, 171),
    "freecodecamp-reply-templates": (19, 20),
    "github-label-actions": (5, 5),
    "hotcrp-mail-templates": (44, 44),
    "intercom": (10, 10),
    "microsoft-policy-bot-replies": (69, 69),
    "mozilla-bugbot-needinfo": (0, 28),
    "osticket-email-templates": (33, 33),
    "pkp-journal-emails": (865, 865),
    "prismlauncher-support-tags": (24, 24),
    "prometheus-saved-replies": (6, 6),
    "python-discord-tags": (0, 95),
    "rasa-helpdesk-bot-responses": (21, 21),
    "typescript-eslint-replies-yml": (14, 14),
    "videochat-site-macros": (0, 65),
    "vscode-triage-commands": (31, 31),
    "whmcs-email-templates": (36, 36),
    "zendesk-terraform": (4, 4),
}


def test_every_real_file_is_read_skipped_or_unreadable_and_says_why() -> None:
    done = macrolint("check", CORPUS / "native", "--show-files", cwd=ROOT)
    assert (done.code, done.err) == (0, "")
    *lines, last = done.out.splitlines()
    files = [path for path in (CORPUS / "native").rglob("*") if path.is_file()]
    assert len(lines) == len(files)
    assert all(line.split()[0] in ("read", "skipped", "unreadable") for line in lines)
    assert last == "1369 templates in 300 files; 0 unreadable, 138 skipped."


def test_checking_real_files_ends_without_an_internal_error() -> None:
    done = macrolint("check", CORPUS / "native", "-f", "json", cwd=ROOT)
    assert done.code == 1
    assert done.json["errors"] == []
    for one in done.json["violations"]:
        text = (ROOT / one["path"]).read_bytes().decode("utf-8-sig")
        written = text[one["start"]["offset"] : one["end"]["offset"]]
        if written != one["excerpt"]:  # wrapped, or with markup inside
            assert one["excerpt"].split()[0] in written


def test_as_many_templates_are_read_as_are_known_and_all_are_placed_exactly() -> None:
    command = [sys.executable, ROOT / "bench" / "corpus.py", CORPUS]
    table = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| ")]
    assert {row[0]: (int(row[2]), int(row[3])) for row in rows[1:]} == READ
    for _, expected, without, _, why in rows[1:]:
        assert why or int(without) >= 0.8 * int(expected if expected != "unknown" else without)
    assert "100.00 % of them have an exact map." in table


# Source: the platforms its files are read by, and how many templates, messages and actions they hold.
BY_PLATFORM = {
    "angular-style-saved-replies": ("github", 9, 9, 0),
    "github-label-actions": ("github", 5, 5, 4),
    "intercom": ("intercom", 10, 10, 0),
    "microsoft-policy-bot-replies": ("github", 69, 69, 0),
    "osticket-email-templates": ("osticket", 33, 33, 0),
    "pkp-journal-emails": ("gettext", 865, 865, 0),
    "prometheus-saved-replies": ("github", 6, 6, 0),
    "rasa-helpdesk-bot-responses": ("rasa", 21, 21, 0),
    "typescript-eslint-replies-yml": ("github", 14, 14, 0),
    "vscode-triage-commands": ("github", 31, 31, 49),
    "zendesk-terraform": ("zendesk", 4, 2, 6),
}


def test_real_files_are_read_by_the_right_platform() -> None:
    found: dict[str, tuple[str, int, int, int]] = {}
    for path in sorted((CORPUS / "native").rglob("*")):
        relative = path.relative_to(CORPUS / "native").as_posix()
        how = claim(relative, None, "folder") if path.is_file() else NotOurs("a folder")
        if isinstance(how, NotOurs):
            continue
        source = read_source(str(path))
        source.key = relative
        for template in read(source, how).templates:
            if template.platform:
                name = relative.split("/")[0]
                before = found.get(name, (template.platform, 0, 0, 0))
                assert before[0] == template.platform
                messages = sum(part.role == "message" for part in template.parts)
                found[name] = (before[0], before[1] + 1, before[2] + messages, before[3] + len(template.actions))
    assert found == BY_PLATFORM
