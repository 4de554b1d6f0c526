"""Fuzz the readers and every rule, led by the code that is reached (atheris): `make fuzz`.

The first byte of an input chooses the name of the file, the rest is its content. Arguments are those of libFuzzer.
"""

from __future__ import annotations

import os
import sys

import atheris

with atheris.instrument_imports(include=["macrolint"]):
    from fuzzing import FORMATS, check_file, seeds

NAMES = [*(f"macros/a.{suffix}" for suffix in FORMATS), "SAVED_REPLIES.md", *(f"macros/{name}" for name, _ in seeds())]


def one_input(data: bytes) -> None:
    """Check a file."""
    if data:
        check_file(NAMES[data[0] % len(NAMES)], data[1:])


def plant(folder: str) -> None:
    """Put the exports into the folder of inputs, to start from."""
    for name, text in seeds():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(bytes([NAMES.index(f"macros/{name}")]) + text.encode())


if __name__ == "__main__":
    plant(sys.argv[1])
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
