"""The forms in which people write a period, each with the reading of it in `period_texts.Reading`.

The first that fits is taken: more particular ones stand before those that would take their words for months.
"""

import re

_Y = r"(?P<year>\d{4}|\d{2})"
_YEARS = rf"{_Y} ?[/-] ?(?P<ends>\d{{4}}|\d{{2}})"
_SAID = r"(?:(?P<said>fy|f/y|financial year|year) ?)?"
_Q = r"(?:q|qtr|quarter)[ .]?(?P<q>[1-4])"
_GAP = r"[ /-]{0,3}"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_LAST = r"(?P<last>[a-z]{3,9})\.?"
_TO = r"(?: ?- ?| to )"
_ENDING = r"(?:to|ending|ended)(?: end)?(?: of)?"
_END = rf"(?:(?P<day>\d{{1,2}}) )?{_MONTH}[ -]?{_Y}"
_DATE = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_OTHER_DATE = r"(?P<day2>\d{1,2})[/.-](?P<month2>\d{1,2})[/.-](?P<year2>\d{4})"

FORMS = tuple(
    (re.compile(form, re.ASCII), meaning)
    for form, meaning in (
        (rf"{_Q}{_GAP}(?:of )?(?:fy ?)?{_YEARS}", "quarter"),
        (rf"(?:fy ?)?{_YEARS}{_GAP}{_Q}", "quarter"),
        (rf"{_Q}{_GAP}(?:of )?{_Y}", "bare_quarter"),
        (rf"{_Y}{_GAP}{_Q}", "bare_quarter"),
        (r"(?P<month>\d{1,2}) ?[/-] ?(?P<year>\d{4})", "month"),
        (rf"{_SAID}{_YEARS}", "financial_year"),
        (r"(?P<year>(?:19|20)\d{2})(?P<ends>\d{2})", "financial_year"),
        (r"(?P<year>\d{4}) ?m ?(?P<month>\d{1,2})", "month"),
        (rf"(?:rolling )?(?P<count>\d{{1,2}}) months? {_ENDING} {_END}", "months_to"),
        (rf"(?P<what>year|rolling year|quarter|qtr) {_ENDING} {_END}", "months_to"),
        (rf"(?P<what>ye|y/e|qe|q/e) {_END}", "months_to"),
        (rf"{_MONTH}[ /-]?{_Y}", "month"),
        (rf"(?P<year>\d{{4}})[ /-]?{_MONTH}", "month"),
        (rf"{_MONTH}(?: (?P<first_year>\d{{4}}|\d{{2}}))?{_TO}{_LAST}[ -]?{_Y}", "months"),
        (_DATE, "day"),
        (r"(?P<year>\d{4})[/.-]?(?P<month>\d{2})[/.-]?(?P<day>\d{2})", "day"),
        (rf"{_DATE}{_TO}{_OTHER_DATE}", "days"),
        (r"(?:fy ?)?(?P<year>(?:19|20)\d{2})", "year_alone"),
    )
)
