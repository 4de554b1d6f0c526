"""Which rules run, how loud, and with which options: what presets, then the configuration, then overrides say.

held: the overrides that hold for the templates in question, the strongest last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from macrolint.configuration import Configuration, Override
from macrolint.frames import did_you_mean, listed
from macrolint.model import SEVERITIES, MacrolintError
from macrolint.rulebook import Options, Rules
from macrolint.rules.catalog import Catalog
from macrolint.rules.presets import Preset, merged

_OF_DEFAULT = {"on": "default", "adaptive": "default", "opt-in": "opt-in"}
_KINDS = (*dict.fromkeys(_OF_DEFAULT.values()), *SEVERITIES)  # names for all rules of a kind, as their files say it


def options(configuration: Configuration, catalog: Catalog, held: tuple[Override, ...]) -> dict[str, Options]:
    """Return the options of the rules that presets, in their order, the configuration and then overrides speak of."""
    said: Rules = ()
    for where, rules in (
        *((one.path, one.rules) for one in presets(configuration, catalog)),
        ("rules", configuration.rules),
        *(("the rules of an override", one.rules) for one in held),
    ):
        _check_options(rules, catalog, where)
        said = merged(said, rules)
    return {name: catalog.rules[name].options._replace(**dict(values)) for name, values in said}


def _check_options(rules: Rules, catalog: Catalog, where: str) -> None:
    if not rules:
        return
    from macrolint.rules.load import SHAPES

    for name, values in rules:
        if name not in catalog.rules:
            raise catalog.not_one_rule(name, where)
        known = SHAPES[catalog.rules[name].check].options
        for option, value in values:
            if option not in known:
                has = f"it has {', '.join(known)}" if known else "it has none"
                raise MacrolintError(f"the rule '{name}' has no option '{option}'", hint=has)
            if option == "moves" and not value:
                raise MacrolintError(f"the option 'moves' of {name} is empty", hint="name one move at least")
            for glossary in value if option == "glossaries" else ():
                glossaries = {cue.glossary for cue in catalog.rules[name].cues}
                if glossary not in glossaries:
                    raise unknown("glossary", glossary, f"the options of {name}", sorted(glossaries))
            for move in value if option == "moves" else ():
                if move not in catalog.moves:
                    raise unknown("move", move, f"the options of {name}", catalog.moves)


def check_names(catalog: Catalog) -> None:
    """Raise for a rule of a team that names rules or kinds which nobody knows."""
    for rule in catalog.rules.values():
        if rule.origin == "built-in":
            continue
        for name in rule.yields_to:
            if name not in catalog.rules or name == rule.id:
                raise unknown("rule", name, f"'yields_to' of {rule.path}", [*catalog.rules])
        for kind in (*rule.applies.kinds, *rule.applies.not_kinds):
            if kind not in catalog.kinds:
                raise unknown("kind of message", kind, f"'applies' of {rule.path}", catalog.kinds)


def check_that_rules_are_left(
    configuration: Configuration, catalog: Catalog, chosen: Set[str], severities: Mapping[str, str]
) -> None:
    """Raise for a configuration that leaves nothing to check."""
    ours, select = reported(catalog), configuration.select
    asked = named(select, catalog, "select") if select else set()
    left = {name for name in chosen - ours if severities.get(name) != "off"}
    if not left and ours.isdisjoint(asked):
        raise MacrolintError(
            "no rule is left to check", hint="look at 'select', 'presets', 'ignore' and what 'severity' turns off"
        )


def reported(catalog: Catalog) -> set[str]:
    """Return the rules for what readers report."""
    return {rule.id for rule in catalog.rules.values() if rule.check == "reader"}


def chosen(configuration: Configuration, catalog: Catalog, held: tuple[Override, ...]) -> frozenset[str]:
    chosen: set[str] = set()
    if configuration.select:
        chosen |= named(configuration.select, catalog, "select")
    else:
        for preset in presets(configuration, catalog):
            chosen |= named(preset.select, catalog, preset.path)
            chosen -= named(preset.ignore, catalog, preset.path)
    chosen |= reported(catalog)
    chosen -= named(configuration.ignore, catalog, "ignore")
    for one in held:
        if one.select:
            chosen = named(one.select, catalog, "the select of an override") | reported(catalog)
        chosen -= named(one.ignore, catalog, "the ignore of an override")
    if configuration.only:
        chosen &= named(configuration.only, catalog, "select") | reported(catalog)
    if not configuration.vocabulary.reject:
        chosen -= {rule.id for rule in catalog.rules.values() if rule.check == "vocabulary"}
    return frozenset(chosen)


def named(names: Iterable[str], catalog: Catalog, where: str) -> set[str]:
    found: set[str] = set()
    for name in names:
        if name in catalog.rules:
            found.add(name)
        elif name == "ALL":
            found |= set(catalog.rules)
        elif name in _KINDS:
            found |= {
                rule.id for rule in catalog.rules.values() if name in (_OF_DEFAULT.get(rule.default), rule.severity)
            }
        elif group := [rule for rule in catalog.rules if rule.startswith(f"{name}/")]:
            found.update(group)
        else:
            raise unknown("rule", name, where, [*catalog.group_names, "ALL", *_KINDS, *sorted(catalog.rules)])
    return found


def presets(configuration: Configuration, catalog: Catalog) -> Iterator[Preset]:
    for name in configuration.presets:
        if name not in catalog.presets:
            raise unknown("preset", name, "presets", catalog.presets)
        yield catalog.presets[name]


def severities(configuration: Configuration, catalog: Catalog, held: tuple[Override, ...]) -> dict[str, str]:
    """Return severities by rule: presets in their order, then what the configuration and its overrides say."""
    said: dict[str, str] = {}
    for preset in presets(configuration, catalog):
        said |= _loudness(preset.severity, catalog, preset.path)
    said |= _loudness(configuration.severity, catalog, "severity")
    for one in held:
        said |= _loudness(one.severity, catalog, "the severity of an override")
    return said


def _loudness(pairs: Iterable[tuple[str, str]], catalog: Catalog, where: str) -> dict[str, str]:
    """Return severities by rule: a rule goes before its group, a group before kinds of rules."""
    ordered = sorted(pairs, key=lambda pair: (pair[0] not in ("ALL", *_KINDS), "/" in pair[0]))
    return {rule: severity for name, severity in ordered for rule in named([name], catalog, where)}


def unknown(kind: str, name: str, where: str, known: Iterable[str]) -> MacrolintError:
    return MacrolintError(f"unknown {kind} '{name}' in {where}", hint=did_you_mean(name, known) or listed(known))
