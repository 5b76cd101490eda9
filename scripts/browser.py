"""Finds the browser that the journeys in tests/journeys are walked with, or installs it."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find():
    """The path of a Chromium or Chrome: the one that CHROMIUM names, else the first found. Or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in (*NAMES, *ELSEWHERE))
    return next((path for path in found if path), None)


def as_root():
    """What to put before a command that only root may run, or None if nobody may."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return [sudo, "-n"]
    return None


def install():
    from console import run, step

    root = as_root()
    if not shutil.which("apt-get") or root is None:
        return
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"]
    problem = "Chromium could not be installed. Check that this machine reaches its packages."
    with step("Installing Chromium, for the tests in a real browser"):
        run([*apt, "update"], problem)
        run([*apt, "install", "--no-install-recommends", "chromium"], problem)


def main():
    from console import Problem

    if os.environ.get("CHROMIUM") and not find():
        raise Problem(f"CHROMIUM names {os.environ['CHROMIUM']}, and there is no such program.")
    if not find():
        install()
    if not find():
        raise Problem(
            "the tests in a real browser need Chromium or Chrome, and this machine has none that I"
            " can find or may install. Install one, for example: sudo apt install chromium. If it has"
            " another name, say so: make test CHROMIUM=/path/to/chrome. All other tests: make test-quick"
        )


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from console import told_plainly

    told_plainly(main)
