"""How often rules were right on real templates: their hits were read one by one, and counted here."""

from __future__ import annotations

import functools
import math
import os

from macrolint import data
from macrolint.values import NamedTuple

NAME = "shares.tsv"
ENOUGH = 10  # hits; fewer prove nothing
BARS = {"error": 0.95, "warning": 0.85, "info": 0.7}  # the least share of right hits, by severity


class Share(NamedTuple):
    """How many hits of a rule were read, and how many of them are right."""

    right: int
    judged: int

    @property
    def rate(self) -> float:
        """The share of right hits, from 0 to 1."""
        return self.right / self.judged if self.judged else 0.0

    @property
    def proven(self) -> bool:
        """Tell whether enough hits were read."""
        return self.judged >= ENOUGH

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the share."""
        if not self.judged:
            return 0.0, 1.0
        z = 1.96
        d = 1 + z * z / self.judged
        middle = self.rate + z * z / (2 * self.judged)
        half = z * math.sqrt(self.rate * (1 - self.rate) / self.judged + z * z / (4 * self.judged * self.judged))
        return max(0.0, (middle - half) / d), min(1.0, (middle + half) / d)


@functools.cache
def shares() -> dict[str, Share]:
    """Return the shares of the built-in rules that have any, by the name of the rule."""
    path = os.path.join(data.rulesets(), NAME)
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        rows = [line.split("\t") for line in file.read().splitlines() if line and not line.startswith("#")]
    return {rule: Share(int(right), int(judged)) for rule, right, judged in rows}


def told(share: Share | None) -> str:
    """Return a share as words."""
    if share is None or not share.judged:
        return "unproven: no hit has been read"
    if not share.proven:
        return f"unproven: {share.right} of {share.judged} hits that were read, too few to tell"
    low, high = (round(100 * end) for end in share.interval)
    return (
        f"{share.right} of {share.judged} hits that were read ({round(100 * share.rate)} %; likely {low} to {high} %)"
    )
