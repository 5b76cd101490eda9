"""Judges each row of a file: which figures it would make, and what is wrong with it.

Called a hundred thousand times, so what was looked up once is kept by the very text of the cell.
"""

from performance.uploads.judging.judge import Judge
from performance.uploads.judging.staged import Staged

__all__ = ["Judge", "Staged"]
