"""Samples of the pictures of money."""

from datetime import date

from safercornwall.pages.components.pictures.amounts import StackedAmounts, YearAmounts
from safercornwall.pages.components.pictures.timeline import Segment, Timeline, TimelineRow

TIMELINE = Timeline(
    rows=(
        TimelineRow(
            "Independent domestic violence advisers for those at high risk",
            (
                Segment(
                    date(2010, 4, 1), date(2012, 3, 31), "secured", "£120,000 from the Home Office"
                ),
                Segment(date(2012, 4, 1), date(2013, 3, 31), "sought", "£60,000 from the council"),
                Segment(date(2013, 4, 1), date(2014, 3, 31), "no_source"),
            ),
            "/projects/idva-high/",
            tender_by=date(2011, 9, 30),
        ),
        TimelineRow(
            "Street pastors",
            (
                Segment(date(2011, 7, 1), date(2012, 12, 31), "secured"),
                Segment(date(2013, 1, 1), date(2013, 3, 31), "no_source"),
            ),
            "/projects/street-pastors/",
            note="Newquay",
            tender_by=date(2012, 6, 30),
        ),
        TimelineRow(
            "Family intervention", (Segment(date(2008, 4, 1), date(2016, 3, 31), "secured"),)
        ),
        TimelineRow(
            "Alcohol arrest referral", (Segment(date(2012, 1, 16), date(2012, 9, 2), "sought"),)
        ),
        TimelineRow("Victim support", ()),
    ),
    first=date(2010, 4, 1),
    last=date(2014, 3, 31),
    today=date(2011, 11, 30),
)
AMOUNTS = StackedAmounts(
    "All projects of domestic abuse",
    (
        YearAmounts("2010/11", secured=410_000, spent=398_500),
        YearAmounts("2011/12", secured=420_000, sought=35_000, spent=210_000),
        YearAmounts("2012/13", secured=180_000, sought=120_000, no_source=95_000),
        YearAmounts("2013/14", no_source=300_000),
        YearAmounts("2014/15"),
    ),
)
MONEY_SAMPLES = {
    "timeline": TIMELINE,
    "amounts": AMOUNTS,
    "amounts_one": StackedAmounts(
        "Pastors", (YearAmounts("2012/13", secured=1_250_000, spent=1_600_000),)
    ),
}
