from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"
    verbose_name = "people and organisations"

    def ready(self):
        from accounts.known_browsers import note_sign_in
        from accounts.limits import ask_of_owners
        from accounts.models import Organisation
        from accounts.retention import add_rules
        from accounts.roles import keep_roles
        from accounts.second_factors import note_need
        from accounts.security_signals import connect
        from accounts.sessions import begin
        from core.documents.history import keep_history
        from core.records.writers import ask_writers

        keep_history(Organisation)
        ask_writers("accounts.owners", ask_of_owners)
        connect()
        add_rules()
        user_logged_in.connect(begin, dispatch_uid="accounts.begin_session")
        user_logged_in.connect(note_sign_in, dispatch_uid="accounts.note_sign_in")
        user_logged_in.connect(note_need, dispatch_uid="accounts.note_need")

        post_migrate.connect(keep_roles, dispatch_uid="accounts.keep_roles")
