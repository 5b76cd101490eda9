"""The page of one figure: every revision, what it changed, who made it and where it came from."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from core.periods import Period
from performance.figures.actions import remove_figure
from performance.figures.keys import FigureKey
from performance.models import ClosedPeriod, Figure, Upload
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import compare, stage
from performance.uploads.ledger.undo import undo_upload
from priorities.models import Plan, Theme
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN

Q1 = Period.quarter(2011, 1)
LATER = KNOWN + timedelta(days=3, hours=10, minutes=4)


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), value=77, name="Convictions")


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def history(indicator, period=Q1, area=None):
    return reverse(
        "figures:history",
        args=[indicator.slug, (area or indicator.area).slug, period.start, period.end],
    )


def corrected(indicator, value, when=LATER, by=None, reason="Late returns.", **facts):
    last = indicator.figures.order_by("revision").last()
    Figure.objects.filter(pk=last.pk).update(known_to=when)
    return Figure.objects.create(
        **{
            "indicator": indicator, "area": indicator.area, "value": value,
            "period_start": Q1.start, "period_end": Q1.end, "revision": last.revision + 1,
            "known_from": when, "recorded_by": by, "reason_for_change": reason,
        } | facts
    )  # fmt: skip


def uploaded(indicator, analyst, value, name="Q1 figures.xlsx", verdict=""):
    """A file with one row about the figure, applied; `verdict` "removed" takes it out."""
    upload = Upload.objects.create(
        file_name=name, size=1, sha256="0", uploaded_by=analyst, stage="checked"
    )
    number = None if verdict else Decimal(value)
    stage([(
        upload.pk, 14, "Figures!D14", indicator.pk, indicator.area_id, "", Q1.start, Q1.end,
        "" if verdict else "reported", number, None, None, "", verdict,
    )])  # fmt: skip
    compare(upload)
    apply_upload(upload, by=analyst, reason="The police sent more.")
    return upload


@pytest.mark.parametrize("who", ["officer", "analyst", "board", "administrator"])
def test_everybody_with_a_role_reads_it(who, request, sign_in, indicator):
    response = sign_in(request.getfixturevalue(who)).get(history(indicator))
    assert response.status_code == 200


def test_a_stranger_may_not_and_nobody_may_write(sign_in, stranger, client, indicator):
    assert sign_in(stranger).get(history(indicator)).status_code == 403
    for method in (client.post, client.put, client.delete):
        assert method(history(indicator)).status_code == 405
    client.logout()
    assert client.get(history(indicator)).status_code == 302


def test_a_figure_that_never_was_is_not_found(client, indicator, world):
    town = world.area("Newquay", within=world.county)
    for address in (
        history(indicator, Period.quarter(2010, 1)),
        history(indicator, area=town),
        history(indicator).replace(indicator.slug, "nope"),
        history(indicator).replace(indicator.area.slug, "nowhere"),
        history(indicator).replace("2011-06-30", "2011-06-31"),
        history(indicator).replace("2011-06-30", "2010-06-30"),
    ):
        assert client.get(address).status_code == 404, address


def test_what_is_measured_only_in_a_draft_is_not_found(client, world, sign_in, officer):
    draft = Plan.objects.create(
        partnership=world.partnership, title="Next plan", slug="next", financial_year=2013,
        assessment_title="x", stage="draft",
    )  # fmt: skip
    theme = Theme.objects.create(
        plan=draft, slug="secret", code="S", order=1, kind="priority", name="Secret theme",
        plan_statement="x",
    )  # fmt: skip
    secret = world.indicator(theme, value=3)
    assert client.get(history(secret)).status_code == 404
    assert sign_in(officer).get(history(secret)).status_code == 200


def test_a_correction_stands_beside_what_it_corrected(client, indicator, analyst):
    corrected(indicator, 79, by=analyst, comment="Two cases were late.", state="provisional")
    words = words_of(client.get(history(indicator)))

    assert "Latest 79%" in words
    assert "Area Somewhere" in words
    assert "Period Q1 2011/12" in words
    assert "Since 3 December 2011, 10:04; it counts now" in words
    assert "From 30 November 2011, 00:00 until 3 December 2011, 10:04" in words
    assert "Entered by hand by Aled on 3 December 2011" in words
    assert "Value: 77% → 79% (+2 percentage points)" in words
    assert "State: Reported → Provisional" in words
    assert "Comment: None → Two cases were late." in words
    assert "Reason for the change Late returns." in words
    assert words.index("Revision 2") < words.index("Revision 1")


def test_a_small_difference_shows(client, world):
    indicator = world.indicator(world.theme(), value="2.84", decimal_places=1, unit="%")
    corrected(indicator, "2.8")
    words = words_of(client.get(history(indicator)))
    assert "Value: 2.84% → 2.8% (−0.04 percentage points)" in words


def test_counts_and_withheld_values_are_told_in_words(client, sign_in, analyst, indicator):
    Figure.objects.update(numerator=154, denominator=200)
    corrected(indicator, None, state="suppressed")
    words = words_of(sign_in(analyst).get(history(indicator)))
    assert "Value: 77%, withheld from others → Suppressed (small number)" in words
    assert "Counts behind it: 154 of 200 → None" in words
    assert "Latest Suppressed (small number)" in words
    words = words_of(client.get(history(indicator)))
    assert "Value: Withheld → Suppressed (small number)" in words
    assert "154" not in words
    assert "Latest Suppressed (small number)" in words


def test_a_figure_from_a_file_names_it_with_the_row_and_who_applied_it(client, indicator, analyst):
    upload = uploaded(indicator, analyst, 79)
    response = client.get(history(indicator))
    assert "From Q1 figures.xlsx, row 14 (Figures!D14), by Aled on" in words_of(response)
    assert f'href="{upload.get_absolute_url()}"' in response.content.decode()
    assert "Reason for the change The police sent more." in words_of(response)


def test_an_undo_says_who_why_and_what_it_brought_back(client, indicator, analyst, administrator):
    upload = uploaded(indicator, analyst, 79)
    undo_upload(upload, by=administrator, reason="The wrong sheet.")
    words = words_of(client.get(history(indicator)))
    newest, middle, first = words.split("Revision ")[1:]

    assert "Value: 79% → 77% (−2 percentage points)" in newest
    assert "Brought back When Q1 figures.xlsx was taken back by Ada on" in newest
    assert "The wrong sheet." in newest
    assert "Taken back When Q1 figures.xlsx was taken back by Ada on" in middle
    assert "aken back" not in first
    assert "Latest 77%" in words


def test_a_removed_figure_is_said_to_be_removed_and_by_what(client, indicator, analyst):
    uploaded(indicator, analyst, 0, name="Out.xlsx", verdict="removed")
    words = words_of(client.get(history(indicator)))
    assert "No figure counts now: it was removed" in words
    assert (
        "by Aled, with Out.xlsx, row 14 (Figures!D14), for this reason: “The police sent more.”."
        " No figure has counted since." in words
    )
    assert "aken back" not in words


def test_a_removal_that_was_taken_back_says_what_came_back(
    client, indicator, analyst, administrator
):
    upload = uploaded(indicator, analyst, 0, name="Out.xlsx", verdict="removed")
    undo_upload(upload, by=administrator, reason="The wrong sheet.")
    words = words_of(client.get(history(indicator)))
    assert "with Out.xlsx, row 14 (Figures!D14), for this reason" in words
    assert "No figure counted from then on, until another came in." in words
    assert "When Out.xlsx was taken back by Ada on" in words
    assert "The wrong sheet. It came back as revision 2, 77%." in words
    assert "Brought back When Out.xlsx was taken back by Ada on" in words.split("Revision ")[1]


def test_a_removal_that_was_taken_back_out_of_turn_says_what_counted_by_then(
    client, indicator, analyst, administrator
):
    upload = uploaded(indicator, analyst, 0, name="Out.xlsx", verdict="removed")
    uploaded(indicator, analyst, 79)
    undo_upload(upload, by=administrator, reason="The wrong sheet.")
    words = words_of(client.get(history(indicator)))
    assert "Nothing came back, as another figure counted by then: revision 2, 79%." in words
    assert "Brought back" not in words


def test_what_was_taken_back_before_it_was_removed_does_not_come_back(client, world, analyst):
    indicator = world.indicator(world.theme(), value=None, name="Convictions")
    first = uploaded(indicator, analyst, 79)
    removing = uploaded(indicator, analyst, 0, name="Out.xlsx", verdict="removed")
    undo_upload(first, by=analyst, reason="Wrong")
    undo_upload(removing, by=analyst)
    words = words_of(client.get(history(indicator)))
    assert "Nothing came back: by then it was removed again, or what the file removed" in words
    assert "No figure counts now: it was removed" in words


def test_what_was_taken_back_is_not_called_removed(client, world, analyst):
    indicator = world.indicator(world.theme(), value=None, name="Convictions")
    undo_upload(uploaded(indicator, analyst, 79), by=analyst)
    words = words_of(client.get(history(indicator)))
    assert "No figure counts now: it was taken back" in words
    assert "emoved" not in words


def test_a_removal_by_hand_says_who_and_why(client, indicator, analyst):
    stands = indicator.figures.get()
    asked = FigureKey(indicator, indicator.area, Q1)
    remove_figure(asked, based_on=stands.pk, by=analyst, reason="<b>Counted twice</b>")
    page = client.get(history(indicator))
    html = page.content.decode()
    assert "by Aled, for this reason: “&lt;b&gt;Counted twice&lt;/b&gt;”. No figure has" in html
    assert words_of(page).count("Revision ") == 1


def test_a_correction_is_not_called_a_removal(client, indicator):
    corrected(indicator, 79)
    assert "Removed" not in words_of(client.get(history(indicator)))


def test_what_the_board_was_shown_is_marked(client, indicator, analyst):
    corrected(indicator, 79)
    closing = ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_at=LATER - timedelta(hours=1),
        closed_by=analyst,
    )  # fmt: skip
    words = words_of(client.get(history(indicator)))
    assert "As reported 77%, when Q1 2011/12 was closed on 3 December 2011, 09:04" in words
    assert "As reported This is what the board was shown" in words.split("Revision 1")[1]
    assert words.count("This is what the board was shown") == 1

    closing.reopened_at, closing.reopened_by, closing.reopen_reason = LATER, analyst, "Late"
    closing.save()
    assert "As reported" not in words_of(client.get(history(indicator)))


def test_a_figure_that_came_after_the_closing_was_not_in(client, indicator, analyst):
    ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_by=analyst,
        closed_at=datetime(2011, 7, 1, 12, tzinfo=UTC),
    )  # fmt: skip
    assert "As reported Not in yet, when Q1" in words_of(client.get(history(indicator)))


def test_text_is_shown_and_never_run(client, indicator):
    corrected(indicator, 79, reason="<script>alert(1)</script>", comment="<b>x</b>")
    html = client.get(history(indicator)).content.decode()
    assert "<script>alert(1)" not in html
    assert "<b>x</b>" not in html


def test_many_revisions_ask_no_more_than_few(client, indicator, analyst):
    client.get(history(indicator))
    few = queries_of(client, history(indicator))
    for day in range(1, 9):
        corrected(indicator, 70 + day, when=LATER + timedelta(days=day), by=analyst)
    uploaded(indicator, analyst, 90)
    undo_upload(uploaded(indicator, analyst, 91), by=analyst, reason="Wrong")
    assert queries_of(client, history(indicator)) == few
    assert few <= 13


def test_the_address_holds_the_days(indicator):
    assert history(indicator) == (
        f"/indicators/{indicator.slug}/figures/somewhere/{date(2011, 4, 1)}/{date(2011, 6, 30)}/"
    )


def test_a_figure_after_one_that_was_taken_back_changed_nothing(client, world, analyst):
    indicator = world.indicator(world.theme(), name="Cautions")
    undo_upload(uploaded(indicator, analyst, "7.0"), by=analyst, reason="Another file.")
    uploaded(indicator, analyst, "1.3")

    words = words_of(client.get(history(indicator)))

    assert "1.3%" in words
    assert "→" not in words
    assert "Before it No figure counted: 7% had been taken back" in words


def test_a_figure_after_one_that_was_removed_changed_nothing(client, indicator, analyst):
    uploaded(indicator, analyst, "", verdict="removed")
    uploaded(indicator, analyst, "80")

    words = words_of(client.get(history(indicator)))

    assert "No figure counted: 77% had been removed" in words
    assert "→" not in words
