"""No violation starts in a tag, an address or front matter, and no fix changes one: over made templates, and six that others break."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, SHARED, macrolint, write

GENERATOR = SHARED / "peers/gen_corpus.py"


@pytest.mark.skipif(not GENERATOR.is_file(), reason="the generator of templates is not beside this checkout")
def test_of_made_templates_only_prose_is_flagged_and_fixed() -> None:
    command = [sys.executable, ROOT / "bench/places.py", GENERATOR, "16"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()[2:]]
    assert [row[0] for row in rows] == ["md", "yaml", "html"]
    for _, templates, violations, wrong, fixes, held, changed, again in rows:
        assert (int(templates), int(wrong), int(changed), again) == (16, 0, 0, "nothing")
        assert int(violations) > 50
        assert int(fixes) > 25
        assert int(held.replace(",", "")) > 50


FIELDS = """\
---
title: behaviour of a lamp
behaviour: calm
---
Hello {{ customer.behaviour }}, its behaviour is {% if x == 'behaviour' %}odd{% endif %}, <%= behaviour %>, %{behaviour}, [[behaviour]], {behaviour}.

See <https://example.com/behaviour.html>, [the behaviour](https://example.com/behaviour "behaviour"), https://example.com/behaviour or `behaviour`.
"""


def test_six_placeholders_a_key_code_and_addresses_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "vocabulary: {reject: {behaviour: behavior}}\n", "macros/a.md": FIELDS})
    assert macrolint("check", "--fix-only", "--unsafe-fixes", cwd=tmp_path).code == 0
    fixed = re.sub(r"its behaviour|the behaviour", lambda one: one[0].replace("our", "or"), FIELDS)
    assert (tmp_path / "macros/a.md").read_text("utf-8") == fixed
