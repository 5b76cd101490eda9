"""Places of another partnership come in, are checked, added, noted and taken back."""

import json
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from performance.models import Figure, StagedRow, Upload
from places.models import Area, AreaBoundary, AreaCode, AreaLoad
from tests.pages.editing.filling_in import errors_on
from tests.pages.reading_pages import words_of
from tests.pages.setting_up.test_setting_up import PAGE, PREVIEW, add, agree, send_file
from tests.places.test_load_boundaries import polygon

LOADS = f"{PAGE}loads/"
TRAFFORD = "Trafford, district, , E08000009"


@pytest.fixture
def admin(administrator, sign_in):
    return sign_in(administrator)


def ward(code, name):
    found = {"WD13CD": code, "WD13CDO": "00BUFY", "WD13NM": name, "WD13NMW": None}
    return {"type": "Feature", "properties": found, "geometry": polygon()}


WARDS = [ward("E05000819", "Altrincham"), ward("E05000821", "Bowdon")]


def send_wards(client, wards=WARDS, **more):
    whole = json.dumps({"type": "FeatureCollection", "features": wards}).encode()
    facts = {"source": "Trafford Data Lab", "parent": "trafford"} | more
    return send_file(client, "boundaries/", "wards.json", whole, **facts)


def load_wards(client, wards=WARDS, **more):
    send_wards(client, wards, **more)
    return client.post(PREVIEW, {"seen": client.get(PREVIEW).context["seen"]}, follow=True)


@pytest.fixture
def trafford(admin, corner):
    add(admin, TRAFFORD, beside="on")
    return Area.objects.get(slug="trafford")


def undo(client, load, reason="It was the wrong file"):
    return client.post(f"{LOADS}{load.pk}/undo/", {"reason": reason}, follow=True)


def of_figure(corner, world, area):
    return Figure.objects.create(
        indicator=world.indicator(world.theme()),
        area=area,
        period_start=date(2011, 4, 1),
        period_end=date(2011, 6, 30),
        state="reported",
        value=4,
    )


class TestAListWithCodes:
    def test_another_partnership_stands_beside_ours_with_its_code(self, trafford):
        assert (trafford.path, trafford.is_elsewhere) == ("/trafford/", True)
        assert AreaCode.objects.get().system == "gss"

    def test_columns_come_in_any_order_from_a_workbook(self, admin, corner):
        book = openpyxl.Workbook()
        for row in (
            ["Code", "Parent", "Kind", "Name"],
            ["E23000035", None, "Police force area", "Devon and Cornwall"],
            ["E10000008", "E23000035", "County", "Devon"],
        ):
            book.active.append(row)
        kept = BytesIO()
        book.save(kept)
        page = send_file(admin, "areas/", "around.xlsx", kept.getvalue(), beside="on")
        assert "1 area new at the top; 1 area new under Devon and Cornwall" in words_of(page)
        agree(admin, page)
        devon = Area.objects.get(slug="devon")
        assert (devon.path, devon.is_elsewhere) == ("/devon-and-cornwall/devon/", True)
        assert AreaLoad.objects.get().file_name == "around.xlsx"

    def test_nothing_is_added_before_it_was_looked_at(self, admin, corner):
        page = admin.post(f"{PAGE}areas/", {"listed": TRAFFORD})
        assert "Nothing is added yet." in words_of(page)
        assert not Area.objects.filter(slug="trafford").exists()

    def test_what_would_do_something_else_by_now_is_shown_again(self, admin, corner, put):
        page = admin.post(f"{PAGE}areas/", {"listed": "Truro, town, Cornwall"})
        put("Truro", "town", corner["cornwall"])
        page = agree(admin, page)
        assert "the places changed since you looked" in words_of(page)
        assert Area.objects.filter(name="Truro").count() == 1

    def test_a_place_that_is_here_is_given_its_code_and_the_code_then_knows_it(self, admin, corner):
        page = agree(admin, admin.post(f"{PAGE}areas/", {"listed": "Cornwall,county,,E06000052"}))
        assert "1 changed" in AreaLoad.objects.get().report
        assert page.status_code == 302
        again = admin.post(f"{PAGE}areas/", {"listed": "Cornwall,county,,E06000052"})
        assert "0 areas new; 1 already there; 0 changed." in words_of(again)

    def test_a_code_of_another_place_is_an_error(self, admin, corner):
        add(admin, "Cornwall,county,,E06000052")
        told = errors_on(add(admin, "Plymouth,county,,E06000052"))
        assert told == ["Line 1: E06000052 is Cornwall here, not Plymouth"]


