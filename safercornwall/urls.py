"""Every address of the planner."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("safercornwall.accounts.urls")),
]

handler403 = "safercornwall.accounts.views.forbidden"
