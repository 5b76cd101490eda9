"""The drill of the units: systemd reads them, finds nothing to say, and calls what is left open small.

    python3 scripts/drill_units.py

Needs systemd-analyze, and says so. Nothing is installed or started.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from console import ROOT, Problem, say, told_plainly

# Of 100. The network, which it must have, is most of it.
MOST_EXPOSED = 20


def main():
    if not shutil.which("systemd-analyze"):
        raise Problem("systemd-analyze is not installed: this machine has no systemd.")
    with tempfile.TemporaryDirectory(prefix="planner-units-") as folder:
        units = [copied(path, Path(folder)) for path in (ROOT / "deploy" / "systemd").iterdir()]
        said = run("verify", *units)
        if said:
            raise Problem(f"systemd finds fault with the units:\n{said}")
        say(f"  {len(units)} units are as systemd wants them.")
        for unit in sorted(one for one in units if one.suffix == ".service"):
            said = run("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
            say(f"  {said.strip().splitlines()[-1].strip('→ ')}")


def copied(path, folder):
    """With programs that are there: what the planner's own are is not known before it is installed."""
    text = path.read_text().replace("/srv/planner/current/.venv/bin/gunicorn", "/bin/true")
    text = text.replace("/srv/planner/current/.venv/bin/python", "/bin/true")
    copy = folder / path.name.replace("@", "@1")
    copy.write_text(text)
    return copy


def run(*words):
    command = ["systemd-analyze", *map(str, words)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise Problem(f"systemd-analyze {words[0]} failed:\n{done.stdout}")
    return done.stdout


if __name__ == "__main__":
    told_plainly(main)
