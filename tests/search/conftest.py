import pytest

from priorities.models import Plan
from safercornwall.search.finding import find
from safercornwall.search.models import SearchEntry
from safercornwall.search.question import SearchQuestion
from safercornwall.search.sources import SOURCES


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is written inside it is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def found(db):
    """The headings of what answers a question, for whoever reads the plans that are no drafts."""

    def ask(text, plans=None):
        known = Plan.objects.readable() if plans is None else plans
        hits = find(
            SearchQuestion(text),
            plans=[plan.pk for plan in known],
            kinds=[source.kind for source in SOURCES],
        )
        entries = SearchEntry.objects.in_bulk([hit.entry for hit in hits])
        return [entries[hit.entry].heading for hit in hits]

    return ask
