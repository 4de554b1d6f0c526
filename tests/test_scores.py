"""Scores: what a violation costs, what a kind needs, and whether the figures separate good templates from others."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, SHARED, macrolint, write

from macrolint import data
from macrolint.model import MacrolintError, Violation
from macrolint.outlines import Outline
from macrolint.rules.catalog import load_catalog
from macrolint.rules.reading import read_catalog
from macrolint.rules.scoring import read_scheme
from macrolint.scores import score, scores
from macrolint.spans import Position

CATALOG = load_catalog()
SCHEME = CATALOG.scheme
PLAIN = Outline("a.md", None, None, "A", "other", sure=True, words=40, made=frozenset(), known=True)


def violation(rule: str, severity: str = "warning", confidence: str = "high", line: int = 1) -> Violation:
    place = Position(line, 1, 0)
    return Violation(rule, severity, confidence, "", "", "a.md", place, place, template_title="A", part="message")


def test_a_template_without_violations_has_all_points() -> None:
    found = score(PLAIN, [], SCHEME)
    assert (found.overall, found.band, found.ready, found.costs) == (100, "A", True, ())
    assert found.pillars == {"empathy": 100, "tone": 100, "acknowledgement": 100, "trust": 100}


def test_a_violation_costs_by_severity_and_confidence_and_again_for_the_second_and_third_place_of_its_rule() -> None:
    for severity, confidence, times, tone in (
        ("error", "high", 1, 75), ("warning", "high", 1, 90), ("warning", "low", 1, 95), ("info", "high", 1, 97),
        ("warning", "high", 2, 85), ("warning", "high", 3, 80), ("warning", "high", 9, 80),
    ):  # fmt: skip
        found = score(PLAIN, [violation("tone/you-must", severity, confidence)] * times, SCHEME)
        assert found.pillars["tone"] == tone, (severity, confidence, times)


def test_a_pillar_has_no_less_than_nothing() -> None:
    many = [violation(f"tone/r{number}", "error") for number in range(9)]
    found = score(PLAIN, many, SCHEME)
    assert (found.pillars["tone"], found.overall, found.band) == (0, 75, "B")


def test_what_a_kind_needs_and_nothing_shows_limits_its_pillars() -> None:
    sure = score(PLAIN._replace(kind="complaint"), [], SCHEME)
    assert (sure.pillars["empathy"], sure.pillars["acknowledgement"], sure.missing) == (
        40,
        40,
        ("empathy", "acknowledgement"),
    )
    guessed = score(PLAIN._replace(kind="complaint", sure=False), [], SCHEME)
    assert (guessed.pillars["empathy"], guessed.pillars["acknowledgement"]) == (70, 70)
    heard = score(PLAIN._replace(kind="complaint", made=frozenset({"apology", "acknowledgement"})), [], SCHEME)
    assert (heard.overall, heard.missing) == (100, ())


def test_the_weights_are_those_of_the_kind() -> None:
    one = [violation("promises/no-deadline", "error")]
    assert score(PLAIN, one, SCHEME).overall == 93  # 30 % of 75
    assert score(PLAIN._replace(kind="auto"), one, SCHEME).overall == 89  # 45 % of 75


def test_the_three_violations_that_cost_most_are_told_the_dearest_first() -> None:
    held = [
        violation("tone/a", "info"), violation("tone/b"), violation("promises/c", "warning", "low", line=7),
        violation("respect/d", "error"),
    ]  # fmt: skip
    found = score(PLAIN, held, SCHEME)
    assert [(one.violation.rule, one.points) for one in found.costs] == [
        ("respect/d", 7.5),
        ("tone/b", 2.5),
        ("promises/c", 1.5),
    ]
    assert found.parts == {"reliable": 95, "respectful": 75, "transparent": 100}


def test_a_template_that_must_not_be_sent_has_at_most_49() -> None:
    broken = score(PLAIN, [violation("placeholders/unclosed-condition", "error")], SCHEME)
    assert (broken.overall, broken.band, broken.ready) == (49, "D", False)
    assert score(PLAIN, [violation("placeholders/unseen-slot")], SCHEME).ready


def test_short_templates_those_of_some_kinds_and_of_other_languages_have_no_score() -> None:
    outlines = [
        PLAIN, PLAIN._replace(words=14), PLAIN._replace(words=15), PLAIN._replace(kind="internal"),
        PLAIN._replace(kind="survey"), PLAIN._replace(kind="fragment"), PLAIN._replace(known=False),
    ]  # fmt: skip
    found = scores(outlines, [], SCHEME)
    assert [one.why for one in found.templates] == [
        "",
        "fewer than 15 words",
        "",
        "internal",
        "survey",
        "fragment",
        "another language",
    ]
    assert [one.score is None for one in found.templates] == [False, True, False, True, True, True, True]
    assert scores(outlines[3:], [], SCHEME).library is None


def test_the_library_has_the_mean_and_that_of_its_lowest_tenth() -> None:
    outlines = [PLAIN._replace(title=str(number)) for number in range(20)]
    held = [violation(f"tone/{number}", "error")._replace(template_title=str(number // 4)) for number in range(8)]
    library = scores(outlines, held, SCHEME).library
    assert library is not None
    assert (library.overall, library.worst, library.scored, library.pillars["tone"]) == (97.5, 75.0, 20, 90.0)


def test_every_group_and_move_and_kind_of_the_score_file_is_there_and_every_group_has_its_pillar() -> None:
    catalog = read_catalog(data.rulesets())
    assert catalog.scheme == SCHEME  # as compiled
    told = {group for pillar in SCHEME.pillars.values() for group in pillar.groups}
    assert {rule.group for rule in catalog.rules.values()} - {"files"} <= told
    assert set(catalog.moves) >= SCHEME.moves
    kinds = {kind for pillar in SCHEME.pillars.values() for kind in pillar.moves} | set(SCHEME.unscored)
    assert kinds | set(SCHEME.weights) - {"default"} <= set(catalog.kinds)
    assert SCHEME.pillar("shop/old-name") == "tone"
    assert SCHEME.pillar("acknowledgement/hollow-inconvenience") == "empathy"
    assert SCHEME.pillar("files/unreadable") is None


def test_a_score_file_with_weights_that_are_too_heavy_is_told_with_its_line() -> None:
    text = Path(data.rulesets(), "score.yaml").read_text("utf-8").replace("first: {empathy: 20", "first: {empathy: 25")
    with pytest.raises(MacrolintError, match=r"add up to 100 \(score\.yaml, line \d+\)"):
        read_scheme("score.yaml", text)


GOOD = (
    "Hi Sam,\n\nI'm sorry that the second box was empty. I have sent the missing lamp today, and it"
    " arrives by Thursday 5 pm.\n\nBest,\nJo\n"
)
RUDE = "---\ntitle: Late\nkind: complaint\n---\nPlease calm down. The parcel is on its way and it comes when it comes, with the next van that we have.\n"


def test_statistics_show_the_score_and_the_lowest_templates(tmp_path: Path) -> None:
    write(tmp_path, {"macros/good.md": GOOD, "macros/rude.md": RUDE, "macros/short.md": "Fine.\n"})
    out = macrolint("check", "--statistics", cwd=tmp_path).out.splitlines()
    at = next(number for number, line in enumerate(out) if line.startswith("Score: "))
    assert re.fullmatch(
        r"Score: \d\d\.\d of 100 \([AB]\); empathy 70\.0, tone 100\.0, acknowledgement [\d.]+, trust [\d.]+; lowest tenth \d\d\.0\.",
        out[at],
    )
    assert out[at + 1 : at + 4] == [
        "Not scored: 1 template (1 fragment).",
        "",
        "score  template and what costs most",
    ]
    assert re.fullmatch(
        r" +\d\d  macros/rude\.md \(Late\): nothing shows empathy, nothing shows acknowledgement, respect/calm-down -7\.5 \(line 5\), .*", out[at + 4]
    )  # fmt: skip
    assert len(out) == at + 5
    assert "Score" not in macrolint("check", cwd=tmp_path).out


def test_json_has_the_score_of_each_template_and_of_all(tmp_path: Path) -> None:
    write(tmp_path, {"macros/good.md": GOOD, "macros/rude.md": RUDE, "macros/short.md": "Fine.\n"})
    report = macrolint("check", "-f", "json", cwd=tmp_path).json
    good, rude, short = report["templates"]
    assert (good["path"], good["score"]["overall"], good["score"]["band"], good["unscored"]) == (
        "macros/good.md",
        100,
        "A",
        None,
    )
    assert (rude["title"], rude["kind"], rude["score"]["missing"]) == (
        "Late",
        "complaint",
        ["empathy", "acknowledgement"],
    )
    assert rude["score"]["costs"][0]["fingerprint"] in {one["fingerprint"] for one in report["violations"]}
    assert (short["score"], short["unscored"]) == (None, "fragment")
    assert report["summary"]["score"]["overall"] == (100 + rude["score"]["overall"]) / 2
    assert report["summary"]["score"]["templates"] == 2


def test_fail_under_fails_a_run_whose_score_is_lower_and_only_that(tmp_path: Path) -> None:
    write(tmp_path, {"macros/good.md": GOOD, "macros/rude.md": RUDE})
    points = macrolint("check", "-f", "json", cwd=tmp_path).json["summary"]["score"]["overall"]
    quiet = ("check", "--fail-on", "never")
    assert macrolint(*quiet, cwd=tmp_path).code == 0
    assert macrolint(*quiet, "--fail-under", str(points), cwd=tmp_path).code == 0
    done = macrolint(*quiet, "--fail-under", str(points + 0.1), cwd=tmp_path)
    assert done.code == 1
    assert done.err.startswith(f"error: the score of the templates is {points}, under {points + 0.1:g}\n")
    assert f"Score: {points} of 100" in done.out
    assert macrolint(*quiet, "--fail-under", "100", "--exit-zero", cwd=tmp_path).code == 0
    assert macrolint(*quiet, "--fail-under", "101", cwd=tmp_path).code == 2
    nothing = macrolint(*quiet, "-", "--fail-under", "90", cwd=tmp_path, stdin=b"Fine.\n")
    assert (nothing.code, nothing.err) == (0, "warning: --fail-under was not looked at: no template has a score\n")


def test_nothing_of_scores_is_imported_when_none_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"macros/good.md": GOOD})
    code = "import sys; from macrolint.cli.main import macrolint; macrolint(['check'], standalone_mode=False); print('macrolint.scores' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the labelled data is not beside this checkout")
def test_the_score_separates_templates_that_readers_found_good_from_those_they_marked() -> None:
    command = [sys.executable, ROOT / "bench" / "separation.py", SHARED / "gold" / "dev.jsonl"]
    out = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    found = re.search(r"^AUC (0\.\d+)", out, re.M)
    assert found, out
    assert float(found[1]) >= 0.8
