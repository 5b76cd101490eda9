"""Whether a value, its numerator and its denominator agree, what two of them make, and what to say where they do not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from performance.cells import messages
from performance.cells.findings import Wrong
from performance.cells.lookups import Subject
from performance.cells.messages import Message
from performance.cells.values.numbers import NotANumber, kept

_HUNDRED = Decimal(100)
_CLOSE = 1e-7


def work_out(
    subject: Subject, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | Wrong:
    """The value that the numerator over the denominator makes, as a figure keeps it, or why they make none."""
    if subject.scale is None:
        return Wrong(messages.NO_RATIO_HERE, role="value")
    if numerator is None or denominator is None:
        given, missing = "numerator", "denominator"
        if numerator is None:
            given, missing = missing, given
        return Wrong(messages.HALF_A_RATIO, {"given": given, "missing": missing}, role="value")
    if denominator <= 0:
        return _nothing_to_divide_by(denominator, messages.NOTHING_TO_WORK_OUT_FROM)
    made = kept(_ratio(subject.scale, numerator, denominator))
    if isinstance(made, NotANumber):
        return Wrong(made.says, made.facts, role="value")
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
        return _nothing_to_divide_by(denominator, messages.NOTHING_TO_DIVIDE_BY)
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
        messages.NOT_ITS_RATIO,
        {
            "value": shown(value),
            "numerator": shown(numerator),
            "denominator": shown(denominator),
            "ratio": in_unit(made, subject),
            "meant": shown(made),
        },
        role="value",
    )


def wrong_unit(value: Decimal) -> Wrong:
    return Wrong(
        messages.WRONG_UNIT,
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


def _is_as_written(value: Decimal, made: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return abs(value - made) <= Decimal(5).scaleb(places - 1) + Decimal("0.000001")
