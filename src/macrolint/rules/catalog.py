"""The catalogue: every rule, preset and language there is, from the built-in rulesets, plugins and a team's own.

The YAML of the built-in rulesets is compiled into one JSON file: when the wheel is built, and in a
checkout whenever a file there has changed. A normal run reads no YAML.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from macrolint import __version__, data, frames
from macrolint.model import MacrolintError
from macrolint.phrases import PLACEHOLDER, learn_later
from macrolint.promises.words import Act, PromiseWords
from macrolint.prose.words import Words
from macrolint.rulebook import Cue, Kind, Move, Rule, Scheme, TimeWords
from macrolint.rules import glossaries, packing, plugins, promises
from macrolint.rules.kinds import read_kinds
from macrolint.rules.load import Sets, duplicate, load_rule
from macrolint.rules.moves import cue_sets, read_moves
from macrolint.rules.presets import Preset, load_preset
from macrolint.rules.promises import read_promise_words
from macrolint.rules.scoring import read_scheme, scheme_from_json
from macrolint.rules.times import read_times, times_from_json, times_to_json
from macrolint.uncompiled import lazy

OTHER_FOLDERS = ("presets", "languages", "moves", "glossaries")  # of the rulesets, besides the groups
_MOVE_NAME = lazy(r"[a-z]+(?:-[a-z]+)*")
_MOVE_NAMES = "a name is small letters and hyphens, such as next-step"
_KINDS, _SCORE = "kinds.yaml", "score.yaml"
_TIMES = "promises/times.yaml"
_BUILT_IN = {_KINDS: "kinds of message", _TIMES: "the words of times", _SCORE: "the figures of scores"}
_MADE_BY = ("rulebook.py", "phrases.py", "literals.py", "sieve.py", "promises/slots.py", "promises/words.py")
_CONFIGURATIONS = ("macrolint.yaml", ".macrolint.yaml")
_ELSE = {"moves": "a move file", "presets": "a preset file"}  # by the folder they stand in


class Catalog(NamedTuple):
    """Every rule by its id; every preset, language, move and kind by its name; what the groups are about.

    times, promises: the words of times and of the promise grammar. scheme: how templates are scored.
    """

    rules: dict[str, Rule]
    presets: dict[str, Preset]
    languages: dict[str, Words]
    groups: dict[str, str]
    moves: dict[str, Move]
    kinds: dict[str, Kind]
    times: TimeWords
    promises: PromiseWords
    scheme: Scheme

    @property
    def group_names(self) -> list[str]:
        """The names of the groups that have rules, in their order."""
        return sorted({rule.group for rule in self.rules.values()})

    def not_one_rule(self, name: str, where: str) -> MacrolintError:
        """Return the error for options of what is no rule: of a group, which has none, or of nothing that is known."""
        inside = sorted(rule for rule in self.rules if rule.startswith(f"{name}/"))
        if inside:
            said = f"'{name}' in {where} is a group, and options belong to one rule"
            return MacrolintError(said, hint=f"rules of {name}: {', '.join(inside)}")
        hint = frames.did_you_mean(name, self.rules) or frames.listed(sorted(self.rules))
        return MacrolintError(f"unknown rule '{name}' in {where}", hint=hint)

    def words(self, language: str) -> Words:
        """Return the words of a language (`en-GB` reads as `en`); none are known of others."""
        return self.languages.get(language.replace("_", "-").split("-", maxsplit=1)[0].lower(), Words())


def load_catalog(folders: Iterable[tuple[str, str]] = ()) -> Catalog:
    """Return the built-in catalogue with a team's rulesets: pairs of folder and the name it is shown under.

    In place of a folder may stand `plugin:NAME`.
    """
    catalog = from_json(compiled())
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
    return catalog


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


def compiled() -> dict[str, Any]:
    """Return the compiled built-in catalogue, compiling it first where a checkout has changed."""
    stamp = _stamp() if data.is_checkout() else None
    try:
        with open(data.COMPILED, "rb") as file:
            found = packing.read(file.read())
        if found.get("version") == __version__ and (stamp is None or found.get("stamp") == stamp):
            return found
    except (OSError, ValueError, AttributeError):
        pass
    made = to_json(read_catalog(data.rulesets()))
    made["stamp"] = stamp
    _write(data.COMPILED, packing.written(made))
    return made


def _stamp() -> list[list[Any]]:
    """Return what the compiled catalogue was made of: the rule files, and the modules that make it."""
    folder = data.rulesets()
    paths = [os.path.join(folder, path) for path in data.yaml_files(folder)]
    here = os.path.dirname(__file__)
    above = (os.path.join(here, os.pardir, *path.split("/")) for path in _MADE_BY)
    modules = [*above, *(os.path.join(here, name) for name in sorted(os.listdir(here)) if name.endswith(".py"))]
    facts = [(path, os.stat(path)) for path in [*paths, *modules]]
    return [[os.path.basename(path), fact.st_mtime_ns, fact.st_size] for path, fact in facts]


def _write(path: str, made: bytes) -> None:
    """Write the compiled catalogue beside the package; where that is not allowed, each run compiles anew."""
    import tempfile

    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


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
        "times": times_to_json(catalog.times),
        "promises": catalog.promises,
        "scheme": catalog.scheme,
        "phrases": packing.packed_phrases(_phrases(catalog)),
    }


def _phrases(catalog: Catalog) -> Iterator[str]:
    """Yield the phrases of a catalogue that are not of its rules and moves, but of the guards of rules."""
    for rule in catalog.rules.values():
        yield from (*packing.phrases_of(rule.unless), *packing.phrases_of(rule.only), *rule.options.apart)
    yield from (sign.cue.text for kind in catalog.kinds.values() for sign in kind.signs if not sign.cue.move)
    yield from (phrase for form in catalog.times.forms for phrase in (cue.text for cue in form.phrases))
    yield from (phrase for some in catalog.times.stretches.values() for one in some for phrase in one.phrases)
    yield from (*catalog.times.zones, *catalog.times.event_ends)
    acts, *lists = catalog.promises
    yield from (phrase for act in acts for some in act[2:] for phrase in some)
    starts = {getattr(catalog.promises, name) for name in PromiseWords._fields if name.startswith("starts_of_")}
    yield from (phrase for some in lists if some not in starts for phrase in some)


def from_json(made: dict[str, Any]) -> Catalog:
    """Return the catalogue that `to_json` wrote down."""
    languages = {
        name: Words(frozenset(short), frozenset(common), tuple(greetings), tuple(sign_offs))
        for name, (short, common, greetings, sign_offs) in made["languages"].items()
    }
    acts, *lists = made["promises"]
    learn_later(made["phrases"])
    return Catalog(
        {rule.id: rule for rule in map(packing.rule_of, made["rules"])},
        {one.id: one for one in map(packing.preset_of, made["presets"])},
        languages,
        dict(made["groups"]),
        {one.id: one for one in map(packing.move_of, made["moves"])},
        {one.id: one for one in map(packing.kind_of, made["kinds"])},
        times_from_json(made["times"]),
        PromiseWords(tuple(Act(name, title, *map(tuple, said)) for name, title, *said in acts), *map(tuple, lists)),
        scheme_from_json(made["scheme"]),
    )
