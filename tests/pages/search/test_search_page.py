"""The search over the whole plan, as its readers use it."""

import re
from urllib.parse import urlencode

import pytest

from places.models import AreaCode
from priorities.models import Decision, Evidence, Plan, Strategy
from safercornwall.search.entries import rebuild
from tests.pages.reading_pages import queries_of, words_of
from tests.site.canaries import LONG, alive_in


@pytest.fixture
def theme(world):
    return world.theme("Burglary")


def ask(client, text, **more):
    response = client.get(f"/search/?{urlencode({'q': text, **more})}")
    assert response.status_code == 200
    return response


def headings(response):
    html = response.content.decode()
    found = re.findall(r'sc-result__heading"><a[^>]*>(.*?)</a>', html)
    return [re.sub(r"<[^>]+>", "", heading) for heading in found]


def marks(response):
    return re.findall(r'<mark class="sc-mark">(.*?)</mark>', response.content.decode())


# What is found


@pytest.mark.parametrize("text", ["St Austell", "St. Austell", "Saint Austell", "st-austell"])
def test_a_place_is_found_in_each_of_its_spellings(text, put, client):
    spellings = ("St Austell", "St. Austell Bay", "Saint Austell North", "St-Austell West")
    for number, name in enumerate((*spellings, "St Ives")):
        put(name, "county", slug=f"place-{number}")
    rebuild()
    response = ask(client, text)
    assert set(headings(response)) == set(spellings)
    assert set(marks(response)) == {"St", "Saint", "Austell"}


@pytest.mark.parametrize("text", ["Mên-an-Tol", "men an tol", "MÊN AN TOL"])
def test_a_place_is_found_with_its_accents_and_without(text, put, client):
    put("Mên-an-Tol", "county", slug="men-an-tol")
    rebuild()
    assert headings(ask(client, text)) == ["Mên-an-Tol"]


@pytest.mark.parametrize("text", ["St Michael's Mount", "st michaels mount", "Saint Michael’s"])
def test_a_place_is_found_with_an_apostrophe_of_any_kind_and_without(text, put, client):
    put("St Michael’s Mount", "county", slug="mount")
    rebuild()
    assert headings(ask(client, text)) == ["St Michael’s Mount"]


@pytest.mark.parametrize("text", ["burglaries", "BURGLARY", "burgl"])
def test_a_word_is_found_in_its_other_forms_and_by_its_beginning(text, world, theme, client):
    rebuild()
    response = ask(client, text)
    assert headings(response) == ["Burglary"]
    assert marks(response) == ["Burglary"]


def test_a_code_is_found_exactly_and_leads_to_its_place(world, client):
    area = world.area("Gannel")
    AreaCode.objects.create(area=area, system="lsoa_2001", code="E01018958")
    rebuild()
    response = ask(client, "e01018958")
    assert headings(response) == ["Gannel"]
    assert 'href="/places/gannel/"' in response.content.decode()
    assert marks(response) == ["E01018958"]
    assert headings(ask(client, "E0101895")) == []


def test_a_reference_is_found_exactly(world, theme, client):
    for number in (7, 70):
        Evidence.objects.create(theme=theme, ref=f"P{number}", order=number, text="Rising")
    rebuild()
    assert headings(ask(client, "p7")) == ["Burglary, P7"]


def test_all_words_must_be_there_wherever_they_stand(world, theme, client):
    world.gap(theme, title="No locks", action_required="Ask the landlords")
    world.gap(theme, title="No lights", action_required="Ask the council")
    rebuild()
    assert headings(ask(client, "locks landlord")) == ["No locks"]
    assert headings(ask(client, "lights landlord")) == []


def test_a_phrase_stands_side_by_side(world, theme, client):
    world.gap(theme, title="Dark streets", text="Street lights are out at night")
    world.gap(theme, title="Dark lanes", text="Lights of the street")
    rebuild()
    assert set(headings(ask(client, "street lights"))) == {"Dark streets", "Dark lanes"}
    assert headings(ask(client, '"street lights"')) == ["Dark streets"]


def test_no_phrase_reaches_from_one_text_into_the_next(world, theme, client):
    world.gap(theme, title="Dark", text="Along the street", action_required="Lights out")
    rebuild()
    assert headings(ask(client, '"street lights"')) == []


