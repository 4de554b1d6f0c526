"""The YAML of rulesets: the built-in ones, from which the catalogue is compiled, those of plugins and a team's own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from macrolint import __version__, data, frames
from macrolint.model import MacrolintError
from macrolint.phrases import PLACEHOLDER
from macrolint.prose.words import Words
from macrolint.rulebook import Cue, Move, Rule
from macrolint.rules import glossaries, packing, plugins, promises
from macrolint.rules.catalog import Catalog
from macrolint.rules.kinds import read_kinds
from macrolint.rules.load import Sets, duplicate, load_rule
from macrolint.rules.moves import cue_sets, read_moves
from macrolint.rules.presets import Preset, load_preset
from macrolint.rules.promises import read_promise_words
from macrolint.rules.scoring import read_scheme
from macrolint.rules.times import read_times
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

OTHER_FOLDERS = ("presets", "languages", "moves", "glossaries")  # of the rulesets, besides the groups
_MOVE_NAME = lazy(r"[a-z]+(?:-[a-z]+)*")
_MOVE_NAMES = "a name is small letters and hyphens, such as next-step"
_KINDS, _SCORE = "kinds.yaml", "score.yaml"
_TIMES = "promises/times.yaml"
_BUILT_IN = {_KINDS: "kinds of message", _TIMES: "the words of times", _SCORE: "the figures of scores"}
_CONFIGURATIONS = ("macrolint.yaml", ".macrolint.yaml")
_ELSE = {"moves": "a move file", "presets": "a preset file"}  # by the folder they stand in


def add_rulesets(catalog: Catalog, folders: Iterable[tuple[str, str]]) -> None:
    """Add a team's rulesets to a catalogue: pairs as for `catalog.load_catalog`."""
    found = [_ruleset(ruleset, called) for ruleset, called in folders]
    catalog.moves.update(own_moves(found, catalog.moves))
    sets = cue_sets(catalog.moves)
    for folder, shown, origin in found:
        catalog.groups.update(_groups(folder, shown))
        for rule in read_rules(folder, shown, origin, sets):
            if rule.id in catalog.rules:
                raise duplicate(rule, catalog.rules[rule.id])
            catalog.rules[rule.id] = rule
        for preset in _presets(folder, shown):
            if preset.id in catalog.presets:
                paths = f"{catalog.presets[preset.id].path} and {preset.path}"
                raise MacrolintError(f"two presets are called '{preset.id}': {paths}", hint="rename one of them")
            catalog.presets[preset.id] = preset


class Ruleset(NamedTuple):
    """The folder of a ruleset, how messages call it, and the origin of its rules."""

    folder: str
    shown: str
    origin: str


def _ruleset(ruleset: str, called: str) -> Ruleset:
    """Return a ruleset of a team or of a plugin, which may hold nothing that only the built-in ones have."""
    plugin = ruleset.startswith(plugins.PREFIX)
    folder = plugins.folder(ruleset.removeprefix(plugins.PREFIX)) if plugin else ruleset
    shown, origin = (ruleset, ruleset) if plugin else (called, "team")
    if not os.path.isdir(folder):
        raise MacrolintError(f"the ruleset folder '{shown}' is not there")
    for path in data.yaml_files(folder):
        if path in _BUILT_IN or path.startswith(("languages/", "glossaries/")):
            what = _BUILT_IN.get(path, path.split("/")[0])
            raise MacrolintError(
                f"{shown}/{path}: {what} come with macrolint; a ruleset of your own cannot bring any",
                hint="take this file out; a ruleset holds rules, presets and moves",
            )
    return Ruleset(folder, shown, origin)


def read_catalog(folder: str) -> Catalog:
    """Read the YAML of the built-in rulesets."""
    known = own_moves([Ruleset(folder, "rulesets", "built-in")], {})
    sets = cue_sets(known)
    terms = {path: _read(folder, path) for path in data.yaml_files(folder) if path.startswith("glossaries/")}
    rules = glossaries.filled(read_rules(folder, "rulesets", "built-in", sets), terms)
    every_kind = read_kinds(f"rulesets/{_KINDS}", _read(folder, _KINDS), sets)
    every_preset = {preset.id: preset for preset in _presets(folder, "rulesets")}
    names = [path for path in data.yaml_files(folder) if path.startswith("languages/")]
    languages = {os.path.basename(path).removesuffix(".yaml"): _words(folder, path) for path in names}
    every_time = read_times(f"rulesets/{_TIMES}", _read(folder, _TIMES))
    promised = read_promise_words({path: _read(folder, path) for path in promises.paths()}, "rulesets")
    groups = _groups(folder, "rulesets")
    scheme = read_scheme(f"rulesets/{_SCORE}", _read(folder, _SCORE))
    read = Catalog(rules, every_preset, languages, groups, known, every_kind, every_time, promised, scheme)
    return _ranked(read)


