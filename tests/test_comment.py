"""`macrolint report --since`: what a change brings, as a comment on its pull request; in real git repositories."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from running import macrolint, write
from test_formats import ATTACKS, rendered
from test_since import commit, git, repository

MARK = "<!-- macrolint-report -->\n"
BLUNT = "---\ntitle: Late\n---\nPlease calm down.\n"
SELECT = "select: [respect/calm-down, tone/repeated-punctuation]\n"
RULES = "https://github.com/macrolint/macrolint/blob/main/docs/rules"
CALM = f"fuels anger; acknowledge what happened instead. [respect/calm&#45;down]({RULES}/respect/calm-down.md)"
NOTHING = f"{MARK}macrolint: nothing new since main. No promise is new, changed or gone.\n"


def comment(folder: Path, *arguments: str) -> str:
    done = macrolint("report", "--format", "markdown", "--since=main", *arguments, cwd=folder)
    assert (done.code, done.err) == (0, "")
    return done.out


def new(folder: Path) -> list[str]:
    """Return the quoted words of each new violation, by the name of its template."""
    name, out = "", []
    for line in comment(folder).splitlines():
        name = line[4:] if line.startswith("### ") else name
        out += [f"{name}: {found[1]}" for found in [re.search(r", line \d+: (.*?) (?:fuels|reads)", line)] if found]
    return out


def test_what_a_change_brings_is_told_template_by_template(tmp_path: Path) -> None:
    repository(tmp_path, {
        "macros/calm.md": BLUNT + "\nWe will call you tomorrow.\n\nWe will refund you within 2 days.\n",
        "macros/fine.md": "---\ntitle: Fine\n---\nThanks!!\n", "macrolint.yaml": SELECT,
    })  # fmt: skip
    write(tmp_path, {"macros/calm.md": BLUNT + "\nThanks!!\n\nWe will refund you within 4 days.\n",
                     "macros/new.md": "---\ntitle: New\n---\nPlease calm down. I will reply today.\n"})  # fmt: skip
    assert (
        comment(tmp_path)
        == f"""\
{MARK}
## What this change brings

**2 new violations** since main (1 🔴 error, 1 🟡 warning). Promises to readers: 1 new, 1 changed, 1 gone.

### New

in macros/new.md

- 🔴 error, line 4: “calm down” {CALM}
- ➕ **new promise** “I will reply today” (who: I; what: reply; until: today)

### Late

in macros/calm.md

