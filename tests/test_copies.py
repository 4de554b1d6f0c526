"""Templates that say nearly the same, and words that a library writes in two ways."""

from __future__ import annotations

from pathlib import Path

from running import Done, macrolint, write

COPY = "library/near-duplicate"
VOICE = "library/inconsistent-voice"
TEXT = "Thanks for the photo of the lamp. The shade is cracked, so a new one leaves the shop today, and it is with you by Friday."


def check(folder: Path, *texts: str, rule: str = COPY, heads: dict[int, str] | None = None) -> Done:
    write(folder, {"macrolint.yaml": f"paths: [macros]\nselect: [{rule}]\n"})
    files = {}
    for number, text in enumerate(texts):
        head = f"title: Number {number}\nkind: other\n{(heads or {}).get(number, '')}"
        files[f"macros/{number:02}.md"] = f"---\n{head}---\n{text}\n"
    write(folder, files)
    return macrolint("check", "-f", "json", cwd=folder)


def test_a_copy_is_told_with_the_template_that_it_is_like(tmp_path: Path) -> None:
    done = check(tmp_path, TEXT, "The bus is late, and so is the tram, for a pipe broke in the old town today.", TEXT)
    (one,) = done.json["violations"]
    assert (one["path"], one["excerpt"], one["severity"]) == (
        "macros/02.md",
        "Thanks for the photo of the lamp.",
        "info",
    )
    assert one["message"] == (
        "The template that starts with “Thanks for the photo of the lamp.” says nearly the same as “Number 0” (100 %); "
        "keep one of the two, or let a placeholder say what differs."
    )
    assert [see["path"] for see in one["related"]] == ["macros/00.md"]


def test_one_word_more_is_a_copy_and_another_half_is_none(tmp_path: Path) -> None:
    long = f"{TEXT} Put it on the shelf, and take the old one to the shop, where our joiner looks after it for you."
    assert [one["path"] for one in check(tmp_path, long, f"{long} Thanks!").json["violations"]] == ["macros/01.md"]
    assert check(tmp_path / "other", long, TEXT).violations == []


def test_placeholders_of_different_names_make_no_difference(tmp_path: Path) -> None:
    done = check(tmp_path, f"Dear {{{{name}}}}, {TEXT}", f"Dear {{{{ticket.requester.first_name}}}}, {TEXT}")
    assert [one["path"] for one in done.json["violations"]] == ["macros/01.md"]


def test_channels_languages_kinds_and_brands_have_copies_of_their_own(tmp_path: Path) -> None:
    heads = {0: "", 1: "channel: chat\n", 2: "tags: ['brand:north']\n", 3: "language: en-GB\n"}
    assert check(tmp_path, TEXT, TEXT, TEXT, TEXT, heads=heads).violations == []


def test_a_copy_that_is_suppressed_is_not_told(tmp_path: Path) -> None:
    assert check(tmp_path, TEXT, f"<!-- macrolint: disable={COPY} it is meant -->\n{TEXT}").violations == []


def test_five_hundred_templates_are_compared_in_a_moment(tmp_path: Path) -> None:
    texts = [" ".join(f"word{number * 61 + at}" for at in range(60)) for number in range(500)]
    assert check(tmp_path, *texts, texts[3]).violations == [("macros/500.md", 5, 1, COPY)]


def test_the_form_that_fewer_templates_use_is_told(tmp_path: Path) -> None:
    done = check(
        tmp_path, "We apologise for the bell.", "We apologise for the van.", "I apologize for the box.", rule=VOICE
    )
    (one,) = done.json["violations"]
    assert (one["path"], one["message"]) == (
        "macros/02.md",
        "“apologize” here, “apologise” in 2 other templates; write it the same way in all.",
    )


def test_readers_of_two_countries_have_spellings_of_their_own(tmp_path: Path) -> None:
    heads = {0: "language: en-GB\n", 1: "language: en-US\n"}
    texts = ("We apologise for the bell.", "I apologize for the box.")
    assert check(tmp_path, *texts, rule=VOICE, heads=heads).violations == []