def _ranked(catalog: Catalog) -> Catalog:
    """Return a catalogue with the rarest words of each phrase first, by which texts are sieved."""
    from macrolint.literals import rarest_first

    rules, moves, every_kind = ([*some.values()] for some in (catalog.rules, catalog.moves, catalog.kinds))
    cues = [cue for rule in rules for cue in rule.cues]
    cues += [cue for move in moves for cue in (*move.cues, *move.fakes)]
    cues += [sign.cue for kind in every_kind for sign in kind.signs]
    pairs = zip(cues, rarest_first(cue.literals for cue in cues), strict=True)
    ranked = (cue._replace(literals=sets) for cue, sets in pairs)

    def again(cues: Iterable[Cue]) -> tuple[Cue, ...]:
        return tuple(next(ranked) for _ in cues)

    return catalog._replace(
        rules={rule.id: rule._replace(cues=again(rule.cues)) for rule in rules},
        moves={move.id: move._replace(cues=again(move.cues), fakes=again(move.fakes)) for move in moves},
        kinds={
            kind.id: kind._replace(signs=tuple(sign._replace(cue=next(ranked)) for sign in kind.signs))
            for kind in every_kind
        },
    )


def own_moves(rulesets: Iterable[Ruleset], known: Mapping[str, Move]) -> dict[str, Move]:
    """Read the moves of rulesets; each may name those of the others.

    known: the moves that are there already.
    """
    files: dict[str, tuple[str, str]] = {}
    origins: dict[str, str] = {}
    for folder, shown, origin in rulesets:
        for name, path in move_files(folder, shown).items():
            if name in files or name in known:
                other = files[name][0] if name in files else f"rulesets/moves/{name}.yaml"
                raise _two_moves(name, other, path)
            files[name] = (path, _read(folder, path.removeprefix(f"{shown}/")))
            origins[name] = origin
    found = read_moves(files, known, cue_sets(known))
    return {name: move._replace(origin=origins[name]) for name, move in found.items()}


def move_files(folder: str, shown: str) -> dict[str, str]:
    """Return the paths of the move files of a ruleset, as messages show them, by the names of the moves."""
    found: dict[str, str] = {}
    for path in data.yaml_files(folder):
        name, whole = os.path.basename(path).rsplit(".", 1)[0], f"{shown}/{path}"
        if not path.startswith("moves/") or name.startswith("."):
            continue
        if not _MOVE_NAME.fullmatch(name) or name == PLACEHOLDER:
            hint = f"{{{PLACEHOLDER}}} stands for any placeholder" if name == PLACEHOLDER else _MOVE_NAMES
            raise MacrolintError(f"{whole}: a move cannot be called '{name}'", hint=f"rename the file: {hint}")
        if name in found:
            raise _two_moves(name, found[name], whole)
        found[name] = whole
    return found


def _two_moves(name: str, path: str, other: str) -> MacrolintError:
    return MacrolintError(f"two moves are called '{name}': {path} and {other}", hint="rename one of them")


def _groups(folder: str, shown: str) -> dict[str, str]:
    """Return the titles of the groups of a ruleset that have one."""
    groups = {}
    for path in data.yaml_files(folder):
        if os.path.basename(path) in ("_group.yaml", "_group.yml"):
            name = os.path.basename(os.path.dirname(path)) or os.path.basename(os.path.normpath(folder))
            fields = frames.load(f"{shown}/{path}", _read(folder, path), "group file").fields(("title",), "field")
            if "title" in fields:
                groups[name] = " ".join(fields["title"].string().split())
    return groups


def what_else(path: str) -> str:
    """Return what a file in or below a ruleset is that is no rule, as its place says; nothing if it may be one."""
    if os.path.basename(path) in _CONFIGURATIONS:
        return "a configuration"
    return _ELSE.get(os.path.basename(os.path.dirname(os.path.abspath(path))), "")


