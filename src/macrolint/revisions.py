"""Revisions: which files differ from a revision of the git repository, and what they held then.

Git reads the old files; nothing is checked out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from macrolint.model import MacrolintError
from macrolint.values import NamedTuple

_FILES = ("100644", "100755")  # modes; links and submodules are left out
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_NOT_ASKED = ("-c", "core.fsmonitor=false", "-c", "core.quotepath=false")


class Revision(NamedTuple):
    """A revision of the repository at `root`, as the files of the working tree are compared with it.

    name: as it was asked for. commit: what is compared, the last commit that it and the current branch share.
    files: the contents' names by the paths it had. changed: the paths that are no longer the same or no longer there.
    renamed: new paths to old ones. note: what whoever asked should know, if anything.
    Paths are relative to `root`, with forward slashes.
    """

    root: str
    name: str
    commit: str
    files: dict[str, str]
    changed: frozenset[str]
    renamed: dict[str, str]
    note: str = ""

    def path(self, name: str) -> str:
        """Return the path in the repository of a file that may not be there any more. It must lie in it."""
        folder, file = os.path.split(os.path.abspath(name))
        full = os.path.join(os.path.realpath(folder), file)
        return os.path.relpath(full, self.root).replace(os.sep, "/")

    def name_of(self, path: str) -> str:
        """Return how to open a path of the repository."""
        return os.path.join(self.root, *path.split("/"))

    def differs(self, name: str) -> bool:
        """Tell whether a file of the working tree is new since the revision, or not what it was."""
        path = self.path(name)
        return path not in self.files or path in self.changed

    def contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield what each of the paths held at the revision, all read by one process of git."""
        wanted = [path for path in paths if path in self.files]
        if not wanted:
            return
        import subprocess

        command = ["git", "-C", self.root, *_NOT_ASKED, "cat-file", "--batch"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
        ) as git:
            assert git.stdin
            assert git.stdout
            assert git.stderr
            for path in wanted:
                try:
                    git.stdin.write(f"{self.files[path]}\n".encode())
                    git.stdin.flush()
                except OSError:
                    pass  # git is gone: the empty answer says so
                head = git.stdout.readline().split()
                if len(head) != 3 or head[1] != b"blob":
                    git.stdin.close()
                    raise MacrolintError(
                        f"git cannot read '{path}' of '{self.name}': {_said(git.stderr.read()) or 'it is missing'}",
                        hint="fetch the whole history: git fetch --unshallow, or git fetch --refetch",
                    )
                content = git.stdout.read(int(head[2]))
                git.stdout.read(1)
                yield path, content
            git.stdin.close()


def revision(name: str, paths: Iterable[str]) -> Revision:
    """Return a revision of the repository that all paths lie in.

    Raises MacrolintError, with what to do, where there is no git, no repository or no such revision.
    """
    tops = [os.path.abspath(path) for path in paths]
    root = _root(tops[0], name)
    for top in tops:
        real = os.path.realpath(top)
        if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
            raise MacrolintError(f"'{top}' does not lie in the git repository {root}", hint="compare one at a time")
    there = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if there.code:
        raise _unknown(root, name)
    commit, note = _base(root, there.out.decode().strip(), name)
    renamed, changed = {}, set()
    for status, old, new in _differences(root, commit):
        changed.add(old)
        if status == "R":
            renamed[new] = old
    return Revision(root, name, commit, _tree(root, commit), frozenset(changed), renamed, note)


def default_branch(path: str) -> str:
    """Return the branch that changes are made for: as CI tells it, else the remote's, else main or master.

    Raises MacrolintError where there is none.
    """
    root = _root(os.path.abspath(path), "the default branch")
    told = [os.environ.get(name) for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")]
    for branch in filter(None, told):
        return f"origin/{branch}"
    head = _git(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    names = [head.out.decode(errors="replace").strip()] if head.code == 0 else []
    for name in (*names, "main", "master", "origin/main", "origin/master"):
        if _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").code == 0:
            return name
    raise MacrolintError(
        "there is no branch main or master to compare with", hint="name a branch, a tag or a commit: --changed=REF"
    )


class _Answer(NamedTuple):
    code: int
    out: bytes
    err: bytes


def _git(folder: str, *arguments: str) -> _Answer:
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", folder, *_NOT_ASKED, *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, env=_environment(), check=False,
        )  # fmt: skip
    except OSError:
        raise MacrolintError("git cannot be run, and only git knows older revisions", hint="install git") from None
    return _Answer(done.returncode, done.stdout, done.stderr)


def _environment() -> dict[str, str]:
    """Return an environment in which the repository is the one that the files lie in, also in a hook of another."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


def _said(error: bytes) -> str:
    lines = error.decode(errors="replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else ""


def _root(top: str, name: str) -> str:
    folder = top
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found.code == 0:
        return os.path.realpath(found.out.decode(errors="surrogateescape").rstrip("\n"))
    said = _said(found.err)
    if "not a git repository" in said:
        raise MacrolintError(
            f"there is no git repository at '{folder}', so nothing can be compared with '{name}'",
            hint="run this where the templates are under version control",
        )
    raise MacrolintError(f"git cannot open the repository at '{folder}': {said}")


def _unknown(root: str, name: str) -> MacrolintError:
    """Return what to say of a revision that git does not know."""
    shallow = _git(root, "rev-parse", "--is-shallow-repository").out.strip() == b"true"
    remote = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"refs/remotes/origin/{name}")
    names = _git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
    if remote.code == 0:
        hint = f"did you mean 'origin/{name}'?"
    elif shallow:
        hint = (
            "only a part of the history was fetched (a shallow clone). Fetch the rest: git fetch --unshallow;"
            " in a GitHub workflow, give actions/checkout 'fetch-depth: 0'"
        )
    else:
        from macrolint.frames import did_you_mean

        known = names.out.decode(errors="replace").split()
        hint = did_you_mean(name, known) or "name a branch, a tag or a commit: git branch --all lists the branches"
    return MacrolintError(f"git knows no revision '{name}'", hint=hint)


def _base(root: str, commit: str, name: str) -> tuple[str, str]:
    """Return the last commit that a commit and the current branch share: what others did since is not this change."""
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD").code:
        return commit, ""
    found = _git(root, "merge-base", commit, "HEAD")
    if found.code == 0:
        return found.out.decode().split()[0], ""
    return commit, f"'{name}' and the current branch share no commit that was fetched, so '{name}' itself is compared"


def _tree(root: str, commit: str) -> dict[str, str]:
    found = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit)
    if found.code:
        raise MacrolintError(f"git cannot list the files of {commit}: {_said(found.err)}")
    files = {}
    for line in found.out.split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mode, _, oid = facts.decode().split(" ")
        if mode in _FILES:
            files[os.fsdecode(path)] = oid
    return files


def _differences(root: str, commit: str) -> Iterator[tuple[str, str, str]]:
    """Yield the status, the old path and the new one of what differs between a commit and the working tree."""
    found = _git(
        root, "diff", "--name-status", "-z", "-M", "--no-relative", "--no-ext-diff", "--ignore-submodules", commit, "--"
    )
    if found.code:
        raise MacrolintError(f"git cannot compare with {commit}: {_said(found.err)}")
    fields = iter(os.fsdecode(found.out).split("\0")[:-1])
    for status in fields:
        old = next(fields)
        yield status[0], old, next(fields) if status[0] in "RC" else old
