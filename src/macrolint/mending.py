"""Fixes made: round by round, each round checked again, and no fix kept that makes anything else worse.

A fix is left out that does not read back, that brings a new violation as severe as the one it mends or more so, or
that changes a promise. A rule about promises may change those that it speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from macrolint.comparison import facts
from macrolint.engine import lint
from macrolint.ledger import promised
from macrolint.model import SEVERITIES, Document, FileResult, Mended, Violation
from macrolint.readback import Plan, reads_back
from macrolint.readers import Claim, read
from macrolint.rewriting import rewrite
from macrolint.settings import Settings
from macrolint.sources import Source
from macrolint.spans import Edit, FileSpan, apply
from macrolint.values import NamedTuple

MAX_ROUNDS = 10
MAX_TRIALS = 100  # of a round, to find the fixes that make something worse; those not settled by then are left out

Wanted = Callable[[Source, Claim, Settings], Callable[[Violation], bool]]


def everything(_source: Source, _how: Claim, _settings: Settings) -> Callable[[Violation], bool]:
    """Want every violation of a file."""
    return lambda _violation: True


class Fixing(NamedTuple):
    """How fixes are made. unsafe: also those that may change the meaning. writes: into the files.

    wanted: which violations are mended, asked anew of the file in each round.
    """

    unsafe: bool = False
    writes: bool = False
    wanted: Wanted = everything


class _State(NamedTuple):
    """A file as it is after some rounds. moves: as for `lint`."""

    source: Source
    result: FileResult
    how: Claim
    settings: Settings
    moves: frozenset[str] | None = None


class _Round(NamedTuple):
    """A file before a round, with what no fix may change."""

    state: _State
    document: Document
    promises: Counter[tuple[object, ...]]


def mend(
    source: Source, how: Claim, settings: Settings, fixing: Fixing, *, moves: frozenset[str] | None = None
) -> FileResult:
    """Make the fixes of a file and return what is left. Where `fixing` writes, the file is replaced as a whole.

    moves: as for `lint`.
    """
    state = _State(source, lint(source, how, settings, moves=moves), how, settings, moves)
    before = source.encode()
    first = state.result
    made: list[Violation] = []
    left_out: list[Violation] = []
    for _ in range(MAX_ROUNDS):
        offers = [one for one in state.result.violations if _is_offered(one, fixing)]
        wanted = fixing.wanted(state.source, how, settings) if offers else None
        offers = [one for one in offers if wanted and wanted(one)]
        if not offers:
            left_out = []
            break
        state, good, left_out = _next(offers, state)
        if not good:
            break
        made += good
    if not made and not left_out:
        return first
    after = state.source.encode()
    configuration = settings.configuration
    root = configuration.root if configuration.file else None
    reason = rewrite(source.path, before, after, root) if fixing.writes and made else None
    if reason:
        return first._replace(mended=Mended((), tuple(left_out), before, before, reason))
    return state.result._replace(mended=Mended(tuple(made), tuple(left_out), before, after))


def mended(source: Source, how: Claim, settings: Settings, *, unsafe: bool = False) -> Source:
    """Return a file with its fixes made; nothing is written to disk."""
    result = mend(source, how, settings, Fixing(unsafe))
    after = result.mended.after if result.mended else source.encode()
    return source.edited(after[len(source.bom) :].decode(source.encoding))


def _is_offered(one: Violation, fixing: Fixing) -> bool:
    return one.fix is not None and one.fix.meant is not None and (fixing.unsafe or one.fix.safety == "safe")


def _next(offers: list[Violation], state: _State) -> tuple[_State, list[Violation], list[Violation]]:
    """Return the file with those fixes that hold together, these, and the ones that were tried and do not hold."""
    turn = _Round(state, read(state.source, state.how), _promises(state))
    together, apart = _apart(offers)
    good: list[Violation] = []
    bad: list[Violation] = []
    best, groups, trials = state, [together, *([one] for one in apart)], 0
    while groups:
        group = [one for one in groups.pop(0) if not any(_overlap(one, other) for other in good)]
        if not group:
            continue  # its turn is the next round
        trials += 1
        after = _held([*good, *group], turn) if trials <= MAX_TRIALS else None
        if after:
            good, best = [*good, *group], after
        elif len(group) > 1:
            groups = [group[: len(group) // 2], group[len(group) // 2 :], *groups]
        else:
            bad += group
    return best, good, bad


def _apart(offers: list[Violation]) -> tuple[list[Violation], list[Violation]]:
    """Return fixes that do not overlap, and those that overlap an earlier one."""
    together: list[Violation] = []
    apart: list[Violation] = []
    for one in sorted(offers, key=lambda one: _edits(one)[0]):
        (apart if together and _overlap(one, together[-1]) else together).append(one)
    return together, apart


def _overlap(one: Violation, other: Violation) -> bool:
    return any(
        a.span == b.span or (a.span.start < b.span.end and b.span.start < a.span.end)
        for a in _edits(one)
        for b in _edits(other)
    )


def _edits(one: Violation) -> list[Edit]:
    changes = one.fix.edits if one.fix else ()
    return [Edit(FileSpan(change.start.offset, change.end.offset), change.text) for change in changes]


def _held(fixed: list[Violation], turn: _Round) -> _State | None:
    """Return the file with some fixes made, or None where that makes something else worse."""
    state, how = turn.state, turn.state.how
    plans = [
        Plan(edit, one.fix.which, one.fix.meant) for one in fixed if one.fix and one.fix.meant for edit in _edits(one)
    ]
    if not reads_back(plans, state.source, turn.document, how):
        return None
    source = state.source.edited(apply(state.source.text, [plan.edit for plan in plans]))
    after = state._replace(source=source, result=lint(source, how, state.settings, moves=state.moves))
    if after.result.crashes != state.result.crashes or after.result.stopped != state.result.stopped:
        return None
    if _worse(fixed, state.result, after.result):
        return None
    rules = state.settings.catalog.rules
    named = {_template(one) for one in fixed if rules[one.rule].check == "promise"}
    now = _promises(after)
    changed = (now - turn.promises) + (turn.promises - now)
    return None if any(key[0] not in named for key in changed) else after


def _worse(fixed: list[Violation], before: FileResult, after: FileResult) -> bool:
    """Tell whether fixes bring a violation that is as severe as one of those mended in its template, or more so."""
    left = Counter((_template(one), one.rule) for one in before.violations)
    left.subtract((_template(one), one.rule) for one in fixed)
    for one in after.violations:
        key = template, _ = _template(one), one.rule
        left[key] -= 1
        if left[key] < 0 and any(
            SEVERITIES.index(one.severity) <= SEVERITIES.index(other.severity)
            for other in fixed
            if one.part is None or _template(other) == template
        ):
            return True
    return False


def _template(one: Violation) -> tuple[str | None, str | None]:
    return one.template_id, one.address


def _promises(state: _State) -> Counter[tuple[object, ...]]:
    """Count the promises of a file by their template and by what each says."""
    found = promised(state.source, state.how, state.settings).promises
    return Counter(((one.template_id, one.address), *facts(one)) for one in found)
