"""promises.lock: which promises are the same, what is written, kept and carried over, and what --locked says."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import macrolint, write

from macrolint.identity import identity, window
from macrolint.lock import Kept, Lock, missing, needs_entry
from macrolint.lockfile import read
from macrolint.lockfile import write as lock_text
from macrolint.model import MacrolintError
from macrolint.promised import Promised, PromisedTime
from macrolint.spans import Position

LATE = "---\ntitle: Parcel is late\n---\nOur team will call you within 2 business days.\n"
REFUND = "Your refund will be issued within 3 days.\n"
LOCK = """\
# What the templates promise, and who keeps it: an entry for each promise, however many templates make it.
# Fill in `owner` (who answers for it) and `kept-by` (how: a reminder, a queue, an SLA policy). Both stay when
# this file is written again (macrolint promises --lock), as do lines like this one; the rest is written anew.
version: 1
promises:
  refund-9dbb9847:
    promise: "refund, within 3 days"
    says: "Your refund will be issued within 3 days"
    owner:
    kept-by:
    templates:
      - "macros/refund.md"
  reply-b750fc25:
    promise: "reply, within 2 business days"
    says: "Our team will call you within 2 business days"
    owner:
    kept-by:
    templates:
      - "macros/late.md"
"""


def ids(folder: Path, text: str, name: str = "macros/a.md") -> list[str]:
    write(folder, {name: text})
    done = macrolint("promises", "-f", "json", "--isolated", name, cwd=folder)
    return [one["id"] for one in done.json["promises"]]


@pytest.mark.parametrize(
    "texts",
    [
        [
            "We'll reply within 24 hours.",
            "I will get back to you in 1 day.",
            "A colleague will answer you within a day.",
        ],
        ["We'll refund you by Friday.", "Your refund will be issued on Fri."],
        ["We'll call you by 5 pm CET.", "I'm going to call you before 5 p.m. CET."],
        ["We'll send it soon.", "We will ship it shortly."],
        ["We'll reply by {{ticket.due_date}}.", "You'll hear back from us by {{ticket.due_date}}."],
    ],
)
def test_a_promise_in_other_words_is_the_same(tmp_path: Path, texts: list[str]) -> None:
    found = [ids(tmp_path, text) for text in texts]
    assert len(found[0]) == 1
    assert found == [found[0]] * len(texts)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("We'll reply within 24 hours.", "We'll reply within 48 hours."),
        ("We'll reply within 2 days.", "We'll reply within 2 business days."),
        ("We'll reply within 24-48 hours.", "We'll reply within 48 hours."),
        ("We'll reply within 24 hours.", "We'll reply soon."),
        ("We'll reply within 24 hours.", "We'll refund you within 24 hours."),
        ("We'll reply by Friday.", "We'll reply by Monday."),
        ("We'll reply by 5 pm CET.", "We'll reply by 5 pm PST."),
        ("We'll reply by 5 pm CET.", "We'll reply by 6 pm CET."),
        ("We'll reply within {{sla}} hours.", "We'll reply within {{sla}} days."),
        ("We'll reply within 24 hours.", "Once you have paid, we'll reply within 24 hours."),
        ("We'll refund you within 2 days.", "The bank will refund you within 2 days."),
    ],
)
def test_another_promise_has_another_id(tmp_path: Path, text: str, other: str) -> None:
    assert ids(tmp_path, text) != ids(tmp_path, other)


def test_acts_without_a_class_are_told_apart_by_their_template(tmp_path: Path) -> None:
    one = ids(tmp_path, "---\ntitle: A\n---\nWe will water the plants.\n")
    assert ids(tmp_path, "---\ntitle: A\n---\nWe will paint the house.\n", "macros/b.md") == one
    assert ids(tmp_path, "---\ntitle: B\n---\nWe will water the plants.\n") != one


def promise(text: str = "We will reply", **values: object) -> Promised:
    at = Position(1, 1, 0)
    one = Promised("macros/a.md", at, at, text, "we", "We", "reply", "", "plain")
    return one._replace(**values)  # type: ignore[arg-type]


def test_the_audience_makes_another_promise() -> None:
    assert identity(promise(audience="gold")).id != identity(promise()).id == "reply-3fc2fa09"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (None, "no time"),
        (PromisedTime("event", "event", "once it is back"), "no time"),
        (PromisedTime("vague", "vague", "soon"), "no time to count on"),
        (PromisedTime("vague", "lower-bound", "at least 3 days", 72, None, "calendar"), "after 3 days or later"),
        (PromisedTime("window", "range", "24-48 hours", 24, 48, "calendar"), "1 to 2 days"),
        (PromisedTime("window", "range", "3-5 business days", 72, 120, "business"), "3 to 5 business days"),
        (PromisedTime("window", "range", "2-4 hours", 2, 4, "calendar"), "2 to 4 hours"),
        (PromisedTime("window", "range", "12 hours to 2 days", 12, 48, "calendar"), "12 hours to 2 days"),
        (PromisedTime("window", "range", "30-60 minutes", 0.5, 1, "calendar"), "30 minutes to 1 hour"),
        (PromisedTime("exact", "within", "in 1 business day", 24, 24, "business"), "within 1 business day"),
        (PromisedTime("window", "within", "within 30 minutes", 0, 0.5, "calendar"), "within 30 minutes"),
        (PromisedTime("window", "within", "within 36 hours", 0, 36, "calendar"), "within 36 hours"),
        (PromisedTime("exact", "clock", "by 5 p.m. CET on Friday", 0, 168, "calendar"), "by 5 pm cet fri"),
        (PromisedTime("exact", "end-of-day", "by EOD Friday", 0, 168, "calendar"), "by the end of fri"),
        (PromisedTime("exact", "end-of-day", "by end of day", 0, 24, "calendar"), "within 24 hours"),
        (PromisedTime("exact", "date", "by 3/4/2027"), "by 3/4/2027"),
        (PromisedTime("window", "placeholder", "within {{ sla }} working hours"), "by {{sla}} business hour"),
    ],
)
def test_a_window_has_one_spelling(when: PromisedTime | None, said: str) -> None:
    assert window(when) == said


def test_offers_that_wait_for_the_reader_need_no_entry_unless_they_name_a_time() -> None:
    soon = PromisedTime("vague", "vague", "soon")
    assert not needs_entry(promise(condition="reader"))
    assert not needs_entry(promise(condition="reader", when=PromisedTime("event", "event", "if you pay")))
    assert needs_entry(promise(condition="reader", when=soon))
    assert needs_entry(promise(condition="ours"))
    assert needs_entry(promise())


def test_what_is_missing_is_told_from_plain_values() -> None:
    one, id_ = promise(), identity(promise()).id
    entry = Kept(id_, "reply", "We will reply")
    assert [found.entry for found in missing([one], Lock({}))] == [None]
    assert missing([one], Lock({id_: entry}))[0] == (one, entry)
    assert missing([one], Lock({id_: entry._replace(owner="support")})) == []
    assert missing([promise(condition="reader")], Lock({})) == []


def test_the_lock_is_written_sorted_and_read_back(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.md": LATE, "macros/refund.md": REFUND})
    done = macrolint("promises", "--lock", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Wrote promises.lock: 2 entries (2 new).\n2 entries without an owner: fill in 'owner' and 'kept-by'.\n"
    )
    assert (tmp_path / "promises.lock").read_text(encoding="utf-8") == LOCK
    lock = read(str(tmp_path / "promises.lock"), "promises.lock")
    assert lock
    assert lock_text(lock) == LOCK
    assert [one.line for one in lock.entries.values()] == [6, 13]


def test_one_entry_serves_all_templates_that_make_a_promise(tmp_path: Path) -> None:
    macros = '{"macros": [{"id": "7", "title": "A", "body": "We will reply within 2 business days."}]}'
    write(tmp_path, {"macros/late.md": LATE, "macros/m.json": macros, "macrolint.yaml": "paths: [macros]\n"})
    assert macrolint("promises", "--lock", cwd=tmp_path / "macros").out.startswith(
        "Wrote ../promises.lock: 1 entry (1 n"
    )
    lock = (tmp_path / "promises.lock").read_text(encoding="utf-8")
    assert lock.endswith('    templates:\n      - "macros/late.md"\n      - "macros/m.json › 7"\n')


def filled(folder: Path) -> Path:
    """Write a library whose lock is filled in by hand."""
    write(folder, {"macros/late.md": LATE, "macros/refund.md": REFUND})
    text = LOCK.replace(
        "    owner:\n    kept-by:\n", "    owner: billing team\n    kept-by: 'a view: Refunds' # daily\n", 1
    )
    text = text.replace("    owner:\n", "    owner: support-l1\n    # asked in May\n", 1)
    text = text.replace("  reply-", "  # Calls are made from Lyon.\n  reply-").replace(
        "version", "# Ask Ann.\n\nversion"
    )
    return write(folder, {"promises.lock": text + "# the end\n"})


def test_what_people_wrote_stays_when_the_lock_is_written_again(tmp_path: Path) -> None:
    filled(tmp_path)
    write(tmp_path, {"macros/late.md": LATE.replace("Our team will call you", "A colleague will write to you")})
    assert macrolint("promises", "--locked", cwd=tmp_path).code == 0
    assert macrolint("promises", "--lock", cwd=tmp_path).out == "Wrote promises.lock: 2 entries.\n"
    text = (tmp_path / "promises.lock").read_text(encoding="utf-8")
    assert (
        text
        == LOCK.replace("version", "# Ask Ann.\nversion")
        .replace("    owner:\n    kept-by:\n", '    owner: billing team\n    kept-by: "a view: Refunds"  # daily\n', 1)
        .replace("    owner:\n", "    owner: support-l1\n", 1)
        .replace("  reply-", "  # Calls are made from Lyon.\n  # asked in May\n  reply-")
        .replace("Our team will call you", "A colleague will write to you")
        + "# the end\n"
    )
    macrolint("promises", "--lock", cwd=tmp_path)
    assert (tmp_path / "promises.lock").read_text(encoding="utf-8") == text


def test_a_changed_promise_takes_over_the_owner_but_not_what_kept_it(tmp_path: Path) -> None:
    filled(tmp_path)
    write(tmp_path, {"macros/refund.md": "Your refund will be issued within 5 days.\n"})
    done = macrolint("promises", "--lock", cwd=tmp_path)
    assert done.out == (
        "Wrote promises.lock: 2 entries (1 new, 1 taken out).\n"
        "Changed promises that took over their owner, to be looked at: refund-c5e82990.\n"
    )
    entries = read(str(tmp_path / "promises.lock"), "promises.lock").entries  # type: ignore[union-attr]
    assert entries["refund-c5e82990"][3:6] == ("billing team", None, ("macros/refund.md",))
    assert "refund-9dbb9847" not in entries


def test_an_entry_outside_the_named_paths_is_left_alone(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "macros/refund.md").unlink()
    assert macrolint("promises", "--locked", "macros/late.md", cwd=tmp_path).code == 0
    assert macrolint("promises", "--lock", "macros/late.md", cwd=tmp_path).out == "Wrote promises.lock: 2 entries.\n"
    assert macrolint("promises", "--locked", cwd=tmp_path).code == 1
    assert macrolint("promises", "--lock", cwd=tmp_path).out == "Wrote promises.lock: 1 entry (1 taken out).\n"


def test_locked_tells_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    filled(tmp_path)
    text = (tmp_path / "promises.lock").read_text(encoding="utf-8").replace("owner: support-l1", "owner:")
    write(tmp_path, {"promises.lock": text, "macros/refund.md": "Your refund will be issued within 5 days.\n"})
    done = macrolint("promises", "--locked", cwd=tmp_path)
    assert (done.code, done.err) == (1, "")
    assert done.out == (
        "Not in promises.lock:\n"
        "  macros/refund.md:1:1\n"
        "    “Your refund will be issued within 5 days”\n"
        "      what: refund · until: within 5 days\n"
        "\n"
        "Without an owner:\n"
        "  promises.lock:16 reply-b750fc25\n"
        "    “Our team will call you within 2 business days” (reply, within 2 business days)\n"
        "\n"
        "No longer promised:\n"
        "  promises.lock:8 refund-9dbb9847\n"
        "    “Your refund will be issued within 3 days” (refund, within 3 days)\n"
        "\n"
        "promises.lock is not up to date: 1 promise not in it, 1 entry without an owner, "
        "1 entry that nobody promises any more.\n"
        "help: macrolint promises --lock brings it up to date and keeps what was filled in\n"
        "help: then name an 'owner' for each entry in promises.lock\n"
    )


def test_locked_is_content_with_a_lock_that_is_filled_in(tmp_path: Path) -> None:
    done = macrolint("promises", "--locked", cwd=filled(tmp_path))
    assert (done.code, done.out, done.err) == (0, "promises.lock is up to date.\n", "")


def test_the_reports_name_owners_and_keepers(tmp_path: Path) -> None:
    filled(tmp_path)
    found = macrolint("promises", "-f", "json", cwd=tmp_path).json["promises"]
    assert [(one["owner"], one["kept_by"]) for one in found] == [
        ("support-l1", None),
        ("billing team", "a view: Refunds"),
    ]
    text = macrolint("promises", cwd=tmp_path).out
    assert "\n      who: nobody is named · what: refund · until: within 3 days · owner: billing team\n" in text
    assert text.endswith("2 of 2 promises have an owner.\n")
    isolated = macrolint("promises", "-f", "json", "--isolated", cwd=tmp_path).json["promises"]
    assert {one["owner"] for one in isolated} == {None}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("version: 2\n", "error: this version of a lock file is not known (promises.lock, line 1)\n"),
        ("promises: {}\n", "error: the line 'version: 1' is missing (promises.lock, line 1)\n"),
        (
            "version: 1\npromises:\n  a-1:\n    ovner: x\n",
            "error: unknown field of an entry 'ovner' (promises.lock, line 4)\n",
        ),
        ("version: 1\npromises:\n  a-1:\n    owner: [x]\n", "error: 'promises.a-1.owner' must be a text, not a list"),
        (
            "version: 1\npromises:\n  a-1: {}\n  a-1: {}\n",
            "error: the entry 'a-1' stands here twice (promises.lock, line 4)",
        ),
        (
            "version: 1\npromises: [a]\n",
            "error: 'promises' must be a mapping (`key: value` lines) (promises.lock, line 2)\n",
        ),
        ("version: 1\npromises:\n  a: [\n", "error: promises.lock is not a readable lock file: "),
        (
            "version: 1\n<<<<<<< HEAD\n",
            "error: promises.lock holds an unsolved merge conflict (line 2)\nhelp: keep the entries",
        ),
        (b"\xff\xfe\x00", "error: promises.lock cannot be read: "),
    ],
)
def test_a_broken_lock_is_an_error_with_its_place(tmp_path: Path, text: str | bytes, error: str) -> None:
    write(tmp_path, {"macros/late.md": LATE, "promises.lock": text})
    for option in ("--lock", "--locked", "--color=never"):
        done = macrolint("promises", option, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(error)
        assert "help: " in done.err or isinstance(text, bytes)
    before = text.encode() if isinstance(text, str) else text
    assert (tmp_path / "promises.lock").read_bytes() == before


def test_the_lock_is_left_alone_when_a_file_cannot_be_read(tmp_path: Path) -> None:
    filled(tmp_path)
    before = (tmp_path / "promises.lock").read_text(encoding="utf-8")
    write(tmp_path, {"macros/refund.md": b"\xff We will"})
    done = macrolint("promises", "--lock", cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("help: promises.lock was left alone; mend the files above first\n")
    assert (tmp_path / "promises.lock").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--lock", "--locked"], "'--lock' and '--locked' exclude each other"),
        (["--since=main", "--lock"], "'--since' and '--lock' exclude each other"),
        (["--lock", "-"], "'--lock' reads files and folders, not standard input"),
        (["--locked", "-f", "json"], "'--locked' has no output format and no output file"),
        (["--lock", "--isolated"], "'--lock' and '--isolated' exclude each other"),
    ],
)
def test_options_that_exclude_each_other_are_refused(tmp_path: Path, arguments: list[str], error: str) -> None:
    done = macrolint("promises", *arguments, cwd=write(tmp_path, {"macros/late.md": LATE}))
    assert (done.code, done.out, done.err.splitlines()[0]) == (2, "", f"error: {error}")


def test_without_a_lock_locked_says_how_to_write_one(tmp_path: Path) -> None:
    done = macrolint("promises", "--locked", cwd=write(tmp_path, {"macros/late.md": LATE}))
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: there is no promises.lock yet\nhelp: write it with: macrolint promises --lock\n"


def test_a_template_cannot_write_into_the_lock(tmp_path: Path) -> None:
    body = 'We will send \\"x\\"\\u202e\\ud83d\\ude00\\u0007\\n  evil: {} # within 2 days.'
    write(tmp_path, {"macros/m.json": f'{{"macros": [{{"title": "a\\n  b: c", "body": "{body}"}}]}}'})
    assert macrolint("promises", "--lock", cwd=tmp_path).code == 0
    text = (tmp_path / "promises.lock").read_bytes().decode()
    assert text.count("\n") == LOCK.count("\n") - 7
    assert all(char.isprintable() or char == "\n" for char in text)
    lock = read(str(tmp_path / "promises.lock"), "promises.lock")
    assert lock
    (entry,) = lock.entries.values()
    assert entry.says == 'We will send "x"\u202e😀\x07'
    assert entry.templates == ("macros/m.json › a b: c",)


def test_a_lock_keeps_its_line_ends(tmp_path: Path) -> None:
    filled(tmp_path)
    path = tmp_path / "promises.lock"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    macrolint("promises", "--lock", cwd=tmp_path)
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 10


def test_an_unknown_lock_path_is_none_and_a_folder_is_an_error(tmp_path: Path) -> None:
    assert read(str(tmp_path / "none"), "none") is None
    with pytest.raises(MacrolintError, match=r"^here cannot be read: it is no regular file$"):
        read(str(tmp_path), "here")
