"""The first version of a rule file: it works as it is, and says what each line is for."""

from __future__ import annotations

_DRAFT = """\
# A rule of your own. It works as it stands: put your own words in it, line by line.
# Try it after each change. Lines that start with # are explanations; take them out when you are done.

# The folder and the name of this file.
id: {id}

# A few words for lists.
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
phrases:
  - we will look into [it|this]
  - "[your|the] request is [very|] important to us"

# Leave the words alone in these places.
unless: {{zone: [quote, code]}}

# The examples are the tests: the words between ⟦ and ⟧ must be found, and nothing in a good example.
examples:
  - bad: "Thanks for writing, ⟦we will look into it⟧."
  - bad: "⟦Your request is important to us⟧."
  - {{good: "You wrote “we will look into it” on our form.", note: "It is quoted."}}
  - good: "I have asked the warehouse, and you hear from me on Tuesday."
"""


def draft(rule_id: str) -> str:
    """Return the text of a rule file that keeps the laws and waits for a team's own words."""
    return _DRAFT.format(id=rule_id, title=rule_id.split("/")[1].replace("-", " ").capitalize())
