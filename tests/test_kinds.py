"""Kinds of message: declared, said by an override, or guessed with a reason; what a kind needs is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import macrolint, write

from macrolint import data
from macrolint.kinds import Kinds
from macrolint.mapping import copied
from macrolint.model import Part, Template
from macrolint.moves import Moves
from macrolint.phrases import literals
from macrolint.prose import study
from macrolint.rulebook import Cue, Kind, Sign
from macrolint.rules.reading import read_catalog

CATALOG = read_catalog(data.rulesets())


def guess(
    text: str, title: str = "", kind: str | None = None, kinds: Kinds | None = None, **values: object
) -> tuple[str, float, str]:
    part = Part("message", "text", copied(text))
    template = Template(None, title, (part,), kind=kind, **values)  # type: ignore[arg-type]
    found = (kinds or Kinds(CATALOG.kinds, Moves(CATALOG.moves))).guess(template, study(part, CATALOG.words("en")), "")
    return found.kind, found.confidence, found.reason


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "Refund declined",
            "We can't refund the shoes because the sale was final, and I know that is not what you hoped for.",
            "reject",
        ),
        (
            "Parcel lost complaint",
            "I read your complaint. A new one leaves today and comes with the morning van.",
            "complaint",
        ),
        (
            "App keeps crashing",
            "Please clear your cache and cookies. If the issue persists, reinstall the app.",
            "problem",
        ),
        (
            "How to change the plan",
            "To change your plan, open Settings, choose Plan and click Save at the bottom of the page.",
            "howto",
        ),
        (
            "Duplicate",
            "We are closing this as a duplicate of the older report, which has all of the details.",
            "turn-away",
        ),
        ("Need logs", "Could you please send us the log file of the day on which it stopped?", "request-info"),
        (
            "Auto reply",
            "This is an automatic reply. A person reads your message next, within four working hours.",
            "auto",
        ),
        ("Handover", "Internal note: the customer has called twice, please ask billing before you answer.", "internal"),
        (
            "Invoice created",
            "This is a notice that a new invoice has been generated for your account at the shop.",
            "notice",
        ),
        (
            "Final warning",
            "This is a final warning about spam. Your account will be suspended if it happens again.",
            "warning",
        ),
        (
            "Outage",
            "We're aware of an ongoing issue with logins, and our engineers are on it at this moment.",
            "outage",
        ),
        (
            "Internal: escalate to tier 2",
            "Escalated to tier 2. Steps tried: cleared the cache. Please contact the requester by phone.",
            "internal",
        ),
        ("utter_out_of_scope", "I'm sorry, I can't recommend you a restaurant as I usually cook at home.", "bot"),
        (
            "Warranty expired",
            "Your lamp was bought in 2019. Repairs are not covered after two years, and a new one costs more.",
            "reject",
        ),
        (
            "Penalty appeal refused",
            "Your appeal against the notice is refused. The excuse was not shown to be reasonable in any way.",
            "reject",
        ),
        (
            "Claim incomplete",
            "Your claim is incomplete. Receipts are missing for the third and the fifth item of the list.",
            "request-info",
        ),
        (
            "Wrong authority",
            "This road is not maintained by the city. Please report the defect to the highways agency instead.",
            "turn-away",
        ),
        (
            "Complaint received",
            "We have received your complaint. It is read by the manager of the shop, and then by the owner.",
            "first",
        ),
        (
            "Price increase",
            "The plan costs a dollar more from March on. Nothing changes before that, and no action is needed.",
            "notice",
        ),
        (
            "Low quality answers",
            "We have noticed that you leave short texts. Two of your answers have been deleted because of it.",
            "warning",
        ),
        ("Opening hours FAQ", "The shop opens at nine and closes at six, and on Saturdays one hour later.", "howto"),
        ("No response", "We haven't heard back from you, so we wonder whether the lamp works now or not.", "chase"),
    ],
)
def test_title_and_text_tell_the_kind(title: str, text: str, kind: str) -> None:
    found, confidence, _ = guess(text, title)
    assert (found, confidence >= 0.6) == (kind, True)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Transfer", "Bring the blue cable and the red one to the desk, and put them beside the lamp until noon."),
        ("Contract period notice", "The contract of the lamp has a term of two years and ends in the month of May."),
        ("Penalty", "The lamp stood against the wall, and the wall stood against the wind for a good many years."),
        ("Lead time", "The lamp takes six to eight weeks, and more than fifty of them come in two lots."),
    ],
)
def test_one_word_that_may_mean_two_things_tells_no_kind(title: str, text: str) -> None:
    assert guess(text, title)[0] == "fragment"  # a short text of which nothing tells the kind


def test_a_word_in_the_title_alone_leaves_the_kind_unsure() -> None:
    found, confidence, _ = guess(
        "The lamp stands in the hall, and the light of it falls upon the door.", "Lamp missing"
    )
    assert (found, confidence) == ("problem", 0.5)


def test_what_is_declared_is_not_guessed() -> None:
    assert guess("We can't refund this.", "Refund declined", "howto") == ("howto", 1.0, "declared")
    assert guess("x", "Refund declined", "no-such-kind")[0] == "reject"


def test_a_short_text_without_greeting_is_a_fragment() -> None:
    assert guess("Take the blue cable.") == ("fragment", 0.5, "4 words, no greeting, no sign-off")
    assert guess("Hi Ana,\nthe lamp is blue.")[0] == "other"
    assert guess("We can't refund this lamp.")[0] == "fragment"  # too short to tell by its own words


def test_signs_add_up_and_a_rival_takes_some_away() -> None:
    def sign(where: str, weight: float, phrase: str) -> Sign:
        return Sign(where, weight, Cue(phrase, literals=literals(phrase)))

    kinds = Kinds(
        {
            "a": Kind("a", "A", ("thanks",), (sign("named", 0.5, "lamp"), sign("says", 0.5, "blue cable"))),
            "b": Kind("b", "B", (), (sign("starts", 0.6, "take"),)),
        },
        Moves({}),
    )
    words = "the blue cable and put it where the red one was before that"
    assert guess(f"Use {words}.", "Lamp", kinds=kinds) == ("a", 0.75, "title says “lamp”; text says “blue cable”")
    assert guess(f"Take {words}.", "Lamp", kinds=kinds) == ("a", 0.6, "title says “lamp”; text says “blue cable”")
    assert guess(f"Do take {words}.", kinds=kinds)[:2] == ("a", 0.5)


def test_show_kinds_prints_kind_confidence_and_reason(tmp_path: Path) -> None:
    declared = "---\ntitle: Shoes\nkind: reject\n---\nWe can't.\n"
    write(tmp_path, {"macros/a.md": declared, "macros/b.md": "---\ntitle: Lamp\n---\nTake the blue cable.\n"})
    done = macrolint("check", "--show-kinds", cwd=tmp_path)
    assert (done.code, done.out) == (
        0,
        "reject    100 % sure  macros/a.md (Shoes): declared\n"
        "fragment   50 % sure  macros/b.md (Lamp): 4 words, no greeting, no sign-off (not sure)\n"
        "2 templates: 1 reject, 1 fragment.\n",
    )


def test_the_reason_of_a_kind_reads_as_words() -> None:
    assert guess("Hi Ana,\nthe lamp is blue.") == ("other", 0.4, "no clear sign")
    assert guess("Take the blue cable.", tags=("outage",)) == ("outage", 0.6, "its tags say “outage”")
    named = Template("app-crash", "", ())
    assert Kinds(CATALOG.kinds, Moves(CATALOG.moves)).guess(named, None).reason == "its id says “crash”"


def test_what_an_unsure_kind_misses_is_said_more_quietly(tmp_path: Path) -> None:
    text = "The shoes were worn outside. The sale ended on the first day of May, and the shop closed the day after it."
    write(
        tmp_path,
        {"macros/a.md": f"---\ntitle: Refused\n---\n{text}\n", "macros/b.md": f"---\nkind: reject\n---\n{text}\n"},
    )
    done = macrolint("check", "-f", "json", "--select", "acknowledgement/no-acknowledgement", cwd=tmp_path)
    assert [(one["path"], one["severity"], one["template"]["kind"]) for one in done.json["violations"]] == [
        ("macros/a.md", "info", "reject"),
        ("macros/b.md", "warning", "reject"),
    ]


def test_a_text_in_another_language_is_left_alone(tmp_path: Path) -> None:
    german = "Der Umtausch ist leider nicht möglich. Die Frist von dreißig Tagen ist am ersten Mai abgelaufen."
    english = "The exchange is not on the list. The thirty days were over on the first day of May in the shop."
    write(
        tmp_path,
        {"macros/a.md": f"---\nkind: reject\n---\n{german}\n", "macros/b.md": f"---\nkind: reject\n---\n{english}\n"},
    )
    write(tmp_path, {"macros/c.md": f"---\nkind: reject\nlanguage: en\n---\n{german}\n"})
    done = macrolint("check", "-f", "json", "--select", "acknowledgement/no-acknowledgement", cwd=tmp_path)
    assert [path for path, *_ in done.violations] == ["macros/b.md", "macros/c.md"]


def test_a_word_anywhere_tells_less_the_longer_the_text_is() -> None:
    said = "We will not be able to swap an empty crate. "
    assert guess(said + "The van comes past on its usual round in the morning. " * 5)[0] == "reject"
    assert guess("The van comes past on its usual round in the morning. " * 60 + said)[0] == "other"


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("size", "Ok, and would you please tell me the size that is printed on the inside of the shoe?", "fragment"),
        (
            "bounce",
            "Attention: your letter to the desk could not be accepted because it came from another address.",
            "notice",
        ),
        (
            "Empty file error",
            "When using a CSV file, you might run into the following error. It means that the file has no rows.",
            "reference",
        ),
        (
            "regression without author",
            "Since this bug is a regression, could you please fill in the field that says where it came from?",
            "internal",
        ),
        (
            "Pruning what is stale",
            "Closing this issue as it's been stale for six weeks. Feel free to open it again when you have time.",
            "chase",
        ),
        (
            "Loan limit reached",
            "You have reached the maximum number of books. Bring one back to borrow another.",
            "notice",
        ),
        ("Are dogs allowed?", "Dogs are allowed in the garden and in the yard, and not in the hall.", "howto"),
    ],
)
def test_what_needs_no_acknowledgement_is_told_from_replies(title: str, text: str, kind: str) -> None:
    assert guess(text, title)[0] == kind


def test_a_message_that_begins_with_code_is_an_entry_of_a_reference() -> None:
    text = "`InvalidToken`:\n- Copy the whole token from the page of your app.\n- Then start the app again."
    part = Part("message", "markdown", copied(text))
    kinds = Kinds(CATALOG.kinds, Moves(CATALOG.moves))
    found = kinds.guess(Template(None, "invalid-token", (part,)), study(part, CATALOG.words("en")), "")
    assert (found.kind, found.reason) == ("reference", "beginning says “code”")
