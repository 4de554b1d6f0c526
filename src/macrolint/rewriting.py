"""A file replaced on disk: whole or not at all, and only where it is still what was read."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile


def rewrite(path: str, before: bytes, after: bytes, root: str | None = None) -> str | None:
    """Replace the bytes of a file; return why it was left alone, if it was.

    The new bytes are written beside the file and renamed, so that whoever looks sees the old file or the new one. Its
    mode is kept, and where a link leads to it, the link. before: what the file must still hold. root: of the project.
    """
    real = os.path.realpath(path)
    if not _inside(real, _project(path, root)):
        return f"it is a link that leads out of the project, to {real}"
    try:
        facts = os.stat(real)
        if not os.access(real, os.W_OK):
            return "it may not be written (permission denied)"
        if _bytes(real) != before:
            return "it was changed by another program meanwhile"
        handle, beside = tempfile.mkstemp(".tmp", f".{os.path.basename(real)}.", os.path.dirname(real))
        try:
            with open(handle, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            _like(beside, facts)
            if _bytes(real) != before:
                return "it was changed by another program meanwhile"
            os.replace(beside, real)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside)
    except OSError as error:
        return (error.strerror or "no reason given").lower()
    return None


def _project(path: str, root: str | None) -> str:
    """Return the folder that a file may not leave by a link: the project, else its repository, else its own folder."""
    own = folder = os.path.dirname(os.path.abspath(path))
    if root and _inside(os.path.abspath(path), os.path.abspath(root)):
        return os.path.realpath(root)
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return os.path.realpath(own)
        folder = above
    return os.path.realpath(folder)


def _inside(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _like(path: str, facts: os.stat_result) -> None:
    """Give a file the mode of another, and its owner where that is allowed."""
    own = os.stat(path)
    if (own.st_uid, own.st_gid) != (facts.st_uid, facts.st_gid) and hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(path, facts.st_uid, facts.st_gid)
    os.chmod(path, stat.S_IMODE(facts.st_mode))
