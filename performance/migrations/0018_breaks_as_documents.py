"""A break in a series is edited and archived as a target is. Why it was changed has the name of its old field."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0017_reasons_of_changes_to_indicators"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="seriesbreak",
            options={
                "ordering": ["indicator", "starts_on"],
                "verbose_name": "break in the series",
                "verbose_name_plural": "breaks in the series",
            },
        ),
        migrations.RenameField(
            model_name="seriesbreak", old_name="reason", new_name="what_changed"
        ),
        migrations.AlterField(
            model_name="seriesbreak",
            name="starts_on",
            field=models.DateField("first day", help_text="The first day counted in the new way."),
        ),
        migrations.AddField(
            model_name="seriesbreak",
            name="archived_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="seriesbreak",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.RemoveConstraint(model_name="seriesbreak", name="one_break_per_day"),
        migrations.AddConstraint(
            model_name="seriesbreak",
            constraint=models.UniqueConstraint(
                fields=["indicator", "starts_on"],
                condition=models.Q(archived_at=None),
                name="one_break_per_day",
                violation_error_message="The series breaks on this day already.",
            ),
        ),
    ]
