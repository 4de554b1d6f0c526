"""Results of files by their content and by all else that they depend on, kept from run to run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from hashlib import blake2b

from macrolint.digests import digest
from macrolint.engine import lint
from macrolint.model import FileResult
from macrolint.packing import Damaged, pack, unpack
from macrolint.packs import Folder, Pack
from macrolint.readers import Claim
from macrolint.settings import Settings
from macrolint.sources import Source

_FEW = 32 << 10  # bytes: a run over less than that leaves no folder behind; it is quick enough without


class Cache:
    """Checks files as `lint` does, and keeps what came of it. at_once: the folder is made however little there is."""

    def __init__(self, folder: Folder, *, at_once: bool = False) -> None:
        self.folder = folder
        self.at_once = at_once
        self.packs: dict[tuple[frozenset[str], frozenset[str] | None], Pack] = {}
        self.seen = 0  # bytes of the files that were checked
        self.base = b""

    def __reduce__(self) -> tuple[Callable[[str, bool], Cache], tuple[str, bool]]:
        return _opened, (self.folder.path, self.at_once)

    def lint(self, source: Source, how: Claim, settings: Settings, moves: frozenset[str] | None = None) -> FileResult:
        """Return what `lint` returns, from the cache where it is known."""
        known = _Known(self._pack(settings, moves), source, how, settings)
        found = known.result
        if found is None:
            found = lint(source, how, settings, moves=moves)
            known.keep(found)
            self.seen += len(source.text)
        return found

    def facts(self, source: Source, how: Claim, settings: Settings, *, comparing: Settings) -> FileResult:
        """Return a result with the facts of a file: that of all rules if it is known, else one of `comparing`."""
        return _Known(self._pack(settings, None), source, how, settings).result or self.lint(source, how, comparing)

    def flush(self, *, ends: bool = False, large: bool = False) -> None:
        """Write what there is to keep. ends: there will be no more, so what is of no use goes. large: the run is."""
        worth = large or self.at_once or self.seen >= _FEW
        if not self.folder.begun and not (worth and self.folder.begin()):
            return
        for one in self.packs.values():
            one.close() if ends else one.flush()
        if ends and self.seen:
            self.folder.prune()

    def _pack(self, settings: Settings, moves: frozenset[str] | None) -> Pack:
        """Return the pack of some settings. moves: as for `lint`."""
        which = settings.left_out, moves
        if which not in self.packs:
            self.base = self.base or digest(settings.configuration)
            said = repr((sorted(settings.left_out), None if moves is None else sorted(moves)))
            name = blake2b(self.base + said.encode(), digest_size=16).hexdigest()
            self.packs[which] = Pack(self.folder, name)
        return self.packs[which]


def _opened(path: str, at_once: bool) -> Cache:
    return Cache(Folder(path), at_once=at_once)


class _Known:
    """What a pack knows of a file."""

    def __init__(self, pack_: Pack, source: Source, how: Claim, settings: Settings) -> None:
        self.pack, self.source, self.rules = pack_, source, settings.catalog.rules
        given = how.given and how.given._replace(platforms=(), lookups=())  # their files are in the digest
        said = repr((source.path, source.key, source.encoding, source.bom, how._replace(given=given)))
        made = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16)
        self.place = made.hexdigest()[:16].encode()
        made.update(source.text.encode("utf-8", "surrogatepass"))
        self.key = made.hexdigest().encode()

    @cached_property
    def result(self) -> FileResult | None:
        """What came of it, if that is known."""
        line = self.pack.find(self.place, self.key)
        try:
            return unpack(line, self.source.path, self.rules) if line is not None else None
        except Damaged:
            return None

    def keep(self, result: FileResult) -> None:
        """Keep what came of it, if it may be kept."""
        line = pack(result, self.rules)
        if line is not None:
            self.pack.add(self.place, self.key, line)
