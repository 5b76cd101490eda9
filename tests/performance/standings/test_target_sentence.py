"""What a target comes to, in a sentence."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import Period
from performance.models import Comparator, Indicator, Target
from performance.standings.readout import target_sentence
from performance.standings.standing import with_figures

YEAR = Period.financial_year(2011)


@pytest.fixture
def sentence(world):
    """The sentence of a target of 2011/12, of an indicator with some facts."""
    theme = world.theme()

    def make(target, before=None, **facts):
        indicator = world.indicator(theme, **facts)
        if before is not None:
            world.figure(indicator, Period.financial_year(2010), before)
        Comparator.objects.create(
            indicator=indicator, kind="regional", label="region", value=40,
            period_start=YEAR.start, period_end=YEAR.end,
        )  # fmt: skip
        made = Target.objects.create(
            **{
                "indicator": indicator, "area": world.county, "form": "at_most",
                "period_start": YEAR.start, "period_end": YEAR.end,
            } | target
        )  # fmt: skip
        (found,) = with_figures(Indicator.objects.filter(pk=indicator.pk), date(2011, 11, 30))
        return target_sentence(found, Target.objects.get(pk=made.pk))

    return make


COUNT = {"unit": "closures", "number_kind": "counted", "decimal_places": 0}
FALL = {"form": "change", "change_percent": -6, "profile": "even"}


@pytest.mark.parametrize(
    ("target", "facts", "words"),
    [
        ({"value": Decimal("1.9")}, {}, "At most 1.9% in 2011/12; amber up to 2.0%."),
        ({"value": 8}, {"unit": "fires"}, "At most 8 fires in 2011/12; amber up to 8.4."),
        (
            {"value": 80, "form": "at_least", "tolerance_percent": 3}, {},
            "At least 80% in 2011/12; amber down to 77.6%.",
        ),
        (
            {"value": 80, "form": "at_least"}, {"tolerance_percent": 0},
            "At least 80% in 2011/12; no tolerance.",
        ),
        (
            {"value": 10, "upper_value": 20, "form": "range"}, {},
            "Between 10% and 20% in 2011/12; amber down to 9.5% and up to 21%.",
        ),
        (
            FALL | {"baseline_value": 1000}, {"polarity": "lower", "unit": "crimes"},
            "At most 940 crimes (−6% on 1,000 crimes) in 2011/12; amber up to 987.",
        ),
        (
            FALL | {"baseline_label": "region"}, {"polarity": "lower"},
            "At most 37.6% (−6% on 40% in 2011/12) in 2011/12; amber up to 39.5%.",
        ),
        (
            FALL | {"baseline_start": date(2010, 4, 1), "baseline_end": date(2011, 3, 31)}, {},
            "The target for 2011/12 is a change on a baseline that is not known.",
        ),
        ({"is_confirmed": False}, {}, "The target for 2011/12 is not yet confirmed."),
        (
            {"value": 8, "form": "at_least"}, COUNT,
            ("At least 8 closures in 2011/12; amber down to 7.6. On the way: at least 2 closures by "
            "30 June 2011, at least 4 closures by 30 September 2011, at least 6 closures by 31 December 2011."),
        ),
        (
            {"value": 8, "profile": "given", "profile_values": [1, 1, 0, 2]}, COUNT,
            ("At most 8 closures in 2011/12; amber up to 8.4. On the way: at most 2 closures by 30 June 2011, "
            "at most 4 closures by 30 September 2011, at most 4 closures by 31 December 2011."),
        ),
        (
            {"value": 8, "profile": "last_year"}, COUNT,
            ("At most 8 closures in 2011/12; amber up to 8.4. The target for 2011/12 follows last year, "
            "which is not all known."),
        ),
    ],
)  # fmt: skip
def test_it_says_the_limit_the_period_and_the_tolerance(sentence, target, facts, words):
    assert sentence(target, **facts) == words


def test_a_change_is_worked_out_from_last_year_s_figure(sentence):
    last_year = {"baseline_start": date(2010, 4, 1), "baseline_end": date(2011, 3, 31)}
    assert sentence(FALL | last_year, before="50", polarity="lower") == (
        "At most 47% (−6% on 50% in 2010/11) in 2011/12; amber up to 49.4%."
    )
