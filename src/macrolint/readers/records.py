"""Templates in a structured file: records found by a layout, or by the names of their fields."""

from __future__ import annotations

from collections.abc import Iterator

from macrolint import placeholders
from macrolint.layouts import word
from macrolint.mapping import Builder, Mapped, coarse, copied
from macrolint.model import Layer, Layout, Outcome, Part, Tables, Template
from macrolint.paths import BadPath, Record, root, says, select, walk
from macrolint.readers.actions import actions_of, outcome_of
from macrolint.readers.front_matter import active_of, statuses_of, tags_of, text_of, words_of
from macrolint.readers.html import looks_like_html, read_html
from macrolint.readers.text import written
from macrolint.spans import FileSpan, Span
from macrolint.trees import Node
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

TITLES = ("title", "name", "subject")
BODIES = ("body", "text", "content", "message", "reply", "value")
NOTES = ("note", "notes")
_OF_RULES = ("phrases", "patterns", "check")
LANGUAGES = ("language", "locale")
FORMATS = ("text", "markdown", "html")
_MIXED = Layer("mixed")  # a text whose lines are written in several ways: nothing is written there
_NO = frozenset(("false", "no", "0", "off", "inactive", "disabled"))
_LOCALE = lazy(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class _Fields(NamedTuple):
    """The fields of a record that make a template. public: whether the reader sees the bodies."""

    bodies: list[Node]
    subjects: list[Node]
    notes: list[Node]
    id: str | None
    title: str | None
    language: str | None
    kind: str | None
    sides: list[Node] = []  # noqa: RUF012 - never changed
    public: bool = True


def templates(roots: list[Node], layout: Layout, tables: Tables = (), path: str = "") -> Iterator[Template]:
    """Yield the templates of the documents of a file; a text reached through an alias is read once.

    tables: what lookup files say. path: of the file, whose name may tell a locale.
    """
    seen: set[int] = set()
    for node in roots:
        top = root(node)
        if layout.body or layout.actions:
            for record in select(top, layout.records) if layout.records else [top]:
                if made := _by_layout(record, layout, seen, tables, path):
                    yield made
        else:
            for record in walk(top):
                if made := _by_names(record, layout, seen):
                    yield made


def locale_of(path: str) -> str | None:
    """Return the locale that the name of a file or of its folder says: `de/late.po`, `pt_BR.json`, `replies.de.po`."""
    *folders, name = path.split("/")
    *stems, _ = name.split(".") if "." in name else (name, "")
    for word_ in (*reversed(stems), *reversed(folders)):
        if len(word_) in (2, 5) and _LOCALE.fullmatch(word_) and word_[:2].islower():
            return word_
    return None


def _by_names(record: Record, layout: Layout, seen: set[int]) -> Template | None:
    node = record.node
    body = next((found for name in BODIES if (found := node.get(name)) is not None and says(found)), None)
    if body is None or all(node.get(name) is None for name in (*TITLES, "id")):
        return None
    if body is node.get("value") and not _is_prose(body):
        return None  # a setting, not a message
    if body is node.get("message") and any(node.get(name) is not None for name in _OF_RULES):
        return None  # a rule of macrolint, not a template
    fields = _Fields(
        bodies=[body],
        subjects=[found for name in ("subject",) if (found := node.get(name)) is not None],
        notes=[found for name in NOTES if (found := node.get(name)) is not None and says(found)],
        id=text_of(node, "id"),
        title=text_of(node, *TITLES),
        language=text_of(node, *LANGUAGES),
        kind=text_of(node, "kind"),
    )
    return _template(record, layout, seen, fields)


def _by_layout(record: Record, layout: Layout, seen: set[int], tables: Tables, path: str) -> Template | None:
    def texts(paths: tuple[str, ...]) -> list[Node]:
        return [found.node for one in paths for found in _field(record, one) if says(found.node)]

    fields = _Fields(
        bodies=texts(layout.body),
        subjects=[one.node for one in _field(record, layout.subject)] if layout.subject else [],
        notes=texts(layout.note),
        id=_said(record, layout.id),
        title=_said(record, layout.title),
        language=locale_of(path) if layout.language == "$locale" else _said(record, layout.language),
        kind=_said(record, layout.kind),
        sides=texts(layout.side),
        public=not layout.public or _flag(record, layout.public) is not False,
    )
    made = _template(record, layout, seen, fields)
    known = (*tables, *layout.words)
    actions = actions_of(record, layout, known)
    if made is None or not (made.parts or actions):
        return None
    parts = tuple(resolved for part in made.parts if (resolved := _resolved(part, known, layout)))
    language = word(known, "language", fields.language) if fields.language else None
    return made._replace(
        parts=parts,
        language=language or fields.language,
        actions=actions or made.actions,
        outcome=outcome_of(actions, layout) if layout.actions or layout.complete else made.outcome,
        complete=layout.complete,
    )


def _resolved(part: Part, tables: Tables, layout: Layout) -> Part | None:
    """Return a part; one that is nothing but a reference to a text elsewhere says that text, or nothing at all."""
    text = part.body.text
    if layout.platform is None or part.role != "message":
        return part
    found = placeholders.find(text)
    rest = placeholders.mask(text, found).replace(placeholders.VALUE, "")
    if not found or any(char.isalnum() for char in rest):
        return part
    said = word(tables, "text", "".join(text.split()))
    if said is None:
        return None
    shown = read_html(copied(said)).body.text if looks_like_html(said) else said
    place = part.body.locate(Span(0, len(text)))
    return Part(part.role, "text", coarse(shown, place), (_MIXED,), borrowed=True)


def _flag(record: Record, path: str) -> bool | None:
    """Return whether a field says yes; `!` before the path turns it round. None: it says nothing."""
    found = _field(record, path.removeprefix("!"))
    if not found:
        return None
    said = found[0].node
    yes = said.kind != "scalar" or said.text.strip().lower() not in (*_NO, "", "null")
    return yes is not path.startswith("!")


def _field(record: Record, path: str) -> list[Record]:
    if path == "$value":
        return [record]
    if path == "$key":
        return [Record(None, record.key, record.address, record)] if record.key is not None else []
    whole = record.node.get(path) if record.node.kind == "mapping" else None  # a key may hold a dot
    if whole is not None:
        return [Record(None, whole, "", record)]
    try:
        return select(record, path)
    except BadPath:
        return []


def _said(record: Record, path: str | None) -> str | None:
    for found in _field(record, path) if path else []:
        if found.node.kind == "scalar" and found.node.text.strip():
            return " ".join(found.node.text.split())
    return None


def _is_prose(node: Node) -> bool:
    text = node.text or " ".join(item.text for item in node.items)
    return sum(word.strip(".,!?;:()'\"").isalpha() for word in text.split()) > 2


def _template(record: Record, layout: Layout, seen: set[int], fields: _Fields) -> Template | None:
    """Return the template that the fields of a record make, unless all its texts were read before."""
    parts: list[Part] = []
    given = bool(fields.bodies or fields.notes or fields.sides)
    roles = (("message" if fields.public else "note", fields.bodies), ("note", fields.notes))
    for subject in fields.subjects:
        if subject.is_text and subject.text.strip() and id(subject) not in seen:
            seen.add(id(subject))
            parts.append(Part("subject", "text", subject.mapped(), (subject.layer,)))
    for role, nodes in (*roles, ("side-conversation", fields.sides)):
        for one in nodes:
            if id(one) not in seen:
                seen.add(id(one))
                made = _part(role, one, _markup(record, layout, one))
                if not _is_copy(made, parts):
                    parts.append(made)
    if given and not any(part.role != "subject" for part in parts):
        return None
    node = record.node
    active = _flag(record, layout.active) if layout.active else active_of(node)
    if layout.personal and _flag(record, layout.personal):
        active = False
    return Template(
        id=fields.id,
        title=fields.title,
        parts=tuple(parts) if given else (),
        address=record.address,
        kind=fields.kind,
        channel=_said(record, layout.channel) if layout.channel else text_of(node, "channel"),
        language=fields.language,
        audience=text_of(node, "audience"),
        active=active,
        tags=_tags(record, layout.tags) if layout.tags else tags_of(node),
        platform=layout.platform or text_of(node, "platform"),
        span=FileSpan(min(node.span.start, (record.key or node).span.start), node.span.end),
        dialect=layout.dialect,
        actions=statuses_of(node),
        outcome=Outcome(text_of(node, "status_after") or "unknown"),
        outdated=layout.outdated is not None and _flag(record, layout.outdated) is True,
    )


def _tags(record: Record, path: str) -> tuple[str, ...]:
    return tuple(tag for found in _field(record, path) for tag in words_of(found.node))


def _is_copy(part: Part, parts: list[Part]) -> bool:
    """Tell whether a part says what one before it in the same role says: its plain copy is no second message."""
    words = part.body.text.split()
    return any(one.role == part.role and one.body.text.split() == words for one in parts)


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


def _markup(record: Record, layout: Layout, node: Node) -> str:
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
