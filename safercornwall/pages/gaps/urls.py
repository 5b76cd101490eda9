from django.urls import path

from .edit import EDITOR
from .list import gap_list
from .page import gap
from .proposed import confirm_gap, dismiss_gap, proposed_gaps
from .several import SEVERAL_GAPS

app_name = "gaps"

urlpatterns = [
    path("plans/<slug:plan>/gaps/proposed/", proposed_gaps, name="proposed"),
    path("plans/<slug:plan>/gaps/proposed/<slug:key>/confirm/", confirm_gap, name="confirm"),
    path("plans/<slug:plan>/gaps/proposed/<slug:key>/dismiss/", dismiss_gap, name="dismiss"),
    *EDITOR.urls,
    *SEVERAL_GAPS.urls,
    path("plans/<slug:plan>/gaps/", gap_list, name="list"),
    path("plans/<slug:plan>/gaps/<slug:slug>/", gap, name="page"),
]
