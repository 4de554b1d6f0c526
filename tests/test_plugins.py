"""Rulesets in packages: built, installed and found as wheels; read, and never run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import Done, macrolint, write

RULE = 'id: {0}\nmessage: "“{{match}}” is not how Acme speaks."\nphrases: [{1}]\n'
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "{0}"
version = "1.0"
[project.entry-points."macrolint.rulesets"]
"{1}" = "{2}"
[tool.hatch.build.targets.wheel]
packages = ["src/{3}"]
"""
RAISES = 'raise RuntimeError("a ruleset is data; nobody runs it")\n'


def package(folder: Path, name: str, plugin: str, value: str, files: dict[str, str]) -> Path:
    """Write the project of a package, whose modules raise when they are run."""
    top = value.partition(".")[0]
    inner = {f"src/{top}/{path}": text for path, text in files.items()}
    modules = {f"src/{'/'.join(value.split('.')[:n])}/__init__.py": RAISES for n in range(1, value.count(".") + 2)}
    return write(folder / name, {"pyproject.toml": PROJECT.format(name, plugin, value, top), **modules, **inner})


def install(project: Path, site: Path) -> None:
    """Build a wheel and install it."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run(build, cwd=project, check=True, capture_output=True)
    (wheel,) = (project / "dist").glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site]
    subprocess.run([*pip, wheel], check=True, capture_output=True)


TONE = {
    "rules/acme/hello.yaml": RULE.format("acme/hello", "howdy"),
    "rules/acme/bye.yaml": RULE.format("acme/bye", "toodle-oo") + "default: opt-in\n",
    "rules/presets/acme.yaml": "title: Acme\nselect: [acme]\nseverity: {acme/bye: error}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages: a plugin in a sub-package, one at the top, one that names no folder."""
    folder = tmp_path_factory.mktemp("plugins")
    site = folder / "site"
    install(package(folder, "acme-style", "acme-tone", "acme_style.rules", TONE), site)
    flat = {"tone/ping.yaml": RULE.format("tone/ping", "ping you"), "moves/wave.yaml": "title: Wave\nphrases: [wave]\n"}
    install(package(folder, "other", "other", "other_rules", flat), site)
    install(package(folder, "broken", "broken", "broken_rules", {}), site)
    entry = next(site.glob("broken-*")) / "entry_points.txt"
    entry.write_text(entry.read_text(encoding="utf-8").replace("broken_rules", "nowhere.rules"), encoding="utf-8")
    return site


def run(folder: Path, site: Path, rulesets: str, *arguments: str, text: str = "Howdy, toodle-oo!") -> Done:
    write(folder, {"macrolint.yaml": rulesets, "macros/a.md": text})
    command = arguments or ("check", "-f", "json")
    return macrolint(*command, cwd=folder, env={"PYTHONPATH": str(site)})


def test_the_rules_of_a_plugin_run_and_its_code_does_not(tmp_path: Path, site: Path) -> None:
    done = run(tmp_path, site, "rulesets: ['plugin:acme-tone']\n")
    assert done.violations == [("macros/a.md", 1, 1, "acme/hello")]
    assert done.json["violations"][0]["message"] == "“Howdy” is not how Acme speaks."
    command = [sys.executable, "-c", "import acme_style"]
    assert subprocess.run(command, check=False, capture_output=True, env={"PYTHONPATH": str(site)}).returncode == 1


def test_an_installed_plugin_does_nothing_until_it_is_asked_for(tmp_path: Path, site: Path) -> None:
    assert run(tmp_path, site, "").violations == []
    asked = "rulesets: ['plugin:acme-tone']\n"
    assert run(tmp_path, site, asked, "check", "-f", "json", "--isolated").violations == []


