"""Write the figures of docs/accuracy.md: what stands between `<!-- figures: gold -->` and `<!-- end -->`."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from separation import is_clean

from macrolint.shares import Share

BENCH = Path(__file__).parent
MACROLINT = f"{sys.executable} -m macrolint"
_MARKED = re.compile(r"(<!-- figures: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.S)


def write(page: Path, data: Path, judged: dict[str, str]) -> None:
    """Measure everything and put the figures into the page; the prose stays as it is. judged: those of the hits."""
    gold = data / "gold"
    labelled = Labelled(gold)
    made = {
        "gold": f"```text\n{printed(gold / 'score.py', '--macrolint', MACROLINT)}```\n",
        "gold-infos": infos(labelled),
        "rules-gold": by_rule(labelled),
        **judged,
        "labelled": printed(BENCH / "labelled.py", data / "labelled"),
        "separation": f"```text\n{printed(BENCH / 'separation.py', gold / 'dev.jsonl')}```\n",
    }
    text = page.read_text(encoding="utf-8")
    named = {found["name"] for found in _MARKED.finditer(text)}
    if named != set(made):
        sys.exit(f"{page}: the figures are {', '.join(sorted(made))}, and the page has {', '.join(sorted(named))}")
    filled = _MARKED.sub(lambda found: f"{found[1]}\n{made[found['name']].strip()}\n\n{found[3]}", text)
    page.write_text(filled, encoding="utf-8")
    print("\n\n".join(made[name].strip() for name in sorted(named)))


def printed(*command: str | Path) -> str:
    """Return what a script prints."""
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout.lstrip("\n")


class Labelled:
    """The labelled templates, what macrolint says of each, and the script that compares both."""

    def __init__(self, gold: Path) -> None:
        spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
        assert spec is not None
        assert spec.loader is not None
        self.score: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.score)
        lines = (gold / "dev.jsonl").read_text(encoding="utf-8").splitlines()
        self.rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
        self.said: list[list[dict[str, Any]]] = [
            violations for violations, _ in self.score.predict(self.rows, MACROLINT, None)
        ]


def infos(labelled: Labelled) -> str:
    """Return a table of the info violations, which most rows of the score leave out, and of those that are right."""
    lines = ["| row | infos | on what a reader marked |", "|---|--:|--:|"]
    counted = 0
    quiet = [[one for one in said if one["severity"] == "info"] for said in labelled.said]
    for name, (concepts, rules) in labelled.score.FAMILIES.items():
        mine = [(row, one) for row, said in zip(labelled.rows, quiet, strict=True) for one in said]
        held = [(row, one) for row, one in mine if one["rule"].startswith(rules)]
        right = _spans(held, labelled.rows, concepts, labelled.score.overlap)[0].right
        counted += len(held)
        lines.append(f"| {name} | {len(held)} | {right} |")
    lines.append(f"| no row | {sum(map(len, quiet)) - counted} | – |")
    clean = [said for row, said in zip(labelled.rows, quiet, strict=True) if is_clean(row)]
    share = 100 * sum(map(len, clean)) / len(clean)
    lines += ["", f"Of all {sum(map(len, quiet))} infos, {sum(map(len, clean))} stand in the {len(clean)} clean"]
    return "".join(f"{line}\n" for line in lines).rstrip("\n") + f" templates: {share:.1f} per 100.\n"


def by_rule(labelled: Labelled) -> str:
    """Return a table of the rules that flag anything in the gold set.

    right: hits that overlap what either reader marked in the rule's row. found: what both marked there, and of that
    what the rule finds alone.
    """
    rows, score = labelled.rows, labelled.score
    flagged: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for row, violations in zip(rows, labelled.said, strict=True):
        for one in violations:
            flagged.setdefault(one["rule"], []).append((row, one))
    lines = [
        "| rule | row | hits | right | precision | 95 % | found | recall | 95 % |",
        "|---|---|--:|--:|--:|---|--:|--:|---|",
    ]
    for rule, held in sorted(flagged.items()):
        name, wanted = next(
            ((row_name, of) for row_name, (of, rules) in score.FAMILIES.items() if rule.startswith(rules)), ("", set())
        )
        if rule.startswith(score.MISSING):
            right, found = _missing(held, rows)
            name = "ack"
        elif name:
            right, found = _spans(held, rows, wanted, score.overlap)
        elif rule.startswith(score.UNSOUND):
            right, found = _promises(held, rows, score.overlap)
            name = "unsound promise"
        else:
            continue
        cells = (
            f"`{rule}`",
            name,
            right.judged,
            right.right,
            _rate(right),
            f"{found.right} of {found.judged}",
            _rate(found),
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "".join(f"{line}\n" for line in lines)


def _spans(held: list[Any], rows: list[Any], wanted: set[str], overlap: Any) -> tuple[Share, Share]:
    right = sum(any(overlap(one, span) for span in row["spans"] if span["concept"] in wanted) for row, one in held)
    both = [(row, span) for row in rows for span in row["spans"] if span["concept"] in wanted and span["votes"] == 2]
    found = sum(any(other is row and overlap(one, span) for other, one in held) for row, span in both)
    return Share(right, len(held)), Share(found, len(both))


def _promises(held: list[Any], rows: list[Any], overlap: Any) -> tuple[Share, Share]:
    unsound = [(row, one) for row in rows for one in row["commitments"] if one["sound"] is not True]
    right = sum(any(other is row and overlap(one, span) for other, span in unsound) for row, one in held)
    both = [(row, span) for row, span in unsound if span["votes"] == 2 and span["sound"] is False]
    found = sum(any(other is row and overlap(one, span) for other, one in held) for row, span in both)
    return Share(right, len(held)), Share(found, len(both))


def _missing(held: list[Any], rows: list[Any]) -> tuple[Share, Share]:
    unheard = {"none", "formulaic"}
    agreed = [row for row in rows if len({one in unheard for one in row["ack"]}) == 1]
    wanted = [row for row in agreed if set(row["ack"]) <= unheard]
    flagged = {row["id"] for row, _ in held} & {row["id"] for row in agreed}
    hit = sum(row["id"] in flagged for row in wanted)
    return Share(hit, len(flagged)), Share(hit, len(wanted))


def _rate(share: Share) -> str:
    if not share.judged:
        return "– | –"
    low, high = share.interval
    return f"{share.rate:.2f} | {low:.2f} to {high:.2f}"
