"""Nothing that is read can run code, reach the network, make macrolint write, or lead it out of the files it was given."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from running import ROOT, macrolint, write

GUARD = """\
import sys
FORBIDDEN = ("socket.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.", "urllib.", "ftplib.", "smtplib.",
    "http.", "webbrowser.", "ctypes.", "pty.", "shutil.", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.link", "os.symlink",
    "pickle.", "marshal.load", "code.")
def guard(event, arguments):
    if event in ("open", "os.mkdir") and ".macrolint_cache" in str(arguments[0]):
        return
    if event.startswith(FORBIDDEN):
        raise BaseException(f"forbidden: {event} {arguments!r}")
    if event == "open" and isinstance(arguments[1], str) and set("wax+") & set(arguments[1]):
        raise BaseException(f"forbidden: {event} {arguments!r}")
def start():
    sys.addaudithook(guard)
"""
MAIN = """\
import sys, guard
from macrolint.cli.main import run
from macrolint.rules.catalog import compiled
compiled()  # a checkout may write its compiled rules once
sys.dont_write_bytecode = True
guard.FORBIDDEN = tuple(one for one in guard.FORBIDDEN if one != "marshal.load")  # how Python imports
guard.start()
run()
"""
RUN_ME = "import os\nos.system('touch owned')\nopen('owned', 'w').close()\n"
HOSTILE: dict[str, str | bytes] = {
    "macrolint.yaml": "rulesets: [rules]\nvocabulary: {reject: {utilise: use}}\npolicy: {timezone: Europe/Berlin}\n",
    "rules/team/odd.yaml": 'id: team/odd\nmessage: "“{match}” is odd."\npatterns: ["\\bodd\\b|(?P<match>x+)+y"]\n',
    "rules/team/__init__.py": RUN_ME,
    "rules/conftest.py": RUN_ME,
    "sitecustomize.py": RUN_ME,
    "macros/a.md": "Calm down. {{ ''.__class__.__mro__ }} {% include '/etc/passwd' %} ${7*7} <%= `touch owned` %> #{exec}\n\n![x](https://203.0.113.1/a.png) https://203.0.113.1/\n",
    "macros/b.html": "<!DOCTYPE x SYSTEM 'http://203.0.113.1/x.dtd'><p>Calm down.</p><img src=http://203.0.113.1/x><script>alert(1)</script>",
    "macros/c.json": '{"title": "A", "body": "Calm down.", "__class__": "os.system", "$ref": "http://203.0.113.1/"}',
    "macros/d.tf": 'resource "zendesk_macro" "a" {\n  title = file("/etc/passwd")\n  action {\n    field = "comment_value"\n    value = "${file("/etc/passwd")} calm down"\n  }\n}\n',
    "macros/e.md": "---\ntitle: !!python/object/apply:os.system ['touch owned']\n---\nCalm down.\n",
    "macros/f.csv": 'title,body\n=cmd|"/c calc"!A1,Calm down.\n',
    "macros/g.po": 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=__import__(\'os\').system(\'touch owned\');\\n"\n\nmsgid "a"\nmsgstr "Calm down."\n',
}  # fmt: skip
TAGS = ["!!python/object/apply:os.system ['touch owned']", "!!python/object/new:os.system [touch owned]", "!!python/name:os.system", "!!python/module:os"]  # fmt: skip


def guarded(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run macrolint where no socket, no process and no writing is allowed; return its code and what it printed."""
    import subprocess

    write(folder.parent, {f"{folder.name}-guard/guard.py": GUARD, f"{folder.name}-guard/main.py": MAIN})
    command = [sys.executable, str(folder.parent / f"{folder.name}-guard/main.py"), *arguments]
    env = {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(command, cwd=folder, capture_output=True, env=env, timeout=120, check=False, text=True)
    assert "forbidden" not in done.stderr, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [("check",), ("check", "--statistics"), ("promises",), ("rules", "list"), ("rules", "test"), ("explain", "team/odd"), ("config", "show")])  # fmt: skip