def test_a_title_comes_before_a_text_and_the_shorter_title_first(world, theme, client):
    world.gap(theme, title="Something else", text="locks locks locks locks")
    world.gap(theme, title="Locks for every house")
    world.gap(theme, title="Locks")
    rebuild()
    assert headings(ask(client, "locks")) == ["Locks", "Locks for every house", "Something else"]


def test_exact_names_and_themes_come_first_and_reading_notes_last(world, theme, client):
    world.plan.reading_notes.create(
        ref="N-1", order=1, kind="missing", subject="Burglary", text="Burglary."
    )
    world.project(theme, name="Burglary locks")
    world.theme("Repeat burglary of homes")
    rebuild()
    assert headings(ask(client, "burglary")) == [
        "Burglary", "Repeat burglary of homes", "Burglary locks", "N-1: Vague or missing",
    ]  # fmt: skip


def test_no_bare_code_stands_under_a_name_that_answers(world, client):
    AreaCode.objects.create(area=world.area("Bodmin"), system="beat", code="113")
    rebuild()
    assert "113" not in words_of(ask(client, "Bodmin"))
    assert marks(ask(client, "113")) == ["113"]


def test_the_match_is_shown_with_what_is_around_it(world, theme, client):
    long = "Words before. " * 40 + "Padlocks were cut at night. " + "Words after. " * 40
    world.gap(theme, title="Sheds", text=long)
    rebuild()
    response = ask(client, "padlock")
    assert marks(response) == ["Padlocks"]
    words = words_of(response)
    assert "… " in words or "…W" in words
    assert "were cut at night" in words
    assert words.count("Words before.") < 6


def test_where_only_the_title_matches_its_text_is_shown_beside_it(world, theme, client):
    rebuild()
    assert "Burglary Theme · Other risk factor To be addressed." in words_of(
        ask(client, "burglary")
    )


# How it is shown


def test_results_can_be_narrowed_to_a_kind(world, theme, client):
    world.gap(theme, title="Locks")
    world.project(theme, name="Locks for all")
    rebuild()
    response = ask(client, "locks")
    assert "All 2 Delivery gaps 1 Projects 1" in words_of(response)
    narrowed = ask(client, "locks", kind="projects.project")
    assert headings(narrowed) == ["Locks for all"]
    assert "All 2 Delivery gaps 1 Projects 1" in words_of(narrowed)
    assert len(headings(ask(client, "locks", kind="no.such"))) == 2


def test_many_results_come_in_pages(world, theme, client):
    for number in range(25):
        world.gap(theme, title=f"Locks of {number}")
    rebuild()
    assert len(headings(ask(client, "locks"))) == 20
    assert len(headings(ask(client, "locks", page=2))) == 5
    assert len(headings(ask(client, "locks", page=99))) == 5
    assert "25 results, page 2 of 2" in words_of(ask(client, "locks", page=2))
    assert 'start="21"' in ask(client, "locks", page=2).content.decode()


def test_nothing_found_says_what_to_try(world, client):
    words = words_of(ask(client, "xyzzy"))
    assert "Nothing found for “xyzzy”" in words
    assert "use fewer words" in words


def test_the_title_and_the_box_say_what_was_asked(world, client):
    html = ask(client, "two <b>locks").content.decode()
    assert f"<title>two &lt;b&gt;locks – Search – {world.plan.partnership}</title>" in html
    assert 'value="two &lt;b&gt;locks"' in html


def test_without_a_question_it_says_what_it_is_for(world, client):
    assert "Type a few words" in words_of(client.get("/search/"))


def test_every_page_has_the_box_with_its_label(world, client):
    for address in ("/", "/projects/", "/search/", "/plans/2012-13/gaps/"):
        html = client.get(address).content.decode()
        form = re.search(r'<form method="get" action="/search/".*?</form>', html, re.DOTALL)
        assert form, address
        assert '<label class="govuk-visually-hidden" for="search-the-plan">' in form[0]


def test_a_record_of_two_plans_is_one_result_and_says_of_which_plan(world, theme, client):
    earlier = Plan.objects.create(
        partnership=world.partnership, title="Partnership Plan 2011/12", slug="2011-12",
        financial_year=2011, assessment_title="Earlier", stage="closed",
    )  # fmt: skip
    before = world.theme("Burglary then")
    before.plan = earlier
    before.save()
    world.project(theme, before, name="Padlocks")
    rebuild()
    response = ask(client, "padlocks")
    assert headings(response) == ["Padlocks"]
    assert "Partnership Plan 2012/13" in words_of(response)


