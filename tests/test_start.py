"""A start is quick: little is imported and compiled for a small file, and what is read late says the same."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pytest
from running import write

from macrolint import data, phrases
from macrolint.mapping import copied
from macrolint.model import Part
from macrolint.moves import Moves
from macrolint.patterns import Matcher
from macrolint.phrases import pattern, pattern_of
from macrolint.prose import study
from macrolint.rules import packing
from macrolint.rules.catalog import from_json, load_catalog
from macrolint.rules.reading import read_catalog, to_json
from macrolint.sieve import Sieve, fold
from macrolint.uncompiled import lazy
from macrolint.unread import Unread

HEAVY = (
    *("asyncio", "concurrent.futures", "email", "html", "http", "importlib.metadata", "importlib.resources"),
    *("logging", "multiprocessing", "pathlib", "pathspec", "pickle", "random", "regex", "ruamel.yaml", "shutil"),
    *("sqlite3", "subprocess", "tempfile", "tomllib", "unittest", "urllib.request", "zoneinfo"),
)
READING = ("examples", "glossaries", "kinds", "load", "moves", "promises", "reading", "scoring", "times")
RUN = """
import sys
import click
import re
before, real, compiled = set(sys.modules), re._compiler.compile, []
re._compiler.compile = lambda *one: compiled.append(one) or real(*one)
import macrolint.cli.main as main
from macrolint.rules import packing
known, rules = packing.rule_of, []
packing.rule_of = lambda one: rules.append(known(one)) or rules[-1]
sys.argv = ["macrolint", "check", *sys.argv[1:]]
try:
    main.run()
except SystemExit:
    pass
read = sum("_read" in vars(one.cues) for one in rules if hasattr(one.cues, "words"))
print(len(compiled), read, len(rules), *sorted(set(sys.modules) - before))
"""
IMPORT_ALL = """
import pkgutil, importlib, re, traceback
import click
import macrolint
real, found = re._compiler.compile, []
def compiled(*one):
    files = [frame.filename for frame in traceback.extract_stack()[:-1] if not frame.filename.startswith("<frozen")]
    last = next((file for file in reversed(files) if "/re/" not in file.replace(chr(92), "/")), "")
    found.extend([last] if "macrolint" in last else [])
    return real(*one)
re._compiler.compile = compiled
for one in pkgutil.walk_packages(macrolint.__path__, "macrolint."):
    if not one.name.endswith("__main__"):
        importlib.import_module(one.name)
