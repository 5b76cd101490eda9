"""Who may read what was reminded, and what an indicator was before. Granted after every migration now (`accounts/roles.py`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles_of_uploads"),
        ("performance", "0005_history_of_indicators"),
    ]

    operations = []
