"""gettext PO as a tree of nodes: one entry a mapping, each text with a map through its quoted lines.

A text is decoded twice, once with its map and once without: where the two differ its place is the whole text's.
"""

from __future__ import annotations

import functools
import re

from macrolint.mapping import Builder, Mapped
from macrolint.model import Failure, Layer
from macrolint.sources import Source
from macrolint.spans import FileSpan
from macrolint.trees import Node
from macrolint.uncompiled import lazy

_LINE = lazy(
    r"[ \t]*(?:(?P<key>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<form>\d+)\])?[ \t]*)?"
    r'"(?P<text>(?:[^"\\\r\n]|\\.)*)"[ \t]*'
)
_ESCAPE = lazy(r'\\(?:([abfnrtv"\\\'?])|x([0-9a-fA-F]{1,2})|([0-7]{1,3}))')
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LANGUAGE = lazy(r"^Language:[ \t]*([A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*)", re.M)
_INNER = "something follows a quotation mark; one inside a text needs a backslash before it"
_LAYER = Layer("po")


def read_po(source: Source) -> tuple[Node, Failure | None]:
    """Read a PO file as a list of entries: `msgctxt`, `msgid`, `msgstr`, `fuzzy` and the `language` of the header.

    Of plural forms each is an entry. An entry that cannot be read is left out, and the first one is the failure.
    """
    (entries, failure), language = _entries(source), None
    top = Node("sequence", FileSpan(0, len(source.text)))
    for entry in entries:
        if entry.get("msgid") is not None and not (entry.get("msgid") or entry).text and not entry.get("msgctxt"):
            found = _LANGUAGE.search((entry.get("msgstr") or entry).text)
            language = found[1] if found else None
            continue
        if language:
            entry.entries.append((_word("language"), _word(language)))
        top.items.append(entry)
    return top, failure


def _word(text: str) -> Node:
    return Node("scalar", FileSpan(0, 0), text, Layer("text"), quoted=True)


class _Text:
    """The quoted lines of one text of an entry."""

    def __init__(self, key: str, start: int) -> None:
        self.key, self.start, self.lines = key, start, list[tuple[int, int]]()


class _Gathering:
    """The entry that is being read, and those that were."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Node] = []
        self.texts: list[_Text] = []
        self.fuzzy = self.broken = False

    @property
    def is_whole(self) -> bool:
        return self.broken or any(one.key.startswith("msgstr") for one in self.texts)

    def close(self) -> None:
        if self.texts and not self.broken:
            self.found.extend(_entry(self.text, self.texts, fuzzy=self.fuzzy))
        self.texts, self.fuzzy, self.broken = [], False, False

    def comment(self, line: str) -> None:
        if self.is_whole:
            self.close()
        self.fuzzy = self.fuzzy or (line.startswith("#,") and "fuzzy" in line)

    def take(self, read: re.Match[str]) -> None:
        if read["key"] in ("msgctxt", "msgid") and self.is_whole:
            self.close()
        if read["key"]:
            key = read["key"] + (f"[{read['form']}]" if read["form"] else "")
            self.texts.append(_Text(key, read.start("text") - 1))
        self.texts[-1].lines.append(read.span("text"))


def _entries(source: Source) -> tuple[list[Node], Failure | None]:
    text, at, failure = source.text, 0, None
    gathering = _Gathering(text)
    while at < len(text):
        stop = text.find("\n", at) + 1 or len(text)
        line = text[at:stop].strip()
        if line.startswith("#"):
            gathering.comment(line)
        elif line:
            read = _LINE.match(text, at, stop)
            if read and not text[read.end() : stop].strip() and (read["key"] or gathering.texts):
                gathering.take(read)
            else:
                gathering.broken = bool(gathering.texts)
                inner = read is not None and bool(read["key"] or gathering.texts)
                reason = _INNER if inner else "expecting msgid, msgstr or a quoted line"
                place = source.lines.position(read.end() if read and inner else at)
                failure = failure or Failure(f"it is not valid PO: {reason}", place)
        at = stop
    gathering.close()
    return gathering.found, failure


def _entry(text: str, texts: list[_Text], *, fuzzy: bool) -> list[Node]:
    """Return the entry that texts make; one for each plural form."""
    known = {one.key: _node(text, one) for one in texts}
    end = texts[-1].lines[-1][1] + 1
    forms = [key for key in known if key.startswith("msgstr")] or [""]
    made = []
    for form in forms:
        node = Node("mapping", FileSpan(texts[0].start, end))
        node.entries = [(_word(key), value) for key, value in known.items() if not key.startswith("msgstr")]
        if form:
            node.entries.append((_word("msgstr"), known[form]))
        if fuzzy:
            node.entries.append((_word("fuzzy"), _word("true")))
        made.append(node)
    return made


def _node(text: str, one: _Text) -> Node:
    said = "".join(_said(text[start:end]) for start, end in one.lines)
    node = Node("scalar", FileSpan(one.start, one.lines[-1][1] + 1), said, _LAYER, quoted=True)
    node.decode = functools.partial(_mapped, text, one.lines)
    return node


def _said(written: str) -> str:
    return _ESCAPE.sub(_character, written)


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return _SIMPLE.get(found[1], found[1])
    return chr(int(found[2], 16) if found[2] else int(found[3], 8))


def _mapped(text: str, lines: list[tuple[int, int]]) -> Mapped:
    out, end = Builder(), lines[-1][1]
    for start, stop in lines:
        at = start
        while (to := text.find("\\", at, stop)) >= 0:
            out.copy(text[at:to], FileSpan(at, to))
            found = _ESCAPE.match(text, to, stop)
            if found:
                out.stand(_character(found), FileSpan(*found.span()))
                at = found.end()
            else:
                out.copy("\\", FileSpan(to, to + 1))
                at = to + 1
        out.copy(text[at:stop], FileSpan(at, stop))
    return out.build(end)
