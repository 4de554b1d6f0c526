"""The page for those who come from Vale: its rules find what the styles beside them find."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from running import ROOT, macrolint, write

PAGE = (ROOT / "docs" / "from-vale.md").read_text("utf-8")
STYLES = {
    name: YAML(typ="safe").load(text)
    for name, text in re.findall(r"```yaml\n# Vale: styles/Shop/(\w+)\.yml\n(.*?)```", PAGE, re.S)
}
RULES = {name: text for text, name in re.findall(r"```yaml\n(id: shop/([a-z-]+)\n.*?)```", PAGE, re.S)}
TWINS = {"Blunt": "blunt", "OldName": "old-name", "TooSorry": "too-sorry", "BareNo": "bare-no"}
TEXTS = [
    "You must send the form. You must be tired. As already said, you MUST wait.",
    "As previously stated, it is late; as stated, it is. You mustn't worry, and Bayou must stay.",
    "Our web-shop is open, the Webshop too, and so is the Web shopping mall.",
    "Fern Hill Bikes and Fernhill bikes are one. Fern & Hill Bikes, too. Fern Hill is a hill.",
    "We are sorry.",
    "Sorry. We are sorry, so very sorry.",
    "We can't refund this.",
    "We can't refund this because the lamp was used.",
    "We can't replace the lamp. It is out of stock since May, so we can't replace it.",
    "We can help. Nothing is wrong.",
]


def marked(style: dict[str, Any], text: str) -> list[str]:
    """Return what a style of Vale marks in a text; of what counts as a whole, only that it does."""
    flags = re.I if style.get("ignorecase") else 0

    def found(pattern: str) -> list[str]:
        return [one[0] for one in re.finditer(rf"\b(?:{pattern})\b", text, flags)]

    if style["extends"] == "existence":
        excused = [one.span() for e in style.get("exceptions", ()) for one in re.finditer(rf"\b(?:{e})\b", text, flags)]
        hits = re.finditer(rf"\b(?:{'|'.join(style['tokens'])})\b", text, flags)
        return [one[0] for one in hits if not any(start <= one.start() < end for start, end in excused)]
    if style["extends"] == "substitution":
        return found("|".join(style["swap"]))
    if style["extends"] == "occurrence":
        return ["whole"] if len(found(style["token"])) > style["max"] else []
    assert style["extends"] == "conditional"
    return ["whole"] if found(style["first"]) and not found(style["second"]) else []


def test_each_style_of_the_page_has_its_twin() -> None:
    assert set(STYLES) == set(TWINS)
    assert set(RULES) == set(TWINS.values())
    assert {style["extends"] for style in STYLES.values()} == {"existence", "substitution", "occurrence", "conditional"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {f"rules/shop/{name}.yaml": text for name, text in RULES.items()}
    texts = {f"macros/{number:02}.md": f"{text}\n" for number, text in enumerate(TEXTS)}
    configuration = "rulesets: [rules]\nselect: [shop]\n"
    return write(tmp_path_factory.mktemp("library"), {**files, **texts, "macrolint.yaml": configuration})


def test_a_rule_finds_what_the_style_beside_it_finds(library: Path) -> None:
    done = macrolint("check", "-f", "json", cwd=library)
    assert done.err == ""
    for style, rule in TWINS.items():
        expected = [marked(STYLES[style], text) for text in TEXTS]
        found: list[list[str]] = [[] for _ in TEXTS]
        for one in done.json["violations"]:
            if one["rule"] == f"shop/{rule}":
                found[int(one["path"][7:9])].append(one["excerpt"])
        if STYLES[style]["extends"] in ("occurrence", "conditional"):
            found = [["whole"] if one else [] for one in found]
        assert found == expected, style
        assert any(expected)
        assert not all(expected)


def test_a_substitution_is_made_as_vale_makes_it(library: Path, tmp_path: Path) -> None:
    texts = {f"macros/{number:02}.md": f"{text}\n" for number, text in enumerate(TEXTS)}
    rules = {f"rules/shop/{name}.yaml": text for name, text in RULES.items()}
    write(tmp_path, {**texts, **rules, "macrolint.yaml": "rulesets: [rules]\nselect: [shop]\n"})
    assert macrolint("check", "--fix-only", cwd=tmp_path).code == 0
    for name, text in texts.items():
        for pattern, word in STYLES["OldName"]["swap"].items():
            text = re.sub(rf"\b(?:{pattern})\b", word, text, flags=re.I)  # noqa: PLW2901
        assert (tmp_path / name).read_text("utf-8") == text
