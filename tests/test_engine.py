"""Fixes read back as meant or are not offered; a failing rule hides nothing; one place is told once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from macrolint.configuration import Configuration
from macrolint.engine import lint, studied
from macrolint.mending import mended
from macrolint.model import Finding, Layout, Template
from macrolint.prose import Prose
from macrolint.readers import Claim, read
from macrolint.rulebook import Cue, Rule
from macrolint.rules.catalog import Catalog, load_catalog
from macrolint.settings import Active, Settings
from macrolint.sources import Source, decode

MARKDOWN = Claim("markdown", Layout(format="markdown", split="file"), sure=True)


def settings(*cues: Cue, fix_: str | None = "safe", check: str = "phrase") -> Settings:
    """Return settings with one rule that replaces its phrases."""
    rule = Rule("team/x", "X", check, "“{match}”", cues=cues, fix=fix_, origin="team")
    catalog = load_catalog()
    return Settings(Configuration(".", select=("team/x",)), Catalog({**catalog.rules, "team/x": rule}, *catalog[1:]))


def fixed(name: str, text: str, how: Claim | None = None) -> str:
    suffix = name.rsplit(".", maxsplit=1)[-1]
    readers = {"yaml": "yaml", "json": "json", "csv": "csv", "md": "markdown", "html": "html", "txt": "text"}
    layout = Layout(format=readers[suffix] if suffix in ("md", "html", "txt") else None)
    return mended(Source(name, text), how or Claim(readers[suffix], layout, True), TWO).text


TWO = settings(Cue("utilise", "use"), Cue('say "no"', 'it\'s a "no": sorry'))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.yaml", "title: A\nbody: Please utilise it\n", "title: A\nbody: Please use it\n"),
        ("a.yaml", "title: A\nbody: 'Utilise it''s'\n", "title: A\nbody: 'Use it''s'\n"),
        ("a.yaml", "title: A\nbody: >\n  We\n  utilise\n  it\n", "title: A\nbody: >\n  We\n  use\n  it\n"),
        ("a.yaml", "title: A\nbody: |-  # x\n  Utilise\n", "title: A\nbody: |-  # x\n  Use\n"),
        ("a.yaml", "title: A\r\nbody: |\r\n  utilise\r\n", "title: A\r\nbody: |\r\n  use\r\n"),
        ("a.yaml", 'title: A\nbody: "\\u00e9 utilise"\n', 'title: A\nbody: "\\u00e9 use"\n'),
        ("a.yaml", "title: A\nbody: 'We say \"no\"'\n", "title: A\nbody: 'We it''s a \"no\": sorry'\n"),
        ("a.yaml", 'title: A\nbody: "We say \\"no\\""\n', 'title: A\nbody: "We it\'s a \\"no\\": sorry"\n'),
        ("a.json", '{"title": "A", "body": "We say \\"no\\""}', '{"title": "A", "body": "We it\'s a \\"no\\": sorry"}'),
        ("a.json", '[{"id": 1, "text": "<p>utilise &amp; <b>utilise</b></p>"}]', '[{"id": 1, "text": "<p>use &amp; <b>use</b></p>"}]'),
        ("a.csv", 'title,body\nA,"utilise, ""x"""\n', 'title,body\nA,"use, ""x"""\n'),
        ("a.csv", "title;body\nA;utilise\n", "title;body\nA;use\n"),
        ("a.md", "> utilise `utilise` {{ utilise }} [utilise](http://utilise)\n", "> use `utilise` {{ utilise }} [use](http://utilise)\n"),
        ("a.txt", "UTILISE utilise\n", "Use use\n"),
        ("a.html", "<p title='utilise'>Utilise</p><!-- utilise -->", "<p title='utilise'>Use</p><!-- utilise -->"),
    ],
)  # fmt: skip
def test_a_fix_changes_the_words_and_keeps_the_file(name: str, before: str, after: str) -> None:
    assert fixed(name, before) == after


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", 'title: A\nbody: We say "no"\n'),  # a colon ends a plain scalar
        ("a.csv", 'title,body\nA,We say "no"\n'),  # quotes in an unquoted cell
        ("a.md", 'We say **"no"**\n'),  # markup inside the words
        ("a.html", '<p>We say <b>"no"</b></p>'),
        ("a.yaml", 'title: A\nbody: "We say\n  \\"no\\""\n'),  # only the words around a fold
    ],
)
def test_words_that_cannot_be_rewritten_safely_are_reported_without_a_fix(name: str, text: str) -> None:
    suffix = name.rsplit(".", maxsplit=1)[-1]
    reader = {"yaml": "yaml", "csv": "csv", "md": "markdown", "html": "html"}[suffix]
    layout = Layout(format=reader if suffix in ("md", "html") else None)
    result = lint(Source(name, text), Claim(reader, layout, True), TWO)
    assert len(result.violations) == 1
    new = fixed(name, text)
    assert (result.violations[0].fix is None) == (new == text)
    if new != text:
        assert '"no": sorry' in new.replace("\\", "")


