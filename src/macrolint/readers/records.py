"""Templates in a structured file: records found by a layout, or by the names of their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from macrolint.mapping import Builder, Mapped, coarse
from macrolint.model import Layer, Layout, Part, Template
from macrolint.readers.front_matter import active_of, tags_of, text_of
from macrolint.readers.html import looks_like_html
from macrolint.readers.text import written
from macrolint.spans import FileSpan
from macrolint.trees import Node

TITLES = ("title", "name", "subject")
BODIES = ("body", "text", "content", "message", "reply", "value")
NOTES = ("note", "notes")
_OF_RULES = ("phrases", "patterns", "check")
LANGUAGES = ("language", "locale")
FORMATS = ("text", "markdown", "html")
_MIXED = Layer("mixed")  # a text whose lines are written in several ways: nothing is written there


class _Record(NamedTuple):
    key: Node | None
    node: Node
    address: str


class _Fields(NamedTuple):
    """The fields of a record that make a template."""

    bodies: list[Node]
    subject: Node | None
    notes: list[Node]
    id: str | None
    title: str | None
    language: str | None
    kind: str | None


def templates(roots: list[Node], layout: Layout) -> Iterator[Template]:
    """Yield the templates of the documents of a file; a text reached through an alias is read once."""
    seen: set[int] = set()
    pattern = layout.records.split(".") if layout.records else []
    for root in roots:
        if layout.body:
            for record in _select(_Record(None, root, ""), pattern):
                if made := _by_layout(record, layout, seen):
                    yield made
        else:
            for record in _walk(root):
                if made := _by_names(record, layout, seen):
                    yield made


def _walk(root: Node) -> Iterator[_Record]:
    """Yield every mapping of a tree once, in the order of the file."""
    stack, seen = [_Record(None, root, "")], set()
    while stack:
        record = stack.pop()
        if id(record.node) in seen or record.node.kind == "scalar":
            continue
        seen.add(id(record.node))
        if record.node.kind == "mapping":
            yield record
        stack += reversed(list(_children(record)))


def _children(record: _Record) -> Iterator[_Record]:
    for key, value in record.node.entries:
        yield _Record(key, value, f"{record.address}/{key.text}")
    for number, item in enumerate(record.node.items):
        yield _Record(None, item, f"{record.address}/{number}")


def _select(record: _Record, pattern: list[str]) -> list[_Record]:
    """Return what a dotted path leads to: keys, `*` for each, `**` for any depth. A node is reached once per step."""
    found = [record]
    for step in pattern:
        found = list(_below(found) if step == "**" else _inside(found, step))
    return found


def _below(records: list[_Record]) -> Iterator[_Record]:
    """Yield some records and all that they hold, each node once."""
    stack, seen = records[::-1], set()
    while stack:
        one = stack.pop()
        if id(one.node) not in seen:
            seen.add(id(one.node))
            yield one
            stack += reversed(list(_children(one)))


def _inside(records: list[_Record], step: str) -> Iterator[_Record]:
    """Yield what the records hold under a key or number, or all they hold, each node once."""
    seen: set[int] = set()
    for record in records:
        for child in _children(record):
            name = child.address.rsplit("/", 1)[1] if child.key is None else child.key.text
            if step in ("*", name) and id(child.node) not in seen:
                seen.add(id(child.node))
                yield child


def _by_names(record: _Record, layout: Layout, seen: set[int]) -> Template | None:
    node = record.node
    body = next((found for name in BODIES if (found := node.get(name)) is not None and _says(found)), None)
    if body is None or all(node.get(name) is None for name in (*TITLES, "id")):
        return None
    if body is node.get("value") and not _is_prose(body):
        return None  # a setting, not a message
    if body is node.get("message") and any(node.get(name) is not None for name in _OF_RULES):
        return None  # a rule of macrolint, not a template
    fields = _Fields(
        bodies=[body],
        subject=node.get("subject"),
        notes=[found for name in NOTES if (found := node.get(name)) is not None and _says(found)],
        id=text_of(node, "id"),
        title=text_of(node, *TITLES),
        language=text_of(node, *LANGUAGES),
        kind=text_of(node, "kind"),
    )
    return _template(record, layout, seen, fields)


def _by_layout(record: _Record, layout: Layout, seen: set[int]) -> Template | None:
    bodies = [found for path in layout.body for found in _field(record, path) if _says(found)]
    if not bodies:
        return None
    subjects = _field(record, layout.subject) if layout.subject else []
    fields = _Fields(
        bodies=bodies,
        subject=subjects[0] if subjects else None,
        notes=[found for path in layout.note for found in _field(record, path) if _says(found)],
        id=_said(record, layout.id),
        title=_said(record, layout.title),
        language=_said(record, layout.language),
        kind=_said(record, layout.kind),
    )
    return _template(record, layout, seen, fields)


def _field(record: _Record, path: str) -> list[Node]:
    if path == "$value":
        return [record.node]
    if path == "$key":
        return [record.key] if record.key is not None else []
    whole = record.node.get(path) if record.node.kind == "mapping" else None  # a key may hold a dot
    return [whole] if whole is not None else [found.node for found in _select(record, path.split("."))]


def _said(record: _Record, path: str | None) -> str | None:
    for node in _field(record, path) if path else []:
        if node.kind == "scalar" and node.text.strip():
            return " ".join(node.text.split())
    return None


def _says(node: Node) -> bool:
    """Tell whether a node is a text that says something, or a list of such lines."""
    if node.kind == "sequence":
        return (
            bool(node.items)
            and all(item.is_text for item in node.items)
            and any(item.text.strip() for item in node.items)
        )
    return node.is_text and bool(node.text.strip())


def _is_prose(node: Node) -> bool:
    text = node.text or " ".join(item.text for item in node.items)
    return sum(word.strip(".,!?;:()'\"").isalpha() for word in text.split()) > 2


def _template(record: _Record, layout: Layout, seen: set[int], fields: _Fields) -> Template | None:
    """Return the template that the fields of a record make, unless all its messages were read before."""
    parts = []
    subject, node = fields.subject, record.node
    if subject is not None and subject.is_text and subject.text.strip() and id(subject) not in seen:
        seen.add(id(subject))
        parts.append(Part("subject", "text", subject.mapped(), (subject.layer,)))
    for role, nodes in (("message", fields.bodies), ("note", fields.notes)):
        for one in nodes:
            if id(one) not in seen:
                seen.add(id(one))
                parts.append(_part(role, one, _markup(record, layout, one)))
    if not any(part.role == "message" for part in parts):
        return None
    return Template(
        id=fields.id,
        title=fields.title,
        parts=tuple(parts),
        address=record.address,
        kind=fields.kind,
        channel=text_of(node, "channel"),
        language=fields.language,
        audience=text_of(node, "audience"),
        active=active_of(node),
        tags=tags_of(node),
        platform=text_of(node, "platform"),
        span=FileSpan(min(node.span.start, (record.key or node).span.start), node.span.end),
    )


def _part(role: str, node: Node, markup: str) -> Part:
    if node.kind == "scalar":
        return written(role, node.mapped(), markup, (node.layer,))
    layers = {item.layer for item in node.items}
    return written(role, _joined(node), markup, (layers.pop() if len(layers) == 1 else _MIXED,))


def _joined(node: Node) -> Mapped:
    """Join a text that is written as a list of lines; where they hold no line breaks, one stands between them."""
    lines, out = node.items, Builder()
    breaks = "" if any(line.text.endswith((" ", "\n")) for line in lines[:-1]) else "\n"
    end, exact = lines[0].span.start, True
    for number, line in enumerate(lines):
        mapped = line.mapped()
        exact = exact and not mapped.coarse and end <= line.span.start  # an alias may stand for a line further up
        if number:
            out.stand(breaks, FileSpan(end, end))
        out.add(mapped)
        end = line.span.end
    joined = out.build(end)
    return joined if exact else coarse(joined.text, node.span)


def _markup(record: _Record, layout: Layout, node: Node) -> str:
    """Return how a body is written: as the layout says, else HTML if it holds tags, else Markdown."""
    said = layout.format if layout.format in FORMATS else (_said(record, layout.format) or "").lower()
    if said in FORMATS:
        return said
    text = node.text or "\n".join(item.text for item in node.items)
    return "html" if said == "text/html" or looks_like_html(text) else "markdown"


def rows(cells: list[list[Node]], header: bool) -> list[Node]:
    """Return the records of a CSV file as mappings: columns are named by the header, or by their number from 1."""
    if not cells:
        return []
    if header:
        names = [Node("scalar", cell.span, cell.text.strip(), Layer("csv"), quoted=True) for cell in cells[0]]
    else:
        widest = max(len(row) for row in cells)
        names = [Node("scalar", FileSpan(0, 0), str(number + 1), Layer("csv"), quoted=True) for number in range(widest)]
    found = []
    for row in cells[1:] if header else cells:
        node = Node("mapping", FileSpan(row[0].span.start, row[-1].span.end))
        node.entries = list(zip(names, row, strict=False))
        found.append(node)
    return found
