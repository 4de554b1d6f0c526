"""The check `action`: what a message says against what its template does.

`about` tells what in the text is looked at: words, a promise, a question, or anything. Of the template, each of
`status_after`, `owner_after`, `does`, `without` and `silent_with` that a rule gives has to fit. What nobody tells is
not known, and then nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from macrolint.actions import STATUS_WORDS, does, shown_by, told
from macrolint.checks import Check, Known, promises
from macrolint.checks.phrases import Phrases
from macrolint.guards import stands
from macrolint.model import Action, Finding, Mention, Template
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.spans import Span

_MOST = 4  # actions that a report names
_BEFORE = 2  # sentences before a promise in which its act may have been done
_GOODS = ("refund", "send", "fix", "other")  # acts that end with what was done; a reply or an update does not
_ASKING = 3  # words of a question; “Unsubscribe?” is the name of a link
_CLOSING = "\"'”’)]*_ \n"


def compile_(rule: Rule, known: Known) -> Check:
    """Return the check of a rule that holds a text against the actions of its template."""
    return _Acting(rule, known).check


class _Acting:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.rule, self.known, about = rule, known, rule.options.about
        self.words = Phrases(rule, known.moves) if rule.cues and about != "promise" else None
        self.promises = promises.compile_(rule._replace(check="promise"), known) if about == "promise" else None

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        shown = _shown(template, self.rule)
        if shown is None:
            return
        related = tuple(Mention(f"the template {told(one)}", one.span) for one in shown if one.span.end)[:_MOST]
        status = template.outcome.status_after
        for finding in self._said(prose, template):
            values = {**finding.values, "status": STATUS_WORDS.get(status, status)}
            yield finding._replace(values=values, replacement=None, related=(*finding.related, *related))

    def _said(self, prose: Prose, template: Template) -> Iterator[Finding]:
        about = self.rule.options.about
        if about == "anything":
            yield _finding(prose, prose.first_sentence(prose.zone("body") or Span(0, len(prose.masked))))
        if self.promises:
            yield from (one for one in self.promises(prose, template) if not self._is_done(prose, one.span))
        found = list(self.words.check(prose, template)) if self.words else []
        yield from found
        if about == "question":
            taken = {prose.sentence_at(one.span) for one in found}
            yield from (_finding(prose, one) for one in self._questions(prose) if prose.sentence_at(one) not in taken)

    def _questions(self, prose: Prose) -> Iterator[Span]:
        """Yield the sentences that ask."""
        for sentence in prose.sentences:
            said = prose.masked[slice(*sentence)].rstrip(_CLOSING)
            span = Span(sentence.start, sentence.start + len(said))
            rule = self.rule
            if (
                said.endswith("?")
                and len(said.split()) >= _ASKING
                and stands(prose, span, span, rule.unless, rule.only, rule.origin)
            ):
                yield span

    def _is_done(self, prose: Prose, span: Span) -> bool:
        """Tell whether a promise only says how something ends that has been done: “refunded; it will be there on …”."""
        moves = self.rule.options.moves
        promise = next((one for one in promises.promised(prose, self.known) if one.span == span), None)
        if not moves or promise is None or (promise.act not in _GOODS and promise.who != "third-party"):
            return False
        near = prose.around(span, _BEFORE, 0)
        return any(near.start <= made.start < span.start for made in self.known.moves.found(moves, prose))


def _shown(template: Template, rule: Rule) -> list[Action] | None:
    """Return the actions that stand against the words, or None where the template does not contradict them."""
    options, outcome = rule.options, template.outcome
    if not template.actions and not template.complete and outcome.status_after == "unknown":
        return None
    if options.status_after and outcome.status_after not in options.status_after:
        return None
    if options.owner_after and outcome.owner_after not in options.owner_after:
        return None
    if options.does and not does(template, options.does):
        return None
    if options.without and (not template.complete or does(template, options.without)):
        return None
    if options.silent_with and does(template, options.silent_with):
        return None
    if options.does:
        return shown_by(template, options.does)
    named = shown_by(template, ["status"])[-1:] if options.status_after else []
    return named if named or not options.without else list(template.actions)


def _finding(prose: Prose, span: Span) -> Finding:
    return Finding(span, {"match": " ".join(prose.part.body.text[slice(*span)].split())})
