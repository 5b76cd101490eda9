"""Uploads at the stages that have pages of their own, in the seeded plan."""

from datetime import date
from decimal import Decimal

from performance.models import Indicator, Upload, UploadFile
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import compare, stage
from performance.uploads.ledger.undo import undo_upload
from places.models import Area

Q2 = (date(2011, 7, 1), date(2011, 9, 30))
CSV = b"Indicator,Area,Period,Value\nDeliberate fires,Cornwall,Q2 2011/12,twelve\n"
HEADINGS = ["Measure of ours", "Place", "When", "How many"]


def upload_at_every_stage(by):
    """One applied, with a figure of another area among its rows; one taken back; and those before and aside."""
    fires = Indicator.objects.get(slug="deliberate-fires-secondary")
    adults = Indicator.objects.get(slug="asb-adults-no-further-act")
    truro = Area.objects.get(slug="truro")
    apply_upload(
        upload(by, "applied.csv", (fires, fires.area, "2.6"), (fires, truro, "3.1")), by=by
    )
    back = upload(by, "taken back.csv", (adults, adults.area, "82"))
    apply_upload(back, by=by)
    undo_upload(back, by=by, reason="The wrong sheet.")
    upload(by, "checked.csv", (adults, adults.area, "82"))
    wrong = upload(by, "errors.csv")
    wrong.findings.create(
        order=1, severity="error", code="text", cell="D2", row=2, column=4, found="twelve",
        message="This is text.", remedy="Write 12.",
    )  # fmt: skip
    upload(by, "columns.csv", stage="mapping")
    upload(by, "refused.csv", stage="refused", refusal="The file is empty.")
    upload(by, "discarded.csv", stage="discarded")


def upload(by, name, *rows, **facts):
    made = Upload.objects.create(
        **{
            "file_name": name, "size": len(CSV), "sha256": name, "uploaded_by": by,
            "stage": "checked", "headings": HEADINGS,
        } | facts
    )  # fmt: skip
    UploadFile.objects.create(upload=made, content=CSV)
    stage(
        (
            made.pk, n, f"D{n}", indicator.pk, area.pk, "", *Q2, "reported", Decimal(value), None,
            None, "", "",
        )
        for n, (indicator, area, value) in enumerate(rows, start=2)
    )  # fmt: skip
    made.counts = compare(made)
    made.save()
    return made
