"""A team's own words: what it rejects, what it accepts, and how a mistake in the lists is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Done, macrolint, write

REJECT = "vocabulary:\n  reject: {utilise: use, kindly do the needful: please, hell: ~, asap: [today, by Friday]}\n"


def check(folder: Path, configuration: str, text: str, *options: str) -> Done:
    rules = "select: [clarity/rejected-word, respect/calm-down, tone/repeated-punctuation]\n"
    write(folder, {"macrolint.yaml": configuration + rules, "macros/a.md": text})
    return macrolint("check", "-f", "json", *options, cwd=folder)


def told(done: Done) -> list[tuple[str, str, str | None]]:
    """What is flagged, what is said, and what the fix writes."""
    return [
        (one["excerpt"], one["message"], one["fix"]["edits"][0]["text"] if one["fix"] else None)
        for one in done.json["violations"]
    ]


def flagged(folder: Path, configuration: str, text: str) -> list[str]:
    return [words for words, *_ in told(check(folder, configuration, text))]


def test_a_rejected_word_is_told_with_what_to_write(tmp_path: Path) -> None:
    done = check(tmp_path, REJECT, "You can utilise it.\n\nReply asap, it is hell. Kindly do\nthe needful.\n")
    assert told(done) == [
        ("utilise", "Your team avoids “utilise”; write “use”.", "use"),
        ("asap", "Your team avoids “asap”; write “today” or “by Friday”.", None),
        ("hell", "Your team avoids “hell”.", None),
        ("Kindly do\nthe needful", "Your team avoids “Kindly do the needful”; write “Please”.", "Please"),
    ]
    assert done.violations[0] == ("macros/a.md", 1, 9, "clarity/rejected-word")
    assert done.json["violations"][0]["fix"]["safety"] == "safe"


@pytest.mark.parametrize(
    ("rejected", "text", "new"),
    [
        ("{utilise: use}", "Now Utilise it.", "Use"),
        ("{utilise: use}", "Now UTILISE it.", "USE"),
        ("{ASAP: as soon as you can}", "Reply ASAP.", "as soon as you can"),
        ("{ASAP: as soon as you can}", "ASAP means now.", "As soon as you can"),
        ("{Facebook: the page}", "Look at Facebook.", "the page"),
        ("{u: you}", "And U there.", "You"),
        ("{Wifi: Wi-Fi}", "A WIFI code.", "Wi-Fi"),
        ("{iphone: iPhone}", "Iphone users.", "iPhone"),
        ("{refund: full refund}", "A refund.", "full refund"),
        ("{'[utilise|leverage]': use}", "Leverage it.", "Use"),
    ],
)
def test_the_replacement_takes_the_case_of_the_text(tmp_path: Path, rejected: str, text: str, new: str) -> None:
    assert [fix for *_, fix in told(check(tmp_path, f"vocabulary: {{reject: {rejected}}}\n", text))] == [new]


@pytest.mark.parametrize(
    ("rejected", "text"),
    [
        ("{iphone: iPhone}", "Your iPhone is here."),
        ("{refund: full refund}", "A full refund, or two: Full refund."),
        ("{hand: hand by hand}", "We pack hand by hand."),
        ("{Mail: mail}", "Mail us. Read your mail."),
        ("{utilise: use}", "Utilised, utilisers, `utilise`, “utilise”, {{utilise}}."),
    ],
)
def test_what_is_as_it_should_be_is_not_flagged(tmp_path: Path, rejected: str, text: str) -> None:
    assert flagged(tmp_path, f"vocabulary: {{reject: {rejected}}}\n", text) == []


def test_a_list_of_words_has_nothing_to_write_instead(tmp_path: Path) -> None:
    done = check(tmp_path, "vocabulary: {reject: [hell, damn it]}\n", "Damn it to hell.")
    assert [message for _, message, _ in told(done)] == ["Your team avoids “Damn it”.", "Your team avoids “hell”."]


def test_words_with_an_emphasis_inside_are_told_and_not_rewritten(tmp_path: Path) -> None:
    done = check(tmp_path, "vocabulary: {reject: {do the needful: act}}\n", "Please do *the* needful.\n")
    assert [fix for *_, fix in told(done)] == [None]


def test_the_words_are_a_rule_like_any_other(tmp_path: Path) -> None:
    done = check(tmp_path, f"{REJECT}severity: {{clarity: info}}\n", "Utilise it.", "--fail-on", "info")
    assert (done.code, done.json["violations"][0]["severity"]) == (1, "info")
    assert flagged(tmp_path, f"{REJECT}ignore: [clarity/rejected-word]\n", "Utilise it.") == []


def test_a_team_s_words_hold_in_every_language_and_in_subjects(tmp_path: Path) -> None:
    text = "- title: A\n  language: de\n  subject: Das Hell\n  body: Bitte utilise das.\n"
    write(tmp_path, {"macrolint.yaml": REJECT, "macros/a.yaml": text})
    done = macrolint("check", "-f", "json", "macros", cwd=tmp_path)
    assert [one["excerpt"] for one in done.json["violations"]] == ["Hell", "utilise"]


def test_without_a_vocabulary_the_rule_does_not_run(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "vocabulary:\n", "macros/a.md": "Utilise the hell out of it."})
    assert macrolint("check", cwd=tmp_path).code == 0
    assert "clarity/rejected-word" not in macrolint("config", "show", cwd=tmp_path).out
    assert "no rule is left to check" in macrolint("check", "--select", "clarity/rejected-word", cwd=tmp_path).err
    write(tmp_path, {"macrolint.yaml": REJECT})
    assert "#   warning clarity/rejected-word" in macrolint("config", "show", cwd=tmp_path).out


def test_accepted_words_are_not_flagged_by_any_rule(tmp_path: Path) -> None:
    text = "Calm Down is our app. Ask Brand!! Hell’s kitchen, Brand!!! And please calm yourself down, hell!!\n"
    assert flagged(tmp_path, "", "Calm down. Brand!!") == ["Calm down", "!!"]
    accept = "vocabulary: {accept: [calm down, 'Brand!!', hell's kitchen], reject: [hell]}\n"
    assert flagged(tmp_path, accept, text) == ["!!!", "hell", "!!"]


def test_words_that_reach_beyond_the_accepted_ones_are_flagged(tmp_path: Path) -> None:
    accept = "vocabulary: {accept: [Calm]}\n"
    assert flagged(tmp_path, accept, "Calm helps. Calm down.") == ["Calm down"]


def test_extends_adds_vocabularies_up_and_the_last_word_holds(tmp_path: Path) -> None:
    base = "vocabulary: {accept: [oops!!, gosh], reject: {utilise: use, hell: ~, asap: today}}\n"
    own = "extends: base.yaml\nvocabulary: {accept: [hell], reject: {asap: soon, gosh: ~}}\n"
    write(tmp_path, {"base.yaml": base})
    done = check(tmp_path, own, "Oops!! Utilise it asap. Hell, gosh.\n")
    assert [(words, fix) for words, _, fix in told(done)] == [("Utilise", "Use"), ("asap", "soon"), ("gosh", None)]


def test_what_config_show_prints_of_a_vocabulary_can_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": f"{REJECT}  accept: ['Brand!!']\n"})
    shown = macrolint("config", "show", cwd=tmp_path).out
    line = next(line for line in shown.splitlines() if line.startswith("vocabulary"))
    assert line == (
        'vocabulary: {"accept": ["Brand!!"], "reject": {"utilise": ["use"], "kindly do the needful": ["please"], '
        '"hell": [], "asap": ["today", "by Friday"]}}  # macrolint.yaml:2'
    )
    write(tmp_path, {"macrolint.yaml": shown})
    assert line.split("  #")[0] in macrolint("config", "show", cwd=tmp_path).out


def test_a_vocabulary_may_stand_in_pyproject(tmp_path: Path) -> None:
    table = '[tool.macrolint.vocabulary]\naccept = ["Brand!!"]\nreject = {utilise = "use", hell = ""}\n'
    write(tmp_path, {"pyproject.toml": table, "macros/a.md": "Brand!! Utilise hell."})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert [(words, fix) for words, _, fix in told(done)] == [("Utilise", "Use"), ("hell", None)]


@pytest.mark.parametrize("name", ["accept", "reject"])
def test_a_phrase_of_the_vocabulary_cannot_hang_a_run(tmp_path: Path, name: str) -> None:
    words = "[a|] " * 26 + "[please|x]"
    text = "a " * 60 + "the " * 12 + "and please calm down.\n"
    done = check(tmp_path, f'vocabulary: {{{name}: ["{words}"]}}\n', text)
    assert (done.code, "Traceback" in done.err) == (1, False)
    assert "respect/calm-down" in {rule for *_, rule in done.violations}


def test_only_the_configuration_says_which_words_are_rejected(tmp_path: Path) -> None:
    rule = 'id: shop/words\nmessage: "x"\ncheck: vocabulary\nphrases: [howdy]\n'
    write(tmp_path, {"house/shop/words.yaml": rule})
    done = check(tmp_path, "rulesets: [house]\n", "Howdy.")
    assert (done.code, "'check' must be one of phrase, pattern" in done.err) == (2, True)


MISTAKES = [
    ("vocabulary: {acept: [a]}", "unknown field of the vocabulary 'acept'", "did you mean 'accept'?"),
    ("vocabulary: [a]", "'vocabulary' must be a mapping", ""),
    ("vocabulary: {accept: ['a [b']}", "the phrase “a [b” cannot be read: a '[' is never closed", "[a|b]"),
    ("vocabulary: {reject: {'a|b': c}}", "the phrase “a|b” cannot be read: alternatives stand in brackets", "[a|b]"),
    ("vocabulary: {reject: {a: {b: c}}}", "'vocabulary.reject.a' must be a text, not a mapping", ""),
    ("vocabulary: {reject: {a: b, a: c}}", "“a” stands here twice", "keep one of them"),
    ("vocabulary: {accept: [a], reject: [a]}", "“a” is accepted and rejected", "keep it in one of the two lists"),
    ("vocabulary: {accept: ['']}", "the phrase “” cannot be read: it is empty", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "hint"), MISTAKES, ids=[case[1] for case in MISTAKES])
def test_a_mistake_is_shown_with_its_place(tmp_path: Path, text: str, message: str, hint: str) -> None:
    done = check(tmp_path, f"{text}\n", "x")
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "(macrolint.yaml, line 1)" in done.err
    assert f"1 | {text}" in done.err
    assert "^" in done.err
    assert hint in done.err


@pytest.mark.parametrize(
    ("rejected", "line", "said"),
    [
        ("{login: log-in, log-in: login}", 2, "“login” becomes “log-in”, “log-in” becomes “login”"),
        (
            "{utilise: make use of, '[make|] use of': the use, the use: utilise}",
            4,
            "“utilise” becomes “[make|] use of”",
        ),
        ("{login: [sign-in, log-in], log-in: [Login]}", 2, "“login” becomes “log-in”, “log-in” becomes “login”"),
    ],
)
def test_words_that_go_in_a_circle_are_refused(tmp_path: Path, rejected: str, line: int, said: str) -> None:
    done = check(tmp_path, f"vocabulary: {{reject: {rejected}}}\n", "The login.")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: the vocabulary goes in a circle: {said}")
    assert " (macrolint.yaml, line 1)\n" in done.err
    assert done.err.endswith("help: decide on one of them, and take the other out of 'reject'\n")


def test_a_circle_with_what_is_extended_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"base.yaml": "vocabulary: {reject: {login: log-in}}\n"})
    own = "extends: base.yaml\nvocabulary: {reject: {log-in: login}%s}\n"
    done = check(tmp_path, own % "", "The login.")
    said = "“login” becomes “log-in”, “log-in” becomes “login”"
    assert done.err.startswith(f"error: the vocabulary and what it extends go in a circle: {said}\n")
    assert told(check(tmp_path, own % ", accept: [login]", "The log-in."))[0][2] == "login"


def test_words_that_lead_on_or_lie_within_their_replacement_are_no_circle(tmp_path: Path) -> None:
    rejected = (
        "{log on: login, login: sign-in, refund: full refund, money back: refund, relogin: x, sign-in page: login page}"
    )
    done = check(tmp_path, f"vocabulary: {{reject: {rejected}}}\n", "Log on.")
    assert (done.code, told(done)[0][2]) == (1, "Login")


@pytest.mark.parametrize(
    ("new", "fix"),
    [
        ("<b>", None),
        ("<!-- gone -->", None),
        ("an *odd* one", None),
        ("`code`", None),
        ("# one", None),
        ("- one", None),
        ("it's A & B - 2 * 3", "it's A & B - 2 * 3"),
    ],
)
def test_a_replacement_that_would_be_read_as_markup_is_no_fix(tmp_path: Path, new: str, fix: str | None) -> None:
    done = check(tmp_path, f'vocabulary: {{reject: {{old: "{new}"}}}}\n', "Hi,\n\nold words and\n*more* {{name}}.\n")
    assert [said for *_, said in told(done)] == [fix]
    assert f"write “{new}”" in done.json["violations"][0]["message"]
