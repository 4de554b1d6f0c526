"""Every check, by a rule of a team: exactly what is flagged, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import macrolint, write

MOVES = {"rules/moves/why.yaml": "title: Reason\nphrases: [because, due to]\n"}


def flagged(tmp_path: Path, rule: str, text: str, kind: str = "fragment") -> list[str]:
    """Return the excerpts that a rule file, given without id, flags in a text."""
    files = {
        "macrolint.yaml": "rulesets: [rules]\nselect: [team]\n",
        "rules/team/rule.yaml": f"id: team/rule\n{rule}",
        "macros/a.txt": f"---\nkind: {kind}\n---\n{text}\n",
    }
    write(tmp_path, {**MOVES, **files})
    done = macrolint("check", "-f", "json", "--exit-zero", cwd=tmp_path)
    assert done.err == ""
    return [one["excerpt"] for one in done.json["violations"]]


NEARBY = 'message: "“{match}”"\ncheck: unless-nearby\nphrases: [no refund]\nmoves: [why]\n'


@pytest.mark.parametrize(
    ("more", "text", "found"),
    [
        ("", "There is no refund.", ["no refund"]),
        ("", "There is no refund. Not one. Never. No. That is because it rained.", []),
        ("within: 1\n", "There is no refund. Not one. Never. That is because it rained.", ["no refund"]),
        ("within: 1\n", "There is no refund. Because it rained.", []),
        ("within: 1\n", "Because it rained. There is no refund.", []),
        ("within: 0\n", "Because it rained. There is no refund.", ["no refund"]),
        ("within: 0\n", "Because it rained, there is no refund.", []),
        ("side: before\n", "There is no refund. Because it rained.", ["no refund"]),
        ("side: before\n", "Because it rained. There is no refund.", []),
        ("side: after\n", "Because it rained. There is no refund.", ["no refund"]),
        ("side: after\n", "There is no refund. Never. Because it rained.", []),
    ],
)
def test_unless_nearby_looks_for_a_move_around_the_words(
    tmp_path: Path, more: str, text: str, found: list[str]
) -> None:
    assert flagged(tmp_path, NEARBY + more, text) == found


def test_a_move_inside_the_flagged_words_is_none(tmp_path: Path) -> None:
    rule = 'message: "“{match}”"\ncheck: unless-nearby\nphrases: [no refund due to sale]\nmoves: [why]\n'
    assert flagged(tmp_path, rule, "There is no refund due to sale.") == ["no refund due to sale"]


@pytest.mark.parametrize(
    ("more", "text", "found"),
    [
        ("", "There is no refund.", []),
        ("", "There is no refund. Not one. Never. That is because it rained.", ["no refund"]),
        ("within: 1\n", "There is no refund. Not one. Because it rained.", []),
        ("within: 1\n", "Because it rained. There is no refund.", ["no refund"]),
        ("within: 2\n", "There is no refund. Because it rained.", ["no refund"]),
        ("side: before\n", "There is no refund. Because it rained.", []),
    ],
)
def test_nearby_looks_for_words_that_stand_near_a_move(tmp_path: Path, more: str, text: str, found: list[str]) -> None:
    assert flagged(tmp_path, NEARBY.replace("unless-nearby", "nearby") + more, text) == found


def test_a_window_of_sentences_ends_with_the_message(tmp_path: Path) -> None:
    assert flagged(tmp_path, f"{NEARBY}within: 5\n", "There is no refund. Because it rained.") == []
    assert flagged(tmp_path, f"{NEARBY}within: 5\n", "Because it rained. There is no refund.") == []


ORDER = 'message: "“{match}”"\ncheck: order\nphrases: [press, hold]\nmoves: [why]\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Press it. Hold it. Because it sticks.", ["Press"]),
        ("Because it sticks, press it.", []),
        ("Press it, because it sticks.", []),
        ("Press it. Hold it.", []),
    ],
)
def test_order_flags_the_first_words_before_a_later_move(tmp_path: Path, text: str, found: list[str]) -> None:
    assert flagged(tmp_path, ORDER, text) == found


MISSING = "message: No reason.\ncheck: missing\nmoves: [why]\napplies: {kinds: [reject]}\n"


@pytest.mark.parametrize(
    ("more", "text", "kind", "found"),
    [
        ("", "Hi Ana,\nno refund. Sorry.", "reject", ["no refund."]),
        ("", "Hi Ana,\nno refund. Not one. Never. Because it rained.", "reject", []),
        ("zone: opening\n", "Hi Ana,\nno refund. Not one. Never. Because it rained.", "reject", ["no refund."]),
        ("", "Hi Ana,\nno refund. Sorry.", "howto", []),
        ("", "Hi Ana,\nno refund at all today.\nThanks,\nJo, because I can", "reject", ["no refund at all today."]),
    ],
)
def test_missing_flags_the_first_sentence_of_the_zone(
    tmp_path: Path, more: str, text: str, kind: str, found: list[str]
) -> None:
    assert flagged(tmp_path, MISSING + more, text, kind) == found


COUNT = 'message: "{count} of {limit}"\ncheck: count\nphrases: [sorry]\n'


@pytest.mark.parametrize(
    ("more", "text", "found"),
    [
        ("at_most: 1\n", "Sorry. We are sorry, so sorry.", ["sorry"]),
        ("at_most: 3\n", "Sorry. We are sorry, so sorry.", []),
        ("at_most: 0\n", "Sorry, sorry.", ["Sorry"]),
        ("at_most: 1\nper: sentence\n", "Sorry. We are sorry. So sorry.", []),
        ("at_most: 1\nstretch: 5\n", "Sorry. We are sorry. It is so far off. Sorry, sorry.", ["sorry"]),
        ("at_most: 1\nstretch: 4\n", "Sorry. The lamp is here. Sorry. A box is, too. So sorry, sorry.", ["sorry"]),
        ("at_most: 1\nstretch: 4\n", "Sorry. The lamp is there now. Sorry. A box is here, too. Sorry.", []),
        ("at_most: 1\nper: sentence\n", "Sorry. We are sorry, so sorry.", ["sorry"]),
        ("at_most: 1\nper: paragraph\n", "Sorry.\n\nWe are sorry.", []),
    ],
)
def test_count_flags_the_first_one_too_many(tmp_path: Path, more: str, text: str, found: list[str]) -> None:
    assert flagged(tmp_path, COUNT + more, text) == found


LENGTH = 'message: "{count} of {limit}"\ncheck: length\n'


@pytest.mark.parametrize(
    ("more", "text", "found"),
    [
        ("at_most: 3\n", "Hi Ana,\nthe lamp is here. It glows.\nThanks,\nJo", ["the lamp is here."]),
        ("at_most: 6\n", "Hi Ana,\nthe lamp is here. It glows.\nThanks,\nJo", []),
        ("at_least: 9\n", "The lamp is here.", ["The lamp is here."]),
        ("at_most: 2\nof: sentences\n", "A lamp. A cable. A box.", ["A lamp."]),
        ("at_most: 1\nof: questions\n", "Which lamp? Which box? It is here.", ["Which lamp?"]),
        ("at_most: 9\nof: characters\nper: sentence\n", "A lamp. The long cable.", ["The long cable."]),
        ("at_most: 3\nper: sentence\n", "A lamp. The long cable lies here.", ["The long cable lies here."]),
        ("at_most: 3\nper: sentence\nunless: {sentence: [cable]}\n", "The long cable lies here.", []),
        ("at_most: 3\nper: sentence\nonly: {sentence: [cable]}\n", "The long lamp lies here.", []),
        ("at_most: 3\nper: sentence\nunless: {at: [question]}\n", "Does the long cable lie here?", []),
        ("at_most: 8\nof: grade\n", "Considerations necessitate verification. " * 13, []),
        (
            "at_most: 8\nof: grade\n",
            "The consideration necessitates verification. " * 10,
            ["The consideration necessitates verification."],
        ),
        ("at_most: 8\nof: grade\n", "The lamp is on the box. " * 9, []),
        ("at_most: 8\nof: grade\n", "The Considerationist Necessitator is on the box. " * 9, []),
        ("at_most: 3\nper: paragraph\n", "A lamp.\n\nThe long cable lies here.", ["The long cable lies here."]),
    ],
)
def test_length_measures_the_zone(tmp_path: Path, more: str, text: str, found: list[str]) -> None:
    assert flagged(tmp_path, LENGTH + more, text) == found


def test_the_message_names_count_and_limit(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "macrolint.yaml": "rulesets: [rules]\nselect: [team]\n",
            "rules/team/rule.yaml": f"id: team/rule\n{COUNT}at_most: 1\n",
        },
    )
    write(tmp_path, {"macros/a.txt": "Sorry, sorry, sorry.\n"})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert [one["message"] for one in done.json["violations"]] == ["3 of 1"]


def test_phrases_name_moves_as_cue_sets(tmp_path: Path) -> None:
    rule = 'message: "“{match}”"\nphrases: ["{why} of {placeholder}"]\nunless: {before: ["{thanks}"]}\n'
    assert flagged(tmp_path, rule, "It is because of {{rain}}.") == ["because of {{rain}}"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("message: m\ncheck: missing\n", "a rule with 'check: missing' needs 'moves'"),
        ("message: m\ncheck: missing\nmoves: [whi]\n", "'moves' must be one of"),
        ("message: m\ncheck: missing\nmoves: [why]\nphrases: [x]\n", "a rule with 'check: missing' has no 'phrases'"),
        ("message: m\nphrases: [x]\nwithin: 2\n", "a rule with 'check: phrase' has no 'within'"),
        ("message: m\ncheck: count\nphrases: [x]\n", "a rule with 'check: count' needs 'at_most'"),
        ("message: m\ncheck: count\nat_most: 1\n", "needs 'phrases' or 'patterns'"),
        ("message: m\ncheck: count\nphrases: [x]\nat_most: many\n", "'at_most' must be a whole number"),
        ("message: m\ncheck: length\n", "needs 'at_most' or 'at_least'"),
        ("message: '{count}'\nphrases: [x]\n", "a message knows {match}, not {count}"),
        ("message: m\nphrases: ['{whi}']\n", "there is no cue set 'whi' (did you mean 'why')"),
    ],
)
def test_a_mistake_in_a_rule_about_moves_is_shown(tmp_path: Path, rule: str, said: str) -> None:
    write(
        tmp_path,
        {
            **MOVES,
            "macrolint.yaml": "rulesets: [rules]\n",
            "rules/team/rule.yaml": f"id: team/rule\n{rule}",
            "macros/a.md": "x\n",
        },
    )
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert "rules/team/rule.yaml, line" in done.err


def test_a_missing_move_of_a_team_is_asked_of_every_kind_but_a_fragment(tmp_path: Path) -> None:
    rule = "message: No reason.\ncheck: missing\nmoves: [why]\n"
    assert flagged(tmp_path, rule, "Hi Ana,\nno refund. Sorry.", "howto") == ["no refund."]
    assert flagged(tmp_path, rule, "Hi Ana,\nno refund. Sorry.", "internal") == []
    assert flagged(tmp_path, rule, "Hi Ana,\nno refund. Sorry.", "fragment") == []


@pytest.mark.parametrize(
    ("first", "second", "reported"),
    [
        ("", "", ["team/first", "team/second"]),
        ("yields_to: [team/second]\n", "", ["team/second"]),
        ("yields_to: [team/second]\n", "yields_to: [team/first]\n", ["team/first", "team/second"]),
        ("yields_to: [team/second]\n", "yields_to: [team/third]\n", ["team/first", "team/third"]),
    ],
)
def test_of_one_sentence_the_better_rule_speaks(tmp_path: Path, first: str, second: str, reported: list[str]) -> None:
    files = {
        "macrolint.yaml": "rulesets: [rules]\nselect: [team]\n",
        "rules/team/first.yaml": f"id: team/first\nmessage: m\nphrases: [lamp]\n{first}",
        "rules/team/second.yaml": f"id: team/second\nmessage: m\nphrases: [is blue]\n{second}",
        "rules/team/third.yaml": "id: team/third\nmessage: m\nphrases: [the box]\n",
        "macros/a.txt": "The lamp in the box is blue. That is all.\n" if "third" in second else "The lamp is blue.\n",
    }
    write(tmp_path, files)
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert sorted(rule for *_, rule in done.violations) == reported


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("yields_to: [team/gone]\n", "unknown rule 'team/gone' in 'yields_to' of rules/team/rule.yaml"),
        ("yields_to: [team/rule]\n", "unknown rule 'team/rule' in 'yields_to'"),
        ("applies: {kinds: [rejekt]}\n", "unknown kind of message 'rejekt' in 'applies' of rules/team/rule.yaml"),
        ("applies: {not_kinds: [foo]}\n", "unknown kind of message 'foo'"),
    ],
)
def test_a_rule_names_only_what_is_there(tmp_path: Path, rule: str, said: str) -> None:
    write(tmp_path, {"macrolint.yaml": "rulesets: [rules]\n", "macros/a.txt": "A lamp.\n"})
    write(tmp_path, {"rules/team/rule.yaml": f"id: team/rule\nmessage: m\nphrases: [x]\n{rule}"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, said in done.err) == (2, True)


STOPPED = "error: team/rule: a pattern took longer than 0.5 s and was stopped"


@pytest.mark.parametrize("guard", ["sentence", "nearby", "before", "after"])
def test_a_guard_of_a_team_cannot_hang_a_run(tmp_path: Path, guard: str) -> None:
    slow = " ".join(["[a|aa|a a|a a a]"] * 30) + " x y"
    words = "{i} y x lamp" if guard == "before" else "lamp {i} y x"  # a text without these words is not looked through
    write(tmp_path, {"macrolint.yaml": "rulesets: [rules]\nselect: [team]\n"})
    write(
        tmp_path,
        {"rules/team/rule.yaml": f'id: team/rule\nmessage: m\nphrases: [lamp]\nunless: {{{guard}: ["{slow}"]}}\n'},
    )
    write(tmp_path, {"macros/a.txt": f"---\nlanguage: en\n---\n{words.format(i='a ' * 200)}\n"})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert (done.code, done.err.splitlines()[0], done.violations) == (2, STOPPED, [])


def test_many_sentences_are_measured_in_one_pass(tmp_path: Path) -> None:
    rule = "message: m\ncheck: length\nper: sentence\nat_most: 30\n"
    assert flagged(tmp_path, rule, "It is blue and it glows at night. " * 2_900) == []


def test_a_move_of_a_team_cannot_hang_a_run(tmp_path: Path) -> None:
    slow = " ".join(["[a|aa|a a|a a a]"] * 30) + " q"
    write(
        tmp_path,
        {"macrolint.yaml": "rulesets: [rules]\nselect: [team]\n", "rules/moves/slow.yaml": f'phrases: ["{slow}"]\n'},
    )
    write(
        tmp_path,
        {"rules/team/rule.yaml": "id: team/rule\nmessage: m\ncheck: unless-nearby\nphrases: [lamp]\nmoves: [slow]\n"},
    )
    write(tmp_path, {"macros/a.txt": f"---\nlanguage: en\n---\nThe lamp {'a ' * 200}q\n"})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert (done.code, done.err.splitlines()[0], done.violations) == (2, STOPPED, [])
    assert macrolint("check", cwd=tmp_path).out.startswith("Found 0 violations in 1 template in 1 file")
