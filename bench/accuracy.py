"""How often each rule is right on real templates, by hits that were read one by one.

usage: accuracy.py hits RULE     show the hits of a rule that are to be judged, and which are judged already
       accuracy.py share         print the share of right hits of each rule and group
       accuracy.py check         compare counts and shares with those that are kept; 1 where they differ, or where a
                                rule that runs by default is below its bar
       accuracy.py update        keep them: bench/counts.tsv and rulesets/shares.tsv
       accuracy.py write         update, measure, and write the figures of docs/accuracy.md

--data FOLDER holds corpus/templates.jsonl, gold/ and labelled/ (default: ../shared beside the checkout).
A judgement is a line of bench/judged/<group>.<rule>.tsv: the source, the first 12 digits of the SHA-256 of the body,
start and end of the hit in the body, right or wrong, and a word why; where the hit was read a second time, blind to
the first, also what that reading said: right or wrong; where the two differ, also the settled verdict, right or wrong,
and a word why. No text of a template is kept. Judge as a careful support lead would; when unsure: wrong. In the first
reading, what both readers of the labelled templates say of the place decides. Where the readings differ, the settled
verdict is what counts; it comes from a third reading, of the whole template, that knew both verdicts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from macrolint.rules.catalog import load_catalog
from macrolint.shares import BARS, Share

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "bench" / "judged"
COUNTS = ROOT / "bench" / "counts.tsv"
SHARES = ROOT / "rulesets" / "shares.tsv"
MOST = 30  # hits of a rule that are read
SEED = 2026
AROUND = 300  # characters shown before and after a hit
_VERDICTS = {"right": True, "wrong": False}


class Place(NamedTuple):
    """A place in a template of the corpus: its source, its body's digest, and the stretch of the body."""

    source: str
    digest: str
    start: int
    end: int


class Hit(NamedTuple):
    """A violation in the corpus."""

    rule: str
    severity: str
    kind: str
    place: Place
    template: int  # line of the corpus, from 0


class Judgement(NamedTuple):
    """What was said of a place, by the first reading, and by the second where there was one.

    settled: what was decided where the two differ.
    """

    first: bool
    why: str
    second: bool | None = None
    settled: bool | None = None
    settled_why: str = ""

    @property
    def right(self) -> bool:
        """What counts: the settled verdict where there is one, else the first."""
        return self.first if self.settled is None else self.settled

    @property
    def differs(self) -> bool:
        """Tell whether the readings differ."""
        return self.second is not None and self.second != self.first


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("hits", "share", "check", "update", "write"))
    parser.add_argument("rule", nargs="?")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    asked = parser.parse_args()
    corpus = templates(asked.data / "corpus" / "templates.jsonl")
    hits = hits_in(corpus)
    if asked.what == "hits":
        show(asked.rule or parser.error("which rule?"), hits, corpus)
    elif asked.what == "share":
        print(table(hits), end="")
    elif asked.what == "check":
        sys.exit(differences(hits))
    else:
        COUNTS.write_text(counts(hits), encoding="utf-8")
        SHARES.write_text(kept(hits), encoding="utf-8")
    if asked.what == "write":
        import loudest
        from figures import write

        judged = {"judged": f"Of {len(corpus)} templates:\n\n{table(hits)}", "loudest": loudest.table(hits)}
        write(ROOT / "docs" / "accuracy.md", asked.data, judged)


