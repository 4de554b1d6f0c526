"""Measure the rules about bluntness, and the cues of thanks and apology, on sentences that people have labelled.

usage: labelled.py FOLDER [--show]

FOLDER holds email-politeness-sentences.jsonl (face acts by three people: HPos- criticises the reader, HNeg- imposes on
them), stanford-politeness-wikipedia.jsonl (requests in quartiles of rated politeness) and goemotions.jsonl (comments
with emotions). Counted are warnings and errors of the groups below, found through the command line; each sentence is a
message of its own. Rules were written with e-mail sentences of even numbers at hand; those of odd numbers only measure.
--show prints what is flagged, but no e-mail sentence of an odd number.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

BLUNT = ("tone", "respect", "transparency", "questions/accusing-why", "questions/loaded-question")
FACE_THREATS = {"HPos-", "HNeg-"}
RUNS = (("recommended", ("--isolated",)), ("all", ("--isolated", "--select", "ALL")))
CUES = (("thanks", "gratitude"), ("apology", "remorse"))
# A rule that flags the first word of every message in which a move is made.
CUE = "id: cue/{0}\nmessage: \"{0}\"\ncheck: nearby\npatterns: ['\\A\\W*\\w+']\nmoves: [{0}]\n"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    mails = rows(asked.folder / "email-politeness-sentences.jsonl")
    requests = rows(asked.folder / "stanford-politeness-wikipedia.jsonl")
    print("| rules | sentences | flagged as blunt | share | 95 % |")
    print("|---|---|---|---|---|")
    for name, options in RUNS:
        print_mails(name, mails, flagged_by([row["text"] for row in mails], options), asked.show)
        print_requests(name, requests, flagged_by([row["text"] for row in requests], options), asked.show)
    print_cues(rows(asked.folder / "goemotions.jsonl"))


def print_mails(name: str, mails: Sequence[Any], flagged: dict[int, list[str]], show: bool) -> None:
    """Print how many of the flagged e-mail sentences are face threats: of all, and of the half that only measures."""
    threat = [bool(set(row["labels"]["face_acts"]) & FACE_THREATS) for row in mails]
    unread = {number for number, row in enumerate(mails) if int(row["id"].rpartition("-")[2]) % 2}
    for half, among in (("e-mails", set(range(len(mails)))), ("odd e-mails", unread)):
        right = sum(threat[number] for number in flagged.keys() & among)
        all_, threats = len(flagged.keys() & among), sum(threat[number] for number in among)
        print(row_of(name, f"{half}, flagged and a face threat", right, all_))
        print(row_of(name, f"{half}, face threats that are flagged", right, threats))
        print(row_of(name, f"{half}, clean sentences that are flagged", all_ - right, len(among) - threats))
    for number, rules in flagged.items():
        if show and number not in unread:
            mark = "right" if threat[number] else "WRONG"
            print(f"{mark} {', '.join(rules)}: {mails[number]['text']!r}")


def print_requests(name: str, requests: Sequence[Any], flagged: dict[int, list[str]], show: bool) -> None:
    """Print how many of the flagged requests are among the least and the most polite."""
    quartiles = [requests[number]["labels"]["quartile"] for number in flagged]
    for said, label in (("least polite", "impolite"), ("most polite", "polite")):
        print(row_of(name, f"requests, flagged and in the {said} quartile", quartiles.count(label), len(quartiles)))
    for number, rules in flagged.items():
        if show:
            print(f"{', '.join(rules)}: {requests[number]['text']!r}")


def print_cues(comments: Sequence[Any]) -> None:
    """Print how many of the comments that thank or apologise were labelled with gratitude or remorse."""
    with tempfile.TemporaryDirectory() as folder:
        for move, _ in CUES:
            Path(folder, "cue").mkdir(exist_ok=True)
            Path(folder, "cue", f"{move}.yaml").write_text(CUE.format(move), encoding="utf-8")
        configuration = Path(folder, "macrolint.yaml")
        configuration.write_text("rulesets: ['.']\n", encoding="utf-8")
        options = ("--config", str(configuration), "--select", "cue")
        found = violations_in([row["text"] for row in comments], options)
    print("\n| comments | labelled so | share | 95 % |")
    print("|---|---|---|---|")
    for move, emotion in CUES:
        labels = [emotion in comments[number]["labels"]["emotions"] for number, one in found if one["message"] == move]
        right, everywhere = sum(labels), sum(emotion in row["labels"]["emotions"] for row in comments)
        print(f"| with a cue of {move}, labelled {emotion} | {right} of {len(labels)} | {share(right, len(labels))} |")
        print(f"| labelled {emotion}, with a cue of {move} | {right} of {everywhere} | {share(right, everywhere)} |")


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def flagged_by(texts: Iterable[str], options: Sequence[str]) -> dict[int, list[str]]:
    """Return the rules about bluntness that flag each text, by its number."""
    found: dict[int, list[str]] = {}
    for number, one in violations_in(texts, options):
        if one["severity"] != "info" and one["rule"].startswith(BLUNT):
            found.setdefault(number, []).append(one["rule"])
    return found


def violations_in(texts: Iterable[str], options: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    """Return the violations of texts, each with the number of its text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sentences.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["id", "body"], *((number, text) for number, text in enumerate(texts))])
        command = [sys.executable, "-m", "macrolint", "check", path, *options, "--exit-zero", "-f", "json"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return [(int(one["template"]["id"]), one) for one in json.loads(done.stdout)["violations"]]


def row_of(rules: str, what: str, part: int, whole: int) -> str:
    """Return a row of the table."""
    return f"| {rules} | {what} | {part} of {whole} | {share(part, whole)} |"


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
