"""Stands in for the reading process, and tells what it can get hold of: which variables, and which open files."""

import json
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    open_files = sorted(int(name.name) for name in Path("/proc/self/fd").iterdir())
    found = {"variables": sorted(os.environ), "files": open_files, "spool": int(sys.argv[3])}
    sys.stdout.write(json.dumps({"kind": "csv", "sheets": [], "peak_memory": found}))
