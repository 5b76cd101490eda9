"""A web process that checks a file, and says by how many bytes it grew: python -m bench.growth FILE SMALL_FILE"""

import sys
from pathlib import Path

import django

django.setup()

from accounts.models import User
from bench import steps
from performance.uploads.files.limits import peak_memory


def main(path: str, small: str) -> None:
    analyst = User.objects.get(username="analyst")
    # A process that has served a while has everything loaded.
    steps.check(analyst, Path(small))
    before = _resident()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    steps.check(analyst, Path(path))
    sys.stdout.write(str(peak_memory() - before))


def _resident() -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("This system does not say how much memory a process has.")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
