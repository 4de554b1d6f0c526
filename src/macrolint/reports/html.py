"""The report for people who do not program: one page that fetches nothing, prints, and reads out well.

How many, where, what matters most, what is promised; then every template with its text and what to say of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from macrolint import __version__
from macrolint.model import SEVERITIES
from macrolint.reports import Page, Run, Style, counted
from macrolint.reports.bars import bar_table
from macrolint.reports.cards import WORDS, Card, cards, tag, written
from macrolint.reports.digest import foremost
from macrolint.reports.escaping import html
from macrolint.reports.look import SCRIPT, STYLE, policy
from macrolint.reports.standing import Tile, folder_of, section
from macrolint.reports.standing import tiles as tiles_of_scores

_FOLDERS = 20  # that are shown with a bar


def write(run: Run, _style: Style) -> str:
    """Return the page."""
    page, made = run.page, cards(run)
    assert page is not None, "the report for people needs its page"
    busy = [card for card in made if card.violations]
    sections = [
        _tiles(run, made),
        section(run),
        _bars(run, page),
        _first(run, busy),
        _promises(page),
        _templates(run, page, busy),
        _clean([card for card in made if not card.violations]),
    ]
    day = f" · {html(page.date)}" if page.date else ""
    where = f"{counted(run.templates, 'template')} in {counted(len(run.read), 'file')}"
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{html(page.title)}</title>
<style>
{STYLE}</style>
</head>
<body>
<header>
<h1>{html(page.title)}</h1>
<p class="quiet">{where}{day} · macrolint {__version__} · this page works offline and sends nothing anywhere</p>
</header>
<main>
{"".join(sections)}</main>
<p id="said" class="quiet" role="status"></p>
<script>{SCRIPT}</script>
</body>
</html>
"""


def _tiles(run: Run, made: list[Card]) -> str:
    counts = Counter(one.severity for one in run.violations)
    clean = sum(card.template is not None and not card.violations for card in made)
    tiles: list[Tile] = [("all", f"{run.templates}", _plural(run.templates, "template")), *tiles_of_scores(run)]
    tiles.append(("good", f"{clean}", "with nothing to say"))
    tiles += [(name, f"{counts[name]}", _plural(counts[name], WORDS[name].lower())) for name in SEVERITIES]
    if run.page and (number := len(run.page.ledger.promised)):
        tiles.append(("all", f"{number}", _plural(number, "promise")))
    if run.suppressed:
        tiles.append(("all", f"{run.suppressed}", "left out on purpose"))
    items = "".join(f'<li class="{name}"><b>{number}</b> {words}</li>\n' for name, number, words in tiles)
    return f'<ul class="tiles">\n{items}</ul>\n'


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _bars(run: Run, page: Page) -> str:
    if not run.violations:
        return ""
    groups = Counter(one.rule.split("/")[0] for one in run.violations)
    folders = Counter(folder_of(one.path) for one in run.violations)
    named = [(page.groups.get(name, name), number) for name, number in groups.most_common()]
    tables = _counts("By what they are about", "About", named)
    tables += _counts("By folder", "Folder", folders.most_common(_FOLDERS))
    left = len(folders) - _FOLDERS
    more = f'<p class="quiet">… and {counted(left, "more folder")}</p>\n' if left > 0 else ""
    return f'<h2>Where the violations are</h2>\n<div class="bars">\n{tables}</div>\n{more}'


def _counts(caption: str, head: str, rows: list[tuple[str, int]]) -> str:
    return bar_table(caption, (head, "Number"), [(*row, "") for row in rows], max(number for _, number in rows))


def _first(run: Run, busy: list[Card]) -> str:
    first = foremost(run.violations)
    if not first:
        return ""
    places = {id(one): (number, card) for card in busy for number, one in card.violations}
    items = []
    for one in first:
        number, card = places[id(one)]
        where = f'<a href="#v{number}"><bdi>{html(card.name)}</bdi></a>'
        items.append(f"<li>{tag(one)} {where}: {html(one.message)}</li>\n")
    title = "What matters most" if len(first) < len(run.violations) else "What was found"
    return f'<h2>{title}</h2>\n<ol class="first">\n{"".join(items)}</ol>\n'


def _promises(page: Page) -> str:
    from macrolint.reports.promises import summary
    from macrolint.reports.promises.html import table

    ledger = page.ledger
    said = f"<h2>Promises to readers</h2>\n<p>{html(' '.join(summary(ledger)))}</p>\n"
    made = table("Every promise, template by template", ledger.promised, ledger) if ledger.promised else ""
    return said + made.replace('class="scroll"', 'class="scroll promises"')


def _templates(run: Run, page: Page, busy: list[Card]) -> str:
    if not busy:
        return "<h2>Templates</h2>\n<p>Nothing to say of any template.</p>\n"
    groups = sorted({one.rule.split("/")[0] for one in run.violations})
    severities = [name for name in SEVERITIES if any(one.severity == name for one in run.violations)]
    fields = _field("Severity", "severity", [(name, WORDS[name]) for name in severities])
    fields += _field("About", "group", [(name, page.groups.get(name, name)) for name in groups])
    out = f"""\
<h2>Templates</h2>
<div class="find" role="search" aria-label="Templates" hidden>
<label for="words">Find words <input id="words" type="search"></label>
{fields}<span id="shown" class="quiet" role="status"></span>
</div>
"""
    return out + "".join(written(card, page.links) for card in busy)


def _field(label: str, name: str, options: Iterable[tuple[str, str]]) -> str:
    said = "".join(f'<option value="{html(value)}">{html(words)}</option>' for value, words in options)
    return f'<label for="{name}">{label} <select id="{name}"><option value="">all</option>{said}</select></label>\n'


def _clean(made: list[Card]) -> str:
    if not made:
        return ""
    items = "".join(f"<li><bdi>{html(card.name)}</bdi> <small>{html(card.path)}</small></li>\n" for card in made)
    return f'<h2>Nothing to say</h2>\n<ul class="clean">\n{items}</ul>\n'
