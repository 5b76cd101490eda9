"""Every file that must be refused, made anew: python -m tests.performance.uploads.bad_files FOLDER writes them all to look at."""

import sys
from pathlib import Path

from tests.performance.uploads.bad_kinds import BAD_KINDS
from tests.performance.uploads.bad_opendocument import BAD_OPENDOCUMENT
from tests.performance.uploads.bad_sizes import BAD_SIZES
from tests.performance.uploads.bad_text import BAD_TEXT
from tests.performance.uploads.bad_workbooks import BAD_WORKBOOKS

BAD_FILES = [*BAD_KINDS, *BAD_WORKBOOKS, *BAD_SIZES, *BAD_OPENDOCUMENT, *BAD_TEXT]

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for file in BAD_FILES:
        file.make(folder / file.name)
        print(f"{file.name}: {file.code}")
