"""Lists instead of violations: what was read of each file, and what each template was taken for."""

from __future__ import annotations

from collections import Counter

from macrolint.reports import Run, counted, visible
from macrolint.rulebook import SURE


def files(done: Run) -> str:
    """Return what was read of each file, and why the others were not."""
    lines = []
    for result in done.results:
        path = visible(result.path)
        if result.failure and not result.templates:
            lines.append(f"unreadable  {path}:{result.failure.position.line}  {result.failure.reason}")
        elif result.skipped:
            lines.append(f"skipped     {path}  {result.skipped}")
        else:
            count = counted(result.templates, "template")
            where = f" ({visible(', '.join(result.platforms))})" if result.platforms else ""
            more = f", {result.coarse} of {result.parts} texts without exact places" if result.coarse else ""
            broken = f"; line {result.failure.position.line}: {result.failure.reason}" if result.failure else ""
            lines.append(f"read        {path}  {count}{where}{more}{broken}")
    read = sum(line.startswith("read") for line in lines)
    unread = sum(line.startswith("unreadable") for line in lines)
    lines.append(
        f"{counted(done.templates, 'template')} in {counted(read, 'file')};"
        f" {unread} unreadable, {len(lines) - read - unread} skipped."
    )
    return "".join(f"{line}\n" for line in lines)


def kinds(done: Run) -> str:
    """Return the kind of message of each template, how sure it is, and why."""
    lines, seen = [], Counter(guess.kind for result in done.results for _, guess in result.kinds)
    width = max(map(len, seen), default=0)
    for result in done.results:
        for title, guess in result.kinds:
            doubt = " (not sure)" if guess.confidence < SURE else ""
            name = f" ({visible(title)})" if title else ""
            why = f"{visible(guess.reason)}{doubt}"
            sure = round(guess.confidence * 100)
            lines.append(f"{guess.kind:{width}}  {sure:3} % sure  {visible(result.path)}{name}: {why}")
    said = ", ".join(f"{count} {kind}" for kind, count in seen.most_common())
    lines.append(f"{counted(seen.total(), 'template')}: {said}." if seen else "No templates.")
    return "".join(f"{line}\n" for line in lines)