print(*sorted(set(found)))
"""


class _Run:
    """What a check of a file said, and what it took."""

    def __init__(self, folder: Path, text: str | None, *said: str) -> None:
        load_catalog()  # in a checkout it is compiled first
        if text is not None:
            (folder / "one.md").write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", RUN, *(said or ("--isolated", "--no-cache", "--jobs", "1", "one.md"))],
            cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True,
        )  # fmt: skip
        self.report, _, said = done.stdout.rstrip("\n").rpartition("\n")
        compiled, read, rules, *modules = said.split()
        self.compiled, self.read, self.rules, self.modules = int(compiled), int(read), int(rules), set(modules)

    @property
    def ours(self) -> set[str]:
        return {name.removeprefix("macrolint.") for name in self.modules if name.startswith("macrolint.")}


def test_a_small_file_imports_nothing_heavy_and_no_reader_of_other_formats_or_of_rule_files(tmp_path: Path) -> None:
    run = _Run(tmp_path, "Hello there, thank you for writing.\n")
    assert run.report == "All is well: 1 template in 1 file."
    assert sorted(run.modules.intersection(HEAVY)) == []
    assert sorted(run.ours.intersection(f"rules.{name}" for name in READING)) == []
    assert sorted(name for name in run.ours if name.startswith(("readers.", "reports."))) == [
        *("readers.front_matter", "readers.markdown", "readers.platforms", "readers.text", "readers.yaml_comments"),
        "reports.full",
    ]


def test_few_expressions_are_compiled_for_a_small_file_and_few_rules_read_their_words(tmp_path: Path) -> None:
    plain = _Run(tmp_path, "Hello there, thank you for writing.\n")
    assert plain.compiled < 110  # all modules together, and every phrase that a text announces, were 390
    assert plain.rules > 150
    assert plain.read < plain.rules / 2
    more = _Run(tmp_path, "Please calm down!! We will call you back within 24 hours.\n")
    assert "calm-down" in more.report
    assert plain.compiled < more.compiled < 260


def test_a_run_whose_results_are_known_reads_no_rules_and_imports_nothing_that_checks_a_text(tmp_path: Path) -> None:
    team = {
        "macrolint.yaml": "paths: [macros]\nseverity: {tone: info}\nexclude: [drafts/]\n",
        "macros/day.md": "Hello,\n\nWe will refund you within 2 days. Calm down.\n",
        "macros/days.md": "Hello,\n\nWe will refund you within 5 days.\n",
    }
    write(tmp_path, team)
    first, again = (_Run(tmp_path, None, "-f", "concise") for _ in range(2))
    assert again.report == first.report
    assert "calm-down" in again.report
    assert "library/conflicting-promises" in again.report
    assert (first.rules > 150, again.rules) == (True, 0)
    assert sorted(again.modules.intersection(HEAVY)) == []
    none = ("checks", "engine", "kinds", "moves", "promises", "prose", "readers.markdown", "rules.catalog", "suppress")
    assert sorted(again.ours.intersection(none)) == []
    assert len(again.ours) < 65
    assert len(first.ours) > 100


def test_no_module_compiles_an_expression_when_it_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_lazy_expression_answers_as_a_compiled_one() -> None:
    late, usual = lazy(r"(?P<a>b+)", re.I), re.compile(r"(?P<a>b+)", re.I)
    assert late.pattern == usual.pattern
    assert vars(late).keys() == {"pattern", "_flags"}  # not compiled yet
    assert late.sub("x", "aBBc") == "axc"
    assert (late.flags, late.groups, late.groupindex) == (usual.flags, usual.groups, usual.groupindex)
    assert pickle.loads(pickle.dumps(late)).findall("abbc") == ["bb"]
    assert lazy(rb"a").match(b"ab") is not None


def test_what_the_file_of_the_catalogue_says_is_what_the_yaml_says(monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_catalog(data.rulesets())
    sources: dict[str, str] = {}
    unread: list[bytes | str] = []
    monkeypatch.setattr(phrases, "_sources", sources)
    monkeypatch.setattr(phrases, "_unread", unread)
    again = from_json(packing.read(packing.written(to_json(read))))
    assert (sources, len(unread)) == ({}, 1)  # nothing of it is read yet
    assert again == read
    assert sources  # comparing has read the cues
    assert pattern("no phrase of the catalogue") == pattern_of("no phrase of the catalogue")
    assert unread == []
    assert len(sources) > 4000
    assert {phrase: pattern_of(phrase) for phrase in sources} == sources
    asked = [cue.text for rule in read.rules.values() for cue in rule.cues if not (cue.regular or cue.move)]
    asked += [one for act in read.promises.acts for one in (*act.does, *act.done, *act.goods)]
    asked += [*read.promises.plain, *read.promises.handed, *read.times.zones, *read.times.stretches["day"][0].phrases]
    assert set(asked) <= sources.keys()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"noise", b"[1]\n", b'{"rules": [[[], 1]], "moves": [], "phrases": 9}']
)
def test_a_file_that_is_no_catalogue_is_told_from_one(content: bytes) -> None:
    with pytest.raises((ValueError, AttributeError)):
        packing.read(content)


def test_cues_are_read_when_a_text_has_one_of_the_words_that_tell_them() -> None:
    sieve, asked = Sieve(), []

    def literals() -> list[tuple[tuple[str, ...], ...]]:
        asked.append(1)
        return [((" calm",), (" down",)), ((" relax",),)]

    sieve.add_later("rule", [" calm", " relax"], literals)
    sieve.add_later("pieces", ["refund"], lambda: [(("refund",),)])
    assert sieve.held(fold("nothing of it")) == {}
    assert not asked
    first = fold("calm, and refundable")
    assert sieve.held(first) == {"pieces": [0]}
    assert asked == [1]
    assert sieve.held(fold("now relax, or calm down")) == {"rule": [0, 1]}
    assert asked == [1]
    sieve.add_later("late", [" calm"], lambda: [((" calm",),)])
    assert sieve.held(first) == {"pieces": [0], "late": [0]}


def test_a_rule_that_is_read_late_finds_what_it_would_find_at_once() -> None:
    text = "Please calm down!! Unfortunately we can't refund it, as per our policy. You failed to reply."
    read = read_catalog(data.rulesets())
    late = from_json(packing.read(packing.written(to_json(read))))
    assert isinstance(late.moves["apology"].cues, Unread)
    part = Part("message", "text", copied(text))
    for name in read.moves:
        held = [Moves(catalog.moves).found([name], study(part, read.words("en"))) for catalog in (read, late)]
        assert held[0] == held[1], name


PATHS = (
    *("a.yaml", "page/a.yaml", "x/page/a.yaml", "locales/de/a.json", "my-replies.yml", "a.tf", "x/a b/!c.md", "#d", ""),
)
PATTERNS = (
    *("*.yaml", "**/page/*.yaml", "**/locales/**", "*replies.yml", "page/", "/a.yaml", "a?yaml", "!a.yaml"),
    *("[ab].yaml", "\\#d", "#d", "x/*", "a.*", "!c.md", "a b/", "**", "*", "x/**/a.yaml", "A.yaml"),
)


class _Whole(Matcher):
    """A matcher that asks the library of every path."""

    @cached_property
    def _ends(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        return ((),)


def test_a_path_that_is_not_shown_to_the_library_does_not_match() -> None:
    for one in PATTERNS:
        for other in PATTERNS:
            quick, whole = Matcher((one, other)), _Whole((one, other))
            for path in PATHS:
                assert quick(path) == whole(path), (one, other, path)
