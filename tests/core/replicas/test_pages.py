"""Which pages a replica answers, and that nobody ever sees that it did not."""

from contextlib import suppress

import pytest
from django.db import OperationalError, connection
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.replicas import pages, positions
from performance.models import KeptStanding
from priorities.models import DeliveryGap
from safercornwall.flags.models import FlagsOfPlan
from safercornwall.pages.components.kept_pages.models import KeptPage
from tests.core.replicas.conftest import ALIAS


@pytest.fixture
def gap(seeded_db):
    return DeliveryGap.objects.earliest("pk")


@pytest.fixture
def reader(replica, board, sign_in):
    return sign_in(board)


@pytest.fixture
def asked(replica):
    """How many statements each of the two was asked while a page was read."""

    def ask(client, path, status=200):
        with (
            CaptureQueriesContext(connection) as primary,
            CaptureQueriesContext(replica.wrapper) as there,
        ):
            assert client.get(path).status_code == status
        return len(there), [one["sql"] for one in primary]

    return ask


@pytest.fixture
def warm(reader, gap):
    """Everything that is kept is kept."""
    for path in ("/", gap.get_absolute_url()):
        assert reader.get(path).status_code == 200


def comment(client, gap):
    at = reverse("comments:new", args=["gap", gap.pk])
    assert client.post(at, {"text": "Ask the police"}).status_code == 302


def test_a_page_is_read_from_the_replica_and_who_asks_from_the_primary(reader, gap, warm, asked):
    there, primary = asked(reader, gap.get_absolute_url())
    assert there > 3
    assert 1 <= len(primary) <= 4
    assert all("accounts_" in sql or "auth_" in sql for sql in primary)


def test_a_page_says_the_same_from_either(reader, gap, warm, settings):
    from_replica = reader.get(gap.get_absolute_url()).content
    settings.READ_FROM_THE_PRIMARY = ("gaps",)
    assert (
        reader.get(gap.get_absolute_url()).content.split(b"csrf")[0]
        == (from_replica.split(b"csrf")[0])
    )


def test_whoever_just_wrote_reads_the_primary_until_the_replica_has_it(
    replica, gap, officer, sign_in, asked
):
    client = sign_in(officer)
    assert client.get(gap.get_absolute_url()).status_code == 200
    replica.primary = 200
    comment(client, gap)
    assert asked(client, gap.get_absolute_url())[0] == 0
    assert "Ask the police" in client.get(gap.get_absolute_url()).content.decode()
    replica.there = 200
    assert asked(client, gap.get_absolute_url())[0] > 0


def test_others_go_on_reading_the_replica_meanwhile(
    replica, reader, gap, warm, officer, sign_in, asked
):
    writer = sign_in(officer)
    comment(writer, gap)
    replica.primary = 200
    assert asked(reader, gap.get_absolute_url())[0] > 0


def test_what_a_browser_says_it_wrote_is_believed_only_with_our_signature(reader, gap, warm, asked):
    reader.cookies["wrote"] = str(positions.NEVER_REACHED)
    assert asked(reader, gap.get_absolute_url())[0] > 0


