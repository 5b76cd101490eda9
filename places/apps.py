from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "places"

    def ready(self):
        from .documents import keep_histories

        keep_histories()
