"""Conditions and loops in a text: whether each is closed, and what is left of a stretch in each of their branches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from macrolint.placeholders import Placeholder
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_LIQUID = lazy(r"\{%-?\s*(\w+)")
_HANDLEBARS = lazy(r"\{\{~?\s*([#^/]?)\s*([\w.@-]*)")
_SMARTY = lazy(r"\{(/?)(\w+)")
_CHIMP = lazy(r"\*\|(IF|IFNOT|ELSEIF|ELSE|END)\s*:", re.I)
_PAIRED = ("if", "unless", "case", "for", "tablerow", "capture", "ifchanged", "raw", "filter", "with", "macro", "call")
_ELSE = ("else", "elsif", "elif", "elseif", "when")


class Tag(NamedTuple):
    """A tag that opens, turns or closes a block: `step` is open, else or close."""

    span: Span
    step: str
    name: str


class Block(NamedTuple):
    """A block that is closed: its opening tag, and the stretches of its branches; one more is empty without an else."""

    tag: Tag
    end: int
    branches: tuple[Span, ...]
    has_else: bool


def tags(text: str, placeholders: tuple[Placeholder, ...]) -> Iterator[Tag]:
    """Yield the tags of blocks."""
    for one in placeholders:
        read = _READ.get(one.dialect)
        said = read(text[slice(*one.span)]) if read else None
        if said:
            yield Tag(one.span, *said)


def _liquid(written: str) -> tuple[str, str] | None:
    found = _LIQUID.match(written)
    name = found[1].lower() if found else ""
    if name in _PAIRED:
        return "open", name
    if name.startswith("end") and name != "end":
        return "close", name[3:]
    return ("else", name) if name in _ELSE else None


def _handlebars(written: str) -> tuple[str, str] | None:
    found = _HANDLEBARS.match(written)
    sign, name = (found[1], found[2]) if found else ("", "")
    if sign in ("#", "^") and name:
        return "open", name
    if sign == "/":
        return "close", name
    return ("else", "else") if name == "else" or sign == "^" else None


def _smarty(written: str) -> tuple[str, str] | None:
    found = _SMARTY.match(written)
    name = found[2].lower() if found else ""
    if found and found[1]:
        return "close", name
    if name in ("if", "foreach", "section", "literal", "capture"):
        return "open", name
    return ("else", name) if name in ("else", "elseif", "foreachelse") else None


def _chimp(written: str) -> tuple[str, str] | None:
    found = _CHIMP.match(written)
    steps = {"if": "open", "ifnot": "open", "end": "close"}
    return (steps.get(found[1].lower(), "else"), "if") if found else None


_READ: dict[str, Callable[[str], tuple[str, str] | None]] = {
    "liquid-tag": _liquid,
    "block": _handlebars,
    "smarty-tag": _smarty,
    "mailchimp": _chimp,
}


def paired(found: tuple[Tag, ...]) -> tuple[list[Block], list[Tag]]:
    """Return the blocks that are closed, and the tags that have no partner."""
    blocks: list[Block] = []
    lone: list[Tag] = []
    open_: list[list[Tag]] = []
    names: Counter[str] = Counter()
    for tag in found:
        if tag.step == "open":
            open_.append([tag])
            names[tag.name] += 1
        elif tag.step == "else":
            (open_[-1] if open_ else lone).append(tag)
        elif names[tag.name]:
            while open_[-1][0].name != tag.name:
                names[open_[-1][0].name] -= 1
                lone.append(open_.pop()[0])
            names[tag.name] -= 1
            blocks.append(_block(open_.pop(), tag))
        else:
            lone.append(tag)
    return blocks, sorted([*lone, *(one[0] for one in open_)])


def _block(turns: list[Tag], closing: Tag) -> Block:
    ends = [*(turn.span.start for turn in turns[1:]), closing.span.start]
    branches = tuple(Span(turn.span.end, end) for turn, end in zip(turns, ends, strict=True))
    return Block(turns[0], closing.span.end, branches, any(turn.name == "else" for turn in turns))


def variants(text: str, stretch: Span, blocks: list[Block]) -> Iterator[tuple[Block, str]]:
    """Yield each condition that stands in a stretch, with what is left of the stretch in each of its branches."""
    for block in blocks:
        start, end = block.tag.span.start, block.end
        if block.tag.name in ("if", "unless") and stretch.start <= start and end <= stretch.end:
            kept = [text[slice(*branch)] for branch in block.branches]
            for branch in [*kept, *([] if block.has_else else [""])]:
                yield block, text[stretch.start : start] + branch + text[end : stretch.end]
