"""What is said of a run on standard error, besides its reports."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from macrolint import REPOSITORY
from macrolint.cli.main import complain

if TYPE_CHECKING:
    from macrolint.reports import Run


def say_stopped(done: Run) -> bool:
    """Say which rules of the team took too long; tell whether any did."""
    stopped = {rule: reason for result in done.results for rule, reason in result.stopped}
    for reason in stopped.values():
        complain(f"error: {reason}")
        complain(
            "help: it can be read in too many ways; write it without repeats in repeats,"
            " and a phrase without many alternatives that begin alike"
        )
    return bool(stopped)


def say_passes(loud: tuple[str, ...]) -> None:
    """Say why a run with violations passes. loud: the severities that would fail it, at least one."""
    named = " or ".join(f"{'an' if name == 'error' else 'a'} {name}" for name in loud)
    complain(f"This run passes: none of them is {named} (fail-on: {loud[-1]}).")


def is_under(done: Run, least: float) -> bool:
    """Say how the score stands to the least that is asked for; tell whether it is lower."""
    library = done.scores.library if done.scores else None
    if library is None:
        complain("warning: --fail-under was not looked at: no template has a score")
        return False
    low = library.overall < least
    if low:
        complain(f"error: the score of the templates is {library.overall}, under {least:g}")
        complain("help: see what costs most with: macrolint check --statistics")
    return low


def say_crashes(done: Run, *, verbose: bool) -> bool:
    """Say which bugs of ours a run met; tell whether there were any."""
    crashes = [crash for result in done.results for crash in result.crashes]
    if not crashes:
        return False
    from macrolint.cli.main import ISSUES

    for crash in crashes:
        where, *told = crash.splitlines()
        said = "\n".join(told) if verbose else told[-1]
        complain(*f"internal error in {where}: {said}".split("\n"))
    complain(f"help: this is a bug in macrolint. Please report it: {ISSUES}. Details: run again with -v")
    return True


def say_skipped(paths: tuple[str, ...], done: Run) -> None:
    """Say of each file that was named and yet not read why it was not."""
    from macrolint.files import shown

    named = {shown(path) for path in paths if not os.path.isdir(path)}
    for result in done.results:
        if result.skipped and result.path in named and len(done.read):
            complain(f"warning: {result.path} was not checked: {result.skipped}")


def say_empty(asked: list[str], done: Run) -> None:
    """Say that no template was found, and why the files that were looked at are none."""
    from collections import Counter

    from macrolint.files import shown

    named = [shown(path) for path in asked[:3]]
    complain(f"error: no templates found in {', '.join(map(repr, named))}")
    if not done.results:
        complain(
            "help: there is no file there. Put the macros of your help desk there first; how to get them:"
            f" {REPOSITORY}/blob/main/docs/platforms/README.md"
        )
        return
    reasons = Counter(result.skipped for result in done.results if result.skipped)
    said = "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common(3))
    skipped = f"skipped: {said}. " if reasons else ""
    complain(f"help: {skipped}Look with: macrolint check --show-files {' '.join(named)}")
