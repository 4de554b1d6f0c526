"""Suppressions: what is not told, what is told of them, and where; through the real command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from running import ROOT, Done, macrolint, write

from macrolint.configuration import Configuration, read
from macrolint.engine import lint
from macrolint.mending import mended
from macrolint.model import Layout
from macrolint.readers import Claim
from macrolint.rules.catalog import load_catalog
from macrolint.settings import Settings
from macrolint.sources import Source

CALM, MARKS = "respect/calm-down", "tone/repeated-punctuation"
UNUSED, UNKNOWN = "files/unused-suppression", "files/unknown-suppression"


def check(folder: Path, files: dict[str, str], *arguments: str) -> Done:
    write(folder, files)
    return macrolint("check", *(arguments or sorted(files)), "-f", "json", cwd=folder)


def told(folder: Path, name: str, text: str, *arguments: str) -> list[tuple[int, int, str]]:
    """Line, column and rule of what is told of one file; the place is held against the words that are told of."""
    done = check(folder, {name: text}, name, *arguments)
    for one in done.json["violations"]:
        start, end = one["start"]["offset"], one["end"]["offset"]
        assert "".join(text[start:end].split()).replace('""', '"') == "".join(one["excerpt"].split())
    return [(line, column, rule) for _, line, column, rule in done.violations]


def suppressed(folder: Path, name: str, text: str) -> int:
    return int(check(folder, {name: text}, name).json["summary"]["suppressed"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("- title: A  # macrolint: disable=respect\n  body: Calm down.\n- title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  body: Calm down.  # macrolint: disable=respect\n- title: B\n  body: Calm down.\n", ["B"]),
        ("# macrolint: disable=respect\n- title: A\n  body: Calm down.\n- title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  # macrolint: disable=respect\n  body: Calm down.\n- title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  body: Calm down.\n# macrolint: disable=respect\n- title: B\n  body: Calm down.\n", ["A"]),
        ("- title: A\n  body: Calm down.\n\n# macrolint: disable=respect\n# About B.\n\n- title: B\n  body: Calm down.\n", ["A"]),
        ("- title: A\n  body: Calm down.\n  # macrolint: disable=respect\n- title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  body: Calm down.\n- title: B\n  body: Calm down.\n# macrolint: disable=respect\n", ["A"]),
        ("- title: A\n  body: |  # macrolint: disable=respect\n    Calm down.\n- title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  body: |\n    Calm down.\n  # macrolint: disable=respect\n- title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  body: |\n    <!-- macrolint: disable=respect -->\n    Calm down.\n- title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  body: |\n    Calm down.\n    {%- # macrolint: disable=respect x -%}\n- title: B\n  body: Calm down.\n", ["B"]),
        ("# macrolint: disable-file=respect\nmacros:\n  - title: A\n    body: Calm down.\n  - title: B\n    body: Calm down.\n", []),
        ("a:  # macrolint: disable=respect\n  title: A\n  body: Calm down.\nb:\n  title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  # macrolint: disable-next-line=respect\n  body: Calm down.\n- title: B\n  body: Calm down.\n", ["B"]),
        ("- title: A\n  # macrolint: disable=respect\n  inner: {title: B, body: Calm down.}\n  body: Calm down.\n", ["A"]),
        ("- title: A  # macrolint: disable=respect\n  body: Calm down.\n  more:\n  - title: B\n    body: Calm down.\n", ["B"]),
        ("- {title: A, body: Calm down.}  # macrolint: disable=respect\n- {title: B, body: Calm down.}\n", ["B"]),
        ("[{title: A, body: Calm down.}, {title: B, body: Calm down.}]  # macrolint: disable=ALL\n", []),
        ("- title: A\r\n  body: Calm down.\r\n# macrolint: disable=respect\r\n- title: B\r\n  body: Calm down.\r\n", ["A"]),
        ("- title: A\n  body: &x Calm down. # macrolint: disable=tone,respect\n- title: B\n  body: Calm down.\n", ["B"]),
    ],
)  # fmt: skip
def test_a_yaml_comment_covers_the_template_of_its_line_or_the_next(tmp_path: Path, text: str, left: list[str]) -> None:
    done = check(tmp_path, {"macros/a.yaml": text})
    found = [one["template"]["title"] for one in done.json["violations"] if one["rule"] == CALM]
    assert found == left
    assert done.json["summary"]["suppressed"] == 2 - len(left)


@pytest.mark.parametrize(
    "body",
    [
        '"# macrolint: disable=ALL Calm down!"',
        "'It is # macrolint: disable=ALL\n    # macrolint: disable=ALL calm down!'",
        "|\n    # macrolint: disable=ALL\n    Calm down!",
        ">\n    Calm down!\n    # macrolint: disable=ALL",
        "Calm down!#macrolint:disable=ALL",
        "|\n    `<!-- macrolint: disable=ALL -->` Calm down!",
        "|\n    Calm down!\n\n    ```\n    <!-- macrolint: disable=ALL -->\n    {% comment %}macrolint: disable=ALL{% endcomment %}\n    ```",
        "|\n    Calm down!\n\n        <!-- macrolint: disable=ALL -->",
        "|\n    Calm down! \\<!-- macrolint: disable=ALL -->",
        "|\n    Calm down! <!-- see macrolint: disable=ALL -->",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_comment_is_none(tmp_path: Path, body: str) -> None:
    assert suppressed(tmp_path, "macros/a.yaml", f"- title: A\n  body: {body}\n") == 0
    assert [rule for *_, rule in told(tmp_path, "macros/a.yaml", f"- title: A\n  body: {body}\n")] == [CALM]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- macrolint: disable=ALL -->",
        "<!--macrolint:disable = respect,tone-->",
        "<!-- macrolint: disable=respect ,\n tone It is meant. -->",
        "{% comment %}macrolint: disable=ALL{% endcomment %}",
        "{%- comment -%} macrolint: disable=ALL The reason. {%- endcomment -%}",
        "{% # macrolint: disable=ALL %}",
        "{# macrolint: disable=ALL #}",
        "{{!-- macrolint: disable=ALL {{name}} --}}",
        "{{! macrolint: disable=ALL }}",
    ],
)
def test_every_kind_of_comment_in_a_text_covers_its_template(tmp_path: Path, comment: str) -> None:
    assert suppressed(tmp_path, "macros/a.md", f"Calm down!!\n\n{comment}\n") == 2
    assert suppressed(tmp_path, "macros/b.md", f"Calm down!! {comment} Really??\n") == 3


def test_html_comments_cover_their_template_wherever_the_html_stands(tmp_path: Path) -> None:
    page = '<p title="x">Calm down!!</p><!-- macrolint: disable=respect, "x" -->\n<pre><!-- macrolint: disable=tone --></pre>'
    place = [(1, page.index('"x" -->') + 1, UNKNOWN)]
    assert told(tmp_path, "macros/a.html", page) == place
    assert suppressed(tmp_path, "macros/a.html", page) == 2
    cell = page.replace('"', '""').replace("\n", " ")
    done = told(tmp_path, "macros/a.csv", f'title,body\nA,"{cell}"\nB,Calm down.\n')
    assert done == [(2, 4 + cell.index('""x"" -->'), UNKNOWN), (3, 3, CALM)]
    record = json.dumps([{"title": "A", "body": page}, {"title": "B", "body": "Calm down."}])
    found = check(tmp_path, {"macros/a.json": record})
    assert [(one["rule"], one["excerpt"]) for one in found.json["violations"]] == [
        (UNKNOWN, '"x"'),
        (CALM, "Calm down"),
    ]
    start = found.json["violations"][0]["start"]["offset"]
    assert record[start : start + 5] == '\\"x\\"'


def test_the_next_line_is_the_next_one_with_words(tmp_path: Path) -> None:
    said = "<!-- macrolint: disable-next-line=tone -->"
    assert told(tmp_path, "macros/a.md", f"No!!\n\n{said}\n\nYes!!\nSo!!\n") == [(1, 3, MARKS), (6, 3, MARKS)]
    assert told(tmp_path, "macros/a.md", f"No!! {said} No!!\nYes!!\n") == [(1, 3, MARKS), (1, 51, MARKS)]
    assert told(tmp_path, "macros/a.html", f"{said}\n<p>\nYes!!</p>\n<p>No!!</p>\n") == [(4, 6, MARKS)]
    record = json.dumps({"title": "A", "body": f"No!!\n{said}\nYes!!\nNo!!"})
    assert [column for _, column, _ in told(tmp_path, "macros/a.json", record)] == [
        record.index("No!!") + 3,
        record.rindex("No!!") + 3,
    ]
    folded = f"- title: A\n  body: >\n    {said}\n\n    Yes!!\n    yes!!\n\n    No!!\n"
    assert told(tmp_path, "macros/a.yaml", folded) == [(8, 7, MARKS)]
    below = "- title: A\n  body: |  # macrolint: disable-next-line=tone\n    Yes!!\n    No!!\n"
    assert told(tmp_path, "macros/a.yaml", below) == [(4, 7, MARKS)]


@pytest.mark.parametrize(
    "said",
    [
        "macrolint: disable=respect,tone The fan is meant.",
        "macrolint: 'disable=respect, tone: it''s the fan'",
        "macrolint:\n  - disable=respect The fan is meant.\n  - disable-file=tone",
        "title: A  # macrolint: disable=ALL",
        "# macrolint: disable=ALL\ntitle: A",
        "macrolint: >-\n  disable=respect,\n  tone",
    ],
)
def test_front_matter_covers_the_templates_of_its_file(tmp_path: Path, said: str) -> None:
    expected = 1 if "tone:" in said else 2  # a colon would belong to the name
    assert suppressed(tmp_path, "macros/a.md", f"---\n{said}\n---\nCalm down!!\n") == expected
    assert (
        suppressed(tmp_path, "macros.md", f"---\n{said}\n---\n# A\n\nCalm down!!\n\n# B\n\nCalm down!!\n")
        == 2 * expected
    )


LIBRARY = """\
# Replies