- 🟡 warning, line 6: “&#33;&#33;” reads as shouting or impatience; one mark is enough. \
[tone/repeated&#45;punctuation]({RULES}/tone/repeated-punctuation.md) *Try:* replace with “&#33;”
- ✏️ **changed promise** “We will refund you within 2 days” → “We will refund you within 4 days” \
(until: within 2 days → within 4 days)
- ➖ **promise gone** “We will call you tomorrow”
"""
    )


def test_what_was_there_before_is_not_new(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"macros/a.md": BLUNT, "macrolint.yaml": SELECT}
    repository(tmp_path, files)
    assert comment(tmp_path) == NOTHING
    write(tmp_path, {"macros/a.md": BLUNT.replace("Please", "Hello there,\n\nnow please")})
    assert comment(tmp_path) == NOTHING
    write(tmp_path, {"macros/a.md": BLUNT.replace("Late", "Another name") + "\nAnd calm down, all.\n"})
    assert new(tmp_path) == ["Another name: “calm down”"]
    assert comment(tmp_path).count("line 6:") == 1


def test_what_moved_is_not_new(tmp_path: Path) -> None:
    long = BLUNT + "\nThis is a longer text, so that git sees that the file was renamed.\n" * 5
    repository(tmp_path, {"macros/a.md": long, "macros/b.md": BLUNT.replace("Late", "B"), "macrolint.yaml": SELECT})
    git(tmp_path, "mv", "macros/a.md", "macros/c.md")
    write(tmp_path, {"macros/c.md": long.replace("Late", "Retitled").replace("Please", "Do")})
    assert new(tmp_path) == []
    (tmp_path / "macros/b.md").unlink()
    write(tmp_path, {"macros/all.yaml": "- title: B\n  body: Please do calm down.\n- title: C\n  body: Calm down!\n"})
    assert new(tmp_path) == ["C: “Calm down”"]


def test_a_template_that_differs_only_in_its_place_brings_nothing(tmp_path: Path) -> None:
    repository(tmp_path, {"macros.yaml": "- title: A\n  body: Calm down.\n", "macrolint.yaml": SELECT})
    write(tmp_path, {"macros.yaml": "- title: N\n  body: Thank you.\n\n- title: A\n  body: 'Calm down.'\n"})
    assert comment(tmp_path) == NOTHING


def test_what_a_message_lacks_is_the_same_in_other_words(tmp_path: Path) -> None:
    lacks = (
        "---\ntitle: Late\nkind: complaint\n---\n{}\n\nYour parcel is late. It left us on Monday. It is on its way.\n"
    )
    files: dict[str, str | bytes] = {"macrolint.yaml": "select: [acknowledgement/complaint-without-feeling]\n"}
    repository(tmp_path, {**files, "macros/a.md": lacks.format("The carrier has it.")})
    assert len(macrolint("check", "-f", "json", cwd=tmp_path).violations) == 1
    write(tmp_path, {"macros/a.md": lacks.format("The driver has it now.")})
    assert comment(tmp_path) == NOTHING


def test_violations_that_are_gone_are_counted(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.md": BLUNT, "macros/b.md": BLUNT + "\nThanks!!\n", "macrolint.yaml": SELECT})
    (tmp_path / "macros/a.md").unlink()
    write(tmp_path, {"macros/b.md": "---\ntitle: Late\n---\nYour parcel left today.\n"})
    said = "nothing new since main. 3 violations are gone. No promise is new, changed or gone."
    assert comment(tmp_path) == f"{MARK}macrolint: {said}\n"


def test_a_contradiction_is_new_once(tmp_path: Path) -> None:
    promise = "---\ntitle: {}\n---\nWe will refund you within {} business days.\n"
    repository(tmp_path, {"macros/a.md": promise.format("A", 5), "macros/b.md": promise.format("B", 10),
                          "macros/c.md": promise.format("C", 5), "macrolint.yaml": "select: [library]\n"})  # fmt: skip
    write(tmp_path, {"macros/b.md": promise.format("B", 10) + "\nThank you for your patience.\n"})
    assert comment(tmp_path) == NOTHING
    write(tmp_path, {"macros/d.md": promise.format("D", 20)})
    assert re.findall(r"^### (.*)|\((library/[^]]*)", comment(tmp_path), re.M) == [("D", "")]
    assert "**1 new violation**" in comment(tmp_path)


def test_what_the_baseline_accepts_is_not_told(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.md": BLUNT, "macrolint.yaml": SELECT})
    write(tmp_path, {"macros/b.md": BLUNT.replace("Late", "B")})
    assert new(tmp_path) == ["B: “calm down”"]
    macrolint("baseline", "create", cwd=tmp_path)
    assert comment(tmp_path) == NOTHING


def test_a_template_can_only_be_read_there(tmp_path: Path) -> None:
    attacks = [
        *ATTACKS,
        "/close",
        "~bug !12 %3 &4 $5 :tada:",
        "- [ ] task\n\n# heading\n\n> quote",
        "[a](http://evil.example)",
    ]
    repository(tmp_path, {"macros/fine.md": "---\ntitle: Fine\n---\nYour parcel left today.\n"})
    bodies = [
        f"- title: {text!r}\n  body: >-\n    We will {text.split()[0]} tomorrow. Calm down!!\n" for text in attacks
    ]
    write(tmp_path, {f"macros/{number}.yaml": body for number, body in enumerate(bodies)})
    write(tmp_path, {"macros/=1|<b>.md": "---\ntitle: 'evil'\n---\nWe will write to @octocat and #1 tomorrow!!\n"})
    said = comment(tmp_path)
    page = rendered(said)
    assert set(re.findall(r"</?(\w+)", page)) <= {"h2", "h3", "p", "strong", "ul", "li", "a", "em", "code"}
    assert all(link.startswith(RULES) for link in re.findall(r'href="([^"]*)', page))
    assert not re.search(
        r"[@#]\w|[!~%&$]\d|www\.|://(?!github\.com/macrolint)|:tada", re.sub(r"&(#\d+|\w+);", "", page)
    )
    assert not re.search(r"^\s*(/|::|##\[)", said, re.M)
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_large_change_is_short_enough_to_be_read(tmp_path: Path) -> None:
    repository(
        tmp_path, {"macros/fine.md": "---\ntitle: Fine\n---\nYour parcel left today.\n", "macrolint.yaml": SELECT}
    )
    write(
        tmp_path, {f"macros/{n}.md": f"---\ntitle: T{n:02}\n---\n" + f"Great{n}!!\n\n" * (n % 9 + 1) for n in range(40)}
    )
    said = comment(tmp_path)
    assert said.count("\n### ") == 15
    assert said.count("🟡 warning, line") == 15 * 6
    assert "\n- … and 3 more violations\n" in said
    assert said.endswith(
        f"\n\n… and 25 more templates ({_left(said)} violations): "
        "<code>macrolint check &#45;&#45;changed&#61;main</code> and "
        "<code>macrolint promises &#45;&#45;since&#61;main</code>\n"
    )
    write(tmp_path, {f"macros/{n}.md": f"---\ntitle: {'<' * 500}{n}\n---\n{'Great!! ' * 90}\n" for n in range(40)})
    assert len(comment(tmp_path)) < 60_000


def _left(said: str) -> int:
    total = int(re.search(r"\*\*(\d+) new", said)[1])  # type: ignore[index]
    more = sum(int(number) for number in re.findall(r"- … and (\d+) more violations?\n", said))
    return total - more - said.count("🟡 warning, line")


def test_it_goes_where_it_is_wanted(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.md": BLUNT, "macrolint.yaml": SELECT})
    assert macrolint("report", "--since=main", cwd=tmp_path).out == NOTHING
    assert macrolint("report", "--since=main", "-o", "c.md", cwd=tmp_path).out == "Wrote c.md.\n"
    assert (tmp_path / "c.md").read_text("utf-8") == NOTHING
    write(tmp_path, {"summary": "before\n"})
    done = macrolint("report", "--format", "markdown", "--since=main", "-o", "summary", cwd=tmp_path,
                     env={"GITHUB_STEP_SUMMARY": str(tmp_path / "summary")})  # fmt: skip
    assert (done.code, (tmp_path / "summary").read_text("utf-8")) == (0, f"before\n{NOTHING}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--since=main", "-o", "x.html"],
            "'--since' writes a comment on a pull request, which is '--format markdown'",
        ),
        (["--since="], "'--since' needs a branch, a tag or a commit, such as --since=main"),
        (["--since=mian"], "git knows no revision 'mian'"),
        (["--since=main", "empty"], "no templates found in 'empty'"),
        (["--format", "csv", "--title", "x"], "'--title' is for a page (html) or a workbook (xlsx)"),
        (["--format", "csv", "--open"], "'--open' needs a file: name one with -o"),
        (["--format", "pdf"], "'pdf' is not one of 'html', 'xlsx', 'markdown', 'csv'"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: list[str], said: str) -> None:
    repository(tmp_path, {"macros/a.md": BLUNT})
    (tmp_path / "empty").mkdir()
    done = macrolint("report", *arguments, cwd=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_shallow_clone_is_told_what_to_do(tmp_path: Path) -> None:
    repository(tmp_path / "origin", {"macros/a.md": BLUNT})
    commit(tmp_path / "origin", {"macros/b.md": BLUNT})
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{tmp_path}/origin", "here"], cwd=tmp_path, check=True)
    done = macrolint("report", "--since=HEAD~1", cwd=tmp_path / "here")
    assert done.code == 2
    assert "fetch-depth: 0" in done.err
