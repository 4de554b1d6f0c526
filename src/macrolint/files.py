"""Which files are looked at: the ones named, and those found by walking folders, gitignore kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from macrolint.model import MacrolintError
from macrolint.packs import is_ours
from macrolint.patterns import Matcher
from macrolint.settings import Settings
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_LEFT_OUT = frozenset(
    ".git .hg .svn .venv venv node_modules __pycache__ site-packages "
    ".tox .nox .mypy_cache .ruff_cache .pytest_cache .macrolint_cache".split()
)


class Found(NamedTuple):
    """A file to look at, or why it is not.

    path: to open it. shown: relative to the working folder where it lies below, with forward slashes.
    relative: to the project, for patterns and folder names.
    asked: how it came to be looked at. named: on the command line; unreadable: a folder that cannot be
        looked into; include: by the configuration's patterns;
        home: below its `paths`; folder: below a folder named on the command line; found: by looking around.
    """

    path: str
    shown: str
    relative: str
    asked: str
    skipped: str | None = None


class Walk:
    """Finds the files of a run."""

    def __init__(self, settings: Settings, *, force_exclude: bool = False) -> None:
        configuration = settings.configuration
        self.tops = [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]
        self.root = configuration.root if configuration.file else None
        self.include = Matcher(configuration.include)
        self.exclude = Matcher(configuration.exclude)
        self.force_exclude = force_exclude
        self.own = {os.path.realpath(path) for path in configuration.rulesets}
        self.named: set[str] = set()
        self.seen: dict[str, str] = {}
        self.folders: dict[str, str] = {}  # the real paths of folders
        self.ignores: dict[str, list[tuple[str, GitIgnoreSpec]]] = {}

    def files(self, paths: list[str], *, home: bool = False) -> Iterator[Found]:
        """Yield the files of the paths in order; a file reached twice is looked at once.

        home: the paths are those of the configuration. Raises MacrolintError for a path that is not there.
        """
        self.named = {os.path.realpath(path) for path in paths if not os.path.isdir(path) and not self.force_exclude}
        for path in paths:
            if os.path.isdir(path):
                yield from self._folder(path, self._around(path, "home" if home else "folder"))
            elif os.path.lexists(path):
                yield self._as_found(path) if self.force_exclude else self._once(self._named(path))
            else:
                raise _missing(path)

    def _named(self, path: str) -> Found:
        return Found(path, shown(path), self._relative(path, os.path.dirname(path)), "named")

    def _as_found(self, path: str) -> Found:
        """Return a named file as a walk of what is checked without arguments finds it, or why it does not."""
        full = os.path.abspath(path)
        above = [top for top in self.tops if inside(full, top)]
        if not above and self.root:
            relative = self._relative(path, os.path.dirname(full))
            return Found(path, shown(path), relative, "found", "not below the paths of the configuration")
        top = above[0] if above else os.path.dirname(full)
        asked = "named" if top == full else self._asked(self._around(top, "home"))
        return self._on_its_way(Found(path, shown(path), self._relative(path, top), asked), top)

    def former(self, path: str, paths: list[str], *, home: bool = False) -> Found | None:
        """Return a file that need not be there any more as `files` would find it; None where it lies elsewhere."""
        full = os.path.abspath(path)
        for top in map(os.path.abspath, paths):
            if full == top:
                return Found(path, shown(path), self._relative(path, os.path.dirname(full)), "named")
            if inside(full, top):
                asked = self._asked(self._around(top, "home" if home else "folder"))
                return self._on_its_way(Found(path, shown(path), self._relative(path, top), asked), top)
        return None

    def _on_its_way(self, found: Found, top: str) -> Found:
        """Return a file below a folder, or why a walk of the folder does not come to it."""
        folder = top  # each folder on the way is held to what a walk asks of it
        for name in os.path.relpath(os.path.abspath(found.path), top).split(os.sep)[:-1]:
            folder = os.path.join(folder, name)
            if self._is_passed_by(folder):
                return found._replace(skipped="in a folder that is not looked into")
            if reason := self._not_entered(folder, top):
                return found._replace(skipped=reason)
        return self._left_out_or_once(found)

    def _around(self, top: str, otherwise: str) -> str:
        """Return how files below a folder come to be looked at: merely found, if it holds the whole project."""
        return "found" if os.path.abspath(top) in (os.getcwd(), self.root) else otherwise

    def _asked(self, otherwise: str) -> str:
        return "include" if self.include.patterns else otherwise

    def _folder(self, top: str, asked: str) -> Iterator[Found]:
        closed: list[OSError] = []
        for folder, names, files in os.walk(top, onerror=closed.append):
            kept = []
            for name in sorted(names):
                path = os.path.join(folder, name)
                if self._is_passed_by(path):
                    continue
                if reason := self._not_entered(path, top):
                    yield Found(path, shown(path), name, asked, reason)
                else:
                    kept.append(name)
            names[:] = kept
            for name in sorted(files):
                path = os.path.join(folder, name)
                how = "named" if self.named and os.path.realpath(path) in self.named else self._asked(asked)
                yield self._left_out_or_once(Found(path, shown(path), self._relative(path, top), how))

        for error in closed:
            path = str(error.filename)
            yield Found(path, shown(path), self._relative(path, top), "unreadable")

    def _is_passed_by(self, folder: str) -> bool:
        """Tell whether a folder is left out without a word: a tool's own, or one that git ignores."""
        above, name = os.path.split(folder)
        return name in _LEFT_OUT or is_ours(folder) or _is_ignored(self._ignores(above), folder, is_folder=True)

    def _not_entered(self, folder: str, top: str) -> str | None:
        if os.path.islink(folder):
            return "a link to a folder is not followed"
        if os.path.realpath(folder) in self.own:
            return "rules, not templates"
        return "excluded by the configuration" if self.exclude(self._relative(folder, top) + "/") else None

    def _left_out_or_once(self, found: Found) -> Found:
        if _is_ignored(self._ignores(os.path.dirname(found.path)), found.path, is_folder=False):
            return found._replace(skipped="ignored by git")
        if self.exclude(found.relative):
            return found._replace(skipped="excluded by the configuration")
        if self.include.patterns and not self.include(found.relative):
            return found._replace(skipped="not among the files that 'include' names")
        return self._once(found)

    def _once(self, found: Found) -> Found:
        real = self._real(found.path)
        if real in self.seen:
            return found._replace(skipped=f"the same file as {self.seen[real]}")
        self.seen[real] = found.shown
        return found

    def _real(self, path: str) -> str:
        """Return the real path of a file; that of its folder is asked for once."""
        folder, name = os.path.split(path)
        if not name or os.path.islink(path):
            return os.path.realpath(path)
        if folder not in self.folders:
            self.folders[folder] = os.path.realpath(folder)
        return os.path.join(self.folders[folder], name)

    def _relative(self, path: str, top: str) -> str:
        """Return a path relative to the configuration's folder, else to the repository.

        Where there is neither, it begins with the working folder, or with the named one where that lies elsewhere.
        """
        full = os.path.abspath(path)
        root = self.root if self.root and inside(full, self.root) else repository(os.path.abspath(top))
        if root is None:
            here = os.getcwd()
            root = os.path.dirname(here if inside(full, here) else os.path.abspath(top))
        return os.path.relpath(full, root).replace(os.sep, "/")

    def _ignores(self, folder: str) -> list[tuple[str, GitIgnoreSpec]]:
        """Return the .gitignore files that hold for a folder, the repository's first."""
        full = os.path.abspath(folder)
        if full in self.ignores:
            return self.ignores[full]
        top = repository(full)
        above = self._ignores(os.path.dirname(full)) if top and top != full else []
        own = [".git/info/exclude", ".gitignore"] if top == full else [".gitignore"]
        found = [*above]
        for name in own if top else []:
            path = os.path.join(full, name)
            if os.path.isfile(path):
                from pathspec import GitIgnoreSpec

                found.append((full, GitIgnoreSpec.from_lines(_patterns(path))))
        self.ignores[full] = found
        return found


