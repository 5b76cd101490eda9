"""The entries of the search, and over their words the index of each database's own kind.

SQLite's is a table beside the entries, kept in step by triggers: a migration that makes the table of entries anew, as
most changes of a column do there, has to make the triggers anew too.
"""

import django.db.models.deletion
from django.db import migrations, models

ON_SQLITE = (
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title, body, title_forms, body_forms,
        content='search_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
    )
    """,
    """
    CREATE TRIGGER search_words_added AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_words (rowid, title, body, title_forms, body_forms)
        VALUES (new.id, new.title, new.body, new.title_forms, new.body_forms);
    END
    """,
    """
    CREATE TRIGGER search_words_removed AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_words (search_words, rowid, title, body, title_forms, body_forms)
        VALUES ('delete', old.id, old.title, old.body, old.title_forms, old.body_forms);
    END
    """,
    """
    CREATE TRIGGER search_words_changed AFTER UPDATE ON search_searchentry BEGIN
        INSERT INTO search_words (search_words, rowid, title, body, title_forms, body_forms)
        VALUES ('delete', old.id, old.title, old.body, old.title_forms, old.body_forms);
        INSERT INTO search_words (rowid, title, body, title_forms, body_forms)
        VALUES (new.id, new.title, new.body, new.title_forms, new.body_forms);
    END
    """,
)
# The words come without endings and accents: "simple" leaves them as they are.
ON_POSTGRESQL = (
    """
    ALTER TABLE search_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'B')
        || setweight(to_tsvector('simple', title_forms), 'C')
        || setweight(to_tsvector('simple', body_forms), 'D')
    ) STORED
    """,
    "CREATE INDEX search_words ON search_searchentry USING gin (words)",
)
UNDONE_ON_SQLITE = (
    "DROP TRIGGER search_words_added",
    "DROP TRIGGER search_words_removed",
    "DROP TRIGGER search_words_changed",
    "DROP TABLE search_words",
)
UNDONE_ON_POSTGRESQL = ("ALTER TABLE search_searchentry DROP COLUMN words",)


def index_words(apps, editor):
    _run(editor, ON_POSTGRESQL if editor.connection.vendor == "postgresql" else ON_SQLITE)


def index_no_words(apps, editor):
    is_postgresql = editor.connection.vendor == "postgresql"
    _run(editor, UNDONE_ON_POSTGRESQL if is_postgresql else UNDONE_ON_SQLITE)


def _run(editor, statements):
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("priorities", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("object_id", models.BigIntegerField()),
                ("heading", models.TextField()),
                ("context", models.TextField()),
                ("address", models.TextField()),
                ("pieces", models.TextField()),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("title_forms", models.TextField()),
                ("body_forms", models.TextField()),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="priorities.plan",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "search entries",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id", "plan"), name="one_search_entry_per_plan"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("plan", None)),
                        fields=("kind", "object_id"),
                        name="one_search_entry_for_all_plans",
                    ),
                ],
            },
        ),
        migrations.RunPython(index_words, index_no_words),
    ]
