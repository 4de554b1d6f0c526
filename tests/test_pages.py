"""The pages of the rules: they show what they mean, and touch nothing that is not theirs."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from running import macrolint, write
from test_explain import TEAM

from macrolint.pages import escaped, pages
from macrolint.rules.catalog import load_catalog
from macrolint.rules.load import load_rule

MADE = pages(load_catalog())
PAGE = """\
<!-- Made by `macrolint rules pages` from house/shop/old-name.yaml; change that file instead. -->

# The old name of the shop

`shop/old-name` · [all rules](../README.md)

> “Fern and Hill” is our old name; write Fernhill.

## Why

The sign has changed.

## Flagged

- Come to <b>Fern and Hill</b> soon.
  <br>Fixed: Come to Fernhill soon.

## Fine

In a quote.

- A fern on a hill. – *A plant*

## What to write instead

Write Fernhill.

- Come to Fernhill.<br><br>We are open.

## Good to know

| | |
|---|---|
| By default | on, as error |
| Confidence | high (rarely wrong) |
| Languages | English |
| Only for | vip |
| Leaves alone | words in quotes and headings |
| Fix | offers other words that keep the meaning |
| Since | version 0.1 |

To change it, write one of these lines in [`macrolint.yaml`](https://github.com/macrolint/macrolint/blob/main/docs/configuration.md):

```yaml
ignore: [shop/old-name]          # switch it off
severity: {shop/old-name: info}  # another severity (error, warning, info or off)
```

## Evidence

- [The sign](https://example.org/sign) (practice): It is new.

The words that are looked for are in `house/shop/old-name.yaml`.
"""


def shown(markdown: str) -> str:
    """Return what a reader of rendered Markdown sees."""
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(markdown)
    return unescape(re.sub("<[^>]*>", "", html.replace("<br>", "\n"))).strip()


def test_a_page_says_all_of_a_rule(tmp_path: Path) -> None:
    write(tmp_path, TEAM)
    done = macrolint("rules", "pages", "-o", "pages", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{len(MADE) + 1} pages in pages: {len(MADE) + 1} written.\n"
    assert (tmp_path / "pages/shop/old-name.md").read_text(encoding="utf-8") == PAGE
    index = (tmp_path / "pages/README.md").read_text(encoding="utf-8")
    assert "## Shop\n\nThe group `shop`.\n" in index
    row = "| [`shop/old-name`](shop/old-name.md) | The old name of the shop | Come to <b>Fern and Hill</b> soon. | error | on |"
    assert row in index.split("\n")


def test_every_example_of_every_rule_is_shown_as_it_is() -> None:
    for rule in load_catalog().rules.values():
        html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(MADE[f"{rule.id}.md"])
        items = [
            unescape(re.sub("</?[a-z]+>", "", one))
            for one in re.findall(r"<li>(.*?)(?: – <em>.*)?(?:\n<br>.*)?</li>", html)
        ]
        bold = [unescape(one) for one in re.findall("<b>(.*?)</b>", html)]
        assert [one.text for one in rule.examples if one.text.replace("\n", "") not in items] == []
        marks = [one.text[start:end].replace("\n", "<br>") for one in rule.examples for start, end in one.spans]
        assert bold == marks


@pytest.mark.parametrize(
    "text",
    [
        "- no list",
        "1. no list",
        "12) x",
        "# no heading",
        "> no quote",
        "a *b* _c_ `d` [e](f) <g> h|i ~~j~~ &amp; $k$ \\l",
        "+ x",
        "===",
    ],
)
def test_an_example_is_text_and_never_markup(text: str) -> None:
    assert shown(escaped(text)) == text
    assert shown(f"- {escaped(text)}") == text


def test_pages_of_rules_that_are_gone_are_deleted_and_other_files_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {**TEAM, "pages/shop/mine.md": "# Mine\n", "pages/notes.md": "Mine\n"})
    macrolint("rules", "pages", "-o", "pages", cwd=tmp_path)
    assert macrolint("rules", "pages", "-o", "pages", "--check", cwd=tmp_path).code == 0
    (tmp_path / "pages/shop/old-name.md").rename(tmp_path / "pages/shop/older-name.md")
    (tmp_path / "pages/respect/calm-down.md").write_text("<!-- Made by `macrolint rules pages` -->", encoding="utf-8")
    check = macrolint("rules", "pages", "-o", "pages", "--check", cwd=tmp_path)
    assert check.code == 1
    assert check.out == (
        "pages/respect/calm-down.md is stale\npages/shop/old-name.md is missing\npages/shop/older-name.md is of a rule that is gone\n"
    )
    assert check.err == "help: macrolint rules pages -o pages\n"
    done = macrolint("rules", "pages", "-o", "pages", cwd=tmp_path)
    assert done.out == f"{len(MADE) + 1} pages in pages: 2 written, 1 deleted.\n"
    assert not (tmp_path / "pages/shop/older-name.md").exists()
    assert (tmp_path / "pages/shop/mine.md").read_text(encoding="utf-8") == "# Mine\n"
    (tmp_path / "pages/shop/mine.md").unlink()
    write(tmp_path, {"macrolint.yaml": ""})
    macrolint("rules", "pages", "-o", "pages", cwd=tmp_path)
    assert not (tmp_path / "pages/shop").exists()


def test_a_file_of_the_team_stops_the_pages_before_anything_is_written(tmp_path: Path) -> None:
    write(tmp_path, {"docs/README.md": "# Our handbook\n"})
    done = macrolint("rules", "pages", "-o", "docs", cwd=tmp_path)
    assert (done.code, done.err.split("\n")[0]) == (2, "error: 'docs/README.md' is not a page of a rule")
    assert [path.name for path in (tmp_path / "docs").rglob("*")] == ["README.md"]


def test_a_rule_of_three_lines_has_a_page_too() -> None:
    rule = load_rule("x.yaml", "id: shop/x\nmessage: No x.\nphrases: [x]\ndefault: opt-in\n", "shop/x", "team")
    catalog = load_catalog()
    page = pages(catalog._replace(rules={rule.id: rule}))["shop/x.md"]
    assert "## Flagged" not in page
    assert "## Fine" not in page
    assert "## What to write instead" not in page
    assert "| By default | off, until you select it; then as warning |" in page
    assert "select: [default, shop/x]  # switch it on" in page
