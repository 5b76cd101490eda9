from django.urls import path

from .views import SignIn, SignOut

app_name = "signing_in"

urlpatterns = [
    path("accounts/sign-in/", SignIn.as_view(), name="sign_in"),
    path("accounts/sign-out/", SignOut.as_view(), name="sign_out"),
]