# What nobody may break


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', "'", "'; DROP TABLE search_searchentry; --", 'a" OR title : b', "NEAR(a b, 3)",
        "a AND", "NOT", "{title} : x", "a:*B & !b", "a <-> b | c", "(((", "*", "^a", "-", "\\", "%",
        "%s %(q)s", "\x00", "a\x00b", "\u202eabc", "\ud7ff", "😀", "½ ², ﬁ ſ", "x" * 10_000,
        "a " * 5_000, '"a ' * 3_000, "é" * 10_000, "日本語 テスト", "’s", "a-" * 3_000, "1,000,000,000",
        "st", "St-", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "I\u0307stanbul", "ß", "\u0301\u0301", "e\u0301clair",
    ],
)  # fmt: skip
def test_no_text_at_all_ends_in_an_error(text, world, theme, client):
    rebuild()
    assert b"<h1" in ask(client, text).content
    assert b"<h1" in ask(client, f"burglary {text}").content


def test_odd_addresses_are_answered(world, theme, client):
    rebuild()
    for query in ("?q=%ff%fe&page=%ff", "?q=a&q=b&kind=%00&page=-1", "?page=2", "?kind=x&q[]=a"):
        assert client.get(f"/search/{query}").status_code == 200, query


def test_what_somebody_wrote_is_shown_as_it_was_written_and_does_nothing(world, theme, client):
    Strategy.objects.create(name=f"Canary {LONG}"[:300], slug="canary")
    world.gap(theme, title="<b>canary</b>", text=f"canary {LONG}", action_required=LONG)
    rebuild()
    for text in ("canary", f"canary {LONG}"[:150], "script alert"):
        html = ask(client, text).content.decode()
        assert alive_in(html) == []
    assert "&lt;b&gt;" in ask(client, "canary").content.decode()


def test_it_only_reads(world, client):
    assert client.post("/search/", {"q": "a"}).status_code == 405


# Who finds what


@pytest.mark.parametrize("role", ["board", "officer", "analyst", "administrator"])
def test_every_role_searches(role, world, theme, request, sign_in):
    rebuild()
    assert headings(ask(sign_in(request.getfixturevalue(role)), "burglary")) == ["Burglary"]


def test_who_has_no_role_may_not_and_sees_no_box(world, theme, stranger, sign_in):
    rebuild()
    response = sign_in(stranger).get("/search/?q=burglary")
    assert response.status_code == 403
    assert 'action="/search/"' not in response.content.decode()


def test_who_is_signed_out_signs_in_first(db, client):
    client.logout()
    response = client.get("/search/?q=burglary")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in/?next=/search/")


@pytest.mark.parametrize("role", ["board", "analyst"])
def test_a_reader_finds_nothing_of_a_draft_and_no_count_of_it(role, world, theme, request, sign_in):
    draft = Plan.objects.create(
        partnership=world.partnership, title="Zelah plan", slug="next", financial_year=2013,
        assessment_title="Zelah", stage="draft",
    )  # fmt: skip
    hush = world.theme("Zelah hush")
    hush.plan = draft
    hush.save()
    world.project(hush, name="Zelah project")
    world.indicator(hush, name="Zelah indicator")
    Decision.objects.create(plan=draft, title="Zelah decision", slug="z", order=1, kind="board")
    Evidence.objects.create(theme=hush, ref="EV-Z", order=1, text="Zelah evidence")
    world.gap(theme, title="Zelah gap")
    rebuild()

    reader = ask(sign_in(request.getfixturevalue(role)), "zelah")
    assert headings(reader) == ["Zelah gap"]
    assert "All 1 Delivery gaps 1" in words_of(reader)

    writer = ask(sign_in(request.getfixturevalue("officer")), "zelah")
    assert len(headings(writer)) == 7
    assert "Zelah plan" in words_of(writer)


def test_people_and_files_are_not_found(world, analyst, client):
    rebuild()
    assert headings(ask(client, "aled")) == []


def test_more_results_of_more_kinds_ask_no_more_of_the_database(world, theme, client):
    def fill(number):
        for n in range(number):
            world.gap(theme, title=f"Locks {n} of {number}")
            world.project(theme, name=f"Locks {n} of {number}")
            world.decision(title=f"Locks {n} of {number}")
        rebuild()

    fill(1)
    few = queries_of(client, "/search/?q=locks")
    world.area("Locks")
    world.threat(theme, title="Locks")
    fill(12)
    assert queries_of(client, "/search/?q=locks") == few
    assert few <= 12
