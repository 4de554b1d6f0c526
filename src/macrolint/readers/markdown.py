"""Markdown files: one template, or a library of them whose headings are titles.

In a library file the bodies are fences, quotes or paragraphs under the headings; which, is seen from
the file unless a layout says it. What stands before the first title is an introduction and left out.
"""

from __future__ import annotations

import re
from collections import Counter

from macrolint.mapping import Builder, Mapped, copied
from macrolint.model import Document, Layer, Layout, Part, Template
from macrolint.readers.front_matter import FrontMatter, split
from macrolint.readers.text import prose_parts, template
from macrolint.sources import Source
from macrolint.spans import FileSpan, Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_LINE = lazy(r"[^\r\n]*(\r\n|\r|\n|\Z)")
_FENCE = lazy(r"(?P<indent> {0,3})(?P<mark>`{3,}(?=[^`\r\n]*$)|~{3,})")
_HEADING = lazy(r" {0,3}(?P<level>#{1,6})(?:[ \t]+(?P<title>.*)|#*[ \t]*)$")
_UNDERLINE = lazy(r" {0,3}(?:={2,}|-{3,})[ \t]*$")
_QUOTE = lazy(r" {0,3}> ?")
_COMMENT = lazy(r"<!--.*?-->", re.S)
_COMMENT_LINE = lazy(r"\s*(?:<!--.*-->|import\s.+from\s.+)\s*$")


class _Line(NamedTuple):
    start: int
    end: int  # before the line break
    after: int
    text: str


class _Block(NamedTuple):
    kind: str  # heading, fence, quote or other
    lines: list[_Line]
    level: int = 0
    title: str = ""
    indent: str = ""


def read_markdown(source: Source, layout: Layout) -> Document:
    """Read a Markdown file as the layout says; without `split` it is one template."""
    front = split(source.text)
    if layout.split in (None, "file"):
        body = copied(source.text).part(Span(front.body, len(source.text)))
        made = template(front, prose_parts(body, layout.format or "markdown"))
        whole = FileSpan(0, len(source.text))
        return Document((made._replace(span=whole),), front.failure, comments=front.comments)
    found = tuple(_library(source, front, layout))
    if not found:
        return Document((), front.failure, "no heading with a reply under it")
    around = Part("note", "markdown", copied(source.text).part(Span(front.body, len(source.text))))
    return Document(found, front.failure, comments=front.comments, around=around)


def _library(source: Source, front: FrontMatter, layout: Layout) -> list[Template]:
    blocks = _blocks(source.text, front.body)
    sections = _sections(blocks)
    mode = layout.split if layout.split in ("fences", "quotes", "paragraphs") else _mode(sections)
    level = _title_level(sections, mode)
    found: list[Template] = []
    above: list[str] = []
    for heading, inside in _at_level(sections, level, mode):
        if heading.level < level:
            above = [heading.title]
            continue
        bodies = _bodies(source.text, inside, mode)
        for number, (mapped, layers) in enumerate(bodies):
            title = heading.title if len(bodies) == 1 else f"{heading.title} ({number + 1})"
            parts = prose_parts(mapped, layout.format or "markdown", layers)
            notes = _notes(source.text, inside) if mode != "paragraphs" and number == 0 else ()
            made = template(front, (*parts, *notes), title, "/".join([*above, title]))
            begin = heading.lines[0].start if number == 0 else mapped.locate(Span(0, 0)).start
            found.append(made._replace(id=None, span=FileSpan(begin, mapped.end)))
    return found


def _lines(text: str, start: int) -> list[_Line]:
    return [
        _Line(found.start(), found.start(1), found.end(), text[found.start() : found.start(1)])
        for found in _LINE.finditer(text, start)
        if found.start() < len(text)
    ]


def _title(said: str) -> str:
    """Return the words of a heading, without the marks that may close it."""
    return said.rstrip(" \t").rstrip("#").strip()


