"""Blanks in the forms that teams write them, and what looks like one and is none."""

from __future__ import annotations

import time

import pytest

from macrolint.model import Layout
from macrolint.placeholders import find, mask
from macrolint.placeholders.blanks import blanks, unfinished
from macrolint.prose import study
from macrolint.readers import Claim, read
from macrolint.rules.catalog import load_catalog
from macrolint.sources import Source

WORDS = load_catalog().words("en")
MARKDOWN = Claim("markdown", Layout(format="markdown", split="file"), sure=True)


def found(text: str) -> list[str]:
    """Return the blanks of a Markdown text, apart from those in code."""
    (template,) = read(Source("a.md", text), MARKDOWN).templates
    (part,) = template.parts
    prose, body = study(part, WORDS), part.body.text
    return [body[slice(*span)] for span in blanks(prose.masked, body) if not prose.in_zone(span, ("code",))]


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        # square brackets
        ("Hi [Customer], thanks.", "[Customer]"),
        ("Dear [Mr./Ms. Last Name], thanks.", "[Mr./Ms. Last Name]"),
        ("Hello [FIRST_NAME]!", "[FIRST_NAME]"),
        ("Thanks for your order ([order #]).", "[order #]"),
        ("It will be fixed by [date/time].", "[date/time]"),
        ("We offer [X]% off.", "[X]"),
        ("We'll be back in [x] days.", "[x]"),
        ("[Briefly explain the reason for the delay]", "[Briefly explain the reason for the delay]"),
        ("[if applicable: we'll also refund shipping]", "[if applicable: we'll also refund shipping]"),
        ("You may have a [refund/replacement].", "[refund/replacement]"),
        ("You may have [a refund OR a voucher].", "[a refund OR a voucher]"),
        ("[Company] Support is here.", "[Company]"),
        ("I am sorry about [problem].", "[problem]"),
        ("Use code [CODE] at checkout.", "[CODE]"),
        ("Thanks for reporting it.\n\n[Signature]", "[Signature]"),
        ("It is for [[first name]].", "[[first name]]"),
        # angles, round brackets, braces
        ("Hi <first name>, thanks", "<first name>"),
        ("Dear <<Name>>, thanks", "<<Name>>"),
        ("It is a duplicate of #<issue number>.", "#<issue number>"),
        ("Please see <insert URL here>.", "<insert URL here>"),
        ("Sorry.\n\n<explain the reason>\n\nBye.", "<explain the reason>"),
        ("Thanks.\n\n<signature>", "<signature>"),
        ("Hi (name), thanks.", "(name)"),
        ("We expect it on (insert date here).", "(insert date here)"),
        ("The steps are {describe steps here}.", "{describe steps here}"),
        ("Hi {{Insert customer name here}}, thanks.", "{{Insert customer name here}}"),
        # what stands for any letter or number
        ("It is in version X.Y.Z of the app.", "X.Y.Z"),
        ("It costs $XX.XX a month.", "$XX.XX"),
        ("Your code is xxxxxx, thanks.", "xxxxxx"),
        ("It comes within N business days.", "N"),
        ("It takes X to Y hours.", "X to Y"),
        ("It closes on 01/XX/2024.", "01/XX/2024"),
        ("Hi XX, thanks.", "XX"),
        ("It closes on DD/MM/YYYY at noon.", "DD/MM/YYYY"),
        ("It is a duplicate of #nnn.", "#nnn"),
        # lines and dots
        ("Your visit is on ___/___/____ at noon.", "___/___/____"),
        ("Your visit is on __________ at noon.", "__________"),
        ("Dear ....., thanks.", "....."),
        # words
        ("Hi **NAME**, thanks.", "NAME"),
        ("Dear CUSTOMER NAME, thanks.", "CUSTOMER NAME"),
        ("Your number is TRACKING NUMBER.", "TRACKING NUMBER"),
        ("Your number is TRACKING_NUMBER.", "TRACKING_NUMBER"),
        ("We will refund AMOUNT to your card.", "AMOUNT"),
        ("Please visit INSERT LINK HERE.", "INSERT LINK HERE"),
        ("Yours\n\nYOUR NAME HERE", "YOUR NAME HERE"),
        ("@reporter, thanks for this.", "@reporter"),
        ("Hi @USERNAME.", "@USERNAME"),
        ("The date is TBD.", "TBD"),
        # addresses
        ("See https://example.com/issues/XXX now.", "XXX"),
        ("See [this](LINK) page.", "LINK"),
        ("See [this]() page.", "()"),
        ("Hello ,\n\nyour parcel is here.", " ,"),
    ],
)  # fmt: skip
def test_a_blank_is_found(text: str, blank: str) -> None:
    assert found(text) == [blank]


