from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "safercornwall.search"

    def ready(self):
        from core.health.checks import add_check
        from safercornwall.search.changes import fill_when_empty, listen
        from safercornwall.search.checking import search_index

        listen()
        add_check("search", search_index)
        post_migrate.connect(fill_when_empty, sender=self, dispatch_uid="search.fill_when_empty")
