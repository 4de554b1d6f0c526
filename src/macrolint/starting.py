"""What `macrolint init` writes: a configuration for the templates that were seen, and the pieces for hooks and CI."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

from macrolint import REPOSITORY, __version__
from macrolint.model import FileResult
from macrolint.values import NamedTuple

_DOCS = f"{REPOSITORY}/blob/main/docs"
_PROSE = (".md", ".markdown", ".mdx", ".txt", ".html", ".htm", ".liquid", ".j2", ".erb", ".hbs", ".tpl")
_NEVER = ("readme", "changelog", "contributing", "license")
_MOST = 8  # so many paths are named; with more, the templates are found by what they look like
MANY = 20  # violations, from which on a baseline is proposed


class Place(NamedTuple):
    """A folder or file with templates, relative to the project. platforms: where they come from."""

    path: str
    templates: int
    files: int
    platforms: tuple[str, ...]


class Seen(NamedTuple):
    """What was found. violations: by severity."""

    places: tuple[Place, ...]
    violations: Counter[str]

    @property
    def templates(self) -> int:
        """How many templates there are."""
        return sum(place.templates for place in self.places)


def seen(results: Iterable[FileResult], root: str) -> Seen:
    """Return what the results of a first run tell: where the templates lie, what they are, what is wrong with them."""
    results = tuple(results)
    ours = {_relative(one.path, root): one for one in results if one.templates}
    others = {_relative(one.path, root) for one in results if one.skipped and _may_be_taken_for_one(one.path)}
    folders = sorted({os.path.dirname(path) for path in ours})
    pure = [folder for folder in folders if folder and not any(_in(path, folder) for path in others)]
    tops = [folder for folder in pure if not any(_in(folder, other) for other in pure)]
    loose = [path for path in sorted(ours) if not any(_in(path, top) for top in tops)]
    places = []
    for top in sorted([*tops, *loose]):
        there = [one for path, one in ours.items() if path == top or _in(path, top)]
        platforms = sorted({name for one in there for name in one.platforms})
        places.append(Place(top, sum(one.templates for one in there), len(there), tuple(platforms)))
    counts = Counter(violation.severity for one in results for violation in one.violations)
    return Seen(tuple(places), counts)


def _relative(path: str, root: str) -> str:
    return os.path.relpath(os.path.abspath(path), os.path.abspath(root)).replace(os.sep, "/")


def _in(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def _may_be_taken_for_one(path: str) -> bool:
    """Tell whether a file would count as a template if its folder were named in `paths`."""
    name = os.path.basename(path).lower()
    return name.endswith(_PROSE) and not name.startswith(_NEVER)


def configuration(found: Seen, preset: str) -> str:
    """Return a configuration with comments for what was found."""
    paths = [_quoted(place.path) for place in found.places]
    listed = "\n".join(f"  - {path}" for path in paths)
    if len(paths) <= _MOST:
        where = (
            f"# What `macrolint check` checks: everything in these folders that can be a template.\npaths:\n{listed}\n"
        )
    else:
        where = (
            "# What `macrolint check` checks. Without it: this folder, and in it whatever looks like a template.\n"
            "# paths: [support/macros]\n"
        )
    return f"""\
# Made by `macrolint init`. All settings: {_DOCS}/configuration.md

{where}
# Files and folders that are left out, as in .gitignore.
# exclude: [support/macros/old/]

# The rules that run: recommended, or strict, it-support, ecommerce, chat, email, regulated, open-source.
presets: [{preset}]

# Rules or groups that are left out, and how severe the others are.
# ignore: [warmth/pet-name]
# severity: {{respect: error}}

# From which severity on a run fails: error, warning or info.
fail-on: warning

# Words that your team decided for and against. `macrolint check --fix` replaces those with a substitute.
# vocabulary:
#   accept: [RMA]
#   reject: {{utilise: use}}
"""


def _quoted(path: str) -> str:
    """Return a path as YAML takes it."""
    plain = path.replace("/", "").replace("-", "").replace("_", "").replace(".", "")
    return (
        path if plain.isalnum() and plain[0].isalpha() else '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def pre_commit(config: str | None = None) -> str:
    """Return the entry for `repos` in .pre-commit-config.yaml. config: the configuration, if it is not at the top."""
    args = f"        args: [--config, {_quoted(config)}]\n" if config else ""
    return f"  - repo: {REPOSITORY}\n    rev: v{__version__}\n    hooks:\n      - id: macrolint\n{args}"


def pre_commit_file(config: str | None = None) -> str:
    """Return a whole .pre-commit-config.yaml."""
    return f"# {_DOCS}/pre-commit.md\nrepos:\n{pre_commit(config)}"


def github(config: str | None = None) -> str:
    """Return a workflow for GitHub."""
    args = f"        with:\n          args: |\n            --config\n            {config}\n" if config else ""
    return f"""\
# {_DOCS}/github.md
name: macrolint
on:
  pull_request:
  push:
    branches: [main]
permissions: {{}}
concurrency:
  group: ${{{{ github.workflow }}}}-${{{{ github.ref }}}}
  cancel-in-progress: true
jobs:
  macrolint:
    name: macrolint
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # to check out the repository
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: {REPOSITORY.removeprefix("https://github.com/")}@v{__version__}
{args}"""


def gitlab(config: str | None = None) -> str:
    """Return a job for GitLab."""
    named = f" --config {_quoted(config)}" if config else ""
    return f"""\
# {_DOCS}/gitlab.md
macrolint:
  image: python:3.13
  stage: test
  variables:
    PIP_CACHE_DIR: "$CI_PROJECT_DIR/.cache/pip"
  script:
    - pip install "git+{REPOSITORY}@v{__version__}"
    - macrolint check{named} -f full -f gitlab=gl-code-quality-report.json -f junit=macrolint.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: macrolint.xml
  cache:
    paths: [.cache/pip]
"""
