"""Uploads and the quarter's round; comparators have revisions, as figures do."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep_labels(apps, schema_editor):
    """A change against a comparator names it, so that it follows the comparator's corrections."""
    targets = apps.get_model("performance", "Target").objects.using(schema_editor.connection.alias)
    for target in targets.exclude(baseline_comparator=None).select_related("baseline_comparator"):
        comparator = target.baseline_comparator
        target.baseline_label = comparator.label
        target.baseline_start = comparator.period_start
        target.baseline_end = comparator.period_end
        target.save(update_fields=["baseline_label", "baseline_start", "baseline_end"])


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0001_initial"),
        ("places", "0002_uploads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("closed_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopen_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-period_end"],
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("figures", "Figures of indicators"),
                            ("index_scores", "Index scores"),
                            ("comparators", "Comparators"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "signature",
                    models.CharField(help_text="Of the headings, in order.", max_length=64),
                ),
                ("layout", models.JSONField()),
                ("chosen_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                (
                    "severity",
                    models.CharField(
                        choices=[("error", "Error"), ("warning", "Warning")], max_length=7
                    ),
                ),
                ("code", models.SlugField()),
                (
                    "cell",
                    models.CharField(
                        blank=True, help_text="As Excel names it: Figures!D14.", max_length=120
                    ),
                ),
                ("row", models.PositiveIntegerField(blank=True, null=True)),
                ("column", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "found",
                    models.CharField(blank=True, help_text="What the cell holds.", max_length=200),
                ),
                ("message", models.TextField()),
                ("remedy", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["upload", "order"],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "task",
                    models.CharField(
                        choices=[("check", "Check"), ("apply", "Apply"), ("undo", "Take back")],
                        max_length=6,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "done",
                    models.PositiveIntegerField(default=0, help_text="Steps done, of `total`."),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("doing", models.CharField(blank=True, max_length=200)),
                ("worker", models.CharField(blank=True, max_length=100)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("days", models.SmallIntegerField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-sent_at"],
            },
        ),
        migrations.CreateModel(
            name="StagedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("cell", models.CharField(max_length=120)),
                ("subject", models.BigIntegerField(null=True)),
                ("area", models.BigIntegerField(null=True)),
                ("label", models.CharField(blank=True, max_length=150)),
                ("period_start", models.DateField(null=True)),
                ("period_end", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reported", "Reported"),
                            ("provisional", "Provisional"),
                            ("not_applicable", "Not applicable"),
                            ("suppressed", "Suppressed (small number)"),
                        ],
                        max_length=15,
                    ),
                ),
                ("value", models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ("numerator", models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ("denominator", models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ("comment", models.TextField(blank=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "New"),
                            ("changed", "Changed"),
                            ("unchanged", "Unchanged"),
                            ("left", "Blank, left alone"),
                            ("removed", "Removed"),
                            ("rejected", "Rejected"),
                        ],
                        max_length=10,
                    ),
                ),
                ("base", models.BigIntegerField(null=True)),
                ("base_revision", models.PositiveIntegerField(null=True)),
            ],
            options={
                "ordering": ["upload", "row", "id"],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("figures", "Figures of indicators"),
                            ("index_scores", "Index scores"),
                            ("comparators", "Comparators"),
                        ],
                        default="figures",
                        max_length=12,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be checked"),
                            ("checking", "Being checked"),
                            ("mapping", "Columns to be named"),
                            ("checked", "Checked"),
                            ("applying", "Being applied"),
                            ("applied", "Applied"),
                            ("undoing", "Being taken back"),
                            ("undone", "Taken back"),
                            ("refused", "Refused"),
                            ("discarded", "Discarded"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("headings", models.JSONField(blank=True, default=list)),
                ("layout", models.JSONField(blank=True, default=dict)),
                ("counts", models.JSONField(blank=True, default=dict)),
                (
                    "refusal",
                    models.TextField(
                        blank=True, help_text="Why the file was refused, in plain words."
                    ),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Why figures that the board has seen are changed."
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undo_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="UploadedScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cell", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="UploadFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="comparator",
            name="one_comparator_per_label_and_period",
        ),
        migrations.AddField(
            model_name="comparator",
            name="cell",
            field=models.CharField(
                blank=True, help_text="Where it stands in the file.", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="comparator",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="comparator",
            name="known_to",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="comparator",
            name="reason_for_change",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="comparator",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="figure",
            name="cell",
            field=models.CharField(
                blank=True, help_text="Where it stands in the file.", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                help_text="Who sends its figures in.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="indicators_owned",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="stand_in",
            field=models.ForeignKey(
                blank=True,
                help_text="Who is asked when the owner does not answer.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="indicators_stood_in",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="baseline_label",
            field=models.CharField(
                blank=True,
                help_text="The comparator that a change is against, by its label.",
                max_length=150,
            ),
        ),
        migrations.RunPython(keep_labels, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="target",
            name="baseline_comparator",
        ),
        migrations.AlterField(
            model_name="figure",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddConstraint(
            model_name="commentary",
            constraint=models.UniqueConstraint(
                fields=("indicator", "period_start", "period_end", "written_at"),
                name="commentary_moment_unique",
            ),
        ),
        migrations.AddField(
            model_name="closedperiod",
            name="closed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="closedperiod",
            name="reopened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="columnmapping",
            name="chosen_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="performance.indicator",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="sent_to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="applied_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uploads_applied",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uploads_undone",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uploads",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="warnings_accepted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stagedrow",
            name="upload",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="performance.upload",
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="upload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="jobs",
                to="performance.upload",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="upload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="findings",
                to="performance.upload",
            ),
        ),
        migrations.AddField(
            model_name="comparator",
            name="upload",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comparators",
                to="performance.upload",
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="upload",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="performance.upload",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("known_to", None), ("known_to__gt", models.F("known_from")), _connector="OR"
                ),
                name="performance_comparator_closes_after_it_opens",
                violation_error_message="A revision closes after it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparator",
            constraint=models.UniqueConstraint(
                fields=("indicator", "label", "period_start", "period_end", "revision"),
                name="comparator_revision_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("known_to", None)),
                fields=("indicator", "label", "period_start", "period_end"),
                name="one_latest_comparator",
            ),
        ),
        migrations.AddField(
            model_name="uploadedscore",
            name="score",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="uploaded",
                to="places.indexscore",
            ),
        ),
        migrations.AddField(
            model_name="uploadedscore",
            name="upload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scores",
                to="performance.upload",
            ),
        ),
        migrations.AddField(
            model_name="uploadfile",
            name="upload",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="file",
                to="performance.upload",
            ),
        ),
        migrations.AddConstraint(
            model_name="closedperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_end__gte", models.F("period_start"))),
                name="performance_closedperiod_period_in_order",
                violation_error_message="A period ends on or after the day it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="closedperiod",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at", None)),
                fields=("period_start", "period_end"),
                name="period_closed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="closedperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopened_at", None),
                    models.Q(
                        ("reopened_by__isnull", False),
                        models.Q(("reopen_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reopened_period_gives_its_reason",
                violation_error_message="Say why the period is opened again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="columnmapping",
            constraint=models.UniqueConstraint(
                fields=("kind", "signature"), name="one_mapping_per_headings"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_end__gte", models.F("period_start"))),
                name="performance_reminder_period_in_order",
                violation_error_message="A period ends on or after the day it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("indicator", "period_start", "period_end", "days"),
                name="one_reminder_per_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ["applied", "undone"]), _negated=True),
                    models.Q(("applied_at__isnull", False), ("applied_by__isnull", False)),
                    _connector="OR",
                ),
                name="applied_upload_says_by_whom_and_when",
                violation_error_message="An applied upload says who applied it and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "undone"), _negated=True),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="undone_upload_says_by_whom_and_when",
                violation_error_message="An upload that was taken back says who took it back and when.",
            ),
        ),
        migrations.AddIndex(
            model_name="stagedrow",
            index=models.Index(fields=["upload", "verdict", "row"], name="staged_by_verdict"),
        ),
        migrations.AddIndex(
            model_name="stagedrow",
            index=models.Index(
                fields=["upload", "subject", "area", "period_start"], name="staged_by_key"
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["state", "leased_until"], name="job_to_take"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "running"])),
                fields=("upload",),
                name="one_live_job_per_upload",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("upload", "order"), name="finding_order_unique"
            ),
        ),
    ]
