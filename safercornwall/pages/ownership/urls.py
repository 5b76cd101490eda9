from django.urls import path

from .confirm import confirm_record
from .page import ownership_page

app_name = "ownership"

urlpatterns = [
    path("ownership/", ownership_page, name="page"),
    path("ownership/<slug:kind>/<int:pk>/confirm/", confirm_record, name="confirm"),
]
