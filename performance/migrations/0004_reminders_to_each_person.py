"""One reminder may go to an owner and to whoever stands in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0003_comment_on_figures"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reminder",
            name="one_reminder_per_step",
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("indicator", "period_start", "period_end", "days", "sent_to"),
                name="one_reminder_per_step_and_person",
            ),
        ),
    ]
