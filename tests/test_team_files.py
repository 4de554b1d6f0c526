"""The files of a team's rulesets: what is read, in which order, and what is no rule."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from running import Done, macrolint, write

RULE = 'id: {0}\nmessage: "“{{match}}” is not how we speak."\nphrases: ["{1}"]\n'
USED = {"macrolint.yaml": "rulesets: [rules]\n", "macros/a.md": "Howdy, ahoy!\n"}


def check(folder: Path, files: dict[str, str]) -> Done:
    return macrolint("check", "-f", "json", cwd=write(folder, {**USED, **files}))


def chain(length: int) -> dict[str, str]:
    """Moves of which each includes the next."""
    names = ["".join("abcdefghij"[int(digit)] for digit in f"{number:04}") for number in range(length + 1)]
    files = {f"rules/moves/{one}.yaml": f"includes: [{other}]\n" for one, other in zip(names, names[1:], strict=False)}
    return {**files, f"rules/moves/{names[-1]}.yaml": "phrases: [ahoy]\n"}


def test_moves_with_shared_includes_are_read_and_found_at_once(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    moves = {
        f"rules/moves/{a}-{b}.yaml": f"includes: [x-{n}, y-{n}]\n"
        for a in "xy"
        for b, n in zip(letters, letters[1:], strict=False)
    }
    moves |= {f"rules/moves/{a}-z.yaml": "phrases: [ahoy]\n" for a in "xy"}
    began = time.monotonic()
    done = check(tmp_path, {**moves, "rules/shop/hail.yaml": RULE.format("shop/hail", "{x-a}")})
    assert done.violations == [("macros/a.md", 1, 8, "shop/hail")]
    assert time.monotonic() - began < 10


def test_moves_that_lead_from_one_to_the_next_too_often_are_an_error(tmp_path: Path) -> None:
    assert check(tmp_path / "few", chain(49)).code == 0
    for length in (50, 1500):
        done = check(tmp_path / str(length), chain(length))
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(
            "error: moves name each other more than 50 levels deep, from 'aaaa' on (rules/moves/"
        )
        assert "help: let a move include the ones it needs directly\n" in done.err


def test_moves_whose_names_in_braces_multiply_are_an_error(tmp_path: Path) -> None:
    moves = {
        f"rules/moves/{a}.yaml": f"phrases: ['{{{b}}} or {{{b}}}']\n"
        for a, b in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)
    }
    done = check(tmp_path, {**moves, "rules/moves/u.yaml": "phrases: [ahoy]\n"})
    assert (done.code, done.out) == (2, "")
    assert "has more than 200000 characters of phrases (rules/moves/" in done.err
