"""Parts of an address that are more than text."""

from datetime import date


class DayConverter:
    """A day as "2011-04-01"; what is not in the calendar is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
