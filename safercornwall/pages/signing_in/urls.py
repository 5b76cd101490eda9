from django.urls import path

from .again import sign_in_again
from .forgotten_password import forgotten_password, link_sent, new_password, new_password_link
from .invitation import invitation, invitation_link
from .sign_in import SignIn, SignOut

app_name = "signing_in"

urlpatterns = [
    path("accounts/sign-in/", SignIn.as_view(), name="sign_in"),
    path("accounts/sign-in/again/", sign_in_again, name="again"),
    path("accounts/sign-out/", SignOut.as_view(), name="sign_out"),
    path("accounts/invitation/", invitation, name="invitation"),
    path("accounts/invitation/<str:token>/", invitation_link, name="invitation_link"),
    path("accounts/forgotten-password/", forgotten_password, name="forgotten_password"),
    path("accounts/forgotten-password/sent/", link_sent, name="link_sent"),
    path("accounts/new-password/", new_password, name="new_password"),
    path("accounts/new-password/<str:token>/", new_password_link, name="new_password_link"),
]
