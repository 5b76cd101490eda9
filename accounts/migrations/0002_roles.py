"""Made the four roles. They are granted after every migration now (`accounts/roles.py`), so nothing is left to do here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("places", "0001_initial"),
        ("priorities", "0001_initial"),
        ("performance", "0001_initial"),
        ("projects", "0001_initial"),
    ]

    operations = []
