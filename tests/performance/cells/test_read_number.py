"""Numbers are read as people write them, by stated rules, and what is no number says what would be right."""

from datetime import date, datetime

import pytest

from performance.cells.values.numbers import MissingNumber, NotANumber, ReadNumber, read_number
from performance.choices import FigureState
from performance.uploads.files import CellProblem

NBSP, THIN, MINUS, EN_DASH = "\u00a0", "\u202f", "\u2212", "\u2013"


@pytest.mark.parametrize(
    ("value", "unit", "number"),
    [
        ("12%", "%", "12"),
        ("12.5 %", "% change", "12.5"),
        ("12 per cent", "%", "12"),
        ("77", "%", "77"),
        ("1,234", "offences", "1234"),
        ("1 234 567.5", "offences", "1234567.5"),
        (f"1{NBSP}234", "offences", "1234"),
        (f"1{THIN}234", "offences", "1234"),
        (" 5 ", "offences", "5"),
        (f"{MINUS}5", "offences", "-5"),
        (f"{EN_DASH}5", "offences", "-5"),
        ("- 5", "offences", "-5"),
        ("+5", "offences", "5"),
        ("(5)", "offences", "-5"),
        ("(£1,200)", "£", "-1200"),
        ("-£5", "£", "-5"),
        ("£-5", "£", "-5"),
        ("£3.5k", "£", "3500"),
        ("£1.2m", "£ of cost", "1200000"),
        ("2 million", "people", "2000000"),
        ("1.5e3", "offences", "1500"),
        ("2.01E+05", "offences", "201000"),
        (".5", "offences", "0.5"),
        ("5.", "offences", "5"),
        ("007", "offences", "7"),
        ("2.80", "offences", "2.8"),
        (5, "offences", "5"),
        (0.1, "offences", "0.1"),
        (0.1 + 0.2, "offences", "0.3"),
        (1 / 3, "offences", "0.333333"),
        (-0.0, "offences", "0"),
        (1e-9, "offences", "0"),
    ],
)
def test_a_number(value, unit, number):
    read = read_number(value, unit)
    assert isinstance(read, ReadNumber)
    assert str(read.value) == number


@pytest.mark.parametrize(
    ("value", "unit", "read_as"),
    [
        ("£3.5k", "£", "“£3.5k” is read as 3,500."),
        ("(5)", "", "“(5)” is read as −5."),
        ("1.5e3", "", "“1.5e3” is read as 1,500."),
        ("0.12345678", "", "“0.12345678” is read as 0.123457."),
        ("1,234", "", ""),
        ("12%", "%", ""),
    ],
)
def test_a_number_says_how_it_was_read_unless_that_is_plain(value, unit, read_as):
    assert read_number(value, unit).read_as == read_as


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        *((value, "blank") for value in (None, "", "  ", NBSP)),
        *((value, "none_given") for value in ("-", "–", "—", "−", "..", "…", ":", "x", "TBC", "Not available")),
        *((value, "not_applicable") for value in ("n/a", "N/A", "na", "Not  applicable", "z", "[z]", ".")),
        *((value, "suppressed") for value in ("*", "c", "[c]", "(*)", "<5", "< 5", "≤10", "fewer than 5", "Suppressed")),
    ],
)  # fmt: skip
def test_no_number_with_good_reason(value, kind):
    assert read_number(value, "%") == MissingNumber(kind)


def test_what_is_missing_says_what_the_figure_is():
    states = {kind: MissingNumber(kind).state for kind in ("blank", "none_given", "not_applicable", "suppressed")}  # fmt: skip
    assert states == {
        "blank": None,
        "none_given": None,
        "not_applicable": FigureState.NOT_APPLICABLE,
        "suppressed": FigureState.SUPPRESSED,
    }


@pytest.mark.parametrize(
    ("value", "unit", "fault", "says"),
    [
        ("12%", "closures", "percent", "the unit of these figures is “closures”. Type the figure in that."),
        ("12%", "", "percent", "these figures have no unit. Type the number alone."),
        ("£5", "%", "currency", "“£5” is in pounds, and the unit of these figures is “%”."),
        ("$5", "£", "currency", "is not in pounds"),
        ("0,5", "", "separator", "Type 0.5, if that is meant."),
        ("1.234,5", "", "separator", "Type 1234.5, if that is meant."),
        ("0,123", "", "separator", "Type 0.123, if that is meant."),
        ("12,34,567", "", "text", "is text, not a number"),
        ("1 23", "", "text", "is text, not a number"),
        ("5*", "", "text", "Type the number alone: 5, if that is meant."),
        ("5 (q)", "", "text", "Type the number alone: 5"),
        ("approx. 5.2", "", "text", "Type the number alone: 5.2"),
        ("5-10", "", "text", "Type the figure, or leave the cell blank if it is not known."),
        ("1/2", "", "text", "Type the figure"),
        ("(-5)", "", "text", "Type the number alone: -5"),
        ("3k%", "%", "text", "more than a number"),
        ("lots", "", "text", "“lots” is text, not a number. Type the figure"),
        ("nil", "", "text", "Type 0, or leave the cell blank"),
        ("1_000", "", "text", "is text"),
        ("inf", "", "text", "is text"),
        ("\u0661\u0662", "", "text", "is text"),
        ("x" * 500, "", "text", "x…” is text"),
        (">95", "%", "bound", "says only what the figure is above or below"),
        ("under 500", "", "bound", "Type the figure"),
        ("08:30:00", "", "date", "Format the cell as a number"),
        (date(2011, 6, 30), "", "date", "This is a date, 30 June 2011, not a number."),
        (datetime.fromisoformat("2011-06-30T13:00"), "", "date", "Format the cell as a number"),
        (True, "", "text", "This says TRUE, not a number."),
        ("#DIV/0!", "", "error", "The formula here fails (#DIV/0!). Put it right, or type the figure."),
        (CellProblem("error", "#REF!"), "", "error", "The formula here fails (#REF!)."),
        (CellProblem("formula_without_value", "=A1+B1"), "", "formula", "(“=A1+B1”) was saved without its result."),
        (CellProblem("formula_without_value", ""), "", "formula", "The formula here was saved without its result."),
        (CellProblem("not_a_number", "Infinity"), "", "error", "too large to count with"),
        ("=A1", "", "formula", "a formula written as text"),
        (10**12, "", "too_large", "a million million or more"),
        (float("nan"), "", "too_large", "Type the figure."),
        ("1e999", "", "too_large", "Type the figure."),
        ("1000bn", "", "too_large", "Type the figure."),
        ("999999999999.9999995", "", "too_large", "Type the figure."),
        ("999999999999.9995", "", "too_large", "Type the figure."),
        ("-999999999999.999999", "", "too_large", "Type the figure."),
        ("-999,999,999,999.9999999", "", "too_large", "Type the figure."),
    ],
)  # fmt: skip
def test_what_is_no_number_says_what_would_be_right(value, unit, fault, says):
    read = read_number(value, unit)
    assert isinstance(read, NotANumber)
    assert read.fault == fault
    assert says in read.message


def test_a_number_too_long_to_write_out_is_too_large():
    assert read_number(-(10**5000), "").fault == "too_large"
