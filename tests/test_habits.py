"""The habits of a library: what most of its messages do is asked of the others, and of nobody else."""

from __future__ import annotations

from pathlib import Path

from running import Done, macrolint, write

GREETING = "tone/missing-greeting"
SIGN_OFF = "tone/missing-signoff"
GREETS = "Hi {{name}},\n\nThe lamp is here.\n"
SIGNS = "Hi Ana,\n\nThe lamp is here.\n\nBest,\nJo\n"
BARE = "The lamp left today. It is on a van.\n"


def check(
    folder: Path, *texts: str, rule: str = GREETING, head: str = "kind: other", arguments: tuple[str, ...] = ()
) -> Done:
    write(folder, {"macrolint.yaml": f"paths: [macros]\nselect: [{rule}]\n"})
    write(folder, {f"macros/{number:02}.md": f"---\n{head}\n---\n{text}" for number, text in enumerate(texts)})
    return macrolint("check", "-f", "json", *arguments, cwd=folder)


def test_one_message_without_a_greeting_is_told_where_the_others_greet(tmp_path: Path) -> None:
    done = check(tmp_path, *[GREETS] * 4, BARE)
    assert done.violations == [("macros/04.md", 4, 1, GREETING)]
    (one,) = done.json["violations"]
    assert (one["excerpt"], one["severity"]) == ("The lamp left today.", "warning")
    assert one["message"] == (
        "No greeting before “The lamp left today.”, but “Hi {{name}},” in 4 other templates; "
        "start with the reader's name or a plain hello."
    )
    assert [see["path"] for see in one["related"]] == ["macros/00.md", "macros/01.md", "macros/02.md"]


def test_the_last_sentence_is_told_where_a_sign_off_is_missing(tmp_path: Path) -> None:
    done = check(tmp_path, *[SIGNS] * 4, BARE, rule=SIGN_OFF)
    assert done.violations == [("macros/04.md", 4, 22, SIGN_OFF)]
    assert done.json["violations"][0]["excerpt"] == "It is on a van."


def test_the_habit_is_what_six_of_ten_do(tmp_path: Path) -> None:
    assert len(check(tmp_path, *[GREETS] * 6, *[BARE] * 4).violations) == 4
    assert check(tmp_path, *[GREETS] * 5, *[BARE] * 5).violations == []


def test_three_messages_are_no_habit(tmp_path: Path) -> None:
    assert check(tmp_path, *[GREETS] * 3, BARE).violations == []


def test_each_channel_has_habits_of_its_own_and_chat_has_none(tmp_path: Path) -> None:
    letter = {f"macros/letter{number}.md": f"---\nkind: other\nchannel: letter\n---\n{BARE}" for number in range(5)}
    write(tmp_path, letter)
    assert check(tmp_path, *[GREETS] * 4, BARE, head="kind: other\nchannel: email").violations == [
        ("macros/04.md", 5, 1, GREETING)
    ]
    assert check(tmp_path, *[GREETS] * 4, BARE, head="kind: other\nchannel: chat").violations == []


def test_where_the_team_asks_for_less_than_most_it_is_told_once(tmp_path: Path) -> None:
    texts = [*[GREETS] * 4, *[BARE] * 8]
    assert check(tmp_path, *texts).violations == []
    write(tmp_path, {"few.yaml": f"paths: [macros]\nselect: [{GREETING}]\nrules: {{{GREETING}: {{at_least: 30}}}}\n"})
    done = macrolint("check", "-f", "json", "--config", "few.yaml", cwd=tmp_path)
    assert [path for path, *_ in done.violations] == ["macros/04.md"]


def test_a_hook_that_names_one_file_knows_the_habits_of_the_library(tmp_path: Path) -> None:
    done = check(tmp_path, *[GREETS] * 4, BARE, arguments=("macros/04.md",))
    assert done.violations == [("macros/04.md", 4, 1, GREETING)]


def test_a_suppressed_message_is_left_out(tmp_path: Path) -> None:
    quiet = f"<!-- macrolint: disable={GREETING} A card goes with it. -->\n{BARE}"
    assert check(tmp_path, *[GREETS] * 4, quiet).violations == []


def test_both_rules_run_without_being_selected(tmp_path: Path) -> None:
    write(tmp_path, {f"{number}.md": f"---\nkind: other\n---\n{GREETS}" for number in range(4)})
    write(tmp_path, {"bare.md": f"---\nkind: other\n---\n{BARE}"})
    found = [one[::3] for one in macrolint("check", "-f", "json", ".", cwd=tmp_path).violations]
    assert ("bare.md", GREETING) in found
