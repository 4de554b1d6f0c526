"""The digest: what a first run over an old library shows, so that hundreds of violations bury nobody."""

from __future__ import annotations

from collections.abc import Collection

from macrolint.model import SEVERITIES, Violation
from macrolint.reports import Run, Style
from macrolint.reports.full import blocks
from macrolint.reports.table import template_of
from macrolint.reports.table import write as write_table

MANY = 100  # as many are still shown one by one
SHOWN = 10
_CONFIDENCES = ("high", "medium", "low")


def write(run: Run, style: Style) -> str:
    """Return the violations that matter most, the table of the rules, and the commands that show more."""
    first = foremost(run.violations)
    told = (
        f"These are {len(first)} of {len(run.violations)} violations, the most severe rules first."
        " What each rule found:\n"
    )
    return "\n".join([*blocks(first, style), told, write_table(run, style), _commands(run, first, style)])


def foremost(violations: Collection[Violation], number: int = SHOWN) -> list[Violation]:
    """Return the violations to read first.

    Rules take turns, one violation each: the most severe rule first, then the surest, then the most frequent.
    A rule shows a template that no rule has shown yet, where it can. The result is in the order of the rules.
    """
    waiting: dict[str, list[Violation]] = {}
    for one in violations:
        waiting.setdefault(one.rule, []).append(one)
    order = sorted(waiting, key=lambda rule: (min(map(_weight, waiting[rule])), -len(waiting[rule]), rule))
    chosen: dict[str, list[Violation]] = {rule: [] for rule in order}
    shown: set[tuple[str | None, ...] | None] = set()
    left = min(number, len(violations))
    while left:
        for rule in [rule for rule in order if waiting[rule]][:left]:
            one = min(waiting[rule], key=lambda one: (_weight(one), template_of(one) in shown))
            waiting[rule].remove(one)
            chosen[rule].append(one)
            shown.add(template_of(one))
            left -= 1
    return [one for rule in order for one in chosen[rule]]


def _weight(one: Violation) -> tuple[int, int]:
    return SEVERITIES.index(one.severity), _CONFIDENCES.index(one.confidence)


def _commands(run: Run, first: list[Violation], style: Style) -> str:
    import shlex

    check = shlex.join(["macrolint", "check", *run.paths])
    rule = next((one.rule for one in first if one.part), first[0].rule)  # rather one about texts than about files
    lines = [
        ("show all", f"{check} --all"),
        ("show this table", f"{check} --statistics"),
        ("show one rule", f"{check} --select {rule}"),
        ("why it matters", f"macrolint explain {rule}"),
        ("leave it out", f"write 'ignore: [{rule}]' into macrolint.yaml"),
    ]
    wide = max(len(what) for what, _ in lines) + 1
    return "".join(f"{style.paint(f'{what}:'.ljust(wide), 36)}  {how}\n" for what, how in lines)
