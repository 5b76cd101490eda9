from django.urls import path

from .list import indicator_list
from .page import indicator
from .reporting import indicator_reporting

app_name = "indicators"

urlpatterns = [
    path("indicators/", indicator_list, name="list"),
    path("indicators/<slug:slug>/", indicator, name="page"),
    path("indicators/<slug:slug>/reporting/", indicator_reporting, name="reporting"),
]
