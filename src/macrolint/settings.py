"""Raw configuration and catalogue become the settings of a run: which rules, how loud, in which layouts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from macrolint.checks import Check, compile_rule
from macrolint.configuration import LANGUAGE, Configuration
from macrolint.frames import did_you_mean
from macrolint.model import Layout, MacrolintError, Part, Rule, Template
from macrolint.prose.words import Words
from macrolint.rules.catalog import Catalog

UNREADABLE = "files/unreadable"


class Active(NamedTuple):
    """A rule that runs, with the severity that holds here; `check` is None for what readers report."""

    rule: Rule
    severity: str
    check: Check | None


class Settings:
    """The resolved settings of a run."""

    def __init__(self, configuration: Configuration, catalog: Catalog, without: frozenset[str] = frozenset()) -> None:
        self.configuration = configuration
        self.left_out = without
        self.catalog = catalog
        self.severities = _severities(configuration, catalog)
        self.chosen = _chosen(configuration, catalog)

    @cached_property
    def active(self) -> tuple[Active, ...]:
        """The rules that run, in the order of their names."""
        return tuple(
            Active(rule, self.severities.get(name, rule.severity), compile_rule(rule))
            for name, rule in sorted(self.catalog.rules.items())
            if name in self.chosen - self.left_out and self.severities.get(name) != "off"
        )

    def without(self, names: Iterable[str]) -> Settings:
        """Return the same settings with fewer rules."""
        return Settings(self.configuration, self.catalog, self.left_out | frozenset(names))

    @cached_property
    def unreadable(self) -> Active | None:
        """The rule for files that cannot be read: it runs unless it is ignored by name."""
        return next((active for active in self.active if active.rule.id == UNREADABLE), None)

    def checks(self, template: Template, part: Part) -> Iterator[tuple[Active, Check]]:
        """Yield the rules that read a part of a template."""
        language = self._language(template)
        for active in self.active:
            applies = active.rule.applies
            if active.check is None or (applies.roles and part.role not in applies.roles):
                continue
            if applies.audiences and template.audience not in (None, *applies.audiences):
                continue
            if not applies.languages or any(_covers(known, language) for known in applies.languages):
                yield active, active.check

    def words(self, template: Template) -> Words:
        """Return what is known of a template's language."""
        return self.catalog.words(self._language(template))

    def _language(self, template: Template) -> str:
        """Return the language of a template; what is no language tag (“English”) says nothing."""
        said = (template.language or "").lower()
        return said if LANGUAGE.fullmatch(said) else self.configuration.language.lower()

    def layout(self, path: str) -> Layout | None:
        """Return the first layout whose patterns match a path relative to the root."""
        for layout, matches in self._layouts:
            if matches(path):
                return layout
        return None

    @cached_property
    def _layouts(self) -> list[tuple[Layout, Matcher]]:
        return [(layout, Matcher(layout.files)) for layout in self.configuration.layouts]


class Matcher:
    """Patterns as in .gitignore; the library that reads them is imported when there are any."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = tuple(patterns)

    @cached_property
    def _spec(self) -> object:
        from pathspec import GitIgnoreSpec

        try:
            return GitIgnoreSpec.from_lines(self.patterns)
        except ValueError as error:
            raise MacrolintError(f"a file pattern of the configuration cannot be read: {error}") from None

    def __call__(self, path: str) -> bool:
        return bool(self.patterns) and bool(self._spec.match_file(path))  # type: ignore[attr-defined]


def _covers(known: str, language: str) -> bool:
    return language == known or language.replace("_", "-").startswith(f"{known}-")


def _chosen(configuration: Configuration, catalog: Catalog) -> frozenset[str]:
    chosen: set[str] = set()
    if configuration.select:
        chosen |= _named(configuration.select, catalog, "select")
    else:
        for name in configuration.presets:
            if name not in catalog.presets:
                raise _unknown("preset", name, "presets", catalog.presets)
            preset = catalog.presets[name]
            chosen |= _named(preset.select, catalog, f"the preset {name}") - _named(
                preset.ignore, catalog, f"the preset {name}"
            )
    chosen |= {UNREADABLE} & set(catalog.rules)
    chosen -= _named(configuration.ignore, catalog, "ignore")
    if not chosen - {UNREADABLE} and UNREADABLE not in configuration.select:
        raise MacrolintError("no rule is left to check", hint="look at 'select', 'presets' and 'ignore'")
    return frozenset(chosen)


def _named(names: Iterable[str], catalog: Catalog, where: str) -> set[str]:
    found: set[str] = set()
    for name in names:
        if name in catalog.rules:
            found.add(name)
        elif name == "ALL":
            found |= set(catalog.rules)
        elif name == "default":
            found |= {rule.id for rule in catalog.rules.values() if rule.default == "on"}
        elif group := [rule for rule in catalog.rules if rule.startswith(f"{name}/")]:
            found.update(group)
        else:
            raise _unknown("rule", name, where, [*catalog.rules, *catalog.groups, "ALL"])
    return found


def _severities(configuration: Configuration, catalog: Catalog) -> dict[str, str]:
    """Return severities by rule: what is said of a rule goes before what is said of its group."""
    said = sorted(configuration.severity, key=lambda pair: (pair[0] not in ("ALL", "default"), "/" in pair[0]))
    return {rule: severity for name, severity in said for rule in sorted(_named([name], catalog, "severity"))}


def _unknown(kind: str, name: str, where: str, known: Iterable[str]) -> MacrolintError:
    hint = did_you_mean(name, known) or f"known: {', '.join(sorted(known)[:30])}"
    return MacrolintError(f"unknown {kind} '{name}' in {where}", hint=hint)
