"""What kind of number an indicator is takes the place of how it is rolled up and of the flag that nobody set."""

import re

from django.db import migrations, models

KINDS = [
    ("counted", "A count: added up over the year and over places"),
    ("share", "A share, such as a percentage: worked out from a part and a whole"),
    ("rate", "A rate, such as crimes per 1,000 people: worked out from a count and a base"),
    ("level", "A level, such as people on a waiting list: the newest figure stands"),
    ("alone", "A change or a score, such as % on last year: each figure stands for itself"),
]
AGGREGATIONS = [
    ("sum", "Added up (a count)"),
    ("ratio", "Numerators over denominators (a percentage or rate)"),
    ("latest", "The latest stands (a level)"),
    ("none", "Never rolled up"),
]
MODELS = ("Indicator", "HistoricalIndicator")
AGGREGATION_OF = {
    "counted": "sum",
    "share": "ratio",
    "rate": "ratio",
    "level": "latest",
    "alone": "none",
}
# "%" and "% of cases" are shares; "% change" is a change.
SHARE = re.compile(r"%(\s+of\b|\s*$)", re.IGNORECASE)
RATE = re.compile(r"\bper\b", re.IGNORECASE)


def kind_of(unit, aggregation):
    """By its unit, where the aggregation leaves it open: files made shares and rates that were "never rolled up"."""
    if aggregation == "sum":
        return "counted"
    if aggregation == "latest":
        return "level"
    if SHARE.match(unit):
        return "share"
    if RATE.search(unit):
        return "rate"
    if aggregation == "ratio":
        return "share" if unit.startswith("%") else "rate"
    return "alone"


def name_kinds(apps, schema_editor):
    for name in MODELS:
        rows = apps.get_model("performance", name).objects.order_by()
        for unit, aggregation in rows.values_list("unit", "aggregation").distinct():
            alike = rows.filter(unit=unit, aggregation=aggregation)
            alike.update(number_kind=kind_of(unit, aggregation))


def name_aggregations(apps, schema_editor):
    for name in MODELS:
        rows = apps.get_model("performance", name).objects
        for kind, aggregation in AGGREGATION_OF.items():
            rows.filter(number_kind=kind).update(
                aggregation=aggregation, is_cumulative=kind == "counted"
            )


def each(operation, **facts):
    return [operation(model_name=name.lower(), **facts) for name in MODELS]


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0015_digests"),
    ]

    operations = [
        *each(
            migrations.AddField,
            name="number_kind",
            field=models.CharField("kind of number", max_length=10, choices=KINDS, default="alone"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="indicator", name="only_counts_are_cumulative"),
        # Going back, a column that is not named yet needs something in it.
        *each(
            migrations.AlterField,
            name="aggregation",
            field=models.CharField(max_length=10, choices=AGGREGATIONS, default="none"),
        ),
        migrations.RunPython(name_kinds, name_aggregations),
        *each(migrations.RemoveField, name="aggregation"),
        *each(migrations.RemoveField, name="is_cumulative"),
    ]
