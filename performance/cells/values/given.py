"""The cells of one figure as they are given, and the plain value that they become."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from performance.cells.cell import Value
from performance.cells.findings import Wrong
from performance.cells.values import MissingNumber, read_number, read_state
from performance.choices import FigureState


class Remark(StrEnum):
    """How a value came about, where it is doubted by what stands in its series and not by the cell alone."""

    NONE = ""
    # "0.79%": whether 79% is meant, the sign leaves to the earlier figures and to the analyst.
    BELOW_ONE_PERCENT = "below_one_percent"
    WORKED_OUT = "worked_out"


@dataclass(frozen=True, slots=True)
class Given:
    """The cells of one figure as they stand in the file."""

    value: Value = None
    numerator: Value = None
    denominator: Value = None
    state: Value = None
    comment: Value = None

    @property
    def says_nothing(self) -> bool:
        """Whether the figure is left alone: no value, and no state that stands in place of one."""
        if not (is_blank(self.numerator) and is_blank(self.denominator)):
            return False
        read = read_number(self.value, "")
        if not isinstance(read, MissingNumber) or read.state is not None:
            return False
        return read_state(self.state) in (None, FigureState.REPORTED, FigureState.PROVISIONAL)


@dataclass(slots=True)
class MeasureReading:
    """What a figure would become. `verdict` is empty where that is for the comparison to say."""

    verdict: str = ""
    state: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    wrong: Wrong | None = None
    doubt: Wrong | None = None
    remark: Remark = Remark.NONE


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
