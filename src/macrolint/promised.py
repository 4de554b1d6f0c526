"""A promise as it travels: plain data that pickles and prints without the text it stands in."""

from __future__ import annotations

from macrolint.spans import Position
from macrolint.values import NamedTuple


class PromisedTime(NamedTuple):
    """The time of a promise, as words and as hours from now where they are known; `klass` and `form`: of `When`."""

    klass: str
    form: str
    text: str
    earliest_hours: float | None = None
    latest_hours: float | None = None
    calendar: str | None = None


class Promised(NamedTuple):
    """A promise at a place of a file: the values of a `Promise` as plain data."""

    path: str
    start: Position
    end: Position
    text: str
    who: str
    actor: str
    act: str
    object: str
    strength: str
    when: PromisedTime | None = None
    condition: str | None = None
    waits_for: str | None = None
    fallback: str | None = None
    template_id: str | None = None
    template_title: str | None = None
    template_kind: str | None = None
    address: str | None = None
    audience: str | None = None
