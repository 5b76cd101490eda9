"""Who may read what was reminded, and what an indicator was before."""

from importlib import import_module

from django.db import migrations

make_roles = import_module("accounts.migrations.0002_roles").make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles_of_uploads"),
        ("performance", "0005_history_of_indicators"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
