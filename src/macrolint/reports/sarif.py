"""The format `sarif` (2.1.0), as GitHub code scanning and the viewers of other tools read it.

Columns are UTF-16 code units. Suppressed violations are left out: GitHub would show them as open.
"""

from __future__ import annotations

from typing import Any

from macrolint import REPOSITORY, __version__
from macrolint.model import Related, Violation
from macrolint.reports import Run, Style, counted
from macrolint.reports.escaping import json_document, markdown
from macrolint.reports.originals import Originals
from macrolint.rulebook import Example, Rule
from macrolint.rules import telling
from macrolint.spans import Position

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "info": "recommendation"}
_BASE = "%SRCROOT%"
_MOST = 25_000  # results that GitHub takes
_LONGEST = 1024  # characters of a description
_UNIT = "utf16"


def write(run: Run, _style: Style) -> str:
    """Return the run as one SARIF document."""
    originals, found = Originals(run), list(run.violations)
    shown = _loudest(found)
    rules = _rules(run, found)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {
        "name": "macrolint",
        "fullName": f"macrolint {__version__}",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": REPOSITORY,
        "rules": rules,
    }
    made = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "macrolint/"},
        "columnKind": "utf16CodeUnits",
        "defaultEncoding": "utf-8",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(run, len(shown))],
        "results": [_result(one, numbers[one.rule], originals) for one in shown],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json_document({"$schema": schema, "version": "2.1.0", "runs": [made]})


def _loudest(violations: list[Violation]) -> list[Violation]:
    """Return as many violations as GitHub takes, the loudest, in their order."""
    if len(violations) <= _MOST:
        return violations
    by_severity = sorted(range(len(violations)), key=lambda number: list(_LEVELS).index(violations[number].severity))
    return [violations[number] for number in sorted(by_severity[:_MOST])]


def _invocation(run: Run, shown: int) -> dict[str, Any]:
    crashes = [crash for result in run.results for crash in result.crashes]
    told = [{"level": "error", "message": {"text": " ".join(crash.splitlines()[:: len(crash.splitlines()) - 1 or 1])}}
            for crash in crashes]  # fmt: skip
    left = len(run.violations) - shown
    if left:
        text = f"{counted(left, 'violation')} of the mildest are left out: GitHub takes {_MOST} results."
        told.append({"level": "warning", "message": {"text": text}})
    said = {"executionSuccessful": not crashes}
    return {**said, "toolExecutionNotifications": told} if told else said


def _rules(run: Run, found: list[Violation]) -> list[dict[str, Any]]:
    """Return what is said of each rule that ran, and of those that found something for some templates only."""
    made = [_rule(rule, severity) for rule, severity in run.rules]
    known = {rule.id for rule, _ in run.rules}
    others = {one.rule: one for one in reversed(found) if one.rule not in known}
    for name, one in sorted(others.items()):
        made.append(
            _rule(Rule(name, one.title, "phrase", one.message, confidence=one.confidence, why=one.why), one.severity)
        )
    return made


def _rule(rule: Rule, severity: str) -> dict[str, Any]:
    url = {"helpUri": rule.url} if rule.url else {}
    why = rule.why or rule.title
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.replace("/", "-").split("-"))[:255],
        "shortDescription": {"text": _sentence(rule.title)},
        "fullDescription": {"text": _sentence(why)},
        "help": {"text": " ".join(filter(None, [_sentence(why), rule.url])), "markdown": _help(rule)},
        **url,
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {
            "tags": ["customer-support", rule.group],
            "precision": rule.confidence,
            "problem.severity": _PROBLEMS[severity],
            "fixAvailability": rule.fix or "none",
        },
    }


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    line = f"{line[: _LONGEST - 1]}…" if len(line) > _LONGEST else line
    return line if line.endswith((".", "?")) else f"{line}."


