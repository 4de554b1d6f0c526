"""The times file: how people write times, and what looks like a time and is none."""

from __future__ import annotations

from macrolint.frames import Entry, load
from macrolint.phrases import literals
from macrolint.promises.slots import HOURS, MARKS, STRETCHES
from macrolint.rulebook import Cue, Stretch, TimeForm, TimeWords
from macrolint.rules.load import Sets, phrase_of
from macrolint.uncompiled import lazy

CLASSES = ("exact", "window", "event", "vague")
FORMS = (
    *("range", "within", "end-of-day", "clock", "relative-day", "weekday", "date", "placeholder", "fuzzy"),
    *("lower-bound", "event", "vague"),
)
_LISTS = ("business", "calendar", "plain", "halves", "joins", "months", "clock_words")
_NAMES = ("due_names", "other_names")
_NUMBERS = ("numbers", "articles", "more")
_FIELDS = (
    *("units", *_LISTS, *_NUMBERS, "few", "zones", "due_names", "other_names", *STRETCHES),
    *("words", "times", "nothing", "event_ends"),
)
_AMOUNT = lazy(rf"(\d+(?:\.\d+)?) (business )?({'|'.join(HOURS)})s?")


def read_times(path: str, text: str) -> TimeWords:
    """Read the times file. Raises MacrolintError with a code frame."""
    whole = load(path, text, "times file")
    fields = whole.fields(_FIELDS, "field of the times file")
    for name in _FIELDS:
        if name not in fields:
            whole.fail(f"the times file has no '{name}'")
    sets: dict[str, tuple[str, ...]] = {name: (mark,) for name, mark in MARKS.items()}
    for name, entry in fields["words"].items():
        sets[name] = tuple(_phrase(one, sets) for one in entry.each())
    lists = {name: tuple(word.lower() for word in fields[name].strings()) for name in _LISTS}
    numbers = {name: {word: one.number() for word, one in fields[name].items()} for name in _NUMBERS}
    nothing = TimeForm("", "", tuple(_cue(one, sets) for one in fields["nothing"].each()))
    return TimeWords(
        units={name: one.strings() for name, one in fields["units"].fields(HOURS, "unit").items()},
        business=lists["business"],
        calendar=lists["calendar"],
        plain=lists["plain"],
        numbers=numbers["numbers"],
        articles=numbers["articles"],
        few={word: _least_and_most(one) for word, one in fields["few"].items()},
        halves=lists["halves"],
        more=numbers["more"],
        joins=lists["joins"],
        months=lists["months"],
        clock_words=lists["clock_words"],
        zones=tuple(phrase_of(one, {}) for one in fields["zones"].each()),
        due_names=frozenset(fields["due_names"].strings()),
        other_names=frozenset(fields["other_names"].strings()),
        stretches={name: tuple(_stretch(one) for one in fields[name].each()) for name in STRETCHES},
        forms=(*(_form(one, sets) for one in fields["times"].each()), nothing),
        event_ends=tuple(phrase_of(one, {}) for one in fields["event_ends"].each()),
    )


def _form(entry: Entry, sets: Sets) -> TimeForm:
    fields = entry.fields(("form", "class", "phrases", "latest"), "field of a time")
    if "form" not in fields or "phrases" not in fields:
        entry.fail("a time has a form and phrases", "such as {form: vague, class: vague, phrases: [soon]}")
    return TimeForm(
        fields["form"].choice(FORMS),
        fields["class"].choice(CLASSES) if "class" in fields else "",
        tuple(_cue(one, sets) for one in fields["phrases"].each()),
        _length(fields["latest"])[0] if "latest" in fields else None,
    )


def _stretch(entry: Entry) -> Stretch:
    fields = entry.fields(("phrases", "latest", "class"), "field of a stretch of time")
    if "phrases" not in fields or "latest" not in fields:
        entry.fail("a stretch of time has phrases and a length", "such as {phrases: [tomorrow], latest: 2 days}")
    hours, calendar, unit = _length(fields["latest"])
    klass = fields["class"].choice(("exact", "window")) if "class" in fields else "exact"
    phrases = tuple(phrase_of(one, {}) for one in fields["phrases"].each())
    return Stretch(phrases, hours, calendar, klass, unit, tuple(map(literals, phrases)))


def _length(entry: Entry) -> tuple[float, str, str]:
    """Read a length, such as “2 business days”: its hours, its calendar and its unit."""
    found = _AMOUNT.fullmatch(entry.string())
    if not found:
        entry.fail(f"“{entry.string()}” is no length of time", "such as 2 days, or 1 business day")
    return float(found[1]) * HOURS[found[3]], "business" if found[2] else "calendar", found[3]


def _least_and_most(entry: Entry) -> tuple[float, float]:
    both = [one.number() for one in entry.each()]
    if len(both) != 2 or both[0] > both[1]:
        entry.fail("write two numbers, the smaller one first", "such as [2, 5]")
    return both[0], both[1]


def _cue(entry: Entry, sets: Sets) -> Cue:
    text = _phrase(entry, sets)
    return Cue(text, literals=literals(text))


def _phrase(entry: Entry, sets: Sets) -> str:
    """Read a phrase; a private character stands in it for each part that it leaves open."""
    whole = phrase_of(entry, sets)
    for mark in MARKS.values():  # a lone part needs no brackets around it
        whole = whole.replace(f"[{mark}]", mark)
    return whole
