"""Whether a value, its numerator and its denominator agree, what two of them make, and what to say where they do not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from performance.cells.findings import Wrong
from performance.cells.lookups import Subject
from performance.cells.values.numbers import NotANumber, kept

_HUNDRED = Decimal(100)

_CLOSE = 1e-7


def work_out(
    subject: Subject, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | Wrong:
    """The value that the numerator over the denominator makes, as a figure keeps it, or why they make none."""
    if subject.scale is None:
        return Wrong(
            "value",
            "no_value",
            "There is a numerator or denominator, but no value: it is worked out for rates and percentages alone.",
            "Type the value, or clear the numerator and denominator to leave the figure alone.",
        )
    if numerator is None or denominator is None:
        given, missing = "numerator", "denominator"
        if numerator is None:
            given, missing = missing, given
        return Wrong(
            "value",
            "no_value",
            f"There is a {given}, but no value, and no {missing} to work it out from.",
            f"Type the value or the {missing}, or clear the {given} to leave the figure alone.",
        )
    if denominator <= 0:
        return _nothing_to_divide_by(
            denominator,
            "Type a number above zero. Where there was nothing to count, clear both and type n/a as the value,"
            " with the reason in the comment column.",
        )
    made = kept(_ratio(subject.scale, numerator, denominator))
    if isinstance(made, NotANumber):
        return Wrong("value", f"number_{made.fault}", made.message)
    return made.value


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
        return _nothing_to_divide_by(
            denominator, "Type a number above zero, or leave the cell blank."
        )
    if numerator is None or denominator is None or subject.scale is None:
        return None
    quick = float(subject.scale) * float(numerator) / float(denominator)
    if abs(float(value) - quick) < _CLOSE:
        return None
    made = _ratio(subject.scale, numerator, denominator)
    if _is_as_written(value, made):
        return None
    if subject.scale == _HUNDRED and not in_percent and _is_as_written(value, made / _HUNDRED):
        return wrong_unit(value)
    return Wrong(
        "value",
        "not_its_ratio",
        f"The value is {shown(value)}, but {shown(numerator)} over {shown(denominator)} is {in_unit(made, subject)}.",
        f"Type {shown(made)}, or correct the numerator or denominator.",
    )


def wrong_unit(value: Decimal) -> Wrong:
    return Wrong(
        "value",
        "wrong_unit",
        f"The value is {shown(value)}, and the figures of this indicator are in %: {shown(value)} is less than 1%.",
        f"Type {shown(value * _HUNDRED)}, if {shown(value * _HUNDRED)}% is meant.",
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


def _nothing_to_divide_by(denominator: Decimal, remedy: str) -> Wrong:
    return Wrong(
        "denominator",
        "denominator_not_above_zero",
        f"The denominator is {shown(denominator)}, and nothing can be divided by that.",
        remedy,
    )


def _ratio(scale: Decimal, numerator: Decimal, denominator: Decimal) -> Decimal:
    return scale * numerator / denominator


def _is_as_written(value: Decimal, made: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return abs(value - made) <= Decimal(5).scaleb(places - 1) + Decimal("0.000001")
