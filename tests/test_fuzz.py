"""Whatever a file holds: readers, rules and settings take it or say what is wrong with it, in time.

`make fuzz` runs the same for as long as one likes: FUZZ_SECONDS says how long each of these takes.
"""

from __future__ import annotations

import glob
import os
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fuzzing import check_file, damaged, file_of, refused_or_read, seeds, variants
from generated import dice, examples
from hypothesis import given, settings
from running import ROOT

from macrolint import data
from macrolint.configuration import read
from macrolint.rules.catalog import load_catalog
from macrolint.rules.load import load_rule
from macrolint.rules.reading import cue_sets
from macrolint.settings import settings_of

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
PLATFORMS = sorted(os.path.basename(path).removesuffix(".yaml") for path in glob.glob(f"{data.platforms()}/*.yaml"))


def fuzz(work: Callable[[random.Random], None], count: int) -> None:
    """Do work with so many dice, always the same ones; or, in the long run, with new ones until the time is over."""
    if SECONDS:
        until, seed = time.monotonic() + SECONDS, random.SystemRandom().randrange(2**48)
        while time.monotonic() < until:
            seed += 1
            try:
                work(random.Random(seed))
            except BaseException as error:
                error.add_note(f"with random.Random({seed})")
                raise
        return

    @settings(examples(count), derandomize=True, database=None)
    @given(dice)
    def given_dice(one: random.Random) -> None:
        work(one)

    given_dice()


def test_every_reader_takes_whatever_a_file_holds() -> None:
    def work(dice: random.Random) -> None:
        check_file(*file_of(dice))

    fuzz(work, 250)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_takes_whatever_an_export_holds(platform: str) -> None:
    own = [one for one in seeds() if one[0].startswith(platform)] or list(seeds())

    def work(dice: random.Random) -> None:
        name, text = dice.choice(own)
        check_file(f"macros/{name}", damaged(dice, text).encode("utf-8", "replace"), platform)

    fuzz(work, 12)


def rule_texts() -> list[str]:
    return [Path(path).read_text(encoding="utf-8") for path in sorted(glob.glob(f"{data.rulesets()}/*/*.yaml"))]


def test_the_rule_loader_takes_a_file_or_says_what_is_wrong() -> None:
    texts, sets = rule_texts(), cue_sets(load_catalog().moves)

    def work(dice: random.Random) -> None:
        for text in variants(dice, texts):
            named = text.split("id: ", 1)[-1].split("\n", 1)[0]
            refused_or_read(partial(load_rule, "rules/a/b.yaml", text, named, "team", sets))

    fuzz(work, 150)


CONFIGURATIONS = [
    *(Path(path).read_text(encoding="utf-8") for path in glob.glob(f"{ROOT}/examples/**/macrolint.yaml", recursive=True)),
    "extends: [base.yaml]\npaths: [macros]\ninclude: ['*.md']\nexclude: [drafts/]\nlanguage: en\npresets: [strict, chat]\nselect: [tone]\n",
    "ignore: [warmth]\nseverity: {tone: info}\nrules:\n  acknowledgement/no-acknowledgement: {zone: body}\noverrides:\n  - files: ['a/']\n    kind: internal\n",
    "overrides:\n  - templates: {title: 'VIP *', tags: [vip]}\n    severity: {warmth: info}\nrulesets: [rules]\nplatform: zendesk\nmax-file-size: 20 MiB\n",
    "vocabulary:\n  accept: [Calm]\n  reject:\n    utilise: use\n    asap: [today, by Friday]\n    hell: ~\nsuppress:\n  - rules: [tone]\n    files: [a/]\n    reason: x\n",
    "policy:\n  timezone: Europe/Berlin\n  calendar: {days: [mon, tue], hours: '9-17'}\n  acts: {reply: 24 hours}\nfail-on: info\noutput-format: json\n",
    "layouts:\n  - files: '*.json'\n    records: 'a[*]'\n    body: text\n    title: name\n",
]  # fmt: skip


def test_the_configuration_loader_takes_a_file_or_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "base.yaml").write_text("select: [tone]\n", encoding="utf-8")

    def work(dice: random.Random) -> None:
        toml = dice.random() < 0.2
        path = tmp_path / ("pyproject.toml" if toml else "macrolint.yaml")
        for text in variants(dice, CONFIGURATIONS):
            said = "[tool.macrolint]\n" + text.replace(": ", " = ") if toml else text
            path.write_bytes(said.encode("utf-8", "replace"))
            refused_or_read(lambda: settings_of(read(str(path))))

    fuzz(work, 120)
