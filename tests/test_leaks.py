"""What fails tells nothing of any row: not in our logs, not in Postgres's, not in Valkey (trust.md 6)."""

import io
import logging
from contextvars import Context
from uuid import UUID

import pytest
from pythonjsonlogger.json import JsonFormatter
from rq.job import Job
from rq.registry import FailedJobRegistry
from sqlalchemy import String, Text, insert, text
from sqlalchemy.dialects.postgresql import JSONB

from app.jobs import JOBS, clinic_job, queue
from tenants.db import db, new_id, transaction
from tests.raw import TENANT_TABLES

SECRET = "Zyx-wvu-tsr"


def failing_row(table: str, clinic: UUID) -> None:
    """A row with the secret in each text, refused for its missing id: Postgres answers with the whole row."""
    columns = db.metadata.tables[table].columns
    words = {
        column.name: SECRET[: getattr(column.type, "length", None) or 20]
        for column in columns
        if isinstance(column.type, String | Text) and column.computed is None
    }
    words |= {column.name: {"said": SECRET} for column in columns if isinstance(column.type, JSONB)}
    db.session.execute(insert(db.metadata.tables[table]).values(clinic_id=clinic, id=None, **words))


@pytest.fixture
def lines(app):
    """What our own handler writes meanwhile, whatever another test made of the level."""
    root = logging.getLogger()
    handler, level = next(one for one in root.handlers if isinstance(one.formatter, JsonFormatter)), root.level
    root.setLevel(logging.INFO)
    written, before = io.StringIO(), handler.setStream(io.StringIO())
    handler.setStream(written)
    yield written
    handler.setStream(before)
    root.setLevel(level)


@pytest.fixture
def failing(app, harbour, bypassing):
    """`failing(table)`: a job that fails at such a row, past every wall."""
    current: list[str] = []

    def spill(clinic: UUID) -> None:
        with transaction(harbour.jobs()):
            failing_row(current[-1], clinic)

    job = clinic_job("default")(spill)
    with bypassing("staff"):
        yield lambda table: (current.append(table), job.enqueue([str(harbour.clinic)]))
    del JOBS[job.name]


def test_a_failing_row_of_any_table_is_told_nowhere(app, harbour, servers, failing, work, lines):
    for table in TENANT_TABLES:
        failing(table)
        work()
        with app.test_request_context("/in/a-token-of-somebody"):
            try:
                with transaction(harbour.jobs()):
                    failing_row(table, harbour.clinic)
            except Exception:
                app.logger.exception("Exception on %s [%s]", "/in/a-token-of-somebody", "POST")
    said = lines.getvalue()
    assert said.count("not_null_violation") + said.count("23502") >= 2 * len(TENANT_TABLES), (
        "each failed, and was logged"
    )
    registry = FailedJobRegistry(queue=queue("default"))
    jobs = [Job.fetch(id, registry.connection, registry.serializer) for id in registry.get_job_ids()]
    kept = "".join(f"{job.to_dict()} {job.latest_result().exc_string}" for job in jobs)
    postgres = (servers.postgres.place.logs / "postgres.log").read_text()
    assert "violates not-null constraint" in postgres
    assert kept.count("23502") >= len(TENANT_TABLES)
    for where, held in {"our log": said, "Valkey": kept, "Postgres's log": postgres}.items():
        for secret in (SECRET[:4], "a-token-of-somebody"):
            assert secret not in held, f"{where} tells {secret}"


def test_an_unknown_address_of_a_link_is_in_no_line(app, harbour, browser, lines):
    token = f"{new_id().hex[:22]}"
    browser(harbour).get(f"/in/{token}", status=404)
    assert "/in/<token>" in lines.getvalue()
    assert token not in lines.getvalue()


def test_a_failing_page_writes_no_token(app, harbour, lines, monkeypatch):
    """Through a real request: what Flask says of an error holds the address of the page."""
    monkeypatch.setattr("app.people.links.find", lambda token: 1 / 0)
    answer = Context().run(app.test_client().get, f"/in/{SECRET}", base_url=f"http://{harbour.host}")
    assert answer.status_code == 500
    assert "ZeroDivisionError" in lines.getvalue()
    assert SECRET not in lines.getvalue()


def test_gunicorn_writes_through_the_same_filter(app, lines):
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("gunicorn.error").exception("Error handling request %s %s", "GET", f"/in/{SECRET}")
    assert "ValueError" in lines.getvalue()
    assert SECRET not in lines.getvalue()


def test_the_servers_are_told_to_say_little(servers):
    with servers.admin("withkin") as admin:
        shown = {
            name: admin.execute(text(f"show {name}").text).fetchone()[0]
            for name in ("log_error_verbosity", "log_parameter_max_length_on_error")
        }
    assert shown == {"log_error_verbosity": "terse", "log_parameter_max_length_on_error": "0"}
