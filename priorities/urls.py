from django.urls import path

from .views import needs, plans, reference

app_name = "priorities"

urlpatterns = [
    path("plans/<slug:plan>/", plans.plan, name="plan"),
    path("plans/<slug:plan>/themes/", plans.theme_list, name="theme_list"),
    path("plans/<slug:plan>/gaps/", needs.gap_list, name="gap_list"),
    path("plans/<slug:plan>/threats/", needs.threat_list, name="threat_list"),
    path("plans/<slug:plan>/decisions/", needs.decision_list, name="decision_list"),
    path("plans/<slug:plan>/external-influences/", plans.influence_list, name="influence_list"),
    path("plans/<slug:plan>/reading-notes/", reference.reading_note_list, name="reading_note_list"),
    path("strategies/", reference.strategy_list, name="strategy_list"),
    path("acronyms/", reference.acronym_list, name="acronym_list"),
]
