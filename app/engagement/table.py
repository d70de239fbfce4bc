"""The families as a table for a spreadsheet, in which nothing is taken for a formula."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date

from flask import make_response
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.engagement.dashboard import Row
from app.engagement.said import sentences
from app.engagement.words import status

MOST = 5_000
"""Rows of one file."""
FORMULA = re.compile(r"(^|[;,])(?=\s*[=+\-@]|[\t\r\n])")
"""Before what a spreadsheet would carry out: also after a semicolon, at which it parts cells where people write 1,5."""


def cell(value: object) -> str:
    """With an apostrophe before what could be a formula, as spreadsheets do themselves."""
    text = "" if value is None else str(value)
    return FORMULA.sub(r"\1'", text)


def line(row: Row) -> list[object]:
    told = " ".join(str(count) if expected or count else "–" for _week, count, expected in row.weeks)
    return [
        row.name, row.caregiver, row.relation, row.therapists, status(row.status) if row.status else "", row.since, row.heard,
        row.waiting[0], told, " ".join(map(str, sentences(row.reasons))),
    ]  # fmt: skip


def file(rows: Sequence[Row], today: date) -> Response:
    """Its first signs say that it is UTF-8, so that a spreadsheet shows every name right."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = [
        _("Child"), _("Caregiver"), _("Relation"), _("Therapists"), _("Standing"), _("Since"), _("Last heard"),
        _("Waiting on us"), _("Told in the last weeks, oldest first"), _("What we know"),
    ]  # fmt: skip
    writer.writerows([map(cell, head), *(map(cell, line(row)) for row in rows)])
    answer = make_response("\ufeff" + out.getvalue())
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="families-{today}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
