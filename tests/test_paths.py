from __future__ import annotations

import json
from typing import Any

import pytest

from macrolint.paths import BadPath, holds, parse, root, select
from macrolint.readers.json_ import read_json
from macrolint.sources import Source

TREE: Any = {
    "a": [
        {"kind": "reply", "says": "one", "deep": {"x": 1}},
        {"kind": "note", "says": "two"},
        {"kind": "reply", "says": "", "off": False, "deep": None},
    ],
    "b": {"kind": "note", "says": "three"},
    "ticket.state": {"value": "3"},
    "empty": [],
}


def _at(path: str, tree: Any = TREE) -> list[str]:
    node = read_json(Source("a.json", json.dumps(tree)))[0]
    return [one.node.text or one.address for one in select(root(node), path)]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.*.says", ["one", "two", "/a/2/says"]),
        ("a.0.says", ["one"]),
        ("a.*[kind=reply].says", ["one", "/a/2/says"]),
        ("a.*[kind=reply|note].kind", ["reply", "note", "reply"]),
        ("a.*[kind=re*].kind", ["reply", "reply"]),
        ("a.*[kind!=reply].says", ["two"]),
        ("a.*[says].says", ["one", "two"]),
        ("a.*[!says]", ["/a/2"]),
        ("a.*[deep].kind", ["reply"]),
        ("a.*[deep.x=1].kind", ["reply"]),
        ("a.*[off]", ["/a/2"]),
        ("a.*[kind=reply][says].says", ["one"]),
        ("a|b.says", ["three"]),
        ("b.kind[=note]", ["note"]),
        ("b.kind[=reply]", []),
        ("'ticket.state'.value", ["3"]),
        ("[b].b.says", ["three"]),
        ("[c].b.says", []),
        ("[a.0.kind=reply].b.says", ["three"]),
        ("a.*.says.^.kind", ["reply", "note", "reply"]),
        ("a.0.deep.x.^.^.says", ["one"]),
        ("**[kind=note].says", ["two", "three"]),
        ("**[=t*]", ["two", "three"]),
        ("c | b.says", ["three"]),
        ("a.2.says | b.says", ["three"]),
        ("empty | b.says", ["three"]),
        ("b.says | a.0.says", ["three"]),
        ("nothing", []),
        ("a.*.says.more", []),
        ("", [""]),
    ],
)
def test_a_path_leads_to_what_it_names(path: str, found: list[str]) -> None:
    assert _at(path) == found


@pytest.mark.parametrize("path", ["a[b", "a]b", "a..b[", "a.[b]c", "''x"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(BadPath):
        parse(path)


def test_null_and_an_empty_text_are_not_there_and_no_is() -> None:
    node = read_json(Source("a.json", '{"a": null, "b": "", "c": false, "d": 0, "e": "x", "f": {}}'))[0]
    assert [name for name in "abcdefg" if holds(root(node), name)] == ["c", "d", "e"]
