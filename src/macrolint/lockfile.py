"""`promises.lock`: YAML that people fill in and merge by hand.

It is written here and not by a library: entries in the order of the lock, a template a line, and whole comment lines
stay with the entry below them, as do those behind `owner` and `kept-by`.
"""

from __future__ import annotations

import os
import re

from macrolint.frames import Entry, Text, load
from macrolint.lock import WRITE, Kept, Lock
from macrolint.model import MacrolintError, Unreadable
from macrolint.sources import read_source
from macrolint.spans import Lines
from macrolint.trees import unquoted

NAME = "promises.lock"
VERSION = 1
_FIELDS = ("promise", "says", "owner", "kept-by", "templates")
_PLAIN = re.compile(r"[A-Za-z](?:[\w .@/+-]*\w)?", re.ASCII)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|={7})(?: |$)", re.M)


def write(lock: Lock) -> str:
    """Return the text of a lock file."""
    out = [*lock.head, f"version: {VERSION}", "promises:" if lock.entries else "promises: {}"]
    for one in lock.entries.values():
        out += [f"  {line}" for line in one.lead]
        out.append(f"  {one.id}:")
        out += [f"    promise: {_quoted(one.promise)}", f"    says: {_quoted(one.says)}"]
        for name, value, remark in zip(("owner", "kept-by"), (one.owner, one.kept_by), one.remarks, strict=True):
            said = _plain(value) if value else ""
            out.append("    " + " ".join(part for part in (f"{name}:", said, remark) if part))
        out += ["    templates:", *(f"      - {_quoted(template)}" for template in one.templates)]
    return lock.newline.join([*out, *lock.tail, ""])


def _plain(value: str) -> str:
    return value if _PLAIN.fullmatch(value) and isinstance(unquoted(value), str) else _quoted(value)


def _quoted(text: str) -> str:
    """Return a text in double quotes, with what cannot be seen as escapes."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def read(path: str, shown: str) -> Lock | None:
    """Read a lock file; None where there is none. Raises MacrolintError with the place of what is wrong."""
    if not os.path.lexists(path):
        return None
    try:
        source = read_source(path, shown)
    except Unreadable as error:
        raise MacrolintError(f"{shown} cannot be read: {error.reason}") from None
    conflict = _CONFLICT.search(source.text)
    if conflict:
        line = source.lines.position(conflict.start()).line
        hint = f"keep the entries of both sides and take out the marks, then run: {WRITE}"
        raise MacrolintError(f"{shown} holds an unsolved merge conflict (line {line})", hint=hint)
    try:
        return _lock(load(shown, source.text, "lock file"), source.newline)
    except MacrolintError as error:
        again = f"mend this line, or put the file back as it was (git checkout {shown})"
        raise MacrolintError(error.message, error.frame, error.hint or again) from None


def _lock(entry: Entry, newline: str) -> Lock:
    fields = entry.fields(("version", "promises"), "field of a lock file") if not entry.is_empty else {}
    if "version" not in fields:
        entry.fail("the line 'version: 1' is missing", f"put it back above 'promises:', or run: {WRITE}")
    if fields["version"].whole_number() != VERSION:
        fields["version"].fail("this version of a lock file is not known", "use the macrolint that wrote it")
    lines = _Lines(entry.file)
    entries: dict[str, Kept] = {}
    if "promises" in fields and not fields["promises"].is_empty:
        for id_, one in fields["promises"].items():
            if id_ in entries:
                one.fail(f"the entry '{id_}' stands here twice", "keep one of them, with the owner that is right")
            entries[id_] = _kept(id_, one, lines)
    return Lock(entries, lines.head(), lines.tail(), newline)


def _kept(id_: str, entry: Entry, lines: _Lines) -> Kept:
    fields = entry.fields(_FIELDS, "field of an entry") if not entry.is_empty else {}

    def said(name: str) -> str | None:
        return fields[name].string().strip() or None if name in fields and not fields[name].is_empty else None

    templates = fields["templates"].strings() if "templates" in fields else ()
    remarks = tuple(lines.remark(fields[name]) if name in fields else "" for name in ("owner", "kept-by"))
    line, lead = lines.above(entry, last=[fields[name] for name in fields][-1:])
    return Kept(
        id_, said("promise") or "", said("says") or "", said("owner"), said("kept-by"), templates, lead,
        (remarks[0], remarks[1]), line,
    )  # fmt: skip


class _Lines:
    """The comment lines of a file, each given away once."""

    def __init__(self, file: Text) -> None:
        self.text = file.text
        self.lines = Lines(file.text)
        rows = re.split(r"\r\n|\r|\n", file.text)
        self.comments = {number: row.strip() for number, row in enumerate(rows, 1) if row.lstrip().startswith("#")}
        self.first = next(
            (number for number, row in enumerate(rows, 1) if number not in self.comments and row.strip()), 0
        )

    def head(self) -> tuple[str, ...]:
        """Return the comment lines above everything else."""
        return tuple(self.comments[number] for number in sorted(self.comments) if number < self.first)

    def above(self, entry: Entry, last: list[Entry]) -> tuple[int, tuple[str, ...]]:
        """Return the line of an entry and the comment lines from the entry before up to its own end."""
        end = self.lines.position(max(entry.node.span.end, *(one.node.span.end for one in last), 0)).line
        start = self.lines.position(entry.node.span.start).line
        taken = [number for number in sorted(self.comments) if self.first < number <= start]
        taken += [number for number in sorted(self.comments) if start < number < end]
        return start, tuple(self.comments.pop(number) for number in taken)

    def remark(self, entry: Entry) -> str:
        """Return the comment behind a value."""
        span = entry.node.span
        rest = re.split(r"[\r\n]", self.text[span.end :], maxsplit=1)[0].strip()
        return rest if rest.startswith("#") else ""

    def tail(self) -> tuple[str, ...]:
        """Return the comment lines that belong to no entry."""
        return tuple(self.comments[number] for number in sorted(self.comments) if number > self.first)