class TestWards:
    def test_they_are_new_under_trafford_and_the_report_is_true(self, admin, trafford):
        assert "2 areas new under Trafford; 0 already there; 0 changed." in words_of(
            load_wards(admin)
        )
        assert {area.name for area in trafford.children.all()} == {"Altrincham", "Bowdon"}
        assert all(area.is_elsewhere for area in trafford.children.all())

    def test_the_same_file_again_finds_all_of_them(self, admin, trafford):
        load_wards(admin)
        send_wards(admin)
        assert "0 areas new; 2 already there; 0 changed." in words_of(admin.get(PREVIEW))

    def test_another_outline_is_a_change(self, admin, trafford):
        load_wards(admin)
        send_wards(admin, source="Another source")
        assert "0 areas new; 0 already there; 2 changed." in words_of(admin.get(PREVIEW))

    def test_a_file_of_the_whole_country_is_refused_where_it_does_not_say_what_lies_where(
        self, admin, trafford, monkeypatch
    ):
        monkeypatch.setattr("places.boundaries.sent.MOST_JUDGED", 1)
        [told] = errors_on(send_wards(admin))
        assert told.startswith("The file does not say which of its 2 places lie in Trafford.")


class TestTakingBack:
    def test_all_that_it_made_goes_and_the_record_stays(self, admin, trafford, administrator):
        load_wards(admin)
        undo(admin, AreaLoad.objects.first())
        assert not trafford.children.exists()
        assert not AreaBoundary.objects.exists()
        load = AreaLoad.objects.first()
        assert (load.undone_by, load.undo_reason) == (administrator, "It was the wrong file")
        words = words_of(admin.get(LOADS))
        assert "2 areas new under Trafford" in words
        assert "Taken back by Ada" in words

    def test_outlines_that_were_replaced_come_back(self, admin, trafford):
        load_wards(admin)
        load_wards(admin, source="Another source")
        undo(admin, AreaLoad.objects.first())
        assert {row.source for row in AreaBoundary.objects.all()} == {"Trafford Data Lab"}

    def test_a_later_load_of_the_same_places_is_taken_back_first(self, admin, trafford):
        load_wards(admin)
        load_wards(admin, source="Another source")
        page = undo(admin, AreaLoad.objects.all()[1])
        assert "“wards.json” was loaded onto the same places later." in words_of(page)
        assert AreaBoundary.objects.count() == 2

    def test_where_figures_hang_on_its_places_it_is_refused_and_says_on_which(
        self, admin, trafford, corner, world
    ):
        load_wards(admin)
        of_figure(corner, world, Area.objects.get(name="Bowdon"))
        page = undo(admin, AreaLoad.objects.first())
        assert "1 figure hangs on places that it made, such as Bowdon." in words_of(page)
        assert Area.objects.filter(name="Bowdon").exists()

    def test_where_a_checked_upload_has_figures_for_them_it_is_refused(
        self, admin, trafford, analyst
    ):
        load_wards(admin)
        upload = Upload.objects.create(
            stage="checked", file_name="rates.csv", size=1, sha256="0", uploaded_by=analyst
        )
        StagedRow.objects.create(
            upload=upload, row=2, cell="C2", verdict="new", area=trafford.children.first().pk
        )
        page = undo(admin, AreaLoad.objects.first())
        assert "“rates.csv” would put figures on its places." in words_of(page)
        assert trafford.children.count() == 2

    def test_a_list_on_which_wards_lie_waits_for_them(self, admin, trafford):
        load_wards(admin)
        assert "2 areas hang on places that it made" in words_of(
            undo(admin, AreaLoad.objects.last())
        )
        undo(admin, AreaLoad.objects.first())
        undo(admin, AreaLoad.objects.last())
        assert not Area.objects.filter(is_elsewhere=True).exists()

    def test_it_asks_for_a_reason(self, admin, trafford):
        assert errors_on(undo(admin, AreaLoad.objects.get(), reason=" ")) == [
            "Say why it is taken back"
        ]
        assert Area.objects.filter(slug="trafford").exists()

    def test_only_once(self, admin, trafford):
        load = AreaLoad.objects.get()
        undo(admin, load)
        when = AreaLoad.objects.get().undone_at
        undo(admin, load, reason="Again")
        assert AreaLoad.objects.get().undone_at == when