def templates(path: Path) -> list[dict[str, Any]]:
    """Return the templates of the corpus."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def hits_in(corpus: list[dict[str, Any]]) -> list[Hit]:
    """Check every template of the corpus with every rule, as a file of its own; return the hits in their order."""
    with tempfile.TemporaryDirectory() as folder:
        heads = []
        for number, row in enumerate(corpus):
            head = f"---\ntitle: {json.dumps(row.get('title') or '', ensure_ascii=False)}\n---\n"
            heads.append(len(head))
            ending = "html" if row["meta"].get("format") == "html" else "md"
            Path(folder, f"{number:05d}.{ending}").write_text(head + row["body"], encoding="utf-8", newline="")
        command = [sys.executable, "-m", "macrolint", "check", folder, "--isolated", "--select", "ALL"]
        command += ["--exit-zero", "-f", "json"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    hits = []
    for one in json.loads(done.stdout)["violations"]:
        number = int(Path(one["path"]).stem)
        row, start, end = corpus[number], one["start"]["offset"], one["end"]["offset"]
        place = Place(row["source"], digest(row["body"]), start - heads[number], end - heads[number])
        kind = (one["template"] or {}).get("kind") or ""
        hits.append(Hit(one["rule"], one["severity"], kind, place, number))
    return hits


def digest(body: str) -> str:
    """Return what stands for a body in a judgement."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def judgements(rule: str) -> dict[Place, Judgement]:
    """Return what has been judged of a rule."""
    path = JUDGED / f"{rule.replace('/', '.', 1)}.tsv"
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else [], 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) not in (6, 7, 9) or not {cells[4], *cells[6:8]} <= {*_VERDICTS}:
            wanted = "source, digest, start, end, right or wrong, why, right or wrong, and settled: right or wrong, why"
            sys.exit(f"{path}, line {number}: not {wanted}")
        source, sha, start, end, verdict, why, *later = cells
        second, settled, settled_why = (*later, "", "", "")[:3]
        said = Judgement(verdict == "right", why, _VERDICTS.get(second), _VERDICTS.get(settled), settled_why)
        if said.differs is (said.settled is None):
            sys.exit(f"{path}, line {number}: a verdict is settled where the two readings differ, and only there")
        found[Place(source, sha, int(start), int(end))] = said
    return found


def judged_rules() -> list[str]:
    """Return the rules of which anything is judged."""
    return sorted(path.stem.replace(".", "/", 1) for path in JUDGED.glob("*.tsv"))


def sample(rule: str, hits: list[Hit]) -> list[Hit]:
    """Return the hits of a rule that are to be judged: one a place, at most 30, always the same ones."""
    places = {hit.place: hit for hit in sorted(hits, key=lambda hit: hit.place) if hit.rule == rule}
    found = list(places.values())
    return sorted(random.Random(SEED).sample(found, MOST)) if len(found) > MOST else found


def show(rule: str, hits: list[Hit], corpus: list[dict[str, Any]]) -> None:
    """Print the hits of a rule with what stands around them."""
    known, picked = judgements(rule), sample(rule, hits)
    print(f"{rule}: {len(picked)} of {len({hit.place for hit in hits if hit.rule == rule})} hits")
    for number, hit in enumerate(picked, 1):
        row, place = corpus[hit.template], hit.place
        said = known.get(place)
        why = said and (said.settled_why or said.why)
        mark = "to judge" if said is None else f"{'right' if said.right else 'wrong'} ({why})"
        print(f"\n[{number}] {mark} · {hit.severity}, kind {hit.kind} · {row.get('title') or 'without a title'}")
        print("\t".join(map(str, place)))
        body = row["body"]
        before, after = body[max(0, place.start - AROUND) : place.start], body[place.end : place.end + AROUND]
        print(f"{before}⟦{body[place.start : place.end]}⟧{after}")


def still_hit(rule: str, hits: list[Hit]) -> list[Judgement]:
    """Return what was said of the judged hits of a rule that there still are."""
    there = {hit.place for hit in hits if hit.rule == rule}
    return [said for place, said in judgements(rule).items() if place in there]


def share_of(said: list[Judgement]) -> Share:
    """Return the share of right ones: what both readings say, and where they differ what was settled."""
    return Share(sum(one.right for one in said), len(said))


def first_of(said: list[Judgement]) -> Share:
    """Return the share of right ones by the first reading."""
    return Share(sum(one.first for one in said), len(said))


def second_of(said: list[Judgement]) -> Share:
    """Return the share of right ones by the second reading, among those that it read."""
    read = [one.second for one in said if one.second is not None]
    return Share(sum(read), len(read))


