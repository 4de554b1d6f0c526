"""Promises: found in what people write, told apart from what looks like one, listed by `macrolint promises`."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import ROOT, macrolint, write

from macrolint.mapping import copied
from macrolint.model import MacrolintError, Part
from macrolint.promises import Promise, Promises
from macrolint.promises.times import Times, TimeWords
from macrolint.prose import study
from macrolint.rules.catalog import from_json, load_catalog, read_catalog, to_json
from macrolint.rules.promises import FILES, paths, read_promise_words

CATALOG = load_catalog()
PROMISES = Promises(CATALOG.promises, Times(TimeWords()))
FOLDER = Path(__file__).with_name("promises")
LABELLED = [tuple(line.split("\t")) for line in (FOLDER / "labelled.tsv").read_text(encoding="utf-8").splitlines()]
OWN = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in (FOLDER / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
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
    assert got == ([" ".join(expected.split())] if " " in expected else [])


def test_there_are_sentences_of_every_kind() -> None:
    kinds = [expected if " " not in expected else "promise" for expected, _ in OWN]
    assert len(OWN) >= 120
    assert min(kinds.count(kind) for kind in set(kinds)) >= 4
