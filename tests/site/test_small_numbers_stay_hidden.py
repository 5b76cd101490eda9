"""Small numbers are planted, and every outlet is read for them: pages, chart data, maps, files, the board pack and e-mails.

A small number is told by what stands beside it: its own denominator, its value to four decimals, its comment.
"""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.jobs.queue import work
from core.periods import Period
from performance.digests.subscriptions import subscribe
from performance.models import Figure
from performance.rounds.actions import close_period
from performance.uploads import actions
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.receiving import receive
from priorities.clocks import clocks_of
from safercornwall.exports.packs.gathering import gather
from safercornwall.flags.snapshot import Snapshot
from tests.site.test_permission_matrix import every_address

Q4, Q1 = Period.quarter(2010, 4), Period.quarter(2011, 1)
HEADINGS = "Indicator,Area,Period,Value,Numerator,Denominator,Comment"
# The county and its towns in Q4, whose numbers add up, and the county itself in Q1.
FIGURES = {
    ("Somewhere", Q4): (60, 173941, ""),
    ("Bude", Q4): (3, 41873, "Brothers in Bude"),
    ("Looe", Q4): (17, 52391, "Cousins in Looe"),
    ("Truro", Q4): (40, 79677, "Many in Truro"),
    ("Somewhere", Q1): (3, 97111, "Sisters in Q1"),
}
CORRECTED = {("Somewhere", Q1): (4, 98413, "Sisters again")}
SHOWN = {("Somewhere", Q4), ("Truro", Q4)}
NAME = "Repeat victims"


def share(numerator, denominator):
    return f"{100 * numerator / denominator:.6f}"


def told_by(figures):
    """What would tell of each: its denominator, its value, and its comment."""
    for numerator, denominator, comment in figures:
        value = share(numerator, denominator)
        yield from (str(denominator), f"{denominator:,}", value, f"{float(value):.4f}", comment)


HIDDEN = {key: said for key, said in FIGURES.items() if key not in SHOWN}
SECRETS = [one for one in told_by([*HIDDEN.values(), *CORRECTED.values()]) if one]
PUBLIC = "79,677"


def apply(figures, by):
    rows = [
        f"{NAME},{area},{period.label},{share(n, of)},{n},{of},{comment}"
        for (area, period), (n, of, comment) in figures.items()
    ]
    file = SimpleUploadedFile("Q1.csv", "\n".join([HEADINGS, *rows]).encode())
    upload = receive(file, kind="figures", by=by)
    work("w")
    upload.refresh_from_db()
    actions.accept_warnings(upload, by=by)
    apply_upload(upload, by=by, reason="Counted again: 4 of 98413")
    return upload


@pytest.fixture
def indicator(world, settings):
    settings.PUBLIC_URL = "https://planner.example"
    for name in ("Bude", "Looe", "Truro"):
        world.area(name, within=world.county)
    return world.indicator(world.theme("Victims"), target=80, name=NAME, decimal_places=4)


@pytest.fixture
def planted(indicator, analyst, administrator):
    """The indicator, and the uploads that its figures came with. The board was shown the first of them."""
    first = apply(FIGURES, analyst)
    close_period(Q1, by=administrator, at=timezone.now())
    second = apply(CORRECTED, analyst)
    assert dict(Figure.objects.latest_revisions().values_list("denominator", "withheld")) == {
        173941: "",
        41873: "small",
        52391: "secondary",
        79677: "",
        98413: "small",
    }
    return indicator, first, second


