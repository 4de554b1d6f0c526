"""The library as a whole: what one template says and another contradicts, told at their places."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from running import Done, macrolint, write

from macrolint.checks.conflicts import differ
from macrolint.configuration import Configuration
from macrolint.engine import lint
from macrolint.library import lint_library
from macrolint.model import Layout
from macrolint.readers import Claim
from macrolint.settings import Settings, settings_of
from macrolint.sources import Source

PROMISES = "library/conflicting-promises"
DENIED = "library/promise-denied"
UNUSED = "files/unused-suppression"
DAY = "Thanks for your message, {{name}}.\n\nWe'll reply within 24 hours.\n"
THREE = "I have your message.\n\nWe will get back to you within 3 business days.\n"
HOME = "paths: [macros]\n"
COMPARED = tuple(
    f"library/{rule}" for rule in ("conflicting-facts", "conflicting-promises", "locale-drift", "promise-denied")
)
SELECTED = ",".join((*COMPARED, "files"))


def check(folder: Path, *arguments: str, stdin: str = "") -> Done:
    return macrolint("check", "-f", "json", "--select", SELECTED, *arguments, cwd=folder, stdin=stdin.encode())


def library(folder: Path, **files: str) -> Path:
    """Write a library of Markdown templates, and the configuration that names it."""
    named = {f"macros/{name}.md": text for name, text in files.items()}
    return write(folder, {"macrolint.yaml": HOME, **named})


def places(done: Done) -> list[tuple[str, int, int, str]]:
    return [(path.removeprefix("macros/"), *rest) for path, *rest in done.violations]


def _settings() -> Settings:
    return settings_of(Configuration(".", select=COMPARED))


def told(*texts: str) -> list[tuple[str, str]]:
    """Return the files and words of what is told of some templates with front matter."""
    how = Claim("markdown", Layout(format="markdown", split="file"), sure=True)
    settings = _settings()
    facts = [
        fact for number, text in enumerate(texts) for fact in lint(Source(f"{number}.md", text), how, settings).facts
    ]
    return [(one.path, one.excerpt) for one in lint_library(facts, settings)]


def test_two_templates_that_promise_the_same_by_different_times_are_told_at_both_places(tmp_path: Path) -> None:
    done = check(library(tmp_path, first=DAY, second=THREE))
    assert places(done) == [("first.md", 3, 13, PROMISES), ("second.md", 3, 25, PROMISES)]
    one, other = done.json["violations"]
    assert one["excerpt"] == "within 24 hours"
    assert other["excerpt"] == "within 3 business days"
    assert one["message"] == (
        "“within 24 hours” here, “within 3 business days” in “macros/second.md”; agree on one time for the same promise."
    )
    assert [(see["path"], see["label"], see["start"]["line"], see["start"]["column"]) for see in one["related"]] == [
        ("macros/second.md", "says “within 3 business days”", 3, 25)
    ]
    assert other["related"][0]["path"] == "macros/first.md"
    assert (one["severity"], done.code) == ("error", 1)


def test_two_templates_of_one_file_are_compared_too(tmp_path: Path) -> None:
    write(tmp_path, {"macros.json": json.dumps([{"title": "A", "body": DAY}, {"title": "B", "body": THREE}])})
    done = check(tmp_path, "macros.json")
    assert [one["excerpt"] for one in done.json["violations"]] == ["within 24 hours", "within 3 business days"]
    assert "in “B”" in done.json["violations"][0]["message"]


def test_what_differs_from_many_is_told_alone_and_names_three_of_them(tmp_path: Path) -> None:
    done = check(library(tmp_path, odd=THREE, **{f"m{number:02}": DAY for number in range(22)}))
    assert places(done) == [("odd.md", 3, 25, PROMISES)]
    (one,) = done.json["violations"]
    assert "“within 24 hours” in 22 other templates" in one["message"]
    assert [see["path"] for see in one["related"]] == ["macros/m00.md", "macros/m01.md", "macros/m02.md"]


def test_the_same_template_in_two_files_is_no_conflict(tmp_path: Path) -> None:
    assert check(library(tmp_path, first=DAY, copy=DAY)).violations == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("audience: pro", "audience: free"),
        ("audience: pro", ""),
        ("channel: chat", "channel: email"),
        ("tags: ['tier:pro']", "tags: ['tier:free']"),
        ("tags: [region_eu]", "tags: [region_us]"),
        ("tags: [urgent]", "tags: []"),
        ("language: en-GB", "language: en-US"),
        ("title: Urgent ticket", "title: Ticket"),
    ],
)
def test_templates_for_different_readers_may_differ(first: str, second: str) -> None:
    def given(said: str, text: str) -> str:
        return f"---\n{said}\n---\n{text}"

    assert told(given(first, DAY), given(second, THREE)) == []
    assert len(told(given(first, DAY), given(first, THREE))) == 2


def test_tags_that_say_nothing_of_readers_set_nothing_apart() -> None:
    assert len(told(f"---\ntags: [shipping]\n---\n{DAY}", f"---\ntags: [billing2]\n---\n{THREE}")) == 2


def test_folders_set_templates_apart(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": HOME, "macros/uk/a.md": DAY, "macros/canada/a.md": THREE})
    assert check(tmp_path).violations == []


@pytest.mark.parametrize(
    "text",
    [
        "We'll refund you within 3 business days.\n",
        "If you send us the photo, we'll reply within 3 business days.\n",
        "We're busier than usual, so we'll reply within 3 business days.\n",
        "Our billing team will reply within 3 business days.\n",
        "We'll reply to your appeal within 3 business days.\n",
        "We'll reply soon.\n",
        "We'll reply by {{due_date}}.\n",
        "We'll reply within 1 day.\n",
        "We'll reply within one business day.\n",
        "> We'll reply within 3 business days.\n\nThat is what you wrote.\n",
    ],
)
def test_what_is_another_promise_or_the_same_time_is_no_conflict(text: str) -> None:
    assert told(DAY, text) == []


def test_a_template_with_two_times_agrees_with_each_of_them() -> None:
    both = "We'll reply within 4 hours. At the weekend we'll reply within 24 hours. We'll reply within 24 hours.\n"
    assert told(DAY, both) == []


def test_templates_in_other_languages_and_notes_are_not_compared() -> None:
    assert told(DAY, f"---\nlanguage: de\n---\n{THREE}") == []
    assert told(DAY, f"---\nactive: false\n---\n{THREE}") == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((24.0, "calendar", "day", ""), (48.0, "calendar", "day", ""), True),
        ((48.0, "business", "day", ""), (72.0, "business", "day", ""), True),
        ((24.0, "calendar", "day", ""), (24.0, "business", "day", ""), False),
        ((72.0, "calendar", "day", ""), (24.0, "business", "day", ""), False),  # over a weekend
        ((24.0, "calendar", "day", ""), (48.0, "business", "day", ""), True),
        ((120.0, "calendar", "day", ""), (240.0, "business", "day", ""), True),
        ((24.0, "calendar", "day", ""), (48.0, "calendar", "day", "around"), False),  # tomorrow
        ((1.0, "calendar", "day", ""), (48.0, "calendar", "day", "around"), True),
        ((24.0, "calendar", "day", "around"), (48.0, "calendar", "day", "around"), True),  # today and tomorrow
        ((24.0, "business", "hour", ""), (24.0, "business", "day", ""), False),
    ],
)
def test_times_differ_where_they_cannot_mean_the_same(
    one: tuple[str | float, ...], other: tuple[str | float, ...], expected: bool
) -> None:
    assert differ(one, other) is differ(other, one) is expected


def test_a_promise_and_what_denies_it_are_told_at_both_places(tmp_path: Path) -> None:
    done = check(library(tmp_path, yes="We'll refund you in full.\n", no="As you know, we don't offer refunds.\n"))
    assert places(done) == [("no.md", 1, 14, DENIED), ("yes.md", 1, 1, DENIED)]


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, we can't refund this order.\n",
        "We don't offer refunds on sale items.\n",
        "If you ask us after 30 days, we don't offer refunds.\n",
        "We don't offer replacements.\n",
    ],
)
def test_a_no_to_one_case_denies_nothing(text: str) -> None:
    assert told("We'll refund you in full.\n", text) == []


def test_other_numbers_for_the_same_thing_are_told_when_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "We have 30-day returns.\n", "macros/b.md": "You can return it within 14 days.\n"})
    done = macrolint("check", "-f", "json", "--isolated", "--select", "default", cwd=tmp_path)
    assert "library/conflicting-facts" not in {rule for *_, rule in done.violations}
    assert places(check(tmp_path)) == [
        ("a.md", 1, 9, "library/conflicting-facts"),
        ("b.md", 1, 26, "library/conflicting-facts"),
    ]


def test_under_a_hook_the_library_is_the_context_and_only_the_named_file_is_told(tmp_path: Path) -> None:
    library(tmp_path, first=DAY, second=THREE, third=DAY)
    done = check(tmp_path, "macros/second.md")
    assert places(done) == [("second.md", 3, 25, PROMISES)]
    assert [see["path"] for see in done.json["violations"][0]["related"]] == ["macros/first.md", "macros/third.md"]
    assert done.json["summary"]["files"] == 1
    assert check(tmp_path, "macros/first.md").violations == []  # most templates say so, too


def test_without_a_configuration_the_named_files_are_the_library(tmp_path: Path) -> None:
    write(tmp_path, {"macros/first.md": DAY, "macros/second.md": THREE})
    assert check(tmp_path, "macros/second.md").violations == []
    assert len(check(tmp_path, "macros/first.md", "macros/second.md").violations) == 2


def test_broken_and_blunt_files_of_the_context_are_not_told(tmp_path: Path) -> None:
    library(tmp_path, first=DAY, second=THREE, blunt="Please calm down.\n")
    write(
        tmp_path, {"macros/broken.json": '[{"title": "A", "body": "x"', "macros/latin.md": b"caf\xe9 within 24 hours"}
    )
    done = macrolint("check", "-f", "json", "macros/second.md", cwd=tmp_path)
    assert {path for path, *_ in done.violations} == {"macros/second.md"}
    assert PROMISES in {rule for *_, rule in done.violations}
    shown = macrolint("check", "--show-files", "macros/second.md", cwd=tmp_path).out
    assert shown == "read        macros/second.md  1 template\n1 template in 1 file; 0 unreadable, 0 skipped.\n"
    assert "conflicting-promises" in macrolint("check", "--statistics", "macros/second.md", cwd=tmp_path).out


def test_nothing_else_is_read_where_no_rule_about_the_library_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from macrolint import runner
    from macrolint.configuration import configuration_for

    library(tmp_path, first=DAY, second=THREE, plain="Thanks for your photo.\n")
    monkeypatch.chdir(tmp_path)
    read: list[str] = []
    original = runner.read_source

    def counting(path: str, *rest: object) -> Source:
        read.append(path)
        return original(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "read_source", counting)
    configuration = configuration_for(["macros/first.md"])
    list(runner.run(["macros/first.md"], settings_of(configuration._replace(select=("tone",)))))
    assert read == ["macros/first.md"]
    list(runner.run(["macros/plain.md"], settings_of(configuration)))  # it promises nothing
    assert read == ["macros/first.md", "macros/plain.md"]
    list(runner.run(["macros/first.md"], settings_of(configuration)))
    assert len(read) == 5


def test_standard_input_stands_for_its_file_in_the_library(tmp_path: Path) -> None:
    library(tmp_path, first=DAY, second=DAY)
    done = check(tmp_path, "-", "--stdin-filename", "macros/second.md", stdin=THREE)
    assert [(line, rule) for _, line, _, rule in done.violations] == [(3, PROMISES)]
    assert [see["path"] for see in done.json["violations"][0]["related"]] == ["macros/first.md"]


def test_a_suppression_at_either_place_silences(tmp_path: Path) -> None:
    quiet = f"<!-- macrolint: disable={PROMISES} agreed with the night team -->\n{THREE}"
    library(tmp_path, first=DAY, second=quiet)
    done = check(tmp_path)
    assert (done.violations, done.json["summary"]["suppressed"]) == ([], 1)
    assert check(tmp_path, "macros/second.md").violations == []


def test_a_suppression_that_hides_no_conflict_is_unused(tmp_path: Path) -> None:
    quiet = f"<!-- macrolint: disable={PROMISES} -->\n{DAY}"
    library(tmp_path, first=DAY, second=quiet)
    assert places(check(tmp_path)) == [("second.md", 1, 25, UNUSED)]
    assert places(check(tmp_path, "macros/second.md")) == [("second.md", 1, 25, UNUSED)]
    (tmp_path / "macrolint.yaml").unlink()  # what the library is nobody knows now
    assert check(tmp_path, "macros/second.md").violations == []


def test_an_entry_of_the_configuration_is_used_where_it_hides_a_conflict(tmp_path: Path) -> None:
    library(tmp_path, first=DAY, second=THREE)
    entry = f"suppress:\n  - {{files: [macros/second.md], rules: [{PROMISES}], reason: agreed}}\n"
    write(tmp_path, {"macrolint.yaml": HOME + entry})
    assert check(tmp_path).violations == []
    write(tmp_path, {"macros/second.md": DAY})
    assert [rule for *_, rule in check(tmp_path).violations] == [UNUSED]


def test_one_text_of_two_templates_is_told_once() -> None:
    how, settings = Claim("markdown", Layout(format="markdown", split="file"), sure=True), _settings()
    texts = {"a.md": DAY, "b.md": THREE, "c.md": THREE}
    facts = [fact for path, text in texts.items() for fact in lint(Source(path, text), how, settings).facts]
    twice = [facts[0]._replace(template=1), *facts]
    assert [one.path for one in lint_library(twice, settings)] == ["a.md", "b.md", "c.md"]


def test_a_crash_of_a_rule_about_the_library_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from macrolint import runner
    from macrolint.checks import conflicts

    def crash(*_: object) -> None:
        raise RuntimeError("oh no")

    library(tmp_path, first=DAY, second=THREE, blunt="Please calm down.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(conflicts, "conflicts", crash)
    results = list(runner.run(["macros"], settings_of(Configuration(str(tmp_path)))))
    assert "respect/calm-down" in {one.rule for result in results for one in result.violations}
    assert "RuntimeError: oh no" in results[0].crashes[0]


def test_facts_are_plain_data() -> None:
    how = Claim("markdown", Layout(format="markdown", split="file"), sure=True)
    result = lint(Source("a.md", DAY), how, settings_of(Configuration(".")))
    assert pickle.loads(pickle.dumps(result)) == result
    assert result.facts


def test_a_team_may_compare_what_it_likes(tmp_path: Path) -> None:
    rule = """\
