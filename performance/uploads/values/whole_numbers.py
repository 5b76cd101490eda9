"""Whether the figures of an indicator are whole numbers, as counts are."""

import re

from performance.choices import Aggregation

# What these units measure comes in parts too, though it is added up as counts are.
_MEASURED = re.compile(
    r"%|£|\bper\b|\b(average|mean|median|score|index|ratio|rate|fte|full[- ]time equivalents?|hours?|days?|weeks?"
    r"|months?|years?|minutes?|miles?|km|kilometres?|metres?|hectares?|tonnes?|kg|litres?|pounds|millions?|thousands?)\b",
    re.IGNORECASE,
)


def are_whole(unit: str, aggregation: str, decimal_places: int | None) -> bool:
    """What is added up is a count, unless its unit or its decimals say otherwise. Of the rest, what is shown whole."""
    if decimal_places or _MEASURED.search(unit):
        return False
    if aggregation == Aggregation.RATIO:
        return False
    return aggregation == Aggregation.SUM or decimal_places == 0
