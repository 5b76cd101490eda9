"""Makes a database that is in use: everything in it came in through pages and commands, as people's work does.

    DATABASE_URL=sqlite:////tmp/installed.sqlite3 .venv/bin/python -m tests.upgrade.use_everything

The database must be new. Its clock begins in January 2012, soon after the assessment. It imports nothing of the
planner, so that it works in any version; when pages change their addresses or forms, it must follow.
"""

import io
import json
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import django
import time_machine
from openpyxl import Workbook

BEGINS = datetime(2012, 1, 16, 9, tzinfo=UTC)
PASSWORD = "three-choughs-over-zennor"
PEOPLE = {
    "bryher": ("board", "Bryher", "Pascoe"),
    "olive": ("officer", "Olive", "Tremayne"),
    "aled": ("analyst", "Aled", "Nance"),
    "ada": ("admin", "Ada", "Carlyon"),
}
SQUARE = [[-5.1, 50.1], [-5.0, 50.1], [-5.0, 50.2], [-5.1, 50.2], [-5.1, 50.1]]
FIGURES = "Indicator,Area,Period,Value,State,Comment"
ADULTS = "asb-adults-no-further-act"
YOUNG = "asb-young-people-no-further-act"
CLOSURES = "premises-closures"


class Clock:
    """A minute goes by between any two things that somebody does."""

    def __init__(self, traveller):
        self.traveller = traveller
        self.now = BEGINS

    def tick(self, **later):
        self.now += timedelta(**later or {"minutes": 1})
        self.traveller.move_to(self.now)


