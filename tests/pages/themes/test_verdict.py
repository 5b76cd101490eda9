"""A theme's verdict is one sentence, the worst status first."""

import pytest

from performance.choices import Status
from safercornwall.pages.themes.verdict import verdict_of

S = Status


@pytest.mark.parametrize(
    ("statuses", "worst", "sentence"),
    [
        (
            [S.MISSED, S.NO_TARGET, S.MISSED, S.AT_RISK, S.NO_TARGET],
            S.MISSED,
            "2 of 5 indicators are missed; 1 at risk, 2 without a target.",
        ),
        ([S.ON_TRACK, S.OFF_TRACK], S.OFF_TRACK, "1 of 2 indicators is off track; 1 on track."),
        ([S.ON_TRACK, S.ON_TRACK], S.ON_TRACK, "Both indicators are on track."),
        ([S.ACHIEVED] * 3, S.ACHIEVED, "All 3 indicators are achieved."),
        ([S.NO_FIGURES], S.NO_FIGURES, "Its one indicator is without figures."),
    ],
)
def test_the_worst_status_comes_first_and_the_others_are_counted(statuses, worst, sentence):
    verdict = verdict_of(statuses)
    assert (verdict.status, verdict.sentence) == (worst, sentence)


def test_a_theme_without_indicators_is_said_to_be_measured_by_nothing():
    verdict = verdict_of([])
    assert verdict.status is None
    assert verdict.sentence.startswith("Nothing measures this theme")
