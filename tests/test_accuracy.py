"""The bars for how often macrolint is right, on data that lies beside the checkout and was labelled by people."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, SHARED

from macrolint.rules.catalog import load_catalog
from macrolint.shares import BARS, Share, shares, told

with_data = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the labelled data is not beside this checkout")
# Rules that run although fewer of their hits are right than their severity asks for. Whoever mends one takes it out.
BELOW: set[str] = set()


def test_rules_that_run_by_default_are_right_as_often_as_their_severity_asks() -> None:
    rules = load_catalog().rules
    proven = {name: share for name, share in shares().items() if share.proven and rules[name].default != "opt-in"}
    assert len(proven) >= 3
    assert {name for name, share in proven.items() if share.rate < BARS[rules[name].severity]} == BELOW


def test_shares_are_told_with_their_interval_and_few_hits_prove_nothing() -> None:
    assert told(Share(28, 30)) == "28 of 30 hits that were read (93 %; likely 79 to 98 %)"
    assert told(Share(10, 10)) == "10 of 10 hits that were read (100 %; likely 72 to 100 %)"
    assert told(Share(9, 9)) == "unproven: 9 of 9 hits that were read, too few to tell"
    assert told(Share(0, 0)) == told(None) == "unproven: no hit has been read"


@pytest.mark.skipif(not (ROOT / "bench").is_dir(), reason="a source distribution holds no judgements")
def test_every_judgement_is_of_a_rule_that_there_is_and_holds_no_text_of_a_template() -> None:
    rules = load_catalog().rules
    files = sorted((ROOT / "bench" / "judged").glob("*.tsv"))
    assert files
    for path in files:
        assert path.stem.replace(".", "/", 1) in rules, path.name
        for line in path.read_text("utf-8").splitlines():
            assert re.fullmatch(
                r"[\w-]+\t[0-9a-f]{12}\t\d+\t\d+\t(?:right|wrong)\t[^\t]{0,100}"
                r"(?:\t(?:right|wrong)(?:\t(?:right|wrong)\t[^\t]{1,100})?)?",
                line,
            ), f"{path.name}: {line}"
            cells = line.split("\t")
            differ = len(cells) > 6 and cells[4] != cells[6]
            assert (len(cells) == 9) is differ, f"{path.name}: {line}"  # settled where the readings differ


@pytest.mark.skipif(not (ROOT / "bench").is_dir(), reason="a source distribution holds no judgements")
def test_two_readings_agree_as_often_as_cohens_kappa_tells_and_what_was_settled_counts() -> None:
    code = """
from accuracy import Judgement, agreement, note, readings, share_of
def said(first, second, times):
    return [Judgement(first, "", second)] * times
both = said(True, True, 20) + said(True, False, 5) + said(False, True, 10) + said(False, False, 15)
print(agreement(both + said(True, None, 7)))
print(agreement(said(True, None, 1)))
print(readings(both))
settled = [Judgement(True, "", False, True, "a")] * 2 + [Judgement(False, "", True, False, "a")] * 8
print(readings(settled), "=", share_of(settled).right, "of", share_of(settled).judged)
print(agreement(settled))
from accuracy import Hit, below, judgements
place = {name: list(judgements(name)) for name in ("acknowledgement/no-acknowledgement", "tone/please-first-order")}
hits = [Hit(name, "warning", "", one, 0) for name, places in place.items() for one in places]
wrong = [one for one in hits if not judgements(one.rule)[one.place].right]
right = [one for one in hits if one not in wrong]
print(below(right), below(wrong + right[:1]))
print(note(settled, "info"), note(settled[1:], "info"), note(settled[:2] * 5, "info"), sep="; ")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "bench", capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "Read twice: 50 hits. Both readings say the same of 35 (0.70; Cohen's kappa",
        "0.40): right 20, wrong 15. Only the first says right: 5; only the second: 10.",
        "No hit was read twice.",
        "25 of 50 | 30 of 50 | ",
        "2 of 10 | 8 of 10 | 2 of 10 = 2 of 10",
        "Read twice: 10 hits. Both readings say the same of 0 (0.00; Cohen's kappa",
        "-0.47): right 0, wrong 0. Only the first says right: 2; only the second: 8. Settled as right: 2 of 10.",
        "[] ['acknowledgement/no-acknowledgement: 1 of 17 hits are right, where 0.85 is asked']",
        "below its bar; ; ",
    ]


@with_data
def test_what_the_rules_find_in_real_templates_is_what_is_kept() -> None:
    command = [sys.executable, ROOT / "bench" / "accuracy.py", "check", "--data", SHARED]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


@with_data
def test_real_templates_that_two_readers_labelled(tmp_path: Path) -> None:
    command = [sys.executable, SHARED / "gold" / "score.py", "--macrolint", f"{sys.executable} -m macrolint", "--json"]
    table = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)
    for row, precision, recall in (
        ("blunt", 0.75, 0.3),
        ("blank", 0.9, 0.8),
        ("ack", 0.8, 0.6),
        ("apology", 0.75, 0.0),
    ):
        assert table[row]["precision"] >= precision, row
        assert table[row]["recall"] >= recall, row
    assert table["noise"]["violations per 100"] <= 12


@with_data
def test_sentences_in_which_people_saw_face_threats() -> None:
    command = [sys.executable, ROOT / "bench" / "labelled.py", SHARED / "labelled"]
    table = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    shares = dict(re.findall(r"^\| ([^|]+?(?: \| [^|]+?)?) \| \d+ of \d+ \| ([\d.]+) \|", table, re.M))
    for rules in ("recommended", "all"):
        assert float(shares[f"{rules} | e-mails, flagged and a face threat"]) >= 0.8
        assert float(shares[f"{rules} | e-mails, face threats that are flagged"]) >= 0.25
        assert float(shares[f"{rules} | e-mails, clean sentences that are flagged"]) <= 0.02
        assert float(shares[f"{rules} | requests, flagged and in the least polite quartile"]) >= 0.6
        assert float(shares[f"{rules} | requests, flagged and in the most polite quartile"]) <= 0.06
    assert float(shares["with a cue of thanks, labelled gratitude"]) >= 0.9
