"""Times: found where they stand, in their normal form, and never in what only looks like one."""

from __future__ import annotations

import random
import re
from pathlib import Path
from time import perf_counter

import pytest
from generated import dice, examples, row
from hypothesis import given

from macrolint import data
from macrolint.mapping import copied
from macrolint.model import MacrolintError, Part
from macrolint.promises.slots import STRETCHES, Slots
from macrolint.promises.times import Times, When, _words
from macrolint.prose import Prose, study
from macrolint.rules.catalog import from_json
from macrolint.rules.reading import read_catalog, to_json
from macrolint.rules.times import CLASSES, FORMS, read_times
from macrolint.sieve import Folded
from macrolint.spans import Span

CATALOG = read_catalog(data.rulesets())
TIMES = Times(CATALOG.times)
YAML = Path(data.rulesets(), "promises", "times.yaml").read_text(encoding="utf-8")
TABLE = [
    line
    for line in Path(__file__).with_name("times.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def prose(text: str, markup: str = "markdown") -> Prose:
    return study(Part("message", markup, copied(text)), CATALOG.words("en"))


def found(text: str, times: Times = TIMES) -> tuple[When, ...]:
    return times.found(prose(text), Span(0, len(text)))


def shown(text: str, times: Times = TIMES) -> str:
    """Write a text down as in the table."""
    marked, at, said = [], 0, []
    for when in found(text, times):
        marked += [text[at : when.span.start], "«", text[slice(*when.span)], "»"]
        at = when.span.end
        low, high = ("-" if hours is None else f"{hours:g}" for hours in when[3:5])
        calendar = when.calendar or "-"
        said.append(f"{when.klass} {when.form} {low}..{high} {calendar}{' zone' if when.zone else ''}")
    return f"{''.join([*marked, text[at:]])} > {'; '.join(said)}".rstrip()


@pytest.mark.parametrize("line", TABLE)
def test_a_time_is_found_in_its_normal_form(line: str) -> None:
    text = line.rsplit(" >", 1)[0].replace("«", "").replace("»", "")
    assert shown(text) == line


def test_the_table_knows_every_form_and_many_look_alikes() -> None:
    said = [form.split() for line in TABLE for form in line.rsplit(" >", 1)[1].split(";") if form.strip()]
    assert {form for _, form, *_ in said} == set(FORMS)
    assert {klass for klass, *_ in said} == set(CLASSES)
    assert len(said) >= 170
    assert sum("«" not in line for line in TABLE) >= 50


@pytest.mark.parametrize(
    ("text", "unit", "stated", "hours", "calendar"),
    [
        ("within 24 business hours", "hour", True, 24, "business"),
        ("within 1 business day", "day", True, 24, "business"),
        ("within one working day", "day", True, 24, "business"),
        ("within 2 calendar days", "day", True, 48, "calendar"),
        ("within two consecutive weeks", "week", True, 336, "calendar"),
        ("within 2 full days", "day", False, 48, "calendar"),
        ("within 24-48 hours", "hour", False, 48, "calendar"),
        ("from 24 hours to 3 days", "day", False, 72, "calendar"),
        ("in a couple of business days", "day", True, 48, "business"),
        ("in an hour and a half", "hour", False, 1.5, "calendar"),
        ("within 30 minutes", "minute", False, 0.5, "calendar"),
        ("within 2 months", "month", False, 1440, "calendar"),
        ("in a year", "year", False, 8760, "calendar"),
        ("within {{count}} business days", "day", True, None, "business"),
        ("within {{count}} days", "day", False, None, "calendar"),
        ("by the end of the business day", "day", True, 24, "business"),
        ("tomorrow", "day", False, 48, "calendar"),
        ("by 5 pm", None, False, 24, "calendar"),
        ("by {{due_date}}", None, False, None, None),
        ("by 31 March", None, False, None, None),
        ("soon", None, False, None, None),
    ],
)
def test_a_length_tells_its_unit_and_whether_its_calendar_is_said(
    text: str, unit: str | None, stated: bool, hours: float | None, calendar: str | None
) -> None:
    (when,) = found(f"We'll reply {text}.")
    assert (when.unit, when.stated, when.latest_hours, when.calendar) == (unit, stated, hours, calendar)


@pytest.mark.parametrize("days", range(1, 100))
def test_numbers_up_to_ninety_nine_may_be_words(days: int) -> None:
    ones = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    )
    ones += "seventeen eighteen nineteen".split()
    tens = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
    word = ones[days] if days < 20 else tens[days // 10] + (f"-{ones[days % 10]}" if days % 10 else "")
    for written in (word, word.replace("-", " "), word.capitalize(), str(days)):
        (when,) = found(f"We reply within {written} minutes.")
        assert when.form == "within"
        assert when.latest_hours == pytest.approx(days / 60)


def test_only_the_stretch_that_is_asked_for_is_read() -> None:
    text = "We reply by Monday. We refund within 2 days. We call by {{due_date}}."
    whole = prose(text)
    spans = [[when.span for when in TIMES.found(whole, sentence)] for sentence in whole.sentences]
    assert [[text[slice(*span)] for span in each] for each in spans] == [
        ["by Monday"],
        ["within 2 days"],
        ["by {{due_date}}"],
    ]


def test_code_and_addresses_hold_no_time() -> None:
    assert shown("Run `sleep within 2 days`, see https://example.com/within-2-days.").endswith(">")


def test_what_prints_nothing_is_no_time() -> None:
    assert shown("We reply by {% if due_date %}.") == "We reply by {% if due_date %}. >"


def test_a_time_goes_over_a_soft_break_but_not_into_the_next_paragraph() -> None:
    assert [when.form for when in found("We reply within\n2 days.")] == ["within"]
    assert [when.klass for when in found("We reply within\n\n2 days.")] == ["exact"]


def test_the_compiled_catalogue_says_the_same() -> None:
    import json

    assert from_json(json.loads(json.dumps(to_json(CATALOG)))).times == CATALOG.times


def test_a_word_that_someone_adds_counts() -> None:
    yaml = YAML.replace("few:\n", "few:\n  a handful of: [3, 5]\n", 1).replace(
        "      - shortly\n", "      - before tea\n"
    )
    times = Times(read_times("times.yaml", yaml))
    assert shown("I'll call in a handful of days.", times).endswith(
        "«in a handful of days». > window fuzzy 72..120 calendar"
    )
    assert shown("I'll call before tea.", times).endswith("> vague vague -..- -")
    assert shown("I'll call shortly.", times).endswith(">")


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("  second: [", "  jiffy: [", "unknown unit 'jiffy'", "  second: ["),
        ("latest: 3 days", "latest: three days", "“three days” is no length of time", "latest: 3 days"),
        ("  few: [2, 5]", "  few: [5, 2]", "write two numbers, the smaller one first", "  few: [2, 5]"),
        ("  - form: fuzzy", "  - form: fuzy", "'times.form' must be one of", "  - form: fuzzy"),
        ("      - shortly", "      - '[shortly'", "the phrase “[shortly” cannot be read: a '[' is never closed", "      - shortly"),
        ("      - shortly", "      - '{shortly}'", "the phrase “{shortly}” cannot be read", "      - shortly"),
        ("halves: ", "halfs: ", "unknown field of the times file 'halfs'", "halves: "),
    ],
)  # fmt: skip
def test_a_mistake_in_the_times_file_is_shown_where_it_is(old: str, new: str, message: str, line: str) -> None:
    number = YAML[: YAML.index(line)].count("\n") + 1
    with pytest.raises(MacrolintError) as raised:
        read_times("times.yaml", YAML.replace(old, new, 1))
    assert message in str(raised.value)
    assert f"(times.yaml, line {number})" in str(raised.value)


