"""One sentence in every container and style, after emoji and accents, is found at exactly its own words.

`WORDS` are the words that are flagged; where a container writes them in more than one way (folds,
escapes, tags in between), the case says what stands in the file.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import NamedTuple

import pytest
from running import SHARED, macrolint, write

WORDS = "please calm down now"
BEFORE = "Grüße 👩‍🚀 and 日本, naïve 😀 café: "
RULE = """\
id: test/calm
message: "“{match}” is what this test looks for."
phrases: ["please calm down now"]
applies: {languages: []}
"""
CONFIGURATION = """\
rulesets: [rules]
select: [test]
layouts:
  - {files: ["**/own.json"], records: "data.*", title: label, body: says}
  - {files: ["**/map.yaml"], records: "*", title: $key, body: $value}
  - {files: ["**/bare.csv"], header: false, title: "1", body: "3", separator: tab}
  - {files: ["**/quotes.md"], split: quotes}
  - {files: ["**/html.json"], records: "*", title: name, body: text, format: html}
"""


class Case(NamedTuple):
    name: str
    file: str
    text: str | bytes
    written: tuple[str, ...] = (WORDS,)


def _csv(text: str, **options: str) -> str:
    out = io.StringIO()
    csv.writer(out, **options).writerows([["id", "title", "body"], ["1", "A", text], ["2", "B", "fine"]])
    return out.getvalue()


SENTENCE = f"{BEFORE}{WORDS}."
FOLDED = WORDS.replace("calm down", "calm\n    down")
ESCAPED = json.dumps(SENTENCE)
CASES = [
    Case("yaml plain", "a.yaml", f"title: A\nbody: {SENTENCE.replace(': ', ' - ')}\n"),
    Case("yaml plain over lines", "a.yaml", f"title: A\nbody: {BEFORE.replace(': ', ' - ')}\n    {FOLDED}\n", (FOLDED,)),
    Case("yaml single-quoted", "a.yaml", f"title: A\nbody: 'It''s {SENTENCE}'\n"),
    Case("yaml single-quoted over lines", "a.yaml", f"title: A\nbody: 'It''s {BEFORE}\n\n    {FOLDED}'\n", (FOLDED,)),
    Case("yaml double-quoted", "a.yaml", f'title: A\nbody: "A\\t\\"b\\" {SENTENCE}"\n'),
    Case("yaml double-quoted with escapes", "a.yaml", f'title: A\nbody: "\\U0001F600 \\xe9\\n{SENTENCE}"\n'),
    Case("yaml double-quoted, the words escaped", "a.yaml", 'title: A\nbody: "\\u0070lease calm\\x20down now"\n', ("\\u0070lease calm\\x20down now",)),
    Case("yaml double-quoted over lines", "a.yaml", f'title: A\nbody: "{BEFORE} \\\n    {FOLDED}"\n', (FOLDED,)),
    Case("yaml literal", "a.yaml", f"title: A\nbody: |\n  First.\n\n  {SENTENCE}\n"),
    Case("yaml literal, strip", "a.yaml", f"title: A\nbody: |-\n  {SENTENCE}\n\n"),
    Case("yaml literal, keep", "a.yaml", f"title: A\nbody: |+\n\n  {SENTENCE}\n\n"),
    Case("yaml literal, indentation indicator", "a.yaml", f"title: A\nbody: |2\n    {SENTENCE}\n  x\n"),
    Case("yaml literal with tabs", "a.yaml", f"title: A\nbody: |\n  x\n  \ty\n  a\t{SENTENCE}\n"),
    Case("yaml literal, words over a wrapped line", "a.yaml", f"title: A\nbody: |\n  {BEFORE} please calm\n  down now.\n", ("please calm\n  down now",)),
    Case("yaml folded", "a.yaml", f"title: A\nbody: >\n  {BEFORE}\n  {SENTENCE}\n"),
    Case("yaml folded, words over the fold", "a.yaml", f"title: A\nbody: >-\n  {BEFORE} please\n  calm down\n  now.\n", ("please\n  calm down\n  now",)),
    Case("yaml in a list", "a.yaml", f"- title: A\n  body: |\n    {SENTENCE}\n- title: B\n  body: fine\n"),
    Case("yaml in flow style", "a.yaml", f'[{{title: A, body: "{SENTENCE}"}}]\n'),
    Case("yaml, third document", "a.yaml", f"title: A\nbody: x y\n---\ntitle: B\nbody: x\n...\n---\ntitle: C\nbody: |\n  {SENTENCE}\n"),
    Case("yaml anchor and alias, read once", "a.yaml", f"- title: A\n  body: &b |\n    {SENTENCE}\n- title: B\n  body: *b\n"),
    Case("yaml with a tag and a comment", "a.yaml", f"title: A\nbody: !x &y # {WORDS}\n  '{SENTENCE}' # {WORDS}\n"),
    Case("yaml with a merge key", "a.yaml", f"base: &b {{body: '{SENTENCE}'}}\nitems:\n  - {{title: A, <<: *b}}\n"),
    Case("yaml, CRLF", "a.yaml", f"title: A\r\nbody: |\r\n  {BEFORE}\r\n  {SENTENCE}\r\n"),
    Case("yaml, byte order mark", "a.yaml", f"\ufefftitle: A\nbody: |\n  {SENTENCE}\n"),
    Case("yaml, U+0085 and U+2028", "a.yaml", f"title: A\nbody: |\n  \x85\u2028{SENTENCE}\n"),
    Case("yaml, UTF-16", "a.yaml", f"\ufefftitle: A\nbody: |\n  {SENTENCE}\n".encode("utf-16-le")),
    Case("yaml, map of titles by a layout", "map.yaml", f"A: fine\nB: >-\n  {SENTENCE}\n"),
    Case("json", "a.json", json.dumps([{"id": 1, "text": SENTENCE}], ensure_ascii=False)),
    Case("json, escaped", "a.json", f'{{"title": "A", "body": {ESCAPED}}}'),
    Case("json, the words escaped", "a.json", '{"title": "A", "body": "\\ud83d\\ude00 please\\u0020calm down\\tnow"}', ("please\\u0020calm down\\tnow",)),
    Case("json, indented with tabs", "a.json", json.dumps({"macros": [{"name": "A", "message": SENTENCE}]}, indent="\t")),
    Case("json, body as a list of lines", "a.json", json.dumps({"name": "A", "body": ["One.\n", SENTENCE]})),
    Case("json, own layout", "own.json", json.dumps({"data": [{"label": "A", "says": SENTENCE}]})),
    Case("json, by UTF-8 with a byte order mark", "a.json", "\ufeff" + json.dumps({"title": "A", "body": SENTENCE})),
    Case("json lines", "a.jsonl", f'{{"id": 1, "text": "x"}}\n\n{{"id": 2, "text": {ESCAPED}}}\r\n'),
    Case("csv", "a.csv", _csv(SENTENCE)),
    Case("csv, quoted line break and quote", "a.csv", _csv(f'One "two",\n{SENTENCE}')),
    Case("csv, the words over a line break", "a.csv", _csv("Please calm\ndown now, " + SENTENCE[:9]), ("Please calm\ndown now",)),
    Case("csv, semicolon", "a.csv", _csv(f"a;b {SENTENCE}", delimiter=";")),
    Case("csv, bar, LF", "a.csv", _csv(SENTENCE, delimiter="|", lineterminator="\n")),
    Case("tsv", "a.tsv", _csv(SENTENCE, delimiter="\t")),
    Case("csv without a header by a layout", "bare.csv", f"A\tx\t{SENTENCE}\nB\ty\tfine\n"),
    Case("markdown", "a.md", f"# A\n\n- one\n- {SENTENCE}\n"),
    Case("markdown with front matter", "a.md", f"---\ntitle: A\ntags: [x]\n---\n{SENTENCE}\n"),
    Case("markdown, emphasis inside the words", "a.md", f"{BEFORE}please **calm** _down_ now.\n", ("please **calm** _down_ now",)),
    Case("markdown, in a link and a quote mark line", "a.md", f"> [{BEFORE}please\n> calm down now](https://example.com)\n", ("please\n> calm down now",)),
    Case("markdown, CRLF, wrapped", "a.md", f"{BEFORE}please\r\ncalm down now.\r\n", ("please\r\ncalm down now",)),
    Case("markdown library, fences", "SAVED_REPLIES.md", f"# R\n\nIntro {WORDS}.\n\n## A\n\n```\nx\n{SENTENCE}\n```\n\n## B\n\n  ~~~md\n  fine\n  ~~~\n"),
    Case("markdown library, quotes", "quotes.md", f"## A\n\n> One\n> {SENTENCE}\n\n## B\n\n> fine\n"),
    Case("markdown library, paragraphs", "canned-responses.md", f"# A\n\nOne.\n\n{SENTENCE}\n\n# B\n\nfine\n"),
    Case("html", "a.html", f"<html><head><title>{WORDS}</title></head><body><p>{SENTENCE}</p></body></html>"),
    Case("html, entities and tags", "a.html", f"<p>{BEFORE}&amp;&#x1F600;please&nbsp;<b>calm</b>\n  down <i>now</i>.</p>", ("please&nbsp;<b>calm</b>\n  down <i>now",)),
    Case("html, after a script and a comment", "a.htm", f"<!-- {WORDS} --><script>x = '{WORDS}'</script><div>{SENTENCE}</div>"),
    Case("html in json", "html.json", json.dumps([{"name": "A", "text": f"<p>Hi &lt;</p><p>{SENTENCE}</p>"}])),
    Case("html in json, words across tags", "html.json", json.dumps([{"name": "A", "text": "<p>é please <b>calm</b>&nbsp;down\nnow</p>"}]), ("please <b>calm</b>&nbsp;down\\nnow",)),
    Case("html in yaml", "a.yaml", f"title: A\nbody: >\n  <div>x<br>\n  {SENTENCE}</div>\n"),
    Case("markdown in yaml", "a.yaml", f"title: A\nbody: |\n  > {BEFORE}**please**\n  > calm down now\n", ("please**\n  > calm down now",)),
    Case("html in csv", "a.csv", _csv(f'<p class="x">{SENTENCE}</p>')),
    Case("text", "a.txt", f"{SENTENCE}\n"),
    Case("text with a subject line", "a.txt", f"Subject: x\n\n{SENTENCE}\n"),
    Case("text with front matter, CR line ends", "a.txt", f"---\ntitle: A\n---\nHello\r\r{SENTENCE}\r"),
    Case("text after placeholders", "a.txt", f"{{{{ a | default: '{WORDS}' }}}} {{% if b %}} {SENTENCE}\n"),
    Case("template engine, HTML inside", "a.html.erb", f"<p><%= x %> {SENTENCE}</p>"),
    Case("template engine, seen from the text", "a.tpl", f"<table><tr><td>{{$x}} {SENTENCE}</td></tr></table>"),
]  # fmt: skip


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[int, int]]]:
    """Run once over all cases, each in a folder of its own; return the places per case."""
    folder = tmp_path_factory.mktemp("containers")
    write(folder, {"macrolint.yaml": CONFIGURATION, "rules/test/calm.yaml": RULE})
    for number, case in enumerate(CASES):
        write(folder, {f"macros/{number}/{case.file}": case.text})
    report = macrolint("check", "macros", "-f", "json", cwd=folder)
    assert report.code == 1, report.err
    places: dict[str, list[tuple[int, int]]] = {case.name: [] for case in CASES}
    for one in report.json["violations"]:
        case = CASES[int(Path(one["path"]).parts[1])]
        places[case.name].append((one["start"]["offset"], one["end"]["offset"]))
    return places


def test_there_are_at_least_forty_containers() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_words_are_found_at_exactly_their_place(case: Case, checked: dict[str, list[tuple[int, int]]]) -> None:
    text = case.text.decode("utf-16") if isinstance(case.text, bytes) else case.text.removeprefix("\ufeff")
    assert tuple(text[start:end] for start, end in checked[case.name]) == case.written


def test_every_body_of_the_edge_file_is_placed_exactly(tmp_path: Path) -> None:
    path = SHARED / "peers" / "setup" / "edge.yaml"
    if not path.is_file():
        pytest.skip("the shared benchmark files are not beside this checkout")
    rule = RULE.replace("please calm down now", "[you must|calm down]")
    write(tmp_path, {"macrolint.yaml": CONFIGURATION, "rules/test/calm.yaml": rule, "edge.yaml": path.read_bytes()})
    text = path.read_text(encoding="utf-8")
    found = macrolint("check", "edge.yaml", "-f", "json", cwd=tmp_path).json["violations"]
    places = [(one["template"]["id"], one["start"]["line"], one["start"]["column"]) for one in found]
    assert places == [
        ("literal", 8, 14),
        ("folded", 12, 11),
        ("folded", 12, 20),
        ("folded_strip", 17, 7),
        ("dq", 19, 20),
        ("dq", 19, 44),
        ("dqmulti", 22, 7),
        ("dqmulti", 23, 12),
        ("sq", 26, 33),
        ("plain", 29, 7),
        ("indent", 33, 18),
        ("indent", 34, 7),
        ("anchor", 37, 7),
        ("dup", 42, 14),
    ]
    for one in found:
        written = " ".join(text[one["start"]["offset"] : one["end"]["offset"]].split()).lower()
        assert written in ("you must", "calm down", "calm \\ down")
