"""Promises: found in what people write, told apart from what looks like one, listed by `macrolint promises`."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import ROOT, macrolint, write

from macrolint.mapping import copied
from macrolint.model import MacrolintError, Part
from macrolint.promises.extraction import Promise, Promises
from macrolint.promises.times import Times
from macrolint.prose import study
from macrolint.rules.catalog import from_json, load_catalog
from macrolint.rules.promises import FILES, TELLING, _telling, paths, read_promise_words
from macrolint.rules.reading import read_catalog, to_json
from macrolint.sieve import fold
from macrolint.spans import Span

CATALOG = load_catalog()
TIMES = Times(CATALOG.times)
PROMISES = Promises(CATALOG.promises, TIMES)
FOLDER = Path(__file__).with_name("promises")
LABELLED = [tuple(line.split("\t")) for line in (FOLDER / "labelled.tsv").read_text(encoding="utf-8").splitlines()]


def lines(name: str) -> list[tuple[str, ...]]:
    """The lines of a file of sentences: what is expected, the text."""
    read = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("|", 1) for line in read if line and not line.startswith("#")]
    return [(" ".join(expected.split()), text.strip().replace("\\n", "\n")) for expected, text in cells]


OWN, TRADES = lines("sentences.txt"), lines("trades.txt")
LISTED = ("promise", "delivery", "offer", "refrain")


def found(text: str, markup: str = "markdown") -> tuple[Promise, ...]:
    return PROMISES.found(study(Part("message", markup, copied(text)), CATALOG.words("en")))


def said(text: str) -> list[str]:
    return [text[slice(*promise.span)] for promise in found(text)]


@pytest.mark.parametrize(("label", "text"), LABELLED)
def test_the_labelled_sentences_are_told_apart(label: str, text: str) -> None:
    assert bool(found(text)) == (label in LISTED)


@pytest.mark.parametrize(("expected", "text"), OWN)
def test_promises_are_read_and_what_looks_like_one_is_left_out(expected: str, text: str) -> None:
    got = [f"{one.who} {one.act} {one.condition or '-'}" for one in found(text)]
    assert got == ([expected] if " " in expected else [])


@pytest.mark.parametrize(("expected", "text"), TRADES)
def test_promises_of_many_trades_are_read_with_their_times(expected: str, text: str) -> None:
    got = [
        f"{one.who} {one.act} {one.condition or '-'} {one.when.klass if one.when else 'none'}" for one in found(text)
    ]
    assert got == (expected.split("; ") if " " in expected else [])


def test_there_are_sentences_of_every_kind() -> None:
    kinds = [expected if " " not in expected else "promise" for expected, _ in (*OWN, *TRADES)]
    assert len(kinds) >= 300
    assert 0.4 <= kinds.count("promise") / len(kinds) <= 0.6
    assert min(kinds.count(kind) for kind in set(kinds)) >= 7


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "We'll check it, fix it and get back to you by Friday.",
            ["We'll check it", "fix it", "get back to you by Friday"],
        ),
        ("Your case is open and will be reviewed within 24 hours.", ["will be reviewed within 24 hours"]),
        ("We will fix it and will write to you.", ["We will fix it", "will write to you"]),
        ("Thanks! Once it is back, we'll refund you; the rest stays.", ["we'll refund you"]),
        ("We'll check why it says “no”; “we will refund you” is quoted.", ["We'll check why it says “no”"]),
        ("`we will refund you today`", []),
        ("> We will refund you today.\n\nIs that what it says?", []),
    ],
)
def test_a_promise_goes_from_who_to_the_end_of_its_clause(text: str, spans: list[str]) -> None:
    assert said(text) == spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will:\n\n- check the lamp\n- refund you within 3 days\n\nThe lamp is red.", ["we check", "we refund"]),
        ("Here's what happens next:\n\n1. Look into the case\n2. Reply within 2 days\n", ["we check", "we reply"]),
        ("Our team will:\n\n* review the photos\n", ["named check"]),
        ("You need:\n\n- check the lamp\n- reply to us\n", []),
        ("We will:\n\nThe lamp is red.\n\n- check the lamp\n", []),
    ],
)
def test_list_items_inherit_who_promises(text: str, expected: list[str]) -> None:
    assert [f"{one.who} {one.act}" for one in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("I'll call you today and we'll write to you within 3 days.", ["today", "within 3 days"]),
        ("We'll look into it and get back to you within 24 hours.", ["within 24 hours", "within 24 hours"]),
        ("We will decide within 10 days and will write to you.", ["within 10 days", "within 10 days"]),
        ("We will decide within 10 days and I will write to you.", ["within 10 days", None]),
        ("We'll reply shortly within 24 hours.", ["within 24 hours"]),
        ("I'll write to you. Expect it by noon.", ["by noon"]),
        ("I'll write to you. I'll call you by noon.", [None, "by noon"]),
        ("I'll write to you.\n\nExpect it by noon.", [None]),
        ("I'll write to you. The lamp came within 3 days.", [None]),
        ("Once you reply, we'll look into it.", ["Once you reply"]),
        ("Once you reply, we'll look into it by Friday.", ["by Friday"]),
    ],
)
def test_a_time_belongs_to_the_nearest_promise(text: str, times: list[str | None]) -> None:
    assert [one.when and text[slice(*one.when.span)] for one in found(text)] == times


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("We aim to answer today.", "hedged"),
        ("We'll do our best to repair it.", "hedged"),
        ("We will repair it.", "plain"),
        ("We guarantee to answer today.", "firm"),
        ("We will definitely refund you.", "firm"),
    ],
)
def test_a_promise_says_how_sure_it_is(text: str, strength: str) -> None:
    assert [one.strength for one in found(text)] == [strength]


def test_a_promise_knows_who_what_and_what_to_do_when_it_is_not_kept() -> None:
    text = "Our billing team will refund the full amount within 3 days. If you haven't received it by then, reply here."
    (one,) = found(text)
    assert one.actor is not None
    assert one.fallback is not None
    assert text[slice(*one.actor)] == "Our billing team"
    assert text[slice(*one.object)] == "the full amount"
    assert text[slice(*one.fallback)] == "If you haven't received"


def test_they_are_ours_only_where_a_team_of_ours_was_named() -> None:
    assert [one.who for one in found("I've asked our engineers and they will check it.")] == ["named"]
    assert found("Ask your friends, they will check it.") == ()


def test_the_words_survive_the_compiled_catalogue() -> None:
    from json import dumps, loads

    read = read_catalog(str(ROOT / "rulesets"))
    assert from_json(loads(dumps(to_json(read)))).promises == read.promises
    assert read.promises == CATALOG.promises


def words() -> dict[str, str]:
    return {path: (ROOT / "rulesets" / path).read_text(encoding="utf-8") for path in paths()}


def test_a_broken_word_file_is_shown_with_its_place() -> None:
    assert read_promise_words(words(), "rulesets") == CATALOG.promises
    for file, before, after, message in [
        ("actors", "i: [I]", "j: [I]", "unknown list 'j' (rulesets/promises/actors.yaml, line 2)"),
        ("actors", "i: [I]\n", "", "the list 'i' is missing (rulesets/promises/actors.yaml, line 2)"),
        ("futures", "firm: [", 'firm: ["[a|b", ', "the phrase “[a|b” cannot be read: a '[' is never closed"),
        ("acts", "  does:", "  dose:", "unknown field of an act 'dose'"),
    ]:
        path = f"promises/{file}.yaml"
        broken = words() | {path: words()[path].replace(before, after, 1)}
        with pytest.raises(MacrolintError) as error:
            read_promise_words(broken, "rulesets")
        assert error.value.message.startswith(message)


def test_every_list_has_words() -> None:
    assert [name for known in FILES.values() for name in known if not getattr(CATALOG.promises, name)] == []


LIBRARY = {
    "macros/late.md": "---\ntitle: Parcel is late\nkind: reject\n---\nHi {{name}},\n\nI'm sorry the parcel is late. Our shipping team will "
    "contact you within 2 business days.\nIf you send us a photo, we'll look into it.\n\nBest,\nAnn\n",
    "macros/refund.yaml": 'title: Refund\nbody: "We hope to refund you soon.\\nYou said it broke."\n',
    "macros/note.md": "---\ntitle: Note\nkind: internal\n---\nWe will refund them tomorrow.\n",
    "macros/german.md": "---\ntitle: Spät\nlanguage: de\n---\nWe will refund you tomorrow.\n",
}
TEXT = """\
Parcel is late (macros/late.md)
  macros/late.md:7:31
    “Our shipping team will contact you within 2 business days”
      who: Our shipping team · what: reply · until: within 2 business days
  macros/late.md:8:25
    “we'll look into it”
      who: we · what: look into · until: no time is said
      waits for: the reader's move: “If you send us a photo”

