"""Service levels as help desks export them: which act, how long, business or not, and when the team works."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import SHARED

from macrolint import data
from macrolint.model import MacrolintError
from macrolint.promises.calendars import ALL_DAY, Calendar
from macrolint.promises.policy import Target
from macrolint.slas import Export, platforms, read_export

NINE_TO_FIVE = ((540, 1020),)
OFFICE = (NINE_TO_FIVE,) * 5 + ((), ())

ZENDESK = {
    "sla_policies": [
        {
            "title": "Standard",
            "policy_metrics": [
                {"priority": "low", "metric": "next_reply_time", "target": 2880, "business_hours": True},
                {"priority": "urgent", "metric": "first_reply_time", "target": 60, "business_hours": False},
                {"priority": "urgent", "metric": "agent_work_time", "target": 60, "business_hours": False},
                {"priority": "low", "metric": "total_resolution_time", "target": 7200, "business_hours": False},
            ],
        }
    ],
    "schedules": [
        {
            "id": 3,
            "time_zone": "Berlin",
            "intervals": [{"start_time": day * 1440 + 540, "end_time": day * 1440 + 1020} for day in range(1, 6)],
            "holidays": [{"start_date": "2026-12-25", "end_date": "2026-12-26"}],
        }
    ],
}
ZAMMAD = [
    {
        "id": 1,
        "name": "Gold",
        "first_response_time": "120",
        "response_time": None,
        "update_time": 480,
        "solution_time": 1440,
        "calendar_id": 7,
    },
    {
        "id": 7,
        "timezone": "America/New_York",
        "business_hours": {
            "mon": {"active": True, "timeframes": [["09:00", "12:00"], ["12:00", "17:00"]]},
            "sat": {"active": False, "timeframes": [["10:00", "12:00"]]},
        },
        "public_holidays": {"2026-07-04": {"active": True}, "2026-10-12": {"active": False}},
    },
]
FRESHSERVICE = {
    "sla_policies": [
        {"name": "Default", "sla_targets": [
            {"priority": 1, "respond_within": 28800, "resolve_within": 259200, "business_hours": True},
            {"priority": 4, "respond_within": 900, "resolve_within": 14400, "business_hours": False},
        ]}
    ]
}  # fmt: skip
FRESHDESK = [
    {"name": "Default", "sla_target": {
        "priority_4": {"respond_within": 3600, "resolve_within": 14400, "business_hours": False},
        "priority_1": {"respond_within": 86400, "resolve_within": 432000, "business_hours": True},
    }}
]  # fmt: skip
INTERCOM = {
    "sla_rules": [{"sla_name": "VIP", "first_reply_time_in_seconds": 1800, "next_reply_time_in_seconds": 7200, "time_to_close_in_seconds": None}],
    "office_hours_schedules": [
        {"id": "1", "time_zone_name": "Europe/Dublin", "time_intervals": [{"start_minute": 540, "end_minute": 1020}, {"start_minute": 9180, "end_minute": 9300}]}
    ],
}  # fmt: skip
CHATWOOT = {
    "payload": [{"name": "P", "first_response_time_threshold": 3600.0, "next_response_time_threshold": 5400.0, "resolution_time_threshold": None, "only_during_business_hours": True}],
    "inbox": {
        "timezone": "Asia/Kolkata",
        "working_hours": [
            {"day_of_week": 0, "closed_all_day": True, "open_hour": 9, "open_minutes": 0, "close_hour": 17, "close_minutes": 0},
            {"day_of_week": 1, "closed_all_day": False, "open_hour": 9, "open_minutes": 30, "close_hour": 17, "close_minutes": 15},
            {"day_of_week": 6, "closed_all_day": False, "open_all_day": True},
        ],
    },
}  # fmt: skip
JSM = {
    "slas": [
        {"name": "Time to first response", "goals": [{"jqlQuery": "priority = High", "duration": 7200000, "calendarId": "5"}, {"duration": 28800000, "calendarId": "5", "defaultGoal": True}]},
        {"name": "Time to celebrate", "goals": [{"duration": 7200000}]},
    ],
    "calendars": [
        {"id": "5", "timezone": "Australia/Sydney", "workingTimes": [{"weekday": "MONDAY", "start": 32400000, "end": 61200000}],
         "holidays": [{"iso8601Date": "2020-12-25", "recurring": True}, {"iso8601Date": "2026-04-03", "recurring": False}]}
    ],
}  # fmt: skip
FRAPPE = {
    "doctype": "HD Service Level Agreement",
    "service_level": "Default",
    "priorities": [{"priority": "High", "response_time": 3600, "resolution_time": 86400}],
    "support_and_resolution": [{"workday": "Friday", "start_time": "9:00:00", "end_time": "17:00:00"}],
}
PLAIN = {"data": {"policy": {"name": "Tier 1", "targets": [
    {"type": "FIRST_RESPONSE_TIME", "minutes": 90, "businessHoursSchedules": []},
    {"type": "NEXT_RESPONSE_TIME", "minutes": 45, "businessHoursSchedules": [{"id": "x"}]},
]}}}  # fmt: skip
ZNUNY = [{"Name": "Gold", "FirstResponseTime": 60, "UpdateTime": 0, "SolutionTime": 2880}]


def export(folder: Path, content: Any, name: str = "sla.json", timezone: str | None = None) -> Export:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return read_export(str(path), name, timezone)


def said(target: Target) -> tuple[str, str, str, str]:
    return " ".join(target.rows), str(target.figure.length), target.priority, target.policy


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ZENDESK, [
            ("reply.next update", "48 business hours", "low", "Standard"),
            ("reply.first", "1 hour", "urgent", "Standard"),
            ("fix", "5 days", "low", "Standard"),
        ]),
        (ZAMMAD, [("reply.first", "2 business hours", "", "Gold"), ("update", "8 business hours", "", "Gold"), ("fix", "24 business hours", "", "Gold")]),
        (FRESHSERVICE, [
            ("reply.first", "8 business hours", "low", "Default"), ("fix", "72 business hours", "low", "Default"),
            ("reply.first", "15 minutes", "urgent", "Default"), ("fix", "4 hours", "urgent", "Default"),
        ]),
        (FRESHDESK, [
            ("reply.first", "1 hour", "urgent", "Default"), ("fix", "4 hours", "urgent", "Default"),
            ("reply.first", "24 business hours", "low", "Default"), ("fix", "120 business hours", "low", "Default"),
        ]),
        (INTERCOM, [("reply.first", "30 minutes", "", "VIP"), ("reply.next update", "2 hours", "", "VIP")]),
        (CHATWOOT, [("reply.first", "1 business hour", "", "P"), ("reply.next update", "1.5 business hours", "", "P")]),
        (JSM, [("reply.first", "2 business hours", "", "Time to first response"), ("reply.first", "8 business hours", "", "Time to first response")]),
        (FRAPPE, [("reply.first", "1 business hour", "high", "Default"), ("fix", "24 business hours", "high", "Default")]),
        (PLAIN, [("reply.first", "1.5 hours", "", "Tier 1"), ("reply.next update", "45 business minutes", "", "Tier 1")]),
        (ZNUNY, [("reply.first", "1 business hour", "", "Gold"), ("fix", "48 business hours", "", "Gold")]),
    ],
    ids=["zendesk", "zammad", "freshservice", "freshdesk", "intercom", "chatwoot", "jsm", "frappe", "plain", "znuny"],
)  # fmt: skip
def test_targets_are_read_in_their_unit(
    tmp_path: Path, content: Any, expected: list[tuple[str, str, str, str]]
) -> None:
    assert [said(target) for target, _ in export(tmp_path, content).targets] == expected


def test_a_yaml_export_is_read_too(tmp_path: Path) -> None:
    yaml = "- name: Default SLA\n  grace_period: 18\n  flags: 1\n"
    ((target, _),) = export(tmp_path, yaml, "sla.yaml").targets
    assert said(target) == ("fix", "18 hours", "", "Default SLA")
    assert (target.figure.place.path, target.figure.place.text) == ("sla.yaml", "18")
    assert target.figure.place.start is not None
    assert target.figure.place.start[:2] == (2, 17)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ZENDESK, ("3", Calendar("Europe/Berlin", OFFICE, frozenset({date(2026, 12, 25), date(2026, 12, 26)})))),
        (ZAMMAD, ("7", Calendar("America/New_York", (NINE_TO_FIVE, *((),) * 6), frozenset({date(2026, 7, 4)})))),
        (INTERCOM, ("1", Calendar("Europe/Dublin", (NINE_TO_FIVE, *((),) * 5, ((540, 660),))))),
        (CHATWOOT, ("", Calendar("Asia/Kolkata", (((570, 1035),), *((),) * 4, ALL_DAY, ())))),
        (FRAPPE, ("", Calendar("UTC", (*((),) * 4, NINE_TO_FIVE, (), ())))),
    ],
    ids=["zendesk", "zammad", "intercom", "chatwoot", "frappe"],
)
def test_schedules_are_read(tmp_path: Path, content: Any, expected: tuple[str, Calendar]) -> None:
    assert export(tmp_path, content).schedules == (expected,)


def test_holidays_that_come_every_year_are_off_every_year(tmp_path: Path) -> None:
    ((number, calendar),) = export(tmp_path, JSM).schedules
    assert (number, calendar.zone, calendar.week[0]) == ("5", "Australia/Sydney", NINE_TO_FIVE)
    assert {date(2024, 12, 25), date(2035, 12, 25), date(2026, 4, 3)} < calendar.closed
    assert len(calendar.closed) == 13


def test_targets_name_their_schedules(tmp_path: Path) -> None:
    assert [schedule for _, schedule in export(tmp_path, ZAMMAD).targets] == ["7"] * 3


def test_an_unknown_time_zone_is_that_of_the_team_or_an_error(tmp_path: Path) -> None:
    strange = json.loads(json.dumps(ZENDESK).replace("Berlin", "Atlantis"))
    assert export(tmp_path, strange, timezone="Europe/Madrid").schedules[0][1].zone == "Europe/Madrid"
    with pytest.raises(MacrolintError, match=r"the time zone 'Atlantis' in sla.json is not known") as raised:
        export(tmp_path, strange)
    assert "add 'timezone' to the policy" in raised.value.hint


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"macros": []}', "sla.json holds no service levels that macrolint knows"),
        ('{"sla_policies": [}', "sla.json cannot be read: "),
        ("[" * 400 + "]" * 400, "sla.json cannot be read: it is nested deeper than 100 levels"),
        ('{"policy_metrics": [{"metric": "first_reply_time", "target": "soon"}]}', "sla.json holds no service levels"),
        ('{"policy_metrics": "none", "grace_period": {"a": 1}}', "sla.json holds no service levels"),
        ('{"time_intervals": [{"start_minute": "x", "end_minute": 9}]}', "sla.json holds no service levels"),
        ('{"workingTimes": [{"weekday": "someday", "start": 0, "end": 9}]}', "sla.json holds no service levels"),
        ('{"business_hours": {"mon": {"timeframes": [["9", "5:x"], []]}}, "timezone": 3}', "sla.json holds no service"),
    ],
)
def test_what_is_no_export_is_told(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(MacrolintError) as raised:
        export(tmp_path, content)
    assert raised.value.message.startswith(message)


def test_every_platform_is_whole() -> None:
    from macrolint.policies import known_rows

    rows = {row.name for row in known_rows()}
    for platform in platforms():
        assert platform.title
        assert platform.policies.metrics
        assert {row for rows_ in platform.policies.metrics.values() for row in rows_} <= rows
    from macrolint.promises.calendars import is_zone

    zones = [zone for platform in platforms() for zone in platform.zones.values()]
    assert len(zones) > 80
    assert [zone for zone in zones if not is_zone(zone)] == []
    assert Path(data.platforms(), "sla").is_dir()


@pytest.mark.skipif(not (SHARED / "reference").is_dir(), reason="the examples of the formats are not here")
def test_the_example_of_the_format_sheet_is_read() -> None:
    found = read_export(str(SHARED / "reference/format-examples/zendesk-sla.json"), "zendesk-sla.json")
    assert len(found.targets) == 4
    ((_, calendar),) = found.schedules
    assert calendar == Calendar("Europe/Berlin", (((540, 1020),),) * 5 + ((), ()))
