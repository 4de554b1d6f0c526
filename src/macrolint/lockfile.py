"""`promises.lock`: YAML that people fill in and merge by hand.

It is written here and not by a library: entries in the order of the lock, a template a line, and whole comment lines
stay with the entry below them, as do those behind `owner` and `kept-by`.
"""

from __future__ import annotations

import os
import re

from macrolint.data import LOCK
from macrolint.frames import Entry, Text, load
from macrolint.lock import WRITE, Kept, Lock
from macrolint.model import MacrolintError, Unreadable
from macrolint.sources import read_source
from macrolint.spans import Lines
from macrolint.trees import unquoted
from macrolint.uncompiled import lazy

NAME = LOCK
VERSION = 1
_FIELDS = ("promise", "says", "owner", "kept-by", "templates")
_PLAIN = lazy(r"[A-Za-z](?:[\w .@/+-]*\w)?", re.ASCII)
_CONFLICT = lazy(r"^(?:<{7}|>{7}|={7})(?: |$)", re.M)


def write(lock: Lock) -> str:
    """Return the text of a lock file."""
    out = [*lock.head, f"version: {VERSION}", "promises:" if lock.entries else "promises: {}"]
    for one in lock.entries.values():
        out += [f"  {line}" for line in one.lead]
        out.append(f"  {one.id}:")
        out += [f"    promise: {_quoted(one.promise)}", f"    says: {_quoted(one.says)}"]
        for name, value, remark in zip(("owner", "kept-by"), (one.owner, one.kept_by), one.remarks, strict=True):
            said = _plain(value) if value else ""
            line = f"    {name}: {said}".rstrip()
            out.append(f"{line}  {remark}" if remark else line)
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
    listed = fields["promises"] if "promises" in fields and not fields["promises"].is_empty else None
    keys = [key.span.start for key, _ in listed.node.entries] if listed and listed.node.kind == "mapping" else []
    comments = _Comments(entry.file, keys)
    entries: dict[str, Kept] = {}
    for number, (id_, one) in enumerate(listed.items() if listed else ()):
        if id_ in entries:
            one.fail(f"the entry '{id_}' stands here twice", "keep one of them, with the owner that is right")
        entries[id_] = _kept(id_, one)._replace(lead=comments.of(number), line=comments.keys[number])
    return Lock(entries, comments.of(-1), comments.of(len(keys)), newline)


def _kept(id_: str, entry: Entry) -> Kept:
    fields = entry.fields(_FIELDS, "field of an entry") if not entry.is_empty else {}

    def said(name: str) -> str | None:
        return fields[name].string().strip() or None if name in fields and not fields[name].is_empty else None

    def remark(name: str) -> str:
        return _behind(fields[name]) if name in fields else ""

    templates = fields["templates"].strings() if "templates" in fields else ()
    return Kept(
        id_, said("promise") or "", said("says") or "", said("owner"), said("kept-by"), templates,
        remarks=(remark("owner"), remark("kept-by")),
    )  # fmt: skip


def _behind(entry: Entry) -> str:
    """Return the comment behind a value."""
    rest = re.split(r"[\r\n]", entry.file.text[entry.node.span.end :], maxsplit=1)[0].strip()
    return rest if rest.startswith("#") else ""


class _Comments:
    """The comment lines of a file, shared out among its entries. keys: the lines where these start."""

    def __init__(self, file: Text, keys: list[int]) -> None:
        lines = Lines(file.text)
        places = [lines.position(key) for key in keys]
        self.keys = [place.line for place in places]
        self._shared: dict[int, list[str]] = {}
        started = False
        for number, row in enumerate(re.split(r"\r\n|\r|\n", file.text), 1):
            said = row.strip()
            started = started or (bool(said) and not said.startswith("#"))
            if said.startswith("#"):
                below = sum(key < number for key in self.keys)
                deeper = below > 0 and len(row) - len(row.lstrip()) >= places[below - 1].column
                self._shared.setdefault(below - deeper if started else -1, []).append(said)

    def of(self, number: int) -> tuple[str, ...]:
        """Return the lines above an entry and in it; those that open the file (-1); those after the last entry."""
        return tuple(self._shared.get(number, ()))
