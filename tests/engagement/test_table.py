"""The same as a file for a spreadsheet: no cell is a formula, every name is right, and it is a deed."""

import csv
import io

import pytest

from app.audit import AuditEvent
from app.engagement.table import cell
from tenants.db import db, transaction
from tests.deeds import supervises


@pytest.mark.parametrize("typed", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\tx", "\r=1"])
def test_what_a_spreadsheet_would_carry_out_is_text(typed):
    assert cell(typed) == "'" + typed


@pytest.mark.parametrize(
    ("typed", "said"), [("Ben;=1+1", "Ben;'=1+1"), ("Ben; @A1", "Ben;' @A1"), ("a,-2;+3", "a,'-2;'+3"), (" =1", "' =1")]
)
def test_nor_is_what_it_would_part_into_a_cell_of_its_own(typed, said):
    assert cell(typed) == said


@pytest.mark.parametrize(
    ("value", "said"), [(None, ""), (3, "3"), ("Zoë", "Zoë"), ("a=b", "a=b"), ("Dr A, Dr B; C", "Dr A, Dr B; C")]
)
def test_anything_else_stays_as_it_is(value, said):
    assert cell(value) == said


def test_the_file_holds_what_the_page_shows(harbour, browser, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update child set name = '=HYPERLINK(1)' where id = %s", [harbour.children["maya"]])
    supervises(harbour)
    sade = browser(harbour).sign_in_staff("sade")
    answer = sade.get("/engagement.csv")
    assert answer.mimetype == "text/csv" and answer.headers["Cache-Control"] == "no-store"
    text = answer.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "Child" and len({len(row) for row in rows}) == 1
    assert "'=HYPERLINK(1)" in [row[0] for row in rows]
    with transaction(harbour.jobs()):
        deed = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "exported")).one()
    assert str(harbour.children["maya"]) in deed.detail["children"]
