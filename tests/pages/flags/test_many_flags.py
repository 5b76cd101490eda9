"""A rule that raises hundreds of flags shows the first of them, and leads to the rest."""

from datetime import date

from accounts.models import Organisation
from tests.pages.reading_pages import words_of

URL = "/flags/"


def not_adrift(world, theme):
    """One gap that is owned and dated, so that not all are alike."""
    due_on = date(2012, 3, 31)
    return world.gap(
        theme,
        title="Owned",
        owner=Organisation.objects.create(name="Fire", slug="fire"),
        due_on=due_on,
    )


def test_the_first_flags_of_a_rule_are_shown_and_the_others_counted(client, world):
    theme = world.theme()
    for _ in range(110):
        world.gap(theme)
    not_adrift(world, theme)
    page = client.get(URL)
    words = words_of(page)
    assert words.count("No joined-up planning") == 100
    assert "And 10 more: all 110 as a table" in words


def test_the_table_of_that_rule_has_them_all_page_by_page(client, world):
    theme = world.theme()
    for _ in range(110):
        world.gap(theme)
    not_adrift(world, theme)
    [group] = client.get(URL + "?rule=gap_not_owned").context["groups"]
    [found] = group.rules
    table = client.get(found.table_url)
    assert table.context["page"].paginator.count == 110
    assert table.context["page"].has_next()


def test_a_rule_with_few_flags_shows_them_all(client, world):
    world.gap(world.theme())
    assert "more: all" not in words_of(client.get(URL))
