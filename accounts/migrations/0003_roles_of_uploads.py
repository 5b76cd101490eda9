"""Who may upload, take back and close a period."""

from importlib import import_module

from django.db import migrations

make_roles = import_module("accounts.migrations.0002_roles").make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("performance", "0002_uploads"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
