"""Install the wheel in dist/ into a fresh environment and run it there, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

TEXT = "---\ntitle: Late parcel\nkind: fragment\n---\nHi {{name}} 😀,\n\nplease calm down!!\n"


EXPORT = '{"macros": [{"title": "A", "actions": [{"field": "comment_value", "value": "please calm down"}]}]}'


def main() -> None:
    dist = Path(__file__).resolve().parents[1] / "dist"
    (wheel,) = dist.glob("*.whl")
    (sdist,) = dist.glob("*.tar.gz")
    with tempfile.TemporaryDirectory() as folder:
        venv.create(f"{folder}/venv", with_pip=True)
        programs = Path(folder, "venv", "Scripts" if os.name == "nt" else "bin")
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([programs / "python", "-m", "pip", "install", *quiet, str(wheel)], check=True, cwd=folder)
        Path(folder, "macros").mkdir()
        Path(folder, "macros", "late.md").write_text(TEXT, encoding="utf-8")
        Path(folder, "macros.json").write_text(EXPORT, encoding="utf-8")
        run = [programs / "macrolint", "check", "-f", "concise"]
        done = subprocess.run(
            run,
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={"PATH": os.environ["PATH"]},
        )
        expected = [
            "macros.json:1:84: error[respect/calm-down]",
            "macros/late.md:7:8: error[respect/calm-down]",
            "macros/late.md:7:17: warning[tone/repeated-punctuation]",
        ]
        lines = done.stdout.splitlines()
        if done.returncode != 1 or not all(line.startswith(want) for line, want in zip(lines, expected, strict=False)):
            sys.exit(f"the wheel does not work:\n{done.stdout}{done.stderr}")
        tried = [["explain", "calm-down"], ["rules", "new", "shop/x"], ["rules", "test", "rules"], ["config", "schema"]]
        for arguments in tried:
            subprocess.run([programs / "macrolint", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    print(f"{wheel.name} works in a fresh environment; {sdist.name} is built")


if __name__ == "__main__":
    main()
