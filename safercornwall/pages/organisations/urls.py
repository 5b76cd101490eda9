from django.urls import path

from .list import organisation_list
from .page import organisation

app_name = "organisations"

urlpatterns = [
    path("accounts/organisations/", organisation_list, name="list"),
    path("accounts/organisations/<slug:slug>/", organisation, name="page"),
]
