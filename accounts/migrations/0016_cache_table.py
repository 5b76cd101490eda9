"""The table of the cache: which codes were used, and how often codes were tried, is the same for every process."""

from django.core.management import call_command
from django.db import migrations

TABLE = "planner_cache"


def make_table(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_open_sessions")]

    operations = [
        migrations.RunPython(make_table, lambda apps, editor: editor.execute(f"DROP TABLE {TABLE}"))
    ]
