"""The six laws that make the examples of a rule file its tests.

1. bad: the spans equal the marks exactly. 2. good: nothing from this rule. 3. fixed: the fix gives
exactly this, and it is not flagged again. 4. in every container: the located source is the marked
words. 5. in company: every good and fixed text is clean under the recommended preset. 6. whole: the
file has what a built-in rule needs.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import accumulate
from typing import Any

from macrolint.configuration import Configuration, Override
from macrolint.engine import lint
from macrolint.frames import load
from macrolint.library import lint_library
from macrolint.mending import mended
from macrolint.model import Layout, MacrolintError, Violation
from macrolint.phrases import pattern
from macrolint.placeholders import find, mask
from macrolint.promises.policy import Policy
from macrolint.readers import Claim
from macrolint.rulebook import FRAGMENT, Example, Rule
from macrolint.rules.catalog import Catalog
from macrolint.settings import Settings
from macrolint.sources import Source
from macrolint.spans import Span
from macrolint.values import NamedTuple
from macrolint.vocabulary import Vocabulary

TITLE = "An example"
BETWEEN = "\n---\n"  # stands between the templates of an example of a rule about the whole library
_MARKDOWN = Claim("markdown", Layout(format="markdown", split="file"), sure=True)


class Broken(NamedTuple):
    """A law that a rule file breaks: the number of the law, the example it is about, and what happened instead."""

    law: int
    text: str
    what: str


def broken(rule: Rule, catalog: Catalog) -> Iterator[Broken]:
    """Yield every law that a rule breaks. A team's own rule is held to laws 1 to 4 by the examples it gives."""
    if rule.applies.roles and "message" not in rule.applies.roles:  # examples are messages
        rule = rule._replace(applies=rule.applies._replace(roles=("message",)))
        catalog = catalog._replace(rules={**catalog.rules, rule.id: rule})
    for example in rule.examples:
        if example.kind and example.kind not in catalog.kinds:
            yield Broken(1, example.text, f"there is no kind of message “{example.kind}”")
            continue
        alone = _settings(example, catalog, select=(rule.id,), vocabulary=_vocabulary(rule))
        yield from _flagged(example, rule, alone)
        yield from _in_containers(example, rule, alone)
    if rule.origin == "built-in":
        yield from _in_company(rule, catalog)
        yield from _whole(rule)


def _settings(example: Example, catalog: Catalog, **values: Any) -> Settings:
    """Return settings that take an example for the kind of message it says it is, and what it says it does."""
    said = Override(
        files=("*",), kind=example.kind or FRAGMENT, status_after=example.status_after, actions=example.actions
    )
    return Settings(Configuration(".", overrides=(said,), policy=_policy(example), **values), catalog)


def _policy(example: Example) -> Policy | None:
    if example.policy is None:
        return None
    from macrolint.policies import read_policy

    return read_policy(load("example.yaml", f"acts: {{{example.policy}}}", "policy"), ".")


def _vocabulary(rule: Rule) -> Vocabulary:
    """Return the words of a rule that looks for a team's own: its examples are about those in its file."""
    reject = tuple((cue.text, (cue.replace,) if cue.replace else ()) for cue in rule.cues)
    return Vocabulary(reject=reject if rule.check == "vocabulary" else ())


def _violations(source: Source, how: Claim, settings: Settings) -> list[Violation]:
    return [one for one, _ in _found([source], how, settings)]


def _of(how: Claim, example: Example) -> Claim:
    """Return how to read an example that is of a platform."""
    return how._replace(layout=how.layout._replace(platform=example.platform))


def _found(sources: list[Source], how: Claim, settings: Settings) -> list[tuple[Violation, Source]]:
    """Return the violations in the files of a library, and where each is."""
    results = [lint(source, how, settings) for source in sources]
    if wrong := [reason for one in results for reason in (*one.crashes, *(reason for _, reason in one.stopped))]:
        raise MacrolintError("; ".join(wrong))
    told = list(lint_library([fact for result in results for fact in result.facts], settings))
    return [
        (one, source)
        for source, result in zip(sources, results, strict=True)
        for one in (*result.violations, *(one for one in told if one.path == source.path))
    ]


def _texts(example: Example, rule: Rule) -> list[str]:
    """Return the texts of the templates that an example tells of."""
    return example.text.split(BETWEEN) if rule.check == "library" else [example.text]


def _files(texts: list[str], example: Example) -> list[Source]:
    return [Source(_named("example.md", number, example), text) for number, text in enumerate(texts)]


def _named(name: str, number: int, example: Example) -> str:
    """Return the name of the file of one of the templates of an example: variants have their locale in it."""
    stem, _, suffix = name.partition(".")
    return f"{stem}.{example.locales[number]}.{suffix}" if example.locales else f"{stem}-{number}.{suffix}"


def _flagged(example: Example, rule: Rule, alone: Settings) -> Iterator[Broken]:
    """Laws 1 to 3."""
    files, how = _files(_texts(example, rule), example), _of(_MARKDOWN, example)
    found = _found(files, how, alone)
    ends = list(accumulate((len(file.text) + len(BETWEEN) for file in files), initial=0))
    starts = {file.path: start for file, start in zip(files, ends, strict=False)}
    places = [Span(*(starts[file.path] + at.offset for at in (one.start, one.end))) for one, file in found]
    if places != list(example.spans):
        yield Broken(1 if example.bad else 2, example.text, flagged(one.excerpt for one, _ in found))
    if example.fixed is None:
        if any(one.fix for one, _ in found):
            yield Broken(3, example.text, "it has a fix, so the example needs 'fixed'")
        return
    text = mended(files[0], how, alone, unsafe=True).text
    if text != example.fixed:
        yield Broken(3, example.text, f"the fix gives “{text}”")
    elif _violations(Source("example.md", text), how, alone):
        yield Broken(3, example.text, "what the fix gives is flagged again")


