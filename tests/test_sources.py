from __future__ import annotations

import codecs
import contextlib
import os
import stat
from pathlib import Path

import pytest
from generated import examples
from hypothesis import given
from hypothesis import strategies as st

from macrolint.model import Unreadable
from macrolint.sources import Source, decode, read_source

_NO_NUL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=60)


@examples(1000)
@given(_NO_NUL, st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"]))
def test_what_is_read_is_written_back_byte_by_byte(text: str, encoding: str) -> None:
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    content = marks.get(encoding, b"") + text.encode(encoding)
    source = decode("a.md", content)
    assert source.text == text
    assert source.encode() == content
    assert source.edited(text + "é").encode() == content + "é".encode(source.encoding)


@examples(1500)
@given(st.binary(max_size=40))
def test_any_bytes_are_read_whole_or_unreadable(content: bytes) -> None:
    source = None
    with contextlib.suppress(Unreadable):
        source = decode("a.md", content)
    if source is not None:
        assert source.encode() == content
        assert "\0" not in source.text


def _refused(content: bytes) -> tuple[str, int]:
    with pytest.raises(Unreadable) as caught:
        decode("a.md", content)
    assert caught.value.content == content
    return caught.value.reason, caught.value.line


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ("a\nGrüße\n".encode("latin-1"), "it is not UTF-8 (byte 0xFC; it looks like Latin-1 or Windows-1252)", 2),
        ("a\r\nb\r\nit’s\r\n".encode("cp1252"), "it is not UTF-8 (byte 0x92; it looks like Windows-1252)", 3),
        ("a\rb\rit’s\r".encode("cp1252"), "it is not UTF-8 (byte 0x92; it looks like Windows-1252)", 3),
        (codecs.BOM_UTF8 + b"a\n\xe9", "it is not UTF-8 (byte 0xE9; it looks like Latin-1 or Windows-1252)", 2),
        (b"a\n\xe2\x82", "it is not UTF-8 (byte 0xE2; it looks like Latin-1 or Windows-1252)", 2),
        (b"\xed\xa0\x80", "it is not UTF-8 (byte 0xED; it looks like Latin-1 or Windows-1252)", 1),
    ],
)
def test_another_encoding_is_told_with_its_line_and_byte(content: bytes, reason: str, line: int) -> None:
    assert _refused(content) == (f"{reason}; save it as UTF-8", line)


def test_a_nul_is_told_with_its_line() -> None:
    reason = "it holds a NUL byte, as no text does; it may be a binary file"
    assert _refused(b"a\nb\0c") == (reason, 2)
    assert _refused(codecs.BOM_UTF8 + b"Hello there\0") == (reason, 1)
    assert _refused(codecs.BOM_UTF16_LE + "a\r\nb\0".encode("utf-16-le")) == (
        "it holds a NUL character, as no text does",
        2,
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told(encoding: str) -> None:
    reason, line = _refused("Hello, you must wait\n".encode(encoding))
    assert (reason, line) == ("it looks like UTF-16 without a byte order mark; save it as UTF-8", 1)


@pytest.mark.parametrize(("mark", "name"), [(codecs.BOM_UTF16_LE, "UTF-16-LE"), (codecs.BOM_UTF16_BE, "UTF-16-BE")])
def test_damaged_utf_16_is_told(mark: bytes, name: str) -> None:
    assert _refused(mark + b"a")[0] == f"it starts like {name} but is damaged; save it as UTF-8"


@pytest.mark.parametrize(
    ("text", "newline"),
    [("a\nb\r\n", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb", "\r"), ("a", "\n"), ("", "\n"), ("\r\n", "\r\n"), ("\n", "\n")],
)
def test_the_line_break_of_a_file_is_that_of_its_first_line(text: str, newline: str) -> None:
    assert Source("a.md", text).newline == newline


def _unread(path: Path, **limits: int) -> str:
    with pytest.raises(Unreadable) as caught:
        read_source(str(path), **limits)  # type: ignore[arg-type]
    return caught.value.reason


def test_a_file_is_read_and_shown_by_another_name(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfHello\r\n")
    source = read_source(str(path), "macros/a.md")
    assert (source.path, source.text, source.encoding, source.bom) == (
        "macros/a.md", "Hello\r\n", "utf-8", codecs.BOM_UTF8,
    )  # fmt: skip
    assert read_source(str(path)).path == str(path)


@pytest.mark.parametrize(
    ("size", "limit", "reason"),
    [
        (11, 10, "it is 11 bytes, more than max-file-size (10 bytes)"),
        (2048, 1024, "it is 2 KiB, more than max-file-size (1 KiB)"),
        (3 << 20, 1536 << 10, "it is 3 MiB, more than max-file-size (1.5 MiB)"),
    ],
)
def test_a_file_above_the_limit_is_not_read(tmp_path: Path, size: int, limit: int, reason: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a" * size)
    assert _unread(path, max_size=limit) == reason
    assert len(read_source(str(path), max_size=size).text) == size


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    assert _unread(tmp_path) == "it is no regular file"
    os.mkfifo(tmp_path / "pipe")
    assert _unread(tmp_path / "pipe") == "it is no regular file"
    assert _unread(tmp_path / "gone.md") == "it is not there any more"
    (tmp_path / "file").write_text("a")
    assert _unread(tmp_path / "file" / "below.md") == "not a directory"


def test_links_that_lead_nowhere_or_round_are_told(tmp_path: Path) -> None:
    (tmp_path / "dangling.md").symlink_to(tmp_path / "gone.md")
    assert _unread(tmp_path / "dangling.md") == "the link leads nowhere"
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    assert _unread(tmp_path / "a.md") == "its link goes round in a circle"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("a")
    path.chmod(0)
    assert _unread(path) == "permission denied"


@pytest.mark.parametrize("told", [0, 3, 100])
def test_a_file_is_read_whole_whatever_size_is_told_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: int
) -> None:
    path = tmp_path / "a.md"
    path.write_text("We can help.\n", encoding="utf-8")
    facts = list(path.stat())
    facts[stat.ST_SIZE] = told  # as of a file that grows, or one that is made while it is read
    monkeypatch.setattr(os, "stat", lambda _path: os.stat_result(facts))
    assert read_source(str(path)).text == "We can help.\n"
    with pytest.raises(Unreadable, match=r"it grew|more than max-file-size"):
        read_source(str(path), max_size=5)
