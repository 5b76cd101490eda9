"""A picture of each kind, with something of everything that it can show. scripts/look_at_pictures.py draws them."""

from django.conf import settings

from safercornwall.pages.components.pictures.bar_rows import BarsToTarget, furthest_off_first
from safercornwall.pages.components.pictures.bars import BarToTarget
from safercornwall.pages.components.pictures.cells import CellMark, MatrixCell
from safercornwall.pages.components.pictures.differences import Differences
from safercornwall.pages.components.pictures.drawn import draw
from safercornwall.pages.components.pictures.funnel import Funnel, FunnelCurve, FunnelPoint
from safercornwall.pages.components.pictures.measure_bar import MeasureBar
from safercornwall.pages.components.pictures.readings import Break, DrawnReading
from safercornwall.pages.components.pictures.series.data import (
    Comparison,
    DrawnForecast,
    SeriesChart,
    Slot,
    TargetBound,
)
from safercornwall.pages.components.pictures.sparkline import Sparkline
from tests.pages.components.pictures.flow_samples import FLOW_SAMPLES
from tests.pages.components.pictures.map_samples import MAP_SAMPLES
from tests.pages.components.pictures.money_samples import MONEY_SAMPLES

FIRES = BarToTarget(
    label="Deliberate secondary fires",
    value=2.8,
    target=1.9,
    amber=2.0,
    good="lower",
    status="off_track",
    value_words="2.8 per 10,000",
    target_words="at most 1.9",
    amber_words="2.0",
    href="/indicators/deliberate-fires-secondary/",
)
BARS = (
    FIRES,
    BarToTarget(
        "Anti-social behaviour: adults not coming to attention again",
        77,
        80,
        77.6,
        "higher",
        "off_track",
        "77%",
        "at least 80%",
        "77.6%",
        "/indicators/asb-adults/",
    ),
    BarToTarget(
        "Forensic examinations within the day",
        25,
        100,
        95,
        "higher",
        "off_track",
        "25%",
        "at least 100%",
        "95%",
    ),
    BarToTarget("SARC follow-up", 100, 80, 76, "higher", "on_track", "100%", "at least 80%", "76%"),
    BarToTarget(
        "Primary fires", 0.9, 1.1, 1.155, "lower", "on_track", "0.9 per 10,000", "at most 1.1"
    ),
    BarToTarget(
        "First-time entrants", 900, 260, 273, "lower", "missed", "900 per 100,000", "at most 260"
    ),
    BarToTarget(
        "Repeat incidents", 20.4, 20, 21, "lower", "at_risk", "20.4%", "at most 20%", "21%"
    ),
    BarToTarget("MARAC repeats", 17, None, status="no_target", value_words="17%"),
    BarToTarget(
        "Hospital admissions",
        None,
        1213,
        good="lower",
        status="no_figures",
        target_words="at most 1,213",
    ),
)
QUARTERS = tuple(
    f"Q{quarter} {year}" for year in ("2008/09", "2009/10", "2010/11") for quarter in (1, 2, 3, 4)
)


def readings(*values, provisional=()):
    return tuple(
        DrawnReading(
            when, value, f"{value} per 10,000" if value is not None else "", place in provisional
        )
        for place, (when, value) in enumerate(zip(QUARTERS, values, strict=False))
    )