def _help(rule: Rule) -> str:
    """Return what people read beside a result: why, for example, what is fine, and how to leave it out."""
    out = [f"# {_marked(rule.title)}", f"`{rule.id}`", _marked(rule.why)]
    bad = [one for one in rule.examples if one.bad]
    for title, examples in (("Flagged", bad), ("Instead", telling.better(rule)), ("Fine", telling.near_misses(rule))):
        if examples:
            out.append(f"**{title}**\n\n" + "\n".join(f"- {_example(one)}" for one in examples[:3]))
    out.append(_marked(rule.when_fine and f"Fine when: {rule.when_fine}"))
    out.append(f"To leave it out, write `ignore: [{rule.id}]` into `macrolint.yaml`.")
    out.append(f"[All about this rule]({rule.url})" if rule.url else "")
    return "\n\n".join(filter(None, out))


def _example(example: Example) -> str:
    return "".join(f"**{_marked(text)}**" if flagged else _spaced(text) for text, flagged in telling.pieces(example))


def _spaced(text: str) -> str:
    before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
    return f"{before}{_marked(text)}{after}" if text.strip() else before


def _marked(text: str) -> str:
    return markdown(text, longest=4 * _LONGEST)


def _result(one: Violation, number: int, originals: Originals) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": number,
        "level": _LEVELS[one.severity],
        "message": {"text": _sentence(f"{one.title}: {one.message}" if one.title else one.message)},
        "locations": [_location(one, originals)],
        "partialFingerprints": _fingerprints(one, originals),
    }
    if one.related:
        made["relatedLocations"] = [_other(other, at, originals) for at, other in enumerate(one.related, 1)]
    if one.fix and one.fix.safety == "safe":
        replacements = [
            {
                "deletedRegion": _region(one.path, edit.start, edit.end, originals),
                "insertedContent": {"text": edit.text},
            }
            for edit in one.fix.edits
        ]
        change = {"artifactLocation": _artifact(one.path, originals), "replacements": replacements}
        made["fixes"] = [{"description": {"text": _sentence(one.fix.title)}, "artifactChanges": [change]}]
    return made


def _fingerprints(one: Violation, originals: Originals) -> dict[str, str]:
    original = originals.of(one.path)
    found = original.hashes[one.start.line - 1 : one.start.line] if original else []
    line = {"primaryLocationLineHash": found[0]} if found else {}
    return {**line, "macrolint/v1": one.fingerprint}


def _location(one: Violation, originals: Originals) -> dict[str, Any]:
    region = _region(one.path, one.start, one.end, originals)
    original = originals.of(one.path)
    place = {"artifactLocation": _artifact(one.path, originals), "region": region}
    if original and one.excerpt and original.words(one.start, one.end) == one.excerpt:
        region["snippet"] = {"text": one.excerpt}
        line = original.source.lines.line(one.start.line)
        if one.snippet and one.snippet.line == line and line != one.excerpt:  # an export's own line is not repeated
            around = {"startLine": one.start.line, "endLine": one.start.line, "snippet": {"text": line}}
            place["contextRegion"] = around
    made: dict[str, Any] = {"physicalLocation": place}
    name = one.template_title or one.template_id
    if name:
        full = f"{originals.in_repository(one.path)}#{name}"
        made["logicalLocations"] = [{"name": name, "fullyQualifiedName": full, "kind": "resource"}]
    return made


def _other(one: Related, number: int, originals: Originals) -> dict[str, Any]:
    place = {
        "artifactLocation": _artifact(one.path, originals),
        "region": _region(one.path, one.start, one.end, originals),
    }
    return {"id": number, "message": {"text": _sentence(one.label)}, "physicalLocation": place}


def _artifact(path: str, originals: Originals) -> dict[str, str]:
    uri, inside = originals.uri(path)
    return {"uri": uri, "uriBaseId": _BASE} if inside else {"uri": uri}


def _region(path: str, start: Position, end: Position, originals: Originals) -> dict[str, Any]:
    return {
        "startLine": start.line,
        "startColumn": originals.column(path, start, _UNIT),
        "endLine": end.line,
        "endColumn": originals.column(path, end, _UNIT),
    }
