"""Measures on the database that DATABASE_URL names, and writes what was found: python -m bench.one FILE [MEASURE …]"""

import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

django.setup()

from bench import database
from bench.world import World

MEASURES = (
    *(
        "checking",
        "names",
        "large_csv",
        "memory",
        "applying",
        "undoing",
        "again",
        "import_export",
        "size",
    ),
    *("flags", "pages", "serving", "consequences", "search"),
)


def main(answer: str, *chosen: str) -> None:
    with database.made(), tempfile.TemporaryDirectory(prefix="bench-") as folder:
        world, found = World(), []
        for name in chosen or MEASURES:
            sys.stderr.write(f"{database.version()}: {name}\n")
            found += import_module(f"bench.measures.{name}").measure(world, Path(folder))
        facts = {"database": database.version(), "measures": [one.as_json() for one in found]}
    Path(answer).write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
