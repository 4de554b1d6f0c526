"""Templates that differ from a revision, template by template: only these are reported by `--changed`.

A template differs if its texts, its actions or what else is told of it differ, or the comments that speak of it to
macrolint; how the file is laid out does not count, nor where in the file it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from macrolint.comments import may_speak
from macrolint.model import Document, FileResult, Unreadable, Violation
from macrolint.readers import Claim, read
from macrolint.revisions import Revision
from macrolint.settings import Settings
from macrolint.sources import Source, decode
from macrolint.spans import FileSpan
from macrolint.suppress import comments_of

Work = Callable[[Source, Claim, Settings], FileResult]
_Content = tuple[object, ...]


class Changed:
    """What differs from a revision. passed: how many files were passed by because they do not.

    whole: whether all is told of a file that differs, not only of its templates that do.
    """

    def __init__(self, at: Revision, *, whole: bool = False) -> None:
        self.at = at
        self.whole = whole
        self.passed = 0
        self.old: dict[str, Source | None] = {}
        self.wants: dict[str, Callable[[Violation], bool]] = {}

    def asks(self, path: str) -> bool:
        """Tell whether a file is to be checked."""
        return self.at.differs(path)

    def only(self, work: Work) -> Work:
        """Return work on a file after which `told` knows which of its templates differ."""

        def narrowed(source: Source, how: Claim, settings: Settings) -> FileResult:
            result = work(source, how, settings)
            now = decode(source.path, result.mended.after) if result.mended else source
            now.key = source.key
            self.wants[result.path] = self.wanted(now, how, settings)
            return result

        return narrowed

    def told(self, result: FileResult) -> FileResult:
        """Return a result with the violations that are told of."""
        return result if self.whole else self.narrowed(result)

    def narrowed(self, result: FileResult) -> FileResult:
        """Return a result with those violations only that stand in templates that differ, or in none."""
        wanted = self.wants.get(result.path)
        return result._replace(violations=tuple(filter(wanted, result.violations))) if wanted else result

    def wanted(self, source: Source, how: Claim, settings: Settings) -> Callable[[Violation], bool]:
        """Return what tells whether a violation of a file stands in a template that differs, or in none."""
        document = read(source, how)
        before = self._before(source.path)
        same: Counter[_Content] = Counter()
        if before is not None:
            then = read(before, how)
            same.update([] if then.failure else _contents(before, then, settings))
        spans = []
        for template, content in zip(document.templates, _contents(source, document, settings), strict=True):
            spans.append((template.span, not same[content]))
            same[content] -= bool(same[content])

        def is_wanted(one: Violation) -> bool:
            there = [differs for span, differs in spans if span.start <= one.start.offset < span.end]
            return any(there) or not there

        return is_wanted

    def _before(self, shown: str) -> Source | None:
        """Return a file as it was; None if it was not there, or could not be read."""
        path = self.at.path(shown)
        path = self.at.renamed.get(path, path)
        if path not in self.old:
            self.old[path] = None
            for _, content in self.at.contents([path]):
                with suppress(Unreadable):
                    self.old[path] = decode(shown, content)
        return self.old[path]


def _contents(source: Source, document: Document, settings: Settings) -> list[_Content]:
    """Return what each template of a file says, comments to macrolint included, without places."""
    remarks: list[list[str]] = [[] for _ in document.templates]
    if document.templates and may_speak(source.text):
        for comment, templates in comments_of(document, settings):
            for number in range(len(remarks)) if templates is None else templates:
                remarks[number].append(comment.body.text)
    return [
        (
            *one._replace(parts=(), address="", span=FileSpan(0, 0), actions=()),
            tuple((part.role, part.markup, part.body.text, part.borrowed) for part in one.parts),
            tuple((action.verb, action.value) for action in one.actions),
            tuple(sorted(said)),
        )
        for one, said in zip(document.templates, remarks, strict=True)
    ]
