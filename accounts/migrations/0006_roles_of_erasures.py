"""Who may erase what is in a file."""

from importlib import import_module

from django.db import migrations

make_roles = import_module("accounts.migrations.0002_roles").make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_history_of_people"),
        ("performance", "0010_erasures"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
