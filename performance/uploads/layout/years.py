"""Quarters and months whose year stands elsewhere: in a column beside them, in a title, or said once for the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from core.periods import MONTHS, Period, financial_year_label
from performance.cells.lookups import plain
from performance.cells.values.periods import NotAPeriod, read_period
from performance.choices import Frequency
from performance.uploads.files import Value

MONTH_HEADINGS = ("month", "month name", "month number", "month no", "reporting month")
QUARTER_HEADINGS = (
    *("quarter", "qtr", "q", "financial quarter", "fy quarter", "fiscal quarter", "quarter number"),
    *("quarter no", "qtr no", "reporting quarter", "calendar quarter", "period"),
)
YEAR_HEADINGS = (
    *("financial year", "year", "fy", "fiscal year", "calendar year", "reporting year", "fin year"),
)
_ANY_YEAR = "2011/12"
_OWN_YEAR = re.compile(r"\d{4}|\d{2} ?[/-] ?\d{2}")
_YEAR = re.compile(r"(fy ?)?((19|20)\d\d|\d\d ?[/-] ?\d\d)( ?[/-] ?(\d{4}|\d{2}))?", re.IGNORECASE)
_IN_TITLE = re.compile(r"(?<![\d/-])((?:19|20)\d\d) ?[/–-] ?((?:20)?\d\d)(?![\d/-])")


def says_months(heading: Value) -> bool:
    """Whether the numbers under it are of months, not of quarters."""
    return isinstance(heading, str) and "month" in plain(heading).split()


def with_year(part: Value, year: Value, *, of_months: bool) -> Value:
    """ "Q2 2011/12" of "Q2", or of 2, beside 2011/12. A cell that has its own year stands, where the two agree."""
    if not isinstance(year, str | int | float) or isinstance(year, bool):
        return part
    text, years = _plainly(part), _plainly(year)
    if not text or not years:
        return part
    if _OWN_YEAR.search(text):
        own, whole = read_period(part, None), read_period(years, Frequency.YEAR)
        if isinstance(own, Period) and isinstance(whole, Period) and whole.contains(own):
            return part
        return f"{text} {years}"
    if text.isdecimal():
        number = int(text)
        if of_months and 1 <= number <= len(MONTHS):
            text = MONTHS[number - 1]
        elif not of_months:
            text = f"Q{number}"
    return f"{text} {years}"


def is_without_year(value: Value, *, of_months: bool = False) -> bool:
    """Whether it is a quarter or a month that lacks nothing but its year."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return False
    text = _plainly(value)
    if not text or _OWN_YEAR.search(text):
        return False
    return not isinstance(
        read_period(with_year(text, _ANY_YEAR, of_months=of_months), None), NotAPeriod
    )


def _plainly(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def join_year(
    columns: dict[str, int], headings: Sequence[Value], held: Callable[[int], Sequence[Value]]
) -> None:
    """Take a column of quarters or months together with the column of their years. `held` are samples of a column."""
    words = [plain(one) if isinstance(one, str) else "" for one in headings]
    taken = {place for role, place in columns.items() if role != "period"}
    year = _first(words, YEAR_HEADINGS, taken)
    if year is None or not _all(_is_year, held(year)):
        return
    for names in (MONTH_HEADINGS, QUARTER_HEADINGS):
        place = _first(words, names, taken)
        if place is None:
            continue
        of_months = says_months(headings[place])
        if _are_of_years(held(place), of_months=of_months):
            columns["period"], columns["year"] = place, year
            return


def _are_of_years(cells: Sequence[Value], *, of_months: bool) -> bool:
    """Whether some of these cells lack their year, and the others are periods by themselves."""
    lacking = [is_without_year(one, of_months=of_months) for one in cells if one is not None]
    return any(lacking) and all(
        lacks or isinstance(read_period(cell, None), Period)
        for lacks, cell in zip(lacking, (one for one in cells if one is not None), strict=True)
    )


def _first(words: Sequence[str], names: Sequence[str], taken: Iterable[int]) -> int | None:
    found = (words.index(name) for name in names if name in words)
    return next((place for place in found if place not in taken), None)


def _all(question: Callable[[Value], bool], cells: Sequence[Value]) -> bool:
    some = [one for one in cells if one is not None]
    return bool(some) and all(map(question, some))


def _is_year(value: Value) -> bool:
    return _YEAR.fullmatch(_plainly(value)) is not None


def lack_a_year(cells: Sequence[Value], *, of_months: bool) -> bool:
    """Whether all that a column of periods holds lacks its year."""
    return _all(lambda one: is_without_year(one, of_months=of_months), cells)


def year_of_titles(rows: Iterable[Sequence[Value]]) -> str:
    """The one financial year that the titles over the headings name: "2011/12"; "" for none or several."""
    named = {
        int(start)
        for cells in rows
        for cell in cells
        if isinstance(cell, str)
        for start, ends in _IN_TITLE.findall(cell)
        if ends in (str(int(start) + 1), f"{(int(start) + 1) % 100:02d}")
    }
    return financial_year_label(named.pop()) if len(named) == 1 else ""


_PARTS = re.compile(r"[,;:()|]| [-–—] |\n")


def period_of_titles(titles: Iterable[str]) -> str:
    """The one period that titles name: "Q4 2024/25" of "Table A1 - Households, January to March 2025"; "" for none or several."""
    named = {
        str(read)
        for title in titles
        for part in _PARTS.split(title)
        if any(letter.isdigit() for letter in part)
        and isinstance(read := _period_at_end(part), Period)
    }
    return named.pop() if len(named) == 1 else ""


def _period_at_end(text: str) -> Period | None:
    """Of the most words at the end of a text that are a period: "England January to March 2025"."""
    words = text.split()
    ends = (" ".join(words[start:]) for start in range(max(0, len(words) - 6), len(words)))
    read = (read_period(end, None) for end in ends)
    return next((one for one in read if isinstance(one, Period)), None)


def headings_with_year(headings: Sequence[Value], year: str) -> list[Value]:
    """The headings, with a year after each quarter or month that has none."""
    return [
        with_year(one, year, of_months=False)
        if isinstance(one, str) and is_without_year(one)
        else one
        for one in headings
    ]
