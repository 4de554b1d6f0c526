"""Data files that people write (configuration, rules), read with errors that show the place.

`load` gives an `Entry`; its methods return the value asked for or raise a MacrolintError whose
frame shows the line and whose hint says what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn

from macrolint.model import MacrolintError, Unreadable
from macrolint.spans import FileSpan, Lines
from macrolint.trees import Node, compose, meaning
from macrolint.values import NamedTuple

_LISTED = 30  # of what is known, in a hint


def nearest(word: str, options: Iterable[str]) -> list[str]:
    """Return up to three options that are written much like `word`, the nearest first."""
    import difflib

    known = sorted(options)
    found = difflib.get_close_matches(word.lower(), known, n=3, cutoff=0.6)
    return found or [option for option in known if option.endswith(f"/{word.lower()}")][:3]


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return the sentence “did you mean 'x'?”, or nothing when no option is near."""
    found = nearest(word, options)
    return "did you mean " + " or ".join(f"'{option}'" for option in found) + "?" if found else ""


def listed(options: Iterable[str]) -> str:
    """Return “known: a, b, c”; of many, the first ones, and “…”."""
    known = list(options)
    return f"known: {', '.join(known[:_LISTED])}{', …' if len(known) > _LISTED else ''}"


def frame(text: str, start: int, end: int) -> str:
    """Return a line of a file with carets under `start` to `end`."""
    lines = Lines(text)
    place = lines.position(start)
    line = lines.line(place.line)
    gutter = len(str(place.line))
    width = max(1, min(end - start, len(line) - place.column + 1))
    lead = "".join("\t" if char == "\t" else " " for char in line[: place.column - 1])
    return f"{' ' * gutter} |\n{place.line} | {line}\n{' ' * gutter} | {lead}{'^' * width}"


class Text(NamedTuple):
    """A data file: the path as shown, and its text."""

    path: str
    text: str


class Entry:
    """A node of a data file, under the name by which messages call it."""

    def __init__(self, file: Text, node: Node, name: str = "") -> None:
        self.file = file
        self.node = node
        self.name = name

    def fail(self, message: str, hint: str = "", node: Node | None = None) -> NoReturn:
        """Raise a MacrolintError that shows this entry."""
        span = (node or self.node).span
        if not self.file.text:  # values that came without a place (TOML)
            raise MacrolintError(f"{message} ({self.file.path})", hint=hint)
        line = Lines(self.file.text).position(span.start).line
        shown = frame(self.file.text, span.start, span.end)
        raise MacrolintError(f"{message} ({self.file.path}, line {line})", shown, hint)

    def fields(self, known: Iterable[str], what: str) -> dict[str, Entry]:
        """Return the entries of a mapping whose keys must all be known; `what` names one of them in messages."""
        known = list(known)
        found: dict[str, Entry] = {}
        for key, entry in self.items():
            if key not in known:
                hint = did_you_mean(key, known) or f"known: {', '.join(known)}"
                self.fail(f"unknown {what} '{key}'", hint, self._key(key))
            if key in found:
                self.fail(f"{what} '{key}' stands here twice", "keep one of them", self._key(key))
            found[key] = entry
        return found

    def items(self) -> Iterator[tuple[str, Entry]]:
        """Yield the keys and values of a mapping."""
        if self.node.kind != "mapping":
            self.fail(f"{self._called} must be a mapping (`key: value` lines)")
        for key, value in self.node.entries:
            yield key.text, Entry(self.file, value, f"{self.name}.{key.text}" if self.name else key.text)

    def each(self) -> list[Entry]:
        """Return the items of a list; a single value counts as a list of one."""
        if self.node.kind != "sequence":
            return [] if self.is_empty else [self]
        return [Entry(self.file, item, self.name) for item in self.node.items]

    def string(self) -> str:
        """Return a text; numbers and truth values must be quoted to be one."""
        if self.node.kind != "scalar":
            self.fail(f"{self._called} must be a text, not a {'list' if self.node.kind == 'sequence' else 'mapping'}")
        if not self.node.quoted and meaning(self.node) is None:
            self.fail(f"{self._called} is empty", "write a text after the colon")
        return self.node.text

    def strings(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(entry.string() for entry in self.each())

    def choice(self, options: Iterable[str]) -> str:
        """Return a text that must be one of the options."""
        options, value = list(options), self.string()
        if value not in options:
            listed = ", ".join(options)
            self.fail(f"{self._called} must be one of {listed}, not '{value}'", did_you_mean(value, options))
        return value

    def flag(self) -> bool:
        """Return a truth value."""
        value = meaning(self.node) if self.node.kind == "scalar" else None
        if not isinstance(value, bool):
            self.fail(f"{self._called} must be true or false")
        return value

    def whole_number(self) -> int:
        """Return a number of things: 0, 1, 2 and so on."""
        value = meaning(self.node) if self.node.kind == "scalar" else None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.fail(f"{self._called} must be a whole number")
        return value

    def number(self) -> float:
        """Return a number."""
        value = meaning(self.node) if self.node.kind == "scalar" else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(f"{self._called} must be a number")
        return float(value)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands after the key."""
        return self.node.kind == "scalar" and not self.node.quoted and meaning(self.node) is None

    @property
    def _called(self) -> str:
        return f"'{self.name}'" if self.name else "this file"

    def _key(self, key: str) -> Node:
        return next(name for name, _ in reversed(self.node.entries) if name.text == key)


def load(path: str, text: str, what: str) -> Entry:
    """Read a YAML file that holds one document; `what` names the file in messages (“rule file”)."""
    try:
        documents = compose(text)
    except Unreadable as error:
        shown = frame(text, error.offset, error.offset + 1) if error.offset is not None else ""
        message = f"{path} is not a readable {what}: {error.reason} (line {error.line})"
        raise MacrolintError(message, shown) from None
    if len(documents) != 1:
        if not documents:
            return Entry(Text(path, text), Node("mapping", FileSpan(0, 0)))
        raise MacrolintError(
            f"{path} holds {len(documents)} documents, a {what} holds one", hint="take out the '---' between them"
        )
    return Entry(Text(path, text), documents[0])
