"""Rows that one thing is wrong with are one cause, however many they are."""

from datetime import datetime

import pytest

from performance.cells.cause_words import left_out_words, what_is_wrong
from performance.cells.causes import FEW_OTHERS, MOST_NAMES, CauseCounts, key_of_name
from performance.cells.cell import Message, Wrong
from performance.cells.likeness import Likeness
from performance.cells.suggestions import Suggestions
from performance.models.upload_counts import Cause, UploadCounts


class Place:
    def __init__(self, name):
        self.slug, self.named = name.lower(), f"{name} (town)"


class Known:
    """Likenesses without a database: towns, and no indicator."""

    def __new__(cls, *names):
        areas = {name.lower(): [Place(name)] for name in names}
        return Likeness({}, areas, (Suggestions([]), Suggestions(areas)), {})


TOWNS = ("Newquay", "Truro", "St Ives", "Bude")


def causes_of(*found, known=TOWNS):
    """Of (code, role, cell, rows) each."""
    counts, row = CauseCounts(), 1
    for code, role, cell, rows in found:
        for _ in range(rows):
            row += 1
            counts.count(Wrong(Message(code, f"{code}: {cell}"), role=role), row, cell, in_column=True)  # fmt: skip
    return counts.causes(Known(*known))


def area(name, rows=1, code="unknown_area"):
    return (code, "area", name, rows)


def named(name, rows=1, code="unknown_indicator"):
    return (code, "indicator", name, rows)


def told(causes):
    return [(one.role, one.key, one.names, one.rows) for one in causes]


def test_a_name_is_one_cause_however_it_is_written():
    (burglary,) = causes_of(named("Burglary", 20), named(" burglary ", 1))

    assert (burglary.role, burglary.key, burglary.rows) == ("indicator", "name:burglary", 21)
    assert burglary.name == "Burglary"


def test_the_cause_of_most_rows_comes_first_and_the_file_s_own_faults_last():
    causes = causes_of(
        ("number_text", "value", "x", 9), named("Drugs", 2), named("Arson", 5), area("", 1, "no_area"),
    )  # fmt: skip

    assert [(one.key, one.rows) for one in causes] == [
        ("name:arson", 5),
        ("name:drugs", 2),
        ("blank", 1),
        ("", 9),
    ]
    assert causes[-1].message == "number_text: x"


def test_codes_of_a_kind_are_one_cause():
    codes = [area(f"E0102{n:04}", 2, "unknown_code") for n in range(714)]

    (one,) = causes_of(*codes)

    assert (one.key, one.names, one.rows) == ("codes:lsoa", 714, 1428)
    assert one.examples[0] == "E01020000"


def test_codes_of_another_kind_are_another_cause():
    causes = causes_of(
        area("E01020001", 3, "unknown_code"), area("E05000001", 4, "unknown_code")
    )  # fmt: skip

    assert [one.key for one in causes] == ["codes:ward", "codes:lsoa"]


@pytest.mark.parametrize(
    ("number", "keys"), [(FEW_OTHERS, FEW_OTHERS), (FEW_OTHERS + 1, 1)]
)  # fmt: skip
def test_many_places_that_are_like_none_of_ours_are_one_cause(number, keys):
    causes = causes_of(*(area(f"Elsewhere {'abcdefghijk'[n] * 9}") for n in range(number)))

    assert len({one.key for one in causes}) == keys
    assert sum(one.rows for one in causes) == number


@pytest.mark.parametrize("name", ["Nwequay", "Newquay CNA", "Truor", "St Ives & Hayle", "Truro"])
def test_a_name_like_one_of_ours_is_asked_about_by_itself(name):
    others = [area(f"Zq {'xkjvwzqpyf'[n] * 8}") for n in range(FEW_OTHERS + 1)]

    causes = causes_of(*others, area(name))

    assert [one.key for one in causes] == ["others", key_of_name(name)]
    assert causes[1].near


def test_more_names_than_a_form_can_ask_about_are_one_cause():
    names = [("period_text", "period", f"Period {n}", 1) for n in range(MOST_NAMES + 5)]

    causes = causes_of(*names)

    assert len(causes) == MOST_NAMES + 1
    assert (causes[-1].key, causes[-1].names, causes[-1].rows) == ("rest", 5, 5)


