"""The project itself: its shape, its documents, and that they are true."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, macrolint

from macrolint import __version__, data, frames
from macrolint.configuration import FORMATS, KEYS, Configuration
from macrolint.layouts import platform_of
from macrolint.model import Layout
from macrolint.readers import Claim, read
from macrolint.rulebook import Guard, Guess
from macrolint.rules.catalog import load_catalog
from macrolint.rules.load import FIELDS, PLACES, ZONES, load_rule
from macrolint.rules.reading import read_catalog
from macrolint.settings import Settings
from macrolint.sources import Source

MODULES = sorted((ROOT / "src" / "macrolint").rglob("*.py"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_modules_are_small() -> None:
    lines = {path.name: path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert max(lines.values()) <= 400
    assert statistics.median(lines.values()) <= 140


def test_modules_are_named_after_what_they_make() -> None:
    empty = {"util", "utils", "helper", "helpers", "common", "base", "manager", "misc", "core"}
    assert {path.stem for path in MODULES} & empty == set()


def test_every_module_says_what_it_is() -> None:
    assert [path.name for path in MODULES if not path.read_text(encoding="utf-8").startswith('"""')] == []


def test_the_imports_go_downwards_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_readme_lists_every_group_and_the_index_every_rule() -> None:
    rules = set(read_catalog(data.rulesets()).rules)
    groups = {name.split("/")[0] for name in rules}
    assert groups <= set(re.findall(r"^\| `([a-z-]+)` \|", text("README.md"), re.M))
    listed = re.findall(r"^\| \[`([a-z0-9-]+/[a-z0-9-]+)`\]\(", text("docs/rules/README.md"), re.M)
    assert sorted(listed) == sorted(rules)


def test_the_pages_of_the_rules_are_fresh() -> None:
    done = macrolint("rules", "pages", "--isolated", "--check", cwd=ROOT)
    assert (done.code, done.out) == (0, ""), "run: make generate"


@pytest.mark.parametrize(
    ("name", "options"), [("configuration", ()), ("rule", ("--rule",)), ("platform", ("--platform",))]
)
def test_the_schemas_are_fresh(name: str, options: tuple[str, ...]) -> None:
    assert text(f"schema/{name}.schema.json") == macrolint("config", "schema", *options, cwd=ROOT).out, "make generate"


def test_the_readme_lists_every_dependency() -> None:
    declared = re.search(r"^dependencies = \[(.*?)^\]", text("pyproject.toml"), re.M | re.S)
    assert declared
    names = set(re.findall(r'"([a-z.]+)', declared[1]))
    assert set(re.findall(r"^\| \[([a-z.]+)\]\(", text("README.md"), re.M)) == names


def test_the_readme_shows_what_is_printed() -> None:
    example = re.search(r"```text\n\$ macrolint (.*?)\n(.*?)```", text("README.md"), re.S)
    assert example
    assert macrolint(*example[1].split(), cwd=ROOT / "examples").out == example[2]


def test_the_guides_name_every_setting_and_field() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text("docs/configuration.md"), re.M)) == set(KEYS)
    layouts = text("docs/layouts.md")
    assert [name for name in Layout._fields if f"`{name}`" not in layouts] == []
    rules = text("docs/rules.md")
    assert [name for name in (*FIELDS, *Guard._fields, *ZONES, *PLACES) if not re.search(rf"`{name}\b", rules)] == []
    assert all(f"`{name}`" in text("docs/configuration.md") for name in FORMATS)


def test_the_rule_in_contributing_can_be_loaded() -> None:
    example = re.search(r"   ```yaml\n(.*?)   ```", text("CONTRIBUTING.md"), re.S)
    assert example
    rule = load_rule("x.yaml", re.sub("^   ", "", example[1], flags=re.M), "respect/calm-down", "built-in")
    assert len(rule.examples) == 6


@pytest.mark.parametrize("name", ["docs/layouts.md", "README.md"])
def test_the_configurations_in_the_guides_can_be_read(name: str, tmp_path: Path) -> None:
    from macrolint.configuration import read as read_configuration

    for number, example in enumerate(re.findall(r"```yaml\n(?!# \.pre-commit)(.*?)```", text(name), re.S)):
        (tmp_path / "support" / "rules").mkdir(parents=True, exist_ok=True)
        path = tmp_path / f"{number}.yaml"
        path.write_text(example, encoding="utf-8")
        if example.startswith("# desk/"):
            assert platform_of(frames.load(str(path), example, "platform file"), "acme").layouts
            continue
        configuration = read_configuration(str(path))
        assert configuration.layouts or configuration.rulesets


def test_the_links_in_documents_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_rules_say_nothing_that_they_forbid() -> None:
    catalog = load_catalog()
    settings = Settings(Configuration("."), catalog)
    for rule in catalog.rules.values():
        said = re.sub(r"“[^”]*”|\{match\}", "it", f"{rule.message}\n\n{rule.when_fine}")
        document = read(Source("x.md", said), Claim("markdown", Layout(format="markdown"), sure=True))
        for template in document.templates:
            for part in template.parts:
                from macrolint.prose import study

                prose = study(part, settings.words(template))
                assert [
                    (rule.id, active.rule.id)
                    for active, check in settings.checks(template, part, Guess("fragment"))
                    if any(not one.fact for one in check(prose, template))
                ] == []


def test_the_version_is_a_constant_of_the_package() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert f'__version__ = "{__version__}"' in text("src/macrolint/__init__.py")


def test_nothing_of_one_machine_is_in_the_project() -> None:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    paths = re.compile(r"(?<![\w.])/(?:" + "|".join(["home", "root", "work", "tmp", "Users"]) + r")/\w")
    for name in filter(None, names):
        content = (ROOT / name).read_bytes().decode("utf-8", "replace")
        assert not paths.search(content), name
