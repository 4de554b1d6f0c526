"""What kind of message a template is: declared, or guessed from its title, folder, tags and words.

Each sign of a kind adds to how sure one can be: two signs of weight a and b make 1 - (1 - a)(1 - b). A
second kind that is nearly as likely, and needs other moves, takes some of that away.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from macrolint.model import Template
from macrolint.moves import Moves
from macrolint.phrases import pattern
from macrolint.placeholders import VALUE
from macrolint.prose import Prose
from macrolint.rulebook import FRAGMENT, INTERNAL, Guess, Kind, Sign
from macrolint.sieve import Folded, Sieve, fold
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

LIKELY = 0.4  # below it, nothing is said about the kind
OTHER = "other"
_FRAGMENT_WORDS = 25
_SNIPPET_WORDS = 10  # so short a text tells nothing by its own words
_LONG_WORDS = 150  # in a longer text a word anywhere tells less, by so much as it is longer
_SIGNS = 3  # more of them add nothing
_SAYS = {"id": "its id says", "tags": "its tags say"}  # others: “title says”
_BLOCKS = ("code", "list", "quote", "heading")
_APART = lazy(r"[\s_/\\.:;,()\[\]-]+")


class _Seen(NamedTuple):
    weight: float
    said: str


class _Text(NamedTuple):
    """A text that may tell the kind: where it stands, and the stretch that counts."""

    where: str
    text: str
    folded: Folded
    span: Span


class Kinds:
    """The kinds that are known, and how a template is told to be one of them."""

    def __init__(self, kinds: Mapping[str, Kind], moves: Moves) -> None:
        self.kinds, self.moves = kinds, moves
        self._compiled: dict[str, re.Pattern[str]] = {}
        every = [(kind.id, sign) for kind in kinds.values() for sign in kind.signs]
        places = {sign.where for _, sign in every}
        self._by_place = {where: [one for one in every if one[1].where == where] for where in places}
        self._sieve = Sieve()
        for where, signs in self._by_place.items():
            self._sieve.add(where, (sign.cue.literals for _, sign in signs))

    def guess(self, template: Template, prose: Prose | None, path: str = "") -> Guess:
        """Return the kind of a template.

        prose: its message, if it has one. path: of its file, whose name and folder count like the title.
        """
        declared = (template.kind or "").strip().lower()
        if declared in self.kinds:
            return Guess(declared)
        if (template.audience or "").lower() == INTERNAL:
            return Guess(INTERNAL, reason="audience says “internal”")
        *folders, file = path.split("/")
        names = {
            "title": template.title,
            "id": template.id,
            "tags": " ".join(template.tags),
            "folder": folders[-1] if folders else "",
            "file": file.rsplit(".", 1)[0],
        }
        named = [_text(where, _APART.sub(" ", said)) for where, said in names.items() if said]
        texts: dict[str, list[_Text]] = {"named": named, "starts": [], "opens": [], "says": [], "begins": []}
        if prose is not None and len(prose.words) >= _SNIPPET_WORDS:
            whole = _Text("text", prose.masked, prose.folded, Span(0, len(prose.masked)))
            texts["says"] = [whole]
            if opening := prose.zone("opening"):
                texts["opens"] = [whole._replace(where="opening", span=opening)]
                starts = [one for one in prose.sentences if opening.overlaps(one)]
                texts["starts"] = [whole._replace(where="opening", span=one) for one in starts]
                first = Span(opening.start, opening.start)
                stands = [label for label in _BLOCKS if prose.in_zone(first, (label,))]
                texts["begins"] = [_text("beginning", " ".join(stands))] if stands else []
        guess = self._likeliest(self._signs(texts, prose)) or _without_signs(prose)
        unknown = f"there is no kind “{declared}”; " if declared else ""
        return guess._replace(reason=f"{unknown}{guess.reason}")

    def _likeliest(self, seen: Mapping[str, list[_Seen]]) -> Guess | None:
        scores = {}
        for name, signs in seen.items():
            doubt = 1.0
            for sign in signs:
                doubt *= 1 - sign.weight
            scores[name] = 1 - doubt
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        if not ranked:
            return None
        best = ranked[0]
        rival = next((name for name in ranked[1:] if self.kinds[name].needs != self.kinds[best].needs), None)
        confidence = scores[best] * (1 - scores[rival] / 3 if rival else 1)
        if confidence < LIKELY:
            return None
        return Guess(best, round(confidence, 2), "; ".join(sign.said for sign in seen[best]))

    def _signs(self, texts: Mapping[str, list[_Text]], prose: Prose | None) -> dict[str, list[_Seen]]:
        """Return the strongest signs of each kind that a template shows, no words twice."""
        found: dict[str, dict[str, _Seen]] = {}
        thin = min(1.0, _LONG_WORDS / len(prose.words)) if prose and prose.words else 1.0
        for where, signs in self._by_place.items():
            for text in texts[where]:
                for number in self._sieve.held(text.folded).get(where, ()):
                    kind, sign = signs[number]
                    words = self._words(sign, text, prose)
                    if words:
                        weight = sign.weight * thin if where == "says" else sign.weight
                        one = _Seen(weight, f"{_SAYS.get(text.where, f'{text.where} says')} “{words}”")
                        own = found.setdefault(kind, {})
                        own[words] = max(one, own.get(words, one))
        return {kind: sorted(seen.values(), reverse=True)[:_SIGNS] for kind, seen in found.items()}

    def _words(self, sign: Sign, text: _Text, prose: Prose | None) -> str:
        """Return the words of a text that are a sign, or nothing."""
        cue = sign.cue
        if cue.move:
            made = self.moves.found([cue.move], prose) if prose else ()
            inside = next((span for span in made if text.span.overlaps(span)), None)
            return _said(text.text[slice(*inside)]) if inside else ""
        if cue.text not in self._compiled:
            if not text.folded.stand_together(cue.literals, cue.starts, cue.reach):
                return ""
            self._compiled[cue.text] = re.compile(pattern(cue.text), re.I)
        found = text.folded.search(self._compiled[cue.text], cue.starts, text.text, *text.span)
        if not found or (sign.where == "starts" and re.search(r"[^\W_]", text.text[text.span.start : found.start()])):
            return ""
        return _said(found[0])


def _said(words: str) -> str:
    return " ".join(re.sub(f"{VALUE}+", "…", words).split()).lower()


@functools.lru_cache(maxsize=256)  # a folder has many files
def _text(where: str, said: str) -> _Text:
    return _Text(where, said, fold(said), Span(0, len(said)))


def _without_signs(prose: Prose | None) -> Guess:
    words = len(prose.words) if prose else 0
    if prose and words < _FRAGMENT_WORDS and not prose.zone("greeting") and not prose.zone("sign-off"):
        return Guess(FRAGMENT, 0.5, f"{words} words, no greeting, no sign-off")
    return Guess(OTHER, 0.4, "no clear sign")
