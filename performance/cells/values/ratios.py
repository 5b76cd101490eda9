"""Whether a value, its numerator and its denominator agree, what two of them make, and what to say where they do not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from performance.cells.cell import Message, Wrong
from performance.cells.subjects import Subject
from performance.cells.values.numbers import NotANumber, kept

NO_RATIO_HERE = Message(
    "no_value",
    "There is a numerator or denominator, but no value: it is worked out for rates and percentages alone.",
    "Type the value, or clear the numerator and denominator to leave the figure alone.",
)
HALF_A_RATIO = Message(
    "no_value",
    "There is a {given}, but no value, and no {missing} to work it out from.",
    "Type the value or the {missing}, or clear the {given} to leave the figure alone.",
)
NOTHING_TO_WORK_OUT_FROM = Message(
    "denominator_not_above_zero",
    "The denominator is {denominator}, and nothing can be divided by that.",
    "Type a number above zero. Where there was nothing to count, clear both and type n/a as the value, with the reason"
    " in the comment column.",
    form_remedy="Type a number above zero. Where there was nothing to count, clear both and type n/a as the value,"
    " with the reason in the comment.",
)
NOTHING_TO_DIVIDE_BY = Message(
    "denominator_not_above_zero",
    "The denominator is {denominator}, and nothing can be divided by that.",
    "Type a number above zero, or leave the cell blank.",
    form_remedy="Type a number above zero, or leave it blank.",
)
NOT_ITS_RATIO = Message(
    "not_its_ratio",
    "The value is {value}, but {numerator} over {denominator} is {ratio}.",
    "Type {meant}, or correct the numerator or denominator.",
)
WRONG_UNIT = Message(
    "wrong_unit",
    "The value is {value}, and the figures of this indicator are in %: {value} is less than 1%.",
    "Type {meant}, if {meant}% is meant.",
)
WORKED_OUT = Message(
    "worked_out",
    "There is no value, so {value} is worked out from {parts}.",
    "Accept the warning if it is right, or type the value.",
    form_remedy="Tick the box if it is right, or type the value.",
)
ALL_WORKED_OUT = Message(
    "worked_out",
    "No column holds the values, so each is worked out: here {value} from {parts}.",
    "Accept the warning if it is right, or type the value.",
    form_remedy="Tick the box if it is right, or type the value.",
)

_HUNDRED = Decimal(100)
_CLOSE = 1e-7


def work_out(
    subject: Subject, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | Wrong:
    """The value that the numerator over the denominator makes, as a figure keeps it, or why they make none."""
    if subject.scale is None:
        return Wrong(NO_RATIO_HERE, role="value")
    if numerator is None or denominator is None:
        given, missing = "numerator", "denominator"
        if numerator is None:
            given, missing = missing, given
        return Wrong(HALF_A_RATIO, {"given": given, "missing": missing}, role="value")
    if denominator <= 0:
        return _nothing_to_divide_by(denominator, NOTHING_TO_WORK_OUT_FROM)
    ratio = kept(_ratio(subject.scale, numerator, denominator))
    if isinstance(ratio, NotANumber):
        return Wrong(ratio.says, ratio.facts, role="value")
    return ratio.value


def against_parts(
    subject: Subject,
    value: Decimal,
    numerator: Decimal | None,
    denominator: Decimal | None,
    *,
    in_percent: bool = False,
) -> Wrong | None:
    """Whether the numerator over the denominator makes the value, as closely as the value is written.

    `in_percent`: it came with a percent sign, so that it cannot be meant as a share.
    """
    if denominator is not None and denominator <= 0:
        return _nothing_to_divide_by(denominator, NOTHING_TO_DIVIDE_BY)
    scale = subject.scale if subject.parts_scale is None else subject.parts_scale
    if numerator is None or denominator is None or scale is None:
        return None
    quick = float(scale) * float(numerator) / float(denominator)
    if abs(float(value) - quick) < _CLOSE:
        return None
    ratio = _ratio(scale, numerator, denominator)
    if _is_as_written(value, ratio):
        return None
    if scale == _HUNDRED and not in_percent and _is_as_written(value, ratio / _HUNDRED):
        return wrong_unit(value)
    return Wrong(
        NOT_ITS_RATIO,
        {
            "value": shown(value),
            "numerator": shown(numerator),
            "denominator": shown(denominator),
            "ratio": in_unit(ratio, subject),
            "meant": shown(ratio),
        },
        role="value",
    )


def worked_out(
    subject: Subject,
    value: Decimal,
    numerator: Decimal | None,
    denominator: Decimal | None,
    *,
    as_all: bool = False,
) -> Wrong:
    """`as_all`: no column of the file holds values, so that one finding speaks for all of them."""
    parts = " over ".join(shown(part) for part in (numerator, denominator) if part is not None)
    says = ALL_WORKED_OUT if as_all else WORKED_OUT
    return Wrong(says, {"value": in_unit(value, subject), "parts": parts}, role="value")


def wrong_unit(value: Decimal) -> Wrong:
    return Wrong(
        WRONG_UNIT,
        {"value": shown(value), "meant": shown(value * _HUNDRED)},
        role="value",
    )


def shown(value: Decimal) -> str:
    """A number as a person types it, to two decimals where it has more."""
    try:
        short = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        short = value
    if abs(value) < 1 and abs(value - short) > 0:
        short = value
    text = f"{short:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_unit(value: Decimal, subject: Subject) -> str:
    if subject.unit.startswith("%"):
        return f"{shown(value)}%"
    return f"{shown(value)} {subject.unit}".rstrip()


def _nothing_to_divide_by(denominator: Decimal, says: Message) -> Wrong:
    return Wrong(says, {"denominator": shown(denominator)}, role="denominator")


def _ratio(scale: Decimal, numerator: Decimal, denominator: Decimal) -> Decimal:
    return scale * numerator / denominator


def _is_as_written(value: Decimal, ratio: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return abs(value - ratio) <= Decimal(5).scaleb(places - 1) + Decimal("0.000001")
