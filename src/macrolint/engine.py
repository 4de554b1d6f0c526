"""One file through every rule. Here, and only here, text becomes file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from macrolint.checks.locales import may_vary
from macrolint.expressions import PatternStopped
from macrolint.fingerprints import fingerprint
from macrolint.model import (
    Change,
    Document,
    FileResult,
    Finding,
    Fix,
    Mention,
    Part,
    Related,
    Stated,
    Template,
    Violation,
    Waiting,
)
from macrolint.outlines import Outline
from macrolint.prose import Prose, study
from macrolint.readers import Claim, read
from macrolint.rulebook import SURE, Guess, Rule
from macrolint.settings import UNREADABLE, Active, Settings
from macrolint.shown import Snippet, Within
from macrolint.snippets import FAR, WIDTH, is_export, shown_line
from macrolint.sources import Source
from macrolint.spans import FileSpan, Span
from macrolint.suppress import Notice, Suppressions
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.readback import Plan


class _Raw(NamedTuple):
    """A finding with where it was found, before it is told as a violation."""

    place: FileSpan
    finding: Finding
    active: Active
    template: Template
    part: Part
    which: tuple[int, int]  # number of the template and of its part
    sentence: Span
    guess: Guess
    suppressed: bool


def lint(source: Source, how: Claim, settings: Settings, moves: frozenset[str] | None = None) -> FileResult:
    """Check every template of a file. moves: those that the outlines of templates are to tell; None: no outlines."""
    document = read(source, how)
    suppressions = Suppressions(source, document, settings)
    found, stopped, crashes, guesses, outlines = _findings(document, settings, source, suppressions, moves)
    raws = _settled([raw for raw in found if not raw.finding.fact])
    stated = tuple(_stated([raw for raw in found if raw.finding.fact], source, document, how, suppressions))
    suppressions.unsure.update(stopped)
    unused = {} if crashes else dict(suppressions.unused())
    notices = [*suppressions.unknown, *(one for at, one in unused.items() if at not in suppressions.waiting)]
    if how.reader == "yaml" and document.templates and "#{" in source.text:
        from macrolint.eaten import eaten

        notices = [*notices, *eaten(source)]
    unread = tell(_failed(document, source), source.key, settings)
    violations = [*tell(notices, source.key, settings), *_told(raws, source, document, how)]
    violations.sort(key=lambda one: one.start.offset)
    parts = [part for template in document.templates for part in template.parts]
    return FileResult(
        source.path,
        (*unread, *violations),
        templates=len(document.templates),
        parts=len(parts),
        coarse=sum(part.body.coarse for part in parts),
        skipped=document.skipped if not document.templates and not document.failure else None,
        failure=document.failure,
        stopped=tuple(stopped.items()),
        crashes=tuple(f"{source.path}: {crash}" for crash in crashes),
        kinds=tuple((_called(template), guess) for template, guess in guesses),
        suppressed=sum(raw.suppressed for raw in raws),
        entries=suppressions.entries(),
        platforms=tuple(sorted({template.platform for template in document.templates if template.platform})),
        facts=stated,
        waiting=tuple(_waiting(unused, source, settings, suppressions)),
        outlines=tuple(outlines),
    )


def _stated(
    raws: list[_Raw], source: Source, document: Document, how: Claim, suppressions: Suppressions
) -> Iterator[Stated]:
    """Yield facts with what is told where the library contradicts them."""
    for raw, violation in zip(raws, _told(raws, source, document, how), strict=True):
        if raw.finding.fact:
            over = suppressions.over(violation.rule, raw.which[0], raw.place.start)
            yield Stated(raw.finding.fact, violation, raw.which[0], over)


def _waiting(
    unused: Mapping[int, Notice], source: Source, settings: Settings, suppressions: Suppressions
) -> Iterator[Waiting]:
    for number in sorted(suppressions.waiting):
        notices = [unused[number]] if number in unused else []
        yield Waiting(number, next(tell(notices, source.key, settings), None), suppressions.entry(number))


def _called(template: Template) -> str:
    return template.title or template.id or template.address


def _outline(
    template: Template, guess: Guess, proses: list[Prose], settings: Settings, path: str, moves: frozenset[str]
) -> Outline:
    messages = [prose for prose in proses if prose.part.role == "message"]
    found = settings.compiled.known.moves.found
    return Outline(
        path, template.address or None, template.id, template.title, guess.kind,
        sure=guess.confidence >= SURE,
        words=sum(len(prose.words) for prose in messages),
        made=frozenset(move for move in moves if any(found([move], prose) for prose in messages)),
        known=settings.knows(template),
    )  # fmt: skip


class _Findings(NamedTuple):
    """What the rules found, which were stopped and why, which failed, and what each template was taken for.

    outlines: of the templates, where they are asked for.
    """

    raws: list[_Raw]
    stopped: dict[str, str]
    crashes: list[str]
    guesses: list[tuple[Template, Guess]]
    outlines: list[Outline]


def _findings(
    document: Document, settings: Settings, source: Source, suppressions: Suppressions, moves: frozenset[str] | None
) -> _Findings:
    """Run the rules over every template of a file; `suppressions` get to know what ran."""
    found = raws, stopped, crashes, guesses, outlines = _Findings([], {}, [], [], [])
    for number, template in enumerate(document.templates):
        template, guess, proses = studied(template, settings, source.key)  # noqa: PLW2901
        guesses.append((template, guess))
        own = settings.of(template, source.key, guess.kind)
        suppressions.ran[number] = own
        if moves is not None:
            outlines.append(_outline(template, guess, proses, own, source.path, moves))
        varies = may_vary(template.language, source.path)
        for index, (part, prose) in enumerate(zip(template.parts, proses, strict=True)):
            checks = own.checks(template, part, guess, varies=varies)
            heard = own.compiled.known.moves.heard(prose)
            for active, check in [one for one in checks if one[0].words is None or one[0].words in heard]:
                if active.rule.id in stopped:
                    continue
                try:
                    seen = list(check(prose, template))
                except PatternStopped as error:
                    stopped[active.rule.id] = f"{active.rule.id}: {error}"
                    continue
                except Exception:  # noqa: BLE001 - a bug in one rule must not hide what the others found
                    crashes.append(f"rule {active.rule.id}\n{traceback()}")
                    continue
                for one in seen:
                    place = part.body.locate(one.span)
                    quiet = not one.fact and suppressions.cover(active.rule.id, number, place.start)
                    sentence = prose.sentence_at(one.span)
                    raws.append(_Raw(place, one, active, template, part, (number, index), sentence, guess, quiet))
    return found


def studied(template: Template, settings: Settings, path: str) -> tuple[Template, Guess, list[Prose]]:
    """Return a template with its language and kind, why it is taken for that kind, and the prose of its parts."""
    own = settings.of(template, path)
    words = own.words(template)
    template = own.acting(template._replace(platform=template.platform or own.platform))
    proses = [study(part, words) for part in template.parts]
    message = next((prose for prose in proses if prose.part.role == "message"), None)
    if message and not template.language and (language := own.told(message, path)):
        template = template._replace(language=language)
        words = own.words(template)
        proses = [study(part, words) for part in template.parts]
        message = next((prose for prose in proses if prose.part.role == "message"), None)
    guess = settings.kind_of(template, message, path)
    return template._replace(kind=guess.kind), guess, proses


def traceback() -> str:
    """Return the exception that is being handled, as Python shows it."""
    import traceback as traceback_

    return traceback_.format_exc()


def _settled(raws: list[_Raw]) -> list[_Raw]:
    """Sort by place; keep one of those that a rule says of the same place, and of one cause the better word.

    Of one place the first is kept that is not suppressed: a text may belong to two templates.
    """
    said = {(raw.which, raw.sentence, raw.active.rule.id): raw.active.rule for raw in raws}
    ranked = sorted(raws, key=lambda raw: raw.suppressed)
    kept = {
        (raw.place, raw.active.rule.id): raw
        for raw in reversed(ranked)
        if not _is_silent(raw, raw.active.rule, said, ())
    }
    return sorted(kept.values(), key=lambda raw: (raw.place, raw.active.rule.id))


def _is_silent(
    raw: _Raw, rule: Rule, said: Mapping[tuple[tuple[int, int], Span, str], Rule], through: tuple[str, ...]
) -> bool:
    """Tell whether a rule leaves a sentence to one that is not silent there itself."""
    if rule.id in through:
        return False
    better = (said.get((raw.which, raw.sentence, name)) for name in rule.yields_to)
    return any(one is not None and not _is_silent(raw, one, said, (*through, rule.id)) for one in better)


def _told(raws: list[_Raw], source: Source, document: Document, how: Claim) -> Iterator[Violation]:
    """Tell findings as violations, with their fixes and fingerprints; the suppressed ones are only counted."""
    fixes = _fixes(raws, source, document, how)
    seen: Counter[tuple[str, ...]] = Counter()
    for number, raw in enumerate(raws):
        violation = cross(raw, source)._replace(fix=fixes.get(number))
        named = raw.template.id or raw.template.title or raw.template.address
        key = (violation.rule, named, " ".join(violation.excerpt.lower().split()))
        nth = seen[key]
        seen[key] += 1
        if raw.suppressed:
            continue
        told = fingerprint(source.key, violation.rule, named, violation.excerpt, nth)
        yield violation._replace(fingerprint=told)


def cross(raw: _Raw, source: Source) -> Violation:
    """Make a violation of a finding: the one place where a span of text becomes a place in the file."""
    rule, template, finding = raw.active.rule, raw.template, raw.finding
    return Violation(
        rule=rule.id,
        severity=raw.active.severity,
        confidence=rule.confidence,
        message=_filled(rule.message, finding.values),
        title=rule.title,
        why=rule.why,
        path=source.path,
        start=source.lines.position(raw.place.start),
        end=source.lines.position(raw.place.end),
        excerpt=raw.part.body.text[finding.span.start : finding.span.end],
        template_id=template.id,
        template_title=template.title,
        template_kind=raw.guess.kind,
        address=template.address or None,
        part=raw.part.role,
        snippet=_snippet(raw, source),
        url=rule.url,
        note=_note(raw),
        related=tuple(_related(one, raw.part, source) for one in finding.related),
        within=Within(*raw.which, *finding.span),
    )


def _related(one: Mention | Related, part: Part, source: Source) -> Related:
    """Return another place that a finding speaks of as a place of its file."""
    if isinstance(one, Related):
        return one
    place = part.body.locate(one.at) if isinstance(one.at, Span) else one.at
    return Related(one.label, source.path, source.lines.position(place.start), source.lines.position(place.end))


def _note(raw: _Raw) -> str:
    """Return why a rule asks this kind of message for something, and why it does so quietly."""
    if raw.active.rule.check != "missing":
        return ""
    guess = f"taken for the kind “{raw.guess.kind}”: {raw.guess.reason}"
    return guess if raw.guess.confidence >= SURE else f"{guess}; that is a guess, so it is one severity milder"


def _filled(message: str, values: Mapping[str, str]) -> str:
    """Put the values where the message names them; whatever else stands in braces is not touched."""
    for name, value in values.items():
        message = message.replace(f"{{{name}}}", value)
    return message


def _snippet(raw: _Raw, source: Source) -> Snippet:
    """Return the line to show: the file's own where the words stand there as they are, else the decoded one."""
    start = source.lines.position(raw.place.start)
    words = raw.part.body.text[raw.finding.span.start : raw.finding.span.end]
    length = raw.place.end - raw.place.start
    as_is = source.text[raw.place.start : raw.place.end] == words
    short = source.lines.length(start.line) <= WIDTH
    if as_is and "\n" not in words and short and not is_export(raw.template, raw.part):
        line = source.lines.line(start.line)
        before = source.lines.line(start.line - 1)[:FAR] if start.line > 1 else None
        return Snippet(before, line, start.column - 1, start.column - 1 + length)
    text, span = raw.part.body.text, raw.finding.span
    begin = max(text.rfind("\n", max(0, span.start - FAR), span.start) + 1, span.start - FAR)
    end = text.find("\n", span.end, span.end + FAR)
    shown = text[begin : end if end >= 0 else span.end + FAR].replace("\n", " ")
    return Snippet(None, shown, span.start - begin, span.end - begin)


