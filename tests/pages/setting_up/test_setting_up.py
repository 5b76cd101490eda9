"""Setting up a partnership: what is missing, and who may do it where."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from core.documents.history import versions_of
from places.models import Area, AreaBoundary, SentBoundaries
from tests.pages.editing.filling_in import errors_on
from tests.pages.reading_pages import queries_of, words_of
from tests.places.test_load_boundaries import feature, polygon

PAGE = "/setting-up/"
PREVIEW = "/setting-up/boundaries/preview/"
CHANGING = ("partnership/", "areas/", "boundaries/", "boundaries/preview/", "loads/1/undo/")
CORNER = """
Cornwall, county
Newquay, town, Newquay (network area)
Newquay, network area, Cornwall
Gannel; not a mark here, LSOA, Newquay (town)
"""


@pytest.fixture
def admin(administrator, sign_in):
    return sign_in(administrator)


def add(client, text, **more):
    """Write a list, look at what it would do, and agree."""
    return agree(client, client.post(f"{PAGE}areas/", {"listed": text, **more}))


def agree(client, page):
    """Where it was refused, there is nothing to agree to."""
    if page.status_code != 200 or "plan" not in page.context:
        return page
    shown = {"listed": page.context["text"], "seen": page.context["plan"].digest}
    shown |= {"file_name": page.context["called"]}
    shown |= {"beside": "on"} if page.context["beside"] else {}
    return client.post(f"{PAGE}areas/", shown)


def send_file(client, page, name, content, **more):
    return client.post(f"{PAGE}{page}", {"file": SimpleUploadedFile(name, content), **more})


def where():
    return {area.path for area in Area.objects.all()}


class TestThePage:
    def test_an_empty_planner_lacks_everything(self, admin):
        words = words_of(admin.get(PAGE))
        assert "0 of 9 are done" in words
        for missing in (
            *("It has no name yet", "There are no places yet", "No organisation is named yet"),
            *("Nobody else is invited yet", "There is no plan yet", "Nothing is measured yet"),
            *("They belong to a plan, which comes first", "No figure is in yet"),
            "No project is listed yet",
        ):
            assert missing in words

    def test_it_leads_to_where_each_is_done(self, admin):
        html = admin.get(PAGE).content.decode()
        for address in ("/setting-up/partnership/", "/setting-up/areas/", "/uploads/new/"):
            assert f'href="{address}"' in html

    def test_what_is_there_is_said(self, admin, world, officer):
        theme = world.theme()
        world.indicator(theme, value=4, target=3)
        world.indicator(theme)
        world.project(theme)
        words = words_of(admin.get(PAGE))
        for found in (
            *("Safer Somewhere", "1 place", "1 other person", "Partnership Plan 2012/13"),
            *("1 theme", "2 indicators", "1 has no target", "1 figure", "1 project"),
        ):
            assert found in words
        assert "7 of 9 are done" in words

    def test_a_draft_is_not_done_and_nobody_else_learns_of_it(self, admin, board, sign_in, world):
        world.plan.stage = "draft"
        world.plan.save()
        assert "It is a draft" in words_of(admin.get(PAGE))
        words = words_of(sign_in(board).get(PAGE))
        assert "There is no plan yet" in words
        assert world.plan.title not in words

    def test_a_board_member_is_led_nowhere_and_told_who_does_it(self, board, sign_in):
        page = sign_in(board).get(PAGE)
        assert "An administrator does this" in words_of(page)
        assert "/setting-up/partnership/" not in page.content.decode()

    def test_who_has_no_role_or_is_signed_out_does_not_see_it(self, stranger, sign_in, db):
        assert sign_in(stranger).get(PAGE).status_code == 403
        assert Client().get(PAGE)["Location"].startswith("/accounts/sign-in/")
        assert Client().post(PAGE).status_code == 302

    def test_more_data_take_no_more_queries(self, admin, world, person):
        theme = world.theme()
        person("kerra", "board")
        few = queries_of(admin, PAGE)
        for number in range(5):
            world.indicator(theme, value=4, target=3)
            world.project(theme)
            world.area(f"Town {number}")
            person(f"person{number}", "board")
        assert queries_of(admin, PAGE) == few


@pytest.mark.parametrize("page", CHANGING)
class TestWhoMay:
    @pytest.mark.parametrize("who", ["officer", "analyst", "board", "stranger"])
    def test_only_administrators(self, page, who, request, sign_in):
        client = sign_in(request.getfixturevalue(who))
        assert client.get(PAGE + page).status_code == 403
        assert client.post(PAGE + page, {"name": "Ours", "listed": "X, county"}).status_code == 403
        assert not Organisation.objects.exists()
        assert not Area.objects.exists()

    def test_nobody_who_is_signed_out(self, page, db):
        for answer in (Client().get(PAGE + page), Client().post(PAGE + page)):
            assert answer["Location"].startswith("/accounts/sign-in/")

    def test_other_methods_are_refused(self, page, admin):
        assert admin.put(PAGE + page).status_code == 405


class TestThePartnership:
    def test_it_gets_its_name(self, admin, administrator):
        assert admin.post(f"{PAGE}partnership/", {"name": "Safer Scilly"})["Location"] == PAGE
        made = Organisation.objects.get()
        assert (made.name, made.kind, made.slug) == ("Safer Scilly", "partnership", "safer-scilly")
        assert versions_of(made)[0].by == administrator

    def test_it_needs_one_of_its_own(self, admin):
        assert errors_on(admin.post(f"{PAGE}partnership/", {"name": " "})) == [
            "Enter the name of the partnership"
        ]
        Organisation.objects.create(name="Police", slug="police", kind="police")
        answer = admin.post(f"{PAGE}partnership/", {"name": "Police"})
        assert errors_on(answer) == ["An organisation has this name already"]


class TestAListOfPlaces:
    def test_places_are_put_where_they_lie_whatever_their_order(self, admin):
        answer = add(admin, CORNER.replace("; not a mark here", ""))
        assert answer["Location"] == PAGE
        assert where() == {
            "/cornwall/",
            "/cornwall/newquay-network-area/",
            "/cornwall/newquay-network-area/newquay/",
            "/cornwall/newquay-network-area/newquay/gannel/",
        }

    @pytest.mark.parametrize(
        "text",
        [
            "Name,Kind,Lies in\nCornwall,County,\nTruro,Town,Cornwall\n",
            "Cornwall\tcounty\nTruro\ttown\tcornwall",
            "\ufeffname;kind;parent\r\nCornwall;county\r\n\r\nTruro;TOWN;Cornwall\r\n",
            '"Cornwall", county\nTruro , town , "Cornwall"',
            "Cornwall,county,\rTruro,town,Cornwall\r",
        ],
    )
    def test_it_is_read_as_people_write_it(self, admin, text):
        assert add(admin, text).status_code == 302
        assert where() == {"/cornwall/", "/cornwall/truro/"}

    def test_a_file_serves_too(self, admin):
        page = send_file(admin, "areas/", "places.csv", b"name,kind,parent\nSt Ives,town,\n")
        assert where() == set()
        agree(admin, page)
        assert where() == {"/st-ives/"}

    def test_what_is_there_stays_and_the_rest_is_added(self, admin, corner):
        known = {area.pk for area in Area.objects.all()}
        answer = add(admin, "Cornwall, county\nTruro, town, Cornwall")
        page = admin.get(answer["Location"])
        assert "1 area new under Cornwall; 1 already there; 0 changed." in words_of(page)
        assert {area.name for area in Area.objects.exclude(pk__in=known)} == {"Truro"}

    def test_a_partnership_elsewhere_has_kinds_of_its_own(self, admin):
        add(admin, "Barnet, London borough\nHaverton, borough, Barnet\nEast, parish, Haverton\nMill Row, neighbourhood, East")  # fmt: skip
        assert where() == {
            "/barnet/", "/barnet/haverton/", "/barnet/haverton/east/",
            "/barnet/haverton/east/mill-row/",
        }  # fmt: skip
        tiles = admin.get("/places/").context["tiles"]
        assert [(tile.count, tile.label) for tile in tiles] == [
            (1, "district or borough"), (1, "parish"), (1, "neighbourhood"),
        ]  # fmt: skip

    def test_names_that_addresses_need_are_not_taken(self, admin):
        add(admin, "New, county\n北, county")
        assert where() == {"/new-county/", "/county/"}

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            (" ", "Write the places here, or choose a file, and not both"),
            ("name, kind", "The list is empty. Write one place on each line"),
            ("Cornwall", "Line 1: say what kind of place Cornwall is: county, district or borough"),
            ("\nCornwall, shire", "Line 2: “shire” is no kind of place. Write one of county"),
            (", county", "Line 1: enter the name of the place first"),
            ("Truro, town, Kernow", "Line 1: Truro lies in “Kernow”, which is neither a place"),
            ("A, ward\nB, town, A", "Line 2: B cannot lie in A (ward), which is no wider kind"),
            ("A, town\nA, town", "Line 2: A is listed on line 1 already"),
            ("A, county\nA, town\nB, ward, A", "Line 3: B lies in one of 2 places of that name"),
            ("A, county, B\nB, county, A", "These places lie in each other: A, B"),
            (
                "A, town, , , 50.1",
                "Line 1: enter a name, a kind, what it lies in and its code, and no more",
            ),
            (f"{'A' * 151}, town", "Line 1: a name is at most 150 letters"),
            (f'A, town\n"{"B" * 200_000}', "Line 2: close the quotation mark, or take it out"),
        ],
    )
    def test_a_bad_list_is_told_line_by_line_and_nothing_is_added(self, admin, text, told):
        answer = add(admin, text)
        assert answer.status_code == 200
        assert any(error.startswith(told) for error in errors_on(answer)), errors_on(answer)
        assert not Area.objects.exists()

    def test_places_too_deep_to_be_kept_are_told_and_nothing_is_added(self, admin):
        names = [letter * 90 for letter in "abcdefg"]
        lines = [
            f"{one}, county, {around}" for one, around in zip(names, ["", *names], strict=False)
        ]
        errors = errors_on(add(admin, "\n".join(lines)))
        assert errors == [f"{names[-1]} would lie too deep. Choose a place nearer the top"]
        assert not Area.objects.exists()

    def test_a_hundred_errors_are_not_all_told(self, admin):
        errors = errors_on(add(admin, "\n".join(f"Place {n}" for n in range(100))))
        assert (len(errors), errors[-1]) == (21, "And 80 more")

    def test_a_file_that_is_no_text_is_refused(self, admin):
        answer = send_file(admin, "areas/", "places.csv", b"\xff\xfeA\x00")
        assert errors_on(answer) == ["The file is not UTF-8 text. Save it as CSV UTF-8"]
        answer = send_file(admin, "areas/", "places.csv", b"A, town", listed="B, town")
        assert errors_on(answer) == ["Write the places here, or choose a file, and not both"]

    def test_who_adds_the_same_at_the_same_moment_is_told(self, admin, monkeypatch):
        def too_late(*_, **__):
            raise IntegrityError

        monkeypatch.setattr("safercornwall.pages.setting_up.areas.add_places", too_late)
        assert "Somebody else added places" in errors_on(add(admin, "Truro, town"))[0]

    def test_a_long_list_takes_few_queries(self, admin, django_assert_max_num_queries):
        text = "County 1, county\n" + "\n".join(f"Town {n}, town, County 1" for n in range(1000))
        with django_assert_max_num_queries(60):
            assert add(admin, text).status_code == 302
        assert Area.objects.count() == 1001


class TestBoundaries:
    def send(self, client, *features, **more):
        whole = json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
        facts = {"source": "ONS, December 2021"} | more
        return send_file(client, "boundaries/", "boundaries.geojson", whole, **facts)

    def load(self, client, *features, **more):
        """Send them, look, and agree."""
        assert self.send(client, *features, **more)["Location"] == PREVIEW
        return client.post(PREVIEW, {"seen": client.get(PREVIEW).context["seen"]})

    def authority(self):
        found = {"LAD21CD": "E06000052", "LAD21NM": "Cornwall"}
        return {"type": "Feature", "properties": found, "geometry": polygon()}

    def test_a_file_of_local_authorities_makes_them(self, admin):
        assert self.load(admin, self.authority())["Location"] == PAGE
        assert where() == {"/cornwall/"}
        assert AreaBoundary.objects.get().source == "ONS, December 2021"

    def test_smaller_places_then_lie_in_them(self, admin):
        self.load(admin, self.authority())
        answer = self.load(admin, feature(), feature("E01000001", "City 001A", LAD11CD="E09000001"))
        page = admin.get(answer["Location"])
        assert "1 area new under Cornwall; 0 already there; 0 changed." in words_of(page)
        assert where() == {"/cornwall/", "/cornwall/lsoa-e01018750/"}

    def test_a_file_that_does_not_say_what_its_places_lie_in_asks(self, admin, put):
        answer = self.send(admin, feature())
        assert "Choose it under “New places lie in”." in errors_on(answer)[0]
        put("Cornwall", "county")
        self.load(admin, feature(), parent="cornwall")
        assert "/cornwall/lsoa-e01018750/" in where()

    def test_what_it_would_do_is_shown_and_nothing_is_loaded_before(self, admin, put):
        put("Cornwall", "county")
        self.send(admin, feature(), parent="cornwall")
        page = admin.get(PREVIEW)
        words = words_of(page)
        assert "Nothing is loaded yet." in words
        assert "Places to be added 1" in words
        assert "(E01018750), in Cornwall" in words
        assert "Outlines that are new 1" in words
        assert where() == {"/cornwall/"}
        assert not AreaBoundary.objects.exists()

    def test_what_a_file_calls_its_places_is_shown_as_text(self, admin, put):
        put("Cornwall", "county")
        self.send(admin, feature(name="<script>x</script>"), parent="cornwall", source="<b>ONS")
        html = admin.get(PREVIEW).content.decode()
        assert "<script>x" not in html
        assert "&lt;script&gt;x&lt;/script&gt; (E01018750), in Cornwall" in html
        assert "&lt;b&gt;ONS" in html

    def test_a_place_known_by_its_name_alone_is_named_to_be_checked(self, admin, put):
        put("Cornwall", "county")
        self.send(admin, self.authority())
        words = words_of(admin.get(PREVIEW))
        assert "Matched by their name alone 1 Check that each is the same place." in words
        assert "Cornwall (E06000052)" in words
        assert "Places to be added" not in words

    def test_the_same_again_would_change_nothing(self, admin):
        self.load(admin, self.authority())
        self.send(admin, self.authority())
        page = admin.get(PREVIEW)
        assert "Nothing would change: all of it is here already." in words_of(page)
        assert "Outlines that stay as they are 1" in words_of(page)
        assert "Load the boundaries</button>" not in page.content.decode()

    def test_what_would_do_something_else_by_now_is_shown_again(self, admin, put):
        self.send(admin, self.authority())
        seen = admin.get(PREVIEW).context["seen"]
        put("Cornwall", "county")
        page = admin.post(PREVIEW, {"seen": seen})
        assert "the places changed since you looked" in words_of(page)
        assert "Matched by their name alone 1" in words_of(page)
        assert not AreaBoundary.objects.exists()
        assert admin.post(PREVIEW, {"seen": page.context["seen"]}).status_code == 302
        assert AreaBoundary.objects.count() == 1

    def test_each_person_has_a_file_of_their_own_which_goes_once_it_is_loaded(
        self, admin, sign_in, person
    ):
        self.send(admin, self.authority())
        other = sign_in(person("ana", "admin"))
        assert other.get(PREVIEW)["Location"] == f"{PAGE}boundaries/"
        assert other.post(PREVIEW, {"seen": admin.get(PREVIEW).context["seen"]}).status_code == 302
        assert not Area.objects.exists()
        self.load(admin, self.authority())
        assert not SentBoundaries.objects.exists()
        assert admin.post(PREVIEW)["Location"] == f"{PAGE}boundaries/"

    def test_a_file_waits_for_a_day(self, admin, sign_in, person):
        self.send(admin, self.authority())
        SentBoundaries.objects.update(sent_at=timezone.now() - timedelta(days=1, minutes=1))
        page = admin.get(PREVIEW, follow=True)
        assert "No file waits to be loaded." in words_of(page)
        self.send(sign_in(person("ana", "admin")), self.authority())
        assert SentBoundaries.objects.get().sent_by.username == "ana"

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"PK\x03\x04", "The file is a zip file"),
            (b"{}", "not a GeoJSON FeatureCollection"),
            (b'{"type": "FeatureCollection", "features": []}', "The file has no features"),
            (b"", "The file is empty"),
            (b'{"type": "FeatureCollection", "features": [{', "not whole JSON"),
        ],
    )
    def test_a_bad_file_is_told_and_nothing_is_loaded(self, admin, content, told):
        answer = send_file(admin, "boundaries/", "boundaries.geojson", content, source="ONS")
        assert told in errors_on(answer)[0]
        assert not Area.objects.exists()

    def test_one_bad_feature_stops_all_of_the_file(self, admin, put):
        put("Cornwall", "county")
        bad = feature("E01018751", geometry={"type": "Point", "coordinates": [-5, 50]})
        answer = self.send(admin, feature(), bad, parent="cornwall")
        assert errors_on(answer)[0].startswith("Feature 2 E01018751")
        assert where() == {"/cornwall/"}

    def test_what_is_left_out_is_asked_for(self, admin):
        assert errors_on(admin.post(f"{PAGE}boundaries/", {})) == [
            *("Choose a file", "Enter where the file comes from")
        ]
