from .edit import EDITOR

app_name = "key_dates"

urlpatterns = EDITOR.urls
