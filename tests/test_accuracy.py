"""The bars for how often macrolint is right, on data that lies beside the checkout and was labelled by people."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, SHARED

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the labelled data is not beside this checkout")


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


def test_sentences_in_which_people_saw_face_threats() -> None:
    command = [sys.executable, ROOT / "bench" / "labelled.py", SHARED / "labelled"]
    table = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    shares = dict(re.findall(r"^\| ([^|]+?) \| \d+ of \d+ \| ([\d.]+) \|", table, re.M))
    assert float(shares["e-mails, flagged and a face threat"]) >= 0.8
    assert float(shares["e-mails, clean sentences that are flagged"]) <= 0.02
    rude, kind = (
        float(shares[f"requests, flagged and in the {name} quartile"]) for name in ("least polite", "most polite")
    )
    assert rude >= 10 * kind