<!-- macrolint: disable=respect -->
## One

Calm down!!

<!-- macrolint: disable=tone -->

## Two

Calm down!!

    <!-- macrolint: disable=respect -->
"""


def test_a_comment_between_the_templates_of_a_library_covers_the_next(tmp_path: Path) -> None:
    assert told(tmp_path, "macros.md", LIBRARY) == [(6, 10, MARKS), (12, 1, CALM)]
    fenced = "## One\n\n<!-- macrolint: disable=tone -->\n```\nCalm down!!\n```\n<!-- macrolint: disable=ALL -->\n## Two\n\n```\nCalm down!!\n```\n"
    assert told(tmp_path, "macros.md", fenced) == [(5, 1, CALM)]
    inside = "## One\n\n```\nCalm down!!\n<!-- macrolint: disable=tone -->\n```\n\n## Two\n\n```\nCalm down!!\n```\n"
    assert told(tmp_path, "macros.md", inside) == [(4, 1, CALM), (11, 1, CALM), (11, 10, MARKS)]
    quoted = "## One\n\n> Calm down!!\n> <!-- macrolint: disable=ALL -->\n\n## Two\n\n> Calm down.\n"
    assert told(tmp_path, "macros.md", quoted) == [(8, 3, CALM)]


def test_what_suppresses_nothing_is_told_at_its_name(tmp_path: Path) -> None:
    text = "# macrolint: disable-file=warmth/pet-name,respect x\n- title: Late\n  body: >-\n    Calm down. <!-- macrolint: disable=ALL -->\n    <!-- macrolint: disable-next-line=questions -->\n\n    Hello.  {# macrolint: disable=tone, respect #}\n"
    done = check(tmp_path, {"macros/a.yaml": text})
    assert [(one["start"]["line"], one["excerpt"], one["message"]) for one in done.json["violations"]] == [
        (1, "warmth/pet-name", "This suppression does nothing: warmth/pet-name finds nothing in this file."),
        (5, "questions", "This suppression does nothing: questions finds nothing on the next line."),
        (7, "tone", "This suppression does nothing: tone finds nothing in “Late”."),
    ]
    for one in done.json["violations"]:
        assert text[one["start"]["offset"] : one["end"]["offset"]] == one["excerpt"]
        assert (one["rule"], one["severity"], one["template"], one["part"]) == (UNUSED, "warning", None, None)
    assert len({one["fingerprint"] for one in done.json["violations"]}) == 3
    assert done.code == 1


def test_all_that_finds_nothing_says_so(tmp_path: Path) -> None:
    done = check(tmp_path, {"macros/a.md": "Hello.\n\n<!-- macrolint: disable=ALL -->\n"})
    assert (
        done.json["violations"][0]["message"]
        == "This suppression does nothing: no rule finds anything in its template."
    )


@pytest.mark.parametrize(
    ("words", "excerpt", "reason"),
    [
        ("macrolint: disable=tone/repeated-punctuaton", "tone/repeated-punctuaton", "no rule or group is called 'tone/repeated-punctuaton' (did you mean 'tone/repeated-punctuation'?)"),
        ("macrolint: disable=tune why", "tune", "no rule or group is called 'tune' (did you mean 'tone'?)"),
        ("macrolint: disable=zzz", "zzz", "no rule or group is called 'zzz'"),
        ("macrolint: disable=files/unreadable", "files/unreadable", "'files/unreadable' is about files and not about texts; 'ignore' in the configuration leaves it out"),
        ("macrolint: disable", "disable", "it names no rule; write “macrolint: disable=tone/nothing-we-can-do”, or disable=ALL"),
        ("macrolint: disable the fan", "disable the fan", "it names no rule; write “macrolint: disable=tone/nothing-we-can-do”, or disable=ALL"),
        ("macrolint: disable-file tone", "disable-file tone", "write it like “macrolint: disable-file=tone”, then the reason"),
        ("macrolint: ignore respect/calm-down", "ignore respect/calm-down", "write it like “macrolint: disable=respect/calm-down”, then the reason"),
        ("macrolint: disable=", "disable=", "write it like “macrolint: disable=tone/nothing-we-can-do”, then the reason"),
        ("macrolint disable-file=tone x", "macrolint disable-file=tone x", "a colon is missing; write “macrolint: disable-file=tone”"),
        ("macrolint-disable tone", "macrolint-disable tone", "write it like “macrolint: disable=tone”, then the reason"),
        ("macrolint: disable-next-line=tone", "disable-next-line=tone", "no line with words stands below it"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_with_what_to_write(
    tmp_path: Path, words: str, excerpt: str, reason: str
) -> None:
    for name, text in {
        "macros/a.md": f"Hello.\n\n<!-- {words} -->\n",
        "macros/b.yaml": f"- title: A\n  body: B\n# {words}",
    }.items():
        done = check(tmp_path, {name: text})
        (one,) = done.json["violations"]
        assert one["message"] == f"This suppression is not understood: {reason}."
        assert (one["rule"], one["excerpt"], one["severity"]) == (UNKNOWN, excerpt, "warning")
        assert text[one["start"]["offset"] : one["end"]["offset"]] == excerpt


def test_a_mapping_in_front_matter_is_not_understood(tmp_path: Path) -> None:
    text = "---\nmacrolint:\n  disable: [respect]\n\n---\nCalm down.\n"
    done = check(tmp_path, {"macros/a.md": text})
    assert done.violations == [("macros/a.md", 3, 3, UNKNOWN), ("macros/a.md", 6, 1, CALM)]
    assert done.json["violations"][0]["excerpt"] == "disable: [respect]"


def test_comments_that_only_name_macrolint_are_left_alone(tmp_path: Path) -> None:
    text = "# macrolint reads this file.\n# See the docs of macrolint: they are good.\n- title: A\n  body: Hello.\n"
    assert told(tmp_path, "macros/a.yaml", text) == []


def test_rules_that_do_not_run_are_not_called_unused(tmp_path: Path) -> None:
    text = "Calm down.\n\n<!-- macrolint: disable=tone, warmth/pet-name, respect/minimising, respect, ALL -->\n"
    names = {UNUSED: ["tone", "warmth/pet-name", "respect/minimising"]}
    done = check(tmp_path, {"macros/a.md": text})
    assert [one["excerpt"] for one in done.json["violations"]] == names[UNUSED]
    for arguments, left in (
        (("--select", "respect/minimising"), ["respect/minimising"]),
        (("--select", "questions"), []),
        (("--ignore", "tone"), ["warmth/pet-name", "respect/minimising"]),
        (("--ignore", "files"), []),
        (("--ignore", UNUSED), []),
    ):
        done = check(tmp_path, {"macros/a.md": text}, "macros/a.md", *arguments)
        assert [one["excerpt"] for one in done.json["violations"]] == left


def test_the_reports_say_how_many_were_suppressed(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "macros/a.md": "Calm down!!\n\n<!-- macrolint: disable=respect -->\n",
            "macros/b.md": "Calm down. {# macrolint: disable=respect #}",
        },
    )
    done = macrolint("check", "-f", "concise", cwd=tmp_path)
    assert done.out.splitlines()[-2] == "Found 1 violation in 2 templates in 2 files: 1 warning (2 suppressed)."
    done = macrolint("check", "--ignore", "tone", cwd=tmp_path)
    assert (done.out, done.code) == ("All is well: 2 templates in 2 files (2 suppressed).\n", 0)


def test_a_suppression_shows_its_line(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.yaml": "- title: A\n  body: Hi.  # macrolint: disable=tone\n"})
    assert macrolint("check", cwd=tmp_path).out.startswith(
        "warning[files/unused-suppression] This suppression does nothing: tone finds nothing in “A”.\n"
        " --> macros/a.yaml:2:35\n  |\n1 | - title: A\n2 |   body: Hi.  # macrolint: disable=tone\n"
        "  |                                   ^^^^\n"
    )


def test_suppressed_violations_are_not_fixed_and_the_others_keep_their_fingerprints() -> None:
    settings, how = Settings(Configuration("."), load_catalog()), Claim("yaml", Layout(), True)
    text = "- title: A\n  body: |\n    No!!{}\n    No!!\n"
    source = Source("a.yaml", text.format(""))
    quiet = Source("a.yaml", text.format("\n    {# macrolint: disable-next-line=tone #}"))
    assert mended(quiet, how, settings, unsafe=True).text == quiet.text.replace("No!!", "No!", 1)
    before, after = lint(source, how, settings), lint(quiet, how, settings)
    assert [one.fingerprint for one in after.violations] == [before.violations[0].fingerprint]
    assert after.suppressed == 1


CONFIGURATION = """\
paths: [macros]
suppress:
  - rules: [respect/calm-down, tone]
    files: macros/a.json
    templates: [Heater, "7"]
    reason: The fan is meant.
  - {rules: tone/repeated-punctuaton, files: x}
  - {rules: respect, templates: C, expires: 2020-02-29}
  - {rules: [respect, warmth], files: "*.csv", expires: 9999-12-31}
  - {rules: warmth, files: "gone/*.json"}
