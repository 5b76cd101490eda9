from django.urls import path

from .views import ChangePassword, email, your_account

app_name = "your_account"

urlpatterns = [
    path("accounts/your-account/", your_account, name="page"),
    path("accounts/your-account/email/", email, name="email"),
    path("accounts/your-account/password/", ChangePassword.as_view(), name="password"),
]