class Desk:
    """What one person does in a browser."""

    def __init__(self, username, clock):
        from tests.confirming import ReadingClient

        self.client, self.clock, self.username = ReadingClient(), clock, username

    def sign_in(self):
        self.post("/accounts/sign-in/", username=self.username, password=PASSWORD)

    def post(self, address, **said):
        """Sends a form, which must lead on to another page."""
        self.clock.tick()
        response = self.client.post(address, said)
        errors = getattr((response.context or {}).get("form"), "errors", "")
        assert response.status_code == 302, (address, said, errors)
        return response.headers["Location"]

    def upload(self, name, *lines, kind="figures", **said):
        """Sends a file in, has it checked, and gives its address."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        content = lines[0] if isinstance(lines[0], bytes) else "\n".join([*lines, ""]).encode()
        file = SimpleUploadedFile(name, content)
        address = self.post("/uploads/new/", kind=kind, file=file, **said)
        assert address.startswith("/uploads/"), address
        work()
        return address

    def do(self, upload, step, **said):
        self.post(f"{upload}{step}/", **said)
        work()

    def apply(self, upload, **said):
        self.do(upload, "accept")
        self.do(upload, "apply", **said)
        assert model("performance.Upload").get(pk=upload.split("/")[2]).stage == "applied", upload

    def enter(self, indicator, period, value, base="", **said):
        cells = {"numerator": "", "denominator": "", "state": "final", "comment": "", "sure": "on"}
        form = {"period": period, "area": "cornwall", "value": value, "base": base, "save": "save"}
        address = f"/indicators/{indicator}/figures/enter/"
        to = self.post(address, **form | cells | said)
        assert to == f"/indicators/{indicator}/", to


def work():
    command("work_on_uploads", "--once")


def command(*words):
    from django.core.management import call_command

    said = io.StringIO()
    call_command(*words, stdout=said, stderr=said)
    return said.getvalue()


def model(label):
    from django.apps import apps

    return apps.get_model(label).objects


def workbook(sheet, *rows):
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sign_people_up():
    for username, (role, first, last) in PEOPLE.items():
        with mock.patch.dict(os.environ, NEW_USER_PASSWORD=PASSWORD):
            command(
                "create_user", username, f"--role={role}", f"--email={username}@example.org",
                f"--first-name={first}", f"--last-name={last}",
            )  # fmt: skip


def change_accounts(officer, board):
    officer.post(
        "/accounts/your-account/email/", email="olive.tremayne@example.org", old_password=PASSWORD,
        version=model("accounts.User").get(username="olive").version,
    )  # fmt: skip
    new = f"{PASSWORD}-again"
    board.post(
        "/accounts/your-account/password/", old_password=PASSWORD, new_password1=new,
        new_password2=new,
    )  # fmt: skip


def arrange_reporting(analyst):
    people = {one.username: one.pk for one in model("accounts.User").all()}
    council = model("accounts.Organisation").get(slug="cornwall-council").pk
    for slug, days in [(ADULTS, 30), (YOUNG, 30), (CLOSURES, 20), (ADULTS, 35)]:
        analyst.post(
            f"/indicators/{slug}/reporting/", provider=council, frequency="quarter",
            reporting_lag_days=days, owner=people["aled"], stand_in=people["ada"],
            source="The case system", save="Save",
            version=model("performance.Indicator").get(slug=slug).version,
        )  # fmt: skip


def remind(clock):
    """Of the third quarter, as the days go by."""
    for _ in range(4):
        command("send_reminders")
        clock.tick(days=8)


def upload_figures(analyst, admin):
    """One upload at each stage that an upload can stay at."""
    applied = analyst.upload(
        "Q2 figures.csv", FIGURES,
        f"{ADULTS},Cornwall,Q1 2011/12,77%,final,",
        f"{ADULTS},Cornwall,Q2 2011/12,81%,final,More wardens in the evenings",
        f"{YOUNG},Cornwall,Q1 2011/12,86%,final,One was counted twice",
        f"{YOUNG},Cornwall,Q2 2011/12,,,",
        f"{CLOSURES},Cornwall,Q1 2011/12,remove,,",
        f"{CLOSURES},Cornwall,Q2 2011/12,5,provisional,",
        "deliberate-fires-primary,Cornwall,Q2 2011/12,*,suppressed,",
        "deliberate-fires-secondary,Cornwall,Q2 2011/12,,n/a,The brigade changed its records",
    )  # fmt: skip
    analyst.apply(applied, reason="Corrected by the police")

    undone = analyst.upload(
        "Wrong sheet.xlsx",
        workbook(
            "Figures of Q2", FIGURES.split(","),
            ["sarc-follow-up", "Cornwall", "Q2 2011/12", 97, "final", "Of 40 clients"],
            ["sarc-follow-up", "Cornwall", "Q1 2011/12", "remove", "", ""],
        ),
    )  # fmt: skip
    analyst.apply(undone, reason="Counted anew")
    analyst.do(undone, "undo", reason="It was the sheet of another year")

    discarded = analyst.upload("Old.csv", FIGURES, f"{ADULTS},Cornwall,Q4 2010/11,70%,final,")
    analyst.do(discarded, "discard")

    analyst.upload(
        "With errors.csv", FIGURES, f"{ADULTS},Cornwall,Q5 2011/12,81%,final,",
        f"{ADULTS},Atlantis,Q2 2011/12,181%,final,", "nothing-known,Cornwall,Q2 2011/12,seven,,",
        f"{CLOSURES},Cornwall,Q2 2011/12,500,final,",
    )  # fmt: skip
    analyst.upload("Without names.csv", "A,B,C", "x,2011Q1,3", "y,2011Q2,4")
    analyst.upload("Not a workbook.xlsx", "These are no figures.")

    analyst.upload("Checked.csv", FIGURES, f"{YOUNG},Cornwall,Q3 2011/12,88%,provisional,So far")

    erased = analyst.upload(
        "Jan Tregeagle.xlsx",
        workbook(
            "Tregeagle", FIGURES.split(","),
            ["sarc-forensic-examinations", "Cornwall", "Q2 2011/12", 30, "final", "Jan Tregeagle"],
        ),
    )  # fmt: skip
    analyst.apply(erased)
    admin.do(
        erased, "erase", stage="applied", reason="It named a person", name="Erased.xlsx",
        with_comments="on", with_sheet="on",
    )  # fmt: skip


def name_columns(analyst):
    """Two files of which columns become indicators: one is applied, the other waits."""
    answers = {
        "column_0": "period", "column_2": "new", "column_3": "new", "convention": "calendar",
        "new-unit": "crimes", "new-polarity": "lower", "new-frequency": "quarter",
        "new-number_kind": "counted", "new-area": "cornwall", "new-reporting_lag_days": "30",
        "new-themes": ["burglary-acquisitive-crime"],
    }  # fmt: skip
    rows = ("2011Q1,90,3,4", "2011Q2,80,5,", "2011Q3,85,7,6")
    applied = analyst.upload(
        "Recorded.csv", "calendar_quarter,All crime,Shed burglary,bicycle_theft", *rows
    )
    analyst.do(applied, "columns", **answers)
    analyst.apply(applied)
    waiting = analyst.upload(
        "Recorded more.csv", "calendar_quarter,All crime,Robbery,Shoplifting", *rows
    )
    analyst.do(waiting, "columns", **answers)


def upload_scores_and_comparators(analyst, admin):
    headings = "Index,Component,Area,Period,Value"
    harm = "Alcohol harm index"
    applied = admin.upload(
        "Scores.csv", headings, f"{harm},Violence,newquay-network-area,2010/11,4",
        f"{harm},Violence,newquay-network-area,2009/10,3", kind="index_scores",
    )  # fmt: skip
    admin.apply(applied)
    undone = admin.upload(
        "Scores twice.csv", headings, f"{harm},Violence,newquay-network-area,2009/10,5",
        kind="index_scores",
    )  # fmt: skip
    admin.apply(undone)
    admin.do(undone, "undo", reason="They were last year's")
    compared = analyst.upload(
        "Compared.csv", "Indicator,Comparator,Period,Value",
        "marac-repeat-victimisation,national benchmark,2010/11,27%",
        "domestic-abuse-charges,similar partnerships,2010/11,31.5%", kind="comparators",
    )  # fmt: skip
    analyst.apply(compared)


def standing(slug, start):
    return model("performance.Figure").get(
        indicator__slug=slug, period_start=start, area__slug="cornwall", known_to=None
    )


def enter_by_hand(analyst, admin):
    analyst.enter("violence-with-injury", "Q1 2011/12", "512", comment="By telephone")
    analyst.enter("violence-with-injury", "Q2 2011/12", "498")
    first = standing("violence-with-injury", "2011-04-01")
    analyst.enter("violence-with-injury", "Q1 2011/12", "515", first.pk, reason="Two came in late")
    second = standing("violence-with-injury", "2011-07-01")
    admin.post(
        "/indicators/violence-with-injury/figures/remove/?period=Q2+2011/12&area=cornwall",
        base=second.pk, reason="It was the figure of Devon", remove="Remove",
    )  # fmt: skip
    analyst.enter(ADULTS, "Q3 2011/12", "", numerator="45", denominator="60", state="provisional")


def write_commentary(officer, analyst):
    said = {
        "period": "Q1 2011/12", "text": "Two streets make most of it.",
        "management_actions": "Wardens go there on Fridays.",
        "status_override": "at_risk", "override_reason": "The summer is still to come.",
    }  # fmt: skip
    officer.post(f"/indicators/{ADULTS}/commentary/", **said)
    officer.post(
        f"/indicators/{CLOSURES}/commentary/",
        **said | {"status_override": "worked_out", "override_reason": ""},
    )
    base = model("performance.Commentary").get(indicator__slug=CLOSURES).pk
    analyst.post(
        f"/indicators/{CLOSURES}/commentary/",
        **said | {"status_override": "off_track", "base": base},
    )


def close(who, key):
    """Whatever is asked about is meant: what is hidden in the form is sent back as it came."""
    now = who.clock.now
    form = {
        "met_on_day": now.day, "met_on_month": now.month, "met_on_year": now.year,
        "met_at": f"{now:%H:%M}", "note": "The board of the quarter", "confirm": "on",
    }  # fmt: skip
    page = who.client.get(f"/rounds/{key}/close/")
    form["shown_missing"] = page.context["form"].missing
    who.post(f"/rounds/{key}/close/", **form)


def close_rounds(analyst, admin):
    close(analyst, "2011-12-q1")
    admin.post("/rounds/2011-12-q1/reopen/", reason="Figures of the police were missing")
    close(admin, "2011-12-q1")
    close(analyst, "2010-11-q4")


def correct_what_the_board_has_seen(analyst):
    corrected = analyst.upload(
        "After the board.csv", FIGURES, f"{YOUNG},Cornwall,Q1 2011/12,84%,final,Counted anew"
    )
    analyst.apply(corrected, reason="The court sent a correction")


def load_boundaries(folder):
    """Of one LSOA that is known, one that is new, and the county."""
    code = model("places.AreaCode").filter(system="lsoa_2011").order_by("code")[0].code
    lsoas = [
        {"LSOA11CD": one, "LSOA11NM": f"Cornwall {n:03}A", "LAD11CD": "E06000052"}
        for n, one in enumerate([code, "E01018999"], start=1)
    ]
    county = [{"LAD11CD": "E06000052", "LAD11NM": "Cornwall"}]
    for name, of in {"lsoas": lsoas, "county": county}.items():
        file = folder / f"{name}.geojson"
        outline = {"type": "Polygon", "coordinates": [SQUARE]}
        features = [{"type": "Feature", "properties": one, "geometry": outline} for one in of]
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        command("load_boundaries", str(file), "--commit")


def write_what_has_no_page():
    """Two kinds of record that no page writes yet."""
    model("projects.ProjectUpdate").create(
        project=model("projects.Project").order_by("pk")[0], on="2012-02-17", status="current",
        text="The post is filled", written_by=model("accounts.User").get(username="olive"),
    )  # fmt: skip
    model("performance.SeriesBreak").create(
        indicator=model("performance.Indicator").get(slug="dwelling-burglary"),
        starts_on="2011-04-01", what_changed="The counting rules changed",
    )  # fmt: skip


def use_everything(folder, clock):
    command("migrate", "--verbosity=0")
    command("load_seed")
    sign_people_up()
    board, officer, analyst, admin = desks = [Desk(name, clock) for name in PEOPLE]
    load_boundaries(folder)
    analyst.sign_in()
    arrange_reporting(analyst)
    remind(clock)
    for desk in desks:
        # Weeks have gone by.
        desk.sign_in()
    change_accounts(officer, board)
    upload_figures(analyst, admin)
    name_columns(analyst)
    upload_scores_and_comparators(analyst, admin)
    enter_by_hand(analyst, admin)
    write_commentary(officer, analyst)
    close_rounds(analyst, admin)
    correct_what_the_board_has_seen(analyst)
    write_what_has_no_page()
    with mock.patch(f"{__name__}.work"):
        analyst.upload("Just in.csv", FIGURES, f"{CLOSURES},Cornwall,Q3 2011/12,3,final,")


def main():
    if not os.environ.get("DATABASE_URL"):
        sys.exit(__doc__)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safercornwall.settings.test")
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(BEGINS) as traveller,
        # A job says on which machine it was worked on.
        mock.patch("socket.gethostname", return_value="planner"),
    ):
        use_everything(Path(folder), Clock(traveller))


if __name__ == "__main__":
    main()
