"""The one form in which both databases say a value, by the kind of its column.

| kind | form |
| --- | --- |
| flag | 0 or 1 |
| moment | text, in UTC, to the microsecond |
| day | text: 2011-11-30 |
| decimal | text, without zeros at its end |
| bytes | the SHA-256 of them, in hexadecimal |
| uuid | 32 hexadecimal digits |
| address | text, without a mask |
| json | text, with the keys of each object in order |
| plain | as it is: text and numbers |
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

# SQLite keeps decimals as floats, of which Django takes fifteen digits for true.
DIGITS_OF_A_FLOAT = 15
TO_THE_SECOND, TO_THE_MICROSECOND = len("2011-11-30 00:00:00"), len("2011-11-30 00:00:00.000000")


def moment(value: str | None) -> str | None:
    """Of what SQLite keeps, which leaves out a fraction of 0."""
    if value is None:
        return None
    if len(value) == TO_THE_MICROSECOND:
        return value
    if len(value) == TO_THE_SECOND:
        return f"{value}.000000"
    found = datetime.fromisoformat(value)
    found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    return f"{found:%Y-%m-%d %H:%M:%S.%f}"


def decimal(value: float | str | None) -> str | None:
    """Of what SQLite keeps: a whole number, or a float."""
    if value is None:
        return None
    if isinstance(value, float):
        value = f"{value:.{DIGITS_OF_A_FLOAT}g}"
    text = str(value)
    return f"{Decimal(text):f}" if "e" in text else text


def json_text(value: str | None) -> str | None:
    """PostgreSQL gives the keys another order, and numbers another form."""
    if value is None:
        return None
    found: Any = json.loads(value, parse_float=_number, parse_int=_number)
    return json.dumps(found, sort_keys=True)


def _number(text: str) -> dict[str, str]:
    """As no JSON of ours says anything else."""
    exact = Decimal(text)
    return {"number": f"{exact.normalize():f}" if exact else "0"}
