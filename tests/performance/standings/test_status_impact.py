"""What an upload would do to statuses is worked out before anything is written."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from core.periods import Period
from performance.models import Comparator, Figure, Indicator, Target, Upload
from performance.standings.standing import current_standing, with_figures
from performance.standings.status_impact import standings_after, status_impact
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import compare, stage
from places.models import Area

AS_AT = date(2011, 11, 30)
YEAR = Period.financial_year(2011)
Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)


@pytest.fixture
def county(db):
    return Area.objects.create(name="C", slug="c", kind="county", level=0, path="/c/")


@pytest.fixture
def indicator(county):
    made = Indicator.objects.create(
        slug="i", order=1, name="I", unit="%", polarity="higher", frequency="quarter",
        number_kind="share", area=county,
    )  # fmt: skip
    Target.objects.create(
        indicator=made, area=county, period_start=YEAR.start, period_end=YEAR.end,
        form="at_least", value=80, is_confirmed=True,
    )  # fmt: skip
    Figure.objects.create(
        indicator=made, area=county, period_start=Q1.start, period_end=Q1.end, value=90,
        known_from=timezone.now(),
    )  # fmt: skip
    return made


@pytest.fixture
def staged(analyst):
    def make(*rows, kind="figures"):
        upload = Upload.objects.create(
            kind=kind, file_name="a", size=1, sha256="0", uploaded_by=analyst, stage="checked"
        )
        stage(
            (
                upload.pk, n, f"D{n}", indicator.pk, area, label, period.start, period.end,
                "reported" if kind == "figures" else "",
                None if value in (None, "remove") else Decimal(value), None, None, "",
                {None: "left", "remove": "removed"}.get(value, ""),
            )
            for n, (indicator, area, label, period, value) in enumerate(rows, start=2)
        )  # fmt: skip
        compare(upload)
        return upload

    return make


def status(indicator):
    (one,) = with_figures(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    return current_standing(one, AS_AT).status


@pytest.mark.parametrize(
    ("period", "value"),
    [(Q1, "10"), (Q1, "91"), (Q2, "10"), (Q2, "95"), (Q1, "remove"), (Q1, None)],
)
def test_what_is_foretold_is_what_comes(indicator, staged, analyst, period, value):
    upload = staged((indicator, indicator.area_id, "", period, value))
    before = status(indicator)

    foretold = status_impact(upload, AS_AT)
    assert status(indicator) == before, "nothing is written"

    apply_upload(upload, by=analyst)
    after = status(indicator)
    assert [(one.indicator, one.before.status, one.after.status) for one in foretold] == (
        [(indicator, before, after)] if before != after else []
    )


def test_a_fall_below_the_target_is_foretold(indicator, staged):
    (one,) = status_impact(staged((indicator, indicator.area_id, "", Q1, "10")), AS_AT)

    assert (one.before.status, one.after.status) == ("on_track", "off_track")
    assert (one.before.figure.value, one.after.figure.value) == (90, 10)


def test_figures_of_other_areas_change_no_headline(indicator, county, staged):
    town = Area.objects.create(
        name="T", slug="t", kind="town", level=1, parent=county, path="/c/t/"
    )

    assert status_impact(staged((indicator, town.pk, "", Q1, "10")), AS_AT) == []


def test_a_comparator_may_change_a_status(county, staged):
    made = Indicator.objects.create(
        slug="j", order=2, name="J", unit="%", polarity="lower", frequency="year",
        number_kind="share", area=county,
    )  # fmt: skip
    last = Period.financial_year(2010)
    Target.objects.create(
        indicator=made, area=county, period_start=last.start, period_end=last.end, form="change",
        change_percent=-10, baseline_label="Predicted", is_confirmed=True,
        baseline_start=last.start, baseline_end=last.end,
    )  # fmt: skip
    Figure.objects.create(
        indicator=made, area=county, period_start=last.start, period_end=last.end, value=50,
        known_from=timezone.now(),
    )  # fmt: skip
    upload = staged((made, None, "Predicted", last, "40"), kind="comparators")

    foretold = status_impact(upload, AS_AT)

    assert not Comparator.objects.exists()
    before = status(made)
    Comparator.objects.create(
        indicator=made, kind="other", label="Predicted", period_start=last.start,
        period_end=last.end, value=40, known_from=timezone.now(),
    )  # fmt: skip
    after = status(made)
    assert [(one.before.status, one.after.status) for one in foretold] == (
        [(before, after)] if before != after else []
    )


def test_its_queries_do_not_grow(indicator, county, staged, django_assert_num_queries):
    others = [
        Indicator.objects.create(
            slug=f"o{n}", order=n, name="O", unit="%", polarity="lower", frequency="quarter",
            number_kind="alone", area=county,
        )
        for n in range(5)
    ]  # fmt: skip
    upload = staged(*((one, county.pk, "", Q1, "1") for one in [indicator, *others]))

    with django_assert_num_queries(2):
        assert len(status_impact(upload, AS_AT)) >= 2


def test_a_count_stays_open_while_a_quarter_is_missing(indicator, staged):
    indicator.figures.all().delete()
    Indicator.objects.update(number_kind="counted")

    (one,) = standings_after(staged((indicator, indicator.area_id, "", Q2, "3")), AS_AT)

    assert one.after.missing == ("Q1 2011/12",)
