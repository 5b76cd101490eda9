"""Officers, analysts and administrators comment on records, and tell the people whom they name."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.comments import people_named_in
from accounts.models import Comment, User
from priorities.models import Plan
from tests.pages.editing.filling_in import errors_on
from tests.pages.reading_pages import queries_of, words_of

KINDS = ("theme", "indicator", "project", "gap", "threat", "decision")
SCRIPT = "<script>alert(1)</script> https://evil.example"


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.PUBLIC_URL = "https://planner.example"


@pytest.fixture
def gap(records):
    return records["gap"]


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def new_at(record, kind="gap"):
    return f"/comments/{kind}/{record.pk}/new/"


@pytest.fixture
def say(gap):
    def said(client, text="A thought", *tell):
        return client.post(new_at(gap), {"text": text, "tell": [person.pk for person in tell]})

    return said


@pytest.mark.parametrize("kind", KINDS)
def test_a_comment_stands_on_the_page_of_its_record(client, sign_in, board, records, kind):
    record = records[kind]
    before = words_of(client.get(record.get_absolute_url()))
    assert "Nobody has commented yet." in before
    assert "Your comment" in before
    answer = client.post(new_at(record, kind), {"text": "We should\nask the police"})
    made = Comment.objects.get()
    assert answer.url == f"{record.get_absolute_url()}#comment-{made.pk}"
    assert (made.record, made.author.username) == (record, "olive")
    page = client.get(record.get_absolute_url())
    assert "Your comment is saved." in words_of(page)
    assert "Olive" in words_of(page)
    assert "We should ask the police" in words_of(page)
    seen = words_of(sign_in(board).get(record.get_absolute_url()))
    assert "We should ask the police" in seen
    assert "Your comment" not in seen


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("role", "status"),
    [("officer", 302), ("analyst", 302), ("administrator", 302), ("board", 403), ("stranger", 403)],
)
def test_who_may_comment(request, sign_in, records, kind, role, status):
    client = sign_in(request.getfixturevalue(role))
    url = new_at(records[kind], kind)
    assert client.post(url, {"text": "A thought"}).status_code == status
    assert Comment.objects.count() == (status == 302)
    assert client.get(url).status_code == (200 if status == 302 else 403)


def test_only_a_form_of_ours_from_somebody_signed_in(client, gap):
    assert Client().post(new_at(gap), {"text": "x"}).url.startswith("/accounts/")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(new_at(gap), {"text": "x"}).status_code == 403
    assert client.put(new_at(gap)).status_code == 405
    assert Comment.objects.count() == 0


def test_what_is_wrong_is_said_and_the_text_is_kept(client, gap, say):
    assert errors_on(say(client, "  ")) == ["Enter your comment"]
    page = say(client, "x" * 5001)
    assert errors_on(page) == ["Your comment must be 5,000 characters or fewer"]
    assert "x" * 5001 in page.content.decode()
    assert page.content.decode().count("<title>Error: ") == 1
    assert say(client, "a\x00b").status_code == 200
    assert Comment.objects.count() == 0
    assert say(client, "x" * 5000).status_code == 302


def test_hostile_text_is_shown_as_text_and_no_link_is_made(client, gap, say):
    say(client, SCRIPT)
    html = client.get(gap.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; https://evil.example</p>" in html
    assert 'href="https://evil' not in html


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@aled what do you think?", ["aled"]),
        ("Ask @Aled.", ["aled"]),
        ("(@aled, @jo.smith)", ["aled", "jo.smith"]),
        ("@jo.smith.", ["jo.smith"]),
        ("write to mail@aled or aled", []),
        ("@aleda @ale @", []),
        ("@aled @aled", ["aled", "aled"]),
    ],
)
def test_people_are_named_by_an_at_sign_and_their_username(text, named):
    people = [User(username="aled"), User(username="jo.smith")]
    assert [person.username for person in people_named_in(text, people)] == named


def test_whom_a_comment_names_is_told_once_by_e_mail(client, analyst, board, gap, say):
    answer = say(client, "@aled and again @aled: the secret is 42", analyst, board)
    assert sorted(message.to[0] for message in mail.outbox) == [
        "aled@example.org", "bryher@example.org",
    ]  # fmt: skip
    (message,) = (one for one in mail.outbox if one.to == ["aled@example.org"])
    assert message.subject == "Olive named you in a comment on “No outreach”"
    assert f"https://planner.example{answer.url}" in message.body
    assert "secret" not in message.body
    words = words_of(client.get(gap.get_absolute_url()))
    assert "told by e-mail" in words
    assert "Names" in words
    assert Comment.objects.get().namings.exclude(told_at=None).count() == 2


def test_a_line_break_in_a_name_writes_no_header(client, officer, analyst, gap, say):
    User.objects.filter(pk=officer.pk).update(first_name="Olive\nBcc: all@example.org")
    type(gap).objects.update(title="No\r\nBcc: x@example.org")
    say(client, "@aled")
    assert "\n" not in mail.outbox[0].subject


def test_nobody_is_told_of_their_own_comment(client, gap, say):
    say(client, "I, @olive, say so")
    assert mail.outbox == []
    assert Comment.objects.get().namings.count() == 0


def test_who_may_not_read_is_neither_offered_nor_told(client, stranger, person, gap, say):
    gone = person("percy", "officer")
    gone.is_active = False
    gone.save()
    words = words_of(client.get(gap.get_absolute_url()))
    assert "@silas" not in words
    assert "@percy" not in words
    say(client, "@silas @percy")
    assert mail.outbox == []
    assert Comment.objects.get().namings.count() == 0
    for nobody in (stranger, gone):
        assert errors_on(say(client, "Again", nobody)) == ["Choose people from the list"]
    forged = client.post(new_at(gap), {"text": "Again", "tell": ["x"]})
    assert errors_on(forged) == ["Choose people from the list"]
    assert Comment.objects.count() == 1


def test_of_a_draft_only_those_who_write_plans_are_told(
    client, officer, administrator, analyst, board, gap, say
):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    html = client.get(gap.get_absolute_url()).content.decode()
    assert "(@ada)" in html
    assert "(@aled)" not in html
    say(client, "@ada @aled @bryher")
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_keeps_its_comments_hidden(client, sign_in, world, analyst, board, records, kind):
    record = records[kind]
    client.post(new_at(record, kind), {"text": "Not for all"})
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    Plan.objects.create(
        partnership=world.partnership, title="Plan 2011/12", slug="2011-12", financial_year=2011,
        assessment_title="Strategic assessment", stage=Plan.Stage.CURRENT,
    )  # fmt: skip
    made = Comment.objects.get()
    Comment.objects.update(author=analyst)
    for person in (analyst, board):
        other = sign_in(person)
        assert other.get(record.get_absolute_url()).status_code == 404
        refused = 403 if person == board else 404
        assert other.get(f"/comments/{made.pk}/withdraw/").status_code == refused
    assert sign_in(analyst).post(new_at(record, kind), {"text": "x"}).status_code == 404


def test_an_e_mail_that_fails_loses_nothing_and_is_said(client, analyst, gap, say, monkeypatch):
    def refuse(message):
        raise OSError("no server")

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    answer = say(client, "@aled look")
    made = Comment.objects.get()
    assert made.namings.get().told_at is None
    assert "No e-mail could be sent to Aled." in words_of(client.get(answer.url))


def test_who_has_no_address_finds_the_comment_under_my_work(client, analyst, gap, say):
    User.objects.filter(pk=analyst.pk).update(email="")
    told = words_of(client.get(say(client, "@aled look").url))
    assert (
        "No e-mail could be sent to Aled: no address is known. They find it under My work." in told
    )


def test_an_at_sign_that_names_nobody_is_said(client, analyst, officer, gap, say):
    told = words_of(client.get(say(client, "@aled, @olive: ask @oliva.").url))
    assert "Nobody who may read this is called @oliva: nobody is told for it." in told
    assert "called @aled" not in told


def test_nobody_is_offered_where_nobody_else_may_read(client, gap):
    assert "Tell these people" not in words_of(client.get(gap.get_absolute_url()))


def test_too_many_people_are_refused(client, person, gap, say):
    many = [person(f"p{number}", "board") for number in range(21)]
    told = ["Name 20 people at most: this comment names 21"]
    assert errors_on(say(client, "All", *many)) == told
    in_the_text = " ".join(f"@{one.username}" for one in many)
    page = say(client, in_the_text)
    assert errors_on(page) == told
    assert in_the_text in words_of(page)
    assert errors_on(say(client, "@p0 @p1", *many[2:])) == told
    assert mail.outbox == []
    assert Comment.objects.count() == 0


def test_who_is_named_twice_counts_once(client, person, gap, say):
    many = [person(f"p{number}", "board") for number in range(20)]
    assert say(client, "@p0 and @p19", *many).status_code == 302
    assert len(mail.outbox) == 20


def test_the_author_withdraws_a_comment_and_the_fact_stays(client, officer, gap, say):
    say(client, "Too soon")
    made = Comment.objects.get()
    url = f"/comments/{made.pk}/withdraw/"
    assert url in client.get(gap.get_absolute_url()).content.decode()
    assert "Too soon" in words_of(client.get(url))
    assert Comment.objects.get().withdrawn_at is None
    assert client.post(url).url == f"{gap.get_absolute_url()}#comments"
    made.refresh_from_db()
    assert (made.withdrawn_by, made.text) == (officer, "Too soon")
    page = client.get(gap.get_absolute_url())
    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"Withdrawn by Olive on {today}." in words_of(page)
    assert "Too soon" not in words_of(page)
    assert url not in page.content.decode()
    assert client.post(url).status_code == 404


def test_an_administrator_withdraws_and_others_may_not(
    client, sign_in, administrator, person, analyst, board, stranger, gap, say
):
    say(client, "Rude")
    url = f"/comments/{Comment.objects.get().pk}/withdraw/"
    others = [(person("percy", "officer"), 403), (analyst, 403), (board, 403), (stranger, 403)]
    for other, status in others:
        assert sign_in(other).post(url).status_code == status
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(administrator).cookies
    assert strict.post(url).status_code == 403
    assert Client().post(url).status_code == 302
    assert Comment.objects.get().withdrawn_at is None
    sign_in(administrator).post(url)
    assert "Withdrawn by Ada" in words_of(client.get(gap.get_absolute_url()))


def test_an_author_who_now_only_reads_may_not_withdraw(client, officer, gap, say):
    from accounts.people import give_role

    say(client, "Mine")
    give_role(officer, "board")
    assert client.post(f"/comments/{Comment.objects.get().pk}/withdraw/").status_code == 403


def test_there_is_no_comment_on_what_is_not_there(client, officer, gap, say):
    say(client, "Kept")
    made = Comment.objects.get()
    assert client.post(f"/comments/gap/{gap.pk + 99}/new/", {"text": "x"}).status_code == 404
    assert client.post(f"/comments/user/{officer.pk}/new/", {"text": "x"}).status_code == 404
    client.post(f"/plans/2012-13/gaps/{gap.slug}/archive/")
    assert client.post(new_at(gap), {"text": "x"}).status_code == 404
    assert client.post(f"/comments/{made.pk}/withdraw/").status_code == 404
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_ten_times_the_comments_take_no_query_more(client, person, analyst, records, kind):
    record = records[kind]

    def comment():
        data = {"text": "@aled A thought", "tell": [analyst.pk]}
        client.post(new_at(record, kind), data)

    comment()
    url = record.get_absolute_url()
    client.get(url)
    few = queries_of(client, url)
    for number in range(5):
        person(f"p{number}", "officer")
        comment()
    assert Comment.objects.count() == 6
    client.get(url)
    assert queries_of(client, url) == few


def test_my_work_tells_of_comments_on_my_records_and_that_name_me(
    client, sign_in, officer, person, records
):
    percy = sign_in(person("percy", "officer"))
    gap, theme, threat = records["gap"], records["theme"], records["threat"]
    type(gap).objects.update(owner_person=officer)
    percy.post(new_at(gap), {"text": "On your gap"})
    percy.post(new_at(theme, "theme"), {"text": "@olive look"})
    percy.post(new_at(threat, "threat"), {"text": "Not for you"})
    client.post(new_at(gap), {"text": "My own"})

    def told():
        lines = client.get("/my-work/").context["comments"]
        return [(line.comment.text, line.names_me) for line in lines]

    assert told() == [("@olive look", True), ("On your gap", False)]
    words = words_of(client.get("/my-work/"))
    assert "Percy" in words
    assert "names you: @olive look" in words
    Comment.objects.filter(text="On your gap").update(at=timezone.now() - timedelta(31))
    assert told() == [("@olive look", True)]
    naming = Comment.objects.get(text="@olive look")
    sign_in(User.objects.get(username="percy")).post(f"/comments/{naming.pk}/withdraw/")
    assert told() == []
