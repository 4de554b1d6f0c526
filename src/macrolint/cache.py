"""Results of files by their content and by all else that they depend on, kept from run to run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from macrolint.model import FileResult, Stated
from macrolint.packs import Folder, Pack, blake2b
from macrolint.readers import Claim
from macrolint.settings import Settings
from macrolint.sources import Source

if TYPE_CHECKING:
    from macrolint.bundles import Statements
    from macrolint.library import Comparison
_LIBRARY = b"11b4a4e511b4a4e5"  # the place of what came of comparing the files


class Cache:
    """Checks files as `lint` does, and keeps what came of it."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.packs: dict[tuple[frozenset[str], str], Pack] = {}
        self.seen = 0  # characters of the files that were checked anew
        self.base = b""
        self.heard = blake2b(digest_size=16)  # all facts of the run

    def __reduce__(self) -> tuple[Callable[[str], Cache], tuple[str]]:
        return _opened, (self.folder.path,)

    def knows(self, settings: Settings) -> bool:
        """Tell whether results of the settings are kept: then nothing is wrong with these."""
        return self.folder.begun and not settings.configuration.links and bool(self._pack(settings).places)

    def lint(self, source: Source, how: Claim, settings: Settings, moves: frozenset[str] | None = None) -> FileResult:
        """Return what `lint` returns, from the cache where it is known."""
        asked = _Asked(source, how, settings, "" if moves is None else repr(sorted(moves)))
        return self._found(asked) or self._made(asked, settings, moves)

    def facts(self, source: Source, how: Claim, settings: Settings) -> FileResult:
        """Return a result with the facts of a file: that of all rules if it is known, else of those that compare."""
        found = self._found(_Asked(source, how, settings))
        if found is None:
            asked = _Asked(source, how, settings, "facts")
            found = self._found(asked) or self._made(asked, settings.comparing)
        return found

    def _made(self, asked: _Asked, settings: Settings, moves: frozenset[str] | None = None) -> FileResult:
        """Check a file, and keep what came of it."""
        from macrolint.engine import lint

        found = lint(asked.source, asked.how, settings, moves=moves)
        self.seen += len(asked.source.text)
        if self.folder.begin():
            from macrolint.packing import pack

            line = pack(found)
            if line is not None:
                self._pack(asked.settings, asked.what).add(*asked.key, line)
        return found

    def hears(self) -> Callable[[Stated], object]:
        """Return what is to be told of all facts that `compare` is given."""
        import json

        self.heard = blake2b(digest_size=16)
        return lambda fact: self.heard.update(json.dumps(fact).encode())

    def compare(self, facts: Statements, settings: Settings) -> Comparison:
        """Return what `library.compare` returns, from the cache where it is known."""
        from macrolint.packing import Damaged, pack_comparison, unpack_comparison

        key, pack = self.heard.hexdigest().encode(), self._pack(settings)
        line = pack.find(_LIBRARY, key)
        if line is not None:
            with suppress(Damaged):
                return unpack_comparison(line)
        from macrolint.library import compare

        made = compare(facts, settings)
        line = pack_comparison(made)
        if line is not None and self.folder.begin():
            pack.add(_LIBRARY, key, line)
        return made

    def flush(self, *, ends: bool = False) -> None:
        """Write what there is to keep. ends: there will be no more, so what is of no use goes."""
        for one in self.packs.values():
            one.close() if ends else one.flush()
        if ends and self.seen and self.folder.begun:
            self.folder.prune()

    def _found(self, asked: _Asked) -> FileResult | None:
        """Return what came of a file, if that is known."""
        if not self.folder.begun:
            return None
        from macrolint.packing import Damaged, unpack

        line = self._pack(asked.settings, asked.what).find(*asked.key)
        try:
            return unpack(line, asked.source.path) if line is not None else None
        except Damaged:
            return None

    def _pack(self, settings: Settings, what: str = "") -> Pack:
        """Return the pack of some settings. what: as of `_Asked`."""
        which = settings.left_out, what
        if which not in self.packs:
            from macrolint.digests import digest

            self.base = self.base or digest(settings.configuration)
            said = repr((sorted(settings.left_out), what))
            name = blake2b(self.base + said.encode(), digest_size=16).hexdigest()
            self.packs[which] = Pack(self.folder, name)
        return self.packs[which]


def _opened(path: str) -> Cache:
    return Cache(Folder(path))


class _Asked:
    """A file to check, and how. what: is asked of it besides what all results tell."""

    def __init__(self, source: Source, how: Claim, settings: Settings, what: str = "") -> None:
        self.source, self.how, self.settings, self.what = source, how, settings, what

    @cached_property
    def key(self) -> tuple[bytes, bytes]:
        """Where its result is kept, which its content does not change, and under which key, which its content does."""
        given = self.how.given and self.how.given._replace(platforms=(), lookups=())  # their files are in the digest
        source = self.source
        said = repr((source.path, source.key, source.encoding, source.bom, self.how._replace(given=given)))
        made = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16)
        place = made.hexdigest()[:16].encode()
        made.update(source.text.encode("utf-8", "surrogatepass"))
        return place, made.hexdigest().encode()
