"""What is particular to editing evidence: its figures, in words and as numbers."""

import pytest

from priorities.models import Evidence
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in
from tests.pages.reading_pages import words_of


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def address(world):
    theme = world.theme("Burglary")
    evidence = Evidence.objects.create(theme=theme, order=1, ref="EV-1", text="949 burglaries.")
    evidence.figures.create(order=1, label="Burglaries", value_printed="949", value=949)
    return f"{theme.get_absolute_url()}evidence/EV-1/edit/"


def typed(client, address, printed, alone):
    key = Evidence.objects.get().figures.get().pk
    names = (f"figures-{key}-value_printed", f"figures-{key}-value")
    return fill_in(client, address, **dict(zip(names, (printed, alone), strict=True)))


def test_a_number_is_shown_as_it_was_typed(client, address):
    key = Evidence.objects.get().figures.get().pk
    assert controls_of(client.get(address))[f"figures-{key}-value"] == ["949"]


@pytest.mark.parametrize(("printed", "alone"), [("949", "950"), ("£7,300", "730"), ("12%", "0.12")])
def test_two_numbers_that_differ_are_refused(client, address, printed, alone):
    assert errors_on(typed(client, address, printed, alone)) == [
        "Figure 1: The number alone and the figure as the statement has it differ"
    ]


@pytest.mark.parametrize(
    ("printed", "alone"), [("1,950", "1950"), ("about 950", "949"), ("higher", "")]
)
def test_the_same_number_or_words_may_stand(client, address, printed, alone):
    assert typed(client, address, printed, alone).status_code == 302


def test_its_history_calls_a_figure_by_what_it_says_and_a_field_by_its_label(client, address):
    figures = Evidence.objects.get().figures
    typed(client, address, "950", "950")
    told = words_of(client.get(address.replace("/edit/", "/history/")))
    assert "Burglaries: 950: figure, as the statement has it from 949 to 950" in told
    key = figures.get().pk
    more = {"label": "Dwelling burglaries", "value_printed": "949", "unit": "offences"}
    more |= {"period_printed": "2010/11", "value": "949"}
    fill_in(client, address, **{f"figures-new-1-{name}": value for name, value in more.items()})
    told = words_of(client.get(address.replace("/edit/", "/history/")))
    assert "Figure added" in told
    assert "Dwelling burglaries: 949 offences, 2010/11; the number alone: 949" in told
    other = figures.exclude(pk=key).get().pk
    fill_in(client, address, **{f"figures-{key}-place": "2", f"figures-{other}-place": "1"})
    told = words_of(client.get(address.replace("/edit/", "/history/")))
    assert "from Burglaries, Dwelling burglaries to Dwelling burglaries, Burglaries" in told


def test_a_theme_leads_to_the_history_of_its_evidence(client, address):
    theme = Evidence.objects.get().theme
    page = client.get(theme.get_absolute_url()).content.decode()
    assert f'href="{address.replace("/edit/", "/history/")}"' in page
