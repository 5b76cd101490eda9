"""How the set-up talks: what it does, how long it takes, and what to do when it cannot go on.

Only the standard library, and nothing newer than Python 3.6, so that an old Python can be told so.
"""

import hashlib
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def is_empty():
    """Whether the planner is to begin with nothing in it, beside the demo: `make run EMPTY=1`. As the settings read it."""
    return os.environ.get("EMPTY", "").strip().lower() in {"1", "true", "on", "yes", "y", "ok"}


class Problem(Exception):
    """Something that a person has to do something about, in their words."""


def say(text=""):
    print(text, flush=True)


@contextmanager
def step(what):
    """Says what is being done, that it still is, and how long it took."""
    began = time.monotonic()
    done = threading.Event()

    def reassure():
        while not done.wait(10):
            say(f"  … still at it after {time.monotonic() - began:.0f} seconds")

    say(what + " …")
    ticker = threading.Thread(target=reassure, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
    say(f"  done in {time.monotonic() - began:.1f} seconds")


def run(command, problem, **options):
    """Runs `command` quietly. If it fails, its last words are shown under `problem`."""
    try:
        result = subprocess.run(
            [str(part) for part in command],
            cwd=str(ROOT),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
            check=False,
            **options,
        )
    except OSError as error:
        raise Problem(f"{problem}\n\n  {error}") from error
    if result.returncode:
        last = "\n".join("  " + line for line in result.stdout.strip().splitlines()[-12:])
        raise Problem(f"{problem}\n\nIts last words were:\n{last}")
    return result.stdout


def digest(paths, *words):
    """One value for the content and the names of all `paths`, and for `words`."""
    sha = hashlib.sha256(repr(words).encode())
    for path in sorted(paths):
        sha.update(str(path.relative_to(ROOT)).encode() + b"\0")
        sha.update(hashlib.sha256(path.read_bytes()).digest())
    return sha.hexdigest()


class Stamp:
    """A note of what a step was last done with, so that it is done again only for something new."""

    def __init__(self, path, value):
        self.path = path
        self.value = value

    def holds(self):
        try:
            return self.path.read_text() == self.value
        except OSError:
            return False

    def forget(self):
        if self.path.exists():
            self.path.unlink()

    def set(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value)


def told_plainly(main):
    """Calls `main`, and ends with a sentence instead of a traceback where there is one to say."""
    try:
        sys.exit(main())
    except Problem as problem:
        print(f"\nStopped: {problem}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command to go on.", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        print(f"\nStopped: {error}", file=sys.stderr)
        if error.errno == 28:
            print("The disk is full. Make room and run the same command.", file=sys.stderr)
        sys.exit(1)
