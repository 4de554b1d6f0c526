"""What the course notes behind the project teach is caught, and their own model sentences are clean."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from running import ROOT, macrolint, write

from macrolint.rules.catalog import load_catalog

REDUNDANT = (
    "I apologize if it seems like I'm asking redundant questions. I just want to make sure I have a clear "
    "understanding of the issue so I can provide the best solution. I appreciate your patience."
)


def found(folder: Path, text: str, *arguments: str, kind: str = "followup") -> list[tuple[str, str, str]]:
    """Return rule, severity and excerpt of what is reported of a message."""
    write(folder, {"macros/a.md": f"---\nkind: {kind}\n---\n{text}\n"})
    done = macrolint("check", "-f", "json", "--exit-zero", *arguments, cwd=folder)
    return [(one["rule"], one["severity"], one["excerpt"]) for one in done.json["violations"]]


def test_sympathy_from_the_rim_of_the_hole_is_an_info_that_is_on(tmp_path: Path) -> None:
    rim = "That must be a really tough situation."
    text = f"{rim} I've asked the courier for a scan, and I'll write to you by noon."
    assert found(tmp_path, text) == [
        ("empathy/sympathy-at-a-distance", "info", "That must be a really tough situation")
    ]


def test_standing_with_the_reader_beside_real_help_is_clean(tmp_path: Path) -> None:
    text = "This is a really tough situation. I've asked the courier for a scan, and I'll write to you by noon."
    assert found(tmp_path, text) == []


@pytest.mark.parametrize("preset", sorted(load_catalog().presets))
def test_the_model_answer_to_a_repeated_question_is_clean_under_every_preset(tmp_path: Path, preset: str) -> None:
    for kind, values in load_catalog().kinds.items():
        asks = " Which of the two lamps flickers?" if "next-step" in values.needs else ""
        asks += " I'll write again by noon UTC." if kind == "outage" else ""
        write(tmp_path, {f"macros/{kind}.md": f"---\nkind: {kind}\n---\n{REDUNDANT}{asks}\n"})
        write(
            tmp_path,
            {f"macros/{kind}-mail.md": f"---\nkind: {kind}\n---\nHi Sam,\n\n{REDUNDANT}{asks} Which lamp is it?\n"},
        )
    done = macrolint("check", "-f", "json", "--preset", preset, cwd=tmp_path)
    assert (done.code, done.violations) == (0, [])


def test_going_on_with_questions_that_were_answered_asks_for_a_seam(tmp_path: Path) -> None:
    again = found(tmp_path, "Thanks for the photos. Could you send the serial number again?")
    assert [(rule, severity) for rule, severity, _ in again] == [("questions/repeat-unacknowledged", "warning")]
    owned = "Thanks for the photos. I know you've already sent the serial number; could you send it again? The first one was cut off."
    assert found(tmp_path, owned) == []


def test_an_awkward_silence_is_reported(tmp_path: Path) -> None:
    silent = "Hi Sam,\n\nThanks for telling us about the error. We understand how annoying that is."
    assert [rule for rule, *_ in found(tmp_path, silent, kind="first")] == ["acknowledgement/no-next-step"]
    told = f"{silent} I'm reading the log now and will write by four."
    assert found(tmp_path, told, kind="first") == []
    assert [rule for rule, *_ in found(tmp_path, "One moment.", kind="fragment")] == ["acknowledgement/hold-in-silence"]
    assert found(tmp_path, "One moment while I open your order; about two minutes.", kind="fragment") == []


def test_a_refusal_without_reason_and_without_alternative_is_one_violation(tmp_path: Path) -> None:
    text = "Thanks for the photos of the shoes. We can't refund them."
    assert [rule for rule, *_ in found(tmp_path, text, kind="reject")] == ["transparency/bare-refusal"]
    reason = "Thanks for the photos of the shoes. We can't refund them because they were worn outside."
    every = ("--select", "default", "--select", "transparency/refusal-without-alternative")
    assert [one[:2] for one in found(tmp_path, reason, *every, kind="reject")] == [
        ("transparency/refusal-without-alternative", "info")
    ]
    both = f"{reason} You can send them in for a repair."
    assert found(tmp_path, both, *every, kind="reject") == []


def test_thanks_in_the_sign_off_acknowledge_nothing(tmp_path: Path) -> None:
    text = "Hi Sam,\n\nThe lamp needs the blue cable. Put it into the left socket.\n\nThanks,\nJo"
    assert [rule for rule, *_ in found(tmp_path, text, kind="problem")] == ["acknowledgement/no-acknowledgement"]


def test_a_short_reply_is_told_with_what_to_add(tmp_path: Path) -> None:
    assert found(tmp_path, "I'm checking the attached file.") == [
        ("tone/one-line-reply", "warning", "I'm checking the attached file.")
    ]
    assert found(tmp_path, "I'm checking the file that you sent, and I'll write by noon UTC with what I found.") == []


def test_closing_the_door_is_told_and_a_way_back_is_clean(tmp_path: Path) -> None:
    text = "Thanks for the photo of the fuse. Your ticket is now closed."
    assert [rule for rule, *_ in found(tmp_path, text, kind="problem")] == ["tone/abrupt-closure"]
    assert found(tmp_path, f"{text} If the lamp goes out again, just reply.", kind="problem") == []


def test_friendliness_is_overdone_where_the_reader_gets_a_pet_name(tmp_path: Path) -> None:
    text = "Thanks for the photos, hun. I'm checking the fuse and will write by noon UTC."
    assert [rule for rule, *_ in found(tmp_path, text)] == ["warmth/pet-name"]
    assert found(tmp_path, text.replace(", hun", "")) == []


def test_a_complaint_needs_a_word_about_how_it_landed(tmp_path: Path) -> None:
    text = "I can see both charges from May. One is for the lamp and one for the post, so I've refunded the second."
    assert [one[:2] for one in found(tmp_path, text, kind="complaint")] == [
        ("acknowledgement/complaint-without-feeling", "info")
    ]
    assert found(tmp_path, f"Being charged twice is annoying. {text}", kind="complaint") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("I understand your frustration.", "empathy/generic-empathy"),
        ("I know exactly how you feel.", "empathy/assumed-feeling"),
        ("You must be furious.", "empathy/assumed-feeling"),
    ],
)
def test_empathy_that_fits_everybody_is_told(tmp_path: Path, text: str, rule: str) -> None:
    help_is_coming = "I've read your report about the lamp, and I'll write by noon UTC."
    assert [one[:2] for one in found(tmp_path, f"{text} {help_is_coming}")] == [(rule, "info")]
    assert found(tmp_path, f"A dark hall in winter is no fun. {help_is_coming}") == []


def test_side_comments_are_not_passed_over(tmp_path: Path) -> None:
    text = "Thanks for the photos. Please stay on topic. I'm checking the fuse and will write by noon UTC."
    assert [one[:2] for one in found(tmp_path, text)] == [("acknowledgement/side-remark-dismissed", "info")]
    heard = text.replace("Please stay on topic.", "I'm glad that your daughter is home again.")
    assert found(tmp_path, heard) == []
    bare = "Hi {{name}},\n\nThanks for writing about your issue, I'm looking into it and will write by noon UTC."
    asked = found(tmp_path, bare, "--select", "acknowledgement/no-human-seam")
    assert [rule for rule, *_ in asked] == ["acknowledgement/no-human-seam"]
    seam = bare.replace("your issue", "{{ticket.subject}}")
    assert found(tmp_path, seam, "--select", "acknowledgement/no-human-seam") == []


def test_an_apology_says_that_help_is_coming(tmp_path: Path) -> None:
    text = "I'm sorry your parcel was late. The post was on strike."
    assert [one[:2] for one in found(tmp_path, text, kind="complaint")] == [
        ("empathy/apology-without-repair", "warning")
    ]
    assert found(tmp_path, f"{text} A new one is on its way, and I'll write by noon UTC.", kind="complaint") == []


def test_who_closes_a_matter_asks_whether_it_works(tmp_path: Path) -> None:
    text = "Thanks for the clear report. The fuse was loose and I've put in a new one, so the lamp will be safe."
    assert [rule for rule, *_ in found(tmp_path, text, kind="closing")] == ["acknowledgement/no-closing-check"]
    assert found(tmp_path, f"{text} Does it work for you now?", kind="closing") == []


def test_friendliness_that_goes_overboard_is_reported_and_a_plain_kind_word_is_not(tmp_path: Path) -> None:
    gushed = "Thanks for the photos. We're super excited to help! What an amazing question! I'm on it today!"
    assert sorted(found(tmp_path, gushed, kind="first")) == [
        ("warmth/exclamation-overload", "info", "!"),
        ("warmth/gushing", "info", "What an amazing question"),
        ("warmth/gushing", "info", "super excited"),
    ]
    assert found(tmp_path, "Thanks for the photos! I'm glad you wrote, and I'm on it today.", kind="first") == []


def test_cheer_beside_bad_news_is_a_warning(tmp_path: Path) -> None:
    text = "Thanks for the photos. We can't refund the shoes because they were worn, but you can swap them"
    assert [one[:2] for one in found(tmp_path, f"{text} 😊", kind="reject")] == [
        ("warmth/emoji-in-bad-news", "warning")
    ]
    pitch = found(tmp_path, f"{text}. Check out our new collection!", kind="reject")
    assert [one[:2] for one in pitch] == [("warmth/pitch-in-bad-news", "warning")]
    assert found(tmp_path, f"{text}.", kind="reject") == []


def test_how_a_question_is_asked_matters(tmp_path: Path) -> None:
    thanks = "Thanks for the photos."
    asked = [
        ("Didn't you notice the seal?", "questions/loaded-question"),
        ("Why did you open the lid?", "questions/accusing-why"),
        ("Which model is it? When did it start? Does it hum? Is it warm?", "questions/interrogation"),
    ]
    for question, rule in asked:
        assert [one[0] for one in found(tmp_path, f"{thanks}\n\n{question}", kind="request-info")] == [rule]
    why = "So that I send you the right part: which model is it? When did it start? Does it hum? Is it warm?"
    assert found(tmp_path, f"{thanks}\n\n{why}", kind="request-info") == []
    assert found(tmp_path, f"{thanks}\n\nWhat does the leaflet say of the lid?", kind="request-info") == []


def test_who_asks_for_something_says_why_and_where(tmp_path: Path) -> None:
    bare = found(
        tmp_path,
        "Thanks for your call. Could you send us your date of birth? And please send the log file.",
        kind="other",
    )
    assert [one[0] for one in bare] == ["questions/ask-without-why", "questions/no-how-to-find"]
    told = (
        "Thanks for your call. Could you send us your date of birth so I can find your policy? "
        "And please send the log file; you'll find it under Help."
    )
    assert found(tmp_path, told, kind="other") == []


def test_words_that_the_reader_does_not_know_are_reported_unless_they_are_explained(tmp_path: Path) -> None:
    text = "Thanks for the photos. Your RMA is open, and I'll send the label by noon UTC."
    assert found(tmp_path, text) == [("clarity/unexplained-jargon", "info", "RMA")]
    explained = text.replace("RMA", "RMA (the number of your return)")
    assert found(tmp_path, explained) == []
    plain = text.replace("RMA", "return")
    assert found(tmp_path, plain) == []


def test_what_the_page_of_the_course_says_is_told_is_told(tmp_path: Path) -> None:
    page = (ROOT / "docs/course.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z-]+) \| (.+) \| \[`([a-z/-]+)`\]\(rules/\3\.md\) \|$", page, re.M)
    lessons = Counter(re.findall(r"^## |^\| (?!kind|-)", page, re.M))
    assert lessons == {"## ": 15, "| ": 5 * 15}
    assert len(rows) == 5 * 15
    texts = [reply.replace("<br>", "\n") for _, reply, _ in rows]
    files = {
        f"macros/{number}.md": f"---\nkind: {row[0]}\n---\n{text}\n"
        for number, (row, text) in enumerate(zip(rows, texts, strict=True))
    }
    write(tmp_path, files)
    told: dict[str, set[str]] = {path: set() for path in files}
    for one in macrolint("check", "-f", "json", "--exit-zero", cwd=tmp_path).json["violations"]:
        told[one["path"]].add(one["rule"])
    missed = [(text, row[2]) for row, text, path in zip(rows, texts, files, strict=True) if row[2] not in told[path]]
    assert missed == []
