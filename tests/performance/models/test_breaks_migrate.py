"""What an installed system knows of breaks in its series is still known when they become documents."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.migrating import as_in_the_tables, migrate

BEFORE = [("performance", "0017_reasons_of_changes_to_indicators")]
AFTER = [("performance", "0018_breaks_as_documents")]
DAY = date(2011, 4, 1)


@pytest.fixture
def indicator(gone_back):
    county = as_in_the_tables("places", "Area").create(
        name="C", slug="c", kind="county", level=0, path="/c/"
    )
    return as_in_the_tables("performance", "Indicator").create(
        slug="i", order=1, name="I", unit="%", polarity="lower", frequency="quarter",
        number_kind="share", area_id=county.pk,
    )  # fmt: skip


def test_breaks_are_kept_and_one_that_is_archived_leaves_its_day_free(indicator):
    facts = {"indicator_id": indicator.pk, "starts_on": DAY}
    as_in_the_tables("performance", "SeriesBreak").create(reason="New counting rule", **facts)

    migrate(AFTER)

    breaks = as_in_the_tables("performance", "SeriesBreak")
    kept = breaks.get()
    assert (kept.what_changed, kept.version, kept.archived_at) == ("New counting rule", 1, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        breaks.create(what_changed="Again", **facts)
    breaks.update(archived_at=timezone.now())
    breaks.create(what_changed="Again", **facts)
    breaks.filter(archived_at__isnull=False).delete()

    migrate(BEFORE)

    assert as_in_the_tables("performance", "SeriesBreak").get().reason == "Again"
