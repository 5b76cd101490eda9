"""The names are those that django-allauth looks for."""

from django.urls import path

from .checked_service import come, go

urlpatterns = [
    path("accounts/sign-in/<slug:provider_id>/go/", go, name="openid_connect_login"),
    path("accounts/sign-in/<slug:provider_id>/come/", come, name="openid_connect_callback"),
]
