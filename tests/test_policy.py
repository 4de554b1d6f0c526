"""The policy of promises: how it is read, and how a promise disagrees with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, macrolint, write

from macrolint import data
from macrolint.configuration import read
from macrolint.mapping import copied
from macrolint.model import Action, MacrolintError, Part, Template
from macrolint.policies import known_rows, read_policy
from macrolint.promises.calendars import Calendar, Length, lasts, worst_hours
from macrolint.promises.extraction import Promise, Promises
from macrolint.promises.policy import (
    Judgement,
    Policy,
    differ,
    is_calendar_unclear,
    is_ours,
    is_too_wide,
    judged,
    length_of,
    rows_of,
)
from macrolint.promises.times import Times, When
from macrolint.prose import Prose, study
from macrolint.rules.reading import read_catalog
from macrolint.slas import platforms
from macrolint.spans import FileSpan

CATALOG = read_catalog(data.rulesets())
PROMISES = Promises(CATALOG.promises, Times(CATALOG.times))
OFFICE = 'calendar: {days: mon-fri, hours: "09:00-18:00"}'


def policy(folder: Path, *lines: str, **files: str) -> Policy:
    """Read a policy of some lines; a file is named with a dot in place of the last underscore."""
    settings = "".join(f"  {line}\n" for line in lines)
    write(folder, {name[::-1].replace("_", ".", 1)[::-1]: text for name, text in files.items()})
    write(folder, {"macrolint.yaml": f"policy:\n{settings}"})
    found = read(str(folder / "macrolint.yaml"), "macrolint.yaml").policy
    assert found is not None
    return found


def promise(text: str) -> tuple[Promise, Prose, Template]:
    part = Part("message", "markdown", copied(text))
    prose = study(part, CATALOG.words("en"))
    (found,) = PROMISES.found(prose)
    return found, prose, Template(None, None, (part,))


def judgement(rules: Policy, text: str, kind: str | None = "followup", priority: str | None = None) -> Judgement | None:
    one, prose, template = promise(text)
    actions = (
        Action("tag", "low", FileSpan(0, 0)),
        *((Action("priority", priority, FileSpan(0, 0)),) if priority else ()),
    )
    return judged(one, prose, template._replace(actions=actions), rules, kind)


def said(one: Judgement | None) -> str | None:
    return f"{one.kind}: {one.promised} / {one.allowed} ({one.act})" if one else None


@pytest.mark.parametrize(
    ("row", "text", "kind", "expected"),
    [
        ("reply.first: {max: 1 business day}", "We'll reply within 5 business days.", "first", "slower: 5 business days / 1 business day (a first reply)"),
        ("reply.first: {max: 1 business day}", "We'll reply within 1 business day.", "first", None),
        ("reply.first: {max: 1 business day}", "We'll reply on the next business day.", "first", None),
        ("reply.first: {max: 1 business day}", "We'll reply within 2-3 business days.", "auto", "slower: 3 business days / 1 business day (a first reply)"),
        ("reply.first: {max: 1 business day}", "We'll reply within 5 business days.", "followup", None),
        ("reply.next: {max: 1 business day}", "We'll reply within 5 business days.", "followup", "slower: 5 business days / 1 business day (a reply)"),
        ("reply.next: {max: 1 business day}", "We'll reply within 5 business days.", None, "slower: 5 business days / 1 business day (a reply)"),
        ("reply.next: {max: 1 business day}", "We'll reply within 5 business days.", "auto", None),
        ("reply: {max: 1 business day}", "We'll reply within 5 business days.", "first", "slower: 5 business days / 1 business day (a first reply)"),
        ("refund: {max: 10 days}", "Your refund will be issued within 14 days.", None, "slower: 14 days / 10 days (a refund)"),
        ("refund.issue: {max: 10 days}", "Your refund will be issued within 14 days.", None, "slower: 14 days / 10 days (a refund)"),
        ("refund: {max: 10 days}", "Your refund will be issued within 10 days.", None, None),
        ("reply.call: {max: 24 hours}", "A manager will call you within 72 hours.", "first", "slower: 72 hours / 24 hours (a call)"),
        ("reply.call: {max: 24 hours}", "A manager will call you within 24 hours.", None, None),
        ("reply.call: {max: 24 hours}", "We'll reply within 72 hours.", None, None),
        ("send.replacement: {max: 2 business days}", "We'll ship a replacement within 3 business days.", None, "slower: 3 business days / 2 business days (a replacement)"),
        ("send.replacement: {max: 2 business days}", "We'll ship your order within 3 business days.", None, None),
        # faster than the team works
        ("reply.first: {target: 8 business hours}", "We'll answer within the hour.", "first", "faster: 1 hour / 8 business hours (up to 3 days) (a first reply)"),
        ("reply.first: {target: 8 business hours}", "We'll answer within 30 minutes.", "first", "faster: 30 minutes / 8 business hours (up to 3 days) (a first reply)"),
        ("reply.first: {target: 8 business hours}", "We'll answer within 8 business hours.", "first", None),
        ("reply.first: {target: 8 business hours}", "We'll answer within 24 hours.", "first", "faster: 24 hours / 8 business hours (up to 3 days) (a first reply)"),
        ("refund: {target: 5-10 business days}", "You'll have your money back in 24 hours.", None, "faster: 24 hours / 10 business days (up to 14 days) (a refund)"),
        ("refund: {target: 10 business days}", "You'll have your money back in 5-10 business days.", None, None),
        ("fix: {target: 1 week}", "We'll fix this by tomorrow.", None, "faster: 2 days / 1 week (a fix)"),
        # business time against calendar time: the worst case
        ("reply: {max: 3 days}", "We'll reply within 2 business days.", None, "slower: 2 business days (up to 4 days) / 3 days (a reply)"),
        ("reply: {max: 4 days}", "We'll reply within 2 business days.", None, None),
        ("reply: {max: 3 days}", "We'll reply within 1 business day.", None, None),  # 73 hours in October
        ("reply: {max: 1 business day}", "We'll reply within 3 days.", None, None),
        ("reply: {max: 1 business day}", "We'll reply within 4 days.", None, "slower: 4 days / 1 business day (up to 3 days) (a reply)"),
        ("reply: {max: 2 business days}", "We'll reply within 24 business hours.", None, "slower: 24 business hours / 2 business days (a reply)"),
        ("reply: {max: 3 business days}", "We'll reply within 24 business hours.", None, None),
        ("reply: {max: 1 week}", "We'll reply within 1 working week.", None, None),
        # nothing to compare
        ("reply: {max: 1 hour}", "We'll reply soon.", None, None),
        ("reply: {max: 1 hour}", "We'll reply.", None, None),
        ("reply: {max: 1 hour}", "We'll reply in at least 3 days.", None, None),
        ("reply: {max: 1 hour}", "We'll reply once the courier has answered.", None, None),
        ("reply: {max: 1 hour}", "We'll reply by {{due_date}}.", None, None),
        ("reply: {max: 1 hour}", "We'll reply within {{hours}} hours.", None, None),
        ("reply: {max: 1 hour}", "We'll reply by 31 March.", None, None),
        ("reply: {max: 1 hour}", "We'll reply by Friday.", None, None),
        ("reply: {max: 1 hour}", "We'll reply by 5 pm.", None, None),
        ("reply: {max: 1 hour}", "We'll fix it within 2 days.", None, None),
        ("refund: {max: 1 hour}", "Your bank will refund you within 2 days.", None, None),
        ("refund: {max: 1 day}", "You'll receive the refund in your bank account within 7 days.", None, None),
        ("send: {max: 1 day}", "Your refund will appear on your statement within 7 days.", None, None),
        ("fix: {promise: never}", "We'll fix it within 2 days.", None, None),
    ],
)  # fmt: skip
def test_a_promise_is_held_against_its_row(
    tmp_path: Path, row: str, text: str, kind: str | None, expected: str | None
) -> None:
    rules = policy(tmp_path, "timezone: Europe/Amsterdam", OFFICE, f"acts: {{{row}}}")
    assert said(judgement(rules, text, kind)) == expected


def test_the_finer_row_goes_before_the_act(tmp_path: Path) -> None:
    rules = policy(
        tmp_path,
        "acts: {reply: {max: 2 hours}, reply.first: {max: 8 hours}, refund.bank: {say: 5-10 days}, fix: {who: [our engineers]}}",
    )
    assert judgement(rules, "We'll reply within 4 hours.", "first") is None
    assert said(judgement(rules, "We'll reply within 4 hours.", "followup")) == "slower: 4 hours / 2 hours (a reply)"
    one, prose, _ = promise("You'll receive the refund in your bank account in 7 days.")
    assert [row.name for row in rows_of(one, prose, rules, None)] == ["refund.bank", "refund"]
    row = rules.row(["refund.bank", "refund"])
    assert row is not None
    assert (row.say, row.who, row.never) == ("5-10 days", (), False)


def test_the_template_says_its_kind_before_the_guess(tmp_path: Path) -> None:
    rules = policy(tmp_path, "acts: {reply.first: {max: 1 hour}}")
    one, prose, template = promise("We'll reply within 3 hours.")
    assert judged(one, prose, template._replace(kind="first"), rules, kind="followup") is not None
    assert judged(one, prose, template._replace(kind="followup"), rules, kind="first") is None


def test_a_judgement_shows_both_figures_and_the_place(tmp_path: Path) -> None:
    rules = policy(tmp_path, OFFICE, "acts:", "  reply.next: {max: 1 business day}")
    one = judgement(rules, "We'll reply within 2 business days.")
    assert one is not None
    assert (one.promised_hours, one.allowed_hours) == (96, 72)
    assert one.place.start is not None
    assert one.place.end is not None
    assert (one.place.path, one.place.text) == ("macrolint.yaml", "1 business day")
    assert (one.place.start[:2], one.place.end[:2]) == ((4, 23), (4, 37))


def test_what_was_observed_speaks_last(tmp_path: Path) -> None:
    table = "act,p50,p90\n\nreply.first,4,31\nrefund,,3 business days\n"
    rules = policy(tmp_path, OFFICE, "observed: times.csv", times_csv=table)
    one = judgement(rules, "We'll reply within 24 hours.", "first")
    assert said(one) == "faster-than-observed: 24 hours / 31 hours for nine of ten, 4 hours for half (a first reply)"
    assert one is not None
    assert one.place.start is not None
    assert (Path(one.place.path).name, one.place.text, one.place.start[:2]) == ("times.csv", "31", (3, 15))
    assert judgement(rules, "We'll reply within 2 days.", "first") is None
    assert judgement(rules, "We'll reply within 1 business day.", "first") is None  # three days at the worst
    assert said(judgement(rules, "You'll have your refund in 2 business days.")) == (
        "faster-than-observed: 2 business days / 3 business days for nine of ten (a refund)"
    )
    both = policy(tmp_path, OFFICE, "observed: times.csv", "acts: {reply: {max: 4 hours}}", times_csv=table)
    assert (
        said(judgement(both, "We'll reply within 24 hours.", "first")) == "slower: 24 hours / 4 hours (a first reply)"
    )


SLA = {
    "policy_metrics": [
        {"priority": "low", "metric": "next_reply_time", "target": 2880, "business_hours": False},
        {"priority": "urgent", "metric": "next_reply_time", "target": 120, "business_hours": False},
        {"priority": "urgent", "metric": "total_resolution_time", "target": 480, "business_hours": True},
    ],
    "title": "Gold",
}


@pytest.mark.parametrize(
    ("text", "priority", "expected"),
    [
        ("We'll reply within 1 hour.", None, "faster: 1 hour / 2 hours (“Gold”, priority urgent) (a reply)"),
        ("We'll reply within 2 hours.", None, None),
        ("We'll reply within 2 days.", None, None),
        ("We'll reply within 3 days.", None, "slower: 3 days / 48 hours (“Gold”, priority low) (a reply)"),
        ("We'll reply within 2 days.", "urgent", "slower: 2 days / 2 hours (“Gold”, priority urgent) (a reply)"),
        ("We'll reply within 2 hours.", "low", "faster: 2 hours / 48 hours (“Gold”, priority low) (a reply)"),
        ("We'll reply within 2 hours.", "normal", None),
        ("We'll let you know within 3 days.", None, "slower: 3 days / 48 hours (“Gold”, priority low) (an update)"),
        ("We'll call you within 3 days.", None, None),
        ("We'll refund you within 30 days.", None, None),
        ("We'll fix it within 10 hours.", None, "faster: 10 hours / 8 business hours (up to 3 days) (“Gold”, priority urgent) (a fix)"),
    ],
)  # fmt: skip
def test_service_levels_are_compared(tmp_path: Path, text: str, priority: str | None, expected: str | None) -> None:
    rules = policy(tmp_path, OFFICE, "sla: sla.json", sla_json=json.dumps(SLA))
    assert said(judgement(rules, text, priority=priority)) == expected


def test_a_row_goes_before_the_service_levels(tmp_path: Path) -> None:
    rules = policy(tmp_path, "sla: [sla.json]", "acts: {reply: {max: 5 days}}", sla_json=json.dumps(SLA))
    assert judgement(rules, "We'll reply within 3 days.") is None


def test_business_targets_are_counted_in_the_schedule_of_the_export(tmp_path: Path) -> None:
    """Eight business hours are one day at the office, and two days where only mornings are worked."""
    mornings = {
        "id": 1,
        "time_zone": "Berlin",
        "intervals": [{"start_time": day * 1440 + 480, "end_time": day * 1440 + 720} for day in range(1, 6)],
    }
    export = {"sla_policies": [SLA], "schedules": [mornings]}
    rules = policy(tmp_path, "sla: sla.json", sla_json=json.dumps(export))
    assert rules.calendar == Calendar("Europe/Berlin", (((480, 720),),) * 5 + ((), ()))
    assert judgement(rules, "We'll fix it within 2 business days.") is None
    assert (
        said(judgement(rules, "We'll fix it within 1 business day."))
        == "faster: 1 business day / 8 business hours (“Gold”, priority urgent) (a fix)"
    )
    office = policy(tmp_path, OFFICE, "sla: sla.json", sla_json=json.dumps(export))
    assert office.targets[2].figure.calendar == rules.calendar
    assert office.calendar != rules.calendar


def test_parties_say_who_is_ours(tmp_path: Path) -> None:
    rules = policy(
        tmp_path, "acts: {refund: {max: 1 day}}", "parties: {own: ['[your|the] bank'], third: [the billing team]}"
    )
    assert said(judgement(rules, "Your bank will refund you within 2 days.")) == "slower: 2 days / 1 day (a refund)"
    assert judgement(rules, "The billing team will refund you within 2 days.") is None
    assert is_ours(*promise("Our team will refund you within 2 days.")[:2], rules)


def when(text: str) -> When:
    one = promise(f"We'll reply {text}.")[0].when
    assert one is not None
    return one


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("within 24-48 hours", True), ("in 3-5 days", True), ("in two days", True), ("within 24 hours", False),
        ("in a couple of days", True), ("within {{count}} days", True), ("within 2 business days", False),
        ("in two calendar days", False), ("within 12 hours", False), ("within 90 minutes", False),
        ("within 2 weeks", False), ("tomorrow", False), ("by Friday", False), ("soon", False), ("in at least 3 days", False),
    ],
)  # fmt: skip
def test_a_calendar_is_unclear_or_not(tmp_path: Path, text: str, unclear: bool) -> None:
    assert is_calendar_unclear(when(text)) is unclear
    assert is_calendar_unclear(when(text), policy(tmp_path, OFFICE)) is unclear
    assert not is_calendar_unclear(when(text), policy(tmp_path, "calendar: 24x7"))


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("in 1-14 days", True), ("in 2 to 8 weeks", True), ("between 1 and 20 business days", True), ("in 15-30 days", True),
        ("in 3-5 business days", False), ("in 2 to 4 business days", False), ("in 2-6 hours", False), ("in 10-20 days", False),
        ("within 20 days", False), ("in a few days", False),
    ],
)  # fmt: skip
def test_a_range_is_too_wide_or_not(text: str, wide: bool) -> None:
    assert is_too_wide(when(text)) is wide


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        ("within 24 hours", "within 3 business days", True),
        ("within 24 hours", "within 2 days", True),
        ("within 24-48 hours", "within 48 hours", False),
        ("within 24-48 hours", "within 2 days", False),
        ("within 24-48 hours", "within 24 hours", True),
        ("within 1 day", "within 1 business day", False),
        ("within 2 calendar days", "within 2 business days", True),
        ("within 9 business hours", "within 1 business day", False),
        ("within 8 business hours", "within 1 business day", True),
        ("soon", "within 2 days", False),
        ("by Friday", "within 2 days", False),
    ],
)
def test_two_times_differ_or_not(tmp_path: Path, one: str, other: str, different: bool) -> None:
    rules = policy(tmp_path, OFFICE)
    assert differ(when(one), when(other), rules) is different
    assert differ(when(other), when(one), rules) is different
    assert not differ(when(one), None, rules)


def test_a_calendar_is_read(tmp_path: Path) -> None:
    found = policy(
        tmp_path, "timezone: Asia/Tokyo", 'calendar: {days: [sat-mon, wed], hours: ["08:30-12:00", "13:00-24:00"]}'
    )
    hours = ((510, 720), (780, 1440))
    assert found.calendar == Calendar("Asia/Tokyo", (hours, (), hours, (), (), hours, hours))
    assert policy(tmp_path, "guarantees: [a]").calendar == Calendar()
    assert policy(tmp_path, "timezone: Asia/Tokyo").calendar.zone == "Asia/Tokyo"
    assert policy(tmp_path, "calendar: 24x7").calendar.is_always


def test_holidays_are_days_off(tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    plain = policy(tmp_path, OFFICE)
    dutch = policy(tmp_path, OFFICE.replace("}", ", holidays: nl}"))
    assert {day.isoformat() for day in dutch.calendar.closed} > {"2026-04-27", "2026-12-25"}
    bavarian = policy(tmp_path, OFFICE.replace("}", ", holidays: de-BY}"))
    assert "2026-01-06" in {day.isoformat() for day in bavarian.calendar.closed}
    row = "acts: {reply: {max: 72 hours}}"
    assert said(judgement(policy(tmp_path, OFFICE, row), "We'll reply within 1 business day.")) is None
    with_holidays = policy(tmp_path, OFFICE.replace("}", ", holidays: nl}"), row)
    assert (
        said(judgement(with_holidays, "We'll reply within 1 business day."))
        == "slower: 1 business day (up to 5 days) / 72 hours (a reply)"
    )
    assert not plain.calendar.closed


@pytest.mark.parametrize("text", ["24 hours", "1 business day", "4 business hours", "one working day", "2 weeks", "31 h", "1.5 hours", "5-10 business days", "3 to 5 days"])  # fmt: skip
def test_lengths_are_written_as_in_templates(tmp_path: Path, text: str) -> None:
    (row,) = policy(tmp_path, f"acts: {{reply: {{max: {text}}}}}").acts
    assert row.most is not None
    one = promise(f"We'll reply in {text}.")[0].when
    assert one is not None
    assert row.most.length == Length(one.latest_hours or 0, one.unit or "", one.calendar == "business")


@pytest.mark.parametrize(
    ("line", "message", "hint", "place"),
    [
        ("act: {}", "unknown field of 'policy' 'act'", "did you mean 'acts'?", "act"),
        ("acts: {replay: {max: 1 day}}", "unknown act 'replay'", "did you mean 'reply'", "replay"),
        ("acts: {callback: {max: 1 day}}", "unknown act 'callback'", "known: reply.call, reply.first, reply.next, reply, ", "callback"),
        ("acts: {reply: {maximum: 1 day}}", "unknown field of the act 'reply' 'maximum'", "did you mean 'max'?", "maximum"),
        ("acts: {reply: {max: soon}}", "“soon” is no length of time", "such as 24 hours, 1 business day or 5-10 business days", "soon"),
        ("acts: {reply: {max: 24}}", "“24” is no length of time", "such as 24 hours", "24"),
        ("acts: {reply: {max: 0 days}}", "“0 days” is no length of time", "such as 24 hours", "0 days"),
        ("acts: {reply: {max: at most 2 days}}", "“at most 2 days” is no length of time", "such as", "at most 2 days"),
        ("acts: {reply: {max: 4 hours, target: 1 day}}", "the target, 1 day, is slower than the maximum, 4 hours", "'target' is what the team works to", "1 day"),
        ("acts: {fix: {promise: always}}", "'policy.acts.fix.promise' must be one of never, not 'always'", "", "always"),
        ("timezone: Amsterdam", "there is no time zone 'Amsterdam'", "did you mean 'Europe/Amsterdam'?", "Amsterdam"),
        ("timezone: Europe/Amsterdom", "there is no time zone 'Europe/Amsterdom'", "did you mean 'Europe/Amsterdam'", "Europe/Amsterdom"),
        ("timezone: new york", "there is no time zone 'new york'", "did you mean 'America/New_York'?", "new york"),
        ("calendar: 24/7", "'24/7' is no calendar", 'write 24x7, or {days: mon-fri, hours: "09:00-18:00"}', "24/7"),
        ("calendar: {days: weekdays}", "'weekdays' names no days", "write mon-fri", "weekdays"),
        ("calendar: {hours: nine to five}", "'nine to five' are no hours", 'write them like "09:00-18:00"', "nine to five"),
        ('calendar: {hours: "09:00-25:00"}', "'09:00-25:00' are no hours", "write them like", '"09:00-25:00"'),
        ('calendar: {hours: "22:00-06:00"}', "'22:00-06:00' ends before it starts", 'write a night as two stretches: ["00:00-06:00", "22:00-24:00"]', '"22:00-06:00"'),
        ('calendar: {hours: ["09:00-12:00", "11:00-18:00"]}', "'11:00-18:00' starts before the hours above it end", "in order", '"11:00-18:00"'),
        ("calendar: {hours: []}", "'hours' is empty", "write them like", "[]"),
        ("calendar: {holidays: xx}", "no holidays are known of 'xx'", "write the code of a country, such as nl, us or de-BY", "xx"),
        ("calendar: {holidays: de-QQ}", "no holidays are known of 'de-QQ'", "de-BY", "de-QQ"),
        ("parties: {others: [bank]}", "unknown field of 'parties' 'others'", "known: own, third", "others"),
        ("parties: {own: ['[bank']}", "the phrase “[bank” cannot be read", "", "'[bank'"),
        ("observed: none.csv", "there is no file 'none.csv' (observed times)", "paths are relative to this file", "none.csv"),
        ("sla: none.json", "there is no file 'none.json' (SLA export)", "paths are relative to this file", "none.json"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_where_it_is(tmp_path: Path, line: str, message: str, hint: str, place: str) -> None:
    if "holidays" in line:
        pytest.importorskip("holidays")
    with pytest.raises(MacrolintError) as raised:
        policy(tmp_path, line)
    assert raised.value.message.startswith(message)
    assert raised.value.message.endswith("(macrolint.yaml, line 2)")
    assert hint in raised.value.hint
    shown, carets = raised.value.frame.splitlines()[1:]
    assert shown[carets.index("^") : carets.rindex("^") + 1] == place


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        ("act,p50\nreply,1\n", "the column 'p90' is missing (times.csv, line 1)", "the first line names the columns: act,p50,p90"),
        ("act,p90\nreplie,1\n", "unknown act 'replie' (times.csv, line 2)", "did you mean 'reply'"),
        ("act,p90\nreply,quick\n", "“quick” in the column 'p90' is no length of time (times.csv, line 2)", "write hours, or a length"),
        ("act,p90\nreply,\n", "“” in the column 'p90' is no length of time (times.csv, line 2)", "write hours"),
        ("act,p50,p90\nreply,x,2\n", "“x” in the column 'p50' is no length of time (times.csv, line 2)", "write hours"),
        ('act,p90\n"rep\nly",2\n', "times.csv holds a cell of several lines (line 2)", "write one line an act"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_observed_times_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, message: str, hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MacrolintError) as raised:
        policy(tmp_path, "observed: times.csv", times_csv=table)
    assert raised.value.message == message
    assert hint in raised.value.hint


def test_holidays_without_their_package_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MacrolintError, match="holidays need the package 'holidays'") as raised:
        policy(tmp_path, "calendar: {holidays: nl}")
    assert raised.value.hint == "install it: pip install 'macrolint[calendars]'"


def test_every_act_of_the_grammar_has_a_row() -> None:
    rows = known_rows()
    assert {act.id for act in CATALOG.promises.acts} == {row.act for row in rows}
    assert {row.act for row in rows} == {row.name for row in rows if row.name == row.act}
    assert {kind for row in rows for kind in (*row.kinds, *row.not_kinds)} <= set(CATALOG.kinds)


def test_the_command_line_shows_the_policy_and_its_mistakes(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": f"policy:\n  {OFFICE}\n  acts: {{reply.first: {{max: 1 business day}}}}\n"})
    shown = macrolint("config", "show", cwd=tmp_path).out
    assert (
        'policy: {"calendar": {"days": "mon-fri", "hours": "09:00-18:00"}, "acts": {"reply.first": {"max": "1 business day"}}}  # macrolint.yaml:2'
        in shown
    )
    write(tmp_path, {"macrolint.yaml": "policy:\n  acts: {reply.frist: {max: 1 day}}\n"})
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert done.err == (
        "error: unknown act 'reply.frist' (macrolint.yaml, line 2)\n  |\n2 |   acts: {reply.frist: {max: 1 day}}\n"
        "  |          ^^^^^^^^^^^\nhelp: did you mean 'reply.first' or 'reply.next' or 'reply'?\n"
    )


def test_a_policy_may_stand_in_pyproject(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"pyproject.toml": '[tool.macrolint.policy]\ntimezone = "Europe/Paris"\nacts = {reply = {max = "1 day"}}\n'},
    )
    found = read(str(tmp_path / "pyproject.toml"), "pyproject.toml").policy
    assert found is not None
    one = judgement(found, "We'll reply within 2 days.")
    assert one is not None
    assert (one.place.text, one.place.start, one.place.path) == ("1 day", None, "[tool.macrolint] in pyproject.toml")


def test_a_policy_over_another_replaces_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"base.yaml": "policy: {timezone: Europe/Paris, guarantees: [a]}\n", "a.yaml": "extends: base.yaml\n"},
    )
    write(tmp_path, {"b.yaml": "extends: base.yaml\npolicy: {timezone: Europe/Rome}\n"})
    kept, own = (read(str(tmp_path / name), name).policy for name in ("a.yaml", "b.yaml"))
    assert kept is not None
    assert own is not None
    assert (kept.timezone, kept.guarantees) == ("Europe/Paris", ("a",))
    assert (own.timezone, own.guarantees) == ("Europe/Rome", ())


def test_without_a_policy_nothing_of_it_is_imported(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "ignore: [tone]\n"})
    code = (
        "import sys\nfrom macrolint.configuration import configuration_for\nfrom macrolint.settings import settings_of\n"
        "settings_of(configuration_for([]))\n"
        "print([name for name in sys.modules if name.startswith(('macrolint.polic', 'macrolint.slas', 'macrolint.promises.c"
        "alendars', 'macrolint.promises.policy', 'zoneinfo', 'holidays'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_guide_is_true(tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    guide = (ROOT / "docs/policy.md").read_text(encoding="utf-8")
    example, table = (guide.split(f"```{name}\n")[1].split("```")[0] for name in ("yaml", "csv"))
    write(tmp_path, {"macrolint.yaml": example, "observed.csv": table, "sla.json": json.dumps(SLA)})
    found = read(str(tmp_path / "macrolint.yaml"), "macrolint.yaml").policy
    assert found is not None
    assert [name for name, _ in found.observed] == ["reply.first", "refund"]
    assert [row.name for row in known_rows() if f"`{row.name}`" not in guide] == []
    assert [platform.title for platform in platforms() if f"\n| {platform.title}" not in guide] == []
    office = found.calendar._replace(closed=frozenset(), zone="UTC")
    worst = {
        text: worst_hours(when_length(text), office)
        for text in ("4 business hours", "1 business day", "2 business days", "24 business hours")
    }
    assert list(worst.values()) == [67, 72, 96, 117]
    assert lasts(117) == "5 days"


def when_length(text: str) -> Length:
    found = length_of(when(f"within {text}"))
    assert found is not None
    return found


def test_the_reader_is_pure(tmp_path: Path) -> None:
    from macrolint.frames import load

    entry: Any = load("macrolint.yaml", "acts: {reply: {max: 1 day}}\n", "configuration")
    assert read_policy(entry, str(tmp_path)) == read_policy(entry, str(tmp_path))


POLICY = """policy:
  timezone: Europe/Amsterdam
  calendar: {days: mon-fri, hours: "09:00-17:00"}
  acts:
    reply: {max: 1 business day, target: 2 business hours}
    fix: {promise: never}
  parties: {own: [courier]}
  guarantees: ["We guarantee delivery before noon or the ride is free"]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We'll reply within 3 business days.", [("promises/slower-than-sla", "within 3 business days", 5)]),
        ("We'll reply within the hour.", [("promises/faster-than-policy", "within the hour", 5)]),
        (
            "We'll fix it within 2 business days.",
            [("promises/never-promised", "We'll fix it within 2 business days", 6)],
        ),
        ("We'll reply within 1 business day.", []),
        ("I'll call you by 5 pm.", []),
        ("The courier will deliver it within 2 business days.", []),
        ("We guarantee delivery before noon or the ride is free.", []),
    ],
)
def test_a_violation_shows_the_words_and_the_line_of_the_policy(
    tmp_path: Path, text: str, expected: list[tuple[str, str, int]]
) -> None:
    write(tmp_path, {"macrolint.yaml": POLICY, "macros/a.md": f"Hello,\n\n{text}\n"})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    found = [one for one in done.json["violations"] if one["rule"].startswith("promises/")]
    assert [(one["rule"], one["excerpt"], one["related"][0]["start"]["line"]) for one in found] == expected
    assert all(one["related"][0]["path"] == "macrolint.yaml" for one in found)