def test_nothing_is_looked_up_without_a_plugin(tmp_path: Path, site: Path) -> None:
    write(tmp_path, {"macros/a.md": "Howdy!"})
    for ruleset, count in (("", 0), ("rulesets: ['plugin:other']\n", 1)):
        write(tmp_path, {"macrolint.yaml": ruleset})
        command = [sys.executable, "-X", "importtime", "-m", "macrolint", "check"]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, env={"PYTHONPATH": str(site)}, check=False
        )
        assert done.returncode == 0
        assert (" importlib.metadata\n" in done.stderr) == bool(count)


def test_a_plugin_brings_presets(tmp_path: Path, site: Path) -> None:
    done = run(tmp_path, site, "rulesets: ['plugin:acme-tone']\npresets: [recommended, acme]\n")
    found = [(one["rule"], one["severity"]) for one in done.json["violations"]]
    assert found == [("acme/hello", "warning"), ("acme/bye", "error")]


def test_plugins_and_folders_go_together(tmp_path: Path, site: Path) -> None:
    write(tmp_path, {"house/acme/huh.yaml": RULE.format("acme/huh", "toodle-oo")})
    done = run(
        tmp_path, site, "rulesets: ['plugin:acme-tone', house, 'plugin:other']\n", text="Howdy, toodle-oo, ping you."
    )
    assert [rule for *_, rule in done.violations] == ["acme/hello", "acme/huh", "tone/ping"]


def test_config_show_names_a_plugin_as_it_is_written(tmp_path: Path, site: Path) -> None:
    shown = run(tmp_path, site, "rulesets: ['plugin:acme-tone']\n", "config", "show").out
    assert 'rulesets: ["plugin:acme-tone"]  # macrolint.yaml:1\n' in shown
    assert "#   warning acme/hello\n" in shown


def test_an_unknown_plugin_is_an_error_that_names_those_there_are(tmp_path: Path, site: Path) -> None:
    done = run(tmp_path, site, "rulesets: ['plugin:nothing']\n")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: there is no plugin 'nothing' (macrolint.yaml, line 1)\n")
    assert "1 | rulesets: ['plugin:nothing']" in done.err
    assert done.err.endswith("help: installed: acme-tone, broken, other\n")
    assert "did you mean 'acme-tone'?" in run(tmp_path, site, "rulesets: ['plugin:acme-tones']\n").err
    done = run(tmp_path, tmp_path, "rulesets: ['plugin:nothing']\n")
    assert "help: no ruleset is installed as a plugin\n" in done.err


def test_a_plugin_in_a_row_needs_quotation_marks_and_the_message_says_so(tmp_path: Path, site: Path) -> None:
    done = run(tmp_path, site, "rulesets: [plugin:acme-tone]\n")
    assert (done.code, "may need quotation marks around it" in done.err) == (2, True)
    rows = run(tmp_path, site, "rulesets:\n  - plugin:acme-tone\n")
    assert rows.violations == [("macros/a.md", 1, 1, "acme/hello")]


def test_a_plugin_without_its_folder_is_a_mistake_of_the_package(tmp_path: Path, site: Path) -> None:
    done = run(tmp_path, site, "rulesets: ['plugin:broken']\n")
    assert done.code == 2
    assert (
        "the plugin 'broken' of the package broken has no folder 'nowhere.rules' (macrolint.yaml, line 1)" in done.err
    )


def test_a_rule_that_two_rulesets_bring_is_an_error_that_names_both(tmp_path: Path, site: Path) -> None:
    write(tmp_path, {"house/acme/hello.yaml": RULE.format("acme/hello", "hey")})
    done = run(tmp_path, site, "rulesets: [house, 'plugin:acme-tone']\n")
    assert done.code == 2
    said = "two rules are called 'acme/hello': house/acme/hello.yaml and plugin:acme-tone/acme/hello.yaml\n"
    assert f"error: {said}help: take 'plugin:acme-tone' or the other out of 'rulesets'\n" == done.err


