"""The bytes of a file and the `Source` they hold: encoding, byte order mark and line ends are kept."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from macrolint.model import Unreadable
from macrolint.spans import Lines

MAX_SIZE = 20 * 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Source:
    """A file as it was read. `path` is the name shown to people; `text` is the ruler of all offsets."""

    def __init__(self, path: str, text: str, encoding: str = "utf-8", bom: bytes = b"", key: str | None = None) -> None:
        self.path = path
        self.key = key or path  # what the file is called wherever macrolint is run from
        self.text = text
        self.encoding = encoding
        self.bom = bom

    @cached_property
    def lines(self) -> Lines:
        """The line table, made when first asked for."""
        return Lines(self.text)

    @cached_property
    def newline(self) -> str:
        """The line break of the file: that of its first line."""
        found = re.search(r"\r\n?|\n", self.text)
        return found[0] if found else "\n"

    def edited(self, text: str) -> Source:
        """Return the same file with another text."""
        return Source(self.path, text, self.encoding, self.bom, self.key)

    def encode(self) -> bytes:
        """Return the bytes of the file: those it was read from, if the text was not edited."""
        return self.bom + self.text.encode(self.encoding)


def decode(path: str, content: bytes) -> Source:
    """Decode UTF-8, or UTF-16 with a byte order mark.

    Raises Unreadable for any other content, naming the line and the likely encoding.
    """
    bom, encoding = next((pair for pair in _MARKS if content.startswith(pair[0])), (b"", "utf-8"))

    def refuse(reason: str, before: bytes = b"") -> Unreadable:
        return Unreadable(reason, len(re.findall(rb"\r\n?|\n", before)) + 1, content=content)

    if encoding == "utf-8" and b"\0" in content:
        raise refuse(_null_reason(content), content[: content.index(b"\0")])
    try:
        text = content[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise refuse(f"it starts like {encoding.upper()} but is damaged; save it as UTF-8") from None
        byte, before = content[len(bom) :][error.start], content[: len(bom) + error.start]
        likely = "Windows-1252" if 0x80 <= byte < 0xA0 else "Latin-1 or Windows-1252"
        raise refuse(f"it is not UTF-8 (byte 0x{byte:02X}; it looks like {likely}); save it as UTF-8", before) from None
    if "\0" in text:
        raise refuse("it holds a NUL character, as no text does", text[: text.index("\0")].encode())
    return Source(path, text, encoding, bom)


def _null_reason(content: bytes) -> str:
    even, odd = content[:400:2].count(0), content[1:400:2].count(0)
    if max(even, odd) > len(content[:400]) // 5 and min(even, odd) * 4 < max(even, odd):
        return "it looks like UTF-16 without a byte order mark; save it as UTF-8"
    return "it holds a NUL byte, as no text does; it may be a binary file"


def read_source(path: str, shown: str | None = None, max_size: int = MAX_SIZE) -> Source:
    """Read a file from disk. `max_size` is in bytes; raises Unreadable for what is no readable text."""
    try:
        facts = os.stat(path)
        if not stat.S_ISREG(facts.st_mode):
            raise Unreadable("it is no regular file")
        if facts.st_size > max_size:
            raise Unreadable(f"it is {_size(facts.st_size)}, more than max-file-size ({_size(max_size)})")
        with open(path, "rb") as file:
            content = file.read(facts.st_size + 1)  # a buffer of max_size takes longer to get than a file to read
            if len(content) > facts.st_size:  # it grew, or nobody knows its size
                content += file.read(max_size + 1 - len(content))
    except OSError as error:
        raise Unreadable(_os_reason(error)) from None
    if len(content) > max_size:
        raise Unreadable(f"it grew while it was read, to more than max-file-size ({_size(max_size)})")
    for files in _heard:
        files[os.path.abspath(path)] = content
    return decode(shown if shown is not None else path, content)


_heard: list[dict[str, bytes]] = []


@contextmanager
def heard() -> Iterator[Mapping[str, bytes]]:
    """Give a mapping that fills with the files that are read meanwhile: their contents by their whole paths."""
    files: dict[str, bytes] = {}
    _heard.append(files)
    try:
        yield files
    finally:
        _heard.remove(files)


def _size(count: int) -> str:
    for unit, step in (("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count >= step:
            return f"{count / step:.3g} {unit}"
    return f"{count} bytes"


def _os_reason(error: OSError) -> str:
    import errno

    reasons = {
        errno.EACCES: "permission denied",
        errno.ENOENT: "the link leads nowhere" if os.path.islink(error.filename or "") else "it is not there any more",
        errno.ELOOP: "its link goes round in a circle",
        errno.EISDIR: "it is a folder",
    }
    return reasons.get(error.errno or 0, (error.strerror or "it cannot be opened").lower())
