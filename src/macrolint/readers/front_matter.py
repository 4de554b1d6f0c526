"""Front matter: the YAML between two `---` lines at the top of a prose file."""

from __future__ import annotations

import re

from macrolint.comments import Comment, may_speak
from macrolint.mapping import Mapped, copied
from macrolint.model import Action, Failure, Unreadable
from macrolint.readers.yaml_comments import yaml_comments
from macrolint.spans import FileSpan, Lines, Span
from macrolint.trees import Node, compose
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

KEYS = (
    "title",
    "id",
    "kind",
    "channel",
    "language",
    "audience",
    "active",
    "platform",
    "status_after",
    "tags",
    "macrolint",
)

_OPENING = lazy(r"---[ \t]*\r?\n")
_CLOSING = lazy(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.M)
_KEY = lazy(rf"^(?:{'|'.join(KEYS)})[ \t]*:", re.M)


class FrontMatter(NamedTuple):
    """What a file says of itself, and the offset at which its text begins. start: that of its own YAML."""

    node: Node | None
    body: int
    failure: Failure | None = None
    comments: tuple[Comment, ...] = ()
    start: int = 0

    def text(self, *keys: str) -> str | None:
        """Return the value of the first of the keys that has one, as text."""
        return text_of(self.node, *keys)


def text_of(node: Node | None, *keys: str) -> str | None:
    """Return the scalar under the first of the keys that a mapping has, as text."""
    if node is None or node.kind != "mapping":
        return None
    for key in keys:
        value = node.get(key)
        if value is not None and value.kind == "scalar" and value.text.strip():
            return " ".join(value.text.split())
    return None


def tags_of(node: Node | None) -> tuple[str, ...]:
    """Return the tags of a record: a list, or words between blanks or commas."""
    found = node.get("tags") if node is not None and node.kind == "mapping" else None
    return words_of(found) if found is not None else ()


def words_of(node: Node) -> tuple[str, ...]:
    """Return the items of a list, or the words of a text between blanks or commas."""
    if node.kind == "sequence":
        return tuple(item.text for item in node.items if item.kind == "scalar")
    return tuple(node.text.replace(",", " ").split())


def statuses_of(node: Node | None, start: int = 0) -> tuple[Action, ...]:
    """Return what a record says of the status that it leaves, as an action; none where it says nothing.

    start: the offset of the YAML in which the record stands.
    """
    said = text_of(node, "status_after")
    found = node.get("status_after") if node is not None and said else None
    if said is None or found is None:
        return ()
    return (Action("status", said, FileSpan(start + found.span.start, start + found.span.end)),)


def active_of(node: Node | None) -> bool | None:
    """Return whether a record says that it is in use."""
    said = (text_of(node, "active") or "").lower()
    return {"true": True, "false": False, "yes": True, "no": False}.get(said)


def block(text: str) -> tuple[int, int, int] | None:
    """Return where the front matter's YAML starts and ends, and where the text begins; None without one."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    return (opening.end(), closing.start(), closing.end()) if opening and closing else None


def has_our_keys(text: str) -> bool:
    """Tell whether a text starts with front matter that holds one of KEYS; reads no YAML."""
    found = block(text)
    return found is not None and _KEY.search(text, found[0], found[1]) is not None


def split(text: str) -> FrontMatter:
    """Read the front matter of a text; one that is no YAML is a failure, and the text below it still counts."""
    found = block(text)
    if found is None:
        return FrontMatter(None, 0)
    start, end, body = found
    try:
        documents = compose(text[start:end])
    except Unreadable as error:
        position = Lines(text).position(start + (error.offset or 0))
        return FrontMatter(None, body, Failure(f"front matter: {error.reason}", position))
    if not documents or documents[0].kind != "mapping":
        return FrontMatter(None, 0 if documents else body)  # two rules around a text are no front matter
    block_ = copied(text).part(Span(start, end))
    comments = _comments(block_, documents) if may_speak(block_.text) else ()
    return FrontMatter(documents[0], body, None, comments, start)


def _comments(text: Mapped, documents: list[Node]) -> tuple[Comment, ...]:
    """Return what the key `macrolint` says (a text or a list of texts) and the comments beside it."""
    said = documents[0].get("macrolint")
    own = (said.items if said.kind == "sequence" else [said]) if said is not None else []
    found = [node.mapped() if node.decode else copied(text.text).part(_trimmed(text.text, node)) for node in own]
    found += [comment.body for comment in yaml_comments(text.text, documents)]
    return tuple(Comment(body.then(text)) for body in found)


def _trimmed(text: str, node: Node) -> Span:
    return Span(node.span.start, node.span.start + len(text[node.span.start : node.span.end].rstrip()))