def test_a_fix_never_touches_a_placeholder() -> None:
    rule = settings(Cue(r"say .*? now", "go", regular=True), check="pattern")
    result = lint(Source("a.md", "say {{name}} now, say it now\n"), MARKDOWN, rule)
    assert [one.fix is not None for one in result.violations] == [False, True]


def test_a_fix_that_changes_how_the_file_is_read_is_not_offered() -> None:
    rule = settings(Cue("utilise", "---"))
    result = lint(Source("a.md", "---\ntitle: A\nutilise\n"), MARKDOWN, rule)
    assert [one.fix for one in result.violations] == [None]


def test_the_encoding_and_the_byte_order_mark_are_kept() -> None:
    content = "\ufefftitle;body\r\nÄ;utilise\r\n".encode("utf-16-le")
    source = decode("a.csv", content)
    result = mended(source, Claim("csv", Layout(), True), TWO)
    assert result.encode() == content.replace("utilise".encode("utf-16-le"), "use".encode("utf-16-le"))
    assert source.encode() == content


def test_an_unsafe_fix_is_made_only_when_asked_for() -> None:
    unsafe = settings(Cue("utilise", "use"), fix_="unsafe")
    source = Source("a.md", "utilise\n")
    assert mended(source, MARKDOWN, unsafe).text == "utilise\n"
    assert mended(source, MARKDOWN, unsafe, unsafe=True).text == "use\n"


def test_a_failing_rule_is_named_and_hides_nothing() -> None:
    def broken(prose: Prose, template: Template) -> Iterator[Finding]:
        raise KeyError("ours")

    both = settings(Cue("utilise"))
    bad = Rule("team/broken", "B", "phrase", "x")
    both.active = (Active(bad, "error", broken), *both.active)
    result = lint(Source("a.md", "utilise\n"), MARKDOWN, both)
    assert [one.rule for one in result.violations] == ["team/x"]
    assert result.crashes[0].startswith("a.md: rule team/broken\n")
    assert result.crashes[0].endswith("KeyError: 'ours'\n")


def test_a_rule_whose_words_are_absent_is_not_asked() -> None:
    asked: list[str] = []
    one = settings(Cue("utilise", literals=((" utilise",),)))
    (active,) = [active for active in one.active if active.rule.id == "team/x"]
    assert active.check is not None
    check = active.check

    def noted(prose: Prose, template: Template) -> Iterator[Finding]:
        asked.append(prose.masked)
        return check(prose, template)

    one.active = (active._replace(check=noted),)
    for text in ("we use it", "they utilise it"):
        lint(Source("a.md", text), MARKDOWN, one)
    assert asked == ["they utilise it"]


def test_rules_that_need_words_say_nothing_where_none_stands() -> None:
    every = Settings(Configuration(".", presets=("strict",)), load_catalog())
    texts = [rule.examples[0].text for rule in list(every.catalog.rules.values())[::9] if rule.examples]
    for text in texts:
        document = read(Source("a.md", text), MARKDOWN)
        template, guess, proses = studied(document.templates[0], every, "a.md")
        heard = every.compiled.known.moves.heard(proses[0])
        needy = [one for one in every.checks(template, template.parts[0], guess) if one[0].words is not None]
        assert len(needy) > 50
        for active, check in needy:
            assert active.words in heard or list(check(proses[0], template)) == [], active.rule.id


def test_a_text_without_exact_places_is_reported_once_at_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    from macrolint import trees

    monkeypatch.setattr(trees, "yaml_flow", lambda text, start, end: trees.yaml_block(text, start, start, -1))
    text = "title: A\nbody: 'utilise and utilise'\n"
    result = lint(Source("a.yaml", text), Claim("yaml", Layout(), True), TWO)
    (one,) = result.violations
    assert text[one.start.offset : one.end.offset] == "'utilise and utilise'"
    assert (one.fix, result.coarse) == (None, 1)


def test_results_are_plain_data() -> None:
    import pickle

    result = lint(Source("a.md", "utilise\n"), MARKDOWN, TWO)
    assert pickle.loads(pickle.dumps(result)) == result


def test_rules_read_only_the_roles_and_languages_they_apply_to() -> None:
    def rules(record: dict[str, Any]) -> list[str]:
        source = Source("a.json", json.dumps({"title": "A", **record}))
        return [one.part or "" for one in lint(source, Claim("json", Layout(), True), ALL).violations]

    assert rules({"body": "calm down"}) == ["message"]
    assert rules({"body": "x", "note": "calm down"}) == []
    assert rules({"body": "calm down", "language": "de"}) == []
    assert rules({"body": "calm down", "locale": "en_GB"}) == ["message"]


ALL = Settings(Configuration("."), load_catalog())


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_break_that_a_fix_puts_in_is_one_of_the_file(newline: str) -> None:
    rule = settings(Cue("utilise", "use\nuse"))
    text = newline.join(["Hello,", "", "utilise it.", ""])
    source = mended(Source("a.md", text), MARKDOWN, rule)
    assert source.text == text.replace("utilise", f"use{newline}use")
