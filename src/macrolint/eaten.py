"""Placeholders that YAML takes for comments: `body: Hi #{name}` says only “Hi”, and nobody is told."""

from __future__ import annotations

from collections.abc import Iterator

from macrolint.readers.yaml_comments import hashes
from macrolint.shown import Snippet
from macrolint.sources import Source
from macrolint.spans import FileSpan
from macrolint.suppress import Notice
from macrolint.trees import compose
from macrolint.uncompiled import lazy

RULE = "placeholders/eaten-by-yaml"
_EATEN = lazy(r"(?<=[ \t])#\{[^{}\r\n]+\}")


def eaten(source: Source) -> Iterator[Notice]:
    """Yield what is to be said of the placeholders that a YAML file, which can be read, loses."""
    for span in _places(source.text):
        start, end = source.lines.position(span.start), source.lines.position(span.end)
        said = source.text[slice(*span)]
        snippet = Snippet(None, source.lines.line(start.line), start.column - 1, end.column - 1)
        reason = f"put the text that holds “{said}” between quotation marks"
        yield Notice(RULE, reason, source.path, start, end, snippet, said)


def _places(text: str) -> Iterator[FileSpan]:
    """Yield where they stand; a line that is nothing but a comment is meant to be one."""
    if not _EATEN.search(text):
        return
    for start, _ in hashes(text, compose(text)):
        found = _EATEN.match(text, start)
        line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
        if found and line.strip():
            yield FileSpan(*found.span())
