"""Texts and bytes that are nearly what a reader expects, and what must hold for whatever comes."""

from __future__ import annotations

import contextlib
import functools
import os
import random
import time
from collections.abc import Callable, Iterator

from generated import row

from macrolint.configuration import Configuration
from macrolint.engine import lint
from macrolint.model import FileResult, MacrolintError, Unreadable
from macrolint.readers import Claim, Given, claim
from macrolint.settings import Settings, settings_of
from macrolint.sources import decode

EXPORTS = os.path.join(os.path.dirname(__file__), "exports")
FORMATS = (
    "md txt html yaml json jsonl csv tsv po tf email md.liquid html.j2 txt.erb hbs".split()  # one reader or mask at least each
)
WORDS = """Please|calm down| |. |, |!!|we will |call you |within 24 hours|tomorrow|If |not |\n|\r\n|\r|\t|\n\n|é|😀|\u0301|\u202e|\u2028|\x85|\ufeff|\x0b
{{|}}|{{name}}|{%|%}|{% if a %}|{% endif %}|${a}|%{a}|#{a}|*|NAME|<b>|</b>|<br>|<p|<!--|-->|<![CDATA[|]]>|&amp;|&#65;|&#|&#x110000;|<script>|<a href="
[|](|[NAME]|XX|____|> |- |1. |# |```|~~~|---\n|+++\n|===|^^^|\\|"|'|''|""|:|: |;|,|||>|#|@|`|?|!|&a|*a|<<: *a|!!str |!!python/object:os.system |%YAML 9.9\n|\n...\n
title: |body: |title,body\n|"title":|"body":|{"|":"|"}|[|]|{|}|null|true|NaN|1e999|-0|0x1F|1_000|2026-01-01|\\u0041|\\ud800|\\x41|\\n|\\
msgid "|msgstr "|msgstr[1] "|msgctxt "|"\n|#, fuzzy\n|resource "zendesk_macro" "a" {\n|action {\n|}\n|value = |<<EOT\n|<<-EOT\n|EOT\n|"${|}"|/*|*/|
macrolint: disable=tone|<!-- macrolint: disable-next-line=respect/calm-down x -->|# macrolint: disable=all\n|Subject: |Best regards,\nAnna|Hi Anna,\n|\x00|\x07|\x1b[2J"""
ATOMS = sorted(
    {atom.replace("\\n", "\n") for line in WORDS.split("\n") for atom in line.split("|")}
    | {"|", "\n", "\n  ", "\n    "}
)
SECONDS = 5  # of processor time for a text of some thousand characters, on a busy machine


@functools.cache
def settings() -> Settings:
    """Return the settings with every rule there is."""
    return settings_of(Configuration(".", select=("ALL",)))


@functools.cache
def seeds() -> tuple[tuple[str, str], ...]:
    """Return the names and texts of the exports beside this file."""
    found = []
    for name in sorted(os.listdir(EXPORTS)):
        with open(os.path.join(EXPORTS, name), encoding="utf-8") as file:
            found.append((name, file.read()))
    return tuple(found)


def noise(dice: random.Random, most: int = 40) -> str:
    """Return atoms in a row, some of them many times."""
    return "".join(
        dice.choice(ATOMS) * (dice.randint(2, 60) if dice.random() < 0.04 else 1) for _ in range(dice.randint(0, most))
    )


def damaged(dice: random.Random, text: str) -> str:
    """Return a text with stretches taken out, put in, doubled or replaced."""
    for _ in range(dice.randint(1, 6)):
        start = dice.randint(0, len(text))
        end = min(len(text), start + dice.choice((0, 0, 1, 3, 30, 300)))
        new = dice.choice(("", noise(dice, 4), text[start:end] * 2, row(dice, ATOMS, 2)))
        text = text[:start] + new + text[end:]
    return text


def file_of(dice: random.Random) -> tuple[str, bytes]:
    """Return the name and the bytes of a file: noise in a frame, or an export that was damaged."""
    if dice.random() < 0.5:
        name, text = dice.choice(seeds())
        text = damaged(dice, text)
    else:
        suffix = dice.choice(FORMATS)
        name = dice.choice((f"a.{suffix}", "SAVED_REPLIES.md", "otrs-answer.txt", "replies.de.po"))
        name = name if dice.random() < 0.3 else f"a.{suffix}"
        text = framed(dice, suffix, noise(dice))
    content = text.encode("utf-8", "surrogatepass" if dice.random() < 0.1 else "replace")
    if dice.random() < 0.1:
        content = dice.choice(
            (
                text.encode("utf-16", "replace"),
                b"\xef\xbb\xbf" + content,
                b"\xff\xfe" + content,
                bytes(dice.randbytes(30)) + content,
            )
        )
    return f"macros/{name}", content


def framed(dice: random.Random, suffix: str, text: str) -> str:
    """Return a text as the body of a template of a format, or as it is."""
    import json

    if dice.random() < 0.3:
        return text
    inner = text.replace("\n", "\n  ")
    frames: dict[str, str] = {
        "yaml": dice.choice((f"title: A\nbody: |\n  {inner}\n", f"title: A\nbody: >-\n  {inner}\n", f"- title: A\n  body: {text}\n", f'title: A\nbody: "{text}"\n', f"title: A\nbody: '{text}'\n")),
        "json": json.dumps({"title": "A", "body": text}, ensure_ascii=dice.random() < 0.5),
        "jsonl": json.dumps({"title": "A", "body": text}) + "\n" + text,
        "csv": 'title,body\nA,"' + text.replace('"', '""') + '"\n',
        "po": f'msgid "a"\nmsgstr {json.dumps(text, ensure_ascii=False)}\n',
        "tf": f'resource "zendesk_macro" "a" {{\n  title = "A"\n  action {{\n    field = "comment_value"\n    value = <<EOT\n{text}\nEOT\n  }}\n}}\n',
        "md": f"---\ntitle: A\n---\n{text}",
    }  # fmt: skip
    return frames.get(suffix, text)


def check_file(path: str, content: bytes, platform: str | None = None) -> FileResult | None:
    """Lint a file and check what must hold: no exception, every place inside the file, the words at their place.

    Return None where it is no text.
    """
    started = time.process_time()
    how = claim(path, None, "named", Given(platform=platform) if platform else None)
    assert isinstance(how, Claim), path
    try:
        source = decode(path, content)
    except Unreadable:
        return None
    result = lint(source, how, settings())
    assert result.crashes == (), result.crashes[0]
    for one in result.violations:
        assert 0 <= one.start.offset <= one.end.offset <= len(source.text), one
        for place in (one.start, one.end):
            assert source.lines.position(place.offset) == place
        if one.fix:
            assert all(0 <= edit.start.offset <= edit.end.offset <= len(source.text) for edit in one.fix.edits)
    assert time.process_time() - started < SECONDS + len(content) / 5000
    return result


def refused_or_read(read: Callable[[], object]) -> None:
    """Check that a file that people write is read, or refused with a message that tells what is wrong."""
    with contextlib.suppress(MacrolintError):
        read()


def variants(dice: random.Random, texts: list[str]) -> Iterator[str]:
    """Yield a text of some with lines taken out, mixed up, damaged."""
    lines = dice.choice(texts).split("\n")
    for _ in range(dice.randint(0, 3)):
        at = dice.randrange(len(lines))
        if dice.random() < 0.4:
            lines.pop(at)
        else:
            lines.insert(at, dice.choice((dice.choice(lines), noise(dice, 3))))
        lines = lines or [""]
    text = "\n".join(lines)
    yield damaged(dice, text) if dice.random() < 0.6 else text