def test_a_times_file_that_lacks_a_field_says_which() -> None:
    with pytest.raises(MacrolintError, match="the times file has no 'event_ends'"):
        read_times("times.yaml", YAML[: YAML.index("event_ends:")])


ATOMS = (
    "within,in,by,before,the,next,last,for,to,or,and,-,–,24,48,2,9,17:00,5 pm,cet,(,),.,day,days,business,hours,hrs,a,an,half,"
    "twenty,four,couple of,few,at least,ago,trial,end of,eod,friday,monday,31,march,may,3/4,2025,today,tomorrow,soon,shortly,"
    "as soon as,possible,once,when,after,until,you reply,we will,{{sla}},{{due_date}},{{name}},24/7,old,\n,\n\n,`x`,**,\ue000,"
    "\ue00c,\ue0ff,ı,İ,ß,\ufffc,\0"
).split(",")  # fmt: skip


@given(dice)
@examples(300)
def test_times_lie_inside_and_never_overlap(dice: random.Random) -> None:
    text = row(dice, [f"{atom}{blank}" for atom in ATOMS for blank in (" ", "")], 40)
    whole = prose(text)
    start = dice.randint(0, len(text))
    span = Span(start, dice.randint(start, len(text)))
    at = span.start
    for when in TIMES.found(whole, span):
        assert at <= when.span.start < when.span.end <= span.end
        at = when.span.end
        assert when.klass in CLASSES
        assert when.form in FORMS
        assert when.calendar in ("calendar", "business", None)
        if when.earliest_hours is not None and when.latest_hours is not None:
            assert when.earliest_hours >= 0


