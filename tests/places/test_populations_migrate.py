"""What an installed system knows of populations is still known when a corrected one becomes a revision."""

from datetime import UTC, datetime

from tests.migrating import as_in_the_tables, migrate

BEFORE = [("places", "0009_population_estimates")]
AFTER = [("places", "0010_revisions_of_populations")]


def test_estimates_of_before_revisions_count_since_the_day_they_describe(gone_back):
    area = as_in_the_tables("places", "Area").create(
        name="C", slug="c", kind="county", level=0, path="/c/"
    )
    facts = {"area_id": area.pk, "source": "ONS"}
    table = as_in_the_tables("places", "PopulationEstimate")
    for year in (2010, 2011):
        table.create(year=year, people=year, **facts)

    migrate(AFTER)

    kept = as_in_the_tables("places", "PopulationEstimate")
    assert {(row.people, row.revision, row.known_from) for row in kept.all()} == {
        (year, 1, datetime(year, 6, 30, tzinfo=UTC)) for year in (2010, 2011)
    }

    kept.filter(year=2010).update(known_to=datetime(2012, 1, 1, tzinfo=UTC))
    kept.create(year=2010, people=5, revision=2, **facts)
    assert kept.get(year=2010, known_to=None).people == 5
