from django.urls import path

from .new import new_comment
from .withdraw import withdraw

app_name = "comments"

urlpatterns = [
    path("comments/<slug:kind>/<int:pk>/new/", new_comment, name="new"),
    path("comments/<int:pk>/withdraw/", withdraw, name="withdraw"),
]
