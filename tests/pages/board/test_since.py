"""A board member asks what changed since the last meeting, or between two days."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine

from accounts.models import RememberedDays
from core.documents.history import keep_version
from performance.models import Commentary, Figure, Target
from priorities.models import DeliveryGap, Plan
from safercornwall.pages.board.since.records import KINDS, TOLD
from safercornwall.pages.board.since.statuses import StatusMove
from tests.pages.reading_pages import queries_of, words_of
from tests.world import QUARTER

URL = "/since/"
MET = "2011-10-31"
JULY = datetime(2011, 7, 10, 9, tzinfo=UTC)
NOVEMBER = datetime(2011, 11, 10, 9, tzinfo=UTC)


def asked(since=MET, until=""):
    return {"since": since, "until": until}


@pytest.fixture
def edited(travel_to):
    """Saves a record as a version of a day."""

    def save(record, on, by=None, reason="", **facts):
        with travel_to(on):
            for name, value in facts.items():
                setattr(record, name, value)
            record.version += 1
            record.save()
            keep_version(record, by=by, reason=reason)

    return save


@pytest.fixture
def travel_to():
    def there(day):
        return time_machine.travel(datetime(*day, 9, tzinfo=UTC), tick=False)

    return there


def correct(figure, value, reason):
    """As an officer would in November: the revision before is closed."""
    Figure.objects.filter(pk=figure.pk).update(known_from=JULY, known_to=NOVEMBER)
    return Figure.objects.create(
        indicator=figure.indicator, area=figure.area, period_start=figure.period_start,
        period_end=figure.period_end, value=value, revision=2, known_from=NOVEMBER,
        reason_for_change=reason,
    )  # fmt: skip


def test_a_status_that_changed_says_what_it_was_and_what_is_said_of_it(client, world):
    indicator = world.indicator(world.theme(), 82, 80, name="Repeats")
    correct(indicator.figures.get(), 60, "Counted twice")
    Commentary.objects.create(
        indicator=indicator, text="We have a new team.", period_start=QUARTER.start,
        period_end=QUARTER.end, written_at=NOVEMBER,
    )  # fmt: skip
    response = client.get(URL, asked())
    [change] = response.context["statuses"]
    assert (change.before.status, change.after.status) == ("on_track", "off_track")
    assert change.is_worse
    words = words_of(response)
    assert "What changed since 31 October 2011" in words
    assert "1 status changed" in words
    assert "Worse Just on track Off track" in words
    assert "“We have a new team.”" in words


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("on_track", "at_risk", "Worse"),
        ("at_risk", "missed", "Worse"),
        ("off_track", "on_track", "Better"),
        ("off_track", "missed", ""),
        ("on_track", "achieved", ""),
        ("no_figures", "off_track", "First figure"),
        ("no_figures", "achieved", "First figure"),
        ("on_track", "overdue", ""),
        ("off_track", "no_target", ""),
    ],
)
def test_only_what_was_judged_at_both_days_is_better_or_worse(before, after, word):
    move = StatusMove(None, SimpleNamespace(status=before), SimpleNamespace(status=after))
    assert move.word == word


def test_only_what_changed_has_a_part_and_a_link_to_it(client, world):
    indicator = world.indicator(world.theme(), 82, 80, name="Repeats")
    correct(indicator.figures.get(), 60, "Counted twice")
    page = client.get(URL, asked()).content.decode()
    for part, changed in {"statuses": True, "figures": True, "ended": False, "new": False}.items():
        assert (f'href="#{part}"' in page, f'id="{part}"' in page) == (changed, changed)


def test_the_days_stand_open_and_are_no_filter(client, world):
    words = words_of(client.get(URL))
    assert "Since For example, 30 Sep 2011. Until Leave empty for today. Show changes" in words
    assert "Clear filters" not in words


def test_a_corrected_figure_says_both_values_and_why(client, world):
    indicator = world.indicator(world.theme(), 82, 80, name="Repeats")
    correct(indicator.figures.get(), 81, "Counted twice")
    words = words_of(client.get(URL, asked()))
    assert f"Repeats {QUARTER.label} 82% 81% “Counted twice”" in words


def test_a_number_that_is_withheld_is_not_told(client, world):
    indicator = world.indicator(world.theme(), 82, 80, name="Repeats")
    figure = correct(indicator.figures.get(), 3, "Late")
    Figure.objects.filter(pk=figure.pk).update(known_to=datetime(2011, 11, 11, tzinfo=UTC))
    Figure.objects.create(
        indicator=indicator, area=figure.area, period_start=figure.period_start,
        period_end=figure.period_end, state="suppressed", revision=3,
        known_from=datetime(2011, 11, 11, tzinfo=UTC),
    )  # fmt: skip
    words = words_of(client.get(URL, asked()))
    assert "82%" not in words
    assert "Withheld Suppressed" in words


def test_a_number_that_was_suppressed_since_explains_no_status_of_then(client, world):
    indicator = world.indicator(world.theme(), 82, 80, name="Repeats")
    figure = correct(indicator.figures.get(), 3, "Late")
    suppressed_on = datetime(2011, 11, 20, tzinfo=UTC)
    Figure.objects.filter(pk=figure.pk).update(known_to=suppressed_on)
    Figure.objects.create(
        indicator=indicator, area=figure.area, period_start=figure.period_start,
        period_end=figure.period_end, state="suppressed", revision=3, known_from=suppressed_on,
    )  # fmt: skip
    words = words_of(client.get(URL, asked(until="2011-11-15")))
    assert "3%" not in words
    assert "82%" not in words


def test_new_figures_are_counted_by_period(client, world):
    indicator = world.indicator(world.theme(), 82, 80)
    Figure.objects.filter(indicator=indicator).update(known_from=NOVEMBER)
    assert f"New: 1 for {QUARTER.label}." in words_of(client.get(URL, asked()))
    assert "No figure is new." in words_of(client.get(URL, asked("2011-11-20")))


def test_a_new_gap_a_closed_one_and_a_revised_one_stand_apart(client, world, edited):
    theme = world.theme()
    closed, revised, new = (world.gap(theme) for _ in range(3))
    for gap in (closed, revised):
        edited(gap, (2011, 10, 1))
    edited(new, (2011, 11, 5))
    edited(
        closed, (2011, 11, 6), reason="A service began",
        status=DeliveryGap.Status.CLOSED, closed_on=date(2011, 11, 6),
    )  # fmt: skip
    edited(revised, (2011, 11, 7), due_on=date(2012, 3, 1))
    response = client.get(URL, asked())
    found = response.context["records"]
    assert [row.record for row in found.new] == [new]
    assert [row.record for row in found.ended] == [closed]
    assert [row.record for row in found.changed] == [revised]
    words = words_of(response)
    assert "Status: Open →became Closed" in words
    assert "6 November 2011 “A service began”" in words
    assert "1 March 2012" in words


def test_what_was_changed_before_or_after_the_days_is_not_told(client, world, edited):
    gap = world.gap(world.theme())
    edited(gap, (2011, 9, 1))
    edited(gap, (2011, 11, 20), due_on=date(2012, 3, 1))
    found = client.get(URL, asked(until="2011-11-15")).context["records"]
    assert (found.new, found.changed) == ([], [])
    assert len(client.get(URL, asked()).context["records"].changed) == 1


def test_a_changed_wording_alone_is_no_news_for_a_board(client, world, edited):
    gap = world.gap(world.theme())
    edited(gap, (2011, 9, 1))
    edited(gap, (2011, 11, 7), text="Said in other words")
    assert client.get(URL, asked()).context["records"].changed == []


def test_a_target_that_was_revised_says_old_and_new(client, world, edited):
    indicator = world.indicator(world.theme(), name="Repeats")
    target = Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_most", value=8,
        period_start=QUARTER.start, period_end=QUARTER.end,
    )  # fmt: skip
    edited(target, (2011, 9, 1))
    edited(target, (2011, 11, 7), reason="Agreed in October", value=12)
    [row] = client.get(URL, asked()).context["records"].changed
    assert row.name == f"Repeats, {QUARTER.label}"
    assert [(change.was, change.now) for change in row.changes] == [("8", "12")]
    assert "“Agreed in October”" in words_of(client.get(URL, asked()))


def test_a_day_that_passed_with_the_gap_open_is_told(client, world):
    theme = world.theme()
    passed, later = world.gap(theme), world.gap(theme)
    DeliveryGap.objects.filter(pk=passed.pk).update(due_on=date(2011, 11, 15))
    DeliveryGap.objects.filter(pk=later.pk).update(due_on=date(2012, 11, 15))
    found = client.get(URL, asked()).context["records"].overdue
    assert [(row.record, row.due_on) for row in found] == [(passed, date(2011, 11, 15))]


def test_the_page_begins_where_the_board_last_met(client, world):
    Plan.objects.update(board_met_on=date(2011, 11, 3))
    assert "What changed since 3 November 2011" in words_of(client.get(URL))


def test_without_a_meeting_it_begins_when_the_plan_came_in(client, seeded_db):
    words = words_of(client.get(URL))
    assert "What changed since 30 November 2011" in words
    for nothing in (
        "No indicator has another status.", "Nothing was closed or decided.", "No record is new.",
        "No figure is new.",
    ):  # fmt: skip
        assert nothing in words


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("yesterday", "", "Since must be a day such as 31 March 2012"),
        ("2011-11-30", "2011-11-01", "Enter a day after the first one."),
        ("2999-01-01", "", "Since must be from 1900 to 2199"),
        ("2199-01-01", "", "Enter a day that is not in the future."),
        ("", "", "Enter the day since which to look."),
    ],
)
def test_days_that_make_no_sense_are_told_at_the_field(client, world, since, until, said):
    response = client.get(URL, asked(since, until))
    assert response.status_code == 200
    assert said in words_of(response)
    assert "statuses" not in response.context


def test_without_a_noted_meeting_the_page_says_where_it_begins(client, world):
    said = "Nobody has noted when the board last met"
    assert said in words_of(client.get(URL))
    assert said not in words_of(client.get(URL, asked("1 Sep 2011", "")))
    Plan.objects.update(board_met_on=date(2011, 9, 1))
    assert said not in words_of(client.get(URL))


def test_only_officers_are_led_to_noting_the_meeting(client, sign_in, officer, world):
    assert "Note when the board last met" not in words_of(client.get(URL))
    assert "Note when the board last met" in words_of(sign_in(officer).get(URL))


def test_a_draft_plan_is_not_told_of(client, world):
    Plan.objects.update(stage="draft")
    words = words_of(client.get(URL))
    assert world.plan.title not in words
    assert "Status changed" not in words


def test_it_costs_as_few_queries_for_many_changes_as_for_few(client, world, edited):
    theme = world.theme()

    def change(number):
        for _ in range(number):
            gap = world.gap(theme)
            edited(gap, (2011, 10, 1))
            edited(gap, (2011, 11, 7), due_on=date(2012, 3, 1))

    change(2)
    few = queries_of(client, URL + "?since=2011-10-31")
    change(8)
    assert queries_of(client, URL + "?since=2011-10-31") == few


def test_each_field_that_a_board_is_told_of_is_there():
    """A name that no record has would leave a change untold."""
    fields = {field.name for model in KINDS for field in model._meta.get_fields()}
    assert fields >= TOLD


def test_a_changed_action_is_told(client, world, edited):
    gap = world.gap(world.theme())
    edited(gap, (2011, 9, 1))
    edited(gap, (2011, 11, 7), action_required="Hire a second adviser")
    assert "Hire a second adviser" in words_of(client.get(URL, asked()))


def test_a_plan_of_which_nothing_is_known_is_told_of_a_quarter_up_to_its_day(client, world):
    Plan.objects.update(known_since=None)
    assert "What changed since 31 August 2011" in words_of(client.get(URL))


def shown(response):
    interval = response.context["interval"]
    return str(interval.start), interval.end and str(interval.end)


def test_the_days_that_a_reader_chose_are_there_on_the_next_visit(client, world):
    usual = shown(client.get(URL))
    assert client.post(URL, asked("2011-10-01", "2011-11-15")).url == URL
    page = client.get(URL)
    assert shown(page) == ("2011-10-01", "2011-11-15")
    assert "You chose 1 October 2011 to 15 November 2011" in words_of(page)
    assert client.post(URL, {"back": "yes"}).url == URL
    page = client.get(URL)
    assert shown(page) == usual
    assert "You chose" not in words_of(page)


def test_days_chosen_again_take_the_place_of_those_before(client, world):
    client.post(URL, asked("2011-10-01", "2011-11-15"))
    client.post(URL, asked("2011-09-01"))
    assert shown(client.get(URL)) == ("2011-09-01", None)
    assert RememberedDays.objects.count() == 1


def test_the_days_are_one_persons_and_of_one_plan(client, sign_in, officer, world):
    client.post(URL, asked("2011-10-01"))
    usual = shown(sign_in(officer).get(URL))
    assert usual != ("2011-10-01", None)
    RememberedDays.objects.update(plan="another")
    assert shown(client.get(URL)) != ("2011-10-01", None)


def test_an_address_that_names_days_shows_those_and_remembers_nothing(client, world):
    client.post(URL, asked("2011-10-01", "2011-11-15"))
    assert shown(client.get(URL, {"since": MET})) == (MET, None)
    assert shown(client.get(URL)) == ("2011-10-01", "2011-11-15")


def test_days_that_make_no_sense_are_told_and_not_remembered(client, world):
    page = client.post(URL, asked("2011-10-01", "2011-09-01"))
    assert page.status_code == 200
    assert "Enter a day after the first one." in words_of(page)
    assert not RememberedDays.objects.exists()


def test_whoever_may_not_read_the_plan_chooses_nothing(sign_in, stranger, world):
    assert sign_in(stranger).post(URL, asked()).status_code == 403
    assert not RememberedDays.objects.exists()
