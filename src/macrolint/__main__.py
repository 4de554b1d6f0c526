"""Run `python -m macrolint`."""

from macrolint.cli.main import run

if __name__ == "__main__":
    run()
