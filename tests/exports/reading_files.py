"""What tests of exports read of the files that they get."""

import csv
import io

from openpyxl import load_workbook


def workbook_of(response):
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.getvalue()))


def table_of(response):
    """The rows of the list's own sheet, each by its headings."""
    headings, *rows = workbook_of(response).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def lines_of(response):
    """The lines of a CSV file, each by its headings."""
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
