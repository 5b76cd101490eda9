from django.urls import path

from .views import organisation, organisation_list

app_name = "organisations"

urlpatterns = [
    path("accounts/organisations/", organisation_list, name="list"),
    path("accounts/organisations/<slug:slug>/", organisation, name="page"),
]
