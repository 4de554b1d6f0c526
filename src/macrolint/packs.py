"""The folder of the cache and the packs in it: lines of bytes, found again by their place and their key.

Runs may read and write at the same time: lines are only ever added, each with a checksum, and a pack that is made anew
takes the place of the old one as a whole. What cannot be read is as good as not there, and never an error.
"""

from __future__ import annotations

import os
import stat
from binascii import crc32
from contextlib import suppress

from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

try:
    from _blake2 import blake2b  # `hashlib` has it from here, and brings OpenSSL, which takes 3 ms
except ImportError:
    from hashlib import blake2b

__all__ = ["NAME", "Folder", "Pack", "blake2b", "is_ours"]

NAME = ".macrolint_cache"
TAG = "CACHEDIR.TAG"
_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55\n"
_TAG = (
    _SIGNATURE + b"# This folder is a cache of macrolint: it can be deleted at any time.\n"
    b"# What such a tag means: https://bford.info/cachedir/\n"
)
_OURS = b"macrolint"
_IGNORE = b"# Made by macrolint: nothing here belongs into git.\n*\n"
_PACK = lazy(r"[0-9a-f]{32}\.pack(?:\.\d+\.tmp)?")
_LINE = lazy(rb"([0-9a-f]{16}) ([0-9a-f]{32}) ([0-9a-f]{8}) ")
_HEAD = 16 + 1 + 32 + 1 + 8 + 1
MAX_PACKS = 16  # settings, branches and versions of which results are kept
MAX_SIZE = 512 << 20  # bytes of the whole folder
MAX_PACK = 256 << 20  # bytes of a pack
_BUFFER = 256 << 10  # bytes that are written at once
_SLACK = 1 << 20  # bytes of lines that are of no use any more, before a pack is made anew


class Place(NamedTuple):
    """Where a line stands in a pack."""

    key: bytes
    start: int
    end: int


