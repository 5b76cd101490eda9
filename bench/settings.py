"""The planner as it is measured: in a database of its own, beside the one that DATABASE_URL names."""

import tempfile
from pathlib import Path

from safercornwall.settings.test import *
from safercornwall.settings.test import DATABASES

_ON_SQLITE = Path(tempfile.gettempdir()) / "planner-bench.sqlite3"
_is_sqlite = "sqlite" in DATABASES["default"]["ENGINE"]
DATABASES["default"]["TEST"] = {"NAME": str(_ON_SQLITE) if _is_sqlite else "planner_bench"}

# The clock waits for the work, so no thread does it meanwhile.
UPLOADS_WORKER = "command"

# The planner's own pages, and those that they are measured against.
ROOT_URLCONF = "bench.pages"
