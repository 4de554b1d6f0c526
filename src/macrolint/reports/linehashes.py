"""GitHub's hash of a line, by which code scanning knows a result again when the lines above it change.

Of the 100 UTF-16 units from the start of a line, without spaces and tabs; lines that hash alike are numbered. With any
other value GitHub would warn, and show old results as new ones.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter

_WINDOW, _BASE, _MASK = 100, 37, (1 << 64) - 1
_END = 0xFFFF  # what stands for the end of the file


def hashes(text: str) -> list[str]:
    """Return the hash of each line: hexadecimal digits, a colon, and the how-many-th line it is that has them."""
    units = _units(re.sub(r"[ \t]", "", re.sub(r"\r\n?", "\n", text)))
    starts = [0, *(at + 1 for at, unit in enumerate(units[:-1]) if unit == 10)]
    units.extend([0] * _WINDOW)
    sums, last = [0], 0
    for unit in units:
        last = (last * _BASE + unit) & _MASK
        sums.append(last)
    first = pow(_BASE, _WINDOW, _MASK + 1)
    seen: Counter[int] = Counter()
    out = []
    for start in starts:
        value = (sums[start + _WINDOW] - sums[start] * first) & _MASK
        seen[value] += 1
        out.append(f"{value:x}:{seen[value]}")
    return out


def _units(text: str) -> array[int]:
    units = array("H", text.encode("utf-16-le", "surrogatepass"))
    if sys.byteorder == "big":
        units.byteswap()
    return array("H", [*units, _END])
