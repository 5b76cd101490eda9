"""What an installed system knows of targets is still known when they become documents."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.migrating import as_in_the_tables, migrate

BEFORE = [("performance", "0012_reminders_about_more_than_figures")]
AFTER = [("performance", "0013_targets_as_documents")]
YEAR = {"period_start": date(2011, 4, 1), "period_end": date(2012, 3, 31)}


@pytest.fixture
def indicator(gone_back):
    county = as_in_the_tables("places", "Area").create(
        name="C", slug="c", kind="county", level=0, path="/c/"
    )
    return as_in_the_tables("performance", "Indicator").create(
        slug="i", order=1, name="I", unit="%", polarity="lower", frequency="quarter",
        aggregation="ratio", area_id=county.pk,
    )  # fmt: skip


def test_targets_are_kept_and_one_that_is_archived_leaves_its_period_free(indicator):
    facts = {"indicator_id": indicator.pk, "area_id": indicator.area_id, "form": "at_most", **YEAR}
    as_in_the_tables("performance", "Target").create(value=Decimal("3.8"), printed="3.8%", **facts)

    migrate(AFTER)

    targets = as_in_the_tables("performance", "Target")
    kept = targets.get()
    assert (kept.value, kept.printed, kept.version, kept.archived_at) == (
        Decimal("3.8"), "3.8%", 1, None,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        targets.create(value=4, **facts)
    targets.update(archived_at=timezone.now())
    targets.create(value=4, **facts)
    targets.filter(archived_at__isnull=False).delete()

    migrate(BEFORE)

    assert as_in_the_tables("performance", "Target").get().value == 4
