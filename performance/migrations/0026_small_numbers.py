"""Small numbers are withheld from readers: marks on figures, a threshold, and why an indicator's are shown all the same."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# The one count of the seeded plan below the threshold.
PREMISES = {"slug": "premises-closures", "unit": "closures"}
NOT_PEOPLE = "It counts premises, not people, and the partnership has published it."


def show_premises(apps, schema_editor):
    rows = apps.get_model("performance", "Indicator").objects
    rows.filter(**PREMISES).update(small_numbers_shown_because=NOT_PEOPLE)


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0025_marked_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SmallNumberThreshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="small_number_thresholds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(number__range=(3, 100)),
                        name="small_number_threshold_in_range",
                        violation_error_message="The threshold is a number from 3 to 100.",
                    )
                ],
            },
        ),
        migrations.AddField(
            "figure",
            "withheld",
            models.CharField(
                max_length=10,
                blank=True,
                choices=[
                    ("small", "Fewer than the threshold"),
                    ("secondary", "Withheld so that another cannot be worked out"),
                ],
                default="",
                db_default="",
            ),
        ),
        migrations.AddField(
            "figure",
            "withheld_below",
            models.PositiveSmallIntegerField(
                null=True, blank=True, help_text="The threshold by which it was worked out."
            ),
        ),
        migrations.AddField(
            "figure", "withheld_since", models.DateTimeField(null=True, blank=True)
        ),
        migrations.AddConstraint(
            "figure",
            models.CheckConstraint(
                condition=Q(withheld="", withheld_below=None, withheld_since=None)
                | Q(~Q(withheld=""), withheld_below__isnull=False, withheld_since__isnull=False),
                name="withheld_figure_says_since_when",
                violation_error_message="A withheld figure says by which threshold, and since when.",
            ),
        ),
        migrations.AddField(
            "indicator",
            "small_numbers_shown_because",
            models.CharField("why small numbers are shown", max_length=300, blank=True),
        ),
        migrations.AddField(
            "historicalindicator",
            "small_numbers_shown_because",
            models.CharField("why small numbers are shown", max_length=300, blank=True),
        ),
        migrations.RunPython(show_premises, migrations.RunPython.noop),
    ]
