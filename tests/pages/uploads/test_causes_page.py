"""The page of an upload with errors groups them by cause."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs import queue
from core.periods import Period
from performance.models import Indicator, Upload
from performance.uploads import actions, stages
from places.models import Area, AreaCode
from tests.pages.reading_pages import queries_of, words_of

HEADINGS = "Indicator,Area,Period,Value\n"
CODES = "".join(f"Convictions,E0102{n:04},Q1 2010/11,7\n" for n in range(714))
BURGLARY = "".join(
    f"Burglary,Somewhere,Q1 {year}/{year - 1999:02},7\n" for year in range(2001, 2010)
)


@pytest.fixture
def client(sign_in, analyst, world):
    world.indicator(
        world.theme(), value=70, target=80, period=Period.quarter(2010, 1), name="Convictions"
    )
    return sign_in(analyst)


@pytest.fixture
def send(client):
    def upload(rows):
        file = SimpleUploadedFile("figures.csv", (HEADINGS + rows).encode())
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file, "again": "on"})
        queue.work()
        return Upload.objects.latest("pk")

    return upload


def test_errors_are_grouped_by_cause_with_their_rows(client, send):
    upload = send(CODES + BURGLARY + "Convictions,Somewhere,Q1 2010/11,many\n")

    words = words_of(client.get(upload.get_absolute_url()))

    assert "There are 724 errors" in words
    assert (
        "714 LSOAs not among your areas E01020000, E01020001, E01020002, E01020003, … 714" in words
    )
    assert "“Burglary” is no indicator here 9" in words
    assert "To be put right in the file. 1" in words


def test_the_page_asks_as_often_for_many_causes_as_for_few(client, send):
    few, many = send(BURGLARY), send(CODES + BURGLARY + "Arson,Elsewhere,Q9,many\n")

    assert queries_of(client, many.get_absolute_url()) == queries_of(client, few.get_absolute_url())


# Answers


def fields_of(client, upload):
    """The names of the answer and of the name field of each cause, by its key."""
    form = client.get(upload.get_absolute_url()).context["causes_form"]
    return {cause.key: field for field, cause in form.causes.items()}


def answer(client, upload, said, **more):
    """Posts an answer for each key: "out", or the name of the indicator that is meant."""
    fields = fields_of(client, upload)
    data = {
        f"{'answer' if to == 'out' else 'name'}-{fields[key]}": to for key, to in said.items()
    } | more
    response = client.post(reverse("uploads:answers", args=[upload.pk]), data, follow=True)
    queue.work()
    upload.refresh_from_db()
    return response


FOUR = (
    CODES
    + BURGLARY
    + "Convictons,Somewhere,Q1 2010/11,71%\n"
    + "Convictions,Total,Q2 2010/11,70%\n"
    + "Convictions,Somewhere,Q3 2010/11,72%\n"
)


def test_four_causes_are_four_answers(client, send):
    upload = send(FOUR)
    assert upload.counted.error == 725

    said = {
        "codes:lsoa": "out", "name:burglary": "out", "name:total": "out",
        "name:convictons": "Convictions",
    }  # fmt: skip
    words = words_of(answer(client, upload, said))
    assert "The answers are kept, and the file is checked again with them." in words

    assert (upload.counted.error, upload.counted.written) == (0, 2)
    assert upload.counted.rows_left_out == 724
    words = words_of(client.get(upload.get_absolute_url()))
    told = (
        "724 rows are left out, as was answered: 714 LSOAs that are not yours (714 rows), “Burglary” (9 rows) and"
        " “Total” (1 row)."
    )
    assert told in words
    assert "Read as was answered: “Convictons” is Convictions." in words
    assert "724 rows" in words[words.index("Left out, as was answered") :]


def test_what_is_left_out_stays_in_the_record_of_what_was_applied(client, send):
    upload = send(FOUR)
    answer(client, upload, {"codes:lsoa": "out", "name:burglary": "out", "name:total": "out", "name:convictons": "Convictions"})  # fmt: skip
    client.post(reverse("uploads:accept", args=[upload.pk]))
    client.post(reverse("uploads:apply", args=[upload.pk]))
    queue.work()
    upload.refresh_from_db()

    assert upload.stage == "applied"
    words = words_of(client.get(upload.get_absolute_url()))
    assert "724 rows are left out, as was answered" in words
    assert upload.rows.filter(verdict="omitted").count() == 724


def test_the_form_can_be_sent_from_a_browser(client, send):
    upload = send(BURGLARY)
    html = client.get(upload.get_absolute_url()).content.decode()

    form = html[html.index(reverse("uploads:answers", args=[upload.pk])) :]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]


def test_a_name_can_be_typed_instead(client, send):
    upload = send("Something else,Somewhere,Q1 2010/11,71%\n")

    answer(client, upload, {"name:something else": " convictions "})

    assert (upload.counted.error, upload.rows.get().verdict) == (0, "changed")


def test_a_name_like_it_can_be_chosen(client, send):
    upload = send("Convictons,Somewhere,Q1 2010/11,71%\n")
    (field,) = fields_of(client, upload).values()
    slug = Indicator.objects.get(name="Convictions").slug

    answer(client, upload, {}, **{f"answer-{field}": f"is:{slug}"})

    assert (upload.counted.error, upload.rows.get().verdict) == (0, "changed")


@pytest.mark.parametrize(
    ("typed", "chosen", "says"),
    [
        ("Nonesuch", "", "There is no indicator called “Nonesuch”."),
        ("Convictions", "out", "Choose an answer or type a name, not both"),
        ("", "", "Answer at least one of them"),
        ("", "is:convictions-of-all", "Choose an answer from the list"),
        ("x" * 251, "", "Type a name of at most 250 characters"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_and_nothing_is_lost(
    typed, chosen, says, client, send
):
    upload = send("Something else,Somewhere,Q1 2010/11,71%\n")
    (field,) = fields_of(client, upload).values()

    response = answer(client, upload, {}, **{f"name-{field}": typed, f"answer-{field}": chosen})

    assert says in words_of(response)
    assert "There is a problem" in words_of(response)
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert upload.stage == "checked"
    assert upload.counted.error == 1


def test_an_answer_can_be_taken_back(client, send):
    upload = send(BURGLARY)
    answer(client, upload, {"name:burglary": "out"})
    assert upload.counted.error == 0
    given = client.get(upload.get_absolute_url()).context["causes_form"].given
    assert [one.words for one in given] == ["“Burglary” left out, 9 rows"]

    answer(client, upload, {}, **{given[0].field.html_name: "on"})

    assert (upload.counted.error, upload.counted.rows_left_out) == (9, 0)


def test_some_answers_leave_the_other_causes_to_be_asked(client, send):
    upload = send(CODES + BURGLARY)

    answer(client, upload, {"codes:lsoa": "out"})

    assert [one.key for one in upload.counted.causes] == ["name:burglary"]
    assert upload.counted.rows_left_out == 714


def test_rows_without_a_name_and_with_no_period_can_be_left_out(client, send):
    upload = send("Convictions,Somewhere,Year total,7\nConvictions,Somewhere,,7\n,Somewhere,Q1 2010/11,3\nConvictions,,Q1 2010/11,3\n")  # fmt: skip
    causes = {(one.role, one.key) for one in upload.counted.causes}
    assert ("period", "name:year total") in causes
    form = client.get(upload.get_absolute_url()).context["causes_form"]

    answer(client, upload, {}, **{f"answer-{field}": "out" for field in form.causes})

    assert upload.counted.error == 0
    assert upload.counted.rows_left_out == len(causes) == 4


def test_all_other_names_can_be_left_out_at_once(client, send):
    upload = send("".join(f"Nonesuch {n},Somewhere,Q1 2010/11,7\n" for n in range(50)))

    answer(client, upload, {"rest": "out"})

    assert (upload.counted.error, upload.counted.rows_left_out) == (0, 50)


def test_an_answer_to_a_page_that_is_out_of_date_is_not_kept_but_stays_typed(client, send):
    upload = send(BURGLARY)
    (field,) = fields_of(client, upload).values()

    response = answer(client, upload, {"name:burglary": "out"}, seen="another")

    assert "The upload has changed since you looked" in words_of(response)
    assert response.context["causes_form"][f"answer-{field}"].value() == "out"
    assert upload.counted.error == 9


@pytest.mark.parametrize("who", ["officer", "board"])
def test_only_who_may_upload_answers(who, request, sign_in, client, send):
    upload = send(BURGLARY)

    response = sign_in(request.getfixturevalue(who)).post(
        reverse("uploads:answers", args=[upload.pk]), {}
    )

    assert response.status_code == 403


def test_answers_are_posted(client, send):
    assert client.get(reverse("uploads:answers", args=[send(BURGLARY).pk])).status_code == 405


# The next file with the same headings


def form_of(client, upload):
    return client.get(upload.get_absolute_url()).context["causes_form"]


def chosen(form):
    """What is chosen already, by the key of each cause."""
    fields = form.causes.items()
    return {cause.key: form[f"answer-{field}"].value() for field, cause in fields}


def test_answers_are_offered_for_the_next_file_and_never_given_by_themselves(client, send):
    answer(client, send(CODES + BURGLARY), {"codes:lsoa": "out", "name:burglary": "Convictions"})

    upload = send(CODES + BURGLARY + "Arson,Somewhere,Q1 2010/11,3\n")

    assert upload.counted.error == 724
    convictions = Indicator.objects.get(name="Convictions")
    assert chosen(form_of(client, upload)) == {
        "codes:lsoa": "out", "name:burglary": f"is:{convictions.slug}", "name:arson": "",
    }  # fmt: skip
    words = words_of(client.get(upload.get_absolute_url()))
    assert "Left out last time." in words
    assert "Last time it was Convictions." in words


def test_totals_and_notes_that_were_left_out_are_offered_and_counted(client, send):
    rows = "Convictions,Somewhere,Q1 2010/11,7\nTotal,Somewhere,Q1 2010/11,7\n,,,Source: 1 court\n"
    total_and_note = {"name:total": "out", "blank": "out"}
    first = send(rows)
    answer(client, first, total_and_note)
    assert (first.counted.error, first.counted.rows_left_out) == (0, 2)

    upload = send(rows.replace("Q1", "Q2"))

    assert upload.counted.rows_left_out == 0
    assert chosen(form_of(client, upload)) == total_and_note


def test_what_is_like_one_of_ours_is_asked_about_each_time(client, send):
    rows = CODES + "Convictons,Somewhere,Q1 2010/11,7\nConvictions,Somewhre,Q1 2010/11,7\n"
    first = send(rows)
    answer(client, first, {"codes:lsoa": "out", "name:convictons": "out", "name:somewhre": "out"})
    assert first.counted.error == 0

    upload = send(rows)

    assert chosen(form_of(client, upload)) == {
        "codes:lsoa": "out", "name:convictons": "", "name:somewhre": "",
    }  # fmt: skip
    words = words_of(client.get(upload.get_absolute_url()))
    assert "Left out last time, and like a name here: look at it again." in words


def test_codes_are_asked_about_again_where_one_may_be_ours_mistyped(client, send):
    area = Area.objects.get(slug="somewhere")
    AreaCode.objects.create(area=area, system="ons", code="E01020715")
    known = "Convictions,E01020715,Q1 2010/11,71%\n"
    answer(client, send(CODES + known), {"codes:lsoa": "out"})

    assert chosen(form_of(client, send(CODES + known))) == {"codes:lsoa": "out"}
    upload = send(CODES)
    assert chosen(form_of(client, upload)) == {"codes:lsoa": ""}
    assert "(may be E01020715, which the file does not name)" in words_of(
        client.get(upload.get_absolute_url())
    )


def test_places_that_are_left_out_together_never_hold_one_like_ours(client, send):
    others = "".join(f"Convictions,{'xkjvwzqpyf'[n] * 8},Q1 2010/11,7\n" for n in range(10))
    answer(client, send(others), {"others": "out"})

    upload = send(others + "Convictions,Somewhre,Q1 2010/11,7\n")
    answer(client, upload, {"others": "out"})

    assert [one.key for one in upload.counted.causes] == ["name:somewhre"]
    assert upload.counted.rows_left_out == 10


def test_other_headings_are_offered_nothing(client, send):
    answer(client, send(BURGLARY), {"name:burglary": "out"})

    file = SimpleUploadedFile("b.csv", ("Measure,Area,Period,Value\n" + BURGLARY).encode())
    client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
    queue.work()

    assert set(chosen(form_of(client, Upload.objects.latest("pk"))).values()) == {""}


def test_an_indicator_that_is_gone_is_not_offered(client, send, world):
    gone = world.indicator(world.theme(), name="Thefts")
    answer(client, send(BURGLARY), {"name:burglary": "Thefts"})
    assert chosen(form_of(client, send(BURGLARY))) == {"name:burglary": f"is:{gone.slug}"}
    gone.delete()

    assert chosen(form_of(client, send(BURGLARY))) == {"name:burglary": ""}


def test_what_was_said_of_all_others_holds_for_one_file(client, send):
    rows = "".join(f"Nonesuch {n},Somewhere,Q1 2010/11,7\n" for n in range(50))
    answer(client, send(rows), {"rest": "out"})

    assert set(chosen(form_of(client, send(rows))).values()) == {""}


def test_answers_do_not_change_how_columns_are_read(client, send):
    answer(client, send(BURGLARY), {"name:burglary": "out"})
    upload = send("Convictions,Somewhere,Q1 2010/11,72%\n")

    assert (upload.stage, upload.counted.error, upload.counted.written) == ("checked", 0, 1)


def test_naming_the_columns_again_keeps_the_answers(client, send):
    upload = send(BURGLARY)
    answer(client, upload, {"name:burglary": "out"})
    columns = {
        "column_0": "indicator",
        "column_1": "area",
        "column_2": "period",
        "column_3": "value",
    }
    client.post(reverse("uploads:columns", args=[upload.pk]), columns)
    queue.work()
    upload.refresh_from_db()

    assert (upload.counted.error, upload.counted.rows_left_out) == (0, 9)
    assert chosen(form_of(client, send(BURGLARY))) == {"name:burglary": "out"}


def test_an_answer_that_was_taken_back_is_not_offered(client, send):
    upload = send(BURGLARY)
    answer(client, upload, {"name:burglary": "out"})
    (given,) = form_of(client, upload).given
    answer(client, upload, {}, **{given.field.html_name: "on"})

    assert chosen(form_of(client, send(BURGLARY))) == {"name:burglary": ""}


# Periods that nobody can read


ODD = "Convictions,Somewhere,Quarter two of eleven,{}\n"


def test_a_period_that_cannot_be_read_is_answered_once_for_all_its_rows(client, send):
    upload = send(ODD.format(71) + "Convictions,Somewhere,Quarter two of eleven,-\n")

    answer(client, upload, {"name:quarter two of eleven": "Q2 2011/12"})

    assert upload.counted.error == 0
    row = upload.rows.exclude(verdict="left").get()
    assert Period(row.period_start, row.period_end) == Period.quarter(2011, 2)
    assert "Read as was answered: “Quarter two of eleven” is Q2 2011/12." in words_of(
        client.get(upload.get_absolute_url())
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [("some time", "“some time” is not a period"), ("Q1 2050/51", "ends on 30 June 2050")],
)
def test_a_period_that_is_typed_is_read_like_one_of_a_file(client, send, typed, said):
    upload = send(ODD.format(71))
    field = fields_of(client, upload)["name:quarter two of eleven"]

    page = client.post(
        reverse("uploads:answers", args=[upload.pk]),
        {"seen": stages.seen_of(upload), f"name-{field}": typed},
    )

    assert said in words_of(page)


def test_what_a_period_was_the_last_time_is_offered_and_not_chosen(client, send):
    answer(client, send(ODD.format(71)), {"name:quarter two of eleven": "Q2 2011/12"})

    upload = send(ODD.format(72))

    form = client.get(upload.get_absolute_url()).context["causes_form"]
    (asked,) = (one for name, one in form.fields.items() if name.startswith("answer-period"))
    assert asked.initial == ""
    assert ("is:2011-07-01_2011-09-30", "This is Q2 2011/12") in asked.choices


def test_the_rows_that_are_left_out_are_listed(client, send):
    upload = send(CODES)
    answer(client, upload, {"codes:lsoa": "out"})

    page = client.get(reverse("uploads:rows", args=[upload.pk]), {"verdict": "omitted"})

    assert page.context["page"].paginator.count == 714
    assert (
        "D2 – – – Left out, as was answered – Left out As was answered of “E01020000”"
        in words_of(page)
    )


def test_a_list_of_rows_left_out_stands_once_the_file_is_applied(client, send, analyst):
    upload = send(CODES + "Convictions,Somewhere,Q1 2010/11,70\n")
    answer(client, upload, {"codes:lsoa": "out"})
    actions.apply(upload, by=analyst)
    queue.work()

    page = client.get(reverse("uploads:rows", args=[upload.pk]), {"verdict": "omitted"})

    assert page.context["page"].paginator.count == 714


def test_rows_that_are_left_out_come_after_those_that_do_something(client, send):
    upload = send(BURGLARY + "Convictions,Somewhere,Q2 2010/11,71%\n")
    answer(client, upload, {"name:burglary": "out"})

    rows = client.get(upload.get_absolute_url()).context["rows"]

    assert [row.cell for row in rows][:2] == ["D11", "D2"]
