"""The figures in a priority area's reasons are edited on the page of the area, and stand in its history."""

from importlib import import_module

import pytest
from django.apps import apps
from reversion.models import Version

from core.documents.history import versions_of
from priorities.models import PriorityArea, ReasonFigure
from safercornwall.pages.priority_areas.edit import EDITOR
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import queries_of, words_of

migration = import_module("priorities.migrations.0009_figures_in_reasons")


@pytest.fixture
def area(world):
    return world.priority_area(world.theme("Burglary"), world.area("Camborne"))


@pytest.fixture
def reasons(area):
    return [
        area.reasons.create(order=number, text=text)
        for number, text in enumerate(["Void homes", "Poor lighting"], 1)
    ]


@pytest.fixture
def figure(reasons):
    return reasons[0].figures.create(
        order=1, label="Void homes in Camborne", value_printed="40", value=40, unit="homes"
    )


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def at(area, page, **more):
    return EDITOR.address(page, EDITOR.record_names(area) | more)


def named(figure, field):
    return f"reasons__figures-{figure if isinstance(figure, str) else figure.pk}-{field}"


def figures_of(area):
    rows = ReasonFigure.objects.filter(reason__priority_area=area).order_by(
        "reason__order", "order"
    )
    return [(row.reason.text, row.label, row.value_printed) for row in rows]


def test_a_figure_is_corrected_and_the_history_of_the_area_says_so(client, area, figure):
    corrected = {named(figure, "value_printed"): "44", named(figure, "value"): "44"}
    fill_in(client, at(area, "edit"), **corrected)
    assert figures_of(area) == [("Void homes", "Void homes in Camborne", "44")]
    assert "44 homes" in words_of(client.get(area.theme.get_absolute_url()))
    history = words_of(client.get(at(area, "history")))
    assert (
        "Void homes in Camborne: 44 homes: figure, as the statement has it from 40 to 44" in history
    )


def test_a_figure_is_added_to_the_reason_that_is_chosen(client, area, reasons, figure):
    added = {"reason": str(reasons[1].pk), "label": "Broken lamps", "value_printed": "12"}
    fill_in(client, at(area, "edit"), **{named("new-1", k): text for k, text in added.items()})
    assert figures_of(area) == [
        ("Void homes", "Void homes in Camborne", "40"),
        ("Poor lighting", "Broken lamps", "12"),
    ]


def test_an_area_without_reasons_says_that_they_come_first(client, area):
    page = client.get(at(area, "edit"))
    assert "Save a reason first. Its figures can be added here then." in words_of(page)
    assert "reasons__figures" not in controls_of(page)


def test_a_reason_goes_only_after_its_figures(client, area, reasons, figure):
    out = {f"reasons-{reasons[0].pk}-remove": "on"}
    page = fill_in(client, at(area, "edit"), **out)
    (told,) = errors_on(page)
    assert told == (
        "Reason 1: “Void homes” cannot be taken out: figures in the reasons lead to it."
        " Take those out as well, further down on this page"
    )
    assert "Figures in the reasons" in words_of(page)
    send(client, page, **out, **{named(figure, "remove"): "on"})
    assert [row.text for row in area.reasons.all()] == ["Poor lighting"]
    assert figures_of(area) == []


def test_an_earlier_version_comes_back_with_its_reasons_and_their_figures(
    client, area, reasons, figure
):
    out = {f"reasons-{reasons[0].pk}-remove": "on", named(figure, "remove"): "on"}
    fill_in(client, at(area, "edit"), **out)
    client.post(at(area, "restore", number=1), {"version": "2"})
    assert figures_of(area) == [("Void homes", "Void homes in Camborne", "40")]


def test_a_figure_belongs_to_no_reason_of_another_area(client, world, area, figure):
    other = world.priority_area(world.theme("Alcohol"), world.area("Redruth"))
    theirs = other.reasons.create(order=1, text="Late bars")
    page = fill_in(client, at(area, "edit"), **{named(figure, "reason"): str(theirs.pk)})
    assert errors_on(page) == ["Figure 1: Reason that it stands in: choose from the list"]
    assert figures_of(area) == [("Void homes", "Void homes in Camborne", "40")]


def test_two_people_edit_a_figure_and_its_reason_at_once(
    client, sign_in, person, area, reasons, figure
):
    mine = client.get(at(area, "edit"))
    other = sign_in(person("percy", "officer"))
    fill_in(other, at(area, "edit"), **{f"reasons-{reasons[0].pk}-text": "Empty homes"})
    send(client, mine, **{named(figure, "label"): "Empty homes in Camborne"})
    assert figures_of(area) == [("Empty homes", "Empty homes in Camborne", "40")]


def test_who_adds_a_figure_to_a_reason_that_was_taken_out_is_told(
    client, sign_in, person, area, reasons
):
    mine = client.get(at(area, "edit"))
    other = sign_in(person("percy", "officer"))
    fill_in(other, at(area, "edit"), **{f"reasons-{reasons[0].pk}-remove": "on"})
    added = {"reason": str(reasons[0].pk), "label": "Void homes", "value_printed": "40"}
    page = send(client, mine, **{named("new-1", name): text for name, text in added.items()})
    assert errors_on(page) == ["Figure 1: Reason that it stands in: choose from the list"]
    assert figures_of(area) == []


def test_figures_of_several_reasons_keep_their_order_in_the_history(client, area, reasons):
    for reason in reversed(reasons):
        for number in (1, 2):
            reason.figures.create(order=number, label=f"{reason} {number}", value_printed="1")
    fill_in(client, at(area, "edit"), hotspots="Town centre")
    said = words_of(client.get(at(area, "history")))
    assert "Order of" not in said
    assert [row[1] for row in figures_of(area)] == [
        "Void homes 1", "Void homes 2", "Poor lighting 1", "Poor lighting 2",
    ]  # fmt: skip


def test_versions_kept_before_have_the_figures_as_they_are(client, area, figure):
    fill_in(client, at(area, "edit"), hotspots="Town centre")
    Version.objects.get_for_model(ReasonFigure).delete()
    assert versions_of(area)[0].contents.parts["reasons__figures"] == ()
    migration.keep_figures(apps, None)
    for version in versions_of(area):
        (kept,) = version.contents.parts["reasons__figures"]
        assert (kept.key, kept.values["label"]) == (figure.pk, "Void homes in Camborne")


@pytest.mark.parametrize("who", ["board", "analyst", "stranger"])
def test_others_change_no_figure(who, request, sign_in, area, figure):
    client = sign_in(request.getfixturevalue(who))
    data = {"version": "1", "save": "save", named(figure, "value_printed"): "0"}
    assert client.post(at(area, "edit"), data).status_code == 403
    assert PriorityArea.objects.get().version == 1


def test_many_figures_cost_as_many_queries_as_few(client, area, reasons, figure):
    url = at(area, "edit")
    queries_of(client, url)
    few = queries_of(client, url)
    for number in range(2, 12):
        reasons[number % 2].figures.create(order=number, label=f"x{number}", value_printed="1")
    assert queries_of(client, url) == few
