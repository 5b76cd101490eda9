"""Reads a workbook with calamine and says how many seconds it took: python -m bench.calamine_alone FILE"""

import sys
from time import perf_counter

from python_calamine import CalamineWorkbook


def main(path: str) -> None:
    start = perf_counter()
    with CalamineWorkbook.from_path(path) as workbook:
        rows = workbook.get_sheet_by_index(0).to_python()
    seconds = perf_counter() - start
    if len(rows) < 2:
        raise SystemExit("There is nothing in the file.")
    sys.stdout.write(str(seconds))


if __name__ == "__main__":
    main(sys.argv[1])
