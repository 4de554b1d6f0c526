"""The signs by which the forms of blanks are told apart are in every text that such a form finds."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from macrolint.placeholders import blanks

FORMS = (*blanks._FORMS, *blanks._UNFINISHED)


@pytest.mark.parametrize("number", range(len(FORMS)))
def test_no_form_finds_anything_in_a_text_without_its_signs(number):
    signs, form = FORMS[number]
    compiled = re.compile(form, re.I | re.M)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(compiled))
    def check(text: str) -> None:
        assert list(blanks._found(((signs, form),), text)) or not compiled.search(text)

    with suppress(Unsatisfiable):  # a form that looks ahead is not met by chance
        check()