def _in_containers(example: Example, rule: Rule, alone: Settings) -> Iterator[Broken]:
    """Law 4."""
    words = [" ".join(example.text[start:end].split()) for start, end in example.spans]
    for held in zip(*map(containers, _texts(example, rule)), strict=False):
        name, _, how, escaping = held[0]
        named = (_named(source.path, number, example) for number, (_, source, _, _) in enumerate(held))
        files = [Source(path, source.text) for path, (_, source, _, _) in zip(named, held, strict=True)]
        found = _found(files, _of(how, example), alone)
        read = [_words(escaping, file.text[one.start.offset : one.end.offset]) for one, file in found]
        if read != words:
            yield Broken(4, example.text, f"in {name} {flagged(read)}")


def flagged(words: Iterable[str]) -> str:
    """Return “‘x’ and ‘y’ are flagged”, in words."""
    quoted = [f"“{one}”" for one in words]
    *first, last = quoted or ["nothing"]
    return f"{', '.join(first)} and {last} are flagged" if first else f"{last} is flagged"


def _words(escaping: str, written: str) -> str:
    """Return what a stretch of a container says, blanks folded."""
    match escaping:
        case "json":
            written = str(json.loads(f'"{written}"'))
        case "single":
            written = written.replace("''", "'")
        case "csv":
            written = written.replace('""', '"')
        case "html":
            written = unescape(re.sub("<[^<>]*>", " ", written))
    return " ".join(written.split())


def containers(text: str) -> Iterator[tuple[str, Source, Claim, str]]:
    """Yield a text in every container: its name, the file, how to read it, how its words are escaped."""
    block = "".join(f"    {line}\n" if line else "\n" for line in text.split("\n"))
    spread = re.sub(r"\n+", lambda breaks: f"\n{breaks[0]}    ", text)  # one more break than the fold takes
    single = spread.replace("'", "''")
    bodies = {
        "a YAML literal": (f"|-\n{block}", ""),
        "a YAML folded text": (f">-\n    {spread}\n", ""),
        "a YAML double-quoted text": (json.dumps(text, ensure_ascii=False), "json"),
        "a YAML single-quoted text": (f"'{single}'", "single"),
    }
    layout = Layout(format="markdown")
    for name, (body, escaping) in bodies.items():
        source = Source("example.yaml", f"- title: {TITLE}\n  body: {body}\n")
        yield name, source, Claim("yaml", layout, sure=True), escaping
    record = Source("example.json", json.dumps([{"title": TITLE, "body": text}]))
    yield "JSON", record, Claim("json", layout, sure=True), "json"
    rows = io.StringIO()
    csv.writer(rows).writerows([["title", "body"], [TITLE, text]])
    yield "CSV", Source("example.csv", rows.getvalue()), Claim("csv", layout, sure=True), "csv"
    if "`" not in text:  # Markdown's marks mean nothing in HTML
        page = "".join(f"<p>{escape(line)}</p>\n" for line in text.split("\n") if line)
        yield "HTML", Source("example.html", page), Claim("html", Layout(format="html"), sure=True), "html"


def _in_company(rule: Rule, catalog: Catalog) -> Iterator[Broken]:
    """Law 5."""
    for example in (one for one in rule.examples if not one.kind or one.kind in catalog.kinds):
        recommended = _settings(example, catalog)
        text = example.fixed if example.bad else example.text
        if text is None:
            continue
        texts = _texts(example._replace(text=text), rule)
        for one, _ in _found(_files(texts, example), _of(_MARKDOWN, example), recommended):
            if one.rule not in example.allow:
                yield Broken(5, text, f"{one.rule} flags “{one.excerpt}”; change one of them, or name it in 'allow'")


def _whole(rule: Rule) -> Iterator[Broken]:
    """Law 6."""
    if not rule.why or not rule.when_fine or not rule.since:
        yield Broken(6, "", "it needs 'why', 'when_fine' and 'since'")
    if not re.fullmatch(r"[^.!?]+(?:[“”][^”]*”)?[^.!?]*\.", re.sub(r"“[^”]*”|\{\w+\}", "", rule.message)):
        yield Broken(6, rule.message, "a message is one sentence with a full stop")
    if rule.check == "reader":
        return
    texts = [tuple(example._replace(spans=(), note="", allow=(), bad=True, fixed=None)) for example in rule.examples]
    if len(texts) != len(set(texts)):
        yield Broken(6, "", "an example stands there twice")
    bad = [example for example in rule.examples if example.bad]
    good = [example for example in rule.examples if not example.bad]
    if len(bad) < 3 or len(good) < 3:
        yield Broken(6, "", f"it has {len(bad)} bad and {len(good)} good examples and needs three of each")
    if not any(example.note for example in good):
        yield Broken(6, "", "no good example is a near miss (its 'note' says why it is fine)")
    if not rule.evidence:
        yield Broken(6, "", "it needs 'evidence'")
    if rule.fix and not any(example.fixed for example in bad):
        yield Broken(6, "", "it says it can fix, and no example has 'fixed'")
    held = [
        text for example in bad for text in (example.text, *(mask(one, find(one)) for one in _texts(example, rule)))
    ]
    for cue in (cue for cue in rule.cues if not cue.move and not cue.glossary and rule.check != "spelling"):
        source = cue.text if cue.regular else pattern(cue.text)
        if not any(re.search(source, text, re.IGNORECASE | re.MULTILINE) for text in held):
            yield Broken(6, cue.text, "no bad example holds this phrase")
