"""Population estimates are revised, never written over: each says who recorded it and why."""

from datetime import UTC, datetime

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def known_since_their_day(apps, schema_editor):
    """Nothing says when an estimate was loaded: it counts as known since the day that it describes."""
    estimates = apps.get_model("places", "PopulationEstimate").objects
    for year in estimates.order_by().values_list("year", flat=True).distinct():
        since = datetime(year, 6, 30, tzinfo=UTC)
        estimates.filter(year=year).update(known_from=since)


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0009_population_estimates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="populationestimate",
            name="one_population_estimate_a_year",
        ),
        migrations.AddField(
            model_name="populationestimate",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="populationestimate",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="populationestimate",
            name="known_to",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="populationestimate",
            name="reason_for_change",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="populationestimate",
            name="reason_for_closing",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="populationestimate",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="populationestimate",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="populationestimate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("known_to", None), ("known_to__gt", models.F("known_from")), _connector="OR"
                ),
                name="places_populationestimate_closes_after_it_opens",
                violation_error_message="A revision closes after it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="populationestimate",
            constraint=models.UniqueConstraint(
                fields=("area", "year", "revision"), name="population_estimate_revision_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="populationestimate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("known_to", None)),
                fields=("area", "year"),
                name="one_population_estimate_a_year",
            ),
        ),
        migrations.RunPython(known_since_their_day, migrations.RunPython.noop),
    ]