def _patterns(path: str) -> Iterator[str]:
    """Yield the lines of a .gitignore file that are patterns; like git, leave out those that are none."""
    from pathspec import GitIgnoreSpec

    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        yield line


def _is_ignored(ignores: list[tuple[str, GitIgnoreSpec]], path: str, *, is_folder: bool) -> bool:
    full = os.path.abspath(path)
    for base, spec in reversed(ignores):  # the nearest file that says something decides
        relative = os.path.relpath(full, base).replace(os.sep, "/")
        said = spec.check_file(f"{relative}/" if is_folder else relative).include
        if said is not None:
            return said
    return False


_repositories: dict[str, str | None] = {}


def repository(folder: str) -> str | None:
    """Return the git repository that a folder lies in."""
    if folder not in _repositories:
        above = os.path.dirname(folder)
        if os.path.exists(os.path.join(folder, ".git")):
            _repositories[folder] = folder
        else:
            _repositories[folder] = repository(above) if above != folder else None
    return _repositories[folder]


def inside(path: str, folder: str) -> bool:
    """Tell whether an absolute path is a folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def shown(path: str) -> str:
    """Return a path as reports show it: relative to the working folder where it lies below, with forward slashes."""
    full, here = os.path.abspath(path), os.getcwd()
    name = os.path.relpath(full, here) if inside(full, here) else path
    return name.replace(os.sep, "/")


def _missing(path: str) -> MacrolintError:
    from macrolint.frames import nearest

    folder = os.path.dirname(path) or "."
    try:
        names = os.listdir(folder)
    except OSError:
        names = []
    near = [os.path.join(os.path.dirname(path), name) for name in nearest(os.path.basename(path), names)]
    return MacrolintError(f"no such file or folder: '{path}'", hint=f"did you mean '{near[0]}'?" if near else "")
