"""The language of a template: said, told by its words or its script, by the name of its file, or the usual one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import macrolint, write

from macrolint.languages import named, spoken
from macrolint.rules.catalog import load_catalog

TEXTS = {
    "de": "Guten Tag Frau Roth,\n\nIhre Smart Home Bridge Pro ist wieder da. Bitte starten Sie die App neu und wählen Sie "
    "Cloud Backup Premium. Unfortunately, Thank You und Dear Customer sind hier nur Namen.\n\nViele Grüße\nTom",
    "fr": "Bonjour Léa,\n\nVotre Cloud Backup Premium est de retour. Veuillez relancer l'application, puis choisissez "
    "Smart Home Bridge dans le menu.\n\nCordialement\nTom",
    "es": "Hola Ana:\n\nSu Cloud Backup Premium ya está de vuelta. Por favor, reinicie la aplicación y elija "
    "Smart Home Bridge en el menú.\n\nSaludos\nTom",
    "pt": "Olá Rui,\n\nO seu Cloud Backup Premium já está de volta. Por favor, reinicie a aplicação e escolha "
    "Smart Home Bridge no menu.\n\nObrigado\nTom",
    "nl": "Beste Eva,\n\nJe Cloud Backup Premium is weer terug. Start de app opnieuw en kies dan in het menu voor "
    "Smart Home Bridge.\n\nGroeten\nTom",
    "it": "Ciao Eva,\n\nil tuo Cloud Backup Premium è di nuovo qui. Riavvia la app e scegli Smart Home Bridge nel menu "
    "che si apre.\n\nCordialmente\nTom",
    "ja": "お世話になっております。Cloud Backup のご不便をおかけし申し訳ございません。アプリを再起動してください。",
}
ENGLISH = "Unfortunately, there is nothing we can do about the lamp, and you should have read the terms."


def spoken_in(text: str, usual: str = "en") -> str:
    words = "".join(char if char.isalnum() or char in "'’" else " " for char in text.lower()).split()
    return spoken(words, load_catalog().languages, usual)


def rules_of(folder: Path, path: str, text: str, configuration: str = "") -> set[str]:
    write(folder, {"macrolint.yaml": f"paths: [macros]\n{configuration}", path: text})
    done = macrolint("check", "-f", "json", "--exit-zero", cwd=folder)
    return {one["rule"] for one in done.json["violations"]}


@pytest.mark.parametrize("language", TEXTS)
def test_words_or_script_tell_the_language(language: str) -> None:
    assert spoken_in(TEXTS[language]) == language


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_another_language_with_english_names_draws_no_english_violation(
    tmp_path: Path, language: str
) -> None:
    assert rules_of(tmp_path, "macros/a.md", f"---\nkind: problem\n---\n{TEXTS[language]}\n") == set()


@pytest.mark.parametrize("language", TEXTS)
def test_rules_that_need_no_english_read_every_language(tmp_path: Path, language: str) -> None:
    text = f"{TEXTS[language]}\n\n{{{{ticket.id}} — Cafeteria caf\u00c3\u00a9\n"
    assert rules_of(tmp_path, "macros/a.md", text) == {"placeholders/malformed-placeholder", "mechanics/mojibake"}


def test_the_library_is_compared_in_every_language(tmp_path: Path) -> None:
    english = "Hi,\n\nYour lamp is on its way, and it takes about 3 days until it is there.\n{{ticket.id}}\n"
    german = "Guten Tag,\n\nIhre Lampe ist auf dem Weg, und es dauert etwa 5 Tage, bis sie da ist.\n"
    write(tmp_path, {"macros/de/late.md": german})
    assert rules_of(tmp_path, "macros/en/late.md", english) == {"library/locale-drift"}


def test_what_a_macro_does_is_read_in_every_language(tmp_path: Path) -> None:
    does = [{"field": "comment_value", "value": TEXTS["de"]}, {"field": "set_tags", "value": "lampe"}]
    macro = {"macros": [{"id": 7, "title": "Lampe", "active": True, "actions": does}]}
    assert rules_of(tmp_path, "macros/a.json", json.dumps(macro)) == {"actions/tags-replaced"}


@pytest.mark.parametrize(
    "text",
    [
        f"Hi Jürgen von der Heide,\n\n{ENGLISH}\n\nViele Grüße\nUte Groß\nDie Lampe GmbH, Am Markt 3, 10115 Berlin\n",
        f"Dear Señora de la Cruz y de los Ríos,\n\n{ENGLISH}\n\nMaría de la O\n",
    ],
)
def test_an_english_message_with_foreign_names_stays_english(tmp_path: Path, text: str) -> None:
    assert "tone/nothing-we-can-do" in rules_of(tmp_path, "macros/a.md", text)


@pytest.mark.parametrize("text", ["Vielen Dank!", "Es tut uns leid.", "OK", "Merci beaucoup à vous", "", "はい"])
def test_a_text_of_a_few_words_tells_nothing(text: str) -> None:
    assert spoken_in(text) == ""


def test_two_languages_that_are_as_likely_are_not_the_usual_one() -> None:
    assert spoken_in("la casa está aqui para você e para tu con um de las por favor no") in ("und", "es", "pt")
    assert (
        spoken_in("Vennligst klikk på lenken under for å bekrefte varslet du har bedt om å abonnere på hos oss")
        == "und"
    )


def test_the_name_of_the_file_tells_where_the_words_do_not(tmp_path: Path) -> None:
    short = "Calm down, please.\n"
    assert rules_of(tmp_path, "macros/a.md", short) == {"respect/calm-down"}
    assert rules_of(tmp_path / "other", "macros/de/a.md", short) == set()
    assert rules_of(tmp_path / "third", "macros/a.pt-BR.md", short) == set()


def test_english_words_outweigh_the_name_of_a_folder(tmp_path: Path) -> None:
    assert "tone/nothing-we-can-do" in rules_of(tmp_path, "macros/it/a.md", f"Hi,\n\n{ENGLISH}\n")


def test_what_is_said_outweighs_the_words(tmp_path: Path) -> None:
    said = f"---\nlanguage: de\n---\nHi,\n\n{ENGLISH}\n"
    assert rules_of(tmp_path, "macros/a.md", said) == set()
    assert "tone/nothing-we-can-do" in rules_of(tmp_path / "other", "macros/a.md", said.replace("de\n", "en\n", 1))


def test_what_the_configuration_says_of_a_folder_outweighs_the_words(tmp_path: Path) -> None:
    override = "overrides:\n  - files: ['macros/**']\n    language: de\n"
    assert rules_of(tmp_path, "macros/a.md", f"Hi,\n\n{ENGLISH}\n", override) == set()


def test_english_is_read_as_english_in_a_library_of_another_language(tmp_path: Path) -> None:
    assert "tone/nothing-we-can-do" in rules_of(tmp_path, "macros/a.md", f"Hi,\n\n{ENGLISH}\n", "language: sv\n")
    swedish = "Hej,\n\nlampan är här igen. Du kan hämta den när du vill, och vi har öppet till sju varje dag.\n"
    assert rules_of(tmp_path / "other", "macros/a.md", swedish, "language: sv\n") == set()


def test_a_teams_rule_for_a_language_reads_what_is_written_in_it(tmp_path: Path) -> None:
    rule = "id: team/leider\nmessage: “{match}”\nphrases: [leider]\napplies: {languages: [de]}\n"
    write(tmp_path, {"rules/team/leider.yaml": rule})
    german = "Guten Tag,\n\nleider ist die Lampe noch nicht da, und wir wissen auch nicht, wann sie kommt.\n"
    assert "team/leider" in rules_of(tmp_path, "macros/a.md", german, "rulesets: [rules]\n")


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("macros/de/late.md", "de"),
        ("macros/late.pt-BR.md", "pt-br"),
        ("pt_BR/late.md", "pt-br"),
        ("macros/late.md", ""),
        ("de.md", ""),
        ("late.v2.md", ""),
    ],
)
def test_a_path_names_a_language(path: str, language: str) -> None:
    assert named(path) == language