@pytest.mark.parametrize(
    "text",
    [
        "Press [Enter] to go on, or [CTRL]+[C].",
        "In the [Order number] field, enter it; choose [Add file], then [Upload].",
        "- [x] done\n- [ ] to do",
        "See [1], [2] and [the docs][3].\n\n[3]: https://example.com",
        "[URGENT] It is back. [sic]",
        "[Order] Late again",
        "[Edit: fixed]",
        "arr[i], list[0], [0-9], [a, b] and [x for x in data]",
        "Size XXL, rated XXX-rated, chapter XXX, Super Bowl XX, Louis XX.",
        "Mac OS X users, model X 200, X.509, 5 x 3 and the x axis.",
        "The card ends in XXXX-XXXX-XXXX-1234.",
        "Please send us your name (first and last) and your number (6 digits).",
        "Wait ... what? Hmm… and so on...",
        "See #123, #general, @octocat and me@username.com.",
        "PLEASE READ THIS. CONTACT US HERE. HERE IS THE DATE.",
        "Enter your NAME and the DATE of birth. TO DO.",
        "A JSON file, an API key, a URL and the MAX_VALUE constant.",
        "Use List<String>, a < b and c > d, <b>bold</b>, <br>, <Ctrl> and <Alt>.",
        "{red, green} and {{ticket.id}} and {first_name}",
        "He said [that they] would come, and [she] did. [not a number]",
        "Fill in:\n\nName: ____\nOrder: ____",
        "Name: ____",
        "Love, xxx",
        "Hi there,\n\nthanks.",
        "Write it as DD/MM/YYYY, in the format HH:MM.",
        "See https://example.com/users/name?id=5.",
        "Type `[NAME]` and `XXX`:\n\n    [NAME] TODO",
    ],
)
def test_what_looks_like_a_blank_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["Enter your message in the box.", "Click here to write your message here.", "my todo list"]
)
def test_a_step_for_the_reader_is_neither_unfinished_nor_a_blank(text: str) -> None:
    assert unfinished(text) == ()
    assert found(text) == []


@pytest.mark.parametrize("text", ["Your message here", "Please enter your message.", "[Your text here]"])
def test_a_line_to_write_in_is_a_blank_and_not_unfinished(text: str) -> None:
    assert unfinished(text) == ()
    assert found(text) == [text]


@pytest.mark.parametrize(
    "unit",
    [
        "[", "[a ", "[a-", "[name ", "<", "<a ", "<your ", "(", "{insert ", "_", "__ ", "x", "X", "XX/", "... ", "...\n", "A_", "AA ",
        "INSERT A ", "](", "](insert ", "http://", "https://a/", "@user-", "hi  ", "#A_", "1. ...\n", "X to Y ", "[a/a", "by ORDER ",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_text(unit: str) -> None:
    for text in (unit * (30_000 // len(unit)), unit + "a" * 30_000, unit + " " * 30_000, unit + "_" * 30_000):
        masked = mask(text, find(text))
        start = time.process_time()
        blanks(masked, text)
        unfinished(masked)
        assert time.process_time() - start < 2
