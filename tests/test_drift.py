"""Variants of one template in several languages: what one says and another does not is told at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Done, macrolint, write

from macrolint.checks.variants import in_words

DRIFT = "library/locale-drift"
EN = "Thanks for your message, {{name}}. We will look at your order and write to you within 2 business days.\n"
DE = "Danke für Ihre Nachricht, {{name}}. Wir sehen uns Ihre Bestellung an und schreiben innerhalb von 3 Werktagen.\n"


def check(folder: Path, *arguments: str) -> Done:
    return macrolint("check", "-f", "json", "--select", f"{DRIFT},files", *arguments, cwd=folder)


def told(done: Done) -> list[tuple[str, str, str]]:
    """Path, words and message of each violation."""
    return [(one["path"], one["excerpt"], one["message"]) for one in done.json["violations"]]


def records(folder: Path, *texts: tuple[str, str], **values: object) -> Done:
    """Check a file of records, each with its language and text; the values hold for all of them."""
    made = [{"title": "Late", **values, "language": language, "body": body} for language, body in texts]
    write(folder, {"macros.json": json.dumps(made)})
    return check(folder, "macros.json")


def test_another_number_is_told_in_the_variant_and_names_the_english_one(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.en.md": EN, "macros/late.de.md": DE})
    done = check(tmp_path)
    assert told(done) == [
        ("macros/late.de.md", "3 Werktagen", "“3 Werktagen” here, “2 business days” in the variant en; say the same in every language.")
    ]  # fmt: skip
    (one,) = done.json["violations"]
    assert [(see["path"], see["label"]) for see in one["related"]] == [("macros/late.en.md", "says “2 business days”")]
    assert (one["start"]["column"], one["severity"], done.code) == (98, "error", 1)


def test_a_placeholder_that_is_missing_is_told_at_the_first_sentence(tmp_path: Path) -> None:
    done = records(tmp_path, ("en", "Your order {{order.id}} is late."), ("de", "Ihre Bestellung ist spät. Leider."))
    assert told(done) == [
        ("macros.json", "Ihre Bestellung ist spät.", "“{{order.id}}” is in the variant en and missing here; say the same in every language.")
    ]  # fmt: skip


def test_a_placeholder_that_only_the_translation_has_is_told_at_its_place(tmp_path: Path) -> None:
    done = records(tmp_path, ("en", "Your order is late."), ("fr", "La commande {{ordre.id}} est en retard."))
    assert [(excerpt, message.split(";")[0]) for _, excerpt, message in told(done)] == [
        ("{{ordre.id}}", "“{{ordre.id}}” is here and not in the variant en")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We write within 24 hours.", "Wir schreiben innerhalb eines Tages."),
        ("We write within 2 weeks.", "Wir schreiben innerhalb von 14 Tagen."),
        ("We write within two days.", "Wir schreiben innerhalb von 2 Tagen."),
        ("We write within 2 days.", "Wir schreiben innerhalb von zwei Tagen."),
        ("That is $1,250.50.", "Das sind 1.250,50 $."),
        ("Hi {{first_name}}, we write.", "Guten Tag {{last_name}}, wir schreiben."),
        ("Read https://example.com/en/help now.", "Lesen Sie https://example.com/de/hilfe jetzt."),
        ("{count, plural, one {one day} other {# days}}", "{count, plural, one {ein Tag} other {# Tage}}"),
        ("> Within 5 days.\n\nWe write.", "> Innerhalb von 9 Tagen.\n\nWir schreiben."),
        ("Take these 2 steps.", "Machen Sie diese 3 Schritte."),
    ],
)
def test_what_is_the_same_in_other_words_is_no_drift(one: str, other: str, tmp_path: Path) -> None:
    assert told(records(tmp_path, ("en", one), ("de", other))) == []


def test_a_number_that_only_one_says_needs_a_language_whose_numbers_are_known(tmp_path: Path) -> None:
    assert told(records(tmp_path, ("en", "We write within 3 days."), ("pl", "Odpiszemy w ciągu trzech dni."))) == []
    (one,) = told(records(tmp_path, ("en", "We write within 3 days."), ("de", "Wir schreiben bald.")))
    assert "“3 days” is in the variant en and missing here" in one[2]


def test_a_link_is_missed_where_there_is_none_at_all(tmp_path: Path) -> None:
    (one,) = told(records(tmp_path, ("en", "Read https://example.com/help now."), ("de", "Lesen Sie unsere Hilfe.")))
    assert "“https://example.com/help” is in the variant en and missing here" in one[2]


def test_promises_are_compared_in_variants_of_english_only(tmp_path: Path) -> None:
    (one,) = told(records(tmp_path, ("en-GB", "We'll refund you in full."), ("en-US", "I am sorry about the mug.")))
    assert one[:2] == ("macros.json", "I am sorry about the mug.")
    assert "“We'll refund you in full” is in the variant en-gb and missing here" in one[2]
    assert told(records(tmp_path, ("en", "We'll refund you in full."), ("de", "Es tut mir leid."))) == []


def test_without_english_the_first_variant_counts(tmp_path: Path) -> None:
    write(tmp_path, {f"i18n/{name}/macros.json": json.dumps({"macros": {"late": text}}) for name, text in (
        ("de", "Wir schreiben Ihnen innerhalb von 3 Tagen."), ("nl", "Wij schrijven u binnen 4 dagen.")
    )})  # fmt: skip
    write(tmp_path, {"macrolint.yaml": "paths: [i18n]\nplatform: i18n\n"})
    (one,) = told(check(tmp_path))
    assert one[:2] == ("i18n/nl/macros.json", "4 dagen")
    assert "“3 Tagen” in the variant de" in one[2]


def test_dynamic_content_of_zendesk_is_compared_by_its_items(tmp_path: Path) -> None:
    def item(name: str, *texts: str) -> dict[str, object]:
        variants = [{"id": at, "content": text, "locale_id": 1 + at, "active": True} for at, text in enumerate(texts)]
        return {"name": name, "placeholder": f"{{{{dc.{name}}}}}", "variants": variants}

    items = [
        item("late", "We write within 2 days.", "Schrijf binnen 5 dagen."),
        item("lost", "We write within 9 days."),
    ]
    write(tmp_path, {"dc.json": json.dumps({"items": items})})
    (one,) = told(check(tmp_path, "dc.json"))
    assert one[1] == "5 dagen"


def test_a_locale_of_zendesk_that_nothing_resolves_is_another_language(tmp_path: Path) -> None:
    english = {"id": 1, "content": "We write within 2 days.", "locale_id": 1, "active": True}
    unknown = {"id": 2, "content": "Wir schreiben innerhalb von 5 Tagen.", "locale_id": 77, "active": True}
    item = {"name": "late", "placeholder": "{{dc.late}}", "variants": [english, unknown]}
    write(tmp_path, {"dc.json": json.dumps({"items": [item]})})
    assert [one[1] for one in told(check(tmp_path, "dc.json"))] == ["5 Tagen"]
    write(
        tmp_path, {"dc.json": json.dumps({"items": [{**item, "variants": [english, unknown, {**unknown, "id": 3}]}]})}
    )
    assert told(check(tmp_path, "dc.json")) == []  # which of the two is which is not told


def test_po_files_are_compared_by_their_entries_and_fuzzy_ones_are_left_out(tmp_path: Path) -> None:
    def catalogue(language: str, *entries: tuple[str, str]) -> str:
        head = f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: {language}\\n"\n'
        return head + "".join(f'\n{key}\nmsgstr "{text}"\n' for key, text in entries)

    english = catalogue("en", ('msgid "late"', "We write within 2 days."), ('msgid "lost"', "We write within 2 days."))
    german = catalogue(
        "de", ('msgid "late"', "Wir schreiben in 3 Tagen."), ('#, fuzzy\nmsgid "lost"', "Wir schreiben in 3 Tagen.")
    )
    write(tmp_path, {"replies/en/a.po": english, "replies/de/a.po": german})
    assert [one[:2] for one in told(check(tmp_path))] == [("replies/de/a.po", "3 Tagen")]


@pytest.mark.parametrize(
    "files",
    [
        {"macros/late.en.md": EN, "macros/lost.de.md": DE},  # two templates
        {"macros/it/late.md": EN, "macros/hr/late.md": EN.replace("2", "5")},  # departments: the words are English
        {"macros/late.md": EN, "macros/late2.md": EN.replace("2", "5")},
        {"macros/late.en.md": EN, "macros/late.de.md": f"---\nactive: false\n---\n{DE}"},
    ],
)
def test_what_are_no_variants_of_one_template_are_not_compared(files: dict[str, str | bytes], tmp_path: Path) -> None:
    write(tmp_path, files)
    assert told(check(tmp_path)) == []


def test_two_templates_of_one_language_with_the_same_key_tell_nothing(tmp_path: Path) -> None:
    texts = ("en", "Within 2 days."), ("en", "Within 5 days."), ("de", "In 9 Tagen.")
    assert told(records(tmp_path, *texts)) == []


def test_a_suppressed_difference_is_not_told_and_its_suppression_is_of_use(tmp_path: Path) -> None:
    said = f"<!-- macrolint: disable={DRIFT} The law there asks for it. -->\n\n{DE}"
    write(tmp_path, {"macrolint.yaml": "paths: [macros]\n", "macros/late.en.md": EN, "macros/late.de.md": said})
    done = check(tmp_path)
    assert told(done) == []
    assert done.json["summary"]["suppressed"] == 1


def test_under_a_hook_the_other_language_is_read_and_only_the_named_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "paths: [macros]\n", "macros/late.en.md": EN, "macros/late.de.md": DE})
    assert [one[0] for one in told(check(tmp_path, "macros/late.de.md"))] == ["macros/late.de.md"]
    assert told(check(tmp_path, "macros/late.en.md")) == []


def test_numbers_in_words_are_read_in_their_language() -> None:
    assert list(in_words("innerhalb von zwei oder drei tagen", "de-at")) == ["2", "3"]
    assert list(in_words("innerhalb von zwei tagen", "pl")) == []


def test_a_translation_that_is_known_to_be_outdated_is_left_alone(tmp_path: Path) -> None:
    variants = [
        {
            "id": 1,
            "content": "We will call you within 2 days, {{ticket.id}}.",
            "locale_id": 1,
            "active": True,
            "default": True,
            "outdated": False,
        },
        {
            "id": 2,
            "content": "Wir rufen Sie innerhalb von 3 Tagen an.",
            "locale_id": 8,
            "active": True,
            "default": False,
            "outdated": False,
        },
    ]
    items = {
        "items": [
            {
                "id": 51,
                "name": "Late order",
                "placeholder": "{{dc.late_order}}",
                "default_locale_id": 1,
                "variants": variants,
            }
        ]
    }
    lookups = {"locales": [{"id": 1, "locale": "en-US"}, {"id": 8, "locale": "de"}]}
    told = ("check", "-f", "json", "--select", "library/locale-drift")
    write(
        tmp_path, {"macrolint.yaml": "paths: [macros]\nlookups: [locales.json]\n", "locales.json": json.dumps(lookups)}
    )
    write(tmp_path, {"macros/content.json": json.dumps(items)})
    assert {rule for _, _, _, rule in macrolint(*told, cwd=tmp_path).violations} == {"library/locale-drift"}
    variants[1]["outdated"] = True
    write(tmp_path, {"macros/content.json": json.dumps(items)})
    assert macrolint(*told, cwd=tmp_path).violations == []
