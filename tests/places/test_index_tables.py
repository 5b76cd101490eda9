"""An index as a table: totals as printed or worked out, ranks with ties, missing scores never zero."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from places.index_tables import rank_of, read_tables
from places.models import IndexBand, IndexComponent, IndexRow, IndexScore, PlaceIndex
from safercornwall.pages.components.index_parts import parts_of
from safercornwall.pages.indices.page import Ordering, key_of, narratives_of

PERIOD = {"period_start": date(2010, 4, 1), "period_end": date(2011, 3, 31)}
KNOWN = datetime(2011, 11, 30, tzinfo=UTC)


@pytest.fixture
def index(corner, put):
    """Three areas, two measures; the third area has one score only."""
    index = PlaceIndex.objects.create(
        name="Harm", slug="harm", source="Audit", total_is_stated=False
    )
    violence, theft = (
        IndexComponent.objects.create(
            index=index, key=key, order=n, name=key, short_name=key.title()
        )
        for n, key in enumerate(["violence", "theft"], 1)
    )
    IndexBand.objects.create(
        index=index,
        order=1,
        label="High",
        shade="high",
        at_least=3,
        is_judgement=True,
        note="Lost.",
    )
    scores = {"Bude": (1, 4), "Looe": (3, 2), "Hayle": (5, None)}
    for n, (name, values) in enumerate(scores.items(), 1):
        area = put(name, "town", corner["network"])
        IndexRow.objects.create(
            index=index, area=area, order=n, area_printed=name, row_printed=name
        )
        for component, value in zip([violence, theft], values, strict=True):
            if value is not None:
                IndexScore.objects.create(
                    component=component, area=area, value=value, known_from=KNOWN, **PERIOD
                )
    return index


def table_of(index):
    return read_tables(PlaceIndex.objects.filter(pk=index.pk))[0]


def test_a_total_is_worked_out_where_none_is_printed(index):
    bude, looe, _ = table_of(index).lines
    assert (bude.total, bude.total_is_stated) == (5, False)
    assert (bude.rank, looe.rank) == ("=1", "=1")


def test_a_missing_score_leaves_no_total_and_no_rank(index):
    hayle = table_of(index).lines[2]
    assert (hayle.value_of("theft"), hayle.total, hayle.rank) == (None, None, "")


def test_parts_come_in_the_order_of_the_index(index):
    """It is neither that of their names nor that in which they were made."""
    facts = {"key": "arson", "name": "arson", "short_name": "Arson"}
    IndexComponent.objects.create(index=index, order=2, **facts)
    index.components.filter(key="theft").update(order=3)
    table = table_of(index)
    in_order = ["violence", "arson", "theft"]
    assert [component.key for component in table.components] == in_order
    for line in table.lines:
        assert [cell.component.key for cell in line.cells] == in_order
        assert [part.cell.component.key for part in parts_of(table, line)] == in_order


def test_weights_count(index):
    index.components.filter(key="theft").update(weight=Decimal("0.5"))
    assert [line.total for line in table_of(index).lines] == [3, 4, None]


def test_a_printed_total_stands_and_another_sum_is_said(index):
    PlaceIndex.objects.update(total_is_stated=True)
    index.rows.filter(order=1).update(total_printed=6)
    bude, looe, _ = table_of(index).lines
    assert (bude.total, bude.total_is_stated, bude.differs) == (6, True, 5)
    assert looe.total is None


def test_a_corrected_score_takes_the_place_of_the_old_one(index):
    old = IndexScore.objects.get(area__name="Bude", component__key="violence")
    later = datetime(2012, 1, 5, tzinfo=UTC)
    IndexScore.objects.filter(pk=old.pk).update(known_to=later)
    IndexScore.objects.create(
        component=old.component, area=old.area, value=2, revision=2, known_from=later, **PERIOD
    )
    assert table_of(index).lines[0].value_of("violence") == 2
    before = read_tables(PlaceIndex.objects.all(), known_on=KNOWN)[0]
    assert before.lines[0].value_of("violence") == 1


def test_a_score_carries_its_band(index):
    cells = table_of(index).lines[0].cells
    assert [cell.band.label if cell.band else None for cell in cells] == [None, "High"]
    assert cells[1].mark == "H"


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Bude", "Looe", "Hayle"]),
        ("printed", ["Bude", "Looe", "Hayle"]),
        ("area", ["Bude", "Hayle", "Looe"]),
        ("violence", ["Hayle", "Looe", "Bude"]),
        ("theft", ["Bude", "Looe", "Hayle"]),
        ("total", ["Bude", "Looe", "Hayle"]),
        ("row__area__password", ["Bude", "Looe", "Hayle"]),
    ],
)
def test_areas_are_sorted_by_a_column_and_the_missing_come_last(index, order, names):
    table = table_of(index)
    ordering = Ordering(table, order)
    assert [line.row.area_printed for line in ordering.sort(table.lines)] == names
    assert ordering.is_unknown == (order == "row__area__password")


def test_the_key_says_which_bands_are_ours_and_why(index):
    assert key_of(table_of(index)).judged == {"Lost.": "High"}
    assert key_of(table_of(index)).entries[0].scores == "3, 4 or 5"


def test_a_paragraph_about_two_areas_is_shown_once_and_other_points_follow_their_sentence(index):
    PlaceIndex.objects.update(other_points="Other points:", source_lines=[10, 30])
    index.rows.filter(order=1).update(narrative="Bude is first.", narrative_lines=[20])
    index.rows.filter(order__gt=1).update(narrative="Both are high.", narrative_lines=[40])
    table = table_of(index)
    narratives = narratives_of(table, table.lines)
    assert [one.text for one in narratives.highest] == ["Bude is first."]
    assert [line.row.area_printed for line in narratives.others[0].lines] == ["Looe", "Hayle"]


def test_ranks_are_shared():
    totals = [Decimal(9), Decimal(7), Decimal(7), Decimal(1)]
    assert [rank_of(total, totals) for total in totals] == ["1", "=2", "=2", "4"]
    assert rank_of(None, totals) == ""