"""
FILES = {
    "macrolint.yaml": CONFIGURATION,
    "macros/a.json": '[{"title": "Heater", "body": "Calm down."}, {"id": 7, "body": "It is blue."}, {"title": "C", "body": "Calm down."}]',
    "macros/b.csv": "title,body\nHeater,Calm down!!\n",
}


def test_the_configuration_suppresses_by_files_and_templates(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert done.violations == [
        ("macros/a.json", 1, 103, CALM),
        ("macros/b.csv", 2, 17, MARKS),
        ("macrolint.yaml", 3, 32, UNUSED),
        ("macrolint.yaml", 7, 13, UNKNOWN),
        ("macrolint.yaml", 8, 13, UNUSED),
        ("macrolint.yaml", 9, 23, UNUSED),
    ]
    assert [one["message"].split(": ", 1)[1] for one in done.json["violations"][2:]] == [
        "tone finds nothing in the templates it names.",
        "no rule or group is called 'tone/repeated-punctuaton' (did you mean 'tone/repeated-punctuation'?).",
        "it expired on 2020-02-29.",
        "warmth finds nothing in the templates it names.",
    ]
    assert done.json["summary"]["suppressed"] == 2
    assert done.json["summary"]["files"] == 2


def test_entries_of_the_configuration_are_judged_by_whole_runs_only(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    part = macrolint("check", "macros/a.json", "-f", "json", cwd=tmp_path)
    assert [one for one in part.violations if one[0] == "macrolint.yaml"] == [("macrolint.yaml", 7, 13, UNKNOWN)]
    selected = macrolint("check", "--select", "respect", "-f", "json", cwd=tmp_path)
    assert [one[1:3] for one in selected.violations if one[0] == "macrolint.yaml"] == [(7, 13), (8, 13)]
    around = macrolint("check", ".", "-f", "json", cwd=tmp_path)
    assert [one[1:3] for one in around.violations if one[3] == UNUSED] == [(3, 32), (8, 13), (9, 23)]
    ignored = macrolint("check", "--ignore", "files", "-f", "json", cwd=tmp_path)
    assert [one for one in ignored.violations if one[0] == "macrolint.yaml"] == []


def test_toml_and_extended_configurations_suppress_too(tmp_path: Path) -> None:
    files = {
        "base.yaml": "suppress: [{rules: tone, files: '*.md'}]\n",
        "pyproject.toml": '[tool.macrolint]\nextends = "base.yaml"\nsuppress = [{rules = ["respect", "tonne"], files = "macros/", expires = 2999-01-01}]\n',
        "macros/a.md": "Calm down!!\n",
    }
    write(tmp_path, files)
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert done.violations == [("pyproject.toml", 1, 1, UNKNOWN)]
    shown = macrolint("config", "show", cwd=tmp_path).out
    assert (
        'suppress: [{"rules": ["respect", "tonne"], "files": ["macros/"], "expires": "2999-01-01"}, '
        '{"rules": ["tone"], "files": ["*.md"]}]  # pyproject.toml\n'
    ) in shown


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{files: x}", "a suppression needs 'rules': what is not told of (macrolint.yaml, line 1)"),
        ("{rules: tone}", "a suppression needs 'files' or 'templates': where it holds (macrolint.yaml, line 1)"),
        ("{rules: tone, files: x, expires: soon}", "'soon' is no date (macrolint.yaml, line 1)"),
        ("{rules: tone, files: x, expires: 2026-02-30}", "'2026-02-30' is no date (macrolint.yaml, line 1)"),
        ("{rules: tone, file: x}", "unknown field of a suppression 'file' (macrolint.yaml, line 1)"),
    ],
)
def test_an_entry_that_cannot_be_read_is_an_error(tmp_path: Path, entry: str, message: str) -> None:
    write(tmp_path, {"macrolint.yaml": f"suppress: [{entry}]\n", "macros/a.md": "Hi.\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.err.splitlines()[0]) == (2, f"error: {message}")


def test_the_entry_in_the_guide_can_be_read(tmp_path: Path) -> None:
    _, example = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/suppressions.md").read_text(encoding="utf-8"), re.S)
    (tmp_path / "macrolint.yaml").write_text(example, encoding="utf-8")
    (entry,) = read(str(tmp_path / "macrolint.yaml")).suppress
    assert [rule.name for rule in entry.rules] == ["respect/calm-down", "tone"]
    assert entry[1:5] == (("macros/heating/",), ("Heater is loud", "360041"), "The fan is meant.", "2027-03-31")


def test_many_comments_take_no_longer_than_their_texts(tmp_path: Path) -> None:
    text = "".join(f"- title: T{n}  # macrolint: disable=respect\n  body: Calm down.\n" for n in range(3000))
    write(tmp_path, {"macros/a.yaml": text, "macros/b.md": "<!-- macrolint: disable=respect " * 3000})
    done = macrolint("check", "--select", "respect", "-f", "json", cwd=tmp_path)
    assert (done.json["summary"]["suppressed"], done.violations) == (3000, [])


def test_what_an_override_leaves_out_is_not_called_unused(tmp_path: Path) -> None:
    files = {
        "macrolint.yaml": "overrides: [{files: 'macros/a.md', ignore: [tone]}]\nsuppress: [{rules: tone, files: 'macros/'}]\n",
        "macros/a.md": "Hello.\n\n<!-- macrolint: disable=tone -->\n",
    }
    write(tmp_path, files)
    assert macrolint("check", "-f", "json", cwd=tmp_path).violations == []
    write(tmp_path, {"macros/b.md": files["macros/a.md"]})
    assert macrolint("check", "-f", "json", cwd=tmp_path).violations == [
        ("macros/b.md", 3, 25, UNUSED),
        ("macrolint.yaml", 2, 20, UNUSED),
    ]


def test_a_text_that_two_templates_share_belongs_to_the_first() -> None:
    settings = Settings(Configuration("."), load_catalog())
    how = Claim("yaml", Layout(records="*", title="id", body=("one", "two")), True)
    text = "- id: A{}\n  one: &x Calm down.\n- id: B\n  one: *x\n  two: Hello.\n"
    for said, left in (("", 1), ("  # macrolint: disable=respect", 0)):
        result = lint(Source("a.yaml", text.format(said)), how, settings)
        assert (len(result.violations), result.suppressed) == (left, 1 - left)


def test_a_rule_that_was_stopped_is_not_called_unused(tmp_path: Path) -> None:
    rule = "id: team/slow\nmessage: Slow.\npatterns: ['(a|a)+b']\n"
    write(tmp_path, {
        "macrolint.yaml": "rulesets: [rules]\nsuppress: [{rules: team/slow, files: 'macros/'}]\n",
        "rules/team/slow.yaml": rule,
        "macros/a.md": f"<!-- macrolint: disable=team/slow -->\n\n{'a' * 60}\n",
    })  # fmt: skip
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert (done.code, done.violations) == (2, [])
