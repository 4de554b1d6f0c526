"""Overrides: what holds for some templates only, and for which."""

from __future__ import annotations

import re
from collections.abc import Callable

from macrolint.configuration import Override
from macrolint.model import Template
from macrolint.patterns import Matcher

Matches = Callable[[str, Template, str | None], bool]


def matches(override: Override) -> Matches:
    """Return the function that tells whether an override holds for a path, a template and a kind."""
    files = Matcher(override.files)
    titles = [re.compile(re.escape(one).replace(r"\*", ".*"), re.I | re.S) for one in override.titles]
    tags = {tag.lower() for tag in override.tags}

    def holds(path: str, template: Template, kind: str | None) -> bool:
        return (
            (not override.files or files(path))
            and (not titles or any(title.fullmatch(template.title or "") for title in titles))
            and (not tags or any(tag.lower() in tags for tag in template.tags))
            and (not override.kinds or kind in override.kinds)
            and (not override.platforms or template.platform in override.platforms)
        )

    return holds