def read_rules(folder: str, shown: str, origin: str, sets: Sets) -> list[Rule]:
    """Read the rule files below a folder; `shown` is how messages call it, `sets` are the cue sets they may name."""
    rules: dict[str, Rule] = {}
    for path in data.yaml_files(folder):
        name = os.path.basename(path)
        whole = "/".join([os.path.basename(os.path.normpath(folder)), *path.split("/")][-2:])
        if (
            path.split("/")[0] in OTHER_FOLDERS
            or path in (_KINDS, _SCORE)
            or (origin == "built-in" and whole in (*promises.paths(), _TIMES))
            or name.startswith(("_", "."))
            or name in _CONFIGURATIONS
        ):
            continue
        if what := what_else(os.path.join(folder, path)):
            raise no_rule(f"{shown}/{path}", what)
        rule = load_rule(f"{shown}/{path}", _read(folder, path), whole.rsplit(".", 1)[0], origin, sets)
        if rule.id in rules:
            raise duplicate(rule, rules[rule.id])
        rules[rule.id] = rule
    return list(rules.values())


def no_rule(path: str, what: str) -> MacrolintError:
    """Return the error for a file that is read as a rule and is something else."""
    hint = "" if what == "a configuration" else "it stands right below a ruleset: name that folder instead"
    return MacrolintError(f"{path} is {what}, not a rule", hint=hint)


def _read(folder: str, path: str) -> str:
    from macrolint.model import Unreadable
    from macrolint.sources import read_source

    try:
        return read_source(os.path.join(folder, path)).text
    except Unreadable as error:
        raise MacrolintError(f"{path} cannot be read: {error.reason}") from None


def _presets(folder: str, shown: str) -> list[Preset]:
    """Read the presets of a folder."""
    paths = [path for path in data.yaml_files(folder) if path.startswith("presets/")]
    return [load_preset(f"{shown}/{path}", _read(folder, path)) for path in paths]


def _words(folder: str, path: str) -> Words:
    fields = frames.load(f"rulesets/{path}", _read(folder, path), "language file").fields(Words._fields, "field")
    lists = {name: entry.strings() for name, entry in fields.items()}
    return Words(frozenset(lists["abbreviations"]), frozenset(lists["common"]), lists["greetings"], lists["sign_offs"])


def to_json(catalog: Catalog) -> dict[str, Any]:
    """Return the catalogue as JSON values (`rules.packing`)."""
    return {
        "version": __version__,
        "rules": [packing.packed_rule(rule) for rule in catalog.rules.values()],
        "presets": list(catalog.presets.values()),
        "languages": {
            name: [sorted(words.abbreviations), sorted(words.common), *words[2:]]
            for name, words in catalog.languages.items()
        },
        "groups": catalog.groups,
        "moves": [packing.packed_move(move) for move in catalog.moves.values()],
        "kinds": [packing.packed_kind(kind) for kind in catalog.kinds.values()],
        "times": packing.times_to_json(catalog.times),
        "promises": catalog.promises,
        "scheme": catalog.scheme,
        "phrases": packing.packed_phrases(_phrases(catalog), _asked(catalog)),
    }


def _asked(catalog: Catalog) -> Iterator[str]:
    """Yield the phrases of which a run asks for the literals: those around what rules find, and of promises."""
    for rule in catalog.rules.values():
        yield from (*packing.phrases_of(rule.unless), *packing.phrases_of(rule.only), *rule.options.apart)
    yield from (phrase for act in catalog.promises.acts for some in (act.does, act.done, act.goods) for phrase in some)
    lists = (getattr(catalog.promises, name) for names in promises.FILES.values() for name in names)
    yield from (phrase for some in lists for phrase in some)


def _phrases(catalog: Catalog) -> Iterator[str]:
    """Yield the phrases of kinds and times."""
    yield from (sign.cue.text for kind in catalog.kinds.values() for sign in kind.signs if not sign.cue.move)
    yield from (phrase for form in catalog.times.forms for phrase in (cue.text for cue in form.phrases))
    yield from (phrase for some in catalog.times.stretches.values() for one in some for phrase in one.phrases)
    yield from (*catalog.times.zones, *catalog.times.event_ends)