def test_a_plugin_that_repeats_a_built_in_rule_is_named(tmp_path: Path) -> None:
    rule = {"respect/calm-down.yaml": RULE.format("respect/calm-down", "relax")}
    install(package(tmp_path, "twice", "twice", "twice_rules", rule), tmp_path / "site")
    done = run(tmp_path, tmp_path / "site", "rulesets: ['plugin:twice']\n")
    assert done.code == 2
    assert "rulesets/respect/calm-down.yaml and plugin:twice/respect/calm-down.yaml" in done.err


def test_two_packages_with_one_plugin_are_named(tmp_path: Path) -> None:
    for name in ("one", "two"):
        install(package(tmp_path, name, "same", f"{name}_rules", {}), tmp_path / "site")
    done = run(tmp_path, tmp_path / "site", "rulesets: ['plugin:same']\n")
    assert done.code == 2
    assert "two packages bring a plugin 'same': " in done.err
    assert {"one", "two"} <= set(done.err.split("'same': ")[1].split(" (")[0].split(" and "))


def test_a_package_that_lies_elsewhere_is_found_without_being_run(tmp_path: Path) -> None:
    project = package(tmp_path, "acme", "acme", "acme_here.rules", TONE)
    install(project, tmp_path / "site")
    (tmp_path / "site" / "acme_here").rename(tmp_path / "acme_here")  # as an editable installation leaves it
    path = f"{tmp_path / 'site'}{os.pathsep}{tmp_path}"
    write(tmp_path, {"w/macrolint.yaml": "rulesets: ['plugin:acme']\n", "w/macros/a.md": "Howdy!"})
    done = macrolint("check", "-f", "json", cwd=tmp_path / "w", env={"PYTHONPATH": path})
    assert done.violations == [("macros/a.md", 1, 1, "acme/hello")]


def test_a_pattern_of_a_plugin_is_stopped_like_a_team_s_own(tmp_path: Path) -> None:
    rule = 'id: slow/one\nmessage: "x"\npatterns: ["(a|aa)+$"]\n'
    install(package(tmp_path, "slow", "slow", "slow_rules", {"slow/one.yaml": rule}), tmp_path / "site")
    done = run(tmp_path, tmp_path / "site", "rulesets: ['plugin:slow']\n", "check", text="a" * 60 + "b")
    assert done.code == 2
    assert "slow/one: a pattern took longer than 0.5 s" in done.err


def test_a_new_rule_is_never_written_into_a_plugin(tmp_path: Path, site: Path) -> None:
    done = run(tmp_path, site, "rulesets: ['plugin:acme-tone']\n", "rules", "new", "shop/old-name")
    assert done.out.startswith("Wrote rules/shop/old-name.yaml: ")
    assert "  2. Add this to the list 'rulesets' in macrolint.yaml, so that macrolint knows the rule:\n" in done.out
    assert "     rules\n  3. macrolint check\n" in done.out
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("plugin")] == []


def test_the_rules_of_a_team_are_tested_with_the_plugins_of_the_configuration(tmp_path: Path, site: Path) -> None:
    rule = RULE.format("house/sign", "'{wave} now'") + 'examples: [{bad: "⟦Wave now⟧!"}]\n'
    write(tmp_path, {"rules/house/sign.yaml": rule})
    for order in ("'plugin:acme-tone', 'plugin:other', rules", "rules, 'plugin:other'"):
        done = run(tmp_path, site, f"rulesets: [{order}]\n", text="Wave now!")
        assert done.violations == [("macros/a.md", 1, 1, "house/sign")]
        for path in ([], ["rules"], ["rules/house/sign.yaml"]):
            done = run(tmp_path, site, f"rulesets: [{order}]\n", "rules", "test", *path)
            assert (done.err, done.out) == ("", "Tested 1 rule with 1 example: all is well.\n")
    done = run(tmp_path, site, "rulesets: ['plugin:other']\n", "rules", "test")
    assert (done.code, done.err.split("\n")[0]) == (
        2,
        "error: there are no rules of your own to test: the configuration names only plugins under 'rulesets'",
    )
