"""Law 2: an edit counts only when it reads back. The edited file, read again, says what was meant and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from macrolint import placeholders
from macrolint.model import Document, Part, Replacement
from macrolint.prose import study
from macrolint.prose.words import Words
from macrolint.readers import Claim, read
from macrolint.sources import Source
from macrolint.spans import Edit, apply
from macrolint.values import NamedTuple

MAX_READS = 100  # of a file, to find the fixes that do not read back; the ones not settled by then are not offered


class Plan(NamedTuple):
    """A fix that is to be tried: the edit, the part it is for, and what it means there."""

    edit: Edit
    which: tuple[int, int]
    new: Replacement


def confirmed(planned: Mapping[int, Plan], source: Source, document: Document, how: Claim) -> list[int]:
    """Return the keys of the plans that read back as meant."""
    together: list[int] = []
    apart: list[list[int]] = []  # what overlaps an earlier fix is tried alone
    end = -1
    for number, plan in sorted(planned.items(), key=lambda pair: pair[1].edit):
        if plan.edit.span.start >= end:
            together.append(number)
            end = max(plan.edit.span.end, plan.edit.span.start + 1)
        else:
            apart.append([number])
    good: list[int] = []
    groups, reads = [together, *apart], 0
    while groups and reads < MAX_READS:
        group = groups.pop(0)
        reads += 1
        if reads_back([planned[number] for number in group], source, document, how):
            good += group
        elif len(group) > 1:
            groups += [group[: len(group) // 2], group[len(group) // 2 :]]
    return good


def reads_back(plans: Iterable[Plan], source: Source, document: Document, how: Claim) -> bool:
    """Tell whether the edited file, read again, says what was meant and nothing else has changed."""
    plans = list(plans)
    edited = read(source.edited(apply(source.text, [plan.edit for plan in plans])), how)
    meant: dict[tuple[int, int], list[Replacement]] = defaultdict(list)
    for plan in plans:
        meant[plan.which].append(plan.new)
    if edited.failure != document.failure or len(edited.templates) != len(document.templates):
        return False
    for number, (before, after) in enumerate(zip(document.templates, edited.templates, strict=True)):
        if (before.id, before.address, len(before.parts)) != (after.id, after.address, len(after.parts)):
            return False
        for index, (old, new) in enumerate(zip(before.parts, after.parts, strict=True)):
            changes = meant.get((number, index), [])
            text = _replaced(old.body.text, changes)
            if changes:  # a line break that is put in becomes one of the file's own
                same = _feeds(new.body.text) == _feeds(text) and _names(text) == _names(old.body.text)
                same = same and _seen(new).split() == _replaced(_seen(old), map(_masked, changes)).split()
            else:
                same = new.body.text == text
            if not same or new.role != old.role:
                return False
    return True


def _seen(part: Part) -> str:
    """Return what the reader sees of a part: a fix whose words are read as markup would not say what it means."""
    return study(part, Words()).masked


def _masked(new: Replacement) -> Replacement:
    return new._replace(text=placeholders.mask(new.text, placeholders.find(new.text)))


def _replaced(text: str, replacements: Iterable[Replacement]) -> str:
    for span, new, _ in sorted(replacements, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


def _feeds(text: str) -> str:
    return text.replace("\r\n", "\n")


def _names(text: str) -> list[str]:
    return [text[one.span.start : one.span.end] for one in placeholders.find(text)]
