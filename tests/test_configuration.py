"""The configuration: where it is found, what it may say, and how a mistake in it is told."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from running import macrolint, write

MACRO = {"macros/late.md": "Please calm down!!\n"}


def rules(folder: Path, *arguments: str) -> list[str]:
    return [rule for *_, rule in macrolint("check", "-f", "json", *arguments, cwd=folder).violations]


@pytest.mark.parametrize("name", ["macrolint.yaml", ".macrolint.yaml"])
def test_a_configuration_is_found_upwards(tmp_path: Path, name: str) -> None:
    write(tmp_path, {**MACRO, name: "ignore: [tone]\n", "macros/deep/x.md": "x"})
    assert rules(tmp_path) == ["respect/calm-down"]
    assert rules(tmp_path / "macros", "late.md") == ["respect/calm-down"]
    assert rules(tmp_path / "macros" / "deep", "../late.md") == ["respect/calm-down"]


def test_pyproject_counts_when_it_has_our_table(tmp_path: Path) -> None:
    write(tmp_path, {**MACRO, "pyproject.toml": "[tool.other]\nx = 1\n"})
    assert rules(tmp_path) == ["respect/calm-down", "tone/repeated-punctuation"]
    write(tmp_path, {"pyproject.toml": '[tool.macrolint]\nignore = ["tone"]\nseverity = {respect = "info"}\n'})
    report = macrolint("check", "-f", "json", cwd=tmp_path)
    assert [(one["rule"], one["severity"]) for one in report.json["violations"]] == [("respect/calm-down", "info")]
    assert report.code == 0


def test_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "ignore: [tone]\n", "repo/macros/late.md": "Calm down!!\n"})
    (tmp_path / "repo/.git").mkdir()
    assert len(rules(tmp_path / "repo")) == 2


def test_the_home_folder_is_no_configuration_for_everything(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "ignore: [tone]\n", "work/macros/late.md": "Calm down!!\n"})
    done = macrolint("check", "-f", "json", cwd=tmp_path / "work", env={"HOME": str(tmp_path)})
    assert len(done.violations) == 2


def test_isolated_leaves_every_configuration_alone(tmp_path: Path) -> None:
    write(tmp_path, {**MACRO, "macrolint.yaml": "no such thing: [\n"})
    assert macrolint("check", cwd=tmp_path).code == 2
    assert len(rules(tmp_path, "--isolated")) == 2


def test_extends_takes_over_what_the_file_does_not_say(tmp_path: Path) -> None:
    base = "ignore: [tone]\nseverity: {respect: info, warmth: error}\nfail-on: never\n"
    own = "extends: ../base.yaml\nseverity: {respect/calm-down: warning}\n"
    write(tmp_path, {"base.yaml": base, "team/macrolint.yaml": own, "team/macros/a.md": "Calm down!! Thanks, hun.\n"})
    report = macrolint("check", "-f", "json", cwd=tmp_path / "team")
    found = [(one["rule"], one["severity"]) for one in report.json["violations"]]
    assert found == [("respect/calm-down", "warning"), ("warmth/pet-name", "error")]
    assert report.code == 0


def test_paths_are_what_is_checked_without_arguments(tmp_path: Path) -> None:
    files = {"support/a.md": "Calm down.\n", "support/README.md": "Calm down.\n", "macros/b.md": "Calm down.\n"}
    write(tmp_path, {**files, "macrolint.yaml": "paths: [support]\n"})
    assert macrolint("check", "-f", "json", cwd=tmp_path).violations == [("support/a.md", 1, 1, "respect/calm-down")]


def test_include_and_exclude_choose_files(tmp_path: Path) -> None:
    files = {f"docs/{name}.md": "Calm down.\n" for name in ("a", "b", "old/c")}
    write(tmp_path, {**files, "macrolint.yaml": "include: [docs/**/*.md]\nexclude: [docs/old/]\n"})
    report = macrolint("check", "-f", "json", cwd=tmp_path)
    assert [path for path, *_ in report.violations] == ["docs/a.md", "docs/b.md"]
    assert macrolint("check", "docs/old/c.md", cwd=tmp_path).code == 1
    assert macrolint("check", "--force-exclude", "--no-error-on-empty", "docs/old/c.md", cwd=tmp_path).code == 0


def test_a_hook_names_any_file_and_only_templates_are_checked(tmp_path: Path) -> None:
    write(tmp_path, {**MACRO, "README.md": "Calm down.\n", "docs/guide.md": "Calm down.\n"})
    named = ["README.md", "docs/guide.md", "macros/late.md"]
    done = macrolint("check", "--force-exclude", "-f", "json", *named, cwd=tmp_path)
    assert [path for path, *_ in done.violations] == ["macros/late.md"] * 2
    assert macrolint("check", "docs/guide.md", cwd=tmp_path).code == 1
    assert macrolint("check", "README.md", cwd=tmp_path).code == 2


HOUSE_RULE = "id: shop/old\ntitle: Old\nmessage: Please calm down.\nphrases: [calm down]\n"
PROJECTS = {
    "no configuration": {},
    "include": {"macrolint.yaml": "include: ['docs/*.md', macros/]\nexclude: [macros/old/]\n"},
    "paths": {"macrolint.yaml": "paths: [docs, any/a.yaml]\nexclude: [old/]\n"},
    "paths around own rules": {"macrolint.yaml": "paths: [docs, house, .]\nrulesets: [house/rules]\n"},
    "a configuration further down": {"macros/macrolint.yaml": "ignore: [respect]\nselect: [tone]\n"},
}


@pytest.mark.parametrize("name", PROJECTS)
def test_named_files_are_checked_with_force_exclude_just_if_a_run_without_any_checks_them(
    tmp_path: Path, name: str
) -> None:
    """A hook must say what `macrolint check` says, whichever files a commit happens to touch."""
    prose = ["README.md", "notes.md", "macros/a.md", "macros/README.md", "macros/old/b.md", "docs/guide.md",
             "docs/macros/c.txt", "build/macros/d.md", "node_modules/macros/e.md", "house/f.md", "house/rules/macros/g.md"]  # fmt: skip
    files: dict[str, str | bytes] = dict.fromkeys(prose, "Please calm down.\n")
    files |= {"any/a.yaml": "title: A\nbody: Please calm down.\n", "any/b.json": "{", "house/rules/shop/old.yaml": HOUSE_RULE, ".gitignore": "build/\n", "app.py": "calm = 'down'\n"}  # fmt: skip
    write(tmp_path, {**files, **PROJECTS[name]})
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "linked").symlink_to("macros")
    every = sorted([*files, "linked/a.md"])
    whole = macrolint("check", "-f", "json", cwd=tmp_path).violations
    assert len(whole) >= 2
    command = ("check", "--force-exclude", "--no-error-on-empty", "-f", "json")
    assert sorted(macrolint(*command, *every, cwd=tmp_path).violations) == sorted(whole)
    for one in ("macros/a.md", "docs/guide.md", "house/rules/shop/old.yaml", "macros/old/b.md"):
        alone = macrolint(*command, one, cwd=tmp_path).violations
        assert alone == [violation for violation in whole if violation[0] == one]


def test_a_hook_is_told_nothing_of_files_that_are_none_of_ours(tmp_path: Path) -> None:
    write(tmp_path, {**MACRO, "README.md": "Calm down.\n", "app.py": "x = 1\n"})
    done = macrolint("check", "--force-exclude", "-q", "-f", "concise", "README.md", "app.py", *MACRO, cwd=tmp_path)
    assert (done.code, done.err, done.out.count("\n")) == (1, "", 2)
    done = macrolint("check", "--force-exclude", "--no-error-on-empty", "README.md", "app.py", cwd=tmp_path)
    assert done == (0, "", "")


def test_a_team_rule_needs_an_id_a_message_and_what_to_look_for(tmp_path: Path) -> None:
    rule = 'id: shop/old-name\nmessage: "We are called Fernhill now, not “{match}”."\nphrases: ["fern [&|and] hill"]\n'
    write(tmp_path, {"macrolint.yaml": "rulesets: [house]\n", "house/shop/old-name.yaml": rule})
    write(tmp_path, {"macros/a.md": "Welcome to Fern and Hill.\n"})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert done.violations == [("macros/a.md", 1, 12, "shop/old-name")]
    assert done.json["violations"][0]["message"] == "We are called Fernhill now, not “Fern and Hill”."


CONFIG_ERRORS = [
    ("selct: [tone]\n", "unknown setting 'selct' (macrolint.yaml, line 1)", "1 | selct: [tone]\n  | ^^^^^", "did you mean 'select'?"),
    ("a: 1\n", "unknown setting 'a'", "^", "known: extends, paths"),
    ("fail-on: warn\n", "'fail-on' must be one of error, warning, info, never, not 'warn'", "^^^^", "did you mean 'warning'?"),
    ("ignore: [tune]\n", "unknown rule 'tune' in ignore", "", "did you mean 'tone'"),
    ("severity: {tone: loud}\n", "'severity.tone' must be one of error, warning, info, off, not 'loud'", "^^^^", ""),
    ("max-file-size: big\n", "'big' is no size", "^^^", "write it like 20 MiB"),
    ("language: English\n", "'English' is no language", "^^^^^^^", "such as en or pt-BR"),
    ("rulesets: [nowhere]\n", "there is no folder 'nowhere'", "^^^^^^^", "paths are relative to this file"),
    ("extends: x.yaml\n", "there is no file 'x.yaml' to extend", "^^^^^^", ""),
    ("extends: macrolint.yaml\n", "'macrolint.yaml' extends itself", "^", ""),
    ("select: {a: b}\n", "'select' must be a text, not a mapping", "", ""),
    ("- tone\n", "this file must be a mapping", "1 | - tone", ""),
    ("select: [tone\n", "macrolint.yaml is not a readable configuration: it is not valid YAML", "", ""),
    ("layouts: [{body: x}]\n", "a layout needs 'files'", "", "add for example"),
    ("layouts: [{files: x, title: y}]\n", "a layout with 'title' needs 'body'", "", ""),
    ("layouts: [{files: x, splt: file}]\n", "unknown field of a layout 'splt'", "^^^^", "did you mean 'split'?"),
    ("layouts: [{files: x, separator: ab}]\n", "'ab' is no separator", "^^", ""),
    ("ignore: tone\nignore: warmth\n", "setting 'ignore' stands here twice", "^", "keep one of them"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message", "frame", "hint"), CONFIG_ERRORS, ids=[case[0][:24] for case in CONFIG_ERRORS]
)
def test_a_mistake_is_shown_with_its_place_and_what_to_do(
    tmp_path: Path, text: str, message: str, frame: str, hint: str
) -> None:
    write(tmp_path, {**MACRO, "macrolint.yaml": text})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert f"error: {message}" in done.err
    assert frame in done.err
    assert hint in done.err
    assert "Traceback" not in done.err


RULE_ERRORS = [
    ("id: team/x\n", "the field 'message' is missing", "add a line 'message: …'"),
    ("id: team/x\nmessage: y\n", "a rule with 'check: phrase' needs 'phrases'", "add 'phrases:' and a list"),
    ("id: team/x\nmesage: y\n", "unknown field 'mesage' (rules/team/x.yaml, line 2)", "did you mean 'message'?"),
    ("id: team/y\nmessage: y\nphrases: [a]\n", "the file's place says 'team/x', its id 'team/y'", "rename one of them"),
    ("id: Team X\nmessage: y\nphrases: [a]\n", "'Team X' is not a rule id", "such as tone/you-must"),
    ('id: team/x\nmessage: "{mach}"\nphrases: [a]\n', "a message knows {match}, not {mach}", ""),
    ('id: team/x\nmessage: "a { b"\nphrases: [a]\n', "a message knows {match}, not {", ""),
    ('id: team/x\nmessage: ""\nphrases: [a]\n', "the message is empty", "say in one sentence"),
    ('id: team/x\nmessage: y\nphrases: ["a [b"]\n', "the phrase “a [b” cannot be read: a '[' is never closed", "[a|b]"),
    ('id: team/x\nmessage: y\npatterns: ["a(b"]\n', "this is no regular expression: missing ) at character 4", ""),
    ('id: team/x\nmessage: y\npatterns: ["a*"]\n', "this pattern matches nothing at all", ""),
    ("id: team/x\nmessage: y\nphrases: [a]\nseverity: loud\n", "'severity' must be one of", ""),
    ("id: team/x\nmessage: y\nphrases: [a]\nunless: {zone: [quotes]}\n", "not 'quotes'", "did you mean 'quote'?"),
    ("id: team/x\nmessage: y\nphrases: [{text: a, replace: b}]\n", "does not say whether its fix is safe", ""),
    ("id: team/x\nmessage: y\nphrases: [a]\nexamples: [{bad: a}]\n", "a bad example marks the words", "put ⟦ and ⟧"),
    ("id: team/x\nmessage: y\nphrases: [a]\nexamples: [{bad: ⟦a}]\n", "the mark ⟦ is never closed", ""),
    ("id: tone/x\n...\n---\nid: x\n", "holds 2 documents, a rule file holds one", ""),
]


@pytest.mark.parametrize(("text", "message", "hint"), RULE_ERRORS, ids=[case[1][:30] for case in RULE_ERRORS])
def test_a_mistake_in_a_rule_file_is_shown_with_its_place(tmp_path: Path, text: str, message: str, hint: str) -> None:
    write(tmp_path, {**MACRO, "macrolint.yaml": "rulesets: [rules]\n", "rules/team/x.yaml": text})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert hint in done.err
    assert "rules/team/x.yaml" in done.err


def test_two_configurations_in_a_folder_are_one_too_many(tmp_path: Path) -> None:
    write(tmp_path, {**MACRO, "macrolint.yaml": "", "pyproject.toml": "[tool.macrolint]\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (
        done.err
        == "error: two configurations in one folder: macrolint.yaml and pyproject.toml\nhelp: keep one of them\n"
    )


def test_toml_mistakes_name_the_table(tmp_path: Path) -> None:
    write(tmp_path, {**MACRO, "pyproject.toml": "[tool.macrolint]\nselct = 1\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (
        "error: unknown setting 'selct' ([tool.macrolint] in pyproject.toml)\nhelp: did you mean 'select'?" in done.err
    )
    write(tmp_path, {"pyproject.toml": "[tool.macrolint]\nselect = [\n"})
    assert "pyproject.toml is not valid TOML" in macrolint("check", cwd=tmp_path).err


def test_config_show_prints_every_setting_with_its_origin(tmp_path: Path) -> None:
    text = "fail-on: error\nignore:\n  - tone\nseverity: {respect/calm-down: info}\n"
    write(tmp_path, {**MACRO, "macrolint.yaml": text})
    shown = macrolint("config", "show", cwd=tmp_path).out.splitlines()
    assert shown[0] == "# configuration: macrolint.yaml"
    assert 'fail-on: "error"  # macrolint.yaml:1' in shown
    assert 'ignore: ["tone"]  # macrolint.yaml:3' in shown
    assert 'severity: {"respect/calm-down": "info"}  # macrolint.yaml:4' in shown
    assert 'presets: ["recommended"]  # default' in shown
    assert "#   info    respect/calm-down" in shown
    assert not any("tone/" in line for line in shown)


def test_config_show_of_a_file_shows_the_rules_of_its_overrides(tmp_path: Path) -> None:
    text = "overrides: [{files: [chat/], severity: {respect/calm-down: info}, ignore: [tone]}]\n"
    write(tmp_path, {"support/macrolint.yaml": text, "support/chat/a.md": "x\n", "support/b.md": "x\n"})
    shown = macrolint("config", "show", "support/chat/a.md", cwd=tmp_path).out
    assert re.search(r"^# \d+ rules run on chat/a.md:$", shown, re.M)
    assert ("#   info    respect/calm-down\n" in shown, " tone/" in shown) == (True, False)
    shown = macrolint("config", "show", "support/b.md", cwd=tmp_path).out
    assert ("#   error   respect/calm-down\n" in shown, " tone/" in shown) == (True, True)


def test_what_config_show_prints_is_a_configuration(tmp_path: Path) -> None:
    layouts = "layouts: [{files: ['*.json'], records: data.*, body: says, separator: tab}]\n"
    one = "{files: [a/], templates: {title: 'V*', kind: other}, kind: internal, severity: {tone: info}}"
    write(tmp_path, {**MACRO, "macrolint.yaml": f"exclude: [x]\n{layouts}overrides: [{one}]\n"})
    shown = macrolint("config", "show", cwd=tmp_path).out
    write(tmp_path, {"macrolint.yaml": shown})
    again = macrolint("config", "show", cwd=tmp_path)
    assert again.code == 0
    assert [line.split("  #")[0] for line in again.out.splitlines()] == [
        line.split("  #")[0] for line in shown.splitlines()
    ]


def test_extends_takes_several_files_and_their_paths_stay_theirs(tmp_path: Path) -> None:
    files = {
        "base/one.yaml": "ignore: [tone]\npaths: [txt]\n",
        "two.yaml": "severity: {respect: info}\n",
        "team/macrolint.yaml": "extends: [../base/one.yaml, ../two.yaml]\n",
        "base/txt/a.md": "Calm down!!\n",
    }
    write(tmp_path, files)
    report = macrolint("check", "-f", "json", cwd=tmp_path / "team")
    assert [(one["rule"], one["severity"]) for one in report.json["violations"]] == [("respect/calm-down", "info")]


def test_a_team_s_own_rules_are_not_templates(tmp_path: Path) -> None:
    rule = 'id: shop/x\nmessage: "Do not write calm down!!"\nphrases: [never said]\n'
    write(tmp_path, {**MACRO, "macrolint.yaml": "rulesets: [house]\n", "house/shop/x.yaml": rule})
    assert {path for path, *_ in macrolint("check", "-f", "json", cwd=tmp_path).violations} == {"macros/late.md"}


def test_a_phrase_of_the_team_cannot_hang_a_run(tmp_path: Path) -> None:
    rule = f'id: shop/x\nmessage: "x"\nphrases: ["{"[a|] " * 26}x"]\n'
    write(tmp_path, {**MACRO, "macrolint.yaml": "rulesets: [house]\n", "house/shop/x.yaml": rule})
    write(tmp_path, {"macros/a.md": "a " * 60 + "and x\n"})
    done = macrolint("check", cwd=tmp_path)
    assert done.code in (1, 2)


def test_a_language_that_is_none_silences_no_rule(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.yaml": "title: A\nlanguage: English\nbody: Calm down.\n"})
    assert rules(tmp_path) == ["respect/calm-down"]


@pytest.mark.parametrize("name", ["exclude", "include"])
def test_a_pattern_that_cannot_be_read_is_an_error_of_the_configuration(tmp_path: Path, name: str) -> None:
    write(tmp_path, {**MACRO, "macrolint.yaml": f'{name}: ["!"]\n'})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, "cannot be read" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("exclude: [drafts/, ", "]", "exclude"),
        ("include: ", "", "include"),
        ("layouts: [{files: [", "], body: text}]", "layouts.files"),
        ("overrides: [{files: [", "], ignore: [tone]}]", "overrides.files"),
        ("suppress: [{rules: [tone], files: [", "]}]", "suppress.files"),
    ],
)
@pytest.mark.parametrize("pattern", ["[z-a].md", "!", "**[z-a]"])
def test_a_pattern_that_cannot_be_read_is_shown_where_it_stands(
    tmp_path: Path, before: str, after: str, where: str, pattern: str
) -> None:
    write(tmp_path, {"macrolint.yaml": f"language: en\n{before}'{pattern}'{after}\n", "macros/a.md": "Hello.\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    first, *_ = done.err.split("\n")
    assert first == f"error: the file pattern '{pattern}' in '{where}' cannot be read (macrolint.yaml, line 2)"
    assert f"  |\n2 | {before}'{pattern}'{after}\n  | {' ' * len(before)}{'^' * (len(pattern) + 2)}\n" in done.err
    assert done.err.endswith("help: write it as in .gitignore, such as drafts/ or *.csv\n")


def test_a_pattern_that_python_doubts_is_no_warning(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "exclude: ['[[:foo:]]']\n", "macros/a.md": "Hello.\n"})
    assert (done := macrolint("check", cwd=tmp_path)).code == 0
    assert "FutureWarning" not in done.err


def test_options_belong_to_one_rule_and_those_of_a_group_are_named(tmp_path: Path) -> None:
    write(tmp_path, {**MACRO, "macrolint.yaml": "rules: {tone: {at_most: 3}}\n"})
    done = macrolint("check", cwd=tmp_path)
    listing = macrolint("rules", "list", "--group", "tone", "-f", "json", "--isolated", cwd=tmp_path).json
    names = [rule["id"] for rule in listing["rules"]]
    assert len(names) > 3
    assert (done.code, done.err) == (
        2,
        "error: 'tone' in rules is a group, and options belong to one rule\n"
        f"help: rules of tone: {', '.join(sorted(names))}\n",
    )


def test_a_hint_that_is_cut_off_says_so_and_names_groups_first(tmp_path: Path) -> None:
    write(tmp_path, {**MACRO, "macrolint.yaml": "ignore: [qqqqqq]\n"})
    done = macrolint("check", cwd=tmp_path)
    known = done.err.split("\nhelp: known: ")[1].strip().split(", ")
    assert "/" not in known[0]
    assert known[-1] == "…"
    assert len(known) == 31
    first = next(number for number, name in enumerate(known) if "/" in name)
    assert all("/" in name for name in known[first:-1])
    assert {"respect", "tone", "ALL", "warning"} <= set(known[:first])
    write(tmp_path, {**MACRO, "macrolint.yaml": "rules: {qqqqqq: {at_most: 3}}\n"})
    assert macrolint("check", cwd=tmp_path).err.endswith(", …\n")