def _failed(document: Document, source: Source) -> Iterator[Notice]:
    failure = document.failure
    if failure is None:
        return
    snippet = None
    if failure.position.offset or failure.position.line == 1:
        line = shown_line(source.lines.line(failure.position.line), source.path)
        column = min(failure.position.column - 1, len(line))
        snippet = Snippet(None, line, column, column + 1) if line.strip() else None
    yield Notice(UNREADABLE, failure.reason, source.path, failure.position, failure.position, snippet)


def tell(notices: Iterable[Notice], key: str, settings: Settings) -> Iterator[Violation]:
    """Tell what macrolint has to say of a file as violations, unless the rule for it is ignored.

    key: what the file is called wherever macrolint is run from.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for one in notices:
        active = settings.reported.get(one.rule)
        if active is None:
            continue
        rule = active.rule
        named = (key, rule.id, one.excerpt)
        nth = [str(seen[named])] if one.excerpt else []
        seen[named] += 1
        from hashlib import sha256

        digest = sha256("\0".join([*filter(None, named), *nth]).encode("utf-8", "surrogatepass"))
        yield Violation(
            rule.id, active.severity, rule.confidence, _filled(rule.message, {"reason": one.reason}), rule.why,
            one.path, one.start, one.end, one.excerpt, snippet=one.snippet, fingerprint=digest.hexdigest()[:32],
            title=rule.title, url=rule.url,
        )  # fmt: skip


def _fixes(raws: list[_Raw], source: Source, document: Document, how: Claim) -> dict[int, Fix]:
    """Return the fixes that read back as meant, by the number of their finding."""
    if not any(raw.finding.replacement for raw in raws):
        return {}
    from macrolint.readback import Plan, confirmed
    from macrolint.writers import write

    planned: dict[int, Plan] = {}
    for number, raw in enumerate(raws):
        new = raw.finding.replacement
        if new is not None and raw.active.rule.fix and not raw.suppressed:
            edit = write(raw.part, new.span, new.text, source.newline)
            if edit is not None:
                planned[number] = Plan(edit, raw.which, new)
    good = confirmed(planned, source, document, how) if planned else []
    return {number: _fix(planned[number], raws[number].active.rule, source) for number in good}


def _fix(plan: Plan, rule: Rule, source: Source) -> Fix:
    place = source.lines.position
    change = Change(place(plan.edit.span.start), place(plan.edit.span.end), plan.edit.text)
    return Fix(rule.fix or "unsafe", plan.new.title, (change,), plan.which, plan.new)
