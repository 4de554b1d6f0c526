"""Measure whether the score separates templates that two readers found good from those that both marked.

usage: separation.py GOLD.jsonl

Clean: neither reader marked anything. Marked: both marked the same words or promise, or both found no
acknowledgement or only a formal one. The AUC is the share of pairs, one of each, of which the clean one has the
higher score (equal scores count half). Asked through the command line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HEARD = {"none", "formulaic"}


def main() -> None:
    """Print the AUC, and how many templates it is of."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    templates = [json.loads(line) for line in lines]
    points = scored(templates)
    clean, marked = [], []
    for template, score in zip(templates, points, strict=True):
        if score is not None:
            (clean if is_clean(template) else marked if is_marked(template) else []).append(score)
    print(f"AUC {auc(clean, marked):.3f}")
    print(f"{len(clean)} clean and {len(marked)} marked templates have a score;")
    unscored = [template for template, score in zip(templates, points, strict=True) if score is None]
    print(f"{sum(map(is_clean, unscored))} clean and {sum(map(is_marked, unscored))} marked ones have none.")
    print(f"mean: {sum(clean) / len(clean):.1f} clean, {sum(marked) / len(marked):.1f} marked")


def is_clean(template: dict[str, Any]) -> bool:
    """Tell whether neither reader marked anything."""
    unsound = any(one["sound"] is not True for one in template["commitments"])
    return not (template["spans"] or HEARD & set(template["ack"]) or unsound)


def is_marked(template: dict[str, Any]) -> bool:
    """Tell whether both readers marked the same thing."""
    unsound = any(one["votes"] == 2 and one["sound"] is False for one in template["commitments"])
    return any(one["votes"] == 2 for one in template["spans"]) or set(template["ack"]) <= HEARD or unsound


def scored(templates: list[dict[str, Any]]) -> list[int | None]:
    """Return the score of each template."""
    with tempfile.TemporaryDirectory() as folder:
        for number, row in enumerate(templates):
            title = json.dumps(row["title"] or "", ensure_ascii=False)
            text = f"---\ntitle: {title}\n---\n{row['text']}\n"
            Path(folder, f"{number:04d}.txt").write_text(text, encoding="utf-8", newline="")
        command = [sys.executable, "-m", "macrolint", "check", folder, "--isolated", "--exit-zero", "-f", "json"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    points: list[int | None] = [None] * len(templates)
    for one in json.loads(done.stdout)["templates"]:
        points[int(Path(one["path"]).stem)] = one["score"]["overall"] if one["score"] else None
    return points


def auc(higher: list[int], lower: list[int]) -> float:
    """Return how often one of `higher` has more points than one of `lower`; a draw counts half."""
    won = sum((above > below) + (above == below) / 2 for above in higher for below in lower)
    return won / (len(higher) * len(lower))


if __name__ == "__main__":
    main()
