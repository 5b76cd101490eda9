import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

STILL_OPEN = ("waiting", "checking", "mapping", "checked", "applying")


def note_those_made(apps, schema_editor):
    """Uploads kept in their layout which indicators were made when their columns were named.

    Of an upload that is still open they wait for its figures, unless somebody has changed them or has figures of them.
    """
    if schema_editor.connection.vendor == "postgresql":
        # Or the index of the new column could not be made after rows have changed.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    indicator = apps.get_model("performance", "Indicator")
    for upload in apps.get_model("performance", "Upload").objects.order_by("pk").iterator():
        made = upload.layout.get("made")
        if not made:
            continue
        theirs = indicator.objects.filter(slug__in=made)
        theirs.update(made_for=upload)
        if upload.stage in STILL_OPEN:
            unused = theirs.filter(version=1, figures=None, comparators=None, targets=None)
            indicator.objects.filter(pk__in=list(unused.values_list("pk", flat=True))).update(
                is_waiting=True
            )


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0008_closings_of_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="made_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indicators_made",
                to="performance.upload",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="is_waiting",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=Q(("is_waiting", False), ("made_for__isnull", False), _connector="OR"),
                name="waiting_indicator_was_made_for_an_upload",
                violation_error_message="Only an indicator that was made for an upload waits for its figures.",
            ),
        ),
        migrations.RunPython(note_those_made, migrations.RunPython.noop),
    ]