def test_a_replica_that_lags_is_passed_over(replica, reader, gap, warm, asked, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(positions, "monotonic", lambda: clock[0])
    positions.marks.forget()
    assert asked(reader, gap.get_absolute_url())[0] > 0
    replica.primary = 200
    clock[0] += 4
    # Four seconds ago it had all there was.
    assert asked(reader, gap.get_absolute_url())[0] > 0
    clock[0] += 2
    assert asked(reader, gap.get_absolute_url())[0] == 0
    replica.there = 200
    assert asked(reader, gap.get_absolute_url())[0] > 0


def test_one_that_is_down_is_left_alone_for_a_while(replica, reader, gap, warm, asked, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(positions, "monotonic", lambda: clock[0])
    replica.is_down = True
    assert asked(reader, gap.get_absolute_url())[0] == 0
    replica.is_down = False
    assert asked(reader, gap.get_absolute_url())[0] == 0
    clock[0] += positions.LEFT_ALONE
    assert asked(reader, gap.get_absolute_url())[0] > 0


def test_one_that_was_made_a_primary_is_not_read(replica, reader, gap, warm, asked):
    replica.there = None
    assert asked(reader, gap.get_absolute_url())[0] == 0


def test_a_primary_that_says_no_position_leaves_the_page_to_itself(
    reader, gap, warm, asked, monkeypatch
):
    def fails():
        raise OperationalError

    positions.marks.forget()
    monkeypatch.setattr(positions, "primary_position", fails)
    assert asked(reader, gap.get_absolute_url())[0] == 0


def test_nothing_is_kept_of_what_a_replica_said(replica, reader, gap, asked):
    """The first reader after a write has the page from the primary, which keeps what it worked out."""
    for model in (KeptPage, KeptStanding, FlagsOfPlan):
        model.objects.all().delete()
    there, primary = asked(reader, "/")
    assert there > 0
    assert any(sql.startswith("INSERT") and "keptpage" in sql for sql in primary)
    assert KeptPage.objects.exists()
    assert FlagsOfPlan.objects.exists()
    assert KeptStanding.objects.exists()
    # And the next one has it from the replica.
    assert [sql for sql in asked(reader, "/")[1] if "kept" in sql] == []


def test_who_comes_in_and_who_may_is_asked_of_the_primary(replica, administrator, sign_in, asked):
    client = sign_in(administrator)
    for path in ("/accounts/people/", "/accounts/your-account/"):
        assert asked(client, path)[0] == 0


def test_nobody_who_is_signed_out_is_answered_by_a_replica(replica, client, asked, gap):
    assert asked(client, gap.get_absolute_url(), status=302)[0] == 0


def test_what_the_replica_does_not_have_yet_is_looked_for_at_the_primary(
    reader, gap, warm, monkeypatch, asked
):
    from_replica = pages._from_replica
    monkeypatch.setattr(
        pages, "_from_replica", lambda alias, answer: from_replica(alias, not_there)
    )
    assert asked(reader, gap.get_absolute_url())[0] == 0


def not_there():
    raise Http404


class Beyond:
    """Views that do what a replica cannot, or must not be believed about."""

    def writes(self):
        KeptPage.objects.all().delete()
        return HttpResponse()

    def writes_and_passes_over_it(self):
        with suppress(Exception):
            self.writes()
        return HttpResponse()

    def is_cut_off(self):
        raise OperationalError("terminating connection due to administrator command")

    def streams(self):
        return StreamingHttpResponse(iter([b"a"]))

    def finds_nothing(self):
        return HttpResponse(status=404)


@pytest.mark.parametrize(
    "name",
    ["writes", "writes_and_passes_over_it", "is_cut_off", "streams", "finds_nothing"],
)
def test_what_a_replica_cannot_do_is_not_taken_from_it(replica, name):
    assert pages._from_replica(ALIAS, getattr(Beyond(), name)) is None


def test_nothing_that_a_view_noted_on_the_request_is_left(replica, reader, gap, rf, board):
    request = rf.get(gap.get_absolute_url())
    request.user, request.resolver_match = board, reader.get(gap.get_absolute_url()).resolver_match
    request.COOKIES = {}

    def view(request):
        request.noted = "half"
        raise Http404

    middleware = pages.ReadReplicas(lambda request: HttpResponse())
    assert middleware.process_view(request, view, (), {}) is None
    assert not hasattr(request, "noted")


def test_a_page_without_replicas_costs_nothing_more(settings, rf):
    settings.REPLICAS = ()
    with pytest.raises(pages.MiddlewareNotUsed):
        pages.ReadReplicas(lambda request: HttpResponse())


def test_the_cookie_lasts_as_long_as_a_replica_may_be_behind(replica, officer, sign_in, gap):
    client = sign_in(officer)
    comment(client, gap)
    cookie = client.cookies["wrote"]
    assert cookie["max-age"] == 6
    assert cookie["httponly"]
    assert "<code>wrote</code>" in client.get("/cookies/").content.decode()
