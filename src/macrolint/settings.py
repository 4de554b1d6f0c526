"""Raw configuration and catalogue become the settings of a run: which rules, how loud, in which layouts.

What only those need who check a text is imported and resolved when it is asked for: a run whose results are all known
needs none of it.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from macrolint.configuration import LANGUAGE, Configuration, Override
from macrolint.model import SEVERITIES, Layout, Part, Template
from macrolint.patterns import Matcher
from macrolint.readers import Given
from macrolint.rulebook import FRAGMENT, INTERNAL, SURE, Guess, Options, Rule
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.checks import Check, Compiled, Known
    from macrolint.checks.vocabulary import Accepted
    from macrolint.kinds import Kinds
    from macrolint.lock import Lock
    from macrolint.overrides import Matches
    from macrolint.promises.extraction import Promises
    from macrolint.prose import Prose
    from macrolint.prose.words import Words
    from macrolint.rules.catalog import Catalog
    from macrolint.suppressions import Suppression

Load = Callable[[Iterable[tuple[str, str]]], "Catalog"]  # `catalog.load_catalog`, or what knows more
UNREADABLE = "files/unreadable"
PROMISES_IN = "en"  # the language of the words of promises
UNUSED = "files/unused-suppression"
UNKNOWN = "files/unknown-suppression"
_OF_WHOLES = ("missing", "order", "action", "promise")  # checks that ask what is said, not by which words


def settings_of(configuration: Configuration) -> Settings:
    """Return the settings of a configuration, resolved. Raises MacrolintError for what is wrong in it."""
    settings = Settings(configuration)
    settings.resolve()
    return settings


def _again(configuration: Configuration, left_out: frozenset[str], load: Load | None) -> Settings:
    return Settings(configuration, without=left_out, load=load)


class Active(NamedTuple):
    """A rule that runs, with the severity that holds here; `check` is None for what readers report.

    words: as of `checks.Compiled`.
    """

    rule: Rule
    severity: str
    check: Check | None
    words: Hashable | None = None


class _Compiled(NamedTuple):
    """What all settings of a run share: what checks may ask, the kinds, and the checks that were compiled."""

    known: Known
    kinds: Kinds
    checks: dict[tuple[str, Options], Compiled | None]


def _compiled(catalog: Catalog, configuration: Configuration) -> _Compiled:
    from macrolint.checks import Known
    from macrolint.kinds import Kinds
    from macrolint.moves import Moves

    moves = Moves(catalog.moves)

    @functools.cache
    def promises() -> Promises:
        from macrolint.promises.extraction import Promises
        from macrolint.promises.times import Times

        return Promises(catalog.promises, Times(catalog.times))

    @functools.cache
    def lock() -> Lock | None:
        from macrolint import lockfile

        path = os.path.join(configuration.root, lockfile.NAME)
        return lockfile.read(path, os.path.relpath(path))

    return _Compiled(Known(moves, promises, configuration.policy, lock), Kinds(catalog.kinds, moves), {})


class Settings:
    """The settings of a run, or of the templates for which some of its overrides hold (`held`).

    They are resolved as far as is asked; `resolve` tells what is wrong in a configuration. load: reads the rules.
    """

    def __init__(
        self,
        configuration: Configuration,
        catalog: Catalog | None = None,
        without: frozenset[str] = frozenset(),
        compiled: _Compiled | None = None,
        held: tuple[Override, ...] = (),
        load: Load | None = None,
    ) -> None:
        self.configuration = configuration
        self.left_out = without
        self.held = held
        self.load = load
        self._given = catalog, compiled  # what other settings of the run share
        self.platform = next((one.platform for one in reversed(held) if one.platform), configuration.platform)
        self._language_said = any(one.language for one in held)
        self.language = next((one.language for one in reversed(held) if one.language), configuration.language).lower()
        self.status_after = next((one.status_after for one in reversed(held) if one.status_after), None)
        self.actions = next((one.actions for one in reversed(held) if one.actions is not None), None)
        self._variants: dict[tuple[Override, ...], Settings] = {(): self}
        self._reading: dict[
            tuple[object, ...], tuple[tuple[Active, Check], ...]
        ] = {}  # rules by what they ask of a text

    @cached_property
    def catalog(self) -> Catalog:
        """The built-in rules and those of the configuration's rulesets."""
        if self._given[0] is not None:
            return self._given[0]
        from macrolint.rules.catalog import load_catalog

        return (self.load or load_catalog)((path, os.path.relpath(path)) for path in self.configuration.rulesets)

    @cached_property
    def severities(self) -> dict[str, str]:
        """The severities of the rules whose own does not hold."""
        from macrolint import selection

        return selection.severities(self.configuration, self.catalog, self.held)

    @cached_property
    def options(self) -> dict[str, Options]:
        """The options of the rules whose own do not hold."""
        from macrolint import selection

        return selection.options(self.configuration, self.catalog, self.held)

    @cached_property
    def chosen(self) -> frozenset[str]:
        """The rules that were chosen, those that are turned off among them."""
        from macrolint import selection

        return selection.chosen(self.configuration, self.catalog, self.held)

    @cached_property
    def compiled(self) -> _Compiled:
        """What all settings of the run share."""
        return self._given[1] or _compiled(self.catalog, self.configuration)

    def resolve(self) -> None:
        """Resolve the names that a configuration uses. Raises MacrolintError for the first that is wrong."""
        from macrolint import selection
        from macrolint.readers.platforms import check_platforms

        configuration = self.configuration
        _ = self.severities, self.options, self.chosen
        selection.check_names(self.catalog)
        forced = (configuration.platform, *(one.platform for one in configuration.overrides))
        linked = {name for name, _ in configuration.links} - {layout.platform for layout in configuration.layouts}
        check_platforms(filter(None, (*forced, *sorted(linked))), configuration.platforms, configuration.lookups)
        selection.check_that_rules_are_left(configuration, self.catalog, self.chosen, self.severities)
        for one in configuration.overrides:
            self._check_override(one)

    @cached_property
    def active(self) -> tuple[Active, ...]:
        """The rules that run, in the order of their names."""
        return tuple(Active(rule, severity, *(self._check(rule) or (None, None))) for rule, severity in self.running)

    @property
    def running(self) -> Iterator[tuple[Rule, str]]:
        """The rules that run, with the options and the severity that hold here."""
        asked = self.chosen - self.left_out
        for name, rule in sorted(self.catalog.rules.items()):
            severity = self.severities.get(name, rule.severity)
            if name in asked and severity != "off":
                yield rule._replace(options=self.options.get(name, rule.options)), severity

    def _check(self, rule: Rule) -> Compiled | None:
        """Return the check of a rule with the team's vocabulary in it."""
        from macrolint.checks import compile_rule

        key = (rule.id, rule.options)
        if key not in self.compiled.checks:
            made = compile_rule(self.configuration.vocabulary.fill(rule), self.compiled.known)
            if made and self._accepted:
                made = made._replace(check=self._accepted.spare(made.check))
            self.compiled.checks[key] = made
        return self.compiled.checks[key]

    @cached_property
    def _accepted(self) -> Accepted | None:
        policy = self.configuration.policy
        cues = (*self.configuration.vocabulary.accepted, *(policy.guaranteed if policy else ()))
        if not cues:
            return None
        from macrolint.checks.vocabulary import Accepted

        return Accepted(cues)

    def __reduce__(self) -> tuple[Callable[[Configuration, frozenset[str], Load | None], Settings], tuple[object, ...]]:
        return _again, (self.configuration, self.left_out, self.load)

    def without(self, names: Iterable[str]) -> Settings:
        """Return the same settings with fewer rules."""
        return Settings(self.configuration, self.catalog, self.left_out | frozenset(names), self.compiled)

    @cached_property
    def comparing(self) -> Settings:
        """The same settings with those rules only that compare templates with each other."""
        return self.without(one.id for one in self.catalog.rules.values() if one.check != "library")

    def kind_of(self, template: Template, prose: Prose | None, path: str) -> Guess:
        """Return the kind of a template: what an override says, what it says itself, or a guess."""
        for override, holds in reversed(self._overrides):
            if override.kind and not override.kinds and holds(path, template, None):
                return Guess(override.kind, reason="an override says so")
        return self.compiled.kinds.guess(template, prose, path)

    def of(self, template: Template, path: str, kind: str | None = None) -> Settings:
        """Return the settings of a template, with the overrides that hold for it."""
        held = tuple(override for override, holds in self._overrides if holds(path, template, kind))
        return self._variant(held)

    def _variant(self, held: tuple[Override, ...]) -> Settings:
        if held not in self._variants:
            alone = self.configuration._replace(overrides=())
            self._variants[held] = Settings(alone, self.catalog, self.left_out, self.compiled, held)
        return self._variants[held]

    def _check_override(self, override: Override) -> None:
        """Raise MacrolintError for an override that names what nobody knows."""
        from macrolint import selection

        for kind in (*override.kinds, *([override.kind] if override.kind else ())):
            if kind not in self.catalog.kinds:
                raise selection.unknown("kind of message", kind, "overrides", self.catalog.kinds)
        variant = self._variant((override,))
        _ = variant.severities, variant.options, variant.chosen

    @cached_property
    def _overrides(self) -> list[tuple[Override, Matches]]:
        from macrolint.overrides import matches

        return [(one, matches(one)) for one in self.configuration.overrides]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the rules that run."""
        return frozenset(rule.id for rule, _ in self.running)

    @cached_property
    def reported(self) -> dict[str, Active]:
        """The rules for what readers report, by name: they run unless they are ignored."""
        return {active.rule.id: active for active in self.active if active.rule.check == "reader"}

    def named(self, name: str) -> frozenset[str]:
        """Return the rules that a name stands for in a suppression. Raises MacrolintError for an unknown name."""
        from macrolint import selection

        return frozenset(selection.named([name], self.catalog, "suppress"))

    def checks(
        self, template: Template, part: Part, guess: Guess, *, varies: bool = True
    ) -> tuple[tuple[Active, Check], ...]:
        """Return the rules that read a part of a template, as loud as they are for its kind.

        varies: whether the template may have variants in other languages.
        """
        language, sure = self._language(template), guess.confidence >= SURE
        key = (language, template.platform, template.audience, part.role, part.borrowed, guess.kind, sure, varies)
        if key not in self._reading:
            self._reading[key] = tuple(self._checks(template, part, guess, varies=varies))
        return self._reading[key]

    def _checks(self, template: Template, part: Part, guess: Guess, *, varies: bool) -> Iterator[tuple[Active, Check]]:
        language = self._language(template)
        for active in self.active:
            applies = active.rule.applies
            if active.check is None or (applies.roles and part.role not in applies.roles):
                continue
            if part.borrowed and active.rule.check not in _OF_WHOLES:
                continue
            if applies.platforms and template.platform not in applies.platforms:
                continue
            if applies.audiences and template.audience not in (None, *applies.audiences):
                continue
            if not self._for_kind(active.rule, guess.kind) or (
                active.rule.options.compare == "variants" and not varies
            ):
                continue
            if not applies.languages or any(_covers(known, language) for known in applies.languages):
                yield _hushed(active, guess), active.check

    def _for_kind(self, rule: Rule, kind: str) -> bool:
        """Tell whether a rule reads a kind of message; one that misses a move asks for what the kind needs."""
        applies = rule.applies
        if kind in applies.not_kinds:
            return False
        if applies.kinds:
            return kind in applies.kinds
        if rule.check != "missing":
            return True
        kinds, moves = self.catalog.kinds, set(rule.options.moves)
        if any(moves & set(known.needs) for known in kinds.values()):
            return kind in kinds and bool(moves & set(kinds[kind].needs))
        return kind != FRAGMENT  # moves of a team, which no kind knows of

    def promises(self, template: Template, guess: Guess) -> Promises | None:
        """Return what finds promises in a template; none in notes among colleagues and in other languages."""
        if guess.kind == INTERNAL or not _covers(PROMISES_IN, self._language(template)):
            return None
        return self.compiled.known.promises()

    def acting(self, template: Template) -> Template:
        """Return a template with what the configuration says it does."""
        from macrolint.actions import as_said
        from macrolint.readers.platforms import ownership

        own = self.configuration
        return as_said(template, self.actions, self.status_after, own.ownership or ownership(template, own.platforms))

    def knows(self, template: Template) -> bool:
        """Tell whether the built-in rules and moves know the language of a template."""
        return _covers(PROMISES_IN, self._language(template))

    def words(self, template: Template) -> Words:
        """Return what is known of a template's language."""
        return self.catalog.words(self._language(template))

    def told(self, message: Prose, path: str) -> str | None:
        """Return the language that a message is written in, if nobody says it and it is not the usual one."""
        if self._language_said:
            return None
        from macrolint import languages

        words = [message.masked[slice(*word)].lower() for word in message.words]
        return languages.told(words, path, self.language, self.catalog.languages)

    def _language(self, template: Template) -> str:
        """Return the language of a template; what is no language tag (“English”) says nothing."""
        said = (template.language or "").lower()
        return said if LANGUAGE.fullmatch(said) else self.language

    def layout(self, path: str) -> Layout | None:
        """Return the first layout whose patterns match a path relative to the root."""
        for layout, holds in self._layouts:
            if holds(path):
                return layout
        return None

    def given(self, path: str) -> Given:
        """Return what the configuration says of platforms for a path relative to the root."""
        own = self.configuration
        forced = (one.platform for one, files in self._forced if files(path))
        return Given(next(forced, own.platform), own.platforms, own.lookups, own.inactive == "check")

    @cached_property
    def _forced(self) -> list[tuple[Override, Matcher]]:
        """The overrides that name the platform of some files, the last one first."""
        return [(one, Matcher(one.files)) for one in reversed(self.configuration.overrides) if one.platform]

    @cached_property
    def suppressions(self) -> list[tuple[Suppression, Matcher]]:
        """The suppressions of the configuration, each with its files; one without patterns looks at all."""
        return [(one, Matcher(one.files or ("*",))) for one in self.configuration.suppress]

    @cached_property
    def _layouts(self) -> list[tuple[Layout, Matcher]]:
        return [(layout, Matcher(layout.files)) for layout in self.configuration.layouts]


def _hushed(active: Active, guess: Guess) -> Active:
    """Return a rule about a missing move, or about blanks in some kinds, more quietly where the kind is not sure."""
    rule = active.rule
    asks = rule.check == "missing" or (rule.check == "placeholder" and rule.applies.kinds)
    if not asks or guess.confidence >= SURE or active.severity == SEVERITIES[-1]:
        return active
    return active._replace(severity=SEVERITIES[SEVERITIES.index(active.severity) + 1])


def _covers(known: str, language: str) -> bool:
    return language == known or language.replace("_", "-").startswith(f"{known}-")
