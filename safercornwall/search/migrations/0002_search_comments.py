"""Comments are searched: every entry is made anew, as after a migration that finds none."""

from django.db import migrations


def forget_entries(apps, schema_editor):
    apps.get_model("search", "SearchEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forget_entries, migrations.RunPython.noop, elidable=True)]
