"""The report for people: one page whose words, marks and links are right, and from which no template breaks out."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from running import macrolint, write
from test_formats import ATTACKS

LIBRARY: dict[str, str | bytes] = {
    "macros/late.md": "---\ntitle: Late 😀\n---\nHi 👨‍👩‍👧, per our policy we wait.\nWe will reply within 2 days.\n\nThanks!!\n",
    "macros/fine.md": "---\ntitle: Fine & well\n---\nYour parcel left today.\n",
    "replies/angry.md": "---\ntitle: Angry\nid: a/7\n---\nPlease calm down!!\n",
    "macrolint.yaml": "select: [transparency/policy-shield, tone/repeated-punctuation, respect/calm-down]\n",
}
_VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """What a page holds: its elements with their texts, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[dict[str, Any]] = []
        self.all: list[dict[str, Any]] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {"tag": tag, "text": "", **dict(attrs)}
        self.all.append(one)
        if tag not in _VOID:
            self.open.append(one)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one["text"] += data

    def texts(self, tag: str, **wanted: str) -> list[str]:
        found = [one for one in self.all if one["tag"] == tag and wanted.items() <= one.items()]
        return [" ".join(one["text"].split()) for one in found]


def report(folder: Path, *options: str) -> Page:
    done = macrolint("report", *options, cwd=folder)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("Wrote report.html.\n")
    return Page((folder / "report.html").read_text("utf-8"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write(tmp_path, LIBRARY)


def test_the_numbers_come_first(library: Path) -> None:
    page = report(library)
    tiles = page.all.index(next(one for one in page.all if one["tag"] == "ul"))
    assert [" ".join(one["text"].split()) for one in page.all[tiles:] if one["tag"] == "li"][:6] == [
        "3 templates", "1 with nothing to say", "1 error", "3 warnings", "0 suggestions", "1 promise",
    ]  # fmt: skip
    assert page.texts("h2") == [
        "Where the violations are",
        "What was found",
        "Promises to readers",
        "Templates",
        "Nothing to say",
    ]
    bars = [row for row in page.texts("tr") if row[-1:].isdigit()]
    assert sorted(row[-1] for row in bars[:-2]) == ["1", "1", "2"]
    assert bars[-2:] == ["macros2", "replies2"]


def test_what_matters_most_leads_to_its_place(library: Path) -> None:
    page = report(library)
    ids = [one["id"] for one in page.all if "id" in one]
    assert len(ids) == len(set(ids))
    inner = [one["href"][1:] for one in page.all if one.get("href", "").startswith("#")]
    assert set(inner) <= set(ids)
    first = next(one for one in page.all if one["tag"] == "li" and "Error" in one["text"])
    assert " ".join(first["text"].split()) == "Error Angry: “calm down” fuels anger; acknowledge what happened instead."


def test_a_card_shows_the_text_with_numbered_marks(library: Path) -> None:
    page = report(library)
    assert page.texts("h3") == ["Late 😀", "Angry"]
    assert page.texts("div", **{"class": "text"}) == [
        "Hi 👨‍👩‍👧, per our policy1 we wait. We will reply within 2 days. Thanks!!2", "Please calm down1!!2",
    ]  # fmt: skip
    assert page.texts("mark") == ["per our policy", "!!", "calm down", "!!"]
    assert [one["class"] for one in page.all if one["tag"] == "mark"] == ["warning", "warning", "error", "warning"]
    assert page.texts("p", **{"class": "try"}) == ["Try: replace with “!” Copy"] * 2
    copies = [one["data-copy"] for one in page.all if "data-copy" in one]
    assert copies == ["ignore: [transparency/policy-shield]", "ignore: [tone/repeated-punctuation]", "!",
                      "ignore: [respect/calm-down]", "ignore: [tone/repeated-punctuation]", "!"]  # fmt: skip
    assert page.texts("ul", **{"class": "clean"}) == ["Fine & well macros/fine.md"]


def test_marks_may_lie_over_each_other(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "---\ntitle: x\n---\nSorry, we cannot do anything about it, that is our policy, calm down.\n",
                     "rules/shop/whole.yaml": "id: shop/whole\nmessage: Whole.\nseverity: info\nphrases: ['do anything about it, that is our policy']\n",
                     "rules/shop/part.yaml": "id: shop/part\nmessage: Part.\nseverity: error\nphrases: ['that is our policy, calm']\n",
                     "macrolint.yaml": "rulesets: [rules]\nselect: [shop]\n"})  # fmt: skip
    page = report(tmp_path)
    assert page.texts("div", **{"class": "text"}) == [
        "Sorry, we cannot do anything about it, that is our policy1, calm2 down."
    ]
    assert [(one["class"], one["text"]) for one in page.all if one["tag"] == "mark"] == [
        ("info", "do anything about it, "), ("error", "that is our policy"), ("error", ", calm"),
    ]  # fmt: skip


def test_the_ledger_of_promises_is_in_the_report(library: Path) -> None:
    page = report(library)
    assert "“We will reply within 2 days”" in page.texts("td")


def test_a_template_links_to_its_place_on_the_help_desk(library: Path) -> None:
    write(library, {"macrolint.yaml": "select: [tone]\nlinks: 'https://shop.example/macros/{id}?x=1&y'\n"})
    page = report(library)
    assert [one["href"] for one in page.all if one["text"] == "Open this template"] == [
        "https://shop.example/macros/a%2F7?x=1&y"
    ]


def test_a_link_is_chosen_by_the_platform(tmp_path: Path) -> None:
    macros = {"macros": [{"id": 9001, "title": "T", "active": True, "restriction": None,
                          "actions": [{"field": "comment_value", "value": "Thanks!!"}]}]}  # fmt: skip
    configuration = "links: {zendesk: 'https://z.example/{id}', chatwoot: 'https://c.example/{id}'}\n"
    page = report(write(tmp_path, {"macros/m.json": json.dumps(macros), "macrolint.yaml": configuration}))
    assert [one["href"] for one in page.all if one["text"] == "Open this template"] == ["https://z.example/9001"]


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ("'javascript:alert({id})'", "'javascript:alert({id})' is no address of a template"),
        ("https://shop.example/", "'https://shop.example/' is no address of a template"),
        ("{zendsk: 'https://shop.example/{id}'}", "zendsk"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(library: Path, links: str, said: str) -> None:
    done = macrolint("report", cwd=write(library, {"macrolint.yaml": f"links: {links}\n"}))
    assert done.code == 2
    assert said in done.err


def test_nothing_breaks_out_of_the_page(tmp_path: Path) -> None:
    macros = [{"title": title, "body": f"{title}\nPer our policy, {title} must wait!!"} for title in ATTACKS]
    page = report(write(tmp_path, {"macros/<b>&\"'x.json": json.dumps(macros)}), "--title", "<script>x</script>")
    assert [one["tag"] for one in page.all].count("script") == 1
    assert not {"img", "iframe", "object", "link", "base", "form", "b "} & {one["tag"] for one in page.all}
    assert {name for one in page.all for name in one if name.startswith("on")} == set()
    assert page.texts("h1") == ["<script>x</script>"]
    assert ATTACKS[1] in page.texts("h3")
    assert all(one["href"].startswith(("#", "https://github.com/macrolint/")) for one in page.all if "href" in one)
    policy = next(one["content"] for one in page.all if "http-equiv" in one)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")


def test_the_page_names_its_day_and_its_title(library: Path) -> None:
    done = macrolint(
        "report", "-o", "out/x.HTML", "--title", "Our macros", cwd=library, env={"SOURCE_DATE_EPOCH": "86400"}
    )
    assert (
        done.out == "Found 4 violations in 3 templates in 3 files (1 file skipped): 1 error, 3 warnings.\n"
        "[*] 2 fixable with `macrolint check --fix`.\nWrote out/x.HTML.\n"
    )
    text = (library / "out/x.HTML").read_text("utf-8")
    assert "1970-01-02" in text
    assert Page(text).texts("title") == ["Our macros"]


def test_the_ending_of_the_file_says_what_is_written(library: Path) -> None:
    macrolint("report", "macros", "-o", "r.md", cwd=library)
    assert (library / "r.md").read_text("utf-8") == macrolint("check", "macros", "-f", "markdown", cwd=library).out
    done = macrolint("report", "-o", "r.pdf", cwd=library)
    assert (done.code, done.err) == (
        2,
        "error: 'r.pdf' is no report: its name must end in .html, .htm, .md, .csv, .xlsx\n",
    )
    done = macrolint("report", "--isolated", cwd=write(library / "empty", {"a.py": ""}))
    assert (done.code, done.err[:27]) == (2, "error: no templates found i")


def test_a_file_that_cannot_be_read_is_a_card(library: Path) -> None:
    page = report(write(library, {"macros/bad.md": b"---\ntitle: caf\xe9\n---\nx\n"}))
    assert "macros/bad.md" in page.texts("h3")


def test_a_library_without_a_violation_has_a_report(tmp_path: Path) -> None:
    page = report(write(tmp_path, {"macros/fine.md": "---\ntitle: Fine\n---\nYour parcel left today.\n"}), "--isolated")
    assert "Templates" in page.texts("h2")
    assert page.texts("article") == [] or re.search("Suggestion", page.texts("article")[0])


SCORED: dict[str, str | bytes] = {
    "macros/late.md": "---\ntitle: Late\nkind: howto\n---\nHi Ada, per our policy we wait for the bank to send it back.\n\nPer our policy, calm down!! Thanks for writing to us today!!\n",
    "macros/fine.md": "---\ntitle: Fine\nkind: howto\n---\nYour parcel left today, and it should reach you before the weekend, says the carrier who has it now.\n",
    "replies/short.md": "---\ntitle: Short\n---\nYour parcel left today.\n",
    "replies/sure.md": "---\ntitle: Sure\nkind: howto\n---\nOpen the settings, choose the language, then save, and the page comes back in the one that you chose.\n",
    "macrolint.yaml": "select: [transparency/policy-shield, tone/repeated-punctuation, respect/calm-down]\n",
}


def test_the_score_stands_beside_the_numbers(tmp_path: Path) -> None:
    write(tmp_path, SCORED)
    library = macrolint("check", "-f", "json", cwd=tmp_path).json["summary"]["score"]
    page = report(tmp_path)
    tiles = page.texts("li")
    assert tiles[1] == f"{library['overall']:g} score ({library['band']})"
    assert page.texts("h2")[:2] == ["How they stand", "Where the violations are"]
    rows = page.texts("tr")
    assert [row for row in rows if row.startswith(("Empathy", "Tone", "Ack", "Trust"))] == [
        f"{name.capitalize()}{points}" for name, points in library["pillars"].items()
    ]
    late = next(
        one["score"]["overall"]
        for one in macrolint("check", "-f", "json", cwd=tmp_path).json["templates"]
        if one["title"] == "Late"
    )
    assert rows[rows.index(f"macros 2 templates{(late + 100) / 2}") + 1] == "replies 1 template100.0"
    told = next(one for one in page.texts("p") if "mean" in one)
    assert f"the lowest tenth has {late}. Without a score: 1 template (fragment: 1)." in told
    assert "no person" in told


def test_a_card_says_what_costs_most_and_leads_there(tmp_path: Path) -> None:
    page = report(write(tmp_path, SCORED))
    score = next(
        one["score"]
        for one in macrolint("check", "-f", "json", cwd=tmp_path).json["templates"]
        if one["title"] == "Late"
    )
    (said,) = page.texts("p", **{"class": "stands"})
    pillars = ", ".join(f"{name} {points}" for name, points in score["pillars"].items())
    assert said.startswith(f"{score['overall']} of 100 ({score['band']}) · {pillars} · costs most: ")
    assert len(score["costs"]) == 3
    points = [one["points"] for one in score["costs"]]
    assert [float(one) for one in re.findall(r"−([\d.]+)", said)] == points == sorted(points, reverse=True)
    assert said.split("costs most: ")[1].startswith("3 ")
    assert page.texts("li", id="v3")[0].startswith("Error “calm down”")
    links = [one["href"] for one in page.all if one["tag"] == "a" and one["text"] == "3"]
    assert "#v3" in links


def test_a_library_in_which_nothing_has_a_score_has_no_bars_of_it(library: Path) -> None:
    page = report(library)
    assert "How they stand" not in page.texts("h2")
    assert page.texts("p", **{"class": "stands"}) == []
