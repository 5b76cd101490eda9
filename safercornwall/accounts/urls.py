from django.urls import path

from .views import organisations, signing_in, your_account

app_name = "accounts"

urlpatterns = [
    path("sign-in/", signing_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign_out"),
    path("your-account/", your_account.your_account, name="your_account"),
    path("your-account/email/", your_account.email, name="change_email"),
    path("your-account/password/", your_account.ChangePassword.as_view(), name="change_password"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
]
