"""Dumps an installed database, of any version of the planner, for the tests of upgrades.

    DATABASE_URL=sqlite:////path/to/planner.sqlite3 .venv/bin/python -m tests.upgrade.make_dump version_0_2

writes tests/upgrade/version_0_2.json.gz. The database is only read.
"""

import os
import sys
from pathlib import Path

import django


def main():
    if len(sys.argv) != 2 or not os.environ.get("DATABASE_URL"):
        sys.exit(__doc__)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safercornwall.settings.test")
    django.setup()
    from tests.upgrade.dumps import dump_database, write_dump

    path = Path(__file__).with_name(f"{sys.argv[1]}.json.gz")
    dump = dump_database()
    write_dump(dump, path)
    rows = sum(len(table["rows"]) for table in dump["tables"].values())
    print(f"{path.name}: {rows} rows in {len(dump['tables'])} tables, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
