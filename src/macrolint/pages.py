"""Pages about rules in Markdown: one a rule, and an index by group."""

from __future__ import annotations

import os
from collections.abc import Iterator

from macrolint import REPOSITORY
from macrolint.model import MacrolintError
from macrolint.rulebook import Example, Rule
from macrolint.rules import telling
from macrolint.rules.catalog import Catalog
from macrolint.shares import shares, told
from macrolint.uncompiled import lazy

INDEX = "README.md"
_MADE = "<!-- Made by `macrolint rules pages`"  # what every page starts with; other files are never touched
_SPECIAL = lazy(r"[\\`*_\[\]<>|~&$]")
_OPENS = lazy(r"^(?=[-+#=:])|^(\d+)(?=[.)])")


def pages(catalog: Catalog) -> dict[str, str]:
    """Return the text of every page, by its path in the folder of pages."""
    made = {f"{rule.id}.md": page(rule, catalog) for _, rule in sorted(catalog.rules.items())}
    return {INDEX: index(catalog), **made}


def page(rule: Rule, catalog: Catalog) -> str:
    """Return the page of a rule."""
    out = [f"{_MADE} from {rule.path}; change that file instead. -->", "", f"# {escaped(rule.title)}", ""]
    out += [f"`{rule.id}` · [all rules](../{INDEX})", "", f"> {escaped(telling.message(rule))}"]
    if rule.why:
        out += ["", "## Why", "", escaped(rule.why)]
    bad = [example for example in rule.examples if example.bad]
    if bad:
        out += ["", "## Flagged", "", *_examples(bad, rule)]
    fine, better = telling.near_misses(rule), telling.better(rule)
    if rule.when_fine or fine:
        out += ["", "## Fine", *(["", escaped(rule.when_fine)] if rule.when_fine else [])]
        out += ["", *_examples(fine, rule)] if fine else []
    if better or telling.instead(rule):
        said = telling.instead(rule)
        out += ["", "## What to write instead", *(["", escaped(said)] if said else [])]
        out += ["", *_examples(better, rule)] if better else []
    out += ["", "## Good to know", "", "| | |", "|---|---|"]
    known = [("By default", telling.by_default(rule)), *telling.good_to_know(rule, catalog.moves)]
    if "Languages" not in dict(known):
        known.insert(2, ("Languages", telling.languages(rule)))
    if rule.origin == "built-in" and rule.check != "reader":
        known.append(("Right on real templates", told(shares().get(rule.id))))
    out += [f"| {escaped(label)} | {escaped(text)} |" for label, text in known]
    out += ["", f"To change it, write one of these lines in [`macrolint.yaml`]({_guide()}):", "", "```yaml"]
    ways = telling.settings(rule)
    width = max(len(way.line) for way in ways)
    out += [*(f"{way.line.ljust(width)}  # {way.what}" for way in ways), "```"]
    if rule.evidence:
        out += ["", "## Evidence", "", *_evidence(rule)]
    out += ["", f"The words that are looked for are in {_file(rule)}."]
    return "".join(f"{line}\n" for line in out)


def index(catalog: Catalog) -> str:
    """Return the index: a table for each group."""
    out = [f"{_MADE} from all rule files. -->", "", "# Rules"]
    for group, title in telling.groups(catalog).items():
        out += ["", f"## {escaped(title)}", "", f"The group `{group}`.", ""]
        out += ["| rule | what it is | for example | severity | by default |", "|---|---|---|---|---|"]
        out += [_row(rule) for rule in telling.rules_of(group, catalog)]
    return "".join(f"{line}\n" for line in out)


def _row(rule: Rule) -> str:
    shown = next((example for example in rule.examples if example.bad), None)
    example = _example(shown) if shown else ""
    runs = "on" if rule.default == "on" else "off: select it"
    runs = "on with a vocabulary" if rule.check == "vocabulary" else runs
    return f"| [`{rule.id}`]({rule.id}.md) | {escaped(rule.title)} | {example} | {rule.severity} | {runs} |"


def _examples(examples: list[Example], rule: Rule) -> Iterator[str]:
    for example in examples:
        note = "".join(f" – *{escaped(said, inside=True)}*" for said in telling.remarks(example, rule))
        yield f"- {_example(example)}{note}"
        if example.fixed is not None:
            yield f"  <br>Fixed: {_broken(escaped(example.fixed))}"


def _example(example: Example) -> str:
    """Return an example on one line, with what is flagged in bold.

    As tags, because asterisks are no emphasis between a letter and a mark of punctuation.
    """
    made = "".join(
        f"<b>{escaped(text, inside=True)}</b>" if flagged else escaped(text, inside=at > 0)
        for at, (text, flagged) in enumerate(telling.pieces(example))
    )
    return _broken(made)


def _broken(text: str) -> str:
    return text.replace("\n", "<br>")


def _evidence(rule: Rule) -> Iterator[str]:
    for one in rule.evidence:
        url = one.url.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        source = f"[{escaped(one.source)}]({url})" if url else escaped(one.source)
        grade = f" ({escaped(one.grade)})" if one.grade else ""
        yield f"- {source}{grade}{f': {escaped(one.says)}' if one.says else ''}"


def _file(rule: Rule) -> str:
    return f"[{rule.path}]({REPOSITORY}/blob/main/{rule.path})" if rule.url else f"`{rule.path}`"


def _guide() -> str:
    return f"{REPOSITORY}/blob/main/docs/configuration.md"


def escaped(text: str, *, inside: bool = False) -> str:
    """Return a text as Markdown that says just this; `inside` a line, where nothing starts a list or a heading."""
    made = _SPECIAL.sub(r"\\\g<0>", text)
    return made if inside else _OPENS.sub(r"\1\\", made)


def write(made: dict[str, str], folder: str) -> tuple[int, int]:
    """Write pages that have changed and delete those of rules that are gone; return how many of each.

    Raises MacrolintError where a file that is not a page of ours stands in the way, before anything is written.
    """
    stale = differing(made, folder)
    for path in stale:
        if path in made and (there := _read(os.path.join(folder, path))) and not there.startswith(_MADE):
            raise MacrolintError(
                f"'{os.path.join(folder, path)}' is not a page of a rule",
                hint="choose a folder for the pages alone: -o DIR",
            )
    for path in stale:
        target = os.path.join(folder, path)
        try:
            if path not in made:
                os.unlink(target)
                if not os.listdir(os.path.dirname(target)):
                    os.rmdir(os.path.dirname(target))
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w", encoding="utf-8", newline="\n") as file:
                file.write(made[path])
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise MacrolintError(f"'{target}' cannot be written: {reason}") from None
    written = sum(path in made for path in stale)
    return written, len(stale) - written


def differing(made: dict[str, str], folder: str) -> list[str]:
    """Return the paths of pages that are missing, stale, or of rules that are gone."""
    stale = [path for path, text in made.items() if _read(os.path.join(folder, path)) != text]
    return sorted([*stale, *(path for path in _ours(folder) if path not in made)])


def _ours(folder: str) -> Iterator[str]:
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            if name.endswith(".md") and (_read(path) or "").startswith(_MADE):
                yield os.path.relpath(path, folder).replace(os.sep, "/")


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read().replace("\r\n", "\n")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return "?"
