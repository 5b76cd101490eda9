from django.urls import path

from .edit import EDITOR
from .list import organisation_list
from .page import organisation

app_name = "organisations"

urlpatterns = [
    *EDITOR.urls,
    path("accounts/organisations/", organisation_list, name="list"),
    path("accounts/organisations/<slug:slug>/", organisation, name="page"),
]
