"""Versions of priority areas hold the figures in their reasons, too.

No page could change these figures before: in every version that is kept they were what they are now.
"""

from django.core import serializers
from django.db import migrations


def keep_figures(apps, schema_editor):
    """Each version of a reason gets its figures beside it."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    version = apps.get_model("reversion", "Version")
    figures = {}
    for figure in apps.get_model("priorities", "ReasonFigure").objects.order_by("pk"):
        figures.setdefault(str(figure.reason_id), []).append(figure)
    of_reasons = version.objects.filter(
        content_type__app_label="priorities", content_type__model="priorityareareason"
    )
    if not figures or not of_reasons.exists():
        return
    kind, _ = content_types.get_or_create(app_label="priorities", model="reasonfigure")
    version.objects.bulk_create(
        (
            version(
                revision_id=kept.revision_id,
                object_id=str(figure.pk),
                content_type=kind,
                db=kept.db,
                format="json",
                serialized_data=serializers.serialize("json", [figure]),
                object_repr=figure.label,
            )
            for kept in of_reasons.order_by("pk")
            for figure in figures.get(kept.object_id, ())
        ),
        ignore_conflicts=True,
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("priorities", "0008_key_dates_have_both_bounds"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="reasonfigure",
            options={
                "ordering": ["reason", "order"],
                "verbose_name": "figure in a reason",
                "verbose_name_plural": "figures in the reasons",
            },
        ),
        migrations.RunPython(keep_figures, migrations.RunPython.noop, elidable=True),
    ]
