"""What an installed system knows of comparators is still known when they say who recorded them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from tests.migrating import as_in_the_tables, migrate

BEFORE = [("performance", "0018_breaks_as_documents")]
AFTER = [("performance", "0019_who_recorded_comparators")]
KNOWN, CLOSED = datetime(2011, 11, 30, tzinfo=UTC), datetime(2011, 12, 1, tzinfo=UTC)


@pytest.fixture
def facts(gone_back):
    """Of two revisions of one comparator: 28%, and 30% since."""
    county = as_in_the_tables("places", "Area").create(
        name="C", slug="c", kind="county", level=0, path="/c/"
    )
    indicator = as_in_the_tables("performance", "Indicator").create(
        slug="i", order=1, name="I", unit="%", polarity="lower", frequency="quarter",
        number_kind="share", area_id=county.pk,
    )  # fmt: skip
    return {
        "indicator_id": indicator.pk, "kind": "national", "label": "England", "source": "Printed",
        "period_start": date(2010, 4, 1), "period_end": date(2011, 3, 31),
    }  # fmt: skip


def kept():
    rows = as_in_the_tables("performance", "Comparator").order_by("revision")
    return list(rows.values_list("revision", "value", "known_from", "known_to", "source"))


def test_comparators_are_kept_with_all_revisions_and_nobody_is_said_to_have_recorded_them(facts):
    comparators = as_in_the_tables("performance", "Comparator")
    comparators.create(value=28, known_from=KNOWN, known_to=CLOSED, **facts)
    comparators.create(
        value=30, known_from=CLOSED, revision=2, reason_for_change="Final figures", **facts
    )
    before = [
        (1, Decimal(28), KNOWN, CLOSED, "Printed"),
        (2, Decimal(30), CLOSED, None, "Printed"),
    ]
    assert kept() == before

    migrate(AFTER)

    assert kept() == before
    comparators = as_in_the_tables("performance", "Comparator")
    assert set(comparators.values_list("recorded_by", flat=True)) == {None}
    person = as_in_the_tables("accounts", "User").create(username="analyst", password="x")
    comparators.filter(revision=2).update(recorded_by=person.pk)
    assert comparators.get(recorded_by=person.pk).revision == 2

    migrate(BEFORE)

    assert kept() == before


def test_whoever_recorded_one_is_somebody(facts):
    migrate(AFTER)
    comparators = as_in_the_tables("performance", "Comparator")
    with transaction.atomic():
        comparators.create(value=28, known_from=KNOWN, recorded_by_id=987, **facts)
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)
