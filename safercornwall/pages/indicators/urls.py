from django.urls import path

from .edit import indicator_edit
from .list import indicator_list
from .new import new_indicator
from .number_kind import indicator_number_kind
from .page import indicator
from .reporting import indicator_reporting

app_name = "indicators"

urlpatterns = [
    path("indicators/", indicator_list, name="list"),
    path("indicators/new/", new_indicator, name="new"),
    path("indicators/<slug:slug>/", indicator, name="page"),
    path("indicators/<slug:slug>/edit/", indicator_edit, name="edit"),
    path("indicators/<slug:slug>/kind-of-number/", indicator_number_kind, name="number_kind"),
    path("indicators/<slug:slug>/reporting/", indicator_reporting, name="reporting"),
]
