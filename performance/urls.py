from django.urls import path

from . import views

app_name = "performance"

urlpatterns = [path("indicators/", views.indicator_list, name="indicator_list")]
