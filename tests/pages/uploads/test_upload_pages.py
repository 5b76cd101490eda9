"""The pages of uploads: who may do what, at which stage, and what each page says."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.jobs import queue
from core.periods import Period
from performance.models import ClosedPeriod, ColumnMapping, Figure, Finding, Job, Upload, UploadFile
from performance.uploads.ledger.staging import compare, stage
from performance.uploads.receiving import plain_name
from tests.pages.reading_pages import queries_of, words_of

LIST, NEW = reverse("uploads:list"), reverse("uploads:new")
Q1, Q2 = Period.quarter(2010, 1), Period.quarter(2010, 2)
STEPS = ("check", "accept", "apply", "discard", "undo")
NOON = datetime(2011, 12, 1, 12, tzinfo=UTC)
CSV = b"Indicator,Area,Period,Value\nConvictions,Somewhere,Q1 2010/11,71%\n"


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), value=70, target=80, period=Q1, name="Convictions")


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


@pytest.fixture
def make(indicator, analyst):
    """An upload at a stage, with a row for each period and value given."""

    def upload(at="checked", rows=(), kind="figures", **facts):
        moments = {
            "applied": {"applied_by": analyst, "applied_at": NOON},
            "undone": {
                "applied_by": analyst, "applied_at": NOON, "undone_by": analyst, "undone_at": NOON,
            },
        }.get(at, {})  # fmt: skip
        made = Upload.objects.create(
            **{
                "file_name": "Q1 figures.xlsx", "size": 1, "sha256": "0", "uploaded_by": analyst,
                "stage": at, "kind": kind,
            } | moments | facts
        )  # fmt: skip
        UploadFile.objects.create(upload=made, content=b"\x00the file")
        stage(
            (
                made.pk, n, f"Figures!D{n}", indicator.pk, indicator.area_id, "", period.start,
                period.end, "reported", Decimal(value), None, None, "", "",
            )
            for n, (period, value) in enumerate(rows, start=2)
        )  # fmt: skip
        made.counts = made.counts or compare(made)
        made.save()
        return made

    return upload


@pytest.fixture
def find(make):
    """Puts a finding into an upload."""

    def finding(upload, severity="error", number=1, **facts):
        return Finding.objects.create(
            **{
                "upload": upload, "order": number, "severity": severity, "code": "text",
                "cell": "Figures!D14", "found": "twelve", "message": "This is text.",
                "remedy": "Write 12.",
            } | facts
        )  # fmt: skip

    return finding


def url(upload, step=""):
    return reverse(f"uploads:{step or 'page'}", args=[upload.pk])


def send(client, content=CSV, name="figures.csv", **data):
    file = SimpleUploadedFile(name, content)
    return client.post(NEW, {"kind": "figures", "file": file} | data)


# Who may


@pytest.mark.parametrize("who", ["officer", "analyst", "board", "administrator"])
def test_everybody_with_a_role_reads_uploads(who, request, sign_in, make):
    client = sign_in(request.getfixturevalue(who))
    upload = make()

    for address in (LIST, *(url(upload, step) for step in ("", "progress"))):
        assert client.get(address).status_code == 200, address
    assert "Uploads" in client.get("/uploads/").content.decode()


@pytest.mark.parametrize("stage", ["waiting", "mapping", "checked", "refused", "discarded"])
@pytest.mark.parametrize(
    ("who", "reads"), [("board", False), ("officer", False), ("analyst", True)]
)
def test_what_the_sheet_is_called_is_not_for_all_before_it_is_evidence(
    who, reads, stage, request, sign_in, make
):
    upload = make(stage, sheet="Jan Tregeagle")
    html = sign_in(request.getfixturevalue(who)).get(url(upload)).content.decode()
    assert ("Jan Tregeagle" in html) is reads


@pytest.mark.parametrize(("who", "reads"), [("board", False), ("analyst", True)])
def test_why_a_file_was_refused_may_name_a_cell_and_is_not_for_all(
    who, reads, request, sign_in, make
):
    upload = make("refused", refusal="The cell 'Jan Tregeagle'!A2 holds too much.")
    page = words_of(sign_in(request.getfixturevalue(who)).get(url(upload)))
    assert ("Jan Tregeagle" in page) is reads
    assert ("What is wrong with it is said to those who may upload figures" in page) is not reads


def test_everybody_reads_of_which_sheet_applied_figures_are(sign_in, board, make, analyst):
    upload = make("applied", sheet="Figures of Q1", applied_by=analyst, applied_at=timezone.now())
    assert "Figures of Q1" in sign_in(board).get(url(upload)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("board", 403), ("stranger", 403), ("analyst", 302), ("administrator", 302)],
)
@pytest.mark.parametrize("step", STEPS)
def test_only_analysts_and_administrators_change_uploads(who, status, step, request, sign_in, make):
    client = sign_in(request.getfixturevalue(who))
    upload = make("mapping")

    assert client.post(url(upload, step), {"reason": "Wrong"}).status_code == status
    if status == 403:
        upload.refresh_from_db()
        assert upload.stage == "mapping"
        assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("board", 403), ("stranger", 403), ("analyst", 200), ("administrator", 200)],
)
def test_only_analysts_and_administrators_are_offered_the_form(who, status, request, sign_in, make):
    client = sign_in(request.getfixturevalue(who))
    upload = make("mapping", headings=["A"])

    assert client.get(NEW).status_code == status
    assert send(client).status_code == (302 if status == 200 else 403)
    assert client.get(url(upload, "columns")).status_code == status
    if who != "stranger":
        assert ("Upload a file" in client.get(LIST).content.decode()) == (status == 200)


def test_a_stranger_and_somebody_not_signed_in_see_nothing(stranger, sign_in, make):
    upload = make()
    for address in (LIST, NEW, *(url(upload, step) for step in ("", "rows", "progress", "file"))):
        assert sign_in(stranger).get(address).status_code == 403, address
        assert Client().get(address).status_code == 302, address


def test_a_kind_asks_for_its_own_permission(client, analyst, make):
    group = analyst.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="add_comparator"))

    assert "Comparators" not in words_of(client.get(NEW))
    assert "Choose what is in the file from the list" in words_of(send(client, kind="comparators"))
    assert client.post(url(make(kind="comparators"), "discard")).status_code == 403
    assert client.post(url(make(), "discard")).status_code == 302


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_never_a_link(step, client, make):
    for method in (client.get, client.put, client.delete):
        assert method(url(make(), step)).status_code == 405


@pytest.mark.parametrize("step", ["", "rows", "progress", "file"])
def test_a_page_to_read_is_never_written_to(step, client, make):
    for method in (client.post, client.put, client.delete):
        assert method(url(make(), step)).status_code == 405


@pytest.mark.parametrize("step", [*STEPS, "columns"])
def test_a_form_of_somebody_else_s_page_is_refused(step, analyst, make):
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst, backend="accounts.backends.RightsBackend")
    assert client.post(url(make(), step)).status_code == 403


@pytest.mark.parametrize("number", [0, 99, 2**63 - 1, 2**63, 10**400])
def test_an_unknown_upload_is_not_found(number, client):
    """Be its number more than any database holds."""
    for step in ("page", "rows", "progress", "file", "marked", "marked_file", "columns"):
        assert client.get(reverse(f"uploads:{step}", args=[number])).status_code == 404
    for step in STEPS:
        assert client.post(reverse(f"uploads:{step}", args=[number])).status_code == 404


# A file comes in


@pytest.mark.parametrize(
    ("query", "chosen"),
    [("", "figures"), ("?kind=comparators", "comparators"), ("?kind=spells", "figures")],
)
def test_the_form_begins_with_what_is_likeliest(client, world, query, chosen):
    assert client.get(NEW + query).context["form"]["kind"].initial == chosen


def test_a_file_is_kept_and_its_check_asked_for(client, indicator, analyst):
    response = send(client)

    upload = Upload.objects.get()
    assert response.url == url(upload)
    assert bytes(upload.file.content) == CSV
    assert (upload.size, upload.uploaded_by, upload.stage) == (len(CSV), analyst, "waiting")
    assert Job.objects.get().task == "check"
    words = words_of(client.get(url(upload)))
    assert "Waiting to be checked" in words
    assert "Reload this page to see how far it is" in words
    assert not Figure.objects.filter(upload=upload).exists()


def test_from_file_to_figure_and_back(client, indicator):
    send(client)
    queue.work()
    upload = Upload.objects.get()
    words = words_of(client.get(url(upload)))
    assert "70% 71% +1 percentage point" in words
    client.post(url(upload, "apply"))
    queue.work()
    assert Figure.objects.latest_revisions().get().value == 71
    assert "Take it back" in words_of(client.get(url(upload)))
    client.post(url(upload, "undo"), {"reason": "Wrong sheet"})
    queue.work()
    assert Figure.objects.latest_revisions().get().value == 70
    words = words_of(client.get(url(upload)))
    assert "1 figure is as it was before" in words
    assert "Wrong sheet" in words


@pytest.mark.parametrize(("value", "is_told"), [(3, True), (30, False)])
def test_whoever_uploads_is_told_that_readers_are_not(value, is_told, client, world):
    world.indicator(world.theme(), name="Robbery", unit="crimes", number_kind="counted")
    content = f"Indicator,Period,Value\nRobbery,Q1 2011/12,{value}\n".encode()
    send(client, file=SimpleUploadedFile("robbery.csv", content))
    queue.work()
    upload = Upload.objects.get()
    client.post(url(upload, "apply"))
    queue.work()
    told = "One figure is a small number, or would give one away: it is withheld from readers."
    assert (told in words_of(client.get(url(upload)))) is is_told


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "figures"}, "Choose a file"),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "The file is empty"),
        ({"kind": "spells"}, "Choose what is in the file from the list"),
        ({"kind": ""}, "Choose what is in the file"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(client, data, message):
    response = client.post(NEW, {"kind": "figures"} | data)
    assert message in words_of(response)
    assert "<title>Error: " in response.content.decode()
    assert not Upload.objects.exists()


def test_a_file_over_the_limit_is_refused(client, monkeypatch):
    monkeypatch.setattr("performance.uploads.receiving.MAX_FILE_BYTES", 10)
    assert "larger than 25 MB" in words_of(send(client))
    assert not Upload.objects.exists()


def test_the_same_file_is_noticed_and_may_come_in_again(client, indicator):
    send(client)
    earlier = Upload.objects.get()

    response = send(client, name="Another name.csv")
    assert "was uploaded before" in words_of(response)
    assert url(earlier) in response.content.decode()
    assert Upload.objects.count() == 1

    assert send(client, again="on").status_code == 302
    assert Upload.objects.count() == 2


def test_a_discarded_file_may_come_in_again_unasked(client, indicator):
    send(client)
    Upload.objects.update(stage="discarded")
    assert send(client).status_code == 302
    assert Upload.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\aled\\Q1.xlsx", "Q1.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("Q1\r\nSet-Cookie: a\x00.csv", "Q1Set-Cookie: a.csv"),
        (f"{'a' * 300}.csv", f"{'a' * 251}.csv"),
        ("", "figures"),
    ],
)
def test_a_file_keeps_its_own_name_and_nothing_more(name, kept):
    assert plain_name(name) == kept


def test_the_file_is_given_back_as_it_came_and_never_shown(client, make):
    response = client.get(url(make(file_name='"Q1" <b>.html'), "file"))
    assert response.content == b"\x00the file"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["X-Content-Type-Options"] == "nosniff"


# The pages, stage by stage


def test_the_list_says_what_who_when_and_how_many(client, make):
    make(rows=[(Q1, 71), (Q2, 72)])
    words = words_of(client.get(LIST))
    assert "Q1 figures.xlsx, upload" in words
    assert "Figures of indicators Checked Aled" in words
    assert words.endswith("1 1 0")


def test_the_list_says_which_uploads_have_errors_and_groups_thousands(client, make):
    make(counts={"new": 60000, "error": 2})
    words = words_of(client.get(LIST))
    assert "Checked, with 2 errors Aled" in words
    assert words.endswith("60,000 0 0")


def test_no_upload_yet_is_said(client, world):
    assert "No file has been uploaded yet" in words_of(client.get(LIST))


def test_progress_tells_the_truth(client, make, analyst):
    upload = make("checking")
    job = Job.objects.create(
        upload=upload, task="check", asked_by=analyst, state="running", done=2000, total=5000,
        doing="Checking the rows", attempts=2,
    )  # fmt: skip
    html = client.get(url(upload)).content.decode()
    assert '<progress class="sc-progress" value="2000" max="5000"' in html
    assert "Checking the rows: 2000 of 5000." in html
    assert "attempt 2 of 3" in html
    assert "js/progress.js" in html
    assert "data-finished" not in client.get(url(upload, "progress")).content.decode()
    job.state = "done"
    job.save()
    assert "data-finished" in client.get(url(upload, "progress")).content.decode()


@pytest.mark.parametrize("stage", ["checking", "applying", "undoing"])
def test_a_job_that_ends_while_its_page_is_made_leads_on(stage, client, make, analyst):
    """The upload is read first, then its job."""
    upload = make(stage)
    Job.objects.create(upload=upload, task="check", asked_by=analyst, state="done")
    html = client.get(url(upload)).content.decode()
    assert "js/progress.js" in html
    assert "Reload this page" in html


def test_errors_stop_it_and_are_shown_at_their_cells(client, make, find):
    upload = make(rows=[(Q1, 71)])
    find(upload)
    words = words_of(client.get(url(upload)))
    assert "There is 1 error." in words
    assert "Figures!D14 Error “twelve” This is text. Write 12." in words
    assert "Apply all of it" not in words

    response = client.post(url(upload, "apply"), follow=True)
    assert "The file has errors" in words_of(response)
    assert not Job.objects.exists()


def test_errors_come_before_warnings_fifty_at_a_time(client, make, find):
    upload = make()
    for number in range(60):
        find(upload, "error" if number == 59 else "warning", number, cell=f"D{number}")
    first = words_of(client.get(url(upload)))
    assert first.index("D59 Error") < first.index("D0 Warning")
    assert "D55 Warning" not in first
    assert "D55 Warning" in words_of(client.get(url(upload) + "?findings=2"))


def test_warnings_are_accepted_first(client, make, find, analyst):
    upload = make(rows=[(Q1, 71)])
    find(upload, "warning")
    words = words_of(client.get(url(upload)))
    assert "Accept 1 warning" in words
    assert "Apply all of it" not in words
    refused = client.post(url(upload, "apply"), {"reason": "x"}, follow=True)
    assert "accept them first" in words_of(refused)

    response = client.post(url(upload, "accept"), follow=True)
    assert "Apply all of it" in response.content.decode()
    upload.refresh_from_db()
    assert upload.warnings_accepted_by == analyst


def test_what_it_would_do_is_shown_before_it_is_done(client, make, indicator):
    upload = make(rows=[(Q1, 85), (Q2, 86)])
    words = words_of(client.get(url(upload)))
    assert "What it would do" in words
    assert "70% 85% +15 percentage points" in words
    assert "None 86%" in words
    assert Figure.objects.count() == 1


def test_indicators_that_change_status_are_named(client, make, indicator, world):
    world.indicator(world.theme(), name="Another")
    Figure.objects.all().delete()
    upload = make(rows=[(Period.quarter(2011, 1), 85)])
    words = words_of(client.get(url(upload)))
    assert "1 indicator moves to" in words
    assert "Convictions" in words


def test_a_figure_that_would_be_suppressed_is_not_foretold_as_none(client, make, indicator):
    upload = make(rows=[(Period.quarter(2011, 1), 70)])
    upload.rows.update(state="suppressed", value=None)
    upload.counts = compare(upload)
    upload.save()
    words = words_of(client.get(url(upload)))
    assert "1 indicator moves to Suppressed (small number)" in words
    assert "No figures yet Suppressed (small number)" in words


def test_a_closed_period_asks_for_a_reason(client, make, analyst):
    ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_at=NOON, closed_by=analyst
    )
    upload = make(rows=[(Q1, 71)])
    assert "Why are figures that the board has seen changed?" in words_of(client.get(url(upload)))

    response = client.post(url(upload, "apply"))
    assert "Enter the reason for changing figures that the board has seen" in words_of(response)
    assert not Job.objects.exists()

    client.post(url(upload, "apply"), {"reason": "Counted twice"})
    queue.work()
    assert Figure.objects.latest_revisions().get().reason_for_change == "Counted twice"


def test_an_open_period_asks_for_none(client, make, analyst):
    ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_at=NOON, closed_by=analyst,
        reopened_at=NOON, reopened_by=analyst, reopen_reason="Late figures",
    )  # fmt: skip
    upload = make(rows=[(Q1, 71)])
    assert "Why are figures" not in words_of(client.get(url(upload)))
    client.post(url(upload, "apply"))
    assert Job.objects.get().task == "apply"


def test_rows_say_which_kind_of_area_they_are_about(client, make, world):
    around = world.area("Newquay area", kind="network_area", within=world.county)
    type(around).objects.filter(pk=around.pk).update(name="Newquay")
    upload = make(rows=[(Q1, 71), (Q2, 5), (Period.quarter(2010, 3), 6)])
    for n, area in ((3, around), (4, world.area("Newquay", within=around))):
        upload.rows.filter(row=n).update(area=area.pk)
    rows = client.get(url(upload, "rows")).context["rows"]
    assert [row.where for row in rows] == [
        "Somewhere", "Newquay (network area)", "Newquay (town)",
    ]  # fmt: skip


def test_rows_are_filtered_and_fifty_at_a_time(client, make):
    periods = [Period.month(2000 + n // 12, n % 12 + 1) for n in range(60)]
    upload = make(rows=[(Q1, 71), *((period, 5) for period in periods)])
    page = client.get(url(upload, "rows"))
    assert len(page.context["rows"]) == 50
    assert len(client.get(url(upload, "rows") + "?page=2").context["rows"]) == 11
    changed = client.get(url(upload, "rows") + "?verdict=changed")
    assert [row.cell for row in changed.context["rows"]] == ["Figures!D2"]
    for bad in ("?verdict=nonsense", "?page=nine", "?page=99", "?verdict=%00"):
        assert client.get(url(upload, "rows") + bad).status_code == 200


def test_discarding_saves_nothing(client, make):
    upload = make(rows=[(Q1, 71)])
    assert "is discarded" in words_of(client.post(url(upload, "discard"), follow=True))
    assert "Nothing was saved from it" in words_of(client.get(url(upload)))
    assert Figure.objects.get().value == 70


def test_what_was_checked_is_discarded_only_when_it_is_said_twice(client, make):
    """Without JavaScript: the button is inside what has to be opened first."""
    body = client.get(url(make(rows=[(Q1, 71)]))).content.decode()
    opened = body[body.index("<details") :]
    assert opened.index("Discard this upload") < opened.index("Yes, discard it")
    assert opened.index("Yes, discard it") < opened.index("</details>")


def test_a_page_begins_with_what_is_in_it_and_the_way_down(client, make, find):
    upload = make(rows=[(Q1, 71), (Q2, 5)])
    page = client.get(url(upload))
    assert "New: 1 · Changed: 1 · What it would do · Apply or discard it · Row by row" in words_of(
        page
    )
    body = page.content.decode()
    for anchor in re.findall(r'href="#([a-z-]+)"', body):
        assert f'id="{anchor}"' in body, anchor

    find(upload, "warning")
    assert "What it would do · Accept the warnings, or discard it" in words_of(
        client.get(url(upload))
    )
    find(upload, "error", 2)
    assert "What was found · Row by row · Discard it" in words_of(client.get(url(upload)))


def test_whoever_comes_from_a_round_is_led_back_to_it(client, world, indicator):
    address = f"{NEW}?round=2010-11-q1"
    assert "For the round of Q1 2010/11" in words_of(client.get(address))
    assert (
        address.replace("&", "&amp;")
        in client.get(reverse("rounds:page", args=["2010-11-q1"])).content.decode()
    )

    file = SimpleUploadedFile("figures.csv", CSV)
    sent = client.post(address, {"kind": "figures", "file": file})
    page = client.get(sent.url)
    assert "Back to the round of Q1 2010/11" in words_of(page)
    assert 'href="/rounds/2010-11-q1/"' in page.content.decode()
    for bad in ("", "?round=2010-99-q1", "?round=//evil.example", "?round=%00"):
        assert "For the round" not in words_of(client.get(NEW + bad))


def test_all_errors_are_counted_where_the_first_are_listed(client, make, find):
    upload = make(counts={"error": 1236, "rejected": 1236})
    find(upload)
    words = words_of(client.get(url(upload)))
    assert "There are 1,236 errors." in words
    assert "The first 1 are listed" in words


def test_an_undo_asks_for_its_reason(client, make):
    upload = make("applied")
    response = client.post(url(upload, "undo"), {"reason": "  "})
    assert "Enter the reason for taking it back" in words_of(response)
    assert not Job.objects.exists()


def test_what_was_kept_is_named_with_what_it_says_now_and_by_whom(
    client, make, indicator, administrator
):
    upload = make(rows=[(Q1, 71), (Q2, 72)])
    client.post(url(upload, "apply"))
    queue.work()
    later = timezone.now()
    Figure.objects.filter(period_start=Q1.start, known_to=None).update(known_to=later)
    Figure.objects.create(
        indicator=indicator, area=indicator.area, value=99, revision=3, known_from=later,
        period_start=Q1.start, period_end=Q1.end, recorded_by=administrator,
    )  # fmt: skip
    client.post(url(upload, "undo"), {"reason": "Wrong sheet"})
    queue.work()

    words = words_of(client.get(url(upload)))
    assert "1 figure is as it was before" in words
    kept = words.split("Kept, because somebody has changed them since")[1].split("Row by row")[0]
    assert "Figures!D2 Convictions Somewhere Q1 2010/11 71% 99% Ada" in kept
    assert "Figures!D3" not in kept


def test_a_kept_figure_that_was_removed_is_said_to_be(client, make, indicator, administrator):
    upload = make(rows=[(Q1, 71), (Q2, 72)])
    client.post(url(upload, "apply"))
    queue.work()
    later = timezone.now()
    again = Upload.objects.create(
        kind="figures", file_name="Q2 again.xlsx", size=1, stage="applied", uploaded_by=administrator,
        applied_by=administrator, applied_at=later,
    )  # fmt: skip
    for value, file in ((71, None), (72, again)):
        Figure.objects.filter(known_to=None, value=value).update(
            known_to=later, closed_by=administrator, closed_by_upload=file
        )
    client.post(url(upload, "undo"), {"reason": "Wrong sheet"})
    queue.work()
    words = words_of(client.get(url(upload)))
    assert "71% Nothing: it was removed Ada, " in words
    assert "72% Nothing: it was removed Ada with Q2 again.xlsx, " in words


def test_many_kept_cells_ask_no_more_than_few(client, make):
    periods = [Period.month(2000 + n // 12, n % 12 + 1) for n in range(60)]
    few = make("undone", rows=[(Q1, 71)], counts={"restored": 0, "kept": ["Figures!D2"]})
    cells = [f"Figures!D{n}" for n in range(2, 62)]
    many = make(
        "undone", rows=[(period, 5) for period in periods], counts={"restored": 0, "kept": cells}
    )
    client.get(url(few))
    assert queries_of(client, url(many)) == queries_of(client, url(few)) <= 20


def test_blank_cells_and_removals_are_said_plainly(client, make):
    upload = make(counts={"left": 2, "removed": 1, "new": 1})
    words = words_of(client.get(url(upload)))
    assert "1 figure would be removed: its row says “remove”." in words
    assert "2 cells are blank. What stands there is left alone" in words


def test_the_first_rows_say_of_how_many(client, make):
    periods = [Period.month(2000 + n // 12, n % 12 + 1) for n in range(60)]
    assert "The first 50 of 60 rows" in words_of(
        client.get(url(make(rows=[(period, 5) for period in periods])))
    )
    assert "All rows" in words_of(client.get(url(make(rows=[(Q1, 71)]))))


def test_each_row_leads_to_its_indicator(client, make, indicator):
    html = client.get(url(make(rows=[(Q1, 71)]))).content.decode()
    assert f'href="{indicator.get_absolute_url()}"' in html


def test_a_refused_file_says_why_and_what_to_do(client, make):
    upload = make("refused", refusal="The workbook is protected with a password. Take it off.")
    words = words_of(client.get(url(upload)))
    assert "protected with a password" in words
    assert "Upload the corrected file" in words


def test_a_failed_check_can_be_asked_for_again(client, make, analyst):
    upload = make("waiting")
    Job.objects.create(
        upload=upload, task="check", asked_by=analyst, state="failed", problem="It stopped."
    )
    words = words_of(client.get(url(upload)))
    assert "It stopped." in words
    assert "Check the file again" in words
    client.post(url(upload, "check"))
    assert Job.objects.filter(state="waiting").count() == 1


@pytest.mark.parametrize("at", Upload.Stage.values)
def test_every_stage_has_its_page_for_those_who_may_and_may_not(at, client, sign_in, board, make):
    upload = make(at, rows=[(Q1, 71)], headings=["A", "B"])
    assert client.get(url(upload)).status_code == 200
    html = sign_in(board).get(url(upload)).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert "<form" not in main
    assert "undone" not in main


@pytest.mark.parametrize(
    ("step", "stages"),
    [
        ("check", {"waiting", "checked"}),
        ("accept", {"checked"}),
        ("apply", {"checked"}),
        ("discard", {"checked", "mapping"}),
        ("undo", {"applied"}),
        ("columns", {"mapping", "checked"}),
    ],
)
def test_a_step_at_the_wrong_stage_says_so_and_does_nothing(step, stages, client, make):
    for at in set(Upload.Stage.values) - stages:
        upload = make(at)
        response = client.post(url(upload, step), {"reason": "Because"}, follow=True)
        assert response.redirect_chain, (step, at)
        assert "There is a problem" in words_of(response), (step, at)
        upload.refresh_from_db()
        assert upload.stage == at
        assert not upload.jobs.exists()


# Naming columns


def mapping(make):
    return make("mapping", headings=["Measure of ours", "Place", "When", "How many"])


def named(**answers):
    return {"column_0": "indicator", "column_1": "area", "column_2": "period"} | answers


def test_columns_are_named_once_and_remembered(client, make, analyst):
    upload = mapping(make)
    assert "Column A: Measure of ours" in words_of(client.get(url(upload, "columns")))

    client.post(url(upload, "columns"), named(column_3="value", convention="calendar"))

    upload.refresh_from_db()
    assert upload.stage == "waiting"
    assert upload.layout["columns"] == {"indicator": 0, "area": 1, "period": 2, "value": 3}
    assert (upload.layout["shape"], upload.layout["convention"]) == ("long", "calendar")
    kept = ColumnMapping.objects.get()
    assert (kept.layout, kept.chosen_by) == (upload.layout, analyst)
    assert Job.objects.get().task == "check"


def test_what_headings_seem_to_say_is_chosen_already_and_no_role_twice(client, make, indicator):
    upload = make("mapping", headings=["calendar_quarter", "Financial quarter", "", "convictions"])
    fields = client.get(url(upload, "columns")).context["form"].fields
    assert [fields[f"column_{n}"].initial for n in range(4)] == [
        "",
        "period",
        "",
        f"subject:{indicator.slug}",
    ]


def test_columns_of_figures_make_it_wide(client, make, indicator):
    upload = mapping(make)
    client.post(url(upload, "columns"), {
        "column_2": "period", "column_3": f"subject:{indicator.slug}",
        "area": indicator.area.slug,
    })  # fmt: skip
    upload.refresh_from_db()
    assert upload.layout["shape"] == "wide"
    assert upload.layout["subjects"] == [[3, indicator.slug]]
    assert upload.layout["constants"] == {"area": indicator.area.slug}


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (named(), "Choose which column holds the value"),
        (named(column_2="", column_3="value"), "Choose which column holds the period"),
        (named(column_0="", column_3="value"), "Choose which column holds the indicator"),
        (named(column_3="period"), "Columns C and D are both said to hold the period"),
        (named(column_3="spell"), "Choose what the column holds from the list"),
        (named(column_3="value", convention="lunar"), "Choose what a quarter means"),
        ({}, "Choose which column holds the period"),
    ],
)
def test_what_is_not_clear_about_the_columns_is_asked(client, make, answers, message):
    upload = mapping(make)
    response = client.post(url(upload, "columns"), answers)
    assert message in words_of(response)
    upload.refresh_from_db()
    assert upload.stage == "mapping"
    assert not ColumnMapping.objects.exists()


def test_naming_columns_and_what_follows(client, indicator):
    send(client, b"X,Y\nQ1 2010/11,75%\n")
    queue.work()
    upload = Upload.objects.get()
    assert upload.stage == "mapping"
    answers = {"column_0": "period", "column_1": "value", "indicator": indicator.slug}
    client.post(url(upload, "columns"), answers)
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "checked"
    assert "70% 75% +5 percentage points" in words_of(client.get(url(upload)))


# Queries


@pytest.mark.parametrize("step", ["", "rows", "progress", "file"])
def test_pages_ask_as_much_of_a_large_upload_as_of_a_small_one(step, client, make, find):
    small = make(rows=[(Q1, 71)])
    find(small, "warning")
    large = make(rows=[(Period.month(2000 + n // 12, n % 12 + 1), n) for n in range(200)])
    stage(
        (large.pk, 900, "D900", None, None, "", None, None, "", None, None, None, "", "rejected")
        for _ in range(3)
    )
    for number in range(60):
        find(large, "warning", number)
    client.get(LIST)

    few, many = queries_of(client, url(small, step)), queries_of(client, url(large, step))

    assert many - few <= 2, "an in_bulk of nothing asks nothing"
    assert max(few, many) <= 20


def test_the_list_asks_no_more_for_more_uploads(client, make):
    make()
    client.get(LIST)
    before = queries_of(client, LIST)
    for _ in range(9):
        make()
    assert queries_of(client, LIST) == before <= 12
