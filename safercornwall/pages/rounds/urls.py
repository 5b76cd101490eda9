from django.urls import path

from .close import round_close, round_reopen
from .list import round_list
from .page import round_page

app_name = "rounds"

urlpatterns = [
    path("rounds/", round_list, name="list"),
    path("rounds/<slug:key>/", round_page, name="page"),
    path("rounds/<slug:key>/close/", round_close, name="close"),
    path("rounds/<slug:key>/reopen/", round_reopen, name="reopen"),
]
