"""Files and the templates they hold: which file counts, which reader reads it.

A reader is a module that turns a `Source` into a `Document`; it is imported when a file asks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macrolint.model import Document, Failure, Layout, Template, Unreadable
from macrolint.sources import Source
from macrolint.spans import Position, Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.readers.row import Said
    from macrolint.trees import Node

MAX_TEXT = 100_000  # characters of one text; help desks take 65,536 at most
_SUFFIXES = {
    "md": "markdown", "markdown": "markdown", "mdx": "markdown", "txt": "text", "text": "text",
    "html": "html", "htm": "html", "xhtml": "html", "yaml": "yaml", "yml": "yaml", "json": "json",
    "jsonl": "jsonl", "ndjson": "jsonl", "csv": "csv", "tsv": "csv", "tf": "hcl", "po": "po", "pot": "po",
    "email": "email",
}  # fmt: skip
_ENGINES = frozenset(
    "tpl liquid j2 jinja jinja2 erb ejs hbs handlebars mustache twig njk".split()
)  # around another suffix
_PROSE = ("markdown", "text", "html", "email")
_NEVER = lazy(r"(?:readme|changelog|contributing|licen[cs]e)(?:[._-][a-z]{2}(?:[_-][a-z]{2})?)?(?:\.[a-z]+)?", re.I)
_WORDS = frozenset("macros templates replies responses canned snippets emails".split())
_LIBRARY = lazy(
    r"(?:(?:saved|canned|github|standard|stock)[-_ ]?)?"
    r"(?:replies|responses|reply[-_ ]templates|macros|canned|snippets)(?:[-_ ][a-z]{2})?",
    re.I,
)
_BODY_KEY = lazy(r"""^[ \t{\[,-]*["']?(?:body|text|content|message|reply)["']?\s*[:,;]""", re.M | re.I)


class Given(NamedTuple):
    """What a configuration says of platforms.

    platform: the one to read a file by. platforms: a team's own, files or folders. lookups: files that tell what ids
    stand for. inactive: whether templates that are not in use are checked, too.
    """

    platform: str | None = None
    platforms: tuple[str, ...] = ()
    lookups: tuple[str, ...] = ()
    inactive: bool = False


class Claim(NamedTuple):
    """How a file is to be read. `sure`: a file that cannot be read is a violation, not merely none of ours.

    given: what the configuration says of platforms. by_name: its name is one that platforms know.
    said: what a table says of the text beside it; for the reader `row`.
    """

    reader: str
    layout: Layout
    sure: bool
    needs_front_matter: bool = False
    given: Given | None = None
    by_name: bool = False
    said: Said | None = None


class NotOurs(NamedTuple):
    """Why a file is left out."""

    reason: str


def claim(path: str, layout: Layout | None, asked: str, given: Given | None = None) -> Claim | NotOurs:
    """Decide by its path whether a file may hold templates.

    path: relative to the project, with forward slashes. layout: the one its path matches, if any.
    asked: how the file came to be looked at (`files.Found`). given: what the configuration says of platforms.
    """
    how = _claim(path, layout, asked)
    return how._replace(given=given) if isinstance(how, Claim) else how


def _claim(path: str, layout: Layout | None, asked: str) -> Claim | NotOurs:
    named, configured = asked in ("named", "home"), asked == "include"
    folders, name = path.rsplit("/", 1) if "/" in path else ("", path)
    stem, _, suffix = name.lower().rpartition(".")
    engine = suffix in _ENGINES
    if engine:
        stem, _, inner = stem.rpartition(".") if "." in stem else (stem, "", "")
        suffix = inner if inner in _SUFFIXES else "engine"
    reader = "html" if suffix == "engine" else _SUFFIXES.get(suffix)
    if reader is None:
        kind = f".{suffix} files" if stem else "files of this kind"
        return NotOurs(f"{kind} are not read")
    if layout is None and not configured and _NEVER.fullmatch(name):
        return NotOurs("a file about the project, not a template")
    ours = _is_template_path(folders, stem)
    if reader not in _PROSE:
        shape = layout or Layout()
        if suffix == "tsv" and shape.separator is None:
            shape = shape._replace(separator="\t")
        return Claim(reader, shape, sure=asked != "found" or ours or layout is not None)
    if layout is not None or configured or named or ours or reader == "email":
        shape = _prose_layout(layout or Layout(), reader, stem, engine or reader == "email")
        return Claim(reader, shape, sure=True, by_name=layout is None and _LIBRARY.fullmatch(stem) is not None)
    return Claim(reader, _prose_layout(Layout(), reader, stem, engine), sure=False, needs_front_matter=True)


def _prose_layout(layout: Layout, reader: str, stem: str, engine: bool) -> Layout:
    if layout.format is None and not engine:
        layout = layout._replace(format=reader)
    if layout.split is None and reader == "markdown":
        layout = layout._replace(split="headings" if _LIBRARY.fullmatch(stem) else "file")
    return layout


def _is_template_path(folders: str, stem: str) -> bool:
    if _LIBRARY.fullmatch(stem):
        return True
    return any(not _WORDS.isdisjoint(re.split(r"[-_. ]", folder.lower())) for folder in folders.split("/"))


def looks_ours(content: str | bytes) -> bool:
    """Tell whether a structured file that cannot be read seems to hold messages."""
    text = content if isinstance(content, str) else content.replace(b"\0", b"").decode("latin-1")
    return _BODY_KEY.search(text) is not None


def read(source: Source, how: Claim) -> Document:
    """Read a file as claimed; what cannot be read is a failure in the document, never an exception.

    Raises MacrolintError where a platform or a lookup file of the configuration is broken.
    """
    shaped = _prose(source, how)
    told = shaped is not how and shaped.layout.platform is not None
    if how.needs_front_matter and not told and not _has_our_keys(source.text):
        return Document(skipped="no front matter of ours, no template folder or name")
    try:
        document = _of_platform(_READERS[how.reader](source, shaped), shaped)
    except Unreadable as error:
        document = Document(failure=failure_of(source, error))
    document = _of_readable_length(document, source)
    if document.failure and not document.templates:
        if not how.sure and not looks_ours(source.text):
            return Document(skipped=f"not known to hold templates, and {document.failure.reason}")
        return document._replace(skipped=None)
    if document.templates and not any(_says_something(template) for template in document.templates):
        return Document(failure=document.failure, skipped="it holds no text")
    return document


def _has_our_keys(text: str) -> bool:
    from macrolint.readers.front_matter import has_our_keys

    return has_our_keys(text)


def _prose(source: Source, how: Claim) -> Claim:
    """Return how a text file is read: as its platform has it, if a platform is named or its name may tell one."""
    named = how.given is not None and how.given.platform is not None
    if how.reader not in _PROSE or not (named or how.by_name or how.reader != "markdown"):
        return how
    from macrolint.readers.platforms import of_prose

    found = of_prose(source, how.given or Given())
    if found is None:
        return how
    shape = how.layout._replace(
        format=found.format or how.layout.format, split=found.split or how.layout.split,
        platform=how.layout.platform or found.platform, dialect=how.layout.dialect or found.dialect,
    )  # fmt: skip
    return how._replace(layout=shape)


def _of_platform(document: Document, how: Claim) -> Document:
    """Return a document whose templates know their platform and outcome, without those that nobody uses."""
    if not document.templates:
        return document
    from macrolint.layouts import STATUSES

    said = how.layout
    if said.platform is None and how.given is not None and how.given.platform:
        from macrolint.readers.platforms import named

        platform = named(how.given.platform, how.given.platforms)
        said = said._replace(platform=platform.name, dialect=platform.dialect)
    made = []
    for one in document.templates:
        template = one
        if template.platform is None and said.platform:
            template = one._replace(platform=said.platform, dialect=said.dialect)
        if template.outcome.status_after not in STATUSES:
            from macrolint.readers.platforms import settled

            template = settled(template, how.given or Given())
        if template.active is not False or (how.given is not None and how.given.inactive):
            made.append(template)
    if not made:
        return Document(failure=document.failure, skipped="its templates are not in use ('inactive: check' reads them)")
    return document._replace(templates=tuple(made))


def _of_readable_length(document: Document, source: Source) -> Document:
    """Return a document without the templates whose text no reader would finish; its failure tells of the first."""
    long = [part for one in document.templates for part in one.parts if len(part.body.text) > MAX_TEXT]
    if not long:
        return document
    kept = tuple(one for one in document.templates if all(len(part.body.text) <= MAX_TEXT for part in one.parts))
    first = long[0].body
    reason = f"a text of {len(first.text):,} characters is longer than {MAX_TEXT:,}, so it was not checked; split it"
    failure = Failure(reason, source.lines.position(first.locate(Span(0, 0)).start))
    return document._replace(templates=kept, failure=document.failure or failure)


def _says_something(template: Template) -> bool:
    return any(part.role != "subject" and part.body.text.strip() for part in template.parts)


def failure_of(source: Source, error: Unreadable) -> Failure:
    """Return where and why a file could not be read."""
    if error.offset is not None:
        return Failure(error.reason, source.lines.position(min(error.offset, len(source.text))))
    return Failure(error.reason, Position(error.line, error.column, 0))


def _read_markdown(source: Source, how: Claim) -> Document:
    from macrolint.readers.markdown import read_markdown

    return read_markdown(source, how.layout)


def _read_text(source: Source, how: Claim) -> Document:
    from macrolint.readers.text import read_text

    layout = how.layout
    if layout.format is None:  # a template engine's file: what it makes is seen from the text
        from macrolint.readers.html import looks_like_html

        layout = layout._replace(format="html" if looks_like_html(source.text) else "text")
    return read_text(source, layout)


def _read_row(source: Source, how: Claim) -> Document:
    from macrolint.readers.row import read_row

    return read_row(source, how.layout, how.said)


def _read_yaml(source: Source, how: Claim) -> Document:
    from macrolint.readers.yaml_comments import yaml_comments
    from macrolint.trees import compose

    roots = compose(source.text)
    document = _structured(source, roots, how)
    return document._replace(comments=yaml_comments(source.text, roots)) if document.templates else document


def _read_json(source: Source, how: Claim) -> Document:
    from macrolint.readers.json_ import read_json

    return _structured(source, read_json(source), how)


def _read_jsonl(source: Source, how: Claim) -> Document:
    from macrolint.readers.json_ import read_jsonl

    roots, failure = read_jsonl(source)
    return _structured(source, roots, how)._replace(failure=failure)


def _read_hcl(source: Source, how: Claim) -> Document:
    from macrolint.readers.platforms import is_named

    if not how.layout.body and not is_named(source, how.given or Given()):
        return Document(skipped="Terraform of no help desk that is known")
    from macrolint.readers.hcl import read_hcl

    return _structured(source, [read_hcl(source)], how)


def _read_po(source: Source, how: Claim) -> Document:
    from macrolint.readers.po import read_po

    root, failure = read_po(source)
    return _structured(source, [root], how)._replace(failure=failure)


def _read_csv(source: Source, how: Claim) -> Document:
    from macrolint.readers.csv_ import read_rows, separator_of
    from macrolint.readers.records import rows

    layout = how.layout
    cells = read_rows(source, layout.separator or separator_of(source.text))
    document = _structured(source, rows(cells, layout.header), how)
    if not document.templates and layout.header and not layout.body:
        for cell in cells[0] if cells else ():
            cell.text = cell.text.lower()  # spreadsheets write Title and BODY
        document = _structured(source, rows(cells, layout.header), how)
    return document._replace(failure=_too_wide(source, cells, layout))


def _too_wide(source: Source, cells: list[list[Node]], layout: Layout) -> Failure | None:
    """Return where a row first says more than the header has columns: a text with a separator needs quotation marks."""
    for row in cells[1:] if layout.header and cells else ():
        if any(cell.text.strip() for cell in row[len(cells[0]) :]):
            reason = f"a row has {len(row)} cells and the header {len(cells[0])}; a text may need quotation marks"
            return Failure(reason, source.lines.position(row[len(cells[0])].span.start))
    return None


def _structured(source: Source, roots: list[Node], how: Claim) -> Document:
    from macrolint.readers.records import templates

    if how.layout.body:
        found = tuple(templates(roots, how.layout, path=source.key))
        return Document(found) if found else Document(skipped="no record where its layout looks")
    from macrolint.readers.platforms import recognised, tables

    given = how.given or Given()
    known = recognised(source, roots, given, sure=how.sure)
    if known:
        said = tables(known.platform, given.lookups)
        found = tuple(one for layout in known.layouts for one in templates(roots, layout, said, source.key))
        if found:
            return Document(tuple(sorted(found, key=lambda one: one.span)))
    found = tuple(templates(roots, how.layout))
    if found:
        return Document(found)
    without = f"a file of {known.platform.title} that holds no text" if known else ""
    return Document(skipped=without or "no record with a title or id and a body")


_READERS = {
    "markdown": _read_markdown, "text": _read_text, "html": _read_text, "email": _read_text,
    "yaml": _read_yaml, "json": _read_json, "jsonl": _read_jsonl, "csv": _read_csv,
    "hcl": _read_hcl, "po": _read_po, "row": _read_row,
}  # fmt: skip