@pytest.mark.parametrize(("number", "keys"), [(FEW_OTHERS, FEW_OTHERS), (FEW_OTHERS + 1, 1)])
def test_many_indicators_that_are_like_none_are_one_cause(number, keys):
    causes = causes_of(*[named(f"Indicator {n}", 1) for n in range(number)])

    assert len(causes) == keys
    assert sum(one.names for one in causes) == number


def test_a_row_counts_once_for_each_cause():
    counts = CauseCounts()
    wrong = Wrong(Message("number_text", "Text."), role="value")
    for row in (2, 2, 3):
        counts.count(wrong, row, "x", in_column=False)

    assert counts.causes(Known())[0].rows == 2


def test_what_a_heading_says_wrong_can_only_be_put_right_in_the_file():
    counts = CauseCounts()
    counts.count(Wrong(Message("unknown_indicator", "No."), role="indicator"), 1, "X", in_column=False)  # fmt: skip

    assert told(counts.causes(Known())) == [("", "", 1, 1)]


def test_a_date_is_named_as_it_is_shown():
    (one,) = causes_of(("period_ambiguous", "period", datetime(2011, 7, 2), 4))  # noqa: DTZ001

    assert (one.name, one.key) == ("2 July 2011", "name:2 july 2011")


def test_causes_are_kept_with_the_counts():
    cause = Cause("area", "name:x", "x", 3, near=(("newquay", "Newquay (town)"),), examples=("a",))
    counts = UploadCounts(error=3, causes=(cause,))

    assert UploadCounts.from_json(counts.as_json()) == counts
    assert "causes" not in UploadCounts().as_json()


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        (named("Burglary"), "“Burglary” is no indicator here"),
        (area("Truro", 1, "ambiguous_area"), "ambiguous_area: Truro"),
        (("period_not_over", "period", "Q2 2030/31", 1), "period_not_over: Q2 2030/31"),
        (("period_text", "period", "Total", 1), "“Total” is no period here"),
        (area("", 1, "no_area"), "The area is missing"),
        (area("E01020001", 1, "unknown_code"), "1 LSOA not among your areas"),
        (("number_text", "value", "x", 1), "number_text: x"),
    ],
)
def test_what_is_wrong_is_said_in_words(cause, says):
    assert what_is_wrong(causes_of(cause)[0]) == says


def test_what_is_left_out_is_told_by_name_and_rows():
    causes = [
        Cause("area", "codes:lsoa", rows=38120, names=714),
        Cause("indicator", "name:burglary", "Burglary", 21),
        Cause("area", "blank", rows=1),
    ]
    assert left_out_words(causes) == (
        "714 LSOAs that are not yours (38,120 rows), “Burglary” (21 rows) and rows without an area (1 row)"
    )
    assert left_out_words([Cause("indicator", "name:x", f"{n}", 2) for n in range(20)]).endswith(
        "“11” (2 rows) and 8 more answers (16 rows)"
    )


class Numbered:
    def __init__(self, pk):
        self.pk = pk


@pytest.mark.parametrize(
    ("code", "missed"),
    [
        ("E01018751", "E01018750"),
        ("e01018705", "E01018750"),
        ("E01018799", ""),
        ("E01018741", ""),
        ("E01018780", "E01018750"),
    ],
)
def test_a_code_one_digit_from_one_of_ours_that_the_file_lacks_is_shown(code, missed):
    codes = {"E01018750": [Numbered(1)], "E01018740": [Numbered(2)]}
    known = Likeness({}, {}, (Suggestions([]), Suggestions([])), codes, in_file={2})

    assert known.code_missed(code) == missed


def test_codes_that_may_be_ours_come_first_and_are_asked_about_each_time():
    counts = CauseCounts()
    for row, code in enumerate(["E01020001", "E01020002", "E01018751"]):
        wrong = Wrong(Message("unknown_code", "No."), role="area")
        counts.count(wrong, row, code, in_column=True)
    codes = {"E01018750": [Numbered(1)]}

    (cause,) = counts.causes(Likeness({}, {}, (Suggestions([]), Suggestions([])), codes))

    assert cause.is_like
    assert cause.examples[0] == "E01018751 (may be E01018750, which the file does not name)"
