"""A target is edited with a reason, archived and brought back; what depends on it follows at once."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from core.documents.history import versions_of
from performance.models import Target
from priorities.models import Plan
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import queries_of, words_of


@pytest.fixture
def indicator(world):
    """Missed by 3, within the usual tolerance of 4."""
    return world.indicator(world.theme("Burglary"), value=77, target=80, slug="closures")


@pytest.fixture
def target(indicator):
    return indicator.targets.get()


@pytest.fixture
def client(analyst, sign_in):
    return sign_in(analyst)


@pytest.fixture
def address(target):
    def to(page, **names):
        return reverse(f"targets:{page}", kwargs={"slug": "closures", "pk": target.pk} | names)

    return to


NEW = "/indicators/closures/targets/new/"
ARCHIVED = "/indicators/closures/targets/archived/"


def now(target):
    return Target.with_archived.get(pk=target.pk)


def page_of(client, indicator):
    return words_of(client.get(indicator.get_absolute_url()))


def test_a_change_asks_for_a_reason_which_its_history_shows(client, target, address):
    page = fill_in(client, address("edit"), value="75")
    assert errors_on(page) == ["Say why the target changes"]
    assert controls_of(page)["value"] == ["75"]
    assert now(target).value == 80
    answer = send(client, page, reason="The board set it lower.")
    assert answer.url == "/indicators/closures/#targets"
    assert now(target).value == 75
    history = words_of(client.get(address("history")))
    assert "The board set it lower." in history
    assert "Value from 80 to 75" in history


@pytest.mark.parametrize(
    "changed",
    [
        {"form": "at_most"},
        {"year": "2012/13"},
        {"year": "", "period_start": "1/4/11", "period_end": "30/9/11"},
        {"tolerance_percent": "1"},
        {"profile": "last_year"},
        {"to_be_confirmed": "on"},
        {"form": "range", "upper_value": "90"},
        {"form": "change", "value": "", "change_percent": "5", "baseline": "last_year"},
    ],
)
def test_whatever_a_figure_is_judged_by_asks_for_one(client, target, address, changed):
    assert errors_on(fill_in(client, address("edit"), **changed)) == ["Say why the target changes"]
    assert fill_in(client, address("edit"), **changed, reason="So be it").status_code == 302
    assert now(target).version == 2


def test_a_note_and_a_new_target_ask_for_none(client, address):
    assert fill_in(client, address("edit"), note="Set in May.").status_code == 302
    new = fill_in(client, NEW, form="at_least", value="82", year="2012/13")
    assert new.status_code == 302
    assert versions_of(Target.objects.latest("pk"))[0].by.username == "aled"


def test_the_status_follows_an_edit_an_archiving_and_a_bringing_back(
    client, indicator, target, address
):
    assert "At risk: 77%" in page_of(client, indicator)
    fill_in(client, address("edit"), value="70", reason="Set lower")
    assert "On track: 77%" in page_of(client, indicator)
    fill_in(client, address("edit"), value="90", reason="Set higher")
    assert "Off track: 77%" in page_of(client, indicator)
    client.post(address("archive"))
    words = page_of(client, indicator)
    assert "No target: 77%" in words
    assert "No target is set." in words
    assert "At least 90 in 2011/12" in words_of(client.get(ARCHIVED))
    client.post(address("bring_back"))
    assert "Off track: 77%" in page_of(client, indicator)


def test_an_earlier_version_comes_back(client, indicator, target, address):
    fill_in(client, address("edit"), value="90", reason="Set higher")
    client.post(address("restore", number=1), {"version": "2"})
    assert now(target).value == 80
    assert versions_of(now(target))[0].reason == "Restored version 1"
    assert "At risk: 77%" in page_of(client, indicator)


def test_one_whose_period_is_taken_meanwhile_does_not_come_back(client, indicator, target, address):
    client.post(address("archive"))
    fill_in(client, NEW, form="at_least", value="70", year="2011/12")
    told = client.post(address("bring_back"), follow=True)
    assert "cannot be brought back: There is a target for this place and period already." in (
        words_of(told)
    )
    assert now(target).archived_at is not None
    assert indicator.targets.get().value == 70


def test_nor_is_a_version_of_a_period_that_is_taken_meanwhile(client, indicator, target, address):
    fill_in(client, address("edit"), year="2012/13", reason="A year later")
    fill_in(client, NEW, form="at_least", value="70", year="2011/12")
    told = client.post(address("restore", number=1), {"version": "2"}, follow=True)
    assert "cannot be restored: There is a target for this place and period already." in (
        words_of(told)
    )
    assert now(target).period_start == date(2012, 4, 1)


def test_two_people_are_shown_where_they_clash_and_nothing_is_lost(
    client, person, sign_in, target, address
):
    mine = client.get(address("edit"))
    other = sign_in(person("percy", "analyst"))
    fill_in(other, address("edit"), value="75", tolerance_percent="2", reason="Theirs")
    answer = send(client, mine, value="85", note="Mine", reason="Mine")
    assert answer.status_code == 409
    words = words_of(answer)
    assert "Theirs: 75" in words
    assert "Yours, as in the form below: 85" in words
    assert controls_of(answer)["year"] == ["2011/12"]
    assert now(target).value == 75
    assert send(client, answer, **{"choose-value": "mine"}).status_code == 302
    kept = now(target)
    assert (kept.value, kept.tolerance_percent, kept.note) == (85, 2, "Mine")


def test_two_edits_that_make_no_target_together_are_told_so(
    client, person, sign_in, target, address
):
    mine = client.get(address("edit"))
    other = sign_in(person("percy", "analyst"))
    fill_in(other, address("edit"), form="range", upper_value="90", reason="Theirs")
    answer = send(client, mine, value="95", reason="Mine")
    assert errors_on(answer) == ["Enter an upper end that is not below the lower end"]
    assert now(target).value == 80


def test_who_may_is_led_to_change_them_and_others_are_told_nothing(
    sign_in, client, indicator, address, board, officer, administrator
):
    ways = (address("edit"), NEW, ARCHIVED)
    for person in (board, officer):
        html = sign_in(person).get(indicator.get_absolute_url()).content.decode()
        assert "At least 80% in 2011/12; amber down to 76%." in html
        assert [way for way in ways if way in html] == []
        assert address("history") in html
    for other in (client, sign_in(administrator)):
        html = other.get(indicator.get_absolute_url()).content.decode()
        assert [way for way in ways if way not in html] == []


def test_one_of_a_draft_is_not_there_for_analysts(client, target, address):
    Plan.objects.update(stage="draft")
    for url in (NEW, *(address(page) for page in ("edit", "archive", "history"))):
        assert client.get(url).status_code == 404
    assert client.post(address("bring_back")).status_code == 404
    assert now(target).version == 1


def test_a_target_is_found_under_its_own_indicator_alone(client, world, target):
    world.indicator(world.theme("Drugs"), slug="other")
    assert client.get(f"/indicators/other/targets/{target.pk}/edit/").status_code == 404


def test_targets_of_other_places_stand_on_the_page_with_their_place(client, world, indicator):
    town, gone = world.area("Truro"), world.area("Zelah")
    for area in (town, gone):
        Target.objects.create(
            indicator=indicator, area=area, form="at_most", value=12,
            period_start=date(2011, 4, 1), period_end=date(2012, 3, 31),
        )  # fmt: skip
    gone.archived_at = timezone.now()
    gone.save(update_fields=["archived_at"])
    words = page_of(client, indicator)
    assert "Truro: At most 12% in 2011/12." in words
    assert "Zelah" not in words


def test_the_page_asks_as_little_with_many_targets(client, world, indicator):
    url = indicator.get_absolute_url()
    world_of_targets(world, indicator, 1)
    few = queries_of(client, url)
    world_of_targets(world, indicator, 6)
    assert queries_of(client, url) == few


def world_of_targets(world, indicator, number):
    for _ in range(number):
        for area in (indicator.area, world.area(f"Town {world.next()}")):
            year = 2020 + world.next()
            Target.objects.create(
                indicator=indicator, area=area, form="at_least", value=80,
                period_start=date(year, 4, 1), period_end=date(year + 1, 3, 31),
            )  # fmt: skip