def _blank(comment: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", comment[0])


def _blocks(text: str, start: int) -> list[_Block]:
    """Cut a file into headings, fences, quotes and other lines."""
    blocks: list[_Block] = []
    fence: str | None = None
    last = text.rfind("-->") + 3  # an opening mark behind it opens nothing
    for line in _lines(_COMMENT.sub(_blank, text[:last]) + text[last:], start):
        opening = _FENCE.match(line.text)
        if fence is not None:
            blocks[-1].lines.append(line)
            closing = line.text.strip()
            if opening and closing.startswith(fence) and not closing.strip(fence[0]):
                fence = None
        elif opening:
            fence = opening["mark"]
            blocks.append(_Block("fence", [line], indent=opening["indent"]))
        elif heading := _HEADING.match(line.text):
            blocks.append(_Block("heading", [line], len(heading["level"]), _title(heading["title"] or "")))
        elif _UNDERLINE.match(line.text) and (above := _paragraph(blocks)):
            blocks.append(_Block("heading", [above, line], 1 if "=" in line.text else 2, above.text.strip()))
        else:
            kind = "quote" if _QUOTE.match(line.text) else "other"
            if blocks and blocks[-1].kind == kind:
                blocks[-1].lines.append(line)
            else:
                blocks.append(_Block(kind, [line]))
    return blocks


def _paragraph(blocks: list[_Block]) -> _Line | None:
    """Take the last line off the blocks if it is a paragraph of its own: what is underlined is a heading."""
    lines = blocks[-1].lines if blocks and blocks[-1].kind == "other" else []
    if not lines or not lines[-1].text.strip() or (len(lines) > 1 and lines[-2].text.strip()):
        return None
    line = lines.pop()
    if not lines:
        blocks.pop()
    return line


def _sections(blocks: list[_Block]) -> list[tuple[_Block, list[_Block]]]:
    """Return each heading with the blocks directly under it."""
    found: list[tuple[_Block, list[_Block]]] = []
    for block in blocks:
        if block.kind == "heading":
            found.append((block, []))
        elif found and (block.kind != "other" or any(line.text.strip() for line in block.lines)):
            found[-1][1].append(block)
    return found


def _mode(sections: list[tuple[_Block, list[_Block]]]) -> str:
    """See from the file how bodies are written: as most sections that hold anything have it."""
    filled = [inside for _, inside in sections if inside]
    fenced = sum(any(block.kind == "fence" for block in inside) for inside in filled)
    if fenced * 2 >= len(filled) > 0:
        return "fences"
    quoted = sum(_size(inside, "quote") > _size(inside, "other") for inside in filled)
    return "quotes" if quoted * 2 >= len(filled) > 0 else "paragraphs"


def _size(blocks: list[_Block], kind: str) -> int:
    return sum(len(line.text.strip()) for block in blocks if block.kind == kind for line in block.lines)


def _title_level(sections: list[tuple[_Block, list[_Block]]], mode: str) -> int:
    """Return the heading level that most replies stand under."""
    kind = {"fences": "fence", "quotes": "quote"}.get(mode)
    levels = Counter(
        heading.level for heading, inside in sections if any(kind in (None, block.kind) for block in inside)
    )
    return min(levels, key=lambda level: (-levels[level], level)) if levels else 1


def _at_level(sections: list[tuple[_Block, list[_Block]]], level: int, mode: str) -> list[tuple[_Block, list[_Block]]]:
    """Return the sections; in a library of paragraphs what is deeper than the titles belongs to the body above it."""
    found: list[tuple[_Block, list[_Block]]] = []
    for heading, inside in sections:
        if mode == "paragraphs" and heading.level > level and found and found[-1][0].level == level:
            found[-1][1].extend([heading, *inside])
        elif mode == "paragraphs" or heading.level <= level or any(block.kind != "other" for block in inside):
            deeper = heading._replace(level=max(heading.level, level)) if heading.level > level else heading
            found.append((deeper, list(inside)))
    return found


def _bodies(text: str, inside: list[_Block], mode: str) -> list[tuple[Mapped, tuple[Layer, ...]]]:
    if mode == "fences":
        return [_fenced(text, block) for block in inside if block.kind == "fence" and _fence_lines(block)]
    if mode == "quotes":
        return [_quoted(text, block) for block in inside if block.kind == "quote"]
    lines = _filled([line for block in inside for line in block.lines])
    if not lines:
        return []
    body = copied(text).part(Span(lines[0].start, lines[-1].end))
    return [(body, (Layer("text"),))] if body.text.strip() else []


def _filled(lines: list[_Line]) -> list[_Line]:
    """Leave out the empty lines, and the comments, before and after the others."""
    filled = [number for number, line in enumerate(lines) if line.text.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _fenced(text: str, block: _Block) -> tuple[Mapped, tuple[Layer, ...]]:
    """Return what stands between the marks of a fence, its indentation taken off."""
    return _stripped(text, _fence_lines(block), re.compile(f" {{0,{len(block.indent)}}}"), block.indent)


def _fence_lines(block: _Block) -> list[_Line]:
    """Return the lines between the marks of a fence, which need not be closed."""
    first, last = block.lines[0], block.lines[-1]
    opening = _FENCE.match(first.text)
    mark, closing = opening["mark"] if opening else "", last.text.strip()
    closed = last is not first and closing.startswith(mark) and not closing.strip(mark[:1])
    return block.lines[1 : -1 if closed else None]


def _quoted(text: str, block: _Block) -> tuple[Mapped, tuple[Layer, ...]]:
    """Return a block quote without its `>` marks."""
    return _stripped(text, block.lines, _QUOTE, "> ")


def _stripped(text: str, lines: list[_Line], lead: re.Pattern[str], prefix: str) -> tuple[Mapped, tuple[Layer, ...]]:
    out, gap = Builder(), lines[0].start
    for number, line in enumerate(lines):
        found = lead.match(line.text)
        begin = line.start + (found.end() if found else 0)
        if number:
            out.stand("\n", FileSpan(gap, begin))
        out.copy(text[begin : line.end], FileSpan(begin, line.end))
        gap = line.end
    return out.build(gap), (Layer("text", prefix),)


def _notes(text: str, inside: list[_Block]) -> tuple[Part, ...]:
    """Return the words between the bodies of a section: they are for colleagues."""
    notes = []
    for block in inside:
        if block.kind == "other" and not all(
            _COMMENT_LINE.match(line.text) or not line.text.strip() for line in block.lines
        ):
            lines = _filled(block.lines)
            body = copied(text).part(Span(lines[0].start, lines[-1].end))
            notes.append(Part("note", "markdown", body))
    return tuple(notes)
