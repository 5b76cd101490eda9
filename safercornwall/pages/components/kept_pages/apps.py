from django.apps import AppConfig


class KeptPagesConfig(AppConfig):
    name = "safercornwall.pages.components.kept_pages"

    def ready(self):
        from safercornwall.pages.components.kept_pages.keeping import watch_pages

        watch_pages()
