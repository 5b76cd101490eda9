"""What was said beside a figure."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0002_uploads"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="comment",
            field=models.TextField(blank=True, default="", help_text="What was said beside it."),
            preserve_default=False,
        ),
    ]
