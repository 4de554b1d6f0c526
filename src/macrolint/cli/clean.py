"""`macrolint clean`: delete the cache."""

from __future__ import annotations

import os

import click

from macrolint.cli.main import say


@click.command("clean")
@click.option("--cache-dir", envvar="MACROLINT_CACHE_DIR", metavar="DIR", help="The cache, if it lies elsewhere.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
def command(cache_dir: str | None, config_file: str | None) -> int:
    """Delete the cache: what is known of files from earlier runs.

    Only what macrolint put there is deleted. The next run checks every file anew.
    """
    from macrolint.cli.run_going import cache_path
    from macrolint.configuration import configuration_for
    from macrolint.model import MacrolintError
    from macrolint.packs import Folder

    path = os.path.realpath(cache_dir) if cache_dir else cache_path(configuration_for((), file=config_file))
    shown = os.path.relpath(path).replace(os.sep, "/")
    folder = Folder(path)
    if not folder.begun:
        if cache_dir and os.path.lexists(path):
            raise MacrolintError(f"'{cache_dir}' is no cache of macrolint", hint="nothing was deleted")
        say(f"There is no cache in {shown}.\n")
        return 0
    try:
        freed = folder.clean()
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise MacrolintError(f"the cache in {shown} cannot be deleted: {reason}") from None
    say(f"Deleted the cache in {shown} ({freed / (1 << 20):.1f} MiB).\n")
    return 0
