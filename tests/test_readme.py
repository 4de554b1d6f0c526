"""What the README shows a newcomer: three commands from an export of 400 macros to the first report."""

from __future__ import annotations

import json
import re
from itertools import cycle, islice
from pathlib import Path

from running import ROOT, macrolint, write

README = (ROOT / "README.md").read_text("utf-8")
OPENINGS = (
    "Sorry for any inconvenience this may have caused.",
    "You failed to attach the form.",
    "I'm sorry the lamp broke.",
)
MIDDLES = (
    "There's nothing we can do!!",
    "We'll send a new one within 2 business days.",
    "Please calm down.",
    "Please be advised that it is late.",
)


def export(number: int) -> str:
    """Return an export of Zendesk with so many macros."""
    texts = islice(zip(cycle(OPENINGS), cycle(MIDDLES), strict=False), number)
    macros = [
        {
            "id": 360 + one, "title": f"Lamps::{one}", "active": True,
            "actions": [
                {"field": "comment_value", "value": f"Hi {{{{ticket.requester.first_name}}}},\n\n{' '.join(text)}\n\nKind regards"},
                {"field": "status", "value": "pending"},
            ],
        }
        for one, text in enumerate(texts)
    ]  # fmt: skip
    return json.dumps({"macros": macros, "next_page": None, "count": number})


def shape(text: str) -> str:
    """Return a text with `N` for each of its figures, but for those of the export."""
    return re.sub(r"\b(?!400\b)\d+(?:\.\d+)?\b", "N", re.sub(r"\([A-F]\)", "(A)", text))


def test_the_first_report_is_three_commands_away(tmp_path: Path) -> None:
    console = re.search(r"```console\n\$ pip install [^\n]*\n(.*?)```", README, re.S)
    assert console
    write(tmp_path, {"macros.json": export(400)})
    written = ""
    for command in ("init", "report"):
        done = macrolint(command, cwd=tmp_path)
        assert (done.code, done.err) == (0, "")
        written += f"$ macrolint {command}\n{done.out}"
    assert shape(written) == shape(console[1])
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.count("Lamps::") >= 400


def test_the_picture_of_the_report_is_there_and_small() -> None:
    (name,) = re.findall(r"!\[[^\]]{40,}\]\((docs/[\w.]+\.png)\)", README)
    picture = (ROOT / name).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000
