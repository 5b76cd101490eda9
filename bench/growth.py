"""A web process that checks a file, and says by how many bytes it grew: python -m bench.growth FILE SMALL_FILE"""

import sys
from pathlib import Path

import django

django.setup()

from accounts.models import User
from bench import steps
from bench.machine import resident
from performance.uploads.files.child import peak_memory


def main(path: str, small: str) -> None:
    analyst = User.objects.get(username="analyst")
    # A process that has served a while has everything loaded.
    steps.check(analyst, Path(small))
    before = resident()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    steps.check(analyst, Path(path))
    sys.stdout.write(str(peak_memory() - before))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
