"""Processes that share the files of a run out among them; what comes of them comes in the order of the files.

Each is told from where to where it is to go on, so that little is said and nobody waits for another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import partial
from time import process_time
from typing import TYPE_CHECKING, Any

from macrolint.files import Found
from macrolint.model import FileResult, MacrolintError
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Work = Callable[[Sequence[Found]], list[FileResult]]
AUTO = 0  # as many processes as seem best
MOST = 8  # by themselves: each has the rules in memory
_LARGEST = 64  # files that are handed out at once
_FORKS = sys.platform == "linux"  # elsewhere a process starts from nothing
_FIRST = (8, 2.0)  # files, or seconds of work, that tell nothing of the rest: rules are compiled in them
_SETTLED = 0.25  # seconds of work after those, which tell how long the rest takes
_WORTH = 1.0 if _FORKS else 3.0  # seconds of work that are left


class Pace:
    """Tells whether the rest of a run is worth a crew. asked: how many processes; one: never a crew."""

    def __init__(self, asked: int) -> None:
        self.asked = asked
        self.size = min(asked or available(), MOST if asked == AUTO else asked)
        self.started = process_time()
        self.first: tuple[int, float] | None = None  # how many files were done after the first ones, and when

    def is_slow(self, done: int, left: int) -> bool:
        """Tell it after so many files, with so many to go."""
        if self.size < 2 or left < 2:
            return False
        if self.asked != AUTO:
            return True
        now = process_time()
        if self.first is None:
            if done >= _FIRST[0] or now - self.started > _FIRST[1]:
                self.first = done, now
            return False
        more, passed = done - self.first[0], now - self.first[1]
        return more > 0 and passed > _SETTLED and passed / more * left > _WORTH


def available() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Member(NamedTuple):
    """A process of the crew; what it is doing, as numbers of files, the next one first."""

    process: BaseProcess
    pipe: Connection
    doing: list[tuple[int, int]]


def shared_out(todo: Sequence[Found], work: Work, size: int) -> Generator[FileResult, None, None]:
    """Yield what comes of some files, in their order, from so many processes; they end with the iterator.

    work: is called in the processes, with some of the files; it has to pickle where processes cannot fork.
    Raises what the work raises as a MacrolintError, and one for a process that died.
    """
    import multiprocessing
    from multiprocessing.connection import wait

    context: Any = multiprocessing.get_context("fork" if _FORKS else "spawn")
    parts = _parts(len(todo), size)
    crew: list[_Member] = []
    known: dict[int, list[FileResult] | MacrolintError] = {}
    try:
        for _ in range(min(size, len(parts))):
            crew.append(_started(context, partial(_serve, todo, work), [one.pipe for one in crew]))
        for member in crew * 2:  # the next part is there when one is done
            _hand_out(member, parts)
        at = 0
        while at < len(todo):
            while at in known:
                done = known.pop(at)
                if isinstance(done, MacrolintError):
                    raise done
                yield from done
                at += len(done)
            ready: list[Any] = wait([one.pipe for one in crew if one.doing]) if at < len(todo) else []
            for member in crew:
                if member.pipe in ready:
                    known[member.doing[0][0]] = _received(member, todo)
                    member.doing.pop(0)
                    _hand_out(member, parts)
    finally:
        for member in crew:
            member.process.terminate()
        for member in crew:
            member.process.join()
            member.pipe.close()


def _parts(count: int, size: int) -> list[tuple[int, int]]:
    """Share files out: large parts first, so that little has to be said, small ones last, so that all end together."""
    parts: list[tuple[int, int]] = []
    at = 0
    while at < count:
        stop = at + max(1, min(_LARGEST, (count - at) // (4 * size)))
        parts.append((at, stop))
        at = stop
    return parts[::-1]


def _started(context: Any, serve: Callable[..., None], others: list[Connection]) -> _Member:
    """Start a process. others: pipes to the rest of the crew, which it must not hold open."""
    import signal

    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, [ours, *others] if _FORKS else []), daemon=True)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for us; we end the processes then
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)
    theirs.close()
    return _Member(process, ours, [])


def _hand_out(member: _Member, parts: list[tuple[int, int]]) -> None:
    if parts:
        part = parts.pop()
        member.doing.append(part)
        with suppress(OSError):  # it has died: whoever waits for this part will be told
            member.pipe.send(part)


def _received(member: _Member, todo: Sequence[Found]) -> list[FileResult] | MacrolintError:
    try:
        answer: list[FileResult] | MacrolintError = member.pipe.recv()
    except (EOFError, OSError):
        raise _died(member, todo) from None
    return answer


def _died(member: _Member, todo: Sequence[Found]) -> MacrolintError:
    member.process.join()
    code = member.process.exitcode or 0
    how = f"was ended by signal {-code}" if code < 0 else f"ended by itself (code {code})"
    first, stop = member.doing[0]
    said = todo[first].shown if stop - first == 1 else f"one of {todo[first].shown} to {todo[stop - 1].shown}"
    return MacrolintError(
        f"a process that checked {said} {how}, so the run could not be finished",
        hint="there may be too little memory; --jobs 1 checks all files in one process",
    )


def _serve(todo: Sequence[Found], work: Work, pipe: Connection, others: list[Connection]) -> None:
    """Do what is asked for until nobody asks any more."""
    for one in others:
        one.close()
    try:
        while True:
            start, stop = pipe.recv()
            try:
                answer: object = work(todo[start:stop])
            except MacrolintError as error:
                answer = error
            pipe.send(answer)
    except (EOFError, OSError):  # whoever asked has gone
        pass