id: shop/two-names
message: "“{match}” here, {against}."
check: library
compare: numbers
patterns: ['(?P<about>aisle) (?P<match>[0-9]+)']
"""
    write(tmp_path, {"macrolint.yaml": HOME + "rulesets: [rules]\n", "rules/shop/two-names.yaml": rule})
    write(tmp_path, {"macros/a.md": "It is in aisle 4.\n", "macros/b.md": "It is in aisle 5.\n"})
    done = macrolint("check", "-f", "json", "--select", "shop", cwd=tmp_path)
    assert done.violations == [("macros/a.md", 1, 16, "shop/two-names"), ("macros/b.md", 1, 16, "shop/two-names")]
    assert done.json["violations"][0]["message"] == "“4” here, “5” in “macros/b.md”."


def test_a_known_calendar_tells_how_long_a_working_day_may_be(tmp_path: Path) -> None:
    replies = {"macros/a.md": "We'll reply within 24 hours.\n", "macros/b.md": "We'll reply within 1 business day.\n"}
    write(tmp_path, {**replies, "macrolint.yaml": "paths: [macros]\n"})
    told = ("check", "-f", "json", "--select", "library/conflicting-promises")
    assert macrolint(*told, cwd=tmp_path).violations == []
    policy = "policy: {timezone: Europe/Paris, calendar: {days: mon-fri, hours: '09:00-17:00'}}\n"
    write(tmp_path, {"macrolint.yaml": f"paths: [macros]\n{policy}"})
    rule = "library/conflicting-promises"
    assert macrolint(*told, cwd=tmp_path).violations == [("macros/a.md", 1, 13, rule), ("macros/b.md", 1, 13, rule)]
