from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "safercornwall.pages.components"
    label = "components"
