from django.urls import path

from .change_email import email
from .change_password import ChangePassword
from .digest import ask_for_digests, stop_by_link, stop_digests
from .new_address import confirm_email_link, confirm_new_email, forget_new_email
from .own_sessions import end_other_sessions, end_session, stay
from .page import your_account

app_name = "your_account"

urlpatterns = [
    path("accounts/your-account/", your_account, name="page"),
    path("accounts/your-account/email/", email, name="email"),
    path("accounts/your-account/email/forget/", forget_new_email, name="forget_email"),
    path("accounts/your-account/password/", ChangePassword.as_view(), name="password"),
    path("accounts/your-account/sessions/end/", end_session, name="end_session"),
    path(
        "accounts/your-account/sessions/end-others/",
        end_other_sessions,
        name="end_other_sessions",
    ),
    path("accounts/your-account/sessions/stay/", stay, name="stay"),
    path("accounts/your-account/digests/", ask_for_digests, name="ask_for_digests"),
    path("accounts/your-account/digests/stop/", stop_digests, name="stop_digests"),
    path("accounts/digests/stop/<str:token>/", stop_by_link, name="stop_digest"),
    path("accounts/new-address/", confirm_new_email, name="confirm_email"),
    path("accounts/new-address/<str:token>/", confirm_email_link, name="confirm_email_link"),
]
