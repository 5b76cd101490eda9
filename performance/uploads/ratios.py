"""Whether a value, its numerator and its denominator agree, and what to say where they do not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from performance.uploads.findings import Wrong
from performance.uploads.lookups import Subject

_HUNDRED = Decimal(100)
_CLOSE = 1e-7


def forgotten(subject: Subject, numerator: Decimal | None, denominator: Decimal | None) -> Wrong:
    remedy = "Type the value, or clear the numerator and denominator to leave the figure alone."
    if subject.scale and numerator is not None and denominator:
        remedy = f"Type {shown(_ratio(subject.scale, numerator, denominator))}, which they make, or clear them."
    return Wrong("value", "no_value", "There is a numerator or denominator, but no value.", remedy)


def against_parts(
    subject: Subject, value: Decimal, numerator: Decimal | None, denominator: Decimal | None
) -> Wrong | None:
    """Whether the numerator over the denominator makes the value, as closely as the value is written."""
    if denominator is not None and denominator <= 0:
        return Wrong(
            "denominator",
            "denominator_not_above_zero",
            f"The denominator is {shown(denominator)}, and nothing can be divided by that.",
            "Type a number above zero, or leave the cell blank.",
        )
    if numerator is None or denominator is None or subject.scale is None:
        return None
    quick = float(subject.scale) * float(numerator) / float(denominator)
    if abs(float(value) - quick) < _CLOSE:
        return None
    made = _ratio(subject.scale, numerator, denominator)
    if _is_as_written(value, made):
        return None
    unit = f" {subject.unit}" if not subject.unit.startswith("%") else "%"
    if subject.scale == _HUNDRED and _is_as_written(value, made / _HUNDRED):
        return wrong_unit(value)
    return Wrong(
        "value",
        "not_its_ratio",
        f"The value is {shown(value)}, but {shown(numerator)} over {shown(denominator)} is {shown(made)}{unit}.",
        f"Type {shown(made)}, or correct the numerator or denominator.",
    )


def wrong_unit(value: Decimal) -> Wrong:
    return Wrong(
        "value",
        "wrong_unit",
        f"The value is {shown(value)}, and the figures of this indicator are in %: {shown(value)} is less than 1%.",
        f"Type {shown(value * _HUNDRED)}, if {shown(value * _HUNDRED)}% is meant.",
    )


def _ratio(scale: Decimal, numerator: Decimal, denominator: Decimal) -> Decimal:
    return scale * numerator / denominator


def _is_as_written(value: Decimal, made: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return abs(value - made) <= Decimal(5).scaleb(places - 1) + Decimal("0.000001")


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