Refund (macros/refund.yaml)
  macros/refund.yaml:2:8
    “We hope to refund you soon”
      who: we · what: refund · until: soon (no time to count on) · how sure: a hope only

3 promises in 4 templates in 4 files: 1 with a time, 1 without, 1 waiting for the reader.
"""


def test_promises_are_listed_for_people(tmp_path: Path) -> None:
    done = macrolint("promises", "macros", cwd=write(tmp_path, LIBRARY), env={"COLUMNS": "90"})
    assert (done.code, done.out, done.err) == (0, TEXT, "")


def test_promises_are_listed_for_programs(tmp_path: Path) -> None:
    done = macrolint("promises", "--output-format", "json", "macros", cwd=write(tmp_path, LIBRARY))
    assert (done.code, done.json["version"], len(done.json["promises"])) == (0, 1, 3)
    assert done.json["promises"][0] == {
        "id": "reply-b750fc25",
        "path": "macros/late.md",
        "template": {"id": None, "title": "Parcel is late", "kind": "reject", "address": None},
        "start": {"line": 7, "column": 31, "offset": 87},
        "end": {"line": 7, "column": 88, "offset": 144},
        "text": "Our shipping team will contact you within 2 business days",
        "who": "named",
        "act": "reply",
        "when": {
            "class": "window",
            "form": "within",
            "text": "within 2 business days",
            "earliest_hours": 0.0,
            "latest_hours": 48.0,
            "calendar": "business",
        },
        "condition": None,
        "strength": "plain",
        "fallback": None,
        "owner": None,
        "kept_by": None,
    }
    assert done.json["promises"][1]["when"] == {
        "class": "event",
        "form": "event",
        "text": "If you send us a photo",
        "earliest_hours": None,
        "latest_hours": None,
        "calendar": None,
    }
    source = (tmp_path / "macros/late.md").read_text(encoding="utf-8")
    for one in done.json["promises"][:2]:
        assert source[one["start"]["offset"] : one["end"]["offset"]] == one["text"]


def test_a_promise_without_a_time_has_the_class_none(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "We will refund you.\n"})
    (one,) = macrolint("promises", "-f", "json", cwd=tmp_path).json["promises"]
    assert one["when"] == {
        "class": "none", "form": None, "text": None, "earliest_hours": None, "latest_hours": None, "calendar": None,
    }  # fmt: skip


def test_listing_promises_never_ends_well_by_accident(tmp_path: Path) -> None:
    none = macrolint("promises", cwd=tmp_path)
    assert (none.code, none.out) == (2, "")
    assert none.err.startswith("error: no templates found in '.'\n")
    assert macrolint("promises", "--no-error-on-empty", cwd=tmp_path).code == 0
    write(tmp_path, {"macros/a.md": "The lamp is red.\n"})
    assert macrolint("promises", cwd=tmp_path).out == "No promises in 1 template in 1 file.\n"
    write(tmp_path, {"macros/b.yaml": "title: [\nbody: We will refund you.\n"})
    broken = macrolint("promises", cwd=tmp_path)
    assert (broken.code, broken.err[:24]) == (1, "error: macros/b.yaml:3 c")


def test_a_sentence_is_read_if_one_of_the_telling_words_is_in_it() -> None:
    words = CATALOG.promises
    every = Promises(words._replace(telling=()), TIMES)
    texts = [text for _, text in (*LABELLED, *OWN, *TRADES)]
    spoken = [study(Part("message", "text", copied(text)), CATALOG.words("en")) for text in texts]
    assert [every.found(prose) for prose in spoken] == [PROMISES.found(prose) for prose in spoken]
    lamp = "The lamp is red. Please send a photo of it."
    assert not PROMISES._tells(fold(lamp), Span(0, len(lamp)))
    assert every._tells(fold(lamp), Span(0, len(lamp)))
    lists = {name: getattr(words, name) for name in TELLING}
    assert _telling(lists) == words.telling
    assert _telling({**lists, "list_openers": (*words.list_openers, "→")}) == ()
    two = "We will write. The lamp is red."
    assert [PROMISES._tells(fold(two), Span(*one)) for one in ((0, 14), (15, 31))] == [True, False]
