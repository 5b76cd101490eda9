from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "safercornwall.search"

    def ready(self):
        from safercornwall.search.changes import fill_when_empty, listen

        listen()
        post_migrate.connect(fill_when_empty, sender=self, dispatch_uid="search.fill_when_empty")
