"""The catalogue: every rule, preset and language there is, from the built-in rulesets, plugins and a team's own.

The YAML of the built-in rulesets is compiled into one JSON file: when the wheel is built, and in a
checkout whenever a file there has changed. A normal run reads no YAML.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from macrolint import __version__, data, frames
from macrolint.model import MacrolintError
from macrolint.phrases import learn_later
from macrolint.promises.words import Act, PromiseWords
from macrolint.prose.words import Words
from macrolint.rulebook import Kind, Move, Rule, Scheme, TimeWords
from macrolint.rules import packing
from macrolint.rules.presets import Preset
from macrolint.values import NamedTuple

_MADE_BY = ("rulebook.py", "phrases.py", "literals.py", "sieve.py", "promises/slots.py", "promises/words.py")


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
    catalog, more = from_json(compiled()), [*folders]
    if more:
        from macrolint.rules.reading import add_rulesets

        add_rulesets(catalog, more)
    return catalog


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
    from macrolint.rules.reading import read_catalog, to_json

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
        packing.times_from_json(made["times"]),
        PromiseWords(tuple(map(_act, acts)), *map(tuple, lists)),
        packing.scheme_from_json(made["scheme"]),
    )


def _act(values: list[Any]) -> Act:
    name, title, does, done, goods, *starts = values
    return Act(name, title, tuple(does), tuple(done), tuple(goods), *(tuple(map(tuple, every)) for every in starts))
