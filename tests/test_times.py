"""Times: found where they stand, in their normal form, and never in what only looks like one."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from generated import dice, examples, row
from hypothesis import given

from macrolint import data
from macrolint.mapping import copied
from macrolint.model import MacrolintError, Part
from macrolint.promises.times import Times, When
from macrolint.prose import Prose, study
from macrolint.rules.catalog import from_json, read_catalog, to_json
from macrolint.rules.times import CLASSES, FORMS, read_times
from macrolint.spans import Span

CATALOG = read_catalog(data.rulesets())
TIMES = Times(CATALOG.times)
YAML = Path(data.rulesets(), "promises", "times.yaml").read_text(encoding="utf-8")

# The times stand between « and »; after >, one for each: class, form, hours from..to, calendar, zone.
# A business day has 24 hours; what no text says is -.
TABLE = """
We will reply «within 24-48 hours». > window range 24..48 calendar
We will reply «within 24–48 hours». > window range 24..48 calendar
You will hear from us in «48-72 hrs». > window range 48..72 calendar
"""


def prose(text: str) -> Prose:
    return study(Part("message", "markdown", copied(text)), CATALOG.words("en"))


def found(text: str) -> tuple[When, ...]:
    return TIMES.found(prose(text), Span(0, len(text)))


def shown(text: str) -> str:
    """Write a text down as in the table."""
    marked, at, said = [], 0, []
    for when in found(text):
        marked += [text[at : when.span.start], "«", text[slice(*when.span)], "»"]
        at = when.span.end
        low, high = ("-" if hours is None else f"{hours:g}" for hours in when[3:5])
        calendar = when.calendar or "-"
        said.append(f"{when.klass} {when.form} {low}..{high} {calendar}{' zone' if when.zone else ''}")
    return f"{''.join([*marked, text[at:]])} > {'; '.join(said)}".rstrip()
