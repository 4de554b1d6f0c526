"""Cards of the report for people: a template with its texts, the words that are meant, and what to say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from macrolint.model import SEVERITIES, FileResult, Violation
from macrolint.reports import Run
from macrolint.reports.escaping import html
from macrolint.reports.standing import by_place, line
from macrolint.scores import Scored
from macrolint.shown import Shown
from macrolint.values import NamedTuple

WORDS = {"error": "Error", "warning": "Warning", "info": "Suggestion"}
_ROLES = {"message": "What the reader gets", "note": "Note to colleagues", "subject": "Subject",
          "side-conversation": "What somebody outside gets"}  # fmt: skip
_JOINERS = "\u200c\u200d"  # make one picture of several, and letters stand as they should; harmless in a page


class Card(NamedTuple):
    """A template, or a file as a whole, with what was found in it; violations by their number in the whole report.

    scored: how the template stands, where that was asked for.
    """

    number: int
    path: str
    template: Shown | None
    violations: tuple[tuple[int, Violation], ...]
    scored: Scored | None = None

    @property
    def name(self) -> str:
        """What the template is called, else its file."""
        one = self.template
        return (one and (one.title or one.id or one.address.strip("/"))) or self.path


def cards(run: Run) -> list[Card]:
    """Return a card for each template, and for each file of which something is said, in the order of the files."""
    out: list[Card] = []
    seen, scored = 0, by_place(run)
    loose = FileResult("", violations=run.configuration)
    for result in [*run.read, *([loose] if run.configuration else [])]:
        by_template: dict[int | None, list[Violation]] = {}
        for one in result.violations:
            number = one.within.template if one.within else None
            by_template.setdefault(number if number is None or number < len(result.shown) else None, []).append(one)
        templates: list[tuple[int | None, Shown | None]] = [(None, None)] if None in by_template else []
        templates += list(enumerate(result.shown))
        for number, shown in templates:
            found = by_template.get(number, [])
            path = result.path or found[0].path
            stands = None if number is None else scored.get((path, number))
            out.append(Card(len(out) + 1, path, shown, tuple(enumerate(found, seen + 1)), stands))
            seen += len(found)
    return out


def written(card: Card, links: Mapping[str, str]) -> str:
    """Return a card; links: of `reports.Page`."""
    severities = [name for name in SEVERITIES if any(one.severity == name for _, one in card.violations)]
    groups = sorted({one.rule.split("/")[0] for _, one in card.violations})
    told = f'data-severities="{" ".join(severities)}" data-groups="{html(" ".join(groups))}"'
    out = [f'<article id="t{card.number}" aria-labelledby="h{card.number}" {told}>\n']
    out.append(
        f'<h3 id="h{card.number}"><bdi>{html(card.name)}</bdi></h3>\n<p class="quiet">{_about(card, links)}</p>\n'
    )
    out.append(line(card.scored, card.violations))
    for number, (role, text) in enumerate(card.template.parts if card.template else ()):
        if text.strip():
            here = [(at, one) for at, one in _numbered(card) if one.within and one.within.part == number]
            label = f'<p class="role">{_ROLES.get(role, role)}</p>\n' if _is_labelled(card, role) else ""
            out.append(f'{label}<div class="text" dir="auto">{_marked(text, here, card)}</div>\n')
    out.append(f"<ol>\n{''.join(_violation(at, one) for at, one in card.violations)}</ol>\n</article>\n")
    return "".join(out)


def _is_labelled(card: Card, role: str) -> bool:
    return role != "message" or (card.template is not None and len(card.template.parts) > 1)


def _about(card: Card, links: Mapping[str, str]) -> str:
    lines = sorted({one.start.line for _, one in card.violations})
    out = [html(f"{card.path}:{lines[0]}" if lines else card.path)]
    if card.template:
        out += [f"taken for: {html(one)}" for one in [_kind(card)] if one]
        address = link(card.template, links)
        out += [f'<a href="{html(address)}">Open this template</a>'] if address else []
    return " · ".join(out)


def _kind(card: Card) -> str | None:
    return next((one.template_kind for _, one in card.violations if one.template_kind), None)


def link(template: Shown, links: Mapping[str, str]) -> str:
    """Return the address of a template where its help desk shows it; nothing where that is not known."""
    address = links.get(template.platform or "", links.get("", ""))
    return address.replace("{id}", quote(template.id, safe="")) if address and template.id else ""


def _numbered(card: Card) -> Iterator[tuple[int, Violation]]:
    """Yield the violations of a card with their number in it."""
    for number, (_, one) in enumerate(card.violations, 1):
        yield number, one


def _marked(text: str, found: list[tuple[int, Violation]], card: Card) -> str:
    """Return a text whose words are marked where something is said of them; marks may lie over each other."""
    first = card.violations[0][0] if card.violations else 0
    cuts = sorted({0, len(text), *(at for _, one in found if one.within for at in one.within[2:])})
    out = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        out += [_sign(number, first) for number, one in found if one.within and _is_over(one, start)]
        over = [one.severity for _, one in found if one.within and one.within.start <= start and end <= one.within.end]
        words = _text(text[start:end])
        loudest = min(over, key=SEVERITIES.index, default=None)
        out.append(f'<mark class="{loudest}">{words}</mark>' if loudest and words else words)
    return "".join(out)


def _is_over(one: Violation, at: int) -> bool:
    return one.within is not None and one.within.end == at


def _sign(number: int, first: int) -> str:
    return f'<sup><a href="#v{first + number - 1}" aria-label="remark {number}">{number}</a></sup>'


def _text(text: str) -> str:
    """Return a text with its lines."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(_joined(line) for line in lines)


def _joined(line: str) -> str:
    for char in _JOINERS:
        if char in line:
            return char.join(_joined(part) for part in line.split(char))
    return html(line).replace("::", "&#58;:")  # a log may take a line that starts so for a command


def _violation(number: int, one: Violation) -> str:
    rule = f'<a href="{html(one.url)}">{html(one.rule)}</a>' if one.url else html(one.rule)
    out = [f'<li id="v{number}"><p>{tag(one)} {html(one.message)}</p>\n']
    out += [f'<p class="quiet">{line}</p>\n' for line in _lines(one, rule)]
    if one.fix:
        button = _button("Copy", one.fix.meant.text) if one.fix.meant and one.fix.meant.text else ""
        out.append(f'<p class="try">Try: {html(one.fix.title)} {button}</p>\n')
    return f"{''.join(out)}</li>\n"


def _lines(one: Violation, rule: str) -> Iterable[str]:
    for other in one.related:
        yield f"See {html(other.path)}:{other.start.line}: {html(other.label)}"
    if one.note:
        yield html(one.note)
    ignore = _button("Copy the line that leaves this rule out", f"ignore: [{one.rule}]", "aside")
    yield f"{html(one.why)} {rule} {ignore}"


def tag(one: Violation) -> str:
    """Return the severity of a violation in a word."""
    return f'<span class="tag {one.severity}">{WORDS[one.severity]}</span>'


def _button(label: str, text: str, look: str = "") -> str:
    named = f' class="{look}"' if look else ""
    return f'<button type="button"{named} data-copy="{html(text)}" hidden>{label}</button>'
