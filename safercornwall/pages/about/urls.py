from django.urls import path

from .pages import accessibility, cookies, privacy, security_txt

app_name = "about"

urlpatterns = [
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("cookies/", cookies, name="cookies"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
