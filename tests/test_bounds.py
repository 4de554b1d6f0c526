"""Work grows with the size of a text, whatever stands in it; what is too long for a message is said and left."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from running import macrolint, write

from macrolint.configuration import Configuration
from macrolint.engine import lint
from macrolint.model import FileResult
from macrolint.placeholders import VALUE
from macrolint.prose import bounds
from macrolint.prose.bounds import LONGEST_GAP, LONGEST_SENTENCE, LONGEST_WORD, bounded, pieces
from macrolint.readers import MAX_TEXT, Claim, claim
from macrolint.settings import settings_of
from macrolint.sources import Source
from macrolint.spans import Span

SETTINGS = settings_of(Configuration("."))
SECONDS = 12  # on a busy machine; each of these took minutes, or never ended, when its work grew with the square


def checked(path: str, text: str) -> FileResult:
    how = claim(path, None, "named")
    assert isinstance(how, Claim)
    started = time.process_time()
    result = lint(Source(path, text), how, SETTINGS)
    assert time.process_time() - started < SECONDS
    assert result.crashes == ()
    return result


def test_a_row_of_letters_is_no_word_and_a_wide_gap_ends_lines() -> None:
    row = "x" * LONGEST_WORD
    assert bounded(f"a {row} b") == f"a {VALUE * LONGEST_WORD} b"
    assert bounded(f"a {row[1:]} b") == f"a {row[1:]} b"
    thai = "กรุณารอ" * 100  # writing without blanks
    assert bounded(thai) == thai
    gap = bounded("a" + " " * 250 + "b")
    assert (len(gap), gap.count("\n"), gap[LONGEST_GAP]) == (252, 2, "\n")


@example(f"a{' ' * LONGEST_GAP}b c d")
@example(f"{' ' * LONGEST_GAP}")
@example(f"a\u00a0{' ' * (LONGEST_GAP - 1)}")
@given(st.lists(st.tuples(st.sampled_from("aé. \n\t\u00a0\u0e01"), st.sampled_from((1, 2, 90, 99, 100, 299, 300)))))
def test_a_text_that_is_not_looked_through_has_no_long_row(rows: list[tuple[str, int]] | str) -> None:
    text = rows if isinstance(rows, str) else "".join(char * times for char, times in rows)
    assert bounded(text) == bounds._ROW.sub(bounds._cut, text)


def test_a_sentence_that_is_too_long_is_cut_at_its_blanks() -> None:
    text = "we will " * 200
    cut = pieces(text, Span(0, len(text)))
    assert [text[slice(*one)].strip() for one in cut] == [text[slice(*one)] for one in cut[:-1]] + [
        text[slice(*cut[-1])].strip()
    ]
    assert "".join(text[slice(*one)].replace(" ", "") for one in cut) == text.replace(" ", "")
    assert max(one.end - one.start for one in cut) <= LONGEST_SENTENCE
    assert pieces("x" * 700, Span(0, 700)) == [Span(0, 600), Span(600, 700)]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "x",
        "9",
        "1,",
        "we will ",
        "we will\r\n",
        "What is your order number? {{order.number}} ",
        "<p>We will call you.</p>",
        "…",
        "____ ",
        "[NAME] ",
        "a" + " " * 1000,
    ],
)
@pytest.mark.parametrize("name", ["macros/a.md", "macros/a.txt", "macros/a.json"])
def test_the_time_of_a_text_grows_with_its_size(name: str, unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    checked(name, json.dumps({"title": "A", "body": text}) if name.endswith("json") else text)


MANY: dict[str, tuple[str, Callable[[], str]]] = {
    "comments in YAML": ("macros/a.yaml", lambda: "title: A\nbody: x\n" + "# macrolint: disable=tone x\n" * 3000),
    "mappings that merge the one before": (
        "macros/a.yaml",
        lambda: "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: *a{n - 1}\n  k: v\n" for n in range(1, 4000)),
    ),
    "comments that are not closed": ("SAVED_REPLIES.md", lambda: "## A\n\n" + "<!--\n" * 40_000),
    "marks that may close a heading": ("SAVED_REPLIES.md", lambda: "# a " + "#" * 60_000 + "x\n"),
    "numbers of characters": ("macros/a.html", lambda: f"<title>&#{'1' * 9000};</title><p>x &#{'1' * 9000};</p>"),
}


@pytest.mark.parametrize("which", MANY)
def test_the_time_of_a_file_grows_with_its_size(which: str) -> None:
    path, text = MANY[which]
    checked(path, text())


def test_a_violation_keeps_the_words_around_it_and_not_its_whole_line() -> None:
    result = checked("macros/a.txt", "Please calm down, it is not so bad at all, so I say. " * 500)
    kept = [one.snippet for one in result.violations if one.rule == "respect/calm-down"]
    assert len(kept) == 500
    assert all(one is not None and len(one.line) < 1200 for one in kept)
    assert all(one is not None and one.line[one.start : one.end].lower() == "calm down" for one in kept)


def test_a_text_that_is_too_long_is_said_and_the_others_are_checked(tmp_path: Path) -> None:
    long = json.dumps([{"id": 1, "body": "word " * (MAX_TEXT // 4)}, {"id": 2, "body": "Calm down."}], indent=1)
    write(tmp_path, {"macros/a.json": long, "macros/b.md": "calm down " * MAX_TEXT, "macros/c.md": "Calm down.\n"})
    done = macrolint("check", "macros", "-f", "json", cwd=tmp_path)
    assert done.violations == [
        ("macros/a.json", 4, 12, "files/unreadable"),
        ("macros/a.json", 8, 12, "respect/calm-down"),
        ("macros/b.md", 1, 1, "files/unreadable"),
        ("macros/c.md", 1, 1, "respect/calm-down"),
    ]
    assert (
        "a text of 125,000 characters is longer than 100,000, so it was not checked"
        in done.json["violations"][0]["message"]
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("macros/a.json", "[" + "0," * 200 + "0]"),
        ("macros/a.yaml", "- 0\n" * 201),
        ("macros/a.csv", "title,body\n" + ",\n" * 100),
    ],
)
def test_a_file_of_very_many_values_is_said_and_left(path: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from macrolint import trees
    from macrolint.readers import csv_, json_

    for module in (trees, csv_, json_):
        monkeypatch.setattr(module, "MAX_NODES", 200)
    failure = checked(path, text).failure
    assert failure is not None
    assert failure.reason == "it holds more than 1,000,000 values; split it"