def outlets(indicator, uploads):
    """Every address that takes no name, or the plan's; and those of the planted records."""
    plan = {"plan": "2012-13"}
    for _name, address in every_address():
        if address.startswith("/") and "/x" not in address and "/1/" not in address:
            yield address
    page = indicator.get_absolute_url()
    yield from (page, f"{page}?as=reported", f"{page}?period={Q4.start}_{Q4.end}")
    yield f"{page}?order=lowest&period={Q4.start}_{Q4.end}"
    for area, period in FIGURES:
        key = [indicator.slug, area.lower(), period.start, period.end]
        yield reverse("figures:history", args=key)
    for area in ("bude", "looe", "somewhere"):
        yield reverse("places:page", args=[area])
        yield reverse("places:brief", args=[area])
    theme = indicator.themes.get()
    yield theme.get_absolute_url()
    yield f"{theme.get_absolute_url()}brief/"
    yield f"{reverse('maps:page')}?show=indicator:{indicator.slug}"
    for day in ("2011-06-30", "2011-11-30"):
        yield f"/since/?since={day}"
    yield f"{reverse('board:page')}?as_at=2011-11-30&known=2026-01-01"
    yield reverse("rounds:page", args=["2011-12-q1"])
    yield reverse("rounds:page", args=["2010-11-q4"])
    yield f"{reverse('search:page')}?q=victims"
    for upload in uploads:
        for view in ("page", "rows"):
            yield reverse(f"uploads:{view}", args=[upload.pk])
    for key in ("indicators", "populations"):
        for extension in ("csv", "xlsx"):
            yield reverse("exports:list", args=[key, extension])
    yield reverse("exports:performance", kwargs=plan)
    yield reverse("exports:figures", kwargs=plan)


def text_of(answer):
    """What an answer says, be it a page, a list of values or a workbook."""
    body = answer.getvalue()
    if "spreadsheetml" in answer.headers.get("Content-Type", ""):
        sheets = load_workbook(io.BytesIO(body)).worksheets
        cells = [
            str(cell)
            for sheet in sheets
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        ]
        return "\n".join(cells)
    return body.decode(errors="replace")


def told_in(text):
    return [
        secret for secret in SECRETS if re.search(rf"(?<![\d.,]){re.escape(secret)}(?!\d)", text)
    ]


@pytest.mark.parametrize("who", ["board", "officer"])
def test_no_outlet_tells_a_small_number(who, request, sign_in, planted):
    indicator, *uploads = planted
    client = sign_in(request.getfixturevalue(who))
    told, shows, read = {}, set(), 0
    for address in dict.fromkeys(outlets(indicator, uploads)):
        answer = client.get(address)
        if answer.status_code != 200:
            assert answer.status_code < 500, address
            continue
        read += 1
        text = text_of(answer)
        if found := told_in(text):
            told[address] = found
        if PUBLIC in text or "79677" in text:
            shows.add(address)
    assert told == {}
    assert read > 60
    assert {
        reverse("exports:figures", args=["2012-13"]),
        f"{indicator.get_absolute_url()}",
    } <= shows


def test_what_is_taken_away_tells_an_analyst_no_small_number_either(sign_in, analyst, planted):
    client = sign_in(analyst)
    plan = ["2012-13"]
    for address in (
        reverse("exports:performance", args=plan),
        reverse("exports:figures", args=plan),
        reverse("exports:list", args=["indicators", "csv"]),
        reverse("exports:own_held"),
        reverse("board:page"),
        reverse("maps:page"),
    ):
        assert told_in(text_of(client.get(address))) == [], address


def test_an_analyst_sees_it_where_figures_are_entered_and_looked_at(sign_in, analyst, planted):
    indicator, _, second = planted
    client = sign_in(analyst)
    key = [indicator.slug, "bude", Q4.start, Q4.end]
    page = text_of(client.get(reverse("figures:history", args=key)))
    assert "41,873" in page
    assert "Only those who may change figures read this, as it counts fewer than 5." in page
    key[1] = "looe"
    page = text_of(client.get(reverse("figures:history", args=key)))
    assert "as another figure could be worked out from it" in page
    enter = reverse("figures:enter", args=[indicator.slug], query={"period": Q1.label})
    for address in (indicator.get_absolute_url(), second.get_absolute_url(), enter):
        assert "0.0041" in text_of(client.get(address)), address


def test_a_board_pack_has_none(world, planted):
    document = gather(
        Snapshot(world.plan, clocks_of(world.plan)),
        made_at=datetime(2026, 11, 29, tzinfo=UTC),
        report=lambda *progress: None,
    )
    assert NAME in str(document)
    assert told_in(str(document)) == []


def test_a_digest_has_none(indicator, analyst, board, administrator):
    close_period(Q4, by=administrator, at=timezone.now() - timedelta(days=2))
    subscribe(board)
    apply(FIGURES, analyst)
    close_period(Q1, by=administrator, at=timezone.now())
    call_command("send_reminders")
    [letter] = [f"{one.subject} {one.body} {one.alternatives}" for one in mail.outbox]
    assert told_in(letter) == []
