"""Who may upload, take back and close a period. Granted after every migration now (`accounts/roles.py`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("performance", "0002_uploads"),
    ]

    operations = []
