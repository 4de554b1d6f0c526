"""The options of `macrolint check` that leave out what is not asked about: what did not change, what was accepted."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from macrolint.cli.main import complain
from macrolint.data import BASELINE
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.baseline import Baseline
    from macrolint.changes import Changed
    from macrolint.configuration import Configuration
    from macrolint.mending import Wanted
    from macrolint.model import FileResult, Violation
    from macrolint.readers import Claim
    from macrolint.settings import Settings
    from macrolint.sources import Source

F = TypeVar("F", bound=Callable[..., Any])
_DEFAULT = "@default"  # no name that git knows
_OPTIONS = (
    click.option(
        "--changed",
        metavar="[=REF]",
        help="Tell only of templates that differ from a branch, tag or commit (default: the default branch).",
    ),
    click.option("--baseline", "baseline_file", metavar="FILE", help="Leave out what this baseline accepts."),
    click.option("--no-baseline", is_flag=True, help="Tell also of what the baseline accepts."),
)


class Command(click.Command):
    """A command in which `--changed` may stand without `=REF`, whatever follows it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        named = [f"--changed={_DEFAULT}" if one == "--changed" else one for one in args[:end]]
        return super().parse_args(ctx, named + args[end:])


def scope_options(command: F) -> F:
    """Give a command the options that leave things out."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Scope(NamedTuple):
    """What is left out of a run: templates that do not differ, violations that were accepted."""

    changed: Changed | None = None
    baseline: Baseline | None = None

    @property
    def wanted(self) -> Wanted | None:
        """What tells which violations of a file are mended, if not all of them."""
        changed, baseline = self.changed, self.baseline
        if not changed and not baseline:
            return None

        def wanted(source: Source, how: Claim, settings: Settings) -> Callable[[Violation], bool]:
            differs = changed.wanted(source, how, settings) if changed else lambda _one: True
            return lambda one: differs(one) and one.fingerprint not in (baseline or ())

        return wanted

    def held(self, results: tuple[FileResult, ...], options: dict[str, Any]) -> tuple[FileResult, ...]:
        """Return results without what was accepted; say what the baseline holds in vain."""
        if not self.baseline:
            return results
        from macrolint.baseline import held
        from macrolint.reports import counted

        run = held(results, self.baseline)
        if run.stale and not self.changed and not options["quiet"] and not _is_narrowed(options):
            stale = counted(len(run.stale), "violation")
            complain(
                f"note: {stale} in the baseline {'is' if len(run.stale) == 1 else 'are'} not there any more;"
                " take them out with: macrolint baseline prune"
            )
        return run.results


def _is_narrowed(options: dict[str, Any]) -> bool:
    return any(options[name] for name in ("select", "ignore", "presets", "isolated", "fix", "fix_only", "diff"))


def scope_of(asked: list[str], configuration: Configuration, options: dict[str, Any]) -> Scope:
    """Return what the options and the configuration leave out."""
    changed = _changed(asked, options["changed"]) if options["changed"] is not None else None
    return Scope(changed, _baseline(configuration, options))


def scope_since(name: str, asked: list[str], configuration: Configuration, *, isolated: bool) -> Scope:
    """Return what leaves out the files that are the same as at a revision, and what the baseline accepts."""
    from macrolint.changes import Changed
    from macrolint.revisions import revision

    kept = {"baseline_file": None, "no_baseline": False, "isolated": isolated}
    return Scope(Changed(revision(name, asked), whole=True), _baseline(configuration, kept))


def baseline_path(configuration: Configuration, file: str | None) -> str:
    """Return where the baseline lies: as named, else as configured, else beside the configuration."""
    return file or configuration.baseline or os.path.join(configuration.root, BASELINE)


def _baseline(configuration: Configuration, options: dict[str, Any]) -> Baseline | None:
    file = options["baseline_file"]
    if file and options["no_baseline"]:
        raise click.UsageError("'--baseline' and '--no-baseline' exclude each other")
    path = baseline_path(configuration, file)
    if options["no_baseline"] or (not file and (options["isolated"] or not os.path.isfile(path))):
        return None
    from macrolint.baseline import read

    return read(path, os.path.relpath(path))


def _changed(asked: list[str], name: str) -> Changed:
    """Return what differs from a revision."""
    from macrolint.changes import Changed
    from macrolint.revisions import default_branch, revision

    if "-" in asked:
        raise click.UsageError("'--changed' compares files and folders, not standard input")
    if not name:
        raise click.UsageError("'--changed=' needs a branch, a tag or a commit, such as --changed=main")
    at = revision(default_branch(asked[0]) if name == _DEFAULT else name, asked)
    if at.note:
        complain(f"warning: {at.note}")
    return Changed(at)
