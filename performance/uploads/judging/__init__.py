"""Judge each row of a file: the figures it holds, and what is wrong with it.

A file may have a hundred thousand rows, so what a name means is looked up once and kept by the text of the cell.
"""

from performance.uploads.judging.judge import Judge
from performance.uploads.judging.known_batches import StagedValues

__all__ = ["Judge", "StagedValues"]
