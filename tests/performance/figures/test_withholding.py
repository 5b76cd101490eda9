"""What a figure said before it was suppressed is read by those who may change figures, and nobody else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.jobs.queue import work
from core.periods import Period
from performance.figures.withholding import suppressed_among, visible_figures
from performance.models import ClosedPeriod, Figure
from performance.rounds.on_the_day import on_the_day
from performance.rounds.round import read_round
from performance.uploads import actions
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.receiving import receive
from priorities.clocks import clocks_of
from tests.pages.reading_pages import queries_of, words_of

Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)
HEADINGS = "Indicator,Area,Period,Value,Numerator,Denominator,Comment"
NUMBER, SAID = "71.2345", "Two of them were brothers"
SECRETS = (NUMBER, "71.23", "71.2", "142,469", "200,000", SAID)
READERS, CHANGERS = ("board", "officer"), ("analyst", "administrator")


@pytest.fixture(autouse=True)
def indicator(world):
    return world.indicator(world.theme(), target=80, name="Convictions", decimal_places=4)


@pytest.fixture
def apply(analyst):
    """Applies a file of one row."""

    def apply_it(
        value, numerator="", denominator="", comment="", period="Q1 2011/12", why="Corrected"
    ):
        row = f"Convictions,Somewhere,{period},{value},{numerator},{denominator},{comment}"
        file = SimpleUploadedFile("Q1.csv", f"{HEADINGS}\n{row}\n".encode())
        upload = receive(file, kind="figures", by=analyst, again=True)
        work("w")
        upload.refresh_from_db()
        actions.accept_warnings(upload, by=analyst)
        apply_upload(upload, by=analyst, reason=why)
        return upload

    return apply_it


@pytest.fixture
def suppressed(apply, analyst):
    """A number that the board was shown, and that is suppressed since: both uploads."""
    first = apply(NUMBER, 142469, 200000, SAID)
    ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_at=timezone.now(), closed_by=analyst
    )
    return first, apply("<5", comment="Too few")


def history(indicator, period=Q1):
    key = (indicator.slug, indicator.area.slug, period.start, period.end)
    return reverse("figures:history", args=key)


def pages(indicator, uploads):
    """Every page that shows revisions."""
    yield history(indicator)
    yield indicator.get_absolute_url()
    yield f"{indicator.get_absolute_url()}?as=reported"
    yield reverse("rounds:page", args=["2011-12-q1"])
    for upload in uploads:
        yield reverse("uploads:page", args=[upload.pk])
        yield reverse("uploads:rows", args=[upload.pk])


@pytest.mark.parametrize("who", READERS)
def test_no_page_tells_a_reader_what_was_said_before(who, request, sign_in, indicator, suppressed):
    client = sign_in(request.getfixturevalue(who))
    for address in pages(indicator, suppressed):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert [secret for secret in SECRETS if secret in page] == [], address
        assert "Withheld" in page, address


@pytest.mark.parametrize("who", CHANGERS)
def test_whoever_may_change_figures_reads_it_marked(who, request, sign_in, indicator, suppressed):
    client = sign_in(request.getfixturevalue(who))
    for address in pages(indicator, suppressed):
        page = words_of(client.get(address))
        assert NUMBER in page, address
        assert "withheld from others" in page.casefold(), address


def test_the_evidence_stays_for_everybody(sign_in, board, indicator, suppressed):
    page = words_of(sign_in(board).get(history(indicator)))
    for said in (
        "Revision 1",
        "Revision 2",
        "Q1.csv",
        "Aled",
        "Too few",
        "row 2 (D2)",
    ):
        assert said in page, said


def test_it_is_the_permission_to_add_figures(sign_in, analyst, indicator, suppressed):
    group = analyst.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="add_figure"))
    assert NUMBER not in sign_in(analyst).get(history(indicator)).content.decode()


def test_a_number_that_comes_later_is_read_and_what_came_before_is_not(
    sign_in, board, indicator, suppressed, apply
):
    uploads = (*suppressed, apply("65.4321", comment="Counted again"))
    client = sign_in(board)
    for address in pages(indicator, uploads):
        page = client.get(address).content.decode()
        assert [secret for secret in SECRETS if secret in page] == [], address
    page = words_of(client.get(history(indicator)))
    assert "65.4321" in page
    assert "Counted again" in page


@pytest.mark.parametrize("then", [["n/a"], ["remove"], ["remove", "65.4321"], ["n/a", "65.4321"]])
def test_no_way_round_makes_the_earlier_figure_public(
    then, sign_in, board, indicator, suppressed, apply
):
    """A reason has to be given for what is not applicable."""
    uploads = [*suppressed, *(apply(value, comment="Not counted so") for value in then)]
    client = sign_in(board)
    for address in pages(indicator, uploads):
        page = client.get(address).content.decode()
        assert [secret for secret in SECRETS if secret in page] == [], address


def test_a_figure_that_is_brought_back_shows_its_number_and_not_its_comment(
    sign_in, board, indicator, suppressed, analyst
):
    undo_upload(suppressed[1], by=analyst, reason="It may be published")
    page = words_of(sign_in(board).get(history(indicator)))
    assert NUMBER in page
    assert SAID not in page


def test_the_rows_of_a_file_do_not_repeat_a_comment_that_is_withheld(
    sign_in, board, indicator, apply
):
    uploads = [apply("3", comment=SAID), apply("remove"), apply("<5", comment=SAID)]
    client = sign_in(board)
    for address in pages(indicator, uploads):
        assert SAID not in client.get(address).content.decode(), address


def test_the_rows_of_a_file_that_suppressed_first_keep_their_comment(
    sign_in, board, indicator, apply
):
    page = words_of(sign_in(board).get(apply("<5", comment="Too few").get_absolute_url()))
    assert "Too few" in page


def test_other_figures_of_the_indicator_are_read_as_ever(
    sign_in, board, indicator, suppressed, apply
):
    other = apply("64.5", period="Q2 2011/12")
    client = sign_in(board)
    for address in (history(indicator, Q2), other.get_absolute_url(), indicator.get_absolute_url()):
        assert "64.5" in words_of(client.get(address)), address


WHY = "It was 71 of 200"


def pages_with_reasons(indicator, uploads):
    yield from pages(indicator, uploads)
    yield "/since/?since=2011-06-30"
    plan = indicator.themes.first().plan
    yield reverse("exports:figures", args=[plan.slug])
    yield reverse("exports:list", args=["indicators", "csv"])


@pytest.fixture
def reasoned(apply, analyst):
    """Uploads of one figure, each with a reason that tells its number: suppressed, told again, taken back, removed."""
    first = apply(NUMBER)
    ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_at=timezone.now(), closed_by=analyst
    )
    rest = [apply(value, why=WHY) for value in ("<5", "65.4")]
    undo_upload(rest[-1], by=analyst, reason=WHY)
    return [first, *rest]


@pytest.mark.parametrize("then", [[], ["remove"], ["remove", "66.6"]])
def test_a_reason_for_a_change_is_withheld_with_the_number(
    then, sign_in, board, analyst, indicator, reasoned, apply
):
    uploads = reasoned + [apply(value, why=WHY) for value in then]
    addresses = list(pages_with_reasons(indicator, uploads))
    reader, changer = sign_in(board), sign_in(analyst)
    told = [one for one in addresses if WHY in text_of(reader.get(one))]
    assert told == []
    told = {one for one in addresses if WHY in text_of(changer.get(one))}
    assert {history(indicator), uploads[-1].get_absolute_url()} <= told
    assert "Withheld, as the figure was suppressed" in text_of(reader.get(history(indicator)))


def test_a_reason_of_a_figure_that_was_never_suppressed_is_read(sign_in, board, indicator, apply):
    apply(NUMBER)
    last = apply("65.4", why=WHY)
    reader = sign_in(board)
    for address in (history(indicator), last.get_absolute_url(), indicator.get_absolute_url()):
        assert WHY in text_of(reader.get(address)), address


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, answer.request["PATH_INFO"]
    return body.decode()


def test_a_page_of_rows_asks_as_much_for_one_as_for_many(
    sign_in, board, indicator, suppressed, apply
):
    client = sign_in(board)
    address = reverse("uploads:rows", args=[suppressed[0].pk])
    before = queries_of(client, address)
    for number in range(4):
        apply("<5", period=f"Q{number + 1} 2008/09")
    assert queries_of(client, address) == before


@pytest.mark.parametrize("sees", [True, False])
def test_what_would_count_as_reported_is_held_to_it_too(sees, world, indicator, suppressed):
    then = suppressed[0].applied_at + timedelta(milliseconds=1)
    quarter = read_round(world.plan, Q1, clocks_of(world.plan))
    (known,) = on_the_day(quarter, world.plan, then, sees_withheld=sees).known
    assert known.then.value == (Decimal(NUMBER) if sees else None)
    assert not known.came_later, "that something was in is no secret"


# The rule


@pytest.fixture
def revise(indicator):
    """Adds the next revision of a figure."""
    start = timezone.now()

    def add(state="reported", value=None, **facts):
        rows = Figure.objects.filter(period_start=Q1.start)
        number = rows.count() + 1
        moment = start + timedelta(minutes=number)
        rows.filter(known_to=None).update(known_to=moment)
        return Figure.objects.create(
            indicator=indicator, area=indicator.area, period_start=Q1.start, period_end=Q1.end,
            revision=number, known_from=moment, state=state,
            value=None if value is None else Decimal(value), **facts,
        )  # fmt: skip

    return add


def hidden(*, sees=False):
    """Which revisions are withheld, by number."""
    rows = visible_figures(Figure.objects.order_by("-revision"), sees_withheld=sees)
    return [row.revision for row in rows if row.is_withheld]


def test_what_precedes_a_suppressed_revision_is_withheld_for_good(revise):
    revise(value=2)
    assert hidden() == []
    revise("suppressed")
    assert hidden() == [1]
    revise(value=7)
    assert hidden() == [1]
    revise("not_applicable", reason="Not counted so")
    assert hidden() == [1]
    revise("suppressed", comment="Again")
    assert hidden() == [4, 3, 2, 1]


def test_a_figure_that_is_removed_after_it_was_suppressed_stays_withheld(revise):
    revise(value=2)
    last = revise("suppressed")
    Figure.objects.filter(pk=last.pk).update(known_to=last.known_from + timedelta(days=1))

    assert hidden() == [1]
    revise(value=2)
    assert hidden() == [1]


@pytest.mark.parametrize(
    "carried", [{"comment": SAID}, {"state": "not_applicable", "reason": SAID}]
)
def test_nor_does_a_later_revision_say_again_what_was_said_before(revise, carried):
    revise(value=2, comment=SAID)
    revise("suppressed", comment="Too few")
    revise(**({"value": 7} if "comment" in carried else {}), **carried)

    for sees in (False, True):
        last = visible_figures(Figure.objects.order_by("revision"), sees_withheld=sees)[2]
        assert (last.comment + last.reason == SAID) == sees
        assert (last.is_withheld, last.is_comment_withheld) == (False, True)


@pytest.mark.parametrize(("who", "reads"), [("officer", False), ("analyst", True)])
def test_nor_does_it_stand_beside_a_commentary(who, reads, request, sign_in, indicator, apply):
    """Officers write commentary, and do not change figures."""
    apply(NUMBER, comment=SAID)
    apply("<5")
    address = reverse("commentary:enter", args=[indicator.slug], query={"period": str(Q1)})
    page = words_of(sign_in(request.getfixturevalue(who)).get(address))
    assert "Suppressed (small number)" in page
    assert (SAID in page) == reads
    assert NUMBER not in page


@pytest.mark.parametrize(("now", "read"), [(SAID, ""), ("Too few", "Too few")])
def test_a_comment_that_is_carried_along_is_withheld_too(revise, now, read):
    """A blank cell leaves the comment that stands."""
    revise(value=2, comment=SAID)
    revise("suppressed", comment=now)

    others, own = (
        visible_figures(Figure.objects.order_by("revision"), sees_withheld=sees)[1]
        for sees in (False, True)
    )
    assert (others.comment, others.is_withheld) == (read, False)
    assert (own.comment, own.is_comment_withheld) == (now, now == SAID)


def test_a_blank_comment_in_the_file_that_suppresses_publishes_none(
    sign_in, board, indicator, apply
):
    uploads = apply(NUMBER, comment=SAID), apply("<5")
    assert Figure.objects.latest_revisions().get().comment == SAID
    client = sign_in(board)
    for address in pages(indicator, uploads):
        assert SAID not in client.get(address).content.decode(), address


def test_by_keys_it_is_the_same_rule(revise):
    for state, value, last in (
        ("reported", 2, None),
        ("suppressed", None, 2),
        ("reported", 3, 2),
        ("suppressed", None, 4),
    ):
        revise(state, value)
        found = suppressed_among(Figure.objects.all(), upload=0)
        assert [one.first_shown for one in found.values()] == ([] if last is None else [last])
        for number in range(1, Figure.objects.count() + 1):
            withheld = any(one.withholds(number) for one in found.values())
            assert withheld == (number in hidden())


def test_what_is_hidden_says_nothing_and_the_record_is_as_it_was(revise):
    first = revise(value=2, numerator=2, denominator=9, comment=SAID)
    revise("not_applicable", reason=SAID)
    revise("suppressed")

    one, two, three = visible_figures(Figure.objects.order_by("revision"), sees_withheld=False)
    assert (one.value, one.numerator, one.denominator, one.comment) == (None, None, None, "")
    assert one.is_hidden
    assert one.state == "suppressed", "to a rule it is a figure without a value"
    assert (two.state, two.reason, two.is_hidden) == ("not_applicable", "", False)
    assert not three.is_withheld
    first.refresh_from_db()
    assert (first.value, first.state, first.comment) == (2, "reported", SAID)

    seen = visible_figures(Figure.objects.order_by("revision"), sees_withheld=True)[0]
    assert (seen.value, seen.is_withheld, seen.is_hidden) == (2, True, False)
