"""The twenty rules that fire most on real templates, with ten random hits each, to be read.

usage: loudest.py [--data FOLDER]

Rules that run by default, by their hits in corpus/templates.jsonl. The ten hits of a rule are always the same ones as
long as they are found. What has been judged of them stands beside them (see accuracy.py).
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from accuracy import ROOT, SEED, Hit, hits_in, judgements, templates

from macrolint.rules.catalog import load_catalog

RULES = 20
READ = 10  # hits of a rule
AROUND = 120  # characters shown before and after a hit


def main() -> None:
    """Print the hits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    corpus = templates(parser.parse_args().data / "corpus" / "templates.jsonl")
    hits = hits_in(corpus)
    for rule, number in loudest(hits):
        print(f"\n== {rule}: {number} hits")
        known = judgements(rule)
        for at, hit in enumerate(ten(rule, hits), 1):
            said = known.get(hit.place)
            mark = "not judged" if said is None else f"{'right' if said.right else 'wrong'} ({said.why})"
            print(f"[{at}] {mark} · {hit.severity} · {hit.place.source} {hit.place.digest} {hit.place.start}")
            print(f"    {shown(hit, corpus[hit.template]['body'])}")


def loudest(hits: list[Hit]) -> list[tuple[str, int]]:
    """Return the rules that run by default and have most hits, with how many they have."""
    rules = load_catalog().rules
    found = Counter(rule for rule, _ in {(hit.rule, hit.place) for hit in hits} if rules[rule].default == "on")
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:RULES]


def ten(rule: str, hits: list[Hit]) -> list[Hit]:
    """Return ten random hits of a rule, one a place; a hit that comes or goes leaves the others where they are."""
    places = {hit.place: hit for hit in hits if hit.rule == rule}
    return sorted(places.values(), key=lambda hit: _lot(hit, rule))[:READ]


def _lot(hit: Hit, rule: str) -> str:
    return hashlib.sha256("\0".join(map(str, (SEED, rule, *hit.place))).encode()).hexdigest()


def shown(hit: Hit, body: str) -> str:
    """Return a hit with what stands around it, on one line."""
    _, _, start, end = hit.place
    return " ".join(f"{body[max(0, start - AROUND) : start]}⟦{body[start:end]}⟧{body[end : end + AROUND]}".split())


def table(hits: list[Hit]) -> str:
    """Return what was found of the ten hits of each rule, as a Markdown table."""
    lines = ["| rule | hits | read | right |", "|---|--:|--:|--:|"]
    every: list[Any] = []
    for rule, number in loudest(hits):
        known = judgements(rule)
        said = [known[hit.place] for hit in ten(rule, hits) if hit.place in known]
        every += said
        lines.append(f"| `{rule}` | {number} | {len(said)} | {sum(one.right for one in said)} |")
    lines.append(f"| all of these | | {len(every)} | {sum(one.right for one in every)} |")
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
