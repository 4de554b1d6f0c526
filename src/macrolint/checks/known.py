"""The check `known`: words that ask for what a placeholder of the same template already prints.

What is asked for are the words after “your” or “the”: “your order number” is known where the template prints
`{{order.number}}` or `{{ticket.order_id}}`, in any of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macrolint import placeholders
from macrolint.checks import Compiled, Known
from macrolint.checks.phrases import Phrases
from macrolint.model import Finding, Mention, Template
from macrolint.placeholders import Placeholder
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.uncompiled import lazy

_THING = lazy(r".*\b(?:your|the)\s+(?P<thing>.+)", re.I | re.S)
_WORD = lazy(r"[A-Z]?[a-z]+|[A-Z]+")
_SAME = {"mail": "email", "telephone": "phone", "mobile": "phone", "fullname": "name", "firstname": "name"}
_KINDS = frozenset({"number", "id", "code", "reference", "no", "nr"})  # of a thing; a placeholder may say any of them
_FILLERS = frozenset({"e", "address", "full", "first", "last", "complete", "current", "own", "and"})
_OURS = frozenset({"agent", "assignee", "user", "staff", "owner", "brand", "company", "team", "group", "mailbox"})


def compile_(rule: Rule, known: Known) -> Compiled:
    """Return the check of a rule that asks for what is known."""
    words = Phrases(rule, known.moves)

    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        answers: dict[frozenset[str], tuple[str, Mention] | None] = {}  # each thing is looked for once
        for finding in words.check(prose, template):
            thing = _thing(finding.values["match"])
            if thing not in answers:
                answers[thing] = next(_printing(thing, template), None) if thing else None
            printed = answers[thing]
            if printed is not None:
                written, mention = printed
                values = {**finding.values, "placeholder": written}
                yield finding._replace(values=values, replacement=None, related=(mention,))

    return Compiled(check, words)


def _thing(asking: str) -> frozenset[str]:
    """Return the words of what is asked for, without those that tell nothing."""
    found = _THING.fullmatch(asking)
    return _words(found["thing"] if found else asking) - _FILLERS


def _printing(thing: frozenset[str], template: Template) -> Iterator[tuple[str, Mention]]:
    """Yield the placeholders of a template that print a thing, as they are written, and where."""
    for part in template.parts:
        text = part.body.text
        for one in placeholders.find(text):
            if one.prints and _prints(one, thing):
                yield text[slice(*one.span)], Mention("it is printed here", part.body.locate(one.span))


def _prints(placeholder: Placeholder, thing: frozenset[str]) -> bool:
    """Tell whether a placeholder prints a thing of the reader; what it prints of an agent or a brand is not theirs."""
    path = [segment for segment in re.split(r"[.\[\]:]", placeholder.name) if segment.strip()]
    name = _words(path[-1]) if path else frozenset()
    around = name | (_words(path[-2]) if len(path) > 1 else frozenset())
    main = thing - _KINDS
    if not main or around & _OURS or not main <= around or "status" in name:
        return False
    return bool(name & (_KINDS | thing if thing & _KINDS else main))


def _words(text: str) -> frozenset[str]:
    return frozenset(_SAME.get(word.lower(), word.lower()) for word in _WORD.findall(text))
