"""Which language a text is written in: told by the words that every text of a language is full of, or by its script.

A text that is too short, or in which two languages are about as likely, tells nothing.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from macrolint.model import FOREIGN
from macrolint.prose.words import Words
from macrolint.uncompiled import lazy

_FEWEST_WORDS = 5
_FEWEST_COMMON = 2  # different ones
_TELLING_WORDS = 12  # so many with hardly any common word of a known language are in another one
_FEWEST_LETTERS = 8  # of a script that needs no blanks between words
_SHARE = 0.12  # English mail has 0.35 and more; German in English eyes 0.03
_MORE = 1.5  # so many times as many common words as the next likely language has
_LOCALE = lazy(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_SCRIPTS = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh"}


def spoken(words: Sequence[str], languages: Mapping[str, Words], usual: str) -> str:
    """Return the tag of the language that words in lower case are of, `und` if it is none that is known, or "".

    usual: the language that it should be in; another one has to be much likelier.
    """
    letters = "".join(words)
    script = _script(letters)
    if script is not None:
        return script if len(letters) >= _FEWEST_LETTERS else ""
    if len(words) < _FEWEST_WORDS:
        return ""
    counted = Counter(word for word in words if len(word) > 1)
    common = {tag: counted.keys() & one.common for tag, one in languages.items()}
    known = {tag: sum(map(counted.__getitem__, said)) for tag, said in common.items()}
    best, *others = sorted(known, key=lambda tag: -known[tag]) or [""]
    most = known.get(best, 0)
    if len(common.get(best, ())) < _FEWEST_COMMON or most < _SHARE * len(words):
        return FOREIGN if len(words) >= _TELLING_WORDS and most < _SHARE * len(words) else ""
    if best != usual and most < _MORE * known.get(usual, 0):
        return ""
    return FOREIGN if any(most < _MORE * known[tag] for tag in others if usual not in (tag, best)) else best


def _script(letters: str) -> str | None:
    """Return the language that the script of most letters tells; None for Latin letters."""
    if letters.isascii():
        return None
    other = [char for char in letters if char > "\u024f" and char.isalpha()]
    if 2 * len(other) <= len(letters):
        return None
    found = {unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in other}
    return next((tag for script, tag in _SCRIPTS.items() if script in found), FOREIGN)


def named(path: str) -> str:
    """Return the language that the name of a file or of its folder says: `de/late.md`, `late.pt-BR.txt`; else ""."""
    folders, name = os.path.split(path)
    for word in (*reversed(name.split(".")[1:-1]), *reversed(folders.split("/"))):
        if _LOCALE.fullmatch(word):
            return word.lower().replace("_", "-")
    return ""


def told(words: Sequence[str], path: str, usual: str, languages: Mapping[str, Words]) -> str | None:
    """Return the language of a text that does not say its own, or None where it is the usual one.

    Where the words tell, they decide: `it/` may hold the macros of a help desk for computers. Else the path does.
    """
    found, said = spoken(words, languages, _base(usual)), named(path)
    if not found:
        return said or None
    if found == FOREIGN and _base(said or usual) not in languages:
        return said or None  # a language of which no words are known
    if found == _base(usual):
        return None
    return FOREIGN if said and _base(said) != found else said or found


def _base(tag: str) -> str:
    return re.split("[-_]", tag)[0]
