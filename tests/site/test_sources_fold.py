"""Where words stand in the assessment, and how to read them, never stands between the facts: it unfolds."""

from html.parser import HTMLParser

import pytest

PAGES = [
    "/",
    "/plans/2012-13/",
    "/plans/2012-13/themes/domestic-abuse/",
    "/plans/2012-13/themes/anti-social-behaviour/",
    "/plans/2012-13/gaps/",
    "/plans/2012-13/gaps/wwydc-decision/",
    "/plans/2012-13/threats/",
    "/plans/2012-13/decisions/",
    "/plans/2012-13/external-influences/",
    "/indicators/deliberate-fires-secondary/",
    "/indicators/sarc-forensic-examinations/",
    "/projects/idva-high/",
    "/places/newquay/",
    "/indices/alcohol-harm-index/",
    "/strategies/",
]


class Unfolded(HTMLParser):
    """The lines of the assessment and the notes that stand outside every fold, and how many stand inside."""

    def __init__(self):
        super().__init__()
        self.depth, self.outside, self.inside = 0, [], 0

    def handle_starttag(self, tag, attrs):
        self.depth += tag == "details"
        if dict(attrs).get("class") == "sc-note":
            self._found("a note")

    def handle_endtag(self, tag):
        self.depth -= tag == "details"

    def handle_data(self, data):
        if "assessment line" in data:
            self._found(data.strip())

    def _found(self, what):
        if self.depth:
            self.inside += 1
        else:
            self.outside.append(what)


@pytest.fixture
def read(sign_in, board, seeded_db):
    client = sign_in(board)

    def reading(address):
        response = client.get(address)
        assert response.status_code == 200
        found = Unfolded()
        found.feed(response.content.decode())
        return found

    return reading


@pytest.mark.parametrize("address", PAGES)
def test_no_source_and_no_note_stands_outside_a_fold(read, address):
    assert read(address).outside == []


def test_they_are_not_lost_either(read):
    assert read("/plans/2012-13/themes/domestic-abuse/").inside > 40
