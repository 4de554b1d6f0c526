"""`macrolint init`: look at the files, and write a configuration and the pieces for hooks and CI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from macrolint.cli.main import complain, say

if TYPE_CHECKING:
    from macrolint.starting import Seen

_HOOKS = ".pre-commit-config.yaml"
_WORKFLOW = ".github/workflows/macrolint.yml"
_JOB = ".gitlab-ci.yml"


@click.command("init")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--preset", default="recommended", metavar="NAME", help="The rules to begin with (default: recommended).")
@click.option(
    "--pre-commit/--no-pre-commit",
    "hooks",
    default=None,
    help="Write a pre-commit hook (default: in a git repository).",
)
@click.option("--github/--no-github", default=None, help="Write a GitHub workflow (default: if this is on GitHub).")
@click.option("--gitlab/--no-gitlab", default=None, help="Write a GitLab job (default: if this is on GitLab).")
def command(paths: tuple[str, ...], preset: str, hooks: bool | None, github: bool | None, gitlab: bool | None) -> int:
    """Look at the files here, say what was found, and write a configuration.

    PATHS are the files and folders with templates, if they are not to be searched for. Nothing is overwritten: what is
    there already is left alone, and what to add to it is printed.
    """
    from macrolint import starting
    from macrolint.files import repository

    root = os.getcwd()
    found, code = _seen(paths, preset)
    if code:
        return code
    _say_seen(found)
    top = repository(root)
    config = None
    if not _has_configuration(root):
        _write(os.path.join(root, "macrolint.yaml"), starting.configuration(found, preset))
        if top and top != root:
            config = os.path.relpath(os.path.join(root, "macrolint.yaml"), top).replace(os.sep, "/")
    host = _host(top) if top else ""
    if hooks or (hooks is None and top):
        _add(os.path.join(top or root, _HOOKS), starting.pre_commit_file(config), starting.pre_commit(config), "repos:")
    if github or (github is None and host == "github"):
        _add(os.path.join(top or root, _WORKFLOW), starting.github(config), None, "")
    if gitlab or (gitlab is None and host == "gitlab"):
        _add(os.path.join(top or root, _JOB), starting.gitlab(config), starting.gitlab(config), "the file")
    _say_next(found)
    return 0


def _seen(paths: tuple[str, ...], preset: str) -> tuple[Seen, int]:
    """Return what is found without any configuration, and the exit code where that is nothing."""
    from macrolint.cli.run_remarks import say_empty
    from macrolint.configuration import Configuration
    from macrolint.reports import Run
    from macrolint.runner import run
    from macrolint.settings import settings_of
    from macrolint.starting import seen

    if "-" in paths:
        raise click.UsageError("'init' looks at files and folders, not at standard input")
    settings = settings_of(Configuration(os.getcwd(), presets=(preset,)))
    results = tuple(run(list(paths) or ["."], settings))
    found = seen(results, os.getcwd())
    if found.templates:
        return found, 0
    say_empty(list(paths) or ["."], Run(results, paths))
    if results:
        complain("help: name the folder with the templates: macrolint init support/macros")
    return found, 2


def _say_seen(found: Seen) -> None:
    from macrolint.reports import counted, of_severities, visible

    width = max(len(place.path) for place in found.places)
    files = sum(place.files for place in found.places)
    say(f"Found {counted(found.templates, 'template')} in {counted(files, 'file')}:\n")
    for place in found.places[:10]:
        of = f" ({', '.join(place.platforms)})" if place.platforms else ""
        said = f"{counted(place.templates, 'template')} in {counted(place.files, 'file')}"
        say(f"  {visible(place.path):<{width}}  {said if place.files > 1 else said.split(' in ', maxsplit=1)[0]}{of}\n")
    if len(found.places) > 10:
        say(f"  and {len(found.places) - 10} other places\n")
    told = f": {of_severities(found.violations)}" if found.violations else ""
    say(f"They have {counted(sum(found.violations.values()), 'violation')}{told}.\n\n")


def _say_next(found: Seen) -> None:
    """Say the two commands that help next: where there is much, a page to read it on and a way to live with it."""
    from macrolint.starting import MANY

    commands = {"macrolint check": "see what it finds", "macrolint check --diff": "see what it can mend by itself"}
    if sum(found.violations.values()) >= MANY:
        commands = {
            "macrolint report": "see all of it on one page, report.html, in your browser",
            "macrolint baseline create": "accept what is there, so that only new violations are told",
        }
    say("\nNext:\n" + "".join(f"  {name:<26} {why}\n" for name, why in commands.items()))


def _has_configuration(root: str) -> bool:
    """Say which configuration is there, if there is one."""
    from macrolint.configuration import find

    file = find(root)
    if file and os.path.dirname(file) == root:
        say(f"{os.path.basename(file)} holds a configuration already and was left alone.\n")
        return True
    return False


def _host(top: str) -> str:
    """Return where a repository lies: github, gitlab or unknown."""
    if os.path.isfile(os.path.join(top, _JOB)):
        return "gitlab"
    if os.path.isdir(os.path.join(top, ".github")):
        return "github"
    try:
        with open(os.path.join(top, ".git", "config"), encoding="utf-8", errors="replace") as file:
            remotes = [line.lower() for line in file if line.strip().startswith("url")]
    except OSError:  # no remote, or a worktree
        return ""
    return next((host for host in ("github", "gitlab") if any(host in line for line in remotes)), "")


def _add(path: str, text: str, block: str | None, where: str) -> None:
    """Write a file; where it is there, print what to add to it."""
    shown = os.path.relpath(path).replace(os.sep, "/")
    if not os.path.lexists(path):
        _write(path, text)
    elif block is None:
        say(f"{shown} is there already and was left alone.\n")
    elif "macrolint" in _text(path):
        say(f"{shown} speaks of macrolint already and was left alone.\n")
    else:
        say(f"{shown} is there already and was left alone. Add to {where}\n\n{block}\n")


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _write(path: str, text: str) -> None:
    """Write a file that is not there yet."""
    from macrolint.model import MacrolintError

    shown = os.path.relpath(path).replace(os.sep, "/")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise MacrolintError(f"'{shown}' cannot be written: {(error.strerror or 'no reason given').lower()}") from None
    say(f"Wrote {shown}.\n")