SPARKLINE = Sparkline(
    "Deliberate secondary fires",
    readings(3.1, 2.6, 2.9, None, 2.4, 2.2, 1.8, 2.5, 2.7, 2.8, provisional={9}),
    target=1.9,
    target_words="at most 1.9",
    breaks=(Break(6, "new counting rule"),),
)
BY_QUARTER = tuple(Slot(when[:2], when[3:]) for when in QUARTERS)
SERIES = SeriesChart(
    subject="Deliberate secondary fires",
    unit="Fires per 10,000 people",
    slots=BY_QUARTER,
    readings=(
        *(
            DrawnReading(QUARTERS[n], value, f"{value}", low=value - 0.25, high=value + 0.3)
            for n, value in enumerate((3.1, 2.6, 2.9))
        ),
        DrawnReading(QUARTERS[3], None, state="suppressed"),
        *(
            DrawnReading(QUARTERS[n], value, f"{value}", low=value - 0.25, high=value + 0.3)
            for n, value in enumerate((2.4, 2.2, 1.8, 2.5), 4)
        ),
        DrawnReading(QUARTERS[8], 2.7, "2.7"),
        DrawnReading(QUARTERS[9], 2.8, "2.8", provisional=True, short="2.8"),
        DrawnReading(QUARTERS[10], 2.2, "2.2"),
        DrawnReading(QUARTERS[11], None, state="late"),
    ),
    targets=(
        *((TargetBound(2.3, "at_most", 2.5),) for _ in range(4)),
        *((TargetBound(2.1, "at_most", 2.3),) for _ in range(4)),
        *((TargetBound(1.9, "at_most", 2.0),) for _ in range(4)),
    ),
    target_words="at most 1.9 in 2010/11",
    comparisons=(
        Comparison("England", (None, None, None, None, 2.0, 2.0, 1.9, 1.9, 1.8, 1.8, None, None)),
        Comparison("Most similar family", (*(None,) * 9, 2.1, None, None)),
    ),
    guides=(Comparison("Mean", (2.5,) * 12),),
    signals=(6,),
    breaks=(Break(6, "new counting rule"),),
    later_from=10,
    later_words="After 30 November 2010, the date of this view",
)
FAN = SeriesChart(
    subject="Young people not coming to attention again",
    unit="Share of young people",
    slots=tuple(
        Slot(month, "2011/12")
        for month in (
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
            "Jan",
            "Feb",
            "Mar",
        )
    ),
    readings=tuple(
        DrawnReading(month, value, f"{value}%", short=f"{value}%")
        for month, value in zip(
            (
                "April 2011",
                "May 2011",
                "June 2011",
                "July 2011",
                "August 2011",
                "September 2011",
                "October 2011",
                "November 2011",
                "December 2011",
                "January 2012",
                "February 2012",
                "March 2012",
            ),
            (78, 77, 82, 83, 80, 84, 85, None, None, None, None, None),
            strict=True,
        )
    ),
    targets=((TargetBound(80, "at_least", 77.6),),) * 12,
    target_words="at least 80%",
    forecast=(*(None,) * 7, *(DrawnForecast(84 + n, 83 - n, 86 + 2 * n) for n in range(5))),
    forecast_words="88% in March 2012 (79% to 94%)",
    axis_after="%",
    from_zero=False,
)
YEARS = SeriesChart(
    subject="Hospital admissions",
    unit="Admissions",
    slots=tuple(Slot(f"{year}/{(year + 1) % 100:02d}") for year in range(2002, 2012)),
    readings=tuple(
        DrawnReading(f"{year}/{(year + 1) % 100:02d}", 1200000 + (year % 3) * 85000, f"{year}")
        for year in range(2002, 2012)
    ),
)
CELL = MatrixCell(
    "Burglary, performance",
    (
        CellMark("status", "off_track", 2),
        CellMark("direction", "worsening"),
        CellMark("severity", "high"),
    ),
    "/plans/2012-13/themes/burglary/#performance",
)
DIFFERENCES = Differences(
    "Recorded crime, difference from a year before",
    "Crimes",
    BY_QUARTER,
    (None, None, None, 120, -40, -85.5, 0, 12, 60, -130, -20, None),
    "Of the last 8, 3 are above the same quarter a year before and 4 below.",
)
FUNNEL = Funnel(
    "Burglary rate, Q2 2011/12, by LSOA",
    "Per 1,000 population",
    "Population",
    (
        FunnelPoint("Penzance East", 1520, 8.1, "8.1 per 1,000", "far", "/places/penzance-east/"),
        FunnelPoint("Camborne North", 1710, 4.4, "4.4 per 1,000", "near"),
        *(
            FunnelPoint(f"Area {n}", 1200 + 100 * n, 1 + n % 4 / 2, "1 per 1,000", "within")
            for n in range(12)
        ),
    ),
    (
        FunnelCurve(((1200, 4.9), (1700, 4.2), (2300, 3.7)), "near"),
        FunnelCurve(((1200, 6.6), (1700, 5.5), (2300, 4.8)), "far"),
        FunnelCurve(((1200, 0.1), (1700, 0.3), (2300, 0.5)), "near"),
    ),
    1.6,
    "Average of all: 1.6 per 1,000",
    "Of 14 LSOAs, 1 is above the 99.8% limit: Penzance East.",
)

SAMPLES = (
    MONEY_SAMPLES
    | MAP_SAMPLES
    | FLOW_SAMPLES
    | {
        "bars": BarsToTarget(furthest_off_first(BARS)),
        "bar": FIRES,
        "cell": CELL,
        "cell_empty": MatrixCell(
            "Hate crime, performance", (), "/plans/2012-13/themes/hate-crime/"
        ),
        "differences": DIFFERENCES,
        "funnel": FUNNEL,
        "measure": MeasureBar(4, 5, "high"),
        "measure_missing": MeasureBar(None, 5),
        "series": SERIES,
        "series_fan": FAN,
        "series_years": YEARS,
        "sparkline": SPARKLINE,
        "sparkline_level": Sparkline("Closures", readings(4, 4, 4, 4)),
        "sparkline_one": Sparkline("Closures", readings(4)),
        "sparkline_alone": Sparkline("Closures", readings(4, None, 6, None, 5, 8, None, 7)),
    }
)

SHEETS = (
    "build/static/govuk/govuk-frontend.min.css",
    "static/css/safercornwall.css",
    "static/css/pictures.css",
)
# Files of one folder are of different origins, so `style-src 'self'` would stop the style sheets too.
POLICY = "default-src 'none'; style-src file:"


def sheet(*names):
    """A page of these samples in the frame of the planner's pages, under as strict a policy."""
    links = "".join(
        f'<link rel="stylesheet" href="file://{settings.BASE_DIR / path}">' for path in SHEETS
    )
    drawn = "".join(draw(SAMPLES[name]) for name in names)
    return (
        f'<!DOCTYPE html><html lang="en-GB" class="govuk-template"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<title>Pictures</title><meta name="viewport" content="width=device-width">{links}</head>'
        f'<body class="govuk-template__body"><div class="govuk-width-container">'
        f'<main class="govuk-main-wrapper"><h1 class="govuk-heading-m">Pictures</h1>{drawn}</main>'
        f"</div></body></html>"
    )