def test_no_network_no_process_and_nothing_written_but_the_cache(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    project = write(tmp_path / "project", HOSTILE)
    before = sorted(path for path in project.rglob("*"))
    code, said = guarded(project, *arguments)
    assert code in (0, 1), said
    assert "root:" not in said
    if arguments == ("check",):
        assert said.count("[respect/calm-down]") == 7
        assert "odd" not in said.replace("team/odd", "")  # the words of a message are put in, not run
    now = sorted(path for path in project.rglob("*"))
    assert [path for path in now if ".macrolint_cache" not in path.parts] == before
    assert (now != before) == (arguments[0] == "check")


def test_the_guard_sees_what_it_forbids(tmp_path: Path) -> None:
    import subprocess

    write(tmp_path, {"guard.py": GUARD})
    for line in (
        "import socket; socket.create_connection(('203.0.113.1', 9))",
        "import os; os.system('true')",
        "open('x', 'w')",
    ):
        done = subprocess.run([sys.executable, "-c", f"import guard; guard.start(); {line}"], cwd=tmp_path, capture_output=True, check=False, text=True)  # fmt: skip
        assert "forbidden" in done.stderr


@pytest.mark.parametrize("tag", TAGS)
def test_tags_of_python_are_no_objects(tmp_path: Path, tag: str) -> None:
    files = {
        "macros/a.yaml": f"title: {tag}\nbody: Calm down.\nx: {tag}\n",
        "macros/b.md": f"---\ntitle: {tag}\n---\nCalm down.\n",
    }
    write(tmp_path, files)
    assert [rule for *_, rule in macrolint("check", "-f", "json", cwd=tmp_path).violations].count(
        "respect/calm-down"
    ) == 2
    for name, text in (
        ("macrolint.yaml", f"select: {tag}\n"),
        ("rules/team/x.yaml", f"id: team/x\nmessage: {tag}\nphrases: [x]\n"),
    ):
        write(tmp_path, {"macrolint.yaml": "rulesets: [rules]\n", "rules/team/_group.yaml": "title: X\n", name: text})
        assert macrolint("check", cwd=tmp_path).code in (1, 2)
    assert not (tmp_path / "owned").exists()


def test_a_link_in_the_project_is_read_and_never_written_or_walked(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret/a.md": "Calm down.\n", "b.md": "utilise calm down\n"})
    project = write(
        tmp_path / "project", {"macrolint.yaml": "vocabulary: {reject: {utilise: use}}\n", "macros/c.md": "Fine.\n"}
    )
    (project / "macros/folder").symlink_to(outside / "secret")
    (project / "macros/file.md").symlink_to(outside / "b.md")
    done = macrolint("check", "-f", "json", cwd=project)
    assert {path for path, *_, rule in done.violations if rule == "respect/calm-down"} == {
        "macros/file.md"
    }  # its words are shown as those of the link
    assert (outside / "b.md").read_text() == "utilise calm down\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_devices_sockets_and_pipes_are_named_and_left(tmp_path: Path) -> None:
    write(tmp_path, {"macros/good.md": "Calm down.\n"})
    macros = tmp_path / "macros"
    (macros / "zero.md").symlink_to("/dev/zero")
    (macros / "random.yaml").symlink_to("/dev/urandom")
    os.mkfifo(macros / "pipe.json")
    (macros / "folder.md").mkdir()
    (macros / "round.md").symlink_to(macros / "round.md")
    here = os.getcwd()
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(macros)
        try:
            listening.bind("socket.md")
        finally:
            os.chdir(here)
        done = macrolint("check", "macros", "-f", "json", cwd=tmp_path)
    assert [(path, rule) for path, _, _, rule in done.violations] == [
        ("macros/good.md", "respect/calm-down"),
        ("macros/pipe.json", "files/unreadable"),
        ("macros/random.yaml", "files/unreadable"),
        ("macros/round.md", "files/unreadable"),
        ("macros/socket.md", "files/unreadable"),
        ("macros/zero.md", "files/unreadable"),
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("setting", ["extends: {}", "platforms: [{}]", "lookups: [{}]", "policy: {{sla: {}}}"])
def test_a_setting_that_names_a_device_is_refused(tmp_path: Path, setting: str) -> None:
    for device in ("/dev/zero", "pipe.yaml"):
        write(tmp_path, {"macrolint.yaml": setting.format(device) + "\n", "macros/a.md": "Calm down.\n"})
        if not (tmp_path / "pipe.yaml").exists():
            os.mkfifo(tmp_path / "pipe.yaml")
        done = macrolint("check", cwd=tmp_path)
        assert done.code == 2
        assert "Traceback" not in done.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_rule_files_that_are_no_files_are_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "macrolint.yaml": "rulesets: [rules]\n",
            "macros/a.md": "Calm down.\n",
            "rules/team/a.yaml": "id: team/a\nmessage: x\nphrases: [x]\n",
        },
    )
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
        path = tmp_path / "rules/team/b.yaml"
        make(path)
        done = macrolint("check", cwd=tmp_path)
        path.unlink()
        assert (done.code, "team/b.yaml cannot be read" in done.err, "Traceback" in done.err) == (2, True, False)
