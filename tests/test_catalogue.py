"""The page about the catalogue: each of its rules once, with rules that exist, and every rule of ours somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from running import ROOT, macrolint, write

from macrolint.rules.catalog import load_catalog

FAMILIES = {
    "TON": 16, "ACK": 10, "EMP": 9, "COM": 20, "TRU": 9, "RSP": 9, "CLR": 9, "OVR": 8, "QST": 7, "PLH": 8, "ACT": 9,
    "LIB": 7, "SPL": 5, "SEC": 5,
}  # fmt: skip
PAGE = (ROOT / "docs/catalogue.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([A-Z]{3}\d{3}) [a-z-]+ \| (.*?) \| (.*?) \|$", PAGE, re.M)


def rules_in(text: str) -> list[str]:
    """Return the rules to whose pages a text links."""
    return re.findall(r"\[`([a-z/-]+)`\]\(rules/\1\.md\)", text)


def test_each_rule_of_the_catalogue_stands_there_once() -> None:
    expected = [f"{family}{number:03}" for family, count in FAMILIES.items() for number in range(1, count + 1)]
    assert [code for code, *_ in ROWS] == expected
    assert len(expected) == 131


def test_who_does_a_rule_exists_and_every_rule_of_ours_is_named() -> None:
    assert set(rules_in(PAGE)) == set(load_catalog().rules)
    ours = rules_in(PAGE.split("\n## Our own\n")[1])
    assert set(ours).isdisjoint(name for _, rules, _ in ROWS for name in rules_in(rules))


def test_what_is_not_done_or_not_on_has_its_reason() -> None:
    catalog = load_catalog()
    for code, rules, remark in ROWS:
        names = rules_in(rules)
        assert rules == ("none" if not names else ", ".join(f"[`{one}`](rules/{one}.md)" for one in names)), code
        if not names:
            assert remark, code
        if names and catalog.rules[names[0]].default == "opt-in":
            assert "opt-in" in remark or "the first on in" in remark, code


def test_the_counts_are_those_of_the_tables() -> None:
    several = sum(len(rules_in(rules)) > 1 for _, rules, _ in ROWS)
    none = sum(not rules_in(rules) for _, rules, _ in ROWS)
    said = f"Of the 131, {131 - several - none} are done by one rule, {several} by several, {none} by none."
    assert said in PAGE


def test_a_text_that_must_be_there_is_a_rule_of_ones_own_as_the_page_about_rules_shows_it(tmp_path: Path) -> None:
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    move, rule = re.findall(
        r"```yaml\n(.*?)```", page.split("## A text that must be there\n")[1].split("\n## ")[0], re.S
    )
    write(tmp_path, {
        "rules/moves/ombudsman.yaml": move,
        "rules/legal/no-ombudsman.yaml": rule,
        "macrolint.yaml": "rulesets: [rules]\nselect: [legal]\n",
        "macros/a.md": "---\nkind: complaint\n---\nThanks for the letter. The fee was right.\n",
        "macros/b.md": "---\nkind: complaint\n---\nThe fee was right. The Financial Ombudsman Service can look at it.\n",
        "macros/c.md": "---\nkind: first\n---\nThanks for the letter.\n",
    })  # fmt: skip
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert [(path, rule) for path, _, _, rule in done.violations] == [("macros/a.md", "legal/no-ombudsman")]
