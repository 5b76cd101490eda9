"""A closed figure or comparator says who closed it, why, and by which upload, where no revision follows that would.

A removal by hand was a further revision that closed a microsecond after it opened. What that one said goes to the
revision that it removed, and the numbers of later revisions stay, so that whoever noted one finds it again.
"""

from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

INSTANT = timedelta(microseconds=1)
REMOVED = "The figure was removed."


def tell(apps, schema_editor):
    figures = apps.get_model("performance", "Figure")
    _tell_of_removals_by_hand(figures)
    for name in ("Figure", "Comparator"):
        _tell_of_uploads(apps, apps.get_model("performance", name))
    _settle(schema_editor)


def forget(apps, schema_editor):
    """What uploads did can be worked out again; a removal by hand becomes a revision of its own."""
    figures = apps.get_model("performance", "Figure")
    by_hand = figures.objects.exclude(known_to=None).filter(
        closed_by__isnull=False, closed_by_upload=None
    )
    for row in list(by_hand.order_by("known_to")):
        key = _key(row)
        # The number may have changed since the list was made.
        number = figures.objects.values_list("revision", flat=True).get(pk=row.pk) + 1
        _make_room(figures, key, number)
        figures.objects.create(
            **key, revision=number, known_from=row.known_to, known_to=row.known_to + INSTANT,
            state="not_applicable", reason=REMOVED, recorded_by_id=row.closed_by_id,
            reason_for_change=row.reason_for_closing,
        )  # fmt: skip
    _settle(schema_editor)


def _tell_of_removals_by_hand(figures):
    traces = figures.objects.filter(
        state="not_applicable", reason=REMOVED, known_to=F("known_from") + INSTANT
    )
    for trace in list(traces):
        removed = figures.objects.filter(**_key(trace), known_to=trace.known_from)
        told = removed.update(
            closed_by=trace.recorded_by_id, reason_for_closing=trace.reason_for_change
        )
        if told:
            trace.delete()


def _tell_of_uploads(apps, model):
    """A removal in a file closed what its row was compared with; an undo, what came from the upload."""
    staged = apps.get_model("performance", "StagedRow").objects.filter(verdict="removed")
    uploads = apps.get_model("performance", "Upload").objects.exclude(applied_at=None)
    kind = {"Figure": "figures", "Comparator": "comparators"}[model.__name__]
    for upload in uploads.filter(kind=kind):
        bases = staged.filter(upload=upload).values("base")
        model.objects.filter(pk__in=bases, known_to=upload.applied_at).update(
            closed_by=upload.applied_by_id,
            reason_for_closing=upload.reason,
            closed_by_upload=upload,
        )
        if upload.undone_at is not None:
            model.objects.filter(upload=upload, known_to=upload.undone_at).update(
                closed_by=upload.undone_by_id,
                reason_for_closing=upload.undo_reason or f"{upload.file_name} was taken back.",
                closed_by_upload=upload,
            )


def _key(row):
    return {
        "indicator_id": row.indicator_id, "area_id": row.area_id,
        "period_start": row.period_start, "period_end": row.period_end,
    }  # fmt: skip


def _make_room(figures, key, number):
    """Moves the revisions from `number` on up by one, where there is one with that number."""
    if figures.objects.filter(**key, revision=number).exists():
        later = figures.objects.filter(**key, revision__gte=number).order_by("-revision")
        for pk in list(later.values_list("pk", flat=True)):
            figures.objects.filter(pk=pk).update(revision=F("revision") + 1)


def _settle(schema_editor):
    """PostgreSQL alters no table whose rows it has still to check."""
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0007_figures_without_index_of_areas"),
        ("places", "0003_ward"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AddField(model_name=model, name=name, field=field)
            for model in ("comparator", "figure")
            for name, field in (
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by_upload",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The upload that removed it; or the one that it came from, which was taken back.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="performance.upload",
                    ),
                ),
                (
                    "reason_for_closing",
                    models.TextField(blank=True, db_default="", default=""),
                ),
            )
        ),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("known_to__isnull", False),
                        models.Q(
                            ("closed_by", None),
                            ("closed_by_upload", None),
                            ("reason_for_closing", ""),
                        ),
                        _connector="OR",
                    ),
                    name=f"performance_{model}_tells_of_its_end_once_closed",
                    violation_error_message="Only a closed revision says who closed it and why.",
                ),
            )
            for model in ("comparator", "figure")
        ),
        migrations.RunPython(tell, forget),
    ]