def table(hits: list[Hit]) -> str:
    """Return the shares as a Markdown table, by rule and by group, and how far both readings agree of all hits."""
    severities = {hit.rule: hit.severity for hit in sorted(hits, key=lambda hit: hit.severity != "info")}
    fired = Counter(rule for rule, _ in {(hit.rule, hit.place) for hit in hits})
    lines = [
        "| rule | severity | hits | judged | right | share | 95 % | first | second | settled | no longer hit | |",
        "|---|---|--:|--:|--:|--:|---|--:|--:|--:|--:|---|",
    ]
    groups: dict[str, list[Judgement]] = {}
    for rule in judged_rules():
        said = still_hit(rule, hits)
        groups.setdefault(rule.split("/")[0], []).extend(said)
        severity, gone = severities.get(rule, ""), len(judgements(rule)) - len(said)
        shares = f"{cells(share_of(said))} | {readings(said)}"
        lines.append(f"| `{rule}` | {severity} | {fired[rule]} | {shares} | {gone or ''} | {note(said, severity)} |")
    lines += ["", "| group | judged | right | share | 95 % | first | second | settled |"]
    lines.append("|---|--:|--:|--:|---|--:|--:|--:|")
    for group, said in groups.items():
        lines.append(f"| `{group}` | {cells(share_of(said))} | {readings(said)} |")
    every = [one for said in groups.values() for one in said]
    lines.append(f"| all | {cells(share_of(every))} | {readings(every)} |")
    lines += ["", agreement([one for rule in judged_rules() for one in judgements(rule).values()])]
    return "".join(f"{line}\n" for line in lines)


def note(said: list[Judgement], severity: str) -> str:
    """Tell whether a rule with enough hits is right less often than its severity asks."""
    share = share_of(said)
    return "below its bar" if share.proven and share.rate < BARS.get(severity, 0) else ""


def agreement(said: list[Judgement]) -> str:
    """Tell how often both readings say the same, with Cohen's kappa."""
    both = Counter((one.first, one.second) for one in said if one.second is not None)
    number, same = both.total(), both[True, True] + both[False, False]
    if not number:
        return "No hit was read twice."
    first, second = ((both[True, True] + both[one]) / number for one in ((True, False), (False, True)))
    chance = first * second + (1 - first) * (1 - second)
    kappa = (same / number - chance) / (1 - chance) if chance < 1 else 1.0
    decided = [one.settled for one in said if one.settled is not None]
    settled = f" Settled as right: {sum(decided)} of {len(decided)}." if decided else ""
    return (
        f"Read twice: {number} hits. Both readings say the same of {same} ({same / number:.2f}; Cohen's kappa\n"
        f"{kappa:.2f}): right {both[True, True]}, wrong {both[False, False]}. Only the first says right:"
        f" {both[True, False]}; only the second: {both[False, True]}.{settled}"
    )


def readings(said: list[Judgement]) -> str:
    """Return what each reading said as cells of a table, and how many of the differing ones were settled as right."""
    first, second = (
        (f"{one.right} of {one.judged}" if one.judged else "–") for one in (first_of(said), second_of(said))
    )
    decided = [one.settled for one in said if one.settled is not None]
    return f"{first} | {second} | {f'{sum(decided)} of {len(decided)}' if decided else ''}"


def cells(share: Share) -> str:
    """Return a share as cells of a table."""
    if not share.judged:
        return "0 | 0 | – | –"
    low, high = share.interval
    return f"{share.judged} | {share.right} | {share.rate:.2f} | {low:.2f} to {high:.2f}"


def counts(hits: list[Hit]) -> str:
    """Return the number of hits of every rule that has any, as it is kept."""
    found = Counter(hit.rule for hit in hits)
    return "".join(f"{rule}\t{number}\n" for rule, number in sorted(found.items()))


def kept(hits: list[Hit]) -> str:
    """Return the shares as they are kept for the pages of the rules."""
    rows = [(rule, share_of(still_hit(rule, hits))) for rule in judged_rules()]
    return "".join(f"{rule}\t{share.right}\t{share.judged}\n" for rule, share in rows)


def below(hits: list[Hit]) -> list[str]:
    """Tell which rules that run by default are right less often than their severity asks."""
    rules, found = load_catalog().rules, []
    for rule in judged_rules():
        share, bar = share_of(still_hit(rule, hits)), BARS[rules[rule].severity]
        if rules[rule].default != "opt-in" and share.proven and share.rate < bar:
            found.append(f"{rule}: {share.right} of {share.judged} hits are right, where {bar} is asked")
    return found


def differences(hits: list[Hit]) -> int:
    """Print what is kept and differs from what is found, and rules below their bars; return the exit code."""
    for line in (wrong := below(hits)):
        print(line)
    code = int(bool(wrong))
    for path, found in ((COUNTS, counts(hits)), (SHARES, kept(hits))):
        there = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        now = found.splitlines()
        for line in sorted({*there} ^ {*now}):
            print(f"{path.name}: {'was' if line in there else 'is '} {line}")
            code = 1
    if code:
        print("help: look whether that is meant, then keep it: python bench/accuracy.py update")
    return code


if __name__ == "__main__":
    main()