class Folder:
    """A folder of packs. `begun`: it is there and ours; else `begin` makes it when there is something to keep."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.begun = not os.path.islink(path) and is_ours(path)  # a link in a checkout may lead anywhere
        self.is_free = self.begun or _is_free(path)

    def begin(self) -> bool:
        """Make the folder, with its tag and a .gitignore; tell whether it can be used."""
        if self.begun or not self.is_free:
            return self.begun
        try:
            os.makedirs(self.path, exist_ok=True)
            for name, content in ((".gitignore", _IGNORE), (TAG, _TAG)):
                with open(os.path.join(self.path, name), "wb") as file:
                    file.write(content)
            self.begun = True
        except OSError:
            self.is_free = False
        return self.begun

    def packs(self) -> list[tuple[float, int, str]]:
        """Return the packs: when each was used last, its size in bytes, its path; the one used last first."""
        found = []
        with suppress(OSError):
            for name in os.listdir(self.path):
                path = os.path.join(self.path, name)
                facts = os.lstat(path)
                if _PACK.fullmatch(name) and stat.S_ISREG(facts.st_mode):
                    found.append((facts.st_mtime, facts.st_size, path))
        return sorted(found, reverse=True)

    def prune(self) -> None:
        """Delete the packs that were not used for longest, where there are too many or they are too large."""
        total = 0
        for number, (_, size, path) in enumerate(self.packs()):
            total += size
            if number and (number >= MAX_PACKS or total > MAX_SIZE):
                with suppress(OSError):
                    os.unlink(path)

    def clean(self) -> int:
        """Delete what macrolint put here, and the folder if nothing else is in it; return the bytes that were freed.

        Raises OSError for what cannot be deleted.
        """
        packs = self.packs()
        for path in (*(path for _, _, path in packs), *(os.path.join(self.path, name) for name in (".gitignore", TAG))):
            with suppress(FileNotFoundError):
                os.unlink(path)
        with suppress(OSError):
            os.rmdir(self.path)
        return sum(size for _, size, _ in packs)


def is_ours(path: str) -> bool:
    """Tell whether a folder carries the tag of a cache of macrolint."""
    try:
        with open(os.path.join(path, TAG), "rb") as file:
            head = file.read(len(_TAG))
    except (OSError, ValueError):
        return False
    return head.startswith(_SIGNATURE) and _OURS in head


def _is_free(path: str) -> bool:
    """Tell whether a cache may be made here: there is nothing, or a folder with nothing in it."""
    try:
        return not os.path.islink(path) and not os.listdir(path)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False


class Pack:
    """Lines under one name in a folder: at each place the one that was added last."""

    def __init__(self, folder: Folder, name: str) -> None:
        self.folder = folder
        self.path = os.path.join(folder.path, f"{name}.pack")
        self.fresh: list[bytes] = []
        self.size = 0  # bytes of the lines that were added and are not written yet
        self.used = False
        self.places: dict[bytes, Place] = {}
        self.handle = -1
        if folder.begun:
            self._open()

    def find(self, place: bytes, key: bytes) -> bytes | None:
        """Return what was added at a place under a key, if it is still so."""
        known = self.places.get(place)
        if known is None or known.key != key:
            return None
        line = self._read(known)
        if line is None:
            return None
        self.used = True
        return line

    def add(self, place: bytes, key: bytes, content: bytes) -> None:
        """Add a line at a place; it is written by `flush`."""
        line = b"%b %b %08x %b\n" % (place, key, _checksum(place, key, content), content)
        self.fresh.append(line)
        self.size += len(line)
        if self.folder.begun and self.size >= _BUFFER:
            self.flush()

    def flush(self) -> None:
        """Write the lines that were added, if the folder is there; if that is not allowed, they are lost."""
        if not self.fresh or not self.folder.begun:
            return
        lines = b"".join([b"\n", *self.fresh])  # a line that somebody did not end must not swallow ours
        self.fresh, self.size = [], 0
        with suppress(OSError):
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            handle = os.open(self.path, flags | getattr(os, "O_NONBLOCK", 0), 0o644)
            try:
                if stat.S_ISREG(os.fstat(handle).st_mode):
                    os.write(handle, lines)
            finally:
                os.close(handle)

    def close(self) -> None:
        """Write what was added; make the pack anew if most of it is of no use any more."""
        self.flush()
        self._shut()
        if self.used:
            with suppress(OSError):
                os.utime(self.path)
        with suppress(OSError):
            size = os.lstat(self.path).st_size
            if size > _SLACK:
                self._open()
                live = sum(one.end - one.start for one in self.places.values())
                if size > MAX_PACK:
                    os.unlink(self.path)
                elif size - live > max(live, _SLACK):
                    self._renew()
        self._shut()

    def _open(self) -> None:
        """Learn where the lines stand."""
        self.places = {}
        try:
            self.handle = os.open(self.path, _READING)
            facts = os.fstat(self.handle)
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > MAX_PACK:
                return
            with open(self.handle, "rb", closefd=False) as file:
                end = 0
                for line in file:
                    start, end = end, end + len(line)
                    head = _LINE.match(line)
                    if head and line.endswith(b"\n"):
                        self.places[head[1]] = Place(head[2], start, end)
        except OSError:
            self._shut()

    def _shut(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1

    def _read(self, known: Place) -> bytes | None:
        """Return what stands in a line, if its checksum holds."""
        try:
            line = _read(self.handle, known.start, known.end - known.start)
        except OSError:
            return None
        head = _LINE.match(line)
        content = line[_HEAD:-1]
        if not head or int(head[3], 16) != _checksum(head[1], known.key, content):
            return None
        return content

    def _renew(self) -> None:
        """Make the pack anew from the lines that are of use."""
        target = f"{self.path}.{os.getpid()}.tmp"
        try:
            with open(target, "xb") as file:
                for known in self.places.values():
                    file.write(_read(self.handle, known.start, known.end - known.start))
            self._shut()
            os.replace(target, self.path)
        except OSError:
            with suppress(OSError):
                os.unlink(target)


_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _checksum(place: bytes, key: bytes, content: bytes) -> int:
    return crc32(content, crc32(key, crc32(place)))


def _read(handle: int, start: int, length: int) -> bytes:
    """Read from a file without moving in it where that can be done: processes may share the handle."""
    if hasattr(os, "pread"):
        return os.pread(handle, length, start)
    os.lseek(handle, start, os.SEEK_SET)
    return os.read(handle, length)
