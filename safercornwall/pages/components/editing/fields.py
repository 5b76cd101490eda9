"""Fields that read what people write: days, periods, numbers, money, financial years, lists of lines."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from core.periods import Period, financial_year_label, written

# A page of small print; the assessment's longest statement has under 2,000.
LONGEST_TEXT = 20_000

DAY_FORMATS = (
    *("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%d-%m-%y", "%Y-%m-%d"),
    *("%d %B %Y", "%d %b %Y", "%d %B %y", "%d %b %y", "%B %d %Y", "%b %d %Y"),
)
# Rules count months and years on from a day, and back: beyond these they would leave the calendar.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
# Plans began with the Crime and Disorder Act of 1998.
FIRST_YEAR = 1998
# What a message calls the day that a label asks for: "Enter the due on" is no English.
DAYS = {
    "Due on": "the day it is due",
    "Starts on": "the day it starts",
    "Ends on": "the day it ends",
    "Forecast to end on": "the day it is forecast to end",
    "Reached on": "the day it was reached",
    "Met on": "the day it was met",
    "Closed on": "the day it was closed",
    "Decided on": "the day it was decided",
    "Promoted on": "the day it is promoted",
    "Closed or promoted on": "the day it was closed or promoted",
    "Look at it again on": "the day to look at it again",
    "The bid went in on": "the day the bid went in",
    "The bid is decided on": "the day the bid is decided",
    "Described as at": "the day it is described as at",
}
_NARROW = {"class": "govuk-input--width-10", "autocomplete": "off"}
_TIMES = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
# "12 months to September 2011", with room for days at both ends.
LONGEST_PERIOD = 60
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
# So many digits that the model refuses them, and not so many that no number can hold them.
_MONEY = re.compile(r"(-?)£?(\d[\d,]{0,40})(\.\d{1,40})?(k|thousand|m|million|)", re.IGNORECASE)


class DayField(forms.DateField):
    """A day as people write it: "31 Mar 2012", "31/3/12", "31st March 2012". From 1900 to 2199."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", DayInput(attrs=_NARROW))
        super().__init__(**{**options, "input_formats": DAY_FORMATS})
        self.error_messages["invalid"] = (
            f"{self._its_name} must be a day such as 31 March 2012 or 31/3/2012"
        )

    @property
    def _its_name(self) -> str:
        """As a message begins with it."""
        label = str(self.label or "The day")
        return capfirst(DAYS.get(label, label))

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", value, flags=re.IGNORECASE)
            value = re.sub(r"\bSept\b", "Sep", value.replace(",", " "), flags=re.IGNORECASE)
            value = " ".join(value.split())
        day = super().to_python(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(
                f"{self._its_name} must be from {FIRST_DAY.year} to {LAST_DAY.year}",
                code="invalid",
            )
        return day


class DayInput(forms.TextInput):
    """Shows a day in words. An <input type=date> would refuse what people write."""

    def format_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, date) else value


class MoneyField(forms.DecimalField):
    """Pounds as people write them: "£12,500", "12.5k", "1.2m"."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", MoneyInput(attrs={**_NARROW, "inputmode": "decimal"}))
        super().__init__(**options)
        self.error_messages["invalid"] = (
            f"{self.label or 'The amount'} must be an amount in pounds, such as 12,500 or 12.5k"
        )

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        found = _MONEY.fullmatch("".join(str(value).split()))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        sign, pounds, pence, times = found.groups()
        try:
            number = Decimal(f"{sign}{pounds.replace(',', '')}{pence or ''}")
        except InvalidOperation as wrong:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong
        return number * _TIMES[times.lower()]


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records by their keys. Django asks the database even for a key that no table can hold."""

    LONGEST_KEY = 18

    def clean(self, value: Any) -> Any:
        if any(len(str(key)) > self.LONGEST_KEY for key in value or ()):
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": "One of them"},
            )
        return super().clean(value)


