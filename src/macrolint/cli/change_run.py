"""The run of `macrolint report --since`: what a change adds to the library, and what it promises differently."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.reports import Run
    from macrolint.settings import Settings


class Change(NamedTuple):
    """A run with the new violations only. empty: no template was found, and none was passed by."""

    run: Run
    empty: bool


def change_run(paths: tuple[str, ...], since: str, settings: Settings, *, isolated: bool) -> Change:
    """Check the templates that differ from a revision, as they are and as they were."""
    from macrolint.additions import additions
    from macrolint.cli.asked_run import Asked, asked_of, checked
    from macrolint.cli.check_scope import scope_since
    from macrolint.cli.promises import ledger_of, since_of
    from macrolint.engine import lint
    from macrolint.reports import Page
    from macrolint.runner import run_former
    from macrolint.since import former

    configuration = settings.configuration
    asked = asked_of(paths, configuration)
    scope = scope_since(since, asked, configuration, isolated=isolated)
    changed = scope.changed
    assert changed is not None
    done = checked(Asked(paths, scope=scope), settings, {"force_exclude": False, "quiet": True})
    at = changed.at
    then = run_former(former(at, done.results), asked, settings, home=not paths, work=lint)

    def key(path: str) -> str:
        return os.path.relpath(at.name_of(path), configuration.root).replace(os.sep, "/")

    moved = {key(new): key(old) for new, old in at.renamed.items()}
    made = additions(done.results, then, moved, settings.catalog.rules)
    promises = since_of(paths, asked, since, settings)
    ledger = ledger_of(promises.now, settings, promises, since, with_lock=not isolated)
    told = done._replace(
        results=tuple(changed.narrowed(result) for result in made.results),
        configuration=(),
        page=Page(ledger, gone=made.gone),
    )
    return Change(told, empty=not done.read and not then and not changed.passed)
