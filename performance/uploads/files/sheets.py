"""What is known of a sheet before its rows are asked for."""

from typing import NamedTuple


class Sheet(NamedTuple):
    """A sheet up to its last row and column that hold something; `filled` rows of them are not blank.

    A .csv file is one sheet without a name. `start` and `end` say where in the spool its rows are.
    """

    name: str
    rows: int
    columns: int
    filled: int
    hidden: bool
    start: int
    end: int
