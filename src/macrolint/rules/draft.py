"""The first version of a rule file: it works as it is, and says what each line is for."""

from __future__ import annotations

_DRAFT = """\
# A rule of your own. It works as it stands: put your own words in it, line by line.
# Try it after each change. Lines that start with # are explanations; take them out when you are done.

# The folder and the name of this file.
id: {id}

# The title: a few words for what is wrong. Lists and reports show it.
title: {title}

# error, warning or info.
severity: warning

# What the reader of the report sees: one sentence on what is wrong and what to write instead.
# {{match}} stands for the words that were found.
message: "“{{match}}” tells the reader nothing; say what happens next."

# Why this matters, and when the words are fine after all.
why: Whoever waits for an answer wants to know who does what, and by when.
when_fine: The words are quoted, or stand in a title.

# What to look for. [a|b] is one or the other, [a|] may be missing; capitals do not matter.
# Forms of a word are not guessed: write every form, such as [parcel|parcels].
phrases:
  - we will look into [it|this]
  - "[your|the] request is [very|] important to us"

# When the words are left alone.
# before, after: these words stand right before, or right after, what was found.
# zone: what was found stands in a quotation, or in code.
unless: {{before: [whether, if], after: ["[today|tomorrow]"], zone: [quote, code]}}

# The examples are the tests: the words between ⟦ and ⟧ must be found, and nothing in a good example.
examples:
  - bad: "Thanks for writing, ⟦we will look into it⟧."
  - bad: "⟦Your request is important to us⟧."
  - {{good: "You wrote “we will look into it” on our form.", note: "It is quoted."}}
  - {{good: "We will look into it today.", note: "The words after it say when."}}
  - good: "I have asked the warehouse, and you hear from me on Tuesday."
"""


def draft(rule_id: str) -> str:
    """Return the text of a rule file that keeps the laws and waits for a team's own words."""
    return _DRAFT.format(id=rule_id, title=rule_id.split("/")[1].replace("-", " ").capitalize())


def known_by(file: str | None, others: bool) -> tuple[str, str]:
    """Return what makes the rules in the folder `rules` known: where to write, and what.

    file: the configuration, if there is one. others: it names folders of rules already.
    """
    toml = (file or "").endswith(".toml")
    where = f"[tool.macrolint] of {file}" if toml else file or "a file macrolint.yaml"
    if others:
        return f"the list 'rulesets' in {where}", '"rules"' if toml else "rules"
    return where, 'rulesets = ["rules"]' if toml else "rulesets: [rules]"
