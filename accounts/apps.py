from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"
    verbose_name = "people and organisations"

    def ready(self):
        from accounts.models import Organisation
        from accounts.retention import add_rules
        from accounts.roles import keep_roles
        from accounts.security_signals import connect
        from core.documents.history import keep_history

        keep_history(Organisation)
        connect()
        add_rules()

        post_migrate.connect(keep_roles, dispatch_uid="accounts.keep_roles")
