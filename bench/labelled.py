"""Measure the rules about bluntness on sentences that people have labelled.

usage: labelled.py FOLDER [--show]

FOLDER holds email-politeness-sentences.jsonl (face acts by three people: HPos- criticises the reader, HNeg- imposes on
them) and stanford-politeness-wikipedia.jsonl (requests in quartiles of rated politeness). Counted are warnings and
errors of the groups below, found through the command line; each sentence is a message of its own.
--show prints what is flagged.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

BLUNT = ("tone", "respect", "transparency", "questions/accusing-why")
FACE_THREATS = {"HPos-", "HNeg-"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    mails = rows(asked.folder / "email-politeness-sentences.jsonl")
    threats = [bool(set(row["labels"]["face_acts"]) & FACE_THREATS) for row in mails]
    flagged = flagged_by([row["text"] for row in mails])
    hits = [threats[number] for number in flagged]
    clean = threats.count(False)
    print("| sentences | flagged as blunt | share | 95 % |")
    print("|---|---|---|---|")
    print(f"| e-mails, flagged and a face threat | {sum(hits)} of {len(hits)} | {share(sum(hits), len(hits))} |")
    print(
        f"| e-mails, face threats that are flagged | {sum(hits)} of {sum(threats)} | {share(sum(hits), sum(threats))} |"
    )
    false = len(hits) - sum(hits)
    print(f"| e-mails, clean sentences that are flagged | {false} of {clean} | {share(false, clean)} |")
    requests = rows(asked.folder / "stanford-politeness-wikipedia.jsonl")
    seen = flagged_by([row["text"] for row in requests])
    quartiles = [requests[number]["labels"]["quartile"] for number in seen]
    for name, label in (("least polite", "impolite"), ("most polite", "polite")):
        count = quartiles.count(label)
        print(f"| requests, flagged and in the {name} quartile | {count} of {len(seen)} | {share(count, len(seen))} |")
    if asked.show:
        for texts, found, right in ((mails, flagged, dict(zip(flagged, hits, strict=True))), (requests, seen, {})):
            for number, rules in found.items():
                mark = "" if number not in right else "right " if right[number] else "WRONG "
                print(f"{mark}{', '.join(rules)}: {texts[number]['text']!r}")


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def flagged_by(texts: Iterable[str]) -> dict[int, list[str]]:
    """Return the rules that flag each text, by its number."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sentences.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["id", "body"], *((number, text) for number, text in enumerate(texts))])
        command = [sys.executable, "-m", "macrolint", "check", path, "--isolated", "--exit-zero", "-f", "json"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[int, list[str]] = {}
    for one in json.loads(done.stdout)["violations"]:
        if one["severity"] != "info" and one["rule"].startswith(BLUNT):
            found.setdefault(int(one["template"]["id"]), []).append(one["rule"])
    return found


def share(part: int, whole: int, z: float = 1.96) -> str:
    """Return a share with its Wilson interval, as two cells."""
    if not whole:
        return "– | –"
    rate, d = part / whole, 1 + z * z / whole
    middle = (rate + z * z / (2 * whole)) / d
    half = z * math.sqrt(rate * (1 - rate) / whole + z * z / (4 * whole * whole)) / d
    return f"{rate:.3f} | {middle - half:.2f} to {middle + half:.2f}"


if __name__ == "__main__":
    main()
