"""Who may erase what is in a file. Granted after every migration now (`accounts/roles.py`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_history_of_people"),
        ("performance", "0010_erasures"),
    ]

    operations = []
