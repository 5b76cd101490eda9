"""Where no indicator shows a direction, the evidence may state one."""

from decimal import Decimal

import pytest

from priorities.models import Evidence, EvidenceFigure
from safercornwall.lists.stated_changes import stated_by_theme, words_of_change
from tests.pages.reading_pages import words_of
from tests.world import KNOWN


def figure(value, unit):
    return EvidenceFigure(value=Decimal(value), unit=unit)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("9.000000", "% increase", "Evidence: up 9%"),
        ("-14.5", "% change", "Evidence: down 14.5%"),
        ("30", "% change", "Evidence: up 30%"),
        ("12", "% decrease", "Evidence: down 12%"),
    ],
)
def test_a_change_goes_up_or_down(value, unit, said):
    assert words_of_change(figure(value, unit)) == said


@pytest.mark.usefixtures("seeded_db")
def test_the_board_says_what_the_evidence_states_where_no_figure_can(client, sign_in, board):
    words = words_of(sign_in(board).get("/"))
    assert "Domestic abuse, direction: Up 9%" in words
    assert "Problem drug use, direction: Unknown" in words


def test_archived_evidence_states_nothing(world):
    theme = world.theme()
    evidence = Evidence.objects.create(theme=theme, ref="EV1", order=1, text="A rise of 9%.")
    EvidenceFigure.objects.create(
        evidence=evidence, order=1, label="Change", value=9, value_printed="9", unit="% increase"
    )
    assert list(stated_by_theme(world.plan)) == [theme.pk]
    Evidence.objects.update(archived_at=KNOWN)
    assert stated_by_theme(world.plan) == {}