@pytest.mark.parametrize(
    "atom",
    ["2 ", "24-", "1 day to ", "9:00 to ", "a day and a half ", "2 (5 ", "once ", "by {{x}} ", "two days ago ", "31 ", "eod ",
     "soon ", "as soon as ", "monday to ", "{{x}}-", "today's ", "twenty-", "within 24 hours ", " ", "2" + 400 * " ", "{"],
)  # fmt: skip
def test_the_cost_grows_with_the_text(atom: str) -> None:
    def cost(size: int) -> float:
        whole = prose((atom * (size // len(atom) + 1))[:size], "text")
        assert whole.masked is not None
        assert whole.placeholders is not None
        times = []
        for _ in range(3):
            start = perf_counter()
            TIMES.found(whole, Span(0, size))
            times.append(perf_counter() - start)
        return min(times)

    cost(100)
    assert cost(40_000) < 16 * cost(4_000) + 0.2  # quadratic would be a hundred times


def test_every_stretch_has_a_length() -> None:
    for name in STRETCHES:
        assert all(one.latest > 0 and one.phrases for one in CATALOG.times.stretches[name])


class _Everything:
    """Looks for every phrase in every text."""

    def __init__(self, owner: Times) -> None:
        self.told = {owner: [*range(len(owner._phrases))]}

    def held(self, text: Folded) -> dict[Times, list[int]]:
        return self.told


def test_a_sentence_holds_no_times_but_those_that_its_words_and_those_of_its_text_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow = Times(CATALOG.times)
    monkeypatch.setattr(slow, "_sieve", _Everything(slow))
    lines = [line.split("\t")[0] for line in TABLE]
    for at in range(0, len(lines), 3):
        read = prose("\n\n".join(lines[at : at + 3]))
        fresh = prose("\n\n".join(lines[at : at + 3]))
        for sentence in read.sentences:
            assert TIMES.found(read, sentence) == slow.found(fresh, sentence)


def test_a_sentence_that_was_read_before_has_the_same_times_at_its_new_place_and_its_own_placeholders() -> None:
    said = "We will reply within {} hours."
    for name, before in [("{{ hours }}", ""), ("{{ name }}", ""), ("{{ hours }}", "Thank you.\n\n"), ("24", "Hi. ")]:
        text = before + said.format(name)
        fresh, known = prose(text), prose(text)
        sentence = known.sentences[-1]
        found = TIMES.found(known, sentence)
        assert found == Times(CATALOG.times).found(fresh, sentence)
        assert all(text[slice(*one.span)].startswith("within") for one in found)
    assert len(TIMES.found(known, sentence)) == 1


def test_a_text_without_a_word_of_time_is_not_looked_through() -> None:
    read = prose("Please turn it round.\n\nThe lamp is green.")
    assert [TIMES.found(read, one) for one in read.sentences] == [(), ()]
    assert [key for key in read.found if key.startswith("times ")] == []


@pytest.mark.parametrize("name", ["date", "clock"])
def test_a_date_and_a_time_of_day_stand_where_their_whole_expression_finds_them(name):
    slots, pieces = (
        TIMES._slots,
        "3 12 30 2026 May mon, st th rd / . : - of p.m am noon o'clock O’CLOCK q3 early next the İ".split(),
    )
    expression = re.compile(slots._expressions[name], re.I)
    chosen, hits = random.Random(7), 0
    texts = [line.split("\t")[0] for line in TABLE]
    texts += ["".join(chosen.choice(pieces) + chosen.choice(["", " "]) for _ in range(6)) for _ in range(3000)]
    for text in texts:
        found = [Span(*one.span()) for one in expression.finditer(text)]
        assert slots.spans(name, text, _words(text)) == found, text
        hits += bool(found)
    assert hits > 100


def test_a_text_without_the_signs_of_a_date_needs_no_expression_for_it():
    slots = Slots(CATALOG.times)
    assert slots.spans("date", "within 24 hours, or 2 days", _words("within 24 hours, or 2 days")) == []
    assert slots._patterns == {}
    assert slots.spans("date", "on May 2", _words("on May 2")) == [Span(3, 8)]
