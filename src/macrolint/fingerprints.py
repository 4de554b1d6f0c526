"""Fingerprints: what makes a violation the same one after lines have moved. Of its content, and of no line number."""

from __future__ import annotations


def fingerprint(path: str, rule: str, template: str, excerpt: str, nth: int) -> str:
    """Return 32 hexadecimal digits for the nth time that a rule says a thing of a template.

    path: as the project calls the file. template: its id, else its title, else its place in the file.
    """
    key = (path, rule, template, " ".join(excerpt.lower().split()), str(nth))
    from hashlib import sha256

    return sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()[:32]
