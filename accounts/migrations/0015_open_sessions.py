"""A table of sessions that says whose each is. Everybody signs in once more: the old table is emptied."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def end_old_sessions(apps, schema_editor):
    sessions = apps.get_model("sessions", "Session").objects
    sessions.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_security_log"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="session key",
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                (
                    "expire_date",
                    models.DateTimeField(db_index=True, verbose_name="expire date"),
                ),
                ("begun_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "browser",
                    models.CharField(blank=True, help_text="As it names itself.", max_length=300),
                ),
                (
                    "address",
                    models.GenericIPAddressField(help_text="Where it was last seen.", null=True),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="Empty while nobody is signed in.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "open session",
                "verbose_name_plural": "open sessions",
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.RunPython(end_old_sessions, migrations.RunPython.noop),
    ]
