"""The words of promises: `rulesets/promises/*.yaml`, each a few lists of phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from macrolint.frames import Entry, load
from macrolint.literals import starts_of
from macrolint.phrases import literals, pattern
from macrolint.promises.words import FUTURES, TELLING, VIEWS, Act, PromiseWords
from macrolint.rules.load import Sets, phrase_of

FOLDER = "promises"
ACTS = "acts"
THINGS, GOODS = "things", "goods"
FILES: Mapping[str, tuple[str, ...]] = {  # the lists of each file
    "actors": ("i", "we", "named", "pronouns", "of_ours", "teams", "someone", "outsiders", "outside_names"),
    "futures": (
        *("plain", "hedged", "firm", "striven", "due", "foretold", "able", "offered", "ready", "negated"),
        *("quiet_adverbs", "hedges", "pledges", "list_openers"),
    ),
    "receiving": (
        *(
            "receives",
            "receives_timed",
            "expects",
            "allows",
            "arrives",
            "released",
            "takes",
            "slated",
            "habits",
            "done_habits",
        ),
        *("deeds", "done_deeds", "no_delivery", "carries"),
    ),
    "conditions": (
        *(
            "starts",
            "no_condition",
            "asked_after",
            "readers",
            "not_readers",
            "asked_for",
            "requests",
            "no_requests",
            "requests_first",
            "pauses",
        ),
        *("wishes", "milestones", "next_ones", "releases", "fallbacks"),
    ),
    "lookalikes": (
        *("asked_or_told", "asks", "stances", "absences", "harms", "threats", "takings", "refrains"),
        *(
            "taken_away",
            "this_one",
            "rarely",
            "failing",
            "none_of",
            "done_to_reader",
            "handing",
            "handed",
            "purposes",
            "general_help",
        ),
    ),
}
_ACT_FIELDS = ("title", "does", "done", GOODS)


def paths() -> tuple[str, ...]:
    """Return the paths of the files, in the rulesets."""
    return tuple(f"{FOLDER}/{name}.yaml" for name in (ACTS, *FILES))


def read_promise_words(files: Mapping[str, str], shown: str) -> PromiseWords:
    """Read the texts of the files by their paths. Raises MacrolintError with a code frame."""

    def entry(name: str) -> Entry:
        path = f"{FOLDER}/{name}.yaml"
        return load(f"{shown}/{path}", files[path], "promise file")

    acts, sets = _acts(entry(ACTS))
    lists = {field: value for name, known in FILES.items() for field, value in _lists(entry(name), known, sets)}
    return PromiseWords(
        acts,
        **lists,
        telling=_telling(lists),
        starts_of_futures=_starts(lists, FUTURES),
        starts_of_views=_starts(lists, VIEWS),
        starts_of_done_habits=_starts(lists, ("done_habits",)),
        starts_of_habits=_starts(lists, ("habits",)),
    )


def _starts(lists: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> tuple[str, ...]:
    """Return what the phrases of some lists start with; nothing if it is not known of one of them."""
    every = [starts_of(pattern(phrase)) for name in names for phrase in lists[name]]
    return tuple(sorted({start for starts in every for start in starts})) if all(every) else ()


def _telling(lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words of which one is in every sentence that promises; none, where a phrase has no words."""
    sets = [literals(phrase) for name in TELLING for phrase in lists[name]]
    return tuple(sorted({f" {word.strip()}" for found in sets for word in found[0]})) if all(sets) else ()


def _lists(entry: Entry, known: tuple[str, ...], sets: Sets) -> Iterator[tuple[str, tuple[str, ...]]]:
    fields = entry.fields(known, "list")
    for name in known:
        if name not in fields:
            entry.fail(f"the list '{name}' is missing", f"add a line '{name}: [ … ]'")
        yield name, tuple(phrase_of(one, sets) for one in fields[name].each())


def _acts(entry: Entry) -> tuple[tuple[Act, ...], Sets]:
    """Read the acts, and the cue sets that they make for the other files."""
    fields = dict(entry.items())
    sets: dict[str, tuple[str, ...]] = {}
    if THINGS in fields:
        sets[THINGS] = tuple(phrase_of(one, sets) for one in fields.pop(THINGS).each())
    acts = tuple(_act(name, one.fields(_ACT_FIELDS, "field of an act"), one, sets) for name, one in fields.items())
    sets[GOODS] = tuple(phrase for act in acts for phrase in act.goods)
    return acts, sets


def _act(name: str, fields: dict[str, Entry], entry: Entry, sets: Sets) -> Act:
    if "does" not in fields:
        entry.fail(f"the act '{name}' needs 'does'", "list what it is after “we will”")
    does, done, goods = (
        tuple(phrase_of(one, sets) for one in fields[field].each()) if field in fields else ()
        for field in ("does", "done", GOODS)
    )
    title = fields["title"].string() if "title" in fields else name
    starts = [tuple(starts_of(pattern(phrase)) for phrase in phrases) for phrases in (does, done)]
    return Act(name, title, does, done, goods, *starts)
