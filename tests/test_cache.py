"""The cache: nothing that a result depends on changes unseen, and nothing that lies there does any harm."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running import ROOT, macrolint, write

from macrolint import configuration, data, digests
from macrolint.cache import Cache
from macrolint.digests import digest, plain
from macrolint.engine import lint
from macrolint.model import FileResult
from macrolint.packing import Damaged, pack, unpack
from macrolint.packs import Folder, Pack
from macrolint.runner import Going, run
from macrolint.settings import settings_of


@pytest.fixture(autouse=True)
def _known_anew() -> Iterator[None]:
    """Let no test know what another one made macrolint to be."""
    yield
    digests.itself.cache_clear()


KEY = b"0" * 32
BLUNT = "Hi {{name}},\n\nYou must send the form. We will call you tomorrow.\n"
RULE = "id: own/form\nmessage: Say which form.\nphrases: [the form]\n"
SOME = ("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown")
FORMATS = (*SOME, "csv", "html", "grouped")


def project(folder: Path, said: str = "") -> Path:
    return write(
        folder,
        {
            "macrolint.yaml": f"paths: [macros]\n{said}",
            "macros/a.md": BLUNT,
            "macros/b.md": "Hello,\n\nWe will refund you within 2 days.\n",
            "macros/c.md": "Hello,\n\nWe will refund you within 5 days.\n",
            "rules/own/form.yaml": RULE,
            "lookups.json": '{"custom_statuses": []}',
        },
    )


def anew(folder: Path) -> int:
    """Check a project and return how many bytes of it were not known."""
    found = configuration.read(str(folder / "macrolint.yaml"))
    cache = Cache(Folder(str(folder / ".macrolint_cache")))
    results = list(run(list(found.paths), settings_of(found), home=True, work=cache.lint, going=Going(cache)))
    assert results == list(run(list(found.paths), settings_of(found), home=True))
    return cache.seen


def packs(folder: Path) -> list[Path]:
    return sorted((folder / ".macrolint_cache").glob("*.pack"))


def test_what_is_known_is_not_checked_again(tmp_path: Path) -> None:
    project(tmp_path)
    assert anew(tmp_path) == sum(len(one.read_text()) for one in (tmp_path / "macros").iterdir())
    assert anew(tmp_path) == 0


SAID: dict[str, tuple[str, str]] = {
    "severity": ("", "severity: {tone: info}\n"),
    "override": ("overrides:\n- {files: [a.md], ignore: [tone]}\n", "overrides:\n- {files: [b.md], ignore: [tone]}\n"),
    "layout": ("", "layouts:\n- {files: ['*.md'], split: paragraphs}\n"),
    "language": ("", "language: de\n"),
    "vocabulary": ("vocabulary: {reject: {form: sheet}}\n", "vocabulary: {reject: {form: page}}\n"),
    "policy": ("policy: {acts: {refund: {max: 2 days}}}\n", "policy: {acts: {refund: {max: 3 days}}}\n"),
    "options": ("", "rules: {acknowledgement/no-acknowledgement: {zone: body}}\n"),
    "own rules": ("", "rulesets: [rules]\n"),
}


@pytest.mark.parametrize("what", SAID)
def test_a_setting_that_changes_is_seen(what: str, tmp_path: Path) -> None:
    before, after = (f"paths: [macros]\n{said}" for said in SAID[what])
    project(tmp_path)
    digests_ = []
    for said in (before, after, before):
        (tmp_path / "macrolint.yaml").write_text(said)
        digests_.append(digest(configuration.read(str(tmp_path / "macrolint.yaml"))))
    assert digests_[0] == digests_[2] != digests_[1]


@pytest.mark.parametrize("file", ["rules/own/form.yaml", "lookups.json", "promises.lock", "rules/moves/own.yaml"])
def test_a_file_of_the_configuration_that_changes_is_seen(file: str, tmp_path: Path) -> None:
    project(tmp_path, "rulesets: [rules]\nlookups: [lookups.json]\n")
    found = configuration.read(str(tmp_path / "macrolint.yaml"))
    before = digest(found)
    assert digest(found) == before
    (tmp_path / file).parent.mkdir(exist_ok=True)
    with (tmp_path / file).open("a") as changed:
        changed.write(" ")
    assert digest(found) != before


def test_a_suppression_is_seen_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, "suppress:\n- {rules: [tone], files: ['*'], expires: 2026-12-31}\n")
    found = configuration.read(str(tmp_path / "macrolint.yaml"))
    made = []
    for day in ("2026-12-30", "2026-12-31", "2027-01-01"):
        monkeypatch.setattr(digests, "today", lambda day=day: day)
        made.append(digest(found))
    assert made[0] == made[1] != made[2]


def test_nothing_is_kept_where_that_is_not_wanted(tmp_path: Path) -> None:
    project(tmp_path)
    macrolint("check", "--no-cache", "--cache-dir", "kept", cwd=tmp_path)
    macrolint("check", "--cache-dir", "kept", cwd=tmp_path, env={"MACROLINT_NO_CACHE": "1"})
    assert not (tmp_path / "kept").exists()


def test_a_file_of_the_policy_that_changes_is_seen(tmp_path: Path) -> None:
    project(tmp_path, "policy: {observed: observed.csv}\n")
    made = []
    for hours in (4, 5):
        (tmp_path / "observed.csv").write_text(f"act,p50,p90\nreply.first,{hours},31\n")
        made.append(digest(configuration.read(str(tmp_path / "macrolint.yaml"))))
    assert made[0] != made[1]


def anew_digest(found: configuration.Configuration) -> bytes:
    digests.itself.cache_clear()  # it is told once in a process
    return digest(found)


def test_another_macrolint_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = configuration.Configuration(str(tmp_path))
    before = anew_digest(found)
    monkeypatch.setattr(digests, "__version__", "0.0.0")
    version = anew_digest(found)
    monkeypatch.undo()
    rulesets = write(tmp_path / "rulesets", {"tone/x.yaml": "a"})
    monkeypatch.setattr(data, "rulesets", lambda: str(rulesets))
    catalogue = anew_digest(found)
    write(rulesets, {"tone/x.yaml": "ab"})
    assert len({before, version, catalogue, anew_digest(found)}) == 4


def test_an_installed_macrolint_is_known_by_the_digests_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = write(tmp_path, {f"macrolint-{digests.__version__}.dist-info/RECORD": "a,sha256=x,1\n"})
    monkeypatch.setattr(data, "is_checkout", lambda: False)
    monkeypatch.setattr(data, "__file__", str(tmp_path / "macrolint" / "data.py"))
    found = configuration.Configuration(str(tmp_path))
    before = anew_digest(found)
    write(record, {f"macrolint-{digests.__version__}.dist-info/RECORD": "a,sha256=y,1\n"})
    assert anew_digest(found) != before


def test_what_no_result_depends_on_changes_nothing(tmp_path: Path) -> None:
    here, there = project(tmp_path / "here"), project(tmp_path / "there", "fail-on: error\noutput-format: json\n")
    made = [digest(configuration.read(str(one / "macrolint.yaml"))) for one in (here, there)]
    assert made[0] == made[1]


def test_sets_are_told_the_same_in_every_run_and_what_is_no_data_is_refused() -> None:
    assert plain(frozenset("cab")) == ["a", "b", "c"]
    with pytest.raises(TypeError):
        plain(object())


@pytest.mark.parametrize("change", ["content", "name"])
def test_another_content_or_name_of_a_file_is_seen(change: str, tmp_path: Path) -> None:
    file = project(tmp_path) / "macros" / "a.md"
    anew(tmp_path)
    if change == "content":
        file.write_text(BLUNT.replace("form", "page"))
    else:
        file.rename(file.with_name("z.md"))
    assert anew(tmp_path) == len(BLUNT)
    assert anew(tmp_path) == 0


def test_a_file_that_was_fixed_is_checked_again(tmp_path: Path) -> None:
    write(project(tmp_path), {"macros/a.md": "Hello!!\n\nWe will refund you within 2 days.\n"})
    macrolint("check", "--cache-dir", ".macrolint_cache", cwd=tmp_path)
    fixed = macrolint("check", "--fix", "-f", "json", "--cache-dir", ".macrolint_cache", cwd=tmp_path)
    again = macrolint("check", "-f", "json", "--cache-dir", ".macrolint_cache", cwd=tmp_path)
    assert (tmp_path / "macros/a.md").read_text().startswith("Hello!\n")
    assert again.violations == fixed.violations
    assert again.json["summary"] == fixed.json["summary"]


def test_one_file_is_held_against_a_library_that_is_not_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project(tmp_path))
    said = ("check", "macros/b.md", "-f", "jsonl")
    without = macrolint(*said, "--no-cache", cwd=tmp_path)
    first = macrolint(*said, "--cache-dir", ".macrolint_cache", cwd=tmp_path)
    found = configuration.read(str(tmp_path / "macrolint.yaml"))
    settings = settings_of(found)
    cache = Cache(Folder(str(tmp_path / ".macrolint_cache")))
    list(run(["macros/b.md"], settings, work=cache.lint, going=Going(cache)))
    assert cache.seen == 0
    told = [json.loads(line)["rule"] for line in first.out.splitlines()]
    assert "library/conflicting-promises" in told
    assert first.out == without.out


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_is_the_same_with_and_without_the_cache(format_: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", dirs_exist_ok=True)
    said = ("check", "examples", "-f", format_)
    env = {"SOURCE_DATE_EPOCH": "1700000000"}
    without = macrolint(*said, "--no-cache", cwd=tmp_path, env=env)
    outs = [macrolint(*said, "--cache-dir", "kept", cwd=tmp_path, env=env) for _ in range(2)]
    assert [(one.code, one.out, one.err) for one in outs] == [(without.code, without.out, without.err)] * 2
    assert without.out


def test_every_result_reads_back() -> None:
    found = configuration.Configuration(str(ROOT))
    settings = settings_of(found)
    count = 0

    def held(source, how, own):  # type: ignore[no-untyped-def]
        nonlocal count
        for moves in (None, own.catalog.scheme.moves):
            result = lint(source, how, own, moves=moves)
            line = pack(result)
            assert line is not None
            assert unpack(line, source.path) == result
            count += len(result.violations)
        return result

    list(run([str(ROOT / "examples"), str(ROOT / "tests" / "exports")], settings, work=held))
    assert count > 50


def test_what_was_stopped_or_failed_is_not_kept() -> None:
    assert pack(FileResult("a.md", stopped=(("own/slow", "own/slow: took too long"),))) is None
    assert pack(FileResult("a.md", crashes=("a.md: oh",))) is None
    assert pack(FileResult("a.md")) is not None


def rows() -> list[object]:
    known = settings_of(configuration.Configuration(str(ROOT)))
    seen = []
    work = lambda source, how, own: seen.append(lint(source, how, own)) or seen[-1]  # noqa: E731
    list(run([str(ROOT / "examples" / "macros")], known, work=work))
    result = max(seen, key=lambda one: (bool(one.facts), bool(one.violations)))
    line = pack(result._replace(violations=result.violations[:2], facts=result.facts[:1]))
    assert line is not None
    made: list[object] = json.loads(line)
    return made


def test_only_what_has_the_shape_of_a_result_is_read() -> None:
    whole = rows()
    assert unpack(json.dumps(whole).encode(), "a.md").path == "a.md"

    def spoiled(value: object) -> list[object]:
        """Return the value with one thing in it changed, in every place."""
        if isinstance(value, list):
            made: list[object] = [value[:-1]] if value else []
            for number, inner in enumerate(value):
                made += [[*value[:number], one, *value[number + 1 :]] for one in spoiled(inner)]
            return [*made, {}, 7.5j]
        return [[], {"a": 1}, -1 if isinstance(value, int) else ["x"]]

    refused = 0
    for one in spoiled(whole):
        try:
            line = json.dumps(one).encode()
        except TypeError:
            continue
        try:
            unpack(line, "a.md")
        except Damaged:
            refused += 1
    assert refused > 50
    for line in (b"", b"[", b"null", b"[" * 100_000, b"\xff", b'{"a": 1}', json.dumps([*whole, 1]).encode()):
        with pytest.raises(Damaged):
            unpack(line, "a.md")


def spoil_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil_bytes(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100::50] = b"\x00" * len(content[100::50])
    path.write_bytes(content)


def spoil_words(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"You must send", b"You must sand"))


def spoil_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def spoil_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def spoil_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


@pytest.mark.parametrize("spoil", [spoil_cut, spoil_bytes, spoil_words, spoil_folder, spoil_pipe, spoil_link])
def test_what_is_damaged_is_as_good_as_not_there(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    project(tmp_path)
    anew(tmp_path)
    for pack_ in packs(tmp_path):
        spoil(pack_)
    assert anew(tmp_path) > 0


def test_a_run_begins_a_cache_that_git_and_backups_leave_alone(tmp_path: Path) -> None:
    project(tmp_path)
    macrolint("check", cwd=tmp_path)
    folder = tmp_path / ".macrolint_cache"
    assert (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (folder / ".gitignore").read_text().endswith("*\n")
    assert len(packs(tmp_path)) == 2  # the results, and the configuration


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / ".macrolint_cache").write_text("a file, so that no folder can be made")
    (tmp_path / "file").write_text("")
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert (done.code, done.err) == (1, "")
    assert macrolint("check", "--cache-dir", "file/below", cwd=tmp_path).code == 2


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    project(tmp_path / "project")
    (tmp_path / "outside").mkdir()
    (tmp_path / "project" / ".macrolint_cache").symlink_to(tmp_path / "outside")
    anew(tmp_path / "project")
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_folder_that_holds_something_else_is_not_taken(tmp_path: Path) -> None:
    project(tmp_path)
    done = macrolint("check", "--cache-dir", "macros", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "'macros' cannot hold the cache: something else is there" in done.err
    assert sorted(one.name for one in (tmp_path / "macros").iterdir()) == ["a.md", "b.md", "c.md"]


def test_a_configuration_names_no_cache_outside_its_folder(tmp_path: Path) -> None:
    project(tmp_path, "cache-dir: ../elsewhere\n")
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert "does not lie below the folder of this file" in done.err


def test_clean_deletes_what_macrolint_put_there_and_nothing_else(tmp_path: Path) -> None:
    project(tmp_path, "cache-dir: made/kept\n")
    assert macrolint("clean", cwd=tmp_path).out == "There is no cache in made/kept.\n"
    macrolint("check", cwd=tmp_path, env={"MACROLINT_CACHE_DIR": "made/kept"})
    assert list((tmp_path / "made/kept").glob("*.pack"))
    (tmp_path / "made/kept/mine.txt").write_text("")
    assert macrolint("clean", cwd=tmp_path).out.startswith("Deleted the cache in made/kept (")
    assert [one.name for one in (tmp_path / "made/kept").iterdir()] == ["mine.txt"]
    refused = macrolint("clean", "--cache-dir", "macros", cwd=tmp_path)
    assert (refused.code, "'macros' is no cache of macrolint" in refused.err) == (2, True)


def test_the_last_line_at_a_place_counts_and_a_pack_of_old_lines_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("macrolint.packs._SLACK", 1000)
    folder = Folder(str(tmp_path / "kept"))
    assert folder.begin()
    place = b"a" * 16
    for number in range(100):
        one = Pack(folder, "0" * 32)
        one.add(place, KEY, b"x" * 90 + b"%d" % number)
        one.close()
    assert Pack(folder, "0" * 32).find(place, KEY) == b"x" * 90 + b"99"
    assert Pack(folder, "0" * 32).find(place, b"1" * 32) is None
    assert (tmp_path / "kept" / f"{'0' * 32}.pack").stat().st_size < 2500


def test_only_so_many_packs_are_kept(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "kept"))
    folder.begin()
    for number in range(20):
        path = tmp_path / "kept" / f"{number:032x}.pack"
        path.write_bytes(b"x")
        os.utime(path, (number, number))
    folder.prune()
    assert sorted(int(one.stem, 16) for one in (tmp_path / "kept").glob("*.pack")) == list(range(4, 20))


def test_runs_at_the_same_time_do_not_harm_each_other(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "kept"))
    folder.begin()

    def add(writer: int) -> None:
        for number in range(200):
            one = Pack(folder, "0" * 32)
            one.add(b"%08d%08d" % (writer, number), KEY, b"%d %d " % (writer, number) + b"x" * number * 20)
            one.close()

    writers = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    known = Pack(folder, "0" * 32)
    for writer in range(4):
        for number in range(200):
            said = known.find(b"%08d%08d" % (writer, number), KEY)
            assert said is None or said == b"%d %d " % (writer, number) + b"x" * number * 20
    assert len(known.places) > 400
