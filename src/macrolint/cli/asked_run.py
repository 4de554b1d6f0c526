"""The run that `check` and `report` ask for: the paths, the work on each file, and what came of it."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.cache import Cache
    from macrolint.cli.check_scope import Scope
    from macrolint.configuration import Configuration
    from macrolint.mending import Fixing
    from macrolint.model import FileResult
    from macrolint.reports import Page, Run
    from macrolint.runner import Work
    from macrolint.scores import Scores
    from macrolint.settings import Settings
    from macrolint.sources import Source


class Asked(NamedTuple):
    """What a run is asked for.

    paths: those that were named. given: the name of what came on standard input, and that. scope: what is left out.
    fixing: how fixes are made. for_people: with the texts and promises that the report for people shows.
    scored: with the scores of the templates. with_rules: with the rules that ran.
    """

    paths: tuple[str, ...]
    given: tuple[str, bytes] | None = None
    scope: Scope | None = None
    fixing: Fixing | None = None
    for_people: bool = False
    scored: bool = False
    with_rules: bool = False


def asked_of(paths: tuple[str, ...], configuration: Configuration) -> list[str]:
    """Return the paths to read: those that were named, or the configuration's own."""
    return list(paths) or [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]


def standard_input(paths: tuple[str, ...], name: str | None, settings: Settings) -> tuple[str, bytes] | None:
    """Return the name of what comes on standard input and what came, where that is asked for."""
    if "-" not in paths:
        return None
    if paths != ("-",):
        raise click.UsageError("'-' stands alone: standard input is one file")
    content = sys.stdin.buffer.read(settings.configuration.max_file_size + 1) if sys.stdin else b""
    return name or "stdin.md", content


def checked(asked: Asked, settings: Settings, options: dict[str, Any], cache: Cache | None = None) -> Run:
    """Check what was named, without what the baseline accepts."""
    from macrolint.reports import Run
    from macrolint.runner import about_configuration

    results = _results(asked, settings, options, cache)
    partly = asked.scope is not None and asked.scope.changed is not None
    about = about_configuration(results, asked_of(asked.paths, settings.configuration), settings, partly=partly)
    done = Run(results, asked.paths, about, given=_given(asked, results))
    return done._replace(
        rules=tuple(settings.running) if asked.with_rules else (),
        scores=_scores(done, settings) if asked.scored else None,
        page=_page(results, settings, options) if asked.for_people else None,
    )


def _results(asked: Asked, settings: Settings, options: dict[str, Any], cache: Cache | None) -> tuple[FileResult, ...]:
    from macrolint.cli.run_going import going_of
    from macrolint.runner import run, run_input

    work = _work(asked, settings, cache)
    changed = asked.scope.changed if asked.scope else None
    picked = asked.scope is not None and asked.scope.wanted is not None and asked.fixing is not None
    going = going_of(cache, options, alone=changed is not None or picked)
    if asked.given:
        results: tuple[FileResult, ...] = (run_input(*asked.given, settings, work, going),)
    else:
        results = tuple(
            run(
                asked_of(asked.paths, settings.configuration),
                settings,
                home=not asked.paths,
                force_exclude=options["force_exclude"],
                work=work,
                changed=changed,
                going=going,
            )
        )
    if asked.for_people:  # it looks at each violation many times
        results = tuple(result._replace(violations=tuple(result.violations)) for result in results)
    return asked.scope.held(results, options) if asked.scope else results


def _work(asked: Asked, settings: Settings, cache: Cache | None) -> Work:
    """Return what to do with each file."""
    moves = settings.catalog.scheme.moves if asked.scored else None
    if cache:
        work: Work = partial(cache.lint, moves=moves)
    else:
        from macrolint.engine import lint

        work = partial(lint, moves=moves)
    if asked.fixing:
        from macrolint.mending import mend

        work = partial(mend, fixing=asked.fixing, moves=moves)
    if asked.for_people:
        from macrolint.showing import showing

        work = partial(showing, work=work)
    return work


def _given(asked: Asked, results: tuple[FileResult, ...]) -> tuple[Source, ...]:
    """Return what came on standard input, as the results speak of it."""
    from macrolint.model import Unreadable
    from macrolint.sources import decode

    if not asked.given:
        return ()
    name, content = asked.given
    try:
        return (decode(name, next((one.mended.after for one in results if one.mended), content)),)
    except Unreadable:
        return ()


def _scores(done: Run, settings: Settings) -> Scores:
    from macrolint.scores import scores

    outlines = [outline for result in done.results for outline in result.outlines]
    return scores(outlines, done.violations, settings.catalog.scheme)


def _page(results: tuple[FileResult, ...], settings: Settings, options: dict[str, Any]) -> Page:
    from macrolint.cli.promises import ledger_of
    from macrolint.reports import Page
    from macrolint.rules import telling

    ledger = ledger_of(results, settings, with_lock=not options["isolated"])
    return Page(ledger, telling.groups(settings.catalog), dict(settings.configuration.links), date=_today())


def _today() -> str:
    """Return the day; that of SOURCE_DATE_EPOCH where it is set, for builds that have to be the same again."""
    from datetime import UTC, date, datetime

    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return str(datetime.fromtimestamp(int(said), UTC).date() if said else date.today())
    except (ValueError, OverflowError, OSError):
        return str(date.today())