class MoneyInput(forms.TextInput):
    def format_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:,.2f}".removesuffix(".00")
        return value


class NumberField(forms.DecimalField):
    """A number as people write it: "1,213", "80%", "−6". A comma parts thousands, and is no decimal mark."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", NumberInput(attrs={**_NARROW, "inputmode": "decimal"}))
        super().__init__(**options)
        name = self.label or "The number"
        self.error_messages["invalid"] = f"{name} must be a number, such as 8 or 2.5"
        for code in ("max_digits", "max_decimal_places", "max_whole_digits"):
            self.error_messages[code] = f"{name} must have at most {self._most}"

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        text = "".join(str(value).split()).replace("\u2212", "-").removesuffix("%")
        if "," in text and not _THOUSANDS.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text.replace(",", ""))

    @property
    def _most(self) -> str:
        decimals = self.decimal_places or 0
        return f"{(self.max_digits or 0) - decimals} digits and {decimals} decimals"


class NumberInput(forms.TextInput):
    """Without needless zeros."""

    def format_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


# Not <input type=number>, which a wheel changes and which tells nobody what is wrong.
NUMBER = NumberInput(attrs={**_NARROW, "inputmode": "decimal"})


class PeriodField(forms.Field):
    """A period as people write it: "2010/11", "April to December 2010". Gives a Period."""

    widget = forms.TextInput(attrs=_NARROW)

    def prepare_value(self, value: Any) -> Any:
        return value.label if isinstance(value, Period) else value

    def to_python(self, value: Any) -> Period | None:
        if value in self.empty_values:
            return None
        try:
            period = Period.from_label(str(value)[:LONGEST_PERIOD])
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong
        if period.start < FIRST_DAY or period.end > LAST_DAY:
            raise ValidationError(
                f"{self.label or 'The period'} must be from {FIRST_DAY.year} to {LAST_DAY.year}",
                code="invalid",
            )
        return period


class YearField(forms.Field):
    """A financial year: "2012/13", or the year it starts in. Gives the year it starts in, as a number."""

    widget = forms.TextInput(attrs=_NARROW)

    def prepare_value(self, value: Any) -> Any:
        return financial_year_label(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        found = re.fullmatch(r"(\d{4})(?:\s*[/–-]\s*(\d{2}|\d{4}))?", str(value).strip())
        if found is None or not self._follows(*found.groups()):
            raise ValidationError(
                f"{self.label or 'The year'} must be a financial year such as 2012/13",
                code="invalid",
            )
        return int(found[1])

    @staticmethod
    def _follows(start: str, end: str | None) -> bool:
        return FIRST_YEAR <= int(start) <= 2100 and (
            end is None or int(end) % 100 == (int(start) + 1) % 100
        )


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST_TEXT, **options})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def run_validators(self, value: list[str]) -> None:
        """As of one text: in a list, its length and its odd characters would go unseen."""
        super().run_validators("\n".join(value))

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class LineNumbersField(forms.CharField):
    """Numbers of lines: "120, 131-133". Gives a list of numbers, each once, in order."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})
    # The longest assessment read so far has under 3,000.
    LAST = 100_000
    MOST = 500

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[int]:
        numbers: set[int] = set()
        for text in super().to_python(value).replace("–", "-").split(","):
            if text.strip():
                numbers.update(self._numbers_of(text))
        if len(numbers) > self.MOST:
            raise self._wrong()
        return sorted(numbers)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or []) != self.to_python(data))
        except ValidationError:
            return True

    def _numbers_of(self, text: str) -> range:
        found = re.fullmatch(r"\s*(\d{1,6})(?:\s*-\s*(\d{1,6}))?\s*", text)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 0 < first <= last <= self.LAST or last - first >= self.MOST:
            raise self._wrong()
        return range(first, last + 1)

    def _wrong(self) -> ValidationError:
        return ValidationError(
            f"{self.label or 'Lines'} must be numbers of lines such as 120, 131-133", code="invalid"
        )
