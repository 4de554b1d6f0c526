"""Actions in words: as a rule file, an example and a configuration write them, and as a report tells them.

`status solved` is one action; `tag` is any tag, `tag *follow*` those that look like it, `owner` somebody, not nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from macrolint.frames import Entry, did_you_mean
from macrolint.layouts import OWNERS, STATUSES, VERBS
from macrolint.model import Action, Layout, Template
from macrolint.spans import FileSpan

_NOWHERE = FileSpan(0, 0)
_NOBODY = "nobody"
_CHOICES = {"status": STATUSES, "owner": OWNERS}
_IN_PLACE = {"note": "note", "side-conversation": "side-conversation"}  # verbs that are told by a text, and its role
STATUS_WORDS = {
    "waiting_customer": "waiting for the reader",
    "waiting_internal": "on hold",
    "unchanged": "what it was",
    "unknown": "something unknown",
}
_OWNER_WORDS = {"current_user": "whoever uses it", "user": "somebody", "same": "whoever has it", "unknown": "somebody"}
_TOLD = {
    "status": "sets the status to {value}",
    "owner": "gives the ticket to {value}",
    "team": "gives the ticket to a team",
    "tag": "adds the tag “{value}”",
    "untag": "takes off the tag “{value}”",
    "tags": "replaces all tags by “{value}”",
    "priority": "sets the priority to {value}",
    "type": "sets the type to {value}",
    "wake": "brings the ticket back after {value} hours",
    "due": "sets a date, {value} hours from now",
    "note": "writes a note",
    "side-conversation": "writes to a third party",
    "subject": "sets the subject",
    "notify": "sends a notification",
    "field": "sets a field",
    "refused": "sets the status {value}, which no macro may set",
    "webhook": "calls another program",
    "attachment": "attaches a file",
    "close": "closes what is open",
}


def action_in(entry: Entry) -> str:
    """Read an action in words, as one text. Raises MacrolintError with a code frame for a verb that nobody knows."""
    verb, _, value = " ".join(entry.string().split()).partition(" ")
    if verb not in VERBS:
        entry.fail(f"'{verb}' is no action", did_you_mean(verb, VERBS) or f"known: {', '.join(VERBS)}")
    known = _CHOICES.get(verb)
    if known and value and value not in known:
        entry.fail(f"'{value}' is no {verb}", did_you_mean(value, known) or f"known: {', '.join(known)}")
    return f"{verb} {value}".strip()


def shown_by(template: Template, meant: Iterable[str]) -> list[Action]:
    """Return the actions of a template that are meant by any of some words, in the order of its file."""
    meant = tuple(meant)
    return [action for action in template.actions if any(_fits(action, one) for one in meant)]


def does(template: Template, meant: Iterable[str]) -> bool:
    """Tell whether a template does anything of what is meant; a note, or words to a third party, are also texts."""
    meant = tuple(meant)
    roles = {_IN_PLACE[one] for one in meant if one in _IN_PLACE}
    return bool(shown_by(template, meant)) or any(part.role in roles for part in template.parts)


def _fits(action: Action, meant: str) -> bool:
    verb, _, pattern = meant.partition(" ")
    if action.verb != verb:
        return False
    from fnmatch import fnmatchcase

    return fnmatchcase(action.value.lower(), pattern.lower()) if pattern else action.value != _NOBODY


def told(action: Action) -> str:
    """Return what an action does, as it stands after “the macro”."""
    value = action.value
    if action.verb in ("owner", "team") and value == _NOBODY:
        return "takes the ticket from whoever has it"
    if action.verb == "status":
        value = STATUS_WORDS.get(value, value)
    if action.verb in ("wake", "due") and not value.replace(".", "").isdigit():
        return "brings the ticket back later" if action.verb == "wake" else "sets a date"
    return _TOLD[action.verb].replace("{value}", _OWNER_WORDS.get(value, value) if action.verb == "owner" else value)


def as_said(
    template: Template, actions: tuple[str, ...] | None, status_after: str | None, ownership: str | None
) -> Template:
    """Return a template with what a configuration says of it, where its own file does not tell.

    actions: all that it does. status_after: how it leaves the ticket. ownership: of `OWNERSHIPS`.
    """
    if actions is not None and not template.complete:
        from macrolint.readers.actions import outcome_of

        does_ = tuple(Action(verb, value, _NOWHERE) for verb, _, value in (one.partition(" ") for one in actions))
        outcome = outcome_of(does_, Layout(complete=True))
        template = template._replace(actions=does_, outcome=outcome, complete=True)
    outcome = template.outcome
    if status_after and outcome.status_after == "unknown":
        outcome = outcome._replace(status_after=status_after)
    if outcome.owner_after == "same" and ownership == "agent":
        outcome = outcome._replace(owner_after="current_user")
    return template._replace(outcome=outcome)
